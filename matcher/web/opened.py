"""One applicant opened, or some side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.explaining import compare_candidates, explain_candidate
from matcher.model import Ledger, Profile, Span
from matcher.report.comparison import FEWEST, MOST
from matcher.report.harmless import one_line
from matcher.report.quotes import SCHOOLED, Segment, segments
from matcher.report.wording import field_words
from matcher.scoring.robustness import Certainty
from matcher.web.applicants import applicant_row, latest_decisions
from matcher.web.data.models import DecisionRow, JobRow, NoteRow
from matcher.web.data.store import Store
from matcher.web.errors import NotFound, Refused
from matcher.web.jobs import Jobs, job_row
from matcher.web.plans import Plans
from matcher.web.ranking import Rankings
from matcher.web.results import Shown, shown
from matcher.web.scored import Scored
from matcher.web.shown import (
    ApplicantView,
    CompareView,
    Decision,
    DecisionLine,
    NoteLine,
    ShownText,
)

_LEFT_OUT = " … "
_LONGEST_CELL = 2_000


class Opened:
    """Explains and compares; :class:`matcher.web.workspace.Workspace` says what each does."""

    def __init__(self, store: Store, plans: Plans, jobs: Jobs, rankings: Rankings) -> None:
        self._store, self._plans = store, plans
        self._jobs, self._rankings = jobs, rankings

    def explain(
        self, job_id: str, applicant_id: str, *, blind: bool, certainty: bool
    ) -> ApplicantView:
        """One applicant in full."""
        with self._store.reading() as session:
            job = job_row(session, job_id)
            person_id = applicant_row(session, job_id, applicant_id).person_id
            decisions = _decisions(session, applicant_id, blind=blind)
            notes = () if blind else note_lines(session, applicant_id)
        scored = self._scored(job)
        row = _row(scored, applicant_id)
        beside = _beside(scored, row, blind=blind)
        sure = _certainty(scored, row, beside) if certainty else None
        found = shown(scored, beside, job, self._store, self._plans, blind=blind, certainty=sure)
        own_id = scored.pool.candidate_ids[row]
        explained = explain_candidate(found.result, own_id, blinding=found.blinding)
        result = explained.result
        seen_id = explained.ledger.candidate_id
        profile = result.profile(seen_id)
        return ApplicantView(
            applicant_id=applicant_id,
            person_id=person_id,
            candidate_id=seen_id,
            name=explained.name,
            explanation=explained,
            ranked=int((scored.ranks > 0).sum()),
            texts=_texts(profile, explained.ledger, blind=blind) if profile else (),
            carried=tuple(
                (one_line(header, 80), one_line(cell, _LONGEST_CELL))
                for header, cell in result.carried(seen_id).items()
                if cell.strip()
            ),
            decision=decisions[-1].decision if decisions else Decision.NONE,
            decisions=decisions,
            notes=notes,
            job_version=job.version,
        )

    def compare(self, job_id: str, applicant_ids: Sequence[str], *, blind: bool) -> CompareView:
        """Some applicants side by side."""
        ids = tuple(dict.fromkeys(applicant_ids))
        if not FEWEST <= len(ids) <= MOST:
            allowed = f"{FEWEST} to {MOST} different applicants"
            raise Refused("compare", f"are {len(ids)}", allowed=allowed)
        with self._store.reading() as session:
            job = job_row(session, job_id)
            for applicant_id in ids:
                applicant_row(session, job_id, applicant_id)
            decisions = latest_decisions(session, job_id)
        scored = self._scored(job)
        wanted = {_row(scored, applicant_id) for applicant_id in ids}
        rows = [row for row in scored.order(blind=blind).tolist() if row in wanted]
        found = shown(scored, rows, job, self._store, self._plans, blind=blind)
        own_ids = [scored.pool.candidate_ids[row] for row in rows]
        compared = compare_candidates(found.result, own_ids, blinding=found.blinding)
        members = [found.applicants[each.ledger.candidate_id] for each in compared.columns]
        return CompareView(
            comparison=compared,
            applicant_ids=tuple(members),
            decisions=tuple(decisions.get(key, Decision.NONE) for key in members),
        )

    def everybody(self, job_id: str, chosen: frozenset[Decision], *, blind: bool) -> Shown:
        """The ranking with a ledger for everybody, or for those with some decisions."""
        with self._store.reading() as session:
            job = job_row(session, job_id)
            decisions = latest_decisions(session, job_id)
        scored = self._scored(job)
        rows = scored.order(blind=blind).tolist()
        if chosen:
            members = scored.pool.members
            rows = [r for r in rows if decisions.get(members[r].applicant_id) in chosen]
        return shown(scored, rows, job, self._store, self._plans, blind=blind)

    def _scored(self, job: JobRow) -> Scored:
        with self._store.reading() as session:
            version = self._jobs.version(session, job)
        return self._rankings.scored(self._rankings.pools.pool(job), version)


def note_lines(session: Session, applicant_id: str) -> tuple[NoteLine, ...]:
    """The notes about an applicant, oldest first."""
    rows = session.scalars(
        select(NoteRow).where(NoteRow.applicant_id == applicant_id).order_by(NoteRow.at, NoteRow.id)
    )
    return tuple(NoteLine(row.id, row.text, row.by, row.at) for row in rows)


def _decisions(session: Session, applicant_id: str, *, blind: bool) -> tuple[DecisionLine, ...]:
    """Oldest first; reasons may name somebody, so a blind view has none."""
    rows = session.scalars(
        select(DecisionRow)
        .where(DecisionRow.applicant_id == applicant_id)
        .order_by(DecisionRow.number)
    )
    return tuple(
        DecisionLine(Decision(r.decision), "" if blind else r.reason, r.by, r.at) for r in rows
    )


def _row(scored: Scored, applicant_id: str) -> int:
    row = scored.pool.rows.get(applicant_id)
    if row is None:
        raise NotFound("applicant", f"no applicant {applicant_id!r} in this job")
    return row


def _beside(scored: Scored, row: int, *, blind: bool) -> list[int]:
    """The row with its neighbours, and the nearest with a better rank, in the ranking's order."""
    order = scored.order(blind=blind).tolist()
    at, own = order.index(row), int(scored.ranks[row])
    better = next((r for r in reversed(order[:at]) if 0 < scored.ranks[r] < own), None)
    chosen = {row, *order[max(at - 1, 0) : at + 2]} | ({better} if better is not None else set())
    return [other for other in order if other in chosen]


