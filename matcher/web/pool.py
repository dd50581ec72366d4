"""The applicants of a job in memory, by column: read once, scored for every edit and weight."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, overload

from sqlalchemy import select

from matcher.identity import Pseudonyms
from matcher.model import Candidate, Profile
from matcher.scoring.columns import ProfileColumns
from matcher.scoring.joined_columns import joined
from matcher.web.data.models import ApplicantRow, JobRow
from matcher.web.data.packed import unpacked
from matcher.web.data.store import Store
from matcher.web.plans import Recent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Applicants whose columns are made together, and again only if one of them changes.
PART = 500
_KEPT_POOLS, _KEPT_PARTS, _KEPT_PROFILES = 4, 64, 1_000


@dataclass(frozen=True, slots=True)
class Member:
    """One applicant as a list shows them; ``said`` is all that search looks in, case folded."""

    applicant_id: str
    person_id: str
    candidate_id: str
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class _Part:
    """Some applicants and their columns."""

    columns: ProfileColumns
    members: tuple[Member, ...]


class Pool:
    """All applicants of a job at one moment, a row each, in the order in which they came.

    Parameters
    ----------
    job_id, version : str, int
        The job, and how often its applicants had changed.
    members : tuple of Member
        The applicants.
    columns : ProfileColumns
        What their profiles show; ids are those of ``members``.
    profiles : ProfilesOf
        The profiles themselves, read as they are asked for.
    blind_key : bytes
        Makes their pseudonyms.
    """

    def __init__(
        self,
        job_id: str,
        version: int,
        members: tuple[Member, ...],
        columns: ProfileColumns,
        profiles: ProfilesOf,
        blind_key: bytes,
    ) -> None:
        self.job_id, self.version = job_id, version
        self.members, self.columns, self.profiles = members, columns, profiles
        self._blind_key = blind_key

    def __len__(self) -> int:
        return len(self.members)

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row by applicant id."""
        return {member.applicant_id: row for row, member in enumerate(self.members)}

    @cached_property
    def candidate_ids(self) -> tuple[str, ...]:
        """Ids within the job, as the list has them."""
        return tuple(member.candidate_id for member in self.members)

    @cached_property
    def pseudonyms(self) -> tuple[str, ...]:
        """What stands for the ids in a blind view."""
        pseudonyms = Pseudonyms(self._blind_key)
        return tuple(pseudonyms.of(candidate_id) for candidate_id in self.candidate_ids)

    @cached_property
    def places(self) -> NDArray[np.int32]:
        """Where each stands among equals: by id."""
        return _places(self.candidate_ids)

    @cached_property
    def blind_places(self) -> NDArray[np.int32]:
        """Where each stands among equals in a blind view: by pseudonym, as ids may tell."""
        return _places(self.pseudonyms)


def _places(names: Sequence[str]) -> NDArray[np.int32]:
    import numpy as np

    order = sorted(range(len(names)), key=names.__getitem__)
    places = np.empty(len(names), dtype=np.int32)
    places[order] = np.arange(len(names), dtype=np.int32)
    return places


