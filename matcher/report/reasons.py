"""One sentence per ledger entry, from its data: what was asked and shown, both quoted."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.model import (
    AtLeast,
    Basis,
    Entry,
    Kind,
    Ledger,
    Level,
    Node,
    Profile,
    Requirement,
    Status,
)
from matcher.report.clauses import NOT_MENTIONED, LeafView, clause, silence
from matcher.report.figures import duration_text, years_text
from matcher.report.result import RankResult
from matcher.report.wording import BASES, asked_words, listed, quoted, sentence, short_label
from matcher.scoring.fold import counted_leaves, pruned

_MOST_CLAUSES = 4
_MOST_NAMES = 4


def reason(result: RankResult, candidate_id: str, entry: Entry) -> str:
    """Why an entry earns what it earns, in one sentence (two where it repeats another).

    Parameters
    ----------
    result : RankResult
        The ranking the entry belongs to.
    candidate_id : str
        Whose ledger it stands in.
    entry : Entry
        The line to explain.

    Raises
    ------
    KeyError
        If the job has no such requirement.
    """
    requirement = result.requirements[entry.assessment.requirement_id]
    found = _finding(requirement, entry, result.profile(candidate_id), blind=result.blind)
    paid_by = _payers(result, requirement)
    if entry.worth == 0:
        why = _worth_nothing(requirement, paid_by)
        return sentence(f"{why}: {found}" if found else why)
    again = f" The rest is already asked for in {paid_by} and counts there." if paid_by else ""
    return sentence(found) + again


def reasons(result: RankResult, ledger: Ledger) -> tuple[str, ...]:
    """The sentences of a whole ledger, in its order."""
    return tuple(reason(result, ledger.candidate_id, entry) for entry in ledger.entries)


def _payers(result: RankResult, requirement: Requirement) -> str:
    paid = result.paid_elsewhere.get(requirement.id, ())
    if not paid:
        return ""
    home = {need.id: r.id for r in result.job.requirements for need in r.leaves()}
    homes = dict.fromkeys(home.get(leaf, leaf) for leaf in paid)
    return listed([h for h in homes if h != requirement.id], "and")


def _worth_nothing(requirement: Requirement, paid_by: str) -> str:
    """Why an entry is worth no points."""
    kinds = {need.kind for need in requirement.leaves()} or {requirement.kind}
    if requirement.ignored:
        return "left out by the job card, worth nothing"
    if requirement.level is Level.CONTEXT:
        return "mentioned as context, not asked, worth nothing"
    if paid_by:
        return f"already asked for in {paid_by}, where it counts"
    if kinds <= {Kind.SOFT, Kind.OTHER}:
        what = "a soft skill" if Kind.SOFT in kinds else "a condition no profile shows"
        return f"{what}, a question for the interview, worth nothing"
    return "worth nothing under this policy"


def _finding(
    requirement: Requirement, entry: Entry, profile: Profile | None, *, blind: bool
) -> str:
    views = leaf_views(requirement, entry, profile, blind=blind)
    tree = counted_tree(requirement, entry)
    if tree is None:
        return ""
    credits_by_leaf = {key: (view.leaf.low, view.leaf.high) for key, view in views.items()}
    counted = [views[key] for key in counted_leaves(tree, credits_by_leaf)]
    if isinstance(tree, AtLeast) and tree.count < len(tree.children):
        if len(counted) == 1:
            counted = [_most_direct(counted[0], list(views.values()))]
        return _choice(tree, list(views.values()), counted)
    return _clauses(counted)


def _most_direct(counted: LeafView, views: Sequence[LeafView]) -> LeafView:
    """Of alternatives that earn the same, the one whose evidence names what is asked."""
    equal = [view for view in views if view.leaf.low == counted.leaf.low]
    return min(equal, key=lambda view: view.directness)


def counted_tree(requirement: Requirement, entry: Entry) -> Node | None:
    """The part of the logic tree that the entry assessed."""
    assessed = {leaf.leaf_id for leaf in entry.assessment.leaves}
    if requirement.needs is None:
        return None
    return pruned(requirement.needs, lambda need: need.id in assessed)


def leaf_views(
    requirement: Requirement, entry: Entry, profile: Profile | None, *, blind: bool
) -> dict[str, LeafView]:
    """Each assessed leaf with what was asked and what was found, by id."""
    needs = {need.id: need for need in requirement.leaves()}
    views = {}
    for leaf in entry.assessment.leaves:
        need = needs[leaf.leaf_id]
        asked = asked_words(requirement, need)
        shown = tuple(e for e in entry.assessment.evidence if e.leaf_id == leaf.leaf_id)
        views[need.id] = LeafView(need, asked, leaf, shown, profile, blind)
    return views


def _choice(tree: AtLeast, views: Sequence[LeafView], counted: Sequence[LeafView]) -> str:
    """Alternatives: which of them counts, or that none does."""
    how_many = "one of" if tree.count == 1 else f"at least {tree.count} of"
    verb = "is" if tree.count == 1 else "are"
    asked = f"{how_many} {listed(_names(views), 'or')} {verb} asked"
    if any(view.leaf.low for view in counted):
        return f"{asked}: {_clauses(counted)}"
    quiet = {silence(view) for view in views}
    if quiet == {NOT_MENTIONED}:
        return f"{asked}; none is mentioned"
    if len(quiet) == 1 and all(view.leaf.high for view in views):
        return f"{asked}; it {quiet.pop()}"
    return f"{asked}: {_clauses(views)}"


def _names(views: Sequence[LeafView]) -> list[str]:
    names = [quoted(view.asked, 50) for view in views[:_MOST_NAMES]]
    more = len(views) - len(names)
    return [*names, f"{more} more"] if more > 0 else names


def _clauses(views: Sequence[LeafView]) -> str:
    """Clauses in the order of the text; what is silent in the same way is said once."""
    shown = [clause(view) for view in views if view.leaf.low]
    if len(shown) > _MOST_CLAUSES:
        shown = [*shown[:_MOST_CLAUSES], f"{len(shown) - _MOST_CLAUSES} more are shown"]
    quiet: dict[str, list[LeafView]] = {}
    for view in views:
        if not view.leaf.low:
            quiet.setdefault(silence(view), []).append(view)
    for how, group in quiet.items():
        verb = "are " + how[3:] if len(group) > 1 and how.startswith("is ") else how
        shown.append(f"{listed(_names(group), 'and')} {verb}")
    return "; ".join(shown)


def strongest(ledger: Ledger, most: int = 3) -> tuple[Entry, ...]:
    """What is met and earns most, else what is partly met; ties by position."""
    earning = [entry for entry in ledger.entries if entry.points > 0]
    met = [entry for entry in earning if entry.assessment.status is Status.MET]
    earning = met or earning
    return tuple(sorted(earning, key=lambda entry: -entry.points)[:most])


def weakest(ledger: Ledger, most: int = 3) -> tuple[Entry, ...]:
    """Entries that leave most unearned, first the largest; ties by position."""
    short = [entry for entry in ledger.entries if entry.points < entry.worth]
    return tuple(sorted(short, key=lambda entry: entry.points - entry.worth)[:most])


def short_reason(requirement: Requirement, entry: Entry, limit: int = 40) -> str:
    """An entry in a few words: the label, and what stands in the way if anything does.

    Examples
    --------
    >>> from matcher.model import Assessment, Cue, LeafAssessment, Method, Need
    >>> go = Need("r1.1", Kind.SKILL, "Go", None, Method.EXACT, skill="go")
    >>> asked = Requirement("r1", Level.MUST, Kind.SKILL, "Go", None, Cue("", None, ""), go)
    >>> silent = LeafAssessment("r1.1", 0, 0, Basis.SILENT)
    >>> missing = Assessment("r1", Status.MISSING, Basis.SILENT, 0, 0, (silent,))
    >>> short_reason(asked, Entry(missing, Level.MUST, 100, 0, 0))
    'Go (not mentioned)'
    """
    label = short_label(requirement, limit)
    assessment = entry.assessment
    if assessment.status is Status.MET:
        return label
    return f"{label} ({shortfall(requirement, entry)})"


def shortfall(requirement: Requirement, entry: Entry) -> str:
    """What stands between an entry and its full worth, in two or three words."""
    assessment = entry.assessment
    years = {n.id: n.min_years for n in requirement.leaves() if n.min_years is not None}
    if assessment.status is Status.PARTIAL:
        for leaf in assessment.leaves:
            if leaf.leaf_id in years and leaf.months_shown:
                return f"{duration_text(leaf.months_shown)} of {years_text(years[leaf.leaf_id])}"
        silent = [leaf for leaf in assessment.leaves if not leaf.low]
        if silent and not isinstance(requirement.needs, AtLeast):
            return f"{len(silent)} of {len(assessment.leaves)} not shown"
        if assessment.basis is Basis.SHOWN:
            return "in part"
    return BASES[assessment.basis]
