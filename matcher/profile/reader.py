"""From a candidate's texts to a profile: a pure function, with no clock and no file in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from matcher.identity import covered, shipped_finder
from matcher.model import Profile, Span, YearsStated
from matcher.profile.evidence import TextReader
from matcher.profile.flags import flags_of
from matcher.profile.quality import (
    GARBLED_SIGNS,
    Signs,
    is_damaged,
    is_muddled,
    reading_of,
    signs_of,
)
from matcher.profile.quantities import YearsReader
from matcher.profile.rules import ProfileRules, SectionKind, shipped_rules
from matcher.profile.text_read import LookedAt, TextRead
from matcher.taxonomy.normal import Folded
from matcher.taxonomy.repair import Repairer
from matcher.taxonomy.taxonomy import Taxonomy

#: The texts of a profile, and what each is above its first heading.
FIELDS = {
    "resume_text": SectionKind.SUMMARY,
    "summary": SectionKind.SUMMARY,
    "title": SectionKind.SUMMARY,
    "skills": SectionKind.CLAIMED,
    "experience": SectionKind.WORK,
    "education": SectionKind.EDUCATION,
    "certifications": SectionKind.CERTIFICATE,
    "languages": SectionKind.LANGUAGES,
}
#: The field with total years, a number rather than a text.
YEARS_FIELD = "years_experience"
_NO_SIGNS: Mapping[str, Collection[str]] = MappingProxyType({})
_WITHOUT_HEADINGS = frozenset({"title", "skills", "languages"})
#: Signs of documents that leave part of the text unread.
_PARTLY_READ = frozenset({"image_pages"})


@dataclass(frozen=True, slots=True)
class ProfileLookedAt:
    """A candidate's texts in their parts, before anything in them is judged.

    Parameters
    ----------
    candidate_id : str
        As given, or ``row-N``.
    texts : dict of str to str
        Those that are neither blank nor damaged, by field.
    made_of : mapping of str to Signs
        What each text is made of.
    damaged, partly : sequence of str
        Fields of which nothing, and of which not all can be read.
    signs : set of str
        What is noted already.
    joined : mapping of str to Folded or None
        The way back, where the broken words of a text had to be joined.
    looked : mapping of str to LookedAt
        Each text that is read, in its parts.
    """

    candidate_id: str
    texts: dict[str, str]
    made_of: Mapping[str, Signs]
    damaged: Sequence[str]
    partly: Sequence[str]
    signs: AbstractSet[str]
    joined: Mapping[str, Folded | None]
    looked: Mapping[str, LookedAt]

    @property
    def readable(self) -> bool:
        """Whether any text could be read at all."""
        return bool(self.texts)


class ProfileReader:
    """Reads profiles with one taxonomy; keeps what can be prepared once.

    Parameters
    ----------
    taxonomy : Taxonomy
        Skills to look for.
    rules : ProfileRules, optional
        The shipped English ones by default.
    """

    def __init__(self, taxonomy: Taxonomy, rules: ProfileRules | None = None) -> None:
        self.taxonomy = taxonomy
        self.rules = rules or shipped_rules()
        self._texts = TextReader(taxonomy, self.rules)
        self._years = YearsReader(self.rules)
        self._identity = shipped_finder()

    @property
    def repairer(self) -> Repairer:
        """Repairs slips in names of the taxonomy's skills."""
        return self._texts.repairer

    def read(
        self,
        candidate_id: str,
        texts: Mapping[str, str],
        names: Sequence[str] = (),
        *,
        signs: Mapping[str, Collection[str]] = _NO_SIGNS,
    ) -> Profile:
        """Read one candidate.

        Parameters
        ----------
        candidate_id : str
            As given, or ``row-N``.
        texts : mapping of str to str
            Texts by field (:data:`FIELDS`, ``years_experience``); others read like a résumé.
            Blank ones are left out of the profile.
        names : sequence of str
            The candidate's name, where a list has it: what says who somebody is is not read.
        signs : mapping of str to collection of str, optional
            What the documents behind the texts said, by field (``Document.signs``): they become
            flags, and a text with pages that are images counts as read in part.
        """
        return self.read_on(self.look(candidate_id, texts, names, signs=signs))

    def look(
        self,
        candidate_id: str,
        texts: Mapping[str, str],
        names: Sequence[str] = (),
        *,
        signs: Mapping[str, Collection[str]] = _NO_SIGNS,
    ) -> ProfileLookedAt:
        """The first part of :meth:`read`, with its parameters: what can be read, cut into parts."""
        kept = {field: text for field, text in texts.items() if text.strip()}
        made_of = {field: signs_of(text) for field, text in kept.items()}
        damaged = [field for field, counted in made_of.items() if is_damaged(counted)]
        found = {sign for given in signs.values() for sign in given}
        if damaged or any(c.garbled >= GARBLED_SIGNS for c in made_of.values()):
            found.add("garbled_text")
        kept = {field: text for field, text in kept.items() if field not in damaged}
        prose = [field for field in kept if field != YEARS_FIELD]
        joined = {field: self.taxonomy.lexicon.whole_words(kept[field]) for field in prose}
        looked = {field: self._look(field, kept[field], joined[field], names) for field in prose}
        partly = [f for f in prose if not _PARTLY_READ.isdisjoint(signs.get(f, ()))]
        return ProfileLookedAt(candidate_id, kept, made_of, damaged, partly, found, joined, looked)

    def read_on(self, begun: ProfileLookedAt) -> Profile:
        """The rest of :meth:`read`."""
        kept, made_of, looked = begun.texts, begun.made_of, begun.looked
        found, unreadable = set(begun.signs), list(begun.damaged)
        prose = {field: text for field, text in kept.items() if field != YEARS_FIELD}
        read = {
            field: self._read(text, begun.joined[field], looked[field])
            for field, text in prose.items()
        }
        stated = [years for part in read.values() for years in part.years]
        if YEARS_FIELD in kept:
            cell = self._years_cell(kept[YEARS_FIELD])
            if cell is None:
                unreadable.append(YEARS_FIELD)
            else:
                stated.append(cell)
        for field, text in prose.items():
            if is_muddled(text, self.rules):
                found.add("muddled_columns")
                unreadable.append(field)
            elif field in begun.partly:
                unreadable.append(field)
        evidence = tuple(e for part in read.values() for e in part.evidence)
        if any(part.backwards for part in read.values()):
            found.add("dates_contradict")
        found |= flags_of(prose, evidence, [part.hits for part in read.values()])
        return Profile(
            candidate_id=begun.candidate_id,
            texts=kept,
            evidence=evidence,
            tenures=tuple(t for part in read.values() for t in part.tenures),
            degrees=tuple(d for part in read.values() for d in part.degrees),
            degrees_unfinished=tuple(d for p in read.values() for d in p.degrees_unfinished),
            years_stated=tuple(stated),
            roles=tuple(r for p in read.values() for r in p.roles),
            management=tuple(m for p in read.values() for m in p.management),
            unreadable=tuple(unreadable),
            flags=tuple(sorted(found)),
            reading=reading_of(
                prose.values(),
                (made_of[field] for field in prose),
                (part.sections for part in read.values()),
                dated=any(part.tenures for part in read.values()),
            ),
        )

    def _look(self, field: str, text: str, joined: Folded | None, names: Sequence[str]) -> LookedAt:
        """One text in its parts, broken words joined and what says who somebody is covered."""
        shown = joined.text if joined else text
        headings = field not in _WITHOUT_HEADINGS
        if headings:
            shown = covered(shown, self._identity.from_reading(shown, names))
        kind = FIELDS.get(field, SectionKind.SUMMARY)
        return self._texts.look(field, shown, kind, headings=headings)

    def _read(self, text: str, joined: Folded | None, looked: LookedAt) -> TextRead:
        """One text, its places those of the text as it was written."""
        read = self._texts.read(looked)
        return read if looked.text is text else read.placed(text, joined)

    def _years_cell(self, cell: str) -> YearsStated | None:
        years = self._years.cell(cell)
        if years is None:
            return None
        start = len(cell) - len(cell.lstrip())
        span = Span(start, start + len(cell.strip()))
        return YearsStated(years, YEARS_FIELD, span, span.of(cell))


