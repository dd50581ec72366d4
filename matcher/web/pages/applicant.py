"""One applicant: the ledger, both sides' words, what-ifs, notes, and what was decided."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response

from matcher.report.contrasts import contrast_headline, fact_lines
from matcher.report.sureness import MEANING, certainty_sentence
from matcher.report.what_ifs import OUT_OF_REACH
from matcher.scoring.contrast import Contrast
from matcher.web.pages.applicant_shown import steps, text_marks
from matcher.web.pages.context import Asked, Page
from matcher.web.pages.fields import whole_of
from matcher.web.pages.rendering import DECISIONS
from matcher.web.pages.view_forms import query_of, view_of
from matcher.web.shown import ApplicantView, Decision, ExportKind, JobView, Which

router = APIRouter(default_response_class=Response)
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
_HOME = "/jobs/{job_id}/applicants/{applicant_id}"


@router.get(_HOME)
def show_applicant(page: Page, job_id: str, applicant_id: str) -> Response:
    """The whole ledger of one applicant."""
    job = page.work.job(page.by, job_id)
    shown = page.work.explain(page.by, job_id, applicant_id, blind=page.blind, certainty=True)
    explained = shown.explanation
    sure = explained.certainty
    following = explained.above.second_id if explained.above else None
    return page.show(
        "applicant.html.j2",
        tab="ranking",
        job=job,
        job_id=job_id,
        beside=_beside(page, job, applicant_id),
        shown=shown,
        explained=explained,
        steps=steps(explained.entries),
        texts=[(text.words, list(text_marks(text))) for text in shown.texts],
        contrasts=[_contrast(shown, x) for x in (explained.above, explained.below) if x],
        certainty=certainty_sentence(sure, following) if sure else "",
        certainty_meaning=MEANING.format(weightings=sure.weightings) if sure else "",
        out_of_reach=OUT_OF_REACH,
    )


def _beside(page: Asked, job: JobView, applicant_id: str) -> list[tuple[str, str, str]]:
    """The neighbours in the list one came from: what they are, where they are, who they are.

    ``n`` is the place in that list; where the list has moved on, there are none.
    """
    asked = page.request.query_params
    if "n" not in asked or job.nothing_asked:
        return []
    own = {view.id: view.weight for view in job.requirements}
    view = replace(view_of(asked.multi_items(), own, blind=page.blind), size=1, certainty=False)
    at = whole_of(asked, "n")
    listed = query_of(replace(view, size=50, page=1))
    found = []
    for words, place in (("Back", at - 1), ("Here", at), ("On", at + 1)):
        rows = page.work.ranking(page.by, job.id, replace(view, page=place)) if place else None
        if rows is None or rows.view.page != place or not rows.rows:
            continue
        row = rows.rows[0]
        if words == "Here" and row.applicant_id != applicant_id:
            return []
        url = f"/jobs/{job.id}/applicants/{row.applicant_id}?n={place}&{listed}"
        found.append((words, url, row.name or row.candidate_id))
    return [each for each in found if each[0] != "Here"]


def _contrast(shown: ApplicantView, found: Contrast) -> tuple[str, list[str]]:
    own = shown.explanation.ledger.candidate_id
    lines = fact_lines(shown.explanation.result, found, own)
    return contrast_headline(found, own), list(lines)


@router.post(_HOME + "/decide")
def decide(
    page: Page,
    job_id: str,
    applicant_id: str,
    decision: Annotated[Decision, Form()],
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Record a decision; the score stays what it is."""
    page.work.decide(page.by, job_id, applicant_id, decision, reason)
    said = f"Recorded: {DECISIONS[decision][1]}."
    if page.wants("decisions"):
        return _decisions(page, job_id, applicant_id, said)
    return page.show(
        "decide_buttons.html.j2",
        said=said,
        job_id=job_id,
        applicant_id=applicant_id,
        decision=decision,
        who="this applicant",
    )


@router.post(_HOME + "/notes")
def add_note(
    page: Page, job_id: str, applicant_id: str, text: Annotated[str, Form()] = ""
) -> Response:
    """Write a note."""
    page.work.note(page.by, job_id, applicant_id, text)
    return _decisions(page, job_id, applicant_id, "Note kept.")


@router.post(_HOME + "/notes/{note_id}/delete")
def delete_note(page: Page, job_id: str, applicant_id: str, note_id: str) -> Response:
    """Delete a note."""
    page.work.delete_note(page.by, job_id, applicant_id, note_id)
    return _decisions(page, job_id, applicant_id, "Note deleted.")


def _decisions(page: Asked, job_id: str, applicant_id: str, said: str) -> Response:
    shown = page.work.explain(page.by, job_id, applicant_id, blind=page.blind)
    return page.show("decisions.html.j2", said=said, job_id=job_id, shown=shown)


@router.get("/jobs/{job_id}/compare")
def compare(page: Page, job_id: str, ids: Annotated[list[str], Query(alias="id")]) -> Response:
    """Two to four applicants side by side."""
    compared = page.work.compare(page.by, job_id, ids, blind=page.blind)
    found = compared.comparison
    return page.show(
        "compare.html.j2",
        tab="ranking",
        job=page.work.job(page.by, job_id),
        compared=compared,
        columns=list(
            zip(compared.applicant_ids, found.columns, found.names, compared.decisions, strict=True)
        ),
        parts=[("Where they differ", found.different), ("Where they do not", found.same)],
        contrasts=[
            (x.first_id, contrast_headline(x), list(fact_lines(found.result, x)))
            for x in found.contrasts
        ],
    )


@router.get("/jobs/{job_id}/export/{which}/{kind}")
def export(page: Page, job_id: str, which: Which, kind: ExportKind) -> Response:
    """The ranking as a file; what is for paper opens as a page."""
    made = page.work.export(page.by, job_id, kind, which, blind=page.blind)
    if kind is not ExportKind.PRINT:
        headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
        return Response(made.content, media_type=made.media_type, headers=headers)
    headers = {
        "Content-Disposition": f'inline; filename="{made.name}"',
        "Content-Security-Policy": _paper_policy(made.content),
    }
    return Response(made.content, media_type=made.media_type, headers=headers)


def _paper_policy(content: bytes) -> str:
    """What a page for paper may do: nothing but use the style it holds, known by its digest."""
    styles = (b64encode(sha256(style).digest()).decode() for style in _STYLE.findall(content))
    allowed = " ".join(f"'sha256-{digest}'" for digest in styles)
    return f"default-src 'none'; style-src {allowed}; base-uri 'none'; frame-ancestors 'none'"
