"""Other names, pronouns, schools and addresses in the same profile: no score may move.

Everything that says who a candidate is gives way to somebody invented, the profile is read and
scored anew, and every difference is reported with the words behind it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.audit.personas import Persona, drawn
from matcher.identity.find import Hidden, shipped_finder
from matcher.identity.mask import masked
from matcher.model import Ledger, Profile, SetAside, Span
from matcher.profile.columns import name_headers
from matcher.profile.read import Unread
from matcher.profile.reader import ProfileReader
from matcher.scoring import ScoringPlan, score_candidate

#: The seed of the draw, unless another is given.
SEED = 144
_WORD = re.compile(r"[^\W\d_]+")
_SECONDARY = re.compile(r"(?i)high school|secondary school|middle school|gymnasium|lycée")
_PLACEHOLDER = re.compile(r"\[(\w+)\]")


@dataclass(frozen=True, slots=True)
class Swapped:
    """Words of a candidate and what took their place.

    Parameters
    ----------
    field : str
        The text they stand in; ``name`` for the name a list carries.
    kind : str
        What they say of somebody: ``name``, ``pronoun``, ``school``, …
    before, after : str
        The words.
    """

    field: str
    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A score, status or flag that a swap moved, which none may.

    Parameters
    ----------
    candidate : str
        The id.
    name : str
        The invented person the details were taken from.
    changes : tuple of str
        What moved, from what to what.
    words : tuple of Swapped
        The words behind it: of the kinds that move something by themselves; of all kinds if none
        does.
    """

    candidate: str
    name: str
    changes: tuple[str, ...]
    words: tuple[Swapped, ...]


@dataclass(frozen=True, slots=True)
class SwapTest:
    """What came of swapping.

    Parameters
    ----------
    candidates, swaps : int
        Candidates, and how many swaps were scored of them together.
    swapped : mapping of str to int
        How many stretches of words were exchanged, by kind, in all swaps.
    moved : tuple of Moved
        What moved; none should.
    kept : tuple of (str, Swapped)
        By candidate id, words of the name that count as evidence, and so stayed; ``after`` is
        empty.
    set_aside : tuple of SetAside
        Candidates that could not be read.
    """

    candidates: int
    swaps: int
    swapped: Mapping[str, int]
    moved: tuple[Moved, ...]
    kept: tuple[tuple[str, Swapped], ...]
    set_aside: tuple[SetAside, ...]


def swap_test(
    plan: ScoringPlan,
    reader: ProfileReader,
    candidates: Iterator[Unread | SetAside],
    uses: Mapping[str, str],
    *,
    swaps: int,
    seed: int = SEED,
) -> SwapTest:
    """Swap who everybody is, several times, and hold the ledgers against each other.

    Parameters
    ----------
    plan : ScoringPlan
        The job, ready to score.
    reader : ProfileReader
        Reads profiles.
    candidates : iterator of Unread or SetAside
        As they stand in their source.
    uses : mapping of str to str
        What each header of the source was recognised as.
    swaps : int
        How many invented people each candidate becomes in turn, at most as many as there are.
    seed : int
        Decides, with a candidate's id, who they are.
    """
    count = done = 0
    swapped: dict[str, int] = {}
    moved: list[Moved] = []
    kept: list[tuple[str, Swapped]] = []
    aside: list[SetAside] = []
    for each in candidates:
        if isinstance(each, SetAside):
            aside.append(each)
            continue
        count += 1
        person = _Person.of(plan, reader, each, uses)
        kept += [(each.candidate_id, words) for words in person.kept]
        for persona in drawn(each.candidate_id, seed, swaps):
            done += 1
            for words in person.words(persona):
                swapped[words.kind] = swapped.get(words.kind, 0) + 1
            found = person.moved(persona)
            if found is not None:
                moved.append(found)
    by_kind = dict(sorted(swapped.items()))
    return SwapTest(count, done, by_kind, tuple(moved), tuple(kept), tuple(aside))


