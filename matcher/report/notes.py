"""What a run says beside its result: who may be one person, who was set aside and why."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.model import SetAside, Verdict
from matcher.report.blinding import hidden_words
from matcher.report.harmless import one_line
from matcher.report.result import RankResult

#: Field of what is set aside as a whole file or résumé.
FILE = "file"
#: Pairs named one by one; of more only the number is said.
MOST_PAIRS = 10


def duplicate_notes(result: RankResult) -> Iterator[str]:
    """Who may be the same person, a line a pair."""
    found = {
        (*sorted((candidate_id, twin.candidate_id)), twin.signs)
        for candidate_id, twins in result.twins.items()
        for twin in twins
    }
    pairs = [
        f"{one} and {other} may be the same person: {', '.join(signs)}"
        for one, other, signs in sorted(found)
    ]
    yield from (f"note: {pair}" for pair in pairs[:MOST_PAIRS])
    if len(pairs) > MOST_PAIRS:
        yield f"note: {len(pairs) - MOST_PAIRS} more such pairs; see the flag possible_duplicate"


def not_shown_sentence(result: RankResult) -> str:
    """How many with a rank are not shown; empty for none.

    Examples
    --------
    >>> from datetime import date
    >>> from matcher.model import Job
    >>> not_shown_sentence(RankResult(Job(None, ()), {}, {}, date(2026, 11, 1), (), not_shown=3))
    '3 more ranked candidates are not shown.'
    """
    count = result.not_shown
    if not count:
        return ""
    return f"{count} more ranked candidate{' is' if count == 1 else 's are'} not shown."


def filter_notes(result: RankResult) -> Iterator[str]:
    """How many each filter took out, and of how many nothing is known, a line a filter."""
    for number, words in enumerate(result.filters):
        verdicts = [outcomes[number].verdict for outcomes in result.screened.values()]
        out, unknown = verdicts.count(Verdict.OUT), verdicts.count(Verdict.OPEN)
        line = f"note: filter {one_line(words, 80)}: {out} of {len(verdicts)} filtered out"
        if unknown:
            line += f"; of {unknown} it is not known, they are kept, to be asked"
        yield line


def aside_notes(result: RankResult, source: str, *, blind: bool) -> Iterator[str]:
    """What was set aside, with its place and reason; blind, without the words it quotes.

    Parameters
    ----------
    result : RankResult
        With identity: a person has to find the row again.
    source : str
        The list, where there is only one.
    blind : bool
        Whether the words that a reason quotes are left out.
    """
    for aside in result.set_aside:
        why = hidden_words(aside.error, aside.candidate_id) if blind else aside.error
        yield f"set aside: {aside.source or source}, {aside_place(aside)}: {why}"


def aside_sentence(result: RankResult) -> str:
    """How many were set aside, beside a rank; empty for none.

    Examples
    --------
    >>> from datetime import date
    >>> from matcher.model import Job
    >>> aside = (SetAside(4, None, "row", "it could not be read"),)
    >>> aside_sentence(RankResult(Job(None, ()), {}, {}, date(2026, 11, 1), (), set_aside=aside))
    '1 of the list was set aside and is in no ranking.'
    """
    count = len(result.set_aside)
    if not count:
        return ""
    was, stands = ("was", "is") if count == 1 else ("were", "are")
    return f"{count} of the list {was} set aside and {stands} in no ranking."


def aside_place(aside: SetAside) -> str:
    """The file or row of what was set aside, as a person would look for it."""
    if aside.field == FILE and aside.candidate_id is not None:
        return aside.candidate_id.removeprefix(f"{aside.source}:")
    return f"row {aside.row}: {aside.field}"
