"""What a plan would do to complaints, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from jaki_replica.complaints.consequences import Consequences

SHOWN = 5


def consequence_lines(effect: Consequences) -> Iterator[str]:
    """The effect on open and on new complaints; one line where there is none."""
    if effect.is_quiet:
        yield f"{effect.open} open complaints: none would notice"
        return
    yield f"{effect.open} open complaints: {effect.owned_by_another} would be owned by another unit if routed now"
    for moved in effect.moved:
        yield f"  ~ {moved.count} of {moved.category}: {moved.old} -> {moved.new}"
    for lost in effect.stranded:
        yield f"  ! {lost.count} of the {lost.kind} {lost.name} ({lost.key}), which would be gone: refused"
    if effect.limits or effect.calendar:
        yield "New complaints get other deadlines; those already filed keep the policy they were filed under:"
    for limit in effect.limits:
        names = ", ".join(limit.categories[:SHOWN])
        more = f" and {len(limit.categories) - SHOWN} more" if len(limit.categories) > SHOWN else ""
        yield f"  ~ {limit.limit}: {limit.old} -> {limit.new} for {names}{more}"
    if effect.calendar:
        yield "  ~ working hours or holidays change"
