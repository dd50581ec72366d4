"""Parse jobs and rank candidates: the stations in their order, for commands and notebooks."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from matcher import __version__
from matcher.documents import Document, read_document
from matcher.errors import InputError
from matcher.job.card import is_card
from matcher.job.card_reader import read_card
from matcher.job.parser import JobParser
from matcher.model import (
    FILTERED_OUT,
    Candidate,
    FilterOutcome,
    Job,
    Ledger,
    SetAside,
    Twin,
)
from matcher.rules import load_rules
from matcher.taxonomy.store import load_taxonomy
from matcher.taxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    import pandas as pd

    from matcher.batch.store.reading import StoredCandidates
    from matcher.notebook.results import Results
    from matcher.report.result import RankResult
    from matcher.scoring import Policy
    from matcher.scoring.planning import ScoringPlan
    from matcher.screening import Filter

#: Called with the number of candidates done.
Progress = Callable[[int], None]


class Matcher:
    r"""Everything needed to read jobs and rank candidates, loaded once.

    Parameters
    ----------
    taxonomy : Taxonomy, path or sequence of paths, optional
        Skills to recognise: a taxonomy, or files that are merged in their order; the shipped one
        by default.

    Raises
    ------
    InputError, ConfigError
        If the taxonomy cannot be read, or holds mistakes.

    Examples
    --------
    >>> job = Matcher().parse_text("Requirements\n- Java or Kotlin\n- 3+ years of SQL")
    >>> [str(r.level) for r in job.requirements], job.requirements[1].min_years
    (['must', 'must'], 3.0)
    """

    def __init__(
        self, taxonomy: Taxonomy | str | Path | Sequence[str | Path] | None = None
    ) -> None:
        self.taxonomy = taxonomy if isinstance(taxonomy, Taxonomy) else _loaded(taxonomy)
        self.rules = load_rules()
        self.parser = JobParser(self.taxonomy, self.rules)

    def parse_text(self, text: str, source: str = "text") -> Job:
        """Read a description or a job card from its text.

        Raises
        ------
        ConfigError
            If it is a card with mistakes.
        """
        if is_card(text):
            return read_card(text, source, self.taxonomy)
        return self.parser.parse(text)

    def read_job(self, source: str | Path) -> tuple[Document, Job]:
        """Read a description or job card from a file, or from standard input for ``-``.

        Raises
        ------
        InputError
            If the file cannot be read, is empty, is a table, or is no document.
        ConfigError
            If it is a card with mistakes.
        """
        name = str(source)
        if Path(source).suffix.lower() in (".csv", ".tsv"):
            found = "is a table of candidates, no job description"
            raise InputError(name, found, allowed="JOB first, then CANDIDATES")
        document = read_document(name)
        return document, self.parse_text(document.text, name)

    def versions(self, policy: Policy) -> dict[str, str]:
        """What a score depends on beside job and candidate: the program, and digests."""
        return {
            "matcher": __version__,
            "taxonomy": self.taxonomy.digest,
            "rules": self.rules.digest,
            "policy": policy.digest,
        }

    def rank(
        self,
        job: Job,
        candidates: Iterable[Candidate | SetAside],
        policy: Policy,
        as_of: date,
        *,
        columns: Mapping[str, str] | None = None,
        source: str = "job",
        progress: Progress | None = None,
        latest_only: bool = False,
        filters: Sequence[Filter] = (),
    ) -> RankResult:
        """Score and rank candidates.

        Parameters
        ----------
        job : Job
            What is asked.
        candidates : iterable of Candidate or SetAside
            What was read of a list; those set aside are passed on.
        policy : Policy
            Every figure in force.
        as_of : date
            The day "to date" means.
        columns : mapping of str to str, optional
            The list's headers and what they were read as.
        source : str
            File of the job, for messages.
        progress : callable, optional
            Called with the number of candidates scored so far.
        latest_only : bool
            Of candidates that are one person only the newest stays; else all do, flagged.
        filters : sequence of Filter
            Who fails one stands behind the others without a rank; no score depends on them.

        Raises
        ------
        NothingAskedError
            If no requirement is worth anything.
        """
        from matcher.scoring import plan, score_candidate
        from matcher.screening import Screen, with_filter_flags

        planned = plan(job, self.taxonomy, policy, as_of, source=source)
        known: list[Candidate] = []
        ledgers, aside = [], []
        for number, candidate in enumerate(candidates, 1):
            if isinstance(candidate, SetAside):
                aside.append(candidate)
            else:
                known.append(candidate)
                ledgers.append(score_candidate(planned, candidate.profile))
            if progress is not None:
                progress(number)
        uses = dict(columns or {})
        twins, dropped = _duplicates(known, uses, latest_only=latest_only)
        aside += dropped
        gone = {each.candidate_id for each in dropped}
        ledgers = _flagged((led for led in ledgers if led.candidate_id not in gone), twins)
        screened: dict[str, tuple[FilterOutcome, ...]] = {}
        if filters:
            screen = Screen(filters, planned, self.taxonomy, policy, as_of)
            by_id = {c.profile.candidate_id: c for c in known}
            screened = {
                led.candidate_id: screen.outcomes(by_id[led.candidate_id], led) for led in ledgers
            }
            ledgers = [with_filter_flags(led, screened[led.candidate_id]) for led in ledgers]
        return self._result(job, planned, as_of, ledgers, known, aside, uses, twins, screened)

    def rank_best(
        self,
        job: Job,
        stored: Sequence[tuple[str, StoredCandidates]],
        policy: Policy,
        as_of: date,
        count: int,
        *,
        columns: Mapping[str, str],
        source: str = "job",
    ) -> RankResult:
        """The head of a ranking of stored candidates: equal to ``rank(…).head(count)``.

        All are scored by columns; only the best are read.

        Parameters
        ----------
        job, policy, as_of, columns, source
            As for :meth:`rank`.
        stored : sequence of (str, StoredCandidates)
            Sources of stores (:func:`matcher.batch.store.best.stored_sources`).
        count : int
            How many of those with a rank.

        Raises
        ------
        NothingAskedError
            If no requirement is worth anything.
        InputError
            If a store is damaged.
        """
        from matcher.batch.store.best import best
        from matcher.scoring import plan, score_candidate

        planned = plan(job, self.taxonomy, policy, as_of, source=source)
        found = best(planned, stored, columns, count)
        ledgers = [score_candidate(planned, each.profile) for each in found.candidates]
        twins = dict(found.twins)
        flagged = _flagged(ledgers, twins)
        result = self._result(
            job, planned, as_of, flagged, found.candidates, found.set_aside, columns, twins
        )
        head = result.head(count)
        return dataclasses.replace(head, not_shown=max(found.placed - count, 0))

    def rank_frame(
        self,
        job: str | Path | Job,
        df: pd.DataFrame,
        *,
        policy: Policy | None = None,
        as_of: date | str | None = None,
        columns: Mapping[str, str] | None = None,
        filters: Sequence[str] = (),
        blind: bool = False,
        blind_key: str | Path | None = None,
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> Results:
        r"""Rank the candidates of a pandas DataFrame, as ``matcher rank`` does those of a file.

        Parameters
        ----------
        job : str, Path or Job
            A description or job card: its path, its text (more than one line), or what was read.
        df : pandas.DataFrame
            One candidate a row under any headers, which are recognised as those of a file are; not
            changed.  Without a column of ids the index is taken for them.
        policy : Policy, optional
            Every figure in force; the default policy by default.
        as_of : date or str, optional
            The day "to date" means, ``YYYY-MM-DD``; today by default.
        columns : mapping of str to str, optional
            Header by column, ``{"resume": "Resume_str"}``, before what is recognised.
        filters : sequence of str
            As behind ``--filter``: who fails one has no rank; no score depends on them.
        blind : bool
            Hide everything that identifies a person; candidates are numbered.
        blind_key : str or Path, optional
            Key file for pseudonyms that last; implies ``blind``.
        workers : int, optional
            Processes to read with, from 4,096 candidates on; all cores by default.
        progress : callable, optional
            Called with the number of candidates read so far.

        Returns
        -------
        Results
            Rows that could not be read are in its ``set_aside``.

        Raises
        ------
        InputError
            If the job cannot be read, or no column of the DataFrame holds text.
        NothingAskedError
            If no requirement is worth anything.
        ConfigError
            If the job is a card with mistakes, or a filter is none.

        Examples
        --------
        >>> import pandas as pd
        >>> people = pd.DataFrame({"id": ["a", "b"], "skills": ["Java, SQL", "Java"]})
        >>> results = Matcher().rank_frame("Requirements\n- Java\n- SQL", people)
        >>> results.to_frame()["score"].to_dict()
        {'a': 65.0, 'b': 32.5}
        """
        from matcher.notebook.opening import asked_for, ranked_frame

        asked = asked_for(self, job, policy, as_of, filters, blind_key, blind=blind)
        return ranked_frame(asked, df, columns, workers, progress)

    def rank_store(
        self,
        job: str | Path | Job,
        *stores: str | Path,
        policy: Policy | None = None,
        as_of: date | str | None = None,
        filters: Sequence[str] = (),
        blind: bool = False,
        blind_key: str | Path | None = None,
    ) -> Results:
        """Rank the candidates of stores that ``matcher profiles`` made, without reading them again.

        Parameters
        ----------
        job, policy, as_of, filters, blind, blind_key
            As for :meth:`rank_frame`.
        *stores : str or Path
            Folders, at least one.

        Raises
        ------
        InputError
            If one is no store, was read otherwise, or is damaged.
        NothingAskedError
            If no requirement is worth anything.
        """
        from matcher.notebook.opening import asked_for, ranked_store

        asked = asked_for(self, job, policy, as_of, filters, blind_key, blind=blind)
        return ranked_store(asked, [str(store) for store in stores])

    def _result(
        self,
        job: Job,
        planned: ScoringPlan,
        as_of: date,
        ledgers: Iterable[Ledger],
        known: Iterable[Candidate],
        aside: Iterable[SetAside],
        columns: Mapping[str, str],
        twins: Mapping[str, tuple[Twin, ...]],
        screened: Mapping[str, tuple[FilterOutcome, ...]] = MappingProxyType({}),
    ) -> RankResult:
        """The ranking of ledgers with all that views show beside them."""
        from matcher.report.result import RankResult
        from matcher.scoring import in_order

        versions = self.versions(planned.policy)
        ledgers = tuple(ledgers)
        out = [led.candidate_id for led in ledgers if FILTERED_OUT in led.flags]
        return RankResult(
            job=dataclasses.replace(job, versions=job.versions or versions),
            policy=planned.policy.to_dict(),
            versions=versions,
            as_of=as_of,
            ranked=in_order(ledgers, frozenset(out)),
            screened=dict(screened),
            candidates={c.profile.candidate_id: c for c in known},
            set_aside=tuple(aside),
            columns=dict(columns),
            twins=twins,
            sources=self.taxonomy.sources,
            worths={r.requirement.id: r.share.worth for r in planned.requirements},
            paid_elsewhere={r.requirement.id: r.share.repeats for r in planned.requirements},
            plan=planned,
        )


def _loaded(files: str | Path | Sequence[str | Path] | None) -> Taxonomy:
    listed = [files] if isinstance(files, str | Path) else files or ()
    return load_taxonomy([Path(file) for file in listed])


def _flagged(ledgers: Iterable[Ledger], twins: Mapping[str, tuple[Twin, ...]]) -> list[Ledger]:
    """Ledgers with a flag where somebody else may be the same person."""
    from matcher.report.flagged import with_twin_flag

    return [
        dataclasses.replace(led, flags=with_twin_flag(led.flags))
        if led.candidate_id in twins
        else led
        for led in ledgers
    ]


def _duplicates(
    candidates: list[Candidate], columns: Mapping[str, str], *, latest_only: bool
) -> tuple[dict[str, tuple[Twin, ...]], list[SetAside]]:
    """Who may be the same person as whom, by id, and who is set aside for it."""
    from matcher.profile.duplicates import find_pairs, superseded, twins_by_id

    pairs = find_pairs(candidates, columns)
    dropped = superseded(candidates, pairs, columns) if latest_only else {}
    kept = (pair for pair in pairs if pair.first not in dropped and pair.second not in dropped)
    ids = [candidate.profile.candidate_id for candidate in candidates]
    return twins_by_id(ids, kept), [dropped[index] for index in sorted(dropped)]
