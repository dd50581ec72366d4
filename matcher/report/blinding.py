"""A ranking without identity: the same scores, and nothing that says who somebody is.

Ids become pseudonyms, texts get placeholders, carried cells and row numbers go.  With a key an id
has the same pseudonym in every run; without one candidates are numbered as they are shown, so the
numbers say nothing and mean nothing outside this output.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from msgspec import structs

from matcher.identity import Masked, Pseudonyms, masked, shipped_finder
from matcher.model import (
    Candidate,
    DegreeShown,
    Entry,
    FilterOutcome,
    LeafEvidence,
    Ledger,
    ManagementShown,
    Ranked,
    RoleShown,
    SetAside,
    Span,
    Tenure,
    Twin,
    Verdict,
    YearsStated,
)
from matcher.report.result import RankResult
from matcher.scoring.robustness import Certainty, certainties

#: What a blind output says of somebody set aside, by field: the reason itself may name them.
REASONS = {
    "row": "the row could not be read",
    "file": "the file could not be read",
    "candidate_id": "another candidate has this id already",
    "duplicate": "the same person stands in the list with a newer entry",
}
OTHER_REASON = "it could not be read"

#: What a blind output says of a filter that compares what a list says of the person.
_BLIND_BECAUSE = {
    Verdict.OUT: "the list says otherwise",
    Verdict.OPEN: "the list does not tell",
}
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST_CELL = 2000
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|“[^”]*”")
_Texts = Mapping[str, Masked]
_Shown = TypeVar("_Shown", DegreeShown, YearsStated, RoleShown, ManagementShown)


@dataclass(frozen=True, slots=True)
class Blinding:
    """A blind ranking, and who is who in it: that is for whoever made it, and is never shown.

    Parameters
    ----------
    shown : RankResult
        Without identity.
    names : mapping of str to str
        Pseudonym by id, of all who have one.
    """

    shown: RankResult
    names: Mapping[str, str]


def blinding(
    result: RankResult, key: bytes | None = None, names: Mapping[str, str] | None = None
) -> Blinding:
    """The same result without identity, and with the same scores; and who is who.

    Parameters
    ----------
    result : RankResult
        With identity.
    key : bytes, optional
        For pseudonyms that stay the same from run to run; without one candidates are numbered.
    names : mapping of str to str, optional
        Pseudonym by id, of a blinding of the whole that this is a part of; before any key.

    Returns
    -------
    Blinding
        Evidence points into the masked texts; equal scores stand by pseudonym.
    """
    texts = {
        candidate_id: _masked_texts(candidate, result.columns)
        for candidate_id, candidate in result.candidates.items()
    }
    ledgers = [_blind_ledger(r.ledger, texts.get(r.ledger.candidate_id, {})) for r in result.ranked]
    ranked = [Ranked(r.rank, led) for r, led in zip(result.ranked, ledgers, strict=True)]
    name = _names(ranked, texts, result.twins, key) if names is None else _given(names)
    known = [r.ledger.candidate_id for r in ranked]
    known += [aside.candidate_id for aside in result.set_aside if aside.candidate_id]
    ranked = _in_order(
        [
            replace(r, ledger=replace(r.ledger, candidate_id=name(r.ledger.candidate_id)))
            for r in ranked
        ]
    )
    shown = replace(
        result,
        ranked=tuple(ranked),
        candidates={
            name(candidate_id): _blind_candidate(candidate, texts[candidate_id], name(candidate_id))
            for candidate_id, candidate in result.candidates.items()
            if name(candidate_id)
        },
        set_aside=_blind_aside(result.set_aside, name),
        twins={name(k): _blind_twins(twins, name) for k, twins in result.twins.items()},
        columns={},
        screened={
            name(candidate_id): tuple(map(_blind_outcome, outcomes))
            for candidate_id, outcomes in result.screened.items()
        },
        certainty=_certainty(result, ranked),
        blind=True,
    )
    return Blinding(shown, {own: name(own) for own in known if name(own)})


def _blind_outcome(outcome: FilterOutcome) -> FilterOutcome:
    """By its field alone where it is of the person: its value says something of who passes."""
    if not outcome.of_person:
        return outcome
    because = _BLIND_BECAUSE.get(outcome.verdict, "")
    return replace(outcome, filter=outcome.field, because=because)


def _certainty(result: RankResult, ranked: Sequence[Ranked]) -> dict[str, Certainty]:
    """How sure ranks are, in the order without identity, where it was worked out before."""
    if not result.certainty or result.plan is None:
        return {}
    return certainties(result.plan, [r.ledger for r in ranked if r.rank is not None])


def hidden_words(words: str, candidate_id: str | None = None) -> str:
    """A message without the words it quotes and without an id, for a run's log.

    Examples
    --------
    >>> hidden_words("line 3: id 'ada@example.org' stands already in row 1")
    'line 3: id [hidden] stands already in row 1'
    """
    if candidate_id:
        words = words.replace(candidate_id, "[hidden]")
    words = _QUOTED.sub("[hidden]", words)
    return masked(words, shipped_finder().from_reading(words)).text


def _masked_texts(candidate: Candidate, columns: Mapping[str, str]) -> dict[str, Masked]:
    names = [
        cell
        for header, cell in candidate.carried.items()
        if columns.get(header, header) in ("name", "first_name", "last_name")
    ]
    own = _own_words(candidate.carried.values())
    profile, finder = candidate.profile, shipped_finder()
    return {
        field: masked(
            text,
            finder.from_view(text, names, own),
            [e.span for e in profile.evidence if e.field == field],
        )
        for field, text in profile.texts.items()
    }


def _own_words(cells: Iterable[str]) -> set[str]:
    """Words of carried cells that begin with a capital, and those of mailbox names."""
    words: set[str] = set()
    for cell in cells:
        mailbox, at, _ = cell[:_LONGEST_CELL].partition("@")
        if at:
            words |= set(_WORD.findall(mailbox))
        elif "://" not in mailbox:
            words |= {word for word in _WORD.findall(mailbox) if not word[0].islower()}
    return words


def _blind_ledger(ledger: Ledger, texts: _Texts) -> Ledger:
    return replace(ledger, entries=tuple(_blind_entry(entry, texts) for entry in ledger.entries))


def _blind_entry(entry: Entry, texts: _Texts) -> Entry:
    shown = tuple(_blind_evidence(each, texts) for each in entry.assessment.evidence)
    return replace(entry, assessment=replace(entry.assessment, evidence=shown))


def _blind_evidence(shown: LeafEvidence, texts: _Texts) -> LeafEvidence:
    """The evidence with its place and words in the masked text."""
    evidence = shown.evidence
    text = texts.get(evidence.field)
    if text is None:
        surface = masked(evidence.surface, shipped_finder().from_view(evidence.surface)).text
        return replace(shown, evidence=structs.replace(evidence, surface=surface))
    span = text.span(evidence.span)
    words = span.of(text.text)
    return replace(shown, evidence=structs.replace(evidence, span=span, surface=words))


def _blind_candidate(candidate: Candidate, texts: _Texts, name: str) -> Candidate:
    """The candidate with masked texts; all that points into them points there anew."""
    profile = candidate.profile

    def moved(items: Iterable[_Shown]) -> tuple[_Shown, ...]:
        return tuple(_moved(item, texts) for item in items)

    shown = replace(
        profile,
        candidate_id=name,
        texts={field: text.text for field, text in texts.items()},
        evidence=(),
        tenures=tuple(structs.replace(t, span=_place(t, texts)) for t in profile.tenures),
        degrees=moved(profile.degrees),
        degrees_unfinished=moved(profile.degrees_unfinished),
        years_stated=moved(profile.years_stated),
        roles=moved(profile.roles),
        management=moved(profile.management),
    )
    return Candidate(shown, None, {})


def _moved(item: _Shown, texts: _Texts) -> _Shown:
    span = _place(item, texts)
    words = span.of(texts[item.field].text) if item.field in texts else ""
    return structs.replace(item, span=span, surface=words)


def _place(item: _Shown | Tenure, texts: _Texts) -> Span:
    return texts[item.field].span(item.span) if item.field in texts else item.span


def _names(
    ranked: Sequence[Ranked],
    texts: Mapping[str, _Texts],
    twins: Mapping[str, tuple[Twin, ...]],
    key: bytes | None,
) -> Callable[[str], str]:
    """The pseudonym of an id; empty where it gets none."""
    if key is not None:
        return Pseudonyms(key).of
    digits = len(str(len(ranked)))
    ordered: list[str] = []
    for _, group in groupby(ranked, key=_standing):
        alike = sorted(group, key=lambda r: _content(r.ledger, texts, twins))
        ordered += [r.ledger.candidate_id for r in alike]
    numbered = {
        candidate_id: f"candidate-{number:0{digits}d}"
        for number, candidate_id in enumerate(ordered, 1)
    }
    return lambda candidate_id: numbered.get(candidate_id, "")


def _given(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda candidate_id: names.get(candidate_id, "")


def _standing(ranked: Ranked) -> tuple[int | None, bool, int]:
    return ranked.rank, ranked.ledger.ranked_below, ranked.ledger.score


def _content(
    ledger: Ledger, texts: Mapping[str, _Texts], twins: Mapping[str, tuple[Twin, ...]]
) -> bytes:
    """A digest of what a blind output shows of somebody: equal ones cannot be told apart."""
    shown = (
        sorted((field, text.text) for field, text in texts.get(ledger.candidate_id, {}).items()),
        [(e.assessment.requirement_id, e.points, e.points_high) for e in ledger.entries],
        ledger.flags,
        [twin.signs for twin in twins.get(ledger.candidate_id, ())],
    )
    return hashlib.sha256(repr(shown).encode("utf-8", "surrogatepass")).digest()


def _in_order(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The ranking with equal scores by pseudonym, so that their order tells no id's."""
    ordered: list[Ranked] = []
    for _, group in groupby(ranked, key=_standing):
        ordered += sorted(group, key=lambda r: r.ledger.candidate_id)
    return ordered


def _blind_aside(set_aside: Sequence[SetAside], name: Callable[[str], str]) -> tuple[SetAside, ...]:
    hidden = [
        SetAside(
            None,
            (name(aside.candidate_id) or None) if aside.candidate_id else None,
            aside.field if aside.field in REASONS else "row",
            REASONS.get(aside.field, OTHER_REASON),
        )
        for aside in set_aside
    ]
    return tuple(
        sorted(hidden, key=lambda a: (a.candidate_id is None, a.candidate_id or "", a.field))
    )


def _blind_twins(twins: Iterable[Twin], name: Callable[[str], str]) -> tuple[Twin, ...]:
    return tuple(sorted(Twin(name(twin.candidate_id), twin.signs) for twin in twins))
