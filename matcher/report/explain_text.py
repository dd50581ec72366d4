"""An explanation as plain text, wrapped for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap

from matcher.model import Status
from matcher.report.contrasts import contrast_headline, fact_lines
from matcher.report.explanation import (
    ExplainedEntry,
    Explanation,
    Shown,
    level_words,
    status_words,
)
from matcher.report.figures import points_text
from matcher.report.gates import gate_words
from matcher.report.harmless import one_line
from matcher.report.notes import aside_sentence
from matcher.report.sureness import certainty_sentence
from matcher.report.what_ifs import OUT_OF_REACH
from matcher.report.wording import SIGNS

WIDTH = 96
_QUOTES_PER_ENTRY = 3


def explain_text(explained: Explanation) -> str:
    """The whole explanation, ending in a line feed."""
    lines = [
        *_head(explained),
        *_entries(explained),
        *_open(explained),
        *_place(explained),
        *_goals(explained),
        *_questions(explained),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def wrapped(text: str, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Text as lines of at most :data:`WIDTH`, words kept whole where they fit."""
    behind = " " * len(first) if rest is None else rest
    yield from wrap(text, WIDTH, initial_indent=first, subsequent_indent=behind) or [first]


def _head(explained: Explanation) -> Iterator[str]:
    result, ledger = explained.result, explained.ledger
    yield one_line(result.job.title or "Untitled job", WIDTH)
    who = one_line(ledger.candidate_id, 60) + (f"  {explained.name}" if explained.name else "")
    score = f"{points_text(ledger.score)} of 100.00 points"
    if ledger.score_high > ledger.score:
        score += f", up to {points_text(ledger.score_high)} if all that is open were met"
    if explained.for_candidate:
        yield f"Your application ({who}): {score}"
    else:
        rank = explained.ranked.rank
        place = "not ranked" if rank is None else f"rank {rank} of {result.placed_count}"
        yield f"{who}: {place}, {score}"
        yield from filter(None, [aside_sentence(result)])
    met = [
        f"{level} {counts[0]} of {counts[1]}"
        for level, counts in ledger.coverage().items()
        if counts[1]
    ]
    yield f"Met: {', '.join(met)}. As of {result.as_of.isoformat()}."
    yield from wrapped(f"Eligible: {explained.eligible}.")
    for words, meaning in explained.flags:
        yield from wrapped(f"Flag “{words}”: {meaning}" if meaning else f"Flag “{words}”.")


def _entries(explained: Explanation) -> Iterator[str]:
    for level, group in groupby(explained.entries, level_words):
        yield ""
        yield level
        for entry in group:
            yield from _entry(entry)
    yield ""
    worth = sum(entry.entry.worth for entry in explained.entries)
    yield f"Sum: {points_text(explained.ledger.score)} of {points_text(worth)} points"


def _entry(entry: ExplainedEntry) -> Iterator[str]:
    line = entry.entry
    sign = SIGNS[line.assessment.status]
    points = f"{points_text(line.points)} of {points_text(line.worth)}"
    head = f"{entry.label} – {status_words(entry)}, {points}" if line.worth else entry.label
    gate = " (a knock-out)" if entry.gate == "rank_below" else ""
    yield from wrapped(f"{line.assessment.requirement_id} {head}{gate}", f"{sign} ", "  ")
    asked = one_line("".join(segment.text for segment in entry.asked), 400)
    yield from wrapped(f"Asked: “{asked}”", "    ", "      ")
    if gate_words(entry.requirement):
        words = gate_words(entry.requirement)
        yield from wrapped(f"Knock-out set in the job card: {words}", "    ", "      ")
    yield from wrapped(entry.reason, "    ")
    if line.worth or line.assessment.status is not Status.MET:
        for shown in _different(entry.shown):
            yield from wrapped(_quote(shown), "    ", "      ")


def _different(shown: tuple[Shown, ...]) -> list[Shown]:
    """The first passages that quote different words, one of each leaf before a second of any."""
    by_words = {(each.field, each.passage): each for each in reversed(shown)}
    distinct = [each for each in shown if by_words[each.field, each.passage] is each]
    first = list({each.leaf: each for each in reversed(distinct)}.values())[::-1]
    rest = [each for each in distinct if each not in first]
    return [*first, *rest][:_QUOTES_PER_ENTRY]


def _quote(shown: Shown) -> str:
    words = shown.passage
    return f"Found: {words.before}[{words.words}]{words.after} ({shown.field}; {shown.facts})"


def _open(explained: Explanation) -> Iterator[str]:
    if explained.open:
        yield ""
        yield "What is open, and what would settle it"
    for entry in explained.open:
        yield from wrapped(f"{entry.label}: {entry.settle} would settle it.", "- ")


def _place(explained: Explanation) -> Iterator[str]:
    if not (explained.above or explained.below or explained.certainty):
        return
    yield ""
    yield "Its place in the list"
    own = explained.ledger.candidate_id
    for found in (explained.above, explained.below):
        if found is not None:
            facts = list(fact_lines(explained.result, found, own))
            yield contrast_headline(found, own) + (":" if facts else ".")
            for fact in facts:
                yield from wrapped(fact, "  ", "        ")
    if explained.certainty is not None:
        next_id = explained.above.second_id if explained.above else None
        yield from wrapped(certainty_sentence(explained.certainty, next_id))


def _goals(explained: Explanation) -> Iterator[str]:
    if explained.goals:
        yield ""
        yield "What would change your score" if explained.for_candidate else "What if"
    for goal in explained.goals:
        yield from wrapped(f"{goal.heading}:")
        for each in goal.sets:
            yield from wrapped(each.line, "- ")
        if not goal.sets:
            yield f"- {OUT_OF_REACH}"


def _questions(explained: Explanation) -> Iterator[str]:
    if explained.questions:
        yield ""
        yield "For the interview"
    for question in explained.questions:
        yield from wrapped(one_line(question.text), "- ")
