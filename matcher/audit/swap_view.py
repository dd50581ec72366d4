"""What came of swapping, as text and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matcher.audit.swap import Moved, Swapped, SwapTest
from matcher.report.harmless import one_line

#: So many words behind one move, and so many characters of each, are shown as text.
_WORDS_SHOWN, _LONGEST = 6, 60


def swap_text(found: SwapTest) -> str:
    """The outcome for a terminal.

    Examples
    --------
    >>> print(swap_text(SwapTest(2, 6, {"name": 6, "pronoun": 12}, (), (), ())))
    0 of 6 swaps of 2 candidates moved a score, status or flag.
    Exchanged: 6 × name, 12 × pronoun.
    """
    return "\n".join(_lines(found))


def swap_dict(found: SwapTest) -> dict[str, Any]:
    """The outcome as plain data."""
    return {
        "candidates": found.candidates,
        "swaps": found.swaps,
        "exchanged": dict(found.swapped),
        "moved": [
            {
                "candidate_id": each.candidate,
                "became": each.name,
                "changes": list(each.changes),
                "words": [_words_dict(words) for words in each.words],
            }
            for each in found.moved
        ],
        "names_that_count": [
            {"candidate_id": candidate_id} | _words_dict(words)
            for candidate_id, words in found.kept
        ],
        "set_aside": [aside.to_dict() for aside in found.set_aside],
    }


def _lines(found: SwapTest) -> Iterator[str]:
    yield (
        f"{len(found.moved):,} of {found.swaps:,} swaps of {found.candidates:,} candidates moved "
        "a score, status or flag."
    )
    kinds = ", ".join(f"{n:,} × {kind.replace('_', ' ')}" for kind, n in found.swapped.items())
    yield f"Exchanged: {kinds or 'nothing'}."
    for each in found.moved:
        yield from _moved_lines(each)
    for candidate_id, words in found.kept:
        yield (
            f"{one_line(candidate_id, _LONGEST)}: {one_line(words.before, _LONGEST)!r} in "
            f"{words.field} is a word of the name and counts as evidence: not exchanged."
        )


def _moved_lines(each: Moved) -> Iterator[str]:
    who = one_line(each.candidate, _LONGEST)
    yield f"{who} as {each.name}: {'; '.join(each.changes)}"
    for words in each.words[:_WORDS_SHOWN]:
        yield f"  {words.kind} in {words.field}: {_shown(words)}"
    if len(each.words) > _WORDS_SHOWN:
        yield f"  … and {len(each.words) - _WORDS_SHOWN:,} more"


def _shown(words: Swapped) -> str:
    return f"{one_line(words.before, _LONGEST)!r} → {one_line(words.after, _LONGEST)!r}"


def _words_dict(words: Swapped) -> dict[str, str]:
    return {
        "field": words.field,
        "kind": words.kind,
        "before": words.before,
        "after": words.after,
    }
