"""From a candidate's texts to a profile: a pure function, with no clock and no file in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from matcher.identity import covered, shipped_finder
from matcher.model import Profile, Span, YearsStated
from matcher.profile.evidence import TextReader
from matcher.profile.flags import flags_of
from matcher.profile.quality import (
    GARBLED_SIGNS,
    is_damaged,
    is_muddled,
    reading_of,
    signs_of,
)
from matcher.profile.quantities import YearsReader
from matcher.profile.rules import ProfileRules, SectionKind, shipped_rules
from matcher.profile.text_read import TextRead
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
        kept = {field: text for field, text in texts.items() if text.strip()}
        made_of = {field: signs_of(text) for field, text in kept.items()}
        unreadable = [field for field, counted in made_of.items() if is_damaged(counted)]
        found = {sign for given in signs.values() for sign in given}
        if unreadable or any(c.garbled >= GARBLED_SIGNS for c in made_of.values()):
            found.add("garbled_text")
        kept = {field: text for field, text in kept.items() if field not in unreadable}
        prose = {field: text for field, text in kept.items() if field != YEARS_FIELD}
        read = {field: self._read(field, text, names) for field, text in prose.items()}
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
            elif not _PARTLY_READ.isdisjoint(signs.get(field, ())):
                unreadable.append(field)
        evidence = tuple(e for part in read.values() for e in part.evidence)
        if any(part.backwards for part in read.values()):
            found.add("dates_contradict")
        found |= flags_of(prose, evidence, [part.hits for part in read.values()])
        return Profile(
            candidate_id=candidate_id,
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

    def _read(self, field: str, text: str, names: Sequence[str]) -> TextRead:
        """One text, read with broken words joined and what says who somebody is covered."""
        joined = self.taxonomy.lexicon.whole_words(text)
        shown = joined.text if joined else text
        headings = field not in _WITHOUT_HEADINGS
        if headings:
            shown = covered(shown, self._identity.from_reading(shown, names))
        kind = FIELDS.get(field, SectionKind.SUMMARY)
        read = self._texts.read(field, shown, kind, headings=headings)
        return read if shown is text else read.placed(text, joined)

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
