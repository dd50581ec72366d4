"""Rankings, and why somebody stands where they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Query, Response

from matcher.web.api.common import ApplicantId, By, JobId, Work, part
from matcher.web.api.decision_models import Applicant
from matcher.web.api.ranking_models import Page
from matcher.web.errors import Refused
from matcher.web.shown import Block, Decision, ExportKind, RankingPage, RankingView, Sort, Which

router = part("ranking")
Blind = Annotated[bool, Query(description="Without anything that says who somebody is.")]
_Weights = Annotated[
    list[str] | None,
    Query(
        alias="weight",
        description="`r2:8.5`: another weight of a requirement, in this answer alone.",
        examples=[["r2:8.5"]],
        max_length=1000,
    ),
]


def shown_rows(
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    size: Annotated[int, Query(ge=1, le=500)] = 50,
    sort: Sort = Sort.RANK,
    descending: bool = False,
    search: Annotated[str, Query(max_length=200)] = "",
    decision: Annotated[list[Decision] | None, Query()] = None,
    block: Block = Block.RANKED,
) -> RankingView:
    """Which rows, in which order."""
    return RankingView(
        page=page,
        size=size,
        sort=sort,
        descending=descending,
        search=search,
        decisions=frozenset(decision or ()),
        block=block,
    )


def shown_people(
    rows: Annotated[RankingView, Depends(shown_rows)],
    all_musts: bool = False,
    skill: Annotated[list[str] | None, Query(description="Ids of the taxonomy.")] = None,
    min_years: Annotated[float | None, Query(ge=0, le=60)] = None,
    weights: _Weights = None,
    blind: Blind = False,
    certainty: bool = False,
) -> RankingView:
    """Who is filtered out, by which weights, and what is said of whom."""
    return replace(
        rows,
        all_musts=all_musts,
        skills=tuple(skill or ()),
        min_years=min_years,
        weights=weights_of(weights or []),
        blind=blind,
        certainty=certainty,
    )


@router.get("/jobs/{job_id}/ranking")
def read_ranking(
    work: Work, by: By, job_id: JobId, view: Annotated[RankingView, Depends(shown_people)]
) -> Page:
    """A page of the ranking, by the job's weights or by others."""
    return _page(work.ranking(by, job_id, view))


@router.get("/jobs/{job_id}/applicants/{applicant_id}")
def explain(
    work: Work,
    by: By,
    job_id: JobId,
    applicant_id: ApplicantId,
    blind: Blind = False,
    certainty: bool = False,
) -> Applicant:
    """One applicant's ledger in full, with evidence, what-ifs, decisions and notes."""
    found = work.explain(by, job_id, applicant_id, blind=blind, certainty=certainty)
    return Applicant.of(found)


@router.get("/jobs/{job_id}/compare")
def compare(
    work: Work,
    by: By,
    job_id: JobId,
    applicant_id: Annotated[list[str], Query(min_length=2, max_length=4)],
    blind: Blind = False,
) -> dict[str, Any]:
    """Two to four applicants side by side, as `matcher compare --format json` has it."""
    return work.compare(by, job_id, applicant_id, blind=blind).comparison.to_dict()


_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            media_type: {"schema": {"type": "string"}}
            for media_type in (
                "text/csv",
                "text/html",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            )
        },
    }
}


@router.get("/jobs/{job_id}/export", response_class=Response, responses=_FILE)
def export(
    work: Work,
    by: By,
    job_id: JobId,
    kind: ExportKind,
    which: Which = Which.SHORTLIST,
    blind: Blind = False,
) -> Response:
    """The shortlist or everybody as a file; no cell is a formula."""
    file = work.export(by, job_id, kind, which, blind=blind)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.media_type, headers=headers)


def weights_of(given: list[str]) -> dict[str, float]:
    """Weights by requirement, of ``id:weight`` pairs.

    Raises
    ------
    Refused
        If one is no such pair.

    Examples
    --------
    >>> weights_of(["r2:8.5", "r3:0"])
    {'r2': 8.5, 'r3': 0.0}
    """
    weights = {}
    for pair in given:
        key, _, number = pair.rpartition(":")
        try:
            weights[key] = float(number)
        except ValueError as error:
            raise Refused("weight", f"{pair!r} is no weight", allowed="r2:8.5") from error
    return weights


def _page(found: RankingPage) -> Page:
    plain = {name: getattr(found, name) for name in Page.model_fields if hasattr(found, name)}
    return Page.model_validate(plain | {"page": found.view.page, "size": found.view.size})
