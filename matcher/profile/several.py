"""One or several sources as one stream of candidates, with ids that tell them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath

from matcher.errors import InputError
from matcher.model import Candidate, SetAside
from matcher.profile.read import CandidateSource, open_candidates
from matcher.taxonomy.taxonomy import Taxonomy

#: Gives the sources that a name stands for where they were read before; else None.
Stored = Callable[[str], Sequence[CandidateSource] | None]


@dataclass(frozen=True, slots=True)
class CandidateSources:
    """Opened sources in their order.

    Iterating yields their candidates and what is set aside.  Of several sources every id gets its
    source's name in front (``march:k012``), so ids depend neither on the order of the sources nor
    on what else stands in them; of a single one they stay as they are.

    Parameters
    ----------
    opened : tuple of (str, CandidateSource)
        Each with its name; the name is empty where there is only one.
    """

    opened: tuple[tuple[str, CandidateSource], ...]

    @property
    def uses(self) -> dict[str, str]:
        """What each header was recognised as; of headers in several sources, in the first."""
        merged: dict[str, str] = {}
        for _, source in self.opened:
            merged = {**source.uses, **merged}
        return merged

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about the reading; complete behind the last candidate."""
        return tuple(f"{s.source}: {note}" for _, s in self.opened for note in s.notes)

    def describe(self) -> Iterator[str]:
        """One line a source: what is read as what."""
        for _, source in self.opened:
            yield f"{source.source}: {source.describe()}"

    def __iter__(self) -> Iterator[Candidate | SetAside]:
        for name, source in self.opened:
            for outcome in source:
                yield named(outcome, name)


@contextmanager
def open_sources(
    sources: Sequence[str],
    taxonomy: Taxonomy,
    *,
    mapping: Mapping[str, str] | None = None,
    stored: Stored | None = None,
) -> Iterator[CandidateSources]:
    """Open one or several sources; see :func:`matcher.profile.read.open_candidates`.

    Parameters
    ----------
    sources : sequence of str
        At least one.
    taxonomy : Taxonomy
        Skills to look for.
    mapping : mapping of str to str, optional
        Header by column, for each of the sources.
    stored : callable, optional
        Gives the sources that a name stands for where they were read before; else None.

    Raises
    ------
    InputError
        If one of them cannot be used as a whole, or is given twice.
    """
    _refuse_twice(sources)
    with ExitStack() as stack:
        opened: list[CandidateSource] = []
        for source in sources:
            found = stored(source) if stored else None
            if found is None:
                found = [stack.enter_context(open_candidates(source, taxonomy, mapping=mapping))]
            opened += found
        _refuse_twice([each.source for each in opened])
        names = source_names([each.source for each in opened])
        yield CandidateSources(tuple(zip(names, opened, strict=True)))


def _refuse_twice(sources: Sequence[str]) -> None:
    twice = [source for source, count in Counter(sources).items() if count > 1]
    if twice:
        raise InputError(twice[0], "is given twice", allowed="each list once")


def source_names(sources: Sequence[str]) -> tuple[str, ...]:
    """A short name for each source, or an empty one where there is only one.

    Examples
    --------
    >>> source_names(["lists/march.csv", "april.csv"]), source_names(["a/x.csv", "b/x.csv"])
    (('march', 'april'), ('a/x.csv', 'b/x.csv'))
    """
    if len(sources) == 1:
        return ("",)
    short = ["stdin" if source == "-" else PurePath(source).stem for source in sources]
    return tuple(short if len(set(short)) == len(short) else sources)


def named_aside(aside: SetAside, name: str) -> SetAside:
    """The same with the name of its source, in its id too."""
    known = aside.candidate_id
    return replace(aside, candidate_id=known and f"{name}:{known}", source=name)


def named_candidate(candidate: Candidate, name: str) -> Candidate:
    """The same with the name of its source, in its id too."""
    profile = candidate.profile
    profile = replace(profile, candidate_id=f"{name}:{profile.candidate_id}")
    return replace(candidate, profile=profile, source=name)


def named(outcome: Candidate | SetAside, name: str) -> Candidate | SetAside:
    """The outcome with the name of its source, in its id too; as it is where the name is empty."""
    if not name:
        return outcome
    if isinstance(outcome, SetAside):
        return named_aside(outcome, name)
    return named_candidate(outcome, name)
