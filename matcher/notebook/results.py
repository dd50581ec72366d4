"""A ranking in a notebook: tables, explanations, and the same candidates under other weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from matcher.errors import InputError
from matcher.explaining import can_compare
from matcher.model import Job
from matcher.notebook import tables
from matcher.notebook.bench import Bench, Screened
from matcher.notebook.display import ComparisonView, ExplanationView, JobView
from matcher.notebook.explained import around, certainties, compared, explained, weighable
from matcher.notebook.moves import move_table
from matcher.notebook.placing import Placing, order_of, reweighted
from matcher.notebook.plotting import ResultPlots
from matcher.report.bench_html import ranking_fragment
from matcher.report.comparison import FEWEST, MOST
from matcher.report.result import RankResult
from matcher.scoring import Policy
from matcher.scoring.matrix import CreditMatrix
from matcher.scoring.robustness import Certainty, RankAcceptability, rank_acceptability

if TYPE_CHECKING:
    from matcher.notebook.sliders import Sliders

#: Candidates that a notebook shows of a ranking.
SHOWN = 15
_NEAR_IDS = 4


class Results:
    """Candidates ranked for a job; made by ``Matcher.rank_frame`` and ``Matcher.rank_store``.

    Scores stand in arrays; what else there is to say of a candidate is worked out when it is asked
    for.  Methods that take ``top`` give the first of the ranking and no more; whoever has no rank
    stands behind those who have one.

    Parameters
    ----------
    bench : Bench
        The job and the candidates.
    placing : Placing
        Where everybody stands.
    screened : mapping
        What the filters say, by place in the pool.
    """

    def __init__(self, bench: Bench, placing: Placing, screened: Screened) -> None:
        self._bench, self._placing, self._screened = bench, placing, screened

    @classmethod
    def under(cls, bench: Bench, policy: Policy) -> Results:
        """The candidates of a bench ranked under a policy.

        Raises
        ------
        NothingAskedError
            If no requirement is worth anything.
        """
        planned = bench.plan(policy)
        matrix = bench.pool.credits(planned)
        screened = bench.screened(planned)
        return cls(bench, Placing.of(matrix, order_of(bench.names), bench.out(screened)), screened)

    @property
    def job(self) -> Job:
        """What is asked."""
        return self._bench.job

    @property
    def policy(self) -> Policy:
        """Every figure in force."""
        return self._placing.plan.policy

    @property
    def as_of(self) -> date:
        """The day "to date" means."""
        return self._bench.as_of

    @property
    def versions(self) -> dict[str, str]:
        """What a score depends on beside job and candidate: the program, and digests."""
        return {**self._bench.versions, "policy": self.policy.digest}

    @property
    def columns(self) -> dict[str, str]:
        """What each header of the list was recognised as."""
        return {} if self.blind else dict(self._bench.uses)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of the reading."""
        return self._bench.notes

    @property
    def blind(self) -> bool:
        """Whether identity is hidden."""
        return self._bench.hidden is not None

    @property
    def matrix(self) -> CreditMatrix:
        """What everybody showed, before any weight; in the order of the list."""
        matrix = self._placing.matrix
        return CreditMatrix(
            matrix.plan, self._bench.names, matrix.low, matrix.high, matrix.readable
        )

    @cached_property
    def weighable(self) -> CreditMatrix:
        """The same of those whom no filter took out, in the order of the ranking."""
        return weighable(self._bench, self._placing)

    @cached_property
    def acceptability(self) -> RankAcceptability:
        """Everybody's rank under 2,401 weightings; see :meth:`certainty`."""
        return rank_acceptability(self.weighable)

    @property
    def plot(self) -> ResultPlots:
        """Figures: waterfall, heat map, weights, how sure ranks are, how scores are spread."""
        return ResultPlots(self)

    @cached_property
    def set_aside(self) -> pd.DataFrame:
        """Who could not be read, and why."""
        return tables.aside_table(self._part([]).set_aside)

    @cached_property
    def requirements(self) -> pd.DataFrame:
        """What is asked: level, kind, words, weight, worth in points, gate; by requirement id."""
        return tables.requirement_table(self._placing)

    def __len__(self) -> int:
        """Candidates, with those who have no rank and without those set aside."""
        return len(self._bench.pool)

    def to_frame(self, top: int | None = None, *, flags: bool = True) -> pd.DataFrame:
        """One row a candidate: rank, score, coverage, flags, and the list's own other columns.

        Parameters
        ----------
        top : int, optional
            How many.
        flags : bool
            Whether flags are looked up, for which everybody's texts are compared with others'.
        """
        places = self._places(top=top)
        return tables.candidate_table(
            self._bench, self._placing, self._screened, places, flags=flags
        )

    def credits(self, *, high: bool = False) -> pd.DataFrame:
        """Candidates × requirements: credit from 0 to 1.

        Parameters
        ----------
        high : bool
            Credit were the unknown met, in place of what is shown.
        """
        return tables.credit_table(self._bench, self._placing, self._placing.order, high=high)

    def points(self) -> pd.DataFrame:
        """Candidates × requirements: points; a row sums to the score."""
        return tables.points_table(self._bench, self._placing, self._placing.order)

    def statuses(self) -> pd.DataFrame:
        """Candidates × requirements: met, partial, missing or unknown."""
        return tables.status_table(self._bench, self._placing, self._placing.order)

    def ledgers(self, *ids: str | int, top: int | None = None) -> pd.DataFrame:
        """One row per candidate and requirement: status, credit, points, and the reason.

        Parameters
        ----------
        *ids : str
            Whose; everybody's where none is given.
        top : int, optional
            Those of the first of the ranking.
        """
        return tables.ledger_table(self._shown(self._places(ids, top)))

    def evidence(self, *ids: str | int, top: int | None = None) -> pd.DataFrame:
        """One row per piece of evidence, with its words and their place in the candidate's texts.

        Parameters
        ----------
        *ids, top
            As for :meth:`ledgers`.
        """
        return tables.evidence_table(self._shown(self._places(ids, top)))

    def ranking(self, top: int | None = None) -> RankResult:
        """The ranking as the reports take it, with ledgers; who has no rank stands in it, too.

        Parameters
        ----------
        top : int, optional
            How many of those with a rank.
        """
        ranked = self._placing.ranked
        unranked = self._placing.order[len(ranked) :]
        head = [*ranked[:top].tolist(), *unranked.tolist()]
        result = self._part(head)
        if top is None or top >= len(ranked):
            return self._bench.shown(result)
        [below] = self._part([int(ranked[top])]).ranked
        return self._bench.shown(replace(result, next_below=below.ledger))

    def ranking_of(self, *ids: str) -> RankResult:
        """The part of :meth:`ranking` that holds some candidates.

        Raises
        ------
        InputError
            If there is no such candidate.
        """
        return self._shown(self._places(ids) if ids else [])

    def explain(
        self,
        candidate_id: str | int,
        audience: str = "recruiter",
        *,
        reach_score: float | None = None,
        reach_rank: int | None = None,
        certainty: bool = False,
    ) -> ExplanationView:
        """One candidate's score in full, and what would change it.

        Parameters
        ----------
        candidate_id : str
            Whose, as the tables show it.
        audience : str
            ``recruiter`` or ``candidate``; nobody else is in the candidate's.
        reach_score : float, optional
            Points to reach in a what-if, 0 … 100.
        reach_rank : int, optional
            Rank to reach in a what-if; the next better one by default.
        certainty : bool
            Whether to say how sure the rank is when the weights are uncertain.

        Raises
        ------
        InputError
            If there is no such candidate, or no such audience.
        """
        place = self._place(candidate_id)
        sure = self._certainties.get(self._bench.names[place]) if certainty else None
        return explained(
            self._bench,
            self._part(around(self._placing, place, reach_rank)),
            place,
            audience,
            reach_score=reach_score,
            reach_rank=reach_rank,
            certainty=sure,
        )

    def compare(self, *ids: str | int) -> ComparisonView:
        """Two to four candidates side by side, differences first.

        Raises
        ------
        InputError
            If there is no such candidate, or these are not two to four different ones.
        """
        if not can_compare(list(map(str, ids))):
            found = f"{', '.join(map(repr, ids)) or 'nobody'} cannot be compared"
            raise InputError("compare", found, allowed=f"{FEWEST} to {MOST} different ids")
        places = self._places(ids)
        return compared(self._bench, self._part(places), places)

    def certainty(self) -> pd.DataFrame:
        """How sure each rank is when the weights are not: ranked under 2,401 weightings.

        Takes 4 bytes for every candidate under every weighting: 1 GB for 100,000.
        """
        return tables.certainty_table(self._bench, self._placing, self._certainties)

    def with_policy(self, policy: Policy) -> Results:
        """The same candidates under another policy, without reading them again.

        Where only weights, importance or gates change, the credits stay and are weighed anew;
        else everybody is assessed anew from the columns, and where credit fades with time from
        every profile in full.

        Raises
        ------
        NothingAskedError
            If no requirement is worth anything.
        """
        before, planned = self._placing, self._bench.plan(policy)
        matrix = reweighted(before.matrix, planned)
        screened, out = self._screened, before.out
        if self._bench.filters and policy != self.policy:
            screened = self._bench.screened(planned)
            out = self._bench.out(screened)
        if matrix is None:
            matrix = self._bench.pool.credits(planned)
        return Results(self._bench, Placing.of(matrix, before.id_order, out), screened)

    def moved(self, before: Results) -> pd.DataFrame:
        """Who rose and who fell since other results of the same candidates, and what moved them.

        Parameters
        ----------
        before : Results
            What :meth:`with_policy` was called on, or any other that came of it.

        Returns
        -------
        pandas.DataFrame
            One row for each candidate with a rank, the best first: ranks and scores before and
            after, ``change`` (positive for who rose), and the requirement that moved it most, in
            points gained and in points beyond what all gained in the mean.

        Raises
        ------
        InputError
            If they are of another job or list.
        """
        if before._bench is not self._bench:
            allowed = "results that with_policy gave"
            raise InputError("moved", "the results are of another job or list", "", allowed)
        return move_table(self._bench, before._placing, self._placing)

    def show_job(self) -> JobView:
        """The job as it was read: its requirements, and where they stand in the text."""
        return JobView(self.job, self._bench.text)

    def sliders(self, top: int = SHOWN) -> Sliders:
        """Sliders for weights, credits and gates over the live ranking.

        Parameters
        ----------
        top : int
            How many candidates to show.

        Raises
        ------
        InputError
            If ipywidgets is not installed, with what to install.
        """
        try:
            from matcher.notebook.sliders import Sliders
        except ModuleNotFoundError as error:
            if error.name != "ipywidgets":
                raise
            allowed = "pip install 'requirement-matcher[notebook]'"
            raise InputError("sliders", "ipywidgets is not installed", "", allowed) from error
        return Sliders(self, top)

    def to_html(self, top: int = SHOWN, since: Results | None = None) -> str:
        """The head of the ranking as HTML, with rank changes since other results.

        Parameters
        ----------
        top : int
            How many candidates.
        since : Results, optional
            What ranks are compared with.
        """
        places = self._placing.ranked[:top].tolist()
        names = [self._bench.names[place] for place in places]
        moved = None
        if since is not None:
            changes = self.moved(since)["change"].loc[names]
            moved = {key: None if pd.isna(n) else int(n) for key, n in changes.items()}
        return ranking_fragment(
            self._shown(places),
            unread=int((~self._placing.matrix.readable & ~self._placing.out).sum()),
            filtered=int(self._placing.out.sum()),
            moved=moved,
        )

    def __repr__(self) -> str:
        title = self.job.title or "Untitled job"
        ranked = len(self._placing.ranked)
        return f"<Results of {title!r}: {ranked} of {len(self)} ranked, as of {self.as_of}>"

    def _repr_html_(self) -> str:
        return self.to_html()

    @cached_property
    def _place_by_name(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._bench.names)}

    @cached_property
    def _certainties(self) -> dict[str, Certainty]:
        return certainties(self.acceptability)

    def _place(self, candidate_id: str | int) -> int:
        """Where a candidate stands in the pool.

        Raises
        ------
        InputError
            If there is none, with ids that are near.
        """
        known, wanted = self._place_by_name, str(candidate_id)
        if wanted not in known:
            near = get_close_matches(wanted, known, _NEAR_IDS, 0.5)
            proposed = near or self._bench.names[:_NEAR_IDS]
            allowed = f"an id of the list, such as {', '.join(proposed)}" if proposed else ""
            raise InputError("results", f"no candidate {wanted!r}", allowed=allowed)
        return known[wanted]

    def _places(self, ids: Sequence[str | int] = (), top: int | None = None) -> list[int]:
        """Places of some candidates, or of the first, in the order of the ranking."""
        order: list[int] = self._placing.order.tolist()
        if not ids:
            return order[:top]
        wanted = {self._place(candidate_id) for candidate_id in ids}
        return [place for place in order if place in wanted][:top]

    def _part(self, places: Sequence[int]) -> RankResult:
        return self._bench.ranking(self._placing, self._screened, places)

    def _shown(self, places: Sequence[int]) -> RankResult:
        return self._bench.shown(self._part(places))
