"""What a person should look at before a description is used."""

from __future__ import annotations

from matcher.job.sections import Sections
from matcher.model import JobWarning, Kind, Level, Requirement, Span
from matcher.rules import Rules

_STRENGTH = {Level.MUST: 3, Level.PREFERRED: 2, Level.BONUS: 1}


def job_warnings(
    text: str, requirements: tuple[Requirement, ...], sections: Sections, rules: Rules
) -> tuple[JobWarning, ...]:
    """All warnings, in the order: nothing asked, empty sections, conflicts, risky wording.

    Parameters
    ----------
    text : str
        The description.
    requirements : tuple of Requirement
        What was read from it.
    sections : Sections
        Its sections, for the headings with nothing under them.
    rules : Rules
        Holds the risky wordings.
    """
    found: list[JobWarning] = []
    if not any(r.level is not Level.CONTEXT for r in requirements):
        found.append(
            JobWarning(
                "nothing_asked",
                "no requirement was found",
                None,
                "write a job card with -o job.yaml and add what is asked",
            )
        )
    found += [
        JobWarning(
            "empty_section",
            f"nothing is listed under {cue.text!r}",
            cue.span,
            "add the requirements there, or to the job card",
        )
        for cue in sections.empty
    ]
    return (*found, *_conflicts(requirements), *_risky(text, rules))


def _conflicts(requirements: tuple[Requirement, ...]) -> list[JobWarning]:
    """Skills that are asked for at two levels; they are paid once, at the higher."""
    seen: dict[str, tuple[Requirement, str, Span | None]] = {}
    found: list[JobWarning] = []
    for requirement in requirements:
        if requirement.level not in _STRENGTH:
            continue
        for leaf in requirement.leaves():
            if leaf.skill is None or leaf.kind is Kind.OTHER:
                continue
            first = seen.setdefault(leaf.skill, (requirement, leaf.label, leaf.span))
            other = first[0]
            if other.level is requirement.level or other is requirement:
                continue
            higher = max(other.level, requirement.level, key=lambda level: _STRENGTH[level])
            found.append(
                JobWarning(
                    "level_conflict",
                    f"{leaf.label} is asked for as {other.level} in {other.id}"
                    f" and as {requirement.level} in {requirement.id}",
                    leaf.span,
                    f"it is paid once, as {higher}; if that is wrong, edit the job card",
                )
            )
    return found


def _risky(text: str, rules: Rules) -> list[JobWarning]:
    found = [
        JobWarning(
            rule.id,
            f"{match.group()!r} {rule.message}",
            Span(match.start(), match.end()),
            rule.advice,
        )
        for rule in rules.risky
        for match in rule.pattern.finditer(text)
    ]
    return sorted(found, key=lambda w: (w.span.start if w.span else 0, w.code))
