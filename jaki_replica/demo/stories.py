"""How complaints of the demonstration go: one line per kind of life, with how often it happens and when."""

from __future__ import annotations

from dataclasses import dataclass

from jaki_replica.complaints.terms import Action, Status

A, S = Action, Status

type_days = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Story:
    """A life up to now. `age` is how many days ago it was filed, `rest` how many days ago the last step was.

    Two of the steps stand for what depends on who has the complaint: START is passing it on to its owner first where
    the official of the area looks first, and INSTRUCT goes by way of the agency above.
    """

    end: Status
    weight: float
    steps: tuple[Action, ...]
    age: type_days
    rest: type_days = (0.1, 1.5)
    public: float = 0.3


FIXED = (A.START, A.ANSWER, A.CLAIM_DONE, A.ACCEPT_FIX)

STORIES: tuple[Story, ...] = (
    Story(S.CLOSED, 26, (*FIXED, A.CONFIRM), (4, 29.5), (0.5, 14), 0.5),
    Story(S.CLOSED, 8, (A.START, A.CLAIM_DONE, A.ACCEPT_FIX, A.CLOSE), (16, 29.5), (0.2, 3), 0.4),
    Story(S.CLOSED, 5, (A.START, A.CLAIM_DONE, A.REFUSE_FIX, *FIXED, A.CONFIRM), (12, 29.5), (1, 6), 0.4),
    Story(S.CLOSED, 3, (*FIXED, A.NOT_FIXED, *FIXED, A.CONFIRM), (14, 29.5), (0.5, 5), 0.4),
    Story(S.CLOSED, 5, (A.START, A.ASK, A.REPLY, A.CLAIM_DONE, A.ACCEPT_FIX, A.CONFIRM), (6, 29), (0.5, 8), 0.4),
    Story(S.RESOLVED, 10, FIXED, (3, 13), (0.3, 7), 0.6),
    Story(S.WAITING, 7, (), (0.02, 0.7)),
    Story(S.WAITING, 2, (), (21, 28)),
    Story(S.WAITING, 1, (A.PASS_ON, A.RETURN), (1.5, 4)),
    Story(S.COORDINATION, 3, (A.PASS_ON,), (0.4, 3)),
    Story(S.DISPOSITION, 2, (A.INSTRUCT,), (1.5, 5)),
    Story(S.IN_PROGRESS, 9, (A.START, A.ANSWER), (0.6, 5.5), (0.2, 3)),
    Story(S.IN_PROGRESS, 3, (A.START, A.ANSWER), (22, 29), (8, 18)),
    Story(S.NEEDS_INFO, 3, (A.START, A.ASK), (1, 5), (0.1, 1.2)),
    Story(S.SCHEDULED, 3, (A.START, A.REQUEST_DATE, A.APPROVE_DATE), (4, 16), (0.5, 5)),
    Story(S.AWAITING_VALIDATION, 5, (A.START, A.ANSWER, A.CLAIM_DONE), (1.5, 5.5), (0.1, 1.2)),
    Story(S.REWORK, 3, (A.START, A.CLAIM_DONE, A.REFUSE_FIX), (3, 7), (0.2, 2)),
    Story(S.REWORK, 1, (A.START, A.CLAIM_DONE, A.REFUSE_FIX), (23, 29), (1, 4)),
    Story(S.REOPENED, 3, (*FIXED, A.NOT_FIXED), (5, 16), (0.2, 2.5), 0.4),
    Story(S.REFERRED, 3, (A.REFER,), (2, 28), (0.5, 10)),
    Story(S.MERGED, 2, (A.MERGE,), (2, 20), (0.5, 1.5)),
    Story(S.REJECTED, 2, (A.PROPOSE_REJECTION, A.REJECT), (3, 25), (0.5, 8), 0.0),
    Story(S.WITHDRAWN, 2, (A.WITHDRAW,), (1, 25), (0.3, 8)),
)
REFERRED = next(story for story in STORIES if story.end is S.REFERRED)
# Even where another body owns the matter, it waits for somebody to refer it, or its reporter takes it back.
OF_OTHERS = frozenset({S.REFERRED, S.WAITING, S.WITHDRAWN, S.MERGED})