@dataclass(frozen=True, slots=True)
class _Person:
    """One candidate as they are, and where their texts say who they are."""

    plan: ScoringPlan
    reader: ProfileReader
    given: Unread
    uses: Mapping[str, str]
    ledger: Ledger
    hidden: Mapping[str, tuple[Hidden, ...]]
    evidence: Mapping[str, tuple[Span, ...]]

    @classmethod
    def of(
        cls, plan: ScoringPlan, reader: ProfileReader, given: Unread, uses: Mapping[str, str]
    ) -> _Person:
        profile = given.read(reader).profile
        own = {word for name in given.names for word in _WORD.findall(name)}
        finder = shipped_finder()
        hidden = {
            field: tuple(_swappable(text, finder.from_view(text, given.names, own)))
            for field, text in given.texts.items()
        }
        ledger = score_candidate(plan, profile)
        return cls(plan, reader, given, uses, ledger, hidden, _places(profile))

    @property
    def kept(self) -> tuple[Swapped, ...]:
        """Words of the name that count as evidence, each once."""
        own = {word.casefold() for name in self.given.names for word in _WORD.findall(name)}
        found = {
            Swapped(field, each.kind, words, "")
            for field, found in self.hidden.items()
            for each in found
            if (words := each.span.of(self.given.texts[field])).casefold() in own
            and any(span.covers(each.span) for span in self.evidence.get(field, ()))
        }
        return tuple(sorted(found, key=lambda words: (words.field, words.before)))

    def words(self, persona: Persona) -> tuple[Swapped, ...]:
        """All that is exchanged."""
        in_texts = [
            Swapped(field, each.kind, each.span.of(self.given.texts[field]),
                    persona.words(each.kind))
            for field, found in self.hidden.items()
            for each in found
        ]  # fmt: skip
        in_list = [
            Swapped("name", "name", before, after)
            for before, after in zip(self.given.names, self._names(persona), strict=True)
            if before.strip()
        ]
        return (*in_list, *in_texts)

    def moved(self, persona: Persona) -> Moved | None:
        """What the swap moves; None if nothing."""
        words = self.words(persona)
        kinds = {each.kind for each in words}
        changes = self._changes(persona, kinds)
        if not changes:
            return None
        alone = {kind for kind in kinds if self._changes(persona, {kind})}
        behind = tuple(each for each in words if each.kind in (alone or kinds))
        return Moved(self.given.candidate_id, persona.name, changes, behind)

    def _changes(self, persona: Persona, kinds: Collection[str]) -> tuple[str, ...]:
        texts = {
            field: self._text(field, text, persona, kinds)
            for field, text in self.given.texts.items()
        }
        names = self._names(persona) if "name" in kinds else self.given.names
        other = replace(self.given, texts=texts, names=names)
        profile = other.read(self.reader).profile
        return tuple(changes(self.ledger, score_candidate(self.plan, profile)))

    def _text(self, field: str, text: str, persona: Persona, kinds: Collection[str]) -> str:
        hidden = [each for each in self.hidden[field] if each.kind in kinds]
        if not hidden:
            return text
        placed = masked(text, hidden, self.evidence.get(field, ())).text
        return _PLACEHOLDER.sub(
            lambda found: persona.words(found[1]) if found[1] in kinds else found[0], placed
        )

    def _names(self, persona: Persona) -> tuple[str, ...]:
        by_use = {"first_name": persona.first, "last_name": persona.last}
        heads = [head for head in name_headers(self.uses) if head in self.given.carried]
        return tuple(
            by_use.get(self.uses[head], persona.name) if name.strip() else name
            for head, name in zip(heads, self.given.names, strict=True)
        )


def changes(before: Ledger, after: Ledger) -> Iterator[str]:
    """What differs between two ledgers of one candidate.

    Examples
    --------
    >>> list(changes(Ledger("a", ()), Ledger("a", (), flags=("thin_profile",))))
    ['flags none → thin_profile']
    """
    for name, one, other in (
        ("score", before.score, after.score),
        ("score_high", before.score_high, after.score_high),
    ):
        if one != other:
            yield f"{name} {one / 100:.2f} → {other / 100:.2f}"
    for name, mine, theirs in (
        ("eligible", before.eligible, after.eligible),
        ("readable", before.readable, after.readable),
    ):
        if mine != theirs:
            yield f"{name} {mine} → {theirs}"
    for first, second in zip(before.entries, after.entries, strict=True):
        if first.assessment.status != second.assessment.status:
            yield (
                f"{first.assessment.requirement_id} {first.assessment.status} → "
                f"{second.assessment.status}"
            )
    if set(before.flags) != set(after.flags):
        yield f"flags {_listed(before.flags)} → {_listed(after.flags)}"


def _swappable(text: str, hidden: Sequence[Hidden]) -> Iterator[Hidden]:
    """What can be exchanged without saying something else of what somebody has learnt.

    A school gives way to one of its level; "University" alone names none, and stays.
    """
    for each in hidden:
        words = each.span.of(text)
        if each.kind != "school":
            yield each
        elif _SECONDARY.search(words):
            yield Hidden("high_school", each.span)
        elif " " in words or words.isupper():
            yield each


def _listed(flags: Sequence[str]) -> str:
    return ", ".join(sorted(flags)) or "none"


def _places(profile: Profile) -> dict[str, tuple[Span, ...]]:
    """Where the words of evidence and degrees stand, by field."""
    found: dict[str, list[Span]] = {}
    placed = [(each.field, each.span) for each in profile.evidence]
    placed += [(each.field, each.span) for each in profile.degrees]
    for field, span in placed:
        found.setdefault(field, []).append(span)
    return {field: tuple(spans) for field, spans in found.items()}
