"""A parsed job for a person to check: as a table, and as its own text with marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matcher.model import Job, Level, Requirement, Span
from matcher.report.harmless import one_line
from matcher.report.page import render_fragment, render_page
from matcher.report.quotes import Segment, asked_segments, segments
from matcher.report.wording import LEVELS, quoted, short_label

_LEVEL_STYLES = {Level.MUST: "bold", Level.PREFERRED: "", Level.BONUS: "", Level.CONTEXT: "dim"}


def job_table(job: Job) -> RenderableType:
    """The requirements of a job for the terminal, then what was not recognised and the warnings.

    Examples
    --------
    >>> from rich.console import Console
    >>> Console(width=40).print(job_table(Job("Archivist", ())))
    Archivist
    No requirement was found.
    """
    title = Text(one_line(job.title or "Untitled job", 200), style="bold")
    parts: list[RenderableType] = [title]
    if job.requirements:
        parts.append(_table(job))
    else:
        parts.append(Text("No requirement was found."))
    if job.unmatched:
        words = ", ".join(quoted(unmatched.text) for unmatched in job.unmatched)
        parts.append(Text(f"\nOutside the taxonomy, compared by their words: {words}"))
    for warning in job.warnings:
        text = one_line("; ".join(filter(None, (warning.message, warning.advice))), 400)
        parts.append(Text(f"\nNote: {text}", style="yellow"))
    return Group(*parts)


def _table(job: Job) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Id", no_wrap=True)
    table.add_column("Level", no_wrap=True)
    table.add_column("Read as", overflow="fold", ratio=2)
    table.add_column("In the job's words", overflow="fold", ratio=3)
    table.add_column("Because of", overflow="fold", ratio=1)
    for requirement in job.requirements:
        table.add_row(*_cells(requirement), style=_LEVEL_STYLES[requirement.level])
    return table


def _cells(requirement: Requirement) -> Iterator[Text]:
    yield Text(one_line(requirement.id, 12))
    yield Text(_level_words(requirement) + (" (ignored)" if requirement.ignored else ""))
    yield Text(short_label(requirement, 120))
    words = Text()
    for segment in asked_segments(requirement):
        words.append(segment.text, style="underline" if segment.keys else "")
    yield words
    cue = requirement.cue
    yield Text(quoted(cue.text, 40) if cue.text else one_line(cue.rule, 40))


def _level_words(requirement: Requirement) -> str:
    """The level, and of a condition what it is about: "Must have: work permit"."""
    about = {need.condition for need in requirement.leaves()}
    words = LEVELS[requirement.level]
    if len(about) != 1 or None in about:
        return words
    return f"{words}: {str(*about).replace('_', ' ')}"


def render_job_html(job: Job, text: str) -> str:
    """The job description with every requirement marked in it, and the list beside it.

    Parameters
    ----------
    job : Job
        What was read.
    text : str
        The text it was read from, to which the job's offsets refer.

    Returns
    -------
    str
        One self-contained document without a script.
    """
    return render_page("job.html.j2", **_values(job, text))


def job_fragment(job: Job, text: str | None = None) -> str:
    """The same to stand in a notebook; without the text where that is not known."""
    return render_fragment("job.html.j2", **_values(job, text))


def _values(job: Job, text: str | None) -> dict[str, Any]:
    requirements = {requirement.id: requirement for requirement in job.requirements}
    marked = () if text is None else _marked(requirements, segments(text, _spans(job)))
    return {
        "title": one_line(job.title or "Untitled job", 200),
        "segments": list(marked),
        "requirements": [_row(requirement) for requirement in job.requirements],
        "unmatched": [one_line(unmatched.text, 200) for unmatched in job.unmatched],
        "warnings": [(one_line(w.message, 400), one_line(w.advice, 400)) for w in job.warnings],
        "versions": job.versions,
    }


def _spans(job: Job) -> Iterator[tuple[str, Span]]:
    """Everything to mark: requirements, their repeats and leaves, and the cues of levels."""
    for requirement in job.requirements:
        if requirement.span is not None:
            yield f"r:{requirement.id}", requirement.span
        for again in requirement.repeats:
            yield f"r:{requirement.id}", again
        for need in requirement.leaves():
            if need.span is not None:
                yield f"n:{need.id}", need.span
        if requirement.cue.span is not None:
            yield f"c:{requirement.id}", requirement.cue.span


def _marked(
    requirements: dict[str, Requirement], parts: Iterator[Segment]
) -> Iterator[dict[str, Any]]:
    before: set[str] = set()
    for part in parts:
        homes = dict.fromkeys(key[2:] for key in part.keys if key.startswith("r:"))
        first = next(iter(homes), None)
        yield {
            "text": part.text,
            "level": str(requirements[first].level) if first else "",
            "ids": [home for home in homes if home not in before],
            "title": ", ".join(f"{home}: {LEVELS[requirements[home].level]}" for home in homes),
            "leaf": any(key.startswith("n:") for key in part.keys),
            "cue": any(key.startswith("c:") for key in part.keys),
        }
        before = set(homes)


def _row(requirement: Requirement) -> dict[str, Any]:
    cue = requirement.cue
    return {
        "id": requirement.id,
        "level": str(requirement.level),
        "level_words": _level_words(requirement),
        "label": short_label(requirement, 200),
        "because": quoted(cue.text) if cue.text else cue.rule,
        "ignored": requirement.ignored,
    }