def read_profile(candidate_id: str, texts: Mapping[str, str], taxonomy: Taxonomy) -> Profile:
    r"""Read one candidate's texts into a profile.

    Parameters
    ----------
    candidate_id : str
        As given, or ``row-N``.
    texts : mapping of str to str
        Texts by field: ``resume_text``, ``summary``, ``title``, ``skills``, ``experience``,
        ``education``, ``certifications``, ``languages``, ``years_experience``.
    taxonomy : Taxonomy
        Skills to look for.

    Examples
    --------
    >>> from matcher.taxonomy.load import parse_skills
    >>> text = "skills:\n- {id: java, name: Java, kind: tool, category: code}"
    >>> taxonomy = Taxonomy(parse_skills(text, "demo"), "sha256:0")
    >>> profile = read_profile("c1", {"experience": "Dev, Jan 2019 - now: Java"}, taxonomy)
    >>> profile.evidence[0].surface, profile.tenures[0].interval.to_dict()
    ('Java', {'start': '2019-01', 'end': None})
    """
    return reader_for(taxonomy).read(candidate_id, texts)


@lru_cache(maxsize=2)
def reader_for(taxonomy: Taxonomy) -> ProfileReader:
    """The reader for a taxonomy; built at first use, as that takes a moment."""
    return ProfileReader(taxonomy)
