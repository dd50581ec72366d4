"""What is asked for without a skill of the taxonomy."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.model import Kind, Level, Requirement, Unmatched


def unmatched_in(requirements: Iterable[Requirement]) -> tuple[Unmatched, ...]:
    r"""Phrases that requirements ask for and that name no skill, in the order of the text.

    Examples
    --------
    >>> from matcher.matching import Matcher
    >>> job = Matcher().parse_text("Requirements\n- Experience with Quillon")
    >>> [phrase.text for phrase in unmatched_in(job.requirements)]
    ['Quillon']
    """
    return tuple(
        Unmatched(leaf.label, leaf.span)
        for requirement in requirements
        if requirement.level is not Level.CONTEXT
        for leaf in requirement.leaves()
        if leaf.skill is None and leaf.span and leaf.kind is Kind.SKILL
    )