def _certainty(scored: Scored, row: int, beside: Sequence[int]) -> dict[int, Certainty]:
    if not scored.ranks[row]:
        return {}
    ids = scored.pool.candidate_ids
    following = beside[beside.index(row) + 1 :]
    below = next((ids[other] for other in following if scored.ranks[other]), None)
    return {row: scored.acceptability.certainty(ids[row], below)}


def _texts(profile: Profile, ledger: Ledger, *, blind: bool) -> tuple[ShownText, ...]:
    """All texts with evidence marked; in a blind view only lines that show a skill."""
    places: dict[str, list[tuple[str, Span]]] = {}
    for entry in ledger.entries:
        for each in entry.assessment.evidence:
            evidence = each.evidence
            if blind and evidence.kind in SCHOOLED:
                continue
            found = places.setdefault(evidence.field, [])
            found.append((f"r:{entry.assessment.requirement_id}", evidence.span))
            found.append((f"n:{each.leaf_id}", evidence.span))
    texts = []
    for field, text in profile.texts.items():
        spans = list(dict.fromkeys(places.get(field, ())))
        cut = tuple(segments(text, spans))
        if blind:
            cut = tuple(_lines_with_evidence(text, spans))
        if cut:
            texts.append(ShownText(field, field_words(field), cut))
    return tuple(texts)


def _lines_with_evidence(text: str, spans: Sequence[tuple[str, Span]]) -> Iterator[Segment]:
    """The lines of a text that hold any of some words; one sign for all between."""
    start = 0
    lines = []
    for line in text.splitlines(keepends=True):
        home = Span(start, start + len(line))
        lines.append((any(home.overlaps(span) for _, span in spans), home))
        start = home.end
    for has_evidence, group in groupby(lines, key=lambda pair: pair[0]):
        homes = [home for _, home in group]
        if not has_evidence:
            yield Segment(_LEFT_OUT)
            continue
        first, last = homes[0].start, homes[-1].end
        inside = [
            (key, Span(max(span.start, first) - first, min(span.end, last) - first))
            for key, span in spans
            if span.start < last and first < span.end
        ]
        yield from segments(text[first:last], inside)
