"""Flags of one candidate in a reader's words; of a possible duplicate, whose."""

from __future__ import annotations

from matcher.model import POSSIBLE_DUPLICATE, Ledger, Verdict
from matcher.report.harmless import one_line
from matcher.report.result import RankResult
from matcher.report.wording import flag_meaning, flag_words, listed_twins

_MOST_TWINS = 3
_LONGEST_NAMES = 60


def with_twin_flag(flags: tuple[str, ...]) -> tuple[str, ...]:
    """Flags of a candidate that may be the same person as another.

    Examples
    --------
    >>> with_twin_flag(("thin_profile",))
    ('possible_duplicate', 'thin_profile')
    """
    return tuple(sorted({*flags, POSSIBLE_DUPLICATE}))


def flag_pairs(result: RankResult, ledger: Ledger) -> list[tuple[str, str]]:
    """Words and meaning of each flag."""
    twins = listed_twins(result.twins_of(ledger.candidate_id))
    return [
        (flag_words(flag), twins if flag == POSSIBLE_DUPLICATE and twins else flag_meaning(flag))
        for flag in ledger.flags
    ]


def filter_clauses(result: RankResult, ledger: Ledger, verdict: Verdict) -> list[str]:
    """The filters of one outcome, each with what decided: "location=Ghent: the list says …"."""
    return [
        f"{one_line(outcome.filter, 80)}: {one_line(outcome.because, 300)}"
        for outcome in result.screening(ledger.candidate_id, verdict)
    ]


def flag_line(result: RankResult, ledger: Ledger) -> str:
    """All flags on one line without their meanings; empty where there are none."""
    twins = ", ".join(t.candidate_id for t in result.twins_of(ledger.candidate_id)[:_MOST_TWINS])
    words = [
        f"{flag_words(flag)} of {one_line(twins, _LONGEST_NAMES)}"
        if flag == POSSIBLE_DUPLICATE and twins
        else flag_words(flag)
        for flag in ledger.flags
    ]
    return ", ".join(words)
