"""What people decide and note, beside the score and never in it."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from matcher.report.harmless import visible
from matcher.web.applicants import applicant_row
from matcher.web.data.models import DecisionRow, NoteRow
from matcher.web.data.store import Store, new_id
from matcher.web.errors import NotFound, Refused
from matcher.web.recording import Recording
from matcher.web.settings import Settings
from matcher.web.shown import Decision, NoteLine, Who


class Decisions:
    """Records decisions and notes; :class:`matcher.web.workspace.Workspace` says how."""

    def __init__(self, store: Store, settings: Settings, recording: Recording) -> None:
        self._store, self._settings, self._recording = store, settings, recording

    def decide(
        self, by: Who, job_id: str, applicant_id: str, decision: Decision, reason: str
    ) -> None:
        """Keep a decision, and record it with the ranking it was made on."""
        words = self._checked("reason", reason)
        if decision is Decision.OVERRIDE and not words:
            raise Refused("decision", "an override needs a reason", allowed="a reason")
        with self._store.reading() as session:
            applicant_row(session, job_id, applicant_id)
        run = self._recording.ranking(job_id)
        with self._store.writing() as session:
            applicant = applicant_row(session, job_id, applicant_id)
            of_applicant = DecisionRow.applicant_id == applicant_id
            latest = session.scalar(select(func.max(DecisionRow.number)).where(of_applicant))
            session.add(
                DecisionRow(
                    id=new_id(),
                    applicant_id=applicant_id,
                    number=(latest or 0) + 1,
                    decision=decision,
                    reason=words,
                    by=by.name,
                    at=self._settings.clock(),
                )
            )
            session.flush()
            # What cannot be recorded is not decided.
            self._recording.decision(run, by, job_id, applicant.candidate_id, decision, words)

    def note(self, by: Who, job_id: str, applicant_id: str, text: str) -> NoteLine:
        """Record a note."""
        words = self._checked("note", text)
        if not words:
            raise Refused("note", "is empty", allowed="some words")
        line = NoteLine(new_id(), words, by.name, self._settings.clock())
        with self._store.writing() as session:
            applicant_row(session, job_id, applicant_id)
            row = NoteRow(id=line.id, applicant_id=applicant_id, text=words, by=line.by, at=line.at)
            session.add(row)
        return line

    def delete_note(self, job_id: str, applicant_id: str, note_id: str) -> None:
        """Delete a note."""
        with self._store.writing() as session:
            applicant_row(session, job_id, applicant_id)
            row = session.get(NoteRow, note_id)
            if row is None or row.applicant_id != applicant_id:
                raise NotFound("note", f"no note {note_id!r}")
            session.execute(delete(NoteRow).where(NoteRow.id == note_id))

    def _checked(self, what: str, text: str) -> str:
        most = self._settings.limits.note_characters
        if len(text) > most:
            raise Refused(what, f"has {len(text):,} characters", allowed=f"at most {most:,}")
        return visible(text.replace("\r\n", "\n")).strip()
