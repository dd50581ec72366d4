"""All that a view of one ranking needs, in one frozen value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from matcher.model import Candidate, Job, Profile, Ranked, Requirement, SetAside

_ADDRESS = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}|(?:https?://|www\.)\S{1,300}"
)
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ()/.-]{7,18}\d(?!\w)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST_CELL = 2000
_MASK = "•"


@dataclass(frozen=True, slots=True)
class RankResult:
    """A ranking and everything its views show beside it.

    Parameters
    ----------
    job : Job
        What is asked.
    policy : dict
        Every figure in force, as ``Policy.to_dict`` gives it; ``met_at`` is read.
    versions : dict of str to str
        Of matcher, taxonomy, rules, policy.
    as_of : date
        The day "to date" means.
    ranked : tuple of Ranked
        In the order to show.
    candidates : mapping of str to Candidate
        By id: the texts that evidence points into, and the carried cells.
    set_aside : tuple of SetAside
        What could not be read.
    columns : mapping of str to str
        The list's own headers and what each was read as: ``resume_text``, …; for unread ones what
        they identify (``name``, ``email``, …) or ``carried``.
    paid_elsewhere : mapping of str to tuple of str
        Per requirement, the leaves that pay for what it asks again (``Share.repeats``).
    blind : bool
        Whether identity was taken out (:meth:`blinded`).
    sources : mapping of str to mapping of str to sequence of str
        Per skill, its ids in other taxonomies by the name of each; only skills that have any.
    """

    job: Job
    policy: dict[str, Any]
    versions: dict[str, str]
    as_of: date
    ranked: tuple[Ranked, ...]
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    paid_elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blind: bool = False
    sources: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)

    @property
    def met_at(self) -> int:
        """Credit in ten-thousandths from which something is met."""
        return int(self.policy["met_at"])

    @property
    def requirements(self) -> dict[str, Requirement]:
        """Requirements by id, in the order of the job."""
        return {requirement.id: requirement for requirement in self.job.requirements}

    @property
    def placed(self) -> tuple[Ranked, ...]:
        """Candidates with a rank."""
        return tuple(r for r in self.ranked if r.rank is not None)

    @property
    def to_read(self) -> tuple[Ranked, ...]:
        """Candidates no honest rank exists for: a person reads them."""
        return tuple(r for r in self.ranked if r.rank is None)

    def profile(self, candidate_id: str) -> Profile | None:
        """What was read of a candidate; None where only the ledger is known."""
        candidate = self.candidates.get(candidate_id)
        return candidate.profile if candidate else None

    def carried(self, candidate_id: str) -> dict[str, str]:
        """Cells that travelled beside the candidate; empty in a blind view."""
        candidate = self.candidates.get(candidate_id)
        return candidate.carried if candidate else {}

    def carried_columns(self) -> tuple[str, ...]:
        """Names of all carried columns, in the order of the list."""
        names = (name for r in self.ranked for name in self.carried(r.ledger.candidate_id))
        return tuple(dict.fromkeys(names))

    def name_of(self, candidate_id: str) -> str:
        """The candidate's name if the list carried one, else empty."""
        cells = self.carried(candidate_id)
        by_use = {use: header for header, use in reversed(list(self.columns.items()))}
        whole = cells.get(by_use.get("name", "name"), "").strip()
        parts = (cells.get(by_use.get(use, use), "") for use in ("first_name", "last_name"))
        return whole or " ".join(part.strip() for part in parts if part.strip())

    def blinded(self) -> RankResult:
        """The same result without identity, and with the same scores.

        Carried cells are dropped; their words, e-mail addresses, links and telephone numbers are
        masked in the texts that views quote from, except where they are evidence.
        """
        hidden = {key: _blinded(candidate) for key, candidate in self.candidates.items()}
        return replace(self, candidates=hidden, columns={}, blind=True)


def _blinded(candidate: Candidate) -> Candidate:
    own = _own_words(candidate.carried)
    profile = candidate.profile
    texts = {name: _masked(text, name, profile, own) for name, text in profile.texts.items()}
    return replace(candidate, profile=replace(profile, texts=texts), carried={})


def _own_words(carried: Mapping[str, str]) -> re.Pattern[str] | None:
    """Capitalised words of the carried cells, and those of mailbox names; short ones as written."""
    words: set[str] = set()
    for cell in carried.values():
        mailbox, at, _ = cell[:_LONGEST_CELL].partition("@")
        if at:
            words |= set(_WORD.findall(mailbox))
        elif "://" not in mailbox:
            words |= {word for word in _WORD.findall(mailbox) if word[0].isupper()}
    if not words:
        return None
    patterns = (f"(?i:{re.escape(w)})" if len(w) > 3 else re.escape(w) for w in sorted(words))
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


def _masked(text: str, name: str, profile: Profile, own: re.Pattern[str] | None) -> str:
    """The text with identity covered, character for character."""
    kept = [e.span for e in profile.evidence if e.field == name]
    kept += [d.span for d in profile.degrees if d.field == name]
    kept += [y.span for y in profile.years_stated if y.field == name]
    signs = list(text)
    for pattern in filter(None, (_ADDRESS, _PHONE, own)):
        for match in pattern.finditer(text):
            signs[match.start() : match.end()] = _MASK * (match.end() - match.start())
    for span in kept:
        signs[span.start : span.end] = span.of(text)
    return "".join(signs)
