"""The list of jobs, and the workbench of one: its description, what it asks, the ranking now."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from matcher.errors import NothingAskedError
from matcher.web.errors import Conflict
from matcher.web.pages.context import Asked, Page
from matcher.web.pages.edit_forms import edit_of
from matcher.web.pages.fields import Fields, whole_of
from matcher.web.pages.job_shown import context_lane, lanes, marks, yearly_leaves
from matcher.web.shown import JobView, RankingPage, RankingView

router = APIRouter(default_response_class=Response)
#: Rows of the ranking beside the requirements: as many as stand there without scrolling.
_LIVE_ROWS = 12


@router.get("/")
def show_jobs(page: Page) -> Response:
    """All jobs, and a place for a new one."""
    return page.show("jobs.html.j2", jobs=page.work.jobs(page.by))


@router.post("/jobs")
def create_job(
    page: Page, text: Annotated[str, Form()] = "", file: UploadFile | None = None
) -> Response:
    """Read a description, pasted or as a file."""
    if file is not None and file.filename:
        job = page.work.create_job(page.by, file.file.read(), file.filename)
    else:
        job = page.work.create_job(page.by, text)
    return page.go(f"/jobs/{job.id}")


@router.get("/jobs/{job_id}")
def show_job(page: Page, job_id: str) -> Response:
    """The workbench."""
    job = page.work.job(page.by, job_id)
    return page.show("job.html.j2", tab="job", **_bench(page, job))


@router.post("/jobs/{job_id}/delete")
def delete_job(page: Page, job_id: str) -> Response:
    """Delete a job with all that belongs to it."""
    page.work.delete_job(page.by, job_id)
    return page.go("/")


@router.post("/jobs/{job_id}/edit")
async def edit_job(page: Page, job_id: str) -> Response:
    """Change what is asked, and rank anew."""
    return await run_in_threadpool(_edited, page, job_id, dict(await page.fields()))


@router.post("/jobs/{job_id}/undo")
def undo(page: Page, job_id: str, version: Annotated[int, Form()]) -> Response:
    """Take the latest edit back, and rank anew."""
    try:
        job = page.work.undo(page.by, job_id, version)
    except Conflict as conflict:
        return _overtaken(page, job_id, conflict)
    return _workbench(page, job)


def _edited(page: Asked, job_id: str, fields: Fields) -> Response:
    try:
        job = page.work.edit_job(page.by, job_id, edit_of(fields), whole_of(fields, "version"))
    except Conflict as conflict:
        return _overtaken(page, job_id, conflict)
    if not page.is_htmx:
        return page.go(f"/jobs/{job_id}")
    return _workbench(page, job, opened=fields.get("open", ""))


def _overtaken(page: Asked, job_id: str, conflict: Conflict) -> Response:
    """Somebody was faster: nothing was changed, and the job is shown as it is now."""
    said = "; ".join(f"{line.by}: {line.words}" for line in conflict.changes)
    note = f"The job was changed in between ({said}). Your edit was not made; this is the job now."
    return _workbench(page, page.work.job(page.by, job_id), note=note)


def _workbench(page: Asked, job: JobView, *, opened: str = "", note: str = "") -> Response:
    values = _bench(page, job, opened=opened, note=note)
    return page.show("job_workbench.html.j2", said=_said(values["live"]), **values)


def _bench(page: Asked, job: JobView, *, opened: str = "", note: str = "") -> dict[str, Any]:
    history = page.work.history(page.by, job.id) if job.can_undo else ()
    columns = lanes(job)
    return {
        "job": job,
        "lanes": columns,
        "context": context_lane(job),
        "others": [view for lane in columns[:3] for view in lane.requirements],
        "marks": list(marks(job)),
        "yearly": yearly_leaves,
        "live": _live(page, job),
        "last_edit": f"Take back: {history[-1].words}" if history else "",
        "opened": opened,
        "note": note,
    }


def _live(page: Asked, job: JobView) -> RankingPage | None:
    view = RankingView(size=_LIVE_ROWS, blind=page.blind)
    try:
        return page.work.ranking(page.by, job.id, view)
    except NothingAskedError:
        return None


def _said(live: RankingPage | None) -> str:
    """What a re-rank did, for those who do not see it."""
    if live is None or not live.rows:
        return ""
    moved = sum(row.rank_before not in (None, row.rank) for row in live.rows)
    first = live.rows[0]
    who = first.name or first.candidate_id
    return f"Ranked again: {moved} of the first {len(live.rows)} moved; {who} is first."


@router.get("/jobs/{job_id}/history")
def show_history(page: Page, job_id: str) -> Response:
    """Every edit, in a dialog."""
    return page.show("history.html.j2", lines=page.work.history(page.by, job_id))


@router.get("/jobs/{job_id}/card")
def job_card(page: Page, job_id: str) -> Response:
    """The job as a file for the command line."""
    card = page.work.card(page.by, job_id)
    headers = {"Content-Disposition": 'attachment; filename="job.yaml"'}
    return Response(card, media_type="application/yaml", headers=headers)


@router.get("/skills")
def suggest_skills(page: Page, q: str = "") -> Response:
    """Skills that begin so, for a field that completes."""
    found = page.work.suggest_skills(page.by, q) if q.strip() else ()
    return page.show("skills.html.j2", skills=found)
