"""Pages of a ranking, out of columns; ledgers are made for what is opened, not for a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from matcher.errors import NothingAskedError
from matcher.model import (
    ASKED_LEVELS,
    FILTER_UNKNOWN,
    FILTERED_OUT,
    FilterOutcome,
)
from matcher.report.wording import flag_meaning, flag_words
from matcher.scoring import score_candidate
from matcher.scoring.fold import status_of
from matcher.scoring.ledger import points
from matcher.scoring.robustness import Certainty
from matcher.screening import Filter, Screen
from matcher.web.applicants import latest_decisions
from matcher.web.data.models import ApplicantRow, JobRow, NoteRow
from matcher.web.data.store import Store
from matcher.web.errors import Refused
from matcher.web.jobs import Jobs, job_row
from matcher.web.plans import Plans, Recent, Version, requirement_views
from matcher.web.pool import Pool, Pools
from matcher.web.scored import OPEN, PASSED, Credits, Scored
from matcher.web.shown import (
    Block,
    Cell,
    Decision,
    RankingPage,
    RankingRow,
    RankingView,
    Sort,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_SIZE, MAX_YEARS, MAX_SKILLS, LONGEST_SEARCH = 500, 60, 20, 300
_KEPT_CREDITS, _KEPT_SCORED = 8, 64
_DECISIONS = list(Decision)


class Rankings:
    """Ranks the applicants of jobs; :class:`matcher.web.workspace.Workspace` says how.

    Parameters
    ----------
    store : Store
        The database.
    plans : Plans
        Jobs ready to score.
    jobs : Jobs
        Their versions.
    """

    def __init__(self, store: Store, plans: Plans, jobs: Jobs) -> None:
        self._store, self._plans, self._jobs = store, plans, jobs
        self.pools = Pools(store)
        self._credits: Recent[Credits] = Recent(_KEPT_CREDITS)
        self._scored: Recent[Scored] = Recent(_KEPT_SCORED)

    def page(self, job_id: str, view: RankingView) -> RankingPage:
        """A page of the ranking of a job."""
        self._check(view)
        with self._store.reading() as session:
            row = job_row(session, job_id)
            version = self._jobs.version(session, row)
            parent = self._jobs.parent_version(session, row)
            decisions = latest_decisions(session, job_id)
            noted = select(NoteRow.applicant_id, func.count()).join(
                ApplicantRow, ApplicantRow.id == NoteRow.applicant_id
            )
            noted = noted.where(ApplicantRow.job_id == job_id).group_by(NoteRow.applicant_id)
            notes = dict(session.execute(noted).all())
        pool = self.pools.pool(row)
        scored = self.scored(pool, version, _filters(view), view.weights)
        before = self._before(pool, version, parent, view)
        return _Page(scored, before, view, decisions, notes, self._plans).made(row, version)

    def scored(
        self,
        pool: Pool,
        version: Version,
        filters: tuple[Filter, ...] = (),
        weights: Mapping[str, float] | None = None,
    ) -> Scored:
        """Everybody's score under a version of the job.

        Raises
        ------
        NothingAskedError
            If no requirement is worth anything.
        """
        asked = tuple(each.text for each in filters)
        given = tuple(sorted((weights or {}).items()))
        key = (pool.job_id, pool.version, version.card, given, asked, self._plans.as_of)

        def make() -> Scored:
            planned = self._plans.plan(version, weights)
            shown = self._credits.get((pool.job_id, pool.version), lambda: Credits(pool))
            return Scored(shown, planned, filters, self._plans)

        return self._scored.get(key, make)

    def forget(self, job_id: str) -> None:
        """Drop all of a job."""
        self.pools.forget(job_id)
        for kept in (self._credits, self._scored):
            kept.forget(lambda key: isinstance(key, tuple) and key[0] == job_id)

    def _before(
        self, pool: Pool, version: Version, parent: Version | None, view: RankingView
    ) -> Scored | None:
        """The ranking that changes are marked against, if there is one."""
        other = version if view.weights else parent
        if other is None:
            return None
        try:
            return self.scored(pool, other, _filters(view))
        except NothingAskedError:
            return None

    def _check(self, view: RankingView) -> None:
        if not 1 <= view.size <= MAX_SIZE or view.page < 1:
            found = f"page {view.page} of {view.size} rows"
            raise Refused("page", found, allowed=f"from page 1, 1 to {MAX_SIZE} rows")
        if len(view.search) > LONGEST_SEARCH:
            raise Refused("search", "is too long", allowed=f"{LONGEST_SEARCH} characters")
        if len(view.skills) > MAX_SKILLS:
            raise Refused("skills", f"are {len(view.skills)}", allowed=f"at most {MAX_SKILLS}")
        for skill_id in view.skills:
            if skill_id not in self._plans.matcher.taxonomy:
                raise Refused("skills", f"{skill_id!r} is unknown", allowed="an id of the taxonomy")
        if view.min_years is not None and not 0 < view.min_years <= MAX_YEARS:
            allowed = f"more than 0, to {MAX_YEARS}"
            raise Refused("min_years", f"is {view.min_years:g}", allowed=allowed)


def _filters(view: RankingView) -> tuple[Filter, ...]:
    filters = [Filter("must", "must")] if view.all_musts else []
    filters += [Filter(f"skill={key}", "skill", names=(key,)) for key in dict.fromkeys(view.skills)]
    if view.min_years is not None:
        filters.append(Filter(f"years>={view.min_years:g}", "years", years=view.min_years))
    return tuple(filters)


class _Page:
    """One page of one ranking."""

    def __init__(
        self,
        scored: Scored,
        before: Scored | None,
        view: RankingView,
        decisions: Mapping[str, Decision],
        notes: Mapping[str, int],
        plans: Plans,
    ) -> None:
        self.scored, self.before, self.view, self.plans = scored, before, view, plans
        self.pool = scored.pool
        self.decisions, self.notes = decisions, notes
        self.block_of = _blocks(scored)
        self._cells_made: dict[tuple[int, int, int], Cell] = {}

    def made(self, job: JobRow, version: Version) -> RankingPage:
        """The page."""
        rows = self._sorted(self._chosen(self.scored.order(blind=self.view.blind)))
        pages = max(1, ceil(len(rows) / self.view.size))
        number = min(self.view.page, pages)
        first = (number - 1) * self.view.size
        shown = rows[first : first + self.view.size].tolist()
        decided = Counter(self.decisions.values())
        decided[Decision.NONE] = len(self.pool) - decided.total()
        return RankingPage(
            job_id=job.id,
            version=job.version,
            view=replace(self.view, page=number),
            requirements=requirement_views(self.scored.plan.job, version.read, self.scored.plan),
            rows=tuple(self._rows(shown)),
            matching=len(rows),
            pages=pages,
            counts={
                block: int((self.block_of == number).sum()) for number, block in enumerate(Block)
            },
            decisions={decision: decided[decision] for decision in Decision},
            as_of=self.plans.as_of.isoformat(),
        )

    def _chosen(self, order: NDArray[np.int64]) -> NDArray[np.int64]:
        """Rows of the block that search and decisions choose, in their order."""
        import numpy as np

        view = self.view
        rows: NDArray[np.int64] = order[self.block_of[order] == list(Block).index(view.block)]
        words = view.search.casefold().split()
        if not words and not view.decisions:
            return rows
        kept = [
            all(word in self._said(row) for word in words)
            and (not view.decisions or self._decision(row) in view.decisions)
            for row in rows.tolist()
        ]
        chosen: NDArray[np.int64] = rows[np.flatnonzero(kept)]
        return chosen

    def _said(self, row: int) -> str:
        return self.pool.pseudonyms[row] if self.view.blind else self.pool.members[row].said

    def _decision(self, row: int) -> Decision:
        return self.decisions.get(self.pool.members[row].applicant_id, Decision.NONE)

    def _sorted(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        import numpy as np

        keys = self._keys(rows)
        if keys is None:
            return rows[::-1] if self.view.descending else rows
        return rows[np.argsort(-keys if self.view.descending else keys, kind="stable")]

    def _keys(self, rows: NDArray[np.int64]) -> NDArray[np.int64] | None:
        """What rows are sorted by, the smaller first; None for the ranking's own order."""
        import numpy as np

        table, sort = self.scored.table, self.view.sort
        figures = {Sort.SCORE: table.score, Sort.HIGH: table.score_high, Sort.MUST: table.met[0]}
        if sort is Sort.RANK:
            return None
        if sort in figures:
            return np.asarray(figures[sort][rows], dtype=np.int64)
        if sort is Sort.DECISION:
            places = [_DECISIONS.index(self._decision(row)) for row in rows.tolist()]
            return np.array(places, dtype=np.int64)
        if sort is Sort.CHANGE:
            return self._changes(rows)
        pseudonyms, members = self.pool.pseudonyms, self.pool.members
        names = [
            pseudonyms[row] if self.view.blind else members[row].name.casefold()
            for row in rows.tolist()
        ]
        place = {name: at for at, name in enumerate(sorted(set(names)))}
        return np.array([place[name] for name in names], dtype=np.int64)

    def _changes(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many places each went up (below 0) or down."""
        import numpy as np

        now = self.scored.ranks[rows].astype(np.int64)
        then = now if self.before is None else self.before.ranks[rows].astype(np.int64)
        return np.where((now > 0) & (then > 0), now - then, 0)

    def _rows(self, shown: Sequence[int]) -> Iterator[RankingRow]:
        flags = self.scored.credits.flags(self.scored.matrix, shown)
        outcomes = self._outcomes(shown)
        sure = self._certainties(shown) if self.view.certainty else {}
        for row, own in zip(shown, flags, strict=True):
            yield self._row(row, own, outcomes.get(row, ()), sure.get(row))

    def _row(
        self,
        row: int,
        flags: tuple[str, ...],
        outcomes: tuple[FilterOutcome, ...],
        sure: Certainty | None,
    ) -> RankingRow:
        scored, member, blind = self.scored, self.pool.members[row], self.view.blind
        table = scored.table
        if scored.out[row]:
            flags = (*flags, FILTERED_OUT)
        elif any(each[row] == OPEN for each in scored.verdicts):
            flags = (*flags, FILTER_UNKNOWN)
        return RankingRow(
            applicant_id=member.applicant_id,
            candidate_id=self.pool.pseudonyms[row] if blind else member.candidate_id,
            name="" if blind else member.name,
            rank=int(scored.ranks[row]) or None,
            rank_before=(int(self.before.ranks[row]) or None) if self.before else None,
            score=int(table.score[row]),
            score_high=int(table.score_high[row]),
            eligible=table.eligible(row),
            coverage={
                str(level): (int(table.met[place][row]), table.asked[place])
                for place, level in enumerate(ASKED_LEVELS)
            },
            flags=tuple((flag, flag_words(flag), flag_meaning(flag)) for flag in flags),
            cells=tuple(self._cells(row)),
            decision=self._decision(row),
            notes=self.notes.get(member.applicant_id, 0),
            certainty=sure,
            outcomes=outcomes,
        )

    def _cells(self, row: int) -> Iterator[Cell]:
        matrix = self.scored.matrix
        met_at = matrix.plan.policy.met_at
        low, high = matrix.low[:, row].tolist(), matrix.high[:, row].tolist()
        for key in zip(range(len(low)), low, high, strict=True):
            # Credits take few values: most cells of a page are like another one.
            if key not in self._cells_made:
                at, shown, possible = key
                planned = matrix.plan.requirements[at]
                worth = planned.share.worth
                self._cells_made[key] = Cell(
                    requirement_id=planned.requirement.id,
                    status=status_of(shown, possible, met_at),
                    points=points(worth, shown),
                    points_high=points(worth, possible),
                    worth=worth,
                )
            yield self._cells_made[key]

    def _outcomes(self, shown: Sequence[int]) -> dict[int, tuple[FilterOutcome, ...]]:
        """What each filter says of some, in words; only who did not pass all needs a ledger."""
        scored = self.scored
        asked = [row for row in shown if any(each[row] != PASSED for each in scored.verdicts)]
        if not asked:
            return {}
        plans = self.plans
        screen = Screen(
            scored.filters, scored.plan, plans.matcher.taxonomy, plans.policy, plans.as_of
        )
        return {
            row: screen.outcomes(candidate, score_candidate(scored.plan, candidate.profile))
            for row, candidate in zip(asked, self.pool.profiles.candidates(asked), strict=True)
        }

    def _certainties(self, shown: Sequence[int]) -> dict[int, Certainty]:
        order = self.scored.order(blind=self.view.blind).tolist()
        placed = [row for row in order if self.scored.ranks[row] > 0]
        following = dict(zip_longest(placed, placed[1:]))
        ids, found = self.pool.candidate_ids, {}
        for row in shown:
            if row in following:
                below = following[row]
                next_id = None if below is None else ids[below]
                found[row] = self.scored.acceptability.certainty(ids[row], next_id)
        return found


def _blocks(scored: Scored) -> NDArray[np.int8]:
    """The block of everybody, by its number."""
    import numpy as np

    ranked, to_read, out = (list(Block).index(b) for b in (Block.RANKED, Block.TO_READ,
                                                           Block.FILTERED_OUT))  # fmt: skip
    return np.where(scored.out, out, np.where(scored.table.readable, ranked, to_read)).astype(
        np.int8
    )
