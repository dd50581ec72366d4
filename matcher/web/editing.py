"""Edits applied to a job: each gives a new job, or is refused with what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import singledispatchmethod

from matcher.model import (
    All,
    AtLeast,
    Cue,
    Gate,
    Job,
    Kind,
    Method,
    Need,
    Node,
    Requirement,
    Span,
)
from matcher.taxonomy.taxonomy import Taxonomy
from matcher.web.edits import (
    Add,
    JobEdit,
    Join,
    Remove,
    Restore,
    SetGate,
    SetIgnored,
    SetLevel,
    SetTitle,
    SetWeight,
    SetYears,
    Split,
)
from matcher.web.errors import NotFound, Refused

#: Rule of what a person asks for, in place of words that decide.
BY_PERSON = "person"
#: Kinds of leaves beside which years can stand.
TIMED = frozenset({Kind.SKILL, Kind.EXPERIENCE})
MAX_YEARS, MAX_WEIGHT, LONGEST_TITLE, LONGEST_REASON = 60, 1000, 300, 2_000
_NUMBER = re.compile(r"r(\d{1,9})\Z")


@dataclass(frozen=True, slots=True)
class Editing:
    """One edit under way.

    Parameters
    ----------
    job : Job
        As it is.
    read : Job
        As it was read.
    text : str
        The description, to which offsets refer.
    taxonomy : Taxonomy
        Skills to add.
    highest : int
        The highest number that an id of a requirement ever had: none is given out twice.
    """

    job: Job
    read: Job
    text: str
    taxonomy: Taxonomy
    highest: int

    def applied(self, edit: JobEdit) -> tuple[Job, str]:
        """The job with an edit, and the edit in words for the history.

        Raises
        ------
        NotFound
            If a requirement or leaf is not there.
        Refused
            If the edit makes no sense here.
        """
        return self._apply(edit)

    @singledispatchmethod
    def _apply(self, edit: JobEdit) -> tuple[Job, str]:
        raise TypeError(edit)

    @_apply.register
    def _(self, edit: SetTitle) -> tuple[Job, str]:
        title = " ".join(edit.title.split())
        if len(title) > LONGEST_TITLE:
            raise Refused("title", "is too long", allowed=f"at most {LONGEST_TITLE} characters")
        return replace(self.job, title=title or None), f"title: {title or 'none'}"

    @_apply.register
    def _(self, edit: SetLevel) -> tuple[Job, str]:
        changed = self._changed(
            edit.requirement_id, lambda r: replace(r, level=edit.level, ignored=False)
        )
        return changed, f"{edit.requirement_id}: {edit.level}"

    @_apply.register
    def _(self, edit: SetIgnored) -> tuple[Job, str]:
        changed = self._changed(edit.requirement_id, lambda r: replace(r, ignored=edit.ignored))
        return changed, f"{edit.requirement_id}: {'ignored' if edit.ignored else 'asked for again'}"

    @_apply.register
    def _(self, edit: SetWeight) -> tuple[Job, str]:
        weight = edit.weight
        if weight is not None and not 0 <= weight <= MAX_WEIGHT:
            found = f"weight is {weight:g}"
            raise Refused(edit.requirement_id, found, allowed=f"0 to {MAX_WEIGHT}")
        changed = self._changed(edit.requirement_id, lambda r: replace(r, weight=weight))
        words = "the level's" if weight is None else f"{weight:g}"
        return changed, f"{edit.requirement_id}: weight {words}"

    @_apply.register
    def _(self, edit: SetGate) -> tuple[Job, str]:
        reason = edit.reason.strip()
        home = self._requirement(edit.requirement_id)
        asks_degree = any(need.kind is Kind.EDUCATION for need in home.leaves())
        if asks_degree and edit.gate not in (None, Gate.OFF) and not reason:
            raise Refused(home.id, "a gate on a degree has no reason", allowed="a reason")
        if len(reason) > LONGEST_REASON:
            raise Refused(home.id, "the reason is too long", allowed=f"{LONGEST_REASON} characters")
        changed = self._changed(
            home.id, lambda r: replace(r, gate=edit.gate, gate_reason=reason or None)
        )
        words = "the policy's" if edit.gate is None else str(edit.gate).replace("_", " ")
        return changed, f"{home.id}: gate {words}"

    @_apply.register
    def _(self, edit: SetYears) -> tuple[Job, str]:
        years, home = edit.min_years, self._requirement(edit.requirement_id)
        if years is not None and not 0 < years <= MAX_YEARS:
            raise Refused(home.id, f"years are {years:g}", allowed=f"more than 0, to {MAX_YEARS}")
        needs = [n for n in home.leaves() if edit.leaf_id in (None, n.id)]
        if edit.leaf_id is not None and not needs:
            raise NotFound(home.id, f"has no leaf {edit.leaf_id!r}")
        timed = {n.id for n in needs if n.kind in TIMED}
        if not timed or home.needs is None:
            raise Refused(home.id, "asks for nothing that takes years", allowed="a skill")
        if years is None and any(n.skill is None and n.kind is Kind.EXPERIENCE for n in needs):
            allowed = "a number of years, or to ignore it"
            raise Refused(home.id, "asks for years and nothing else", allowed=allowed)
        tree = _mapped(home.needs, lambda n: _with_years(n, years) if n.id in timed else n)
        words = "no years" if years is None else f"{years:g} years"
        at = edit.leaf_id or home.id
        return self._changed(home.id, lambda r: replace(r, needs=tree)), f"{at}: {words}"

    @_apply.register
    def _(self, edit: Join) -> tuple[Job, str]:
        ids = tuple(dict.fromkeys(edit.requirement_ids))
        parts = [r for r in self.job.requirements if r.id in ids]
        for missing in set(ids) - {r.id for r in parts}:
            raise NotFound("join", f"no requirement {missing!r}")
        if len(parts) < 2:
            raise Refused("join", "takes two requirements or more", allowed="different ids")
        for part in parts:
            if part.needs is None or any(need.condition for need in part.leaves()):
                allowed = "what a profile can show"
                raise Refused(part.id, "cannot be an alternative", allowed=allowed)
        one = self._joined(parts)
        gone = {part.id for part in parts[1:]}
        kept = (r for r in self.job.requirements if r.id not in gone)
        changed = tuple(one if r.id == one.id else r for r in kept)
        return self._with(changed), " or ".join(part.id for part in parts)

    @_apply.register
    def _(self, edit: Split) -> tuple[Job, str]:
        home = self._requirement(edit.requirement_id)
        if not can_split(home):
            raise Refused(home.id, "has no parts", allowed="a requirement with several")
        assert isinstance(home.needs, All | AtLeast)
        new = self._new_ids(len(home.needs.children) - 1)
        parts = tuple(
            self._part(home, child, key)
            for key, child in zip((home.id, *new), home.needs.children, strict=True)
        )
        changed = (p for r in self.job.requirements for p in (parts if r.id == home.id else (r,)))
        return self._with(tuple(changed)), f"{home.id} split: {', '.join(p.id for p in parts)}"

    @_apply.register
    def _(self, edit: Add) -> tuple[Job, str]:
        if edit.skill_id not in self.taxonomy:
            raise Refused("skill", f"{edit.skill_id!r} is unknown", allowed="an id of the taxonomy")
        if edit.min_years is not None and not 0 < edit.min_years <= MAX_YEARS:
            found = f"years are {edit.min_years:g}"
            raise Refused(edit.skill_id, found, allowed=f"more than 0, to {MAX_YEARS}")
        skill = self.taxonomy[edit.skill_id]
        [key] = self._new_ids(1)
        kind = skill.kind.leaf_kind()
        years = edit.min_years if kind in TIMED else None
        need = Need(
            f"{key}.1", kind, skill.name, None, Method.EXACT, skill=skill.id, min_years=years
        )
        cue = Cue("", None, BY_PERSON)
        added = Requirement(key, edit.level, kind, skill.name, None, cue, need)
        return self._with((*self.job.requirements, added)), f"{key} added: {skill.name}"

    @_apply.register
    def _(self, edit: Remove) -> tuple[Job, str]:
        home = self._requirement(edit.requirement_id)
        if not is_added(home):
            allowed = "to ignore it; what a person added can be removed"
            raise Refused(home.id, "stands in the description", allowed=allowed)
        kept = tuple(r for r in self.job.requirements if r.id != home.id)
        return self._with(kept), f"{home.id} removed"

    @_apply.register
    def _(self, edit: Restore) -> tuple[Job, str]:
        """What was read comes back with all it was joined with or split into."""
        originals = {r.id: r for r in self.read.requirements}
        now = {r.id for r in self.job.requirements}
        if edit.requirement_id not in originals and edit.requirement_id not in now:
            raise NotFound("restore", f"no requirement {edit.requirement_id!r}")
        back, gone = self._entangled(edit.requirement_id)
        if not back:
            raise Refused(edit.requirement_id, "was not read", allowed="what stands in the text")
        kept = [r for r in self.job.requirements if r.id not in gone]
        order = {r.id: i for i, r in enumerate(self.read.requirements)}
        last = len(order)
        for original in (r for r in self.read.requirements if r.id in back):
            places = (order.get(r.id, last if is_added(r) else -1) for r in kept)
            behind = (i for i, place in enumerate(places) if place > order[original.id])
            kept.insert(next(behind, len(kept)), original)
        return self._with(tuple(kept)), f"{', '.join(sorted(back, key=order.__getitem__))} restored"

    def _entangled(self, wanted: str) -> tuple[set[str], set[str]]:
        """Originals that share leaves with one, over any number of steps, and what is made of them.

        Returns
        -------
        set of str, set of str
            Ids of what was read, and of what stands in the job now.
        """

        def shapes(job: Job) -> dict[str, set[str]]:
            return {r.id: {r.id, *(n.id for n in r.leaves())} for r in job.requirements}

        reads, nows = shapes(self.read), shapes(self.job)
        seen: set[str] = {wanted, *reads.get(wanted, ()), *nows.get(wanted, ())}
        back: set[str] = set()
        gone: set[str] = set()
        size = -1
        while size != len(seen):
            size = len(seen)
            back |= {key for key, own in reads.items() if own & seen}
            gone |= {key for key, own in nows.items() if own & seen}
            seen |= set().union(*(reads[key] for key in back), *(nows[key] for key in gone))
        return back, gone

    def _requirement(self, requirement_id: str) -> Requirement:
        for requirement in self.job.requirements:
            if requirement.id == requirement_id:
                return requirement
        raise NotFound("requirement", f"no requirement {requirement_id!r}")

    def _changed(self, requirement_id: str, change: Callable[[Requirement], Requirement]) -> Job:
        home = self._requirement(requirement_id)
        return self._with(tuple(change(r) if r is home else r for r in self.job.requirements))

    def _with(self, requirements: tuple[Requirement, ...]) -> Job:
        return replace(self.job, requirements=requirements)

    def _new_ids(self, count: int) -> tuple[str, ...]:
        return tuple(f"r{self.highest + number}" for number in range(1, count + 1))

    def _joined(self, parts: list[Requirement]) -> Requirement:
        """Alternatives of one requirement, which quotes the description if nothing lies between."""
        first = parts[0]
        children: list[Node] = []
        for part in parts:
            tree = part.needs
            assert tree is not None
            is_choice = isinstance(tree, AtLeast) and tree.count == 1
            children += tree.children if isinstance(tree, AtLeast) and is_choice else (tree,)
        ids = {part.id for part in parts}
        span = _hull(part.span for part in parts)
        others = [r.span for r in self.job.requirements if r.id not in ids and r.span is not None]
        if span is not None and any(span.overlaps(other) for other in others):
            span = None
        text = span.of(self.text) if span else " or ".join(part.text for part in parts)
        needs = AtLeast(1, tuple(children))
        kind = next(needs.leaves()).kind
        repeats = tuple(dict.fromkeys(s for part in parts for s in part.repeats))
        return replace(first, kind=kind, text=text, span=span, needs=needs, repeats=repeats)

    def _part(self, home: Requirement, tree: Node, key: str) -> Requirement:
        spans = [need.span for need in tree.leaves()]
        span = _hull(spans)
        labels = ", ".join(need.label for need in tree.leaves())
        text = span.of(self.text) if span else labels
        kind = next(tree.leaves()).kind
        return replace(
            home, id=key, kind=kind, text=text, span=span, needs=tree, weight=None, repeats=()
        )


def highest_number(job: Job) -> int:
    """The highest number of an id, 0 where there is none.

    Examples
    --------
    >>> highest_number(Job(None, ()))
    0
    """
    numbers = (int(m[1]) for r in job.requirements if (m := _NUMBER.match(r.id)))
    return max(numbers, default=0)


def is_added(requirement: Requirement) -> bool:
    """Whether a person asked for it, not the description."""
    return requirement.cue.rule == BY_PERSON and requirement.cue.span is None


def can_split(requirement: Requirement) -> bool:
    """Whether its tree has parts that can stand alone."""
    return isinstance(requirement.needs, All | AtLeast) and len(requirement.needs.children) > 1


def _with_years(need: Need, years: float | None) -> Need:
    most = None if need.max_years is not None and (years or 0) > need.max_years else need.max_years
    return replace(need, min_years=years, max_years=None if years is None else most)


def _mapped(node: Node, change: Callable[[Need], Need]) -> Node:
    if isinstance(node, Need):
        return change(node)
    children = tuple(_mapped(child, change) for child in node.children)
    return replace(node, children=children)


def _hull(spans: Iterable[Span | None]) -> Span | None:
    """From the first start to the last end; None where any is missing."""
    known = list(spans)
    given = [span for span in known if span is not None]
    if not given or len(given) < len(known):
        return None
    return Span(min(s.start for s in given), max(s.end for s in given))
