"""Knock-outs that a person set in the job card, with the reason that was recorded."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.model import Gate, Requirement
from matcher.report.harmless import one_line
from matcher.report.wording import short_label

_EFFECTS = {
    Gate.FLAG: "flagged where not met",
    Gate.RANK_BELOW: "decisive where not met",
}
_LONGEST_REASON = 300


def gate_words(requirement: Requirement) -> str:
    """What a gate of the job card does and why; empty where a person set none.

    Examples
    --------
    >>> from matcher.model import Cue, Kind, Level
    >>> asked = Requirement("r1", Level.MUST, Kind.EDUCATION, "A licence to teach", None,
    ...     Cue("", None, "card"), None, gate=Gate.FLAG, gate_reason="the law of schools asks it")
    >>> gate_words(asked)
    'flagged where not met, because: the law of schools asks it'
    """
    if requirement.gate is None or requirement.ignored:
        return ""
    effect = _EFFECTS.get(requirement.gate, "")
    reason = one_line(requirement.gate_reason or "", _LONGEST_REASON)
    return f"{effect}, because: {reason}" if effect and reason else effect


def gate_lines(requirements: Iterable[Requirement]) -> list[str]:
    """One line for each knock-out, with the id and label of its requirement."""
    return [
        f"{one_line(each.id, 12)} {short_label(each)}: {words}"
        for each in requirements
        if (words := gate_words(each))
    ]