class ProfilesOf(Sequence[Profile]):
    """Profiles of applicants by row, read from the database as they are asked for.

    Parameters
    ----------
    store : Store
        The database.
    applicant_ids, candidate_ids : sequences of str
        By row.
    """

    def __init__(
        self, store: Store, applicant_ids: Sequence[str], candidate_ids: Sequence[str]
    ) -> None:
        self._store, self._applicant_ids = store, applicant_ids
        self._candidate_ids = candidate_ids
        self._kept: dict[int, Candidate] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._applicant_ids)

    @overload
    def __getitem__(self, index: int) -> Profile: ...
    @overload
    def __getitem__(self, index: slice) -> list[Profile]: ...
    def __getitem__(self, index: int | slice) -> Profile | list[Profile]:
        rows = range(len(self))[index]
        if isinstance(rows, range):
            return [candidate.profile for candidate in self.candidates(rows)]
        return next(iter(self.candidates([rows]))).profile

    def candidates(self, rows: Sequence[int]) -> list[Candidate]:
        """The applicants of some rows, with the cells that travel beside them."""
        with self._lock:
            found = {row: self._kept[row] for row in rows if row in self._kept}
        missing = [row for row in dict.fromkeys(rows) if row not in found]
        if missing:
            read = self._read(missing)
            found |= read
            with self._lock:
                if len(self._kept) + len(read) > _KEPT_PROFILES:
                    self._kept.clear()
                self._kept |= read
        return [found[row] for row in rows]

    def _read(self, rows: Sequence[int]) -> dict[int, Candidate]:
        row_of = {self._applicant_ids[row]: row for row in rows}
        found: dict[int, Candidate] = {}
        with self._store.reading() as session:
            for some in _pieces(list(row_of), PART):
                records = session.execute(
                    select(ApplicantRow.id, ApplicantRow.row, ApplicantRow.record).where(
                        ApplicantRow.id.in_(some)
                    )
                )
                for applicant_id, number, record in records:
                    row = row_of[applicant_id]
                    found[row] = candidate_of(record, self._candidate_ids[row], number)
        return found


def candidate_of(record: bytes, candidate_id: str, row: int) -> Candidate:
    """An applicant of the database as a candidate of the job."""
    read = unpacked(record)
    profile = replace(read.profile, candidate_id=candidate_id)
    return Candidate(profile, row, read.carried)


def _pieces(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))


class Pools:
    """Pools by job; the latest used are kept.

    Parameters
    ----------
    store : Store
        The database.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pools: Recent[Pool] = Recent(_KEPT_POOLS)
        self._parts: Recent[_Part] = Recent(_KEPT_PARTS)

    def pool(self, job: JobRow) -> Pool:
        """The applicants of a job as they are now."""
        key = (job.id, job.applicants_version)
        return self._pools.get(key, lambda: self._made(job))

    def forget(self, job_id: str) -> None:
        """Drop all of a job."""
        for kept in (self._pools, self._parts):
            kept.forget(lambda key: isinstance(key, tuple) and key[0] == job_id)

    def _made(self, job: JobRow) -> Pool:
        with self._store.reading() as session:
            # The state that is read may be newer than the one that was asked for; never older.
            rows = session.execute(
                select(ApplicantRow.id, ApplicantRow.reading, ApplicantRow.candidate_id)
                .where(ApplicantRow.job_id == job.id)
                .order_by(ApplicantRow.number)
            ).all()
        parts = [self._part(job.id, tuple(some)) for some in _pieces(rows, PART)]
        members = tuple(chain.from_iterable(part.members for part in parts))
        columns = joined([p.columns for p in parts]) if parts else ProfileColumns.of([], words=True)
        profiles = ProfilesOf(
            self._store, [m.applicant_id for m in members], [m.candidate_id for m in members]
        )
        return Pool(job.id, job.applicants_version, members, columns, profiles, job.blind_key)

    def _part(self, job_id: str, rows: tuple[tuple[str, int, str], ...]) -> _Part:
        key: Hashable = (job_id, rows)
        return self._parts.get(key, lambda: self._read_part([key for key, *_ in rows]))

    def _read_part(self, applicant_ids: Sequence[str]) -> _Part:
        with self._store.reading() as session:
            found = session.execute(
                select(
                    ApplicantRow.id,
                    ApplicantRow.person_id,
                    ApplicantRow.candidate_id,
                    ApplicantRow.name,
                    ApplicantRow.record,
                )
                .where(ApplicantRow.id.in_(applicant_ids))
                .order_by(ApplicantRow.number)
            )
            members, profiles = [], []
            for applicant_id, person_id, candidate_id, name, record in found:
                candidate = candidate_of(record, candidate_id, 0)
                profiles.append(candidate.profile)
                cells: Mapping[str, str] = candidate.carried
                said = " ".join((name, candidate_id, *cells.values())).casefold()
                members.append(Member(applicant_id, person_id, candidate_id, name, said))
        return _Part(ProfileColumns.of(profiles, words=True), tuple(members))
