"""Sections: workflow, evaluation, limits."""

from __future__ import annotations

from jaki_replica.tenancy.configuration.schema import words
from jaki_replica.tenancy.configuration.schema.containers import Bilingual, Items, Keyed, Part, Section
from jaki_replica.tenancy.configuration.schema.scalars import Choice, Decision, Length, Whole
from jaki_replica.tenancy.configuration.terms import (
    Approver,
    Evaluation,
    Evidence,
    Ews,
    Excuse,
    Limits,
    Reason,
    Workflow,
)

EWS = words.defaults(Ews)
EVIDENCE = words.defaults(Evidence)
WORKFLOW = words.defaults(Workflow)
EVALUATION = words.defaults(Evaluation)
LIMITS = words.defaults(Limits)


class ReasonSection(Section):
    """One entry of `workflow.rejections`."""

    term = Reason
    keyed = True
    name = Bilingual("The reason as the reporter reads it", most=160)


class EwsSection(Section):
    """`workflow.ews`."""

    term = Ews
    approver = Choice("Who approves a later date", Approver, default=EWS["approver"])
    longest = Length("How far the date may lie", default=EWS["longest"])
    times = Whole("How often it may be moved", least=0, most=10, default=EWS["times"])


class EvidenceSection(Section):
    """`workflow.evidence`."""

    term = Evidence
    within_m = Whole("Metres from the pin for the photo after", least=10, most=5000, default=EVIDENCE["within_m"])
    photos = Whole("Photos after that are asked for", least=1, most=10, default=EVIDENCE["photos"])
    audit_percent = Whole("Share of fixes visited on site", least=0, most=100, default=EVIDENCE["audit_percent"])


class WorkflowSection(Section):
    """`workflow`."""

    term = Workflow
    validator = words.key("Agency or position that checks claimed fixes")
    arbiter = words.key("Agency or position that ends disputes about ownership")
    coordinations = Whole("Passing on before the arbiter", least=0, most=10, default=WORKFLOW["coordinations"])
    reopenings = Whole("Reopenings without the arbiter", least=0, most=10, default=WORKFLOW["reopenings"])
    low_rating = Whole(
        "Stars up to which a rating reopens; 0 for never", least=0, most=4, default=WORKFLOW["low_rating"]
    )
    pause = Length("Longest wait for the reporter's answer", default=WORKFLOW["pause"])
    questions = Whole("Questions that pause the clock", least=0, most=10, default=WORKFLOW["questions"])
    private = Decision("New complaints are private unless the reporter says no", default=WORKFLOW["private"])
    rejections = Keyed("Reasons to reject", ReasonSection, key=words.key("A reason"), default=WORKFLOW["rejections"])
    ews = Part("Promised later dates", EwsSection, default=WORKFLOW["ews"])
    evidence = Part("Proof of a fix", EvidenceSection, default=WORKFLOW["evidence"])


class EvaluationSection(Section):
    """`evaluation`."""

    term = Evaluation
    office = words.key("Agency that decides and signs")
    weight_percent = Whole("Share of the allowance at stake", least=0, most=100, default=EVALUATION["weight_percent"])
    least_complaints = Whole(
        "Fewer complaints give no score", least=1, most=1000, default=EVALUATION["least_complaints"]
    )
    objection = Length("Time to object", default=EVALUATION["objection"])
    closes_on = Whole(
        "Day of the next month on which scorecards are made", least=1, most=28, default=EVALUATION["closes_on"]
    )
    excused = Items("What does not count", Choice("An excuse", Excuse), default=EVALUATION["excused"])


class LimitsOfUseSection(Section):
    """`limits`."""

    term = Limits
    photos = Whole("Photos for each complaint", least=1, most=20, default=LIMITS["photos"])
    photo_mb = Whole("Megabytes for each photo", least=1, most=50, default=LIMITS["photo_mb"])
    description = Whole("Letters of a description", least=100, most=20_000, default=LIMITS["description"])
    reports_per_hour = Whole(
        "Complaints in an hour from one address", least=1, most=1000, default=LIMITS["reports_per_hour"]
    )
    reports_per_day = Whole(
        "Complaints in a day from one address", least=1, most=10_000, default=LIMITS["reports_per_day"]
    )
