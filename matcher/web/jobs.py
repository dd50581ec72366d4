"""Jobs of a workspace: made, edited, undone, deleted."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from matcher.errors import NothingAskedError
from matcher.job.card import is_card, write_card
from matcher.model import Job, Span
from matcher.report.harmless import one_line
from matcher.report.quotes import segments
from matcher.scoring import ScoringPlan
from matcher.taxonomy.normal import fold_name
from matcher.web.applicants import latest_decisions
from matcher.web.data.models import ApplicantRow, JobRow, RevisionRow
from matcher.web.data.store import Store, new_id
from matcher.web.editing import Editing, highest_number
from matcher.web.edits import JobEdit
from matcher.web.errors import Conflict, NotFound, Refused
from matcher.web.limits import LimitedReader
from matcher.web.plans import Plans, Recent, Version, requirement_views
from matcher.web.settings import Settings
from matcher.web.shown import Decision, HistoryLine, JobLine, JobView, SkillLine, Who

_KEY_BYTES = 32
_MOST_SUGGESTED = 50
_KEPT_JOBS = 64


class Jobs:
    """The jobs of a workspace; :class:`matcher.web.workspace.Workspace` says what each does."""

    def __init__(
        self, store: Store, plans: Plans, reader: LimitedReader, settings: Settings
    ) -> None:
        self._store, self._plans, self._reader = store, plans, reader
        self._settings = settings
        self._read: Recent[Job] = Recent(_KEPT_JOBS)
        self._versions: Recent[Version] = Recent(_KEPT_JOBS)

    def parse(self, text: str | bytes, name: str) -> tuple[Job, str]:
        """What a description or card asks for, and the text to which its offsets refer."""
        job, words = self._reader.job(text, name)
        return job, "" if is_card(words) else words

    def create(self, by: Who, text: str | bytes, name: str) -> JobView:
        """Read a job and keep it."""
        job, words = self.parse(text, name)
        now, job_id = self._settings.clock(), new_id()
        row = JobRow(
            id=job_id,
            title=one_line(job.title or "", 300),
            version=1,
            text=words,
            read=job.to_dict(),
            created_at=now,
            changed_at=now,
            changed_by=by.name,
            highest=highest_number(job),
            applicants_version=0,
            blind_key=secrets.token_bytes(_KEY_BYTES),
        )
        card = write_card(job, self._plans.matcher.taxonomy)
        first = RevisionRow(
            job_id=job_id, version=1, parent=None, card=card, words="read", by=by.name, at=now
        )
        with self._store.writing() as session:
            session.add(row)
            session.flush()
            session.add(first)
        return self.view(job_id)

    def lines(self) -> tuple[JobLine, ...]:
        """All jobs, the latest changed first."""
        with self._store.reading() as session:
            rows = session.scalars(select(JobRow).order_by(JobRow.changed_at.desc(), JobRow.id))
            counts = dict(
                session.execute(
                    select(ApplicantRow.job_id, func.count()).group_by(ApplicantRow.job_id)
                ).all()
            )
            return tuple(self._line(session, row, counts.get(row.id, 0)) for row in rows)

    def _line(self, session: Session, row: JobRow, applicants: int) -> JobLine:
        decided = Counter(latest_decisions(session, row.id).values())
        return JobLine(
            id=row.id,
            title=row.title,
            version=row.version,
            created_at=row.created_at,
            changed_at=row.changed_at,
            changed_by=row.changed_by,
            applicants=applicants,
            shortlisted=decided[Decision.SHORTLIST] + decided[Decision.OVERRIDE],
            rejected=decided[Decision.REJECT],
        )

    def view(self, job_id: str) -> JobView:
        """One job in full."""
        with self._store.reading() as session:
            row = job_row(session, job_id)
            revision = _revision(session, job_id, row.version)
        version = self._version(row, revision)
        job = self._plans.job(version)
        planned: ScoringPlan | None = None
        nothing = ""
        try:
            planned = self._plans.plan(version)
        except NothingAskedError as error:
            nothing = error.problem.found
        return JobView(
            id=row.id,
            title=job.title or "",
            version=row.version,
            created_at=row.created_at,
            changed_at=row.changed_at,
            text=row.text,
            segments=tuple(segments(row.text, _places(job))) if row.text else (),
            requirements=requirement_views(job, version.read, planned),
            nothing_asked=nothing,
            warnings=job.warnings,
            unmatched=job.unmatched,
            can_undo=revision.parent is not None,
            original_ids=tuple(r.id for r in version.read.requirements),
        )

    def card(self, job_id: str) -> str:
        """The job as a card."""
        with self._store.reading() as session:
            return _revision(session, job_id, job_row(session, job_id).version).card

    def edit(self, by: Who, job_id: str, edit: JobEdit, version: int) -> JobView:
        """Edit a job."""
        with self._store.writing() as session:
            row = job_row(session, job_id)
            self._check(session, row, version)
            now = self._version(row, _revision(session, job_id, version))
            job = self._plans.job(now)
            taxonomy = self._plans.matcher.taxonomy
            edited, words = Editing(job, now.read, now.text, taxonomy, row.highest).applied(edit)
            row.highest = max(row.highest, highest_number(edited))
            card = write_card(replace(edited, warnings=()), taxonomy)
            # What cannot be read again must not be kept.
            self._plans.job(replace(now, card=card))
            self._keep(session, row, by, card, words, parent=version, title=edited.title)
        return self.view(job_id)

    def undo(self, by: Who, job_id: str, version: int) -> JobView:
        """Take the latest edit back that still holds."""
        with self._store.writing() as session:
            row = job_row(session, job_id)
            self._check(session, row, version)
            latest = _revision(session, job_id, version)
            if latest.parent is None:
                raise Refused("undo", "nothing was changed", allowed="after an edit")
            before = _revision(session, job_id, latest.parent)
            title = self._plans.job(self._version(row, before)).title
            words = f"undone: {latest.words}"
            self._keep(session, row, by, before.card, words, parent=before.parent, title=title)
        return self.view(job_id)

    def history(self, job_id: str) -> tuple[HistoryLine, ...]:
        """Every edit, oldest first."""
        with self._store.reading() as session:
            job_row(session, job_id)
            return _history(session, job_id, 0)

    def delete(self, session: Session, job_id: str) -> None:
        """Delete a job and what belongs to it."""
        job_row(session, job_id)
        session.execute(delete(JobRow).where(JobRow.id == job_id))
        self._plans.forget(job_id)
        for kept in (self._read, self._versions):
            kept.forget(lambda key: isinstance(key, tuple) and key[0] == job_id)

    def version(self, session: Session, row: JobRow, number: int | None = None) -> Version:
        """A version of a job, the one in force by default; none ever changes."""
        wanted = number or row.version
        return self._versions.get(
            (row.id, wanted), lambda: self._version(row, _revision(session, row.id, wanted))
        )

    def parent_version(self, session: Session, row: JobRow) -> Version | None:
        """The version that the one in force was made from."""
        parent = self.version(session, row).parent
        return None if parent is None else self.version(session, row, parent)

    def suggest(self, prefix: str, count: int) -> tuple[SkillLine, ...]:
        """Skills by the beginning of a name: names before aliases, short ones first."""
        wanted = fold_name(prefix)
        if not wanted:
            return ()
        taxonomy = self._plans.matcher.taxonomy
        found: dict[str, tuple[bool, int, str, str]] = {}
        for name, skill_id in taxonomy.ids_by_name.items():
            at = name.startswith(wanted) or f" {wanted}" in name
            if at:
                skill = taxonomy[skill_id]
                own = fold_name(skill.name) == name
                place = (not name.startswith(wanted), len(name) + (not own), name, skill_id)
                if skill_id not in found or place < found[skill_id]:
                    found[skill_id] = place
        best = sorted(found.values())[: min(count, _MOST_SUGGESTED)]
        lines = []
        for *_, name, skill_id in best:
            skill = taxonomy[skill_id]
            because = "" if fold_name(skill.name) == name else name
            lines.append(SkillLine(skill_id, skill.name, skill.category, because))
        return tuple(lines)

    def _version(self, row: JobRow, revision: RevisionRow) -> Version:
        read = self._read.get((row.id,), lambda: Job.from_dict(row.read))
        return Version(row.id, revision.parent, revision.card, read, row.text)

    def _check(self, session: Session, row: JobRow, version: int) -> None:
        if row.version != version:
            changes = _history(session, row.id, version)
            raise Conflict(f"job {row.id}", row.version, changes)

    def _keep(
        self,
        session: Session,
        row: JobRow,
        by: Who,
        card: str,
        words: str,
        *,
        parent: int | None,
        title: str | None,
    ) -> None:
        now = self._settings.clock()
        row.version += 1
        row.title, row.changed_at, row.changed_by = one_line(title or "", 300), now, by.name
        session.add(
            RevisionRow(
                job_id=row.id,
                version=row.version,
                parent=parent,
                card=card,
                words=words,
                by=by.name,
                at=now,
            )
        )


def job_row(session: Session, job_id: str) -> JobRow:
    """The row of a job.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = session.get(JobRow, job_id)
    if row is None:
        raise NotFound("job", f"no job {job_id!r}")
    return row


def _revision(session: Session, job_id: str, version: int) -> RevisionRow:
    return session.get_one(RevisionRow, (job_id, version))


def _history(session: Session, job_id: str, after: int) -> tuple[HistoryLine, ...]:
    rows = session.scalars(
        select(RevisionRow)
        .where(RevisionRow.job_id == job_id, RevisionRow.version > after)
        .order_by(RevisionRow.version)
    )
    return tuple(HistoryLine(r.version, r.at, r.by, r.words) for r in rows)


def _places(job: Job) -> Iterator[tuple[str, Span]]:
    """What is marked in the description; a requirement without a place is where its leaves are."""
    for requirement in job.requirements:
        spans = (requirement.span, *requirement.repeats)
        yield from ((f"r:{requirement.id}", span) for span in spans if span is not None)
        for need in requirement.leaves():
            if need.span is not None:
                if requirement.span is None or not requirement.span.covers(need.span):
                    yield f"r:{requirement.id}", need.span
                yield f"n:{need.id}", need.span
        if requirement.cue.span is not None:
            yield f"c:{requirement.id}", requirement.cue.span
