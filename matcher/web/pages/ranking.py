"""The ranking of a job: filters, weights, the grid of requirements, decisions row by row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from matcher.model import ASKED_LEVELS
from matcher.report.sureness import MEANING
from matcher.report.wording import FILTERED_OUT_WHY, LEVELS, TO_READ_WHY
from matcher.web.edits import SetWeight
from matcher.web.pages.context import Asked, Page
from matcher.web.pages.view_forms import STEP, query_of, sorted_by, view_of
from matcher.web.shown import (
    Block,
    Decision,
    JobView,
    RankingPage,
    RankingView,
    RequirementView,
    Sort,
)

router = APIRouter(default_response_class=Response)
#: Weights a slider reaches: above a must-have that the policy weighs highest.
_MOST = 12.0
_BLOCKS = (
    (Block.RANKED, "Ranked", ""),
    (Block.TO_READ, "For a person to read", TO_READ_WHY),
    (Block.FILTERED_OUT, "Filtered out", FILTERED_OUT_WHY),
)
_DECISIONS = (
    (Decision.NONE, "undecided"),
    (Decision.SHORTLIST, "shortlisted"),
    (Decision.OVERRIDE, "in spite of the score"),
    (Decision.REJECT, "rejected"),
)


@dataclass(frozen=True, slots=True)
class Slider:
    """A requirement's weight as a slider shows it: the value in force, the job's own, the most."""

    view: RequirementView
    own: float
    value: float
    most: float
    step: float = STEP

    @property
    def moved(self) -> bool:
        """Whether it is not where the job has it."""
        return self.value != self.own


@router.get("/jobs/{job_id}/ranking")
def show_ranking(page: Page, job_id: str) -> Response:
    """The page, or with htmx the table alone."""
    job = page.work.job(page.by, job_id)
    own = {view.id: view.weight for view in job.requirements}
    view = view_of(page.request.query_params.multi_items(), own, blind=page.blind)
    if job.nothing_asked:
        return page.show("nothing_asked.html.j2", tab="ranking", job=job)
    values = _shown(page, job, view, own)
    if page.wants("table"):
        return page.show("ranking_table.html.j2", oob=True, **values)
    return page.show("ranking.html.j2", tab="ranking", oob=False, **values)


def _shown(page: Asked, job: JobView, view: RankingView, own: dict[str, float]) -> dict[str, Any]:
    ranking = page.work.ranking(page.by, job.id, view)
    view = ranking.view
    columns = [r for r in ranking.requirements if r.worth]
    columns.sort(key=lambda r: ASKED_LEVELS.index(r.requirement.level))
    sure = next((row.certainty for row in ranking.rows if row.certainty), None)
    return {
        "job": job,
        "job_id": job.id,
        "ranking": ranking,
        "rows": [(row, {cell.requirement_id: cell for cell in row.cells}) for row in ranking.rows],
        "view": view,
        "columns": columns,
        "groups": _groups(columns),
        "sliders": _sliders(ranking, view, own),
        "skills": _skill_names(view, job),
        "blocks": _BLOCKS,
        "decisions": _DECISIONS,
        "heads": _heads(view),
        "to_page": lambda number: query_of(replace(view, page=number)),
        "to_block": lambda block: query_of(replace(view, block=block, page=1)),
        "list_query": query_of(replace(view, page=1)),
        "summary": _summary(ranking),
        "meaning": MEANING.format(weightings=sure.weightings) if sure else "",
        "top": sure.top if sure else 0,
    }


def _groups(columns: list[RequirementView]) -> list[tuple[str, str, int]]:
    """Heads over the grid: level, words, how many columns."""
    levels = [column.requirement.level for column in columns]
    return [
        (str(level), LEVELS[level], levels.count(level))
        for level in ASKED_LEVELS
        if level in levels
    ]


def _sliders(
    ranking: RankingPage, view: RankingView, own: dict[str, float]
) -> list[tuple[str, list[Slider]]]:
    """Sliders by level, in the order of the job, of what is or could be worth something."""
    by_level = []
    for level in ASKED_LEVELS:
        inside = [
            Slider(
                each,
                round(own[each.id], 2),
                round(view.weights.get(each.id, own[each.id]), 2),
                max(_MOST, round(own[each.id] * 2)),
            )
            for each in ranking.requirements
            if each.requirement.level is level
            and not each.requirement.ignored
            and (each.worth or each.id in view.weights)
        ]
        by_level += [(LEVELS[level], inside)] if inside else []
    return by_level


def _skill_names(view: RankingView, job: JobView) -> list[tuple[str, str]]:
    """The skills that are filtered by: as the job names them, else by their ids."""
    leaves = (need for each in job.requirements for need in each.requirement.leaves())
    named = {need.skill: need.label for need in leaves if need.skill}
    return [(skill, named.get(skill, skill)) for skill in view.skills]


def _heads(view: RankingView) -> dict[str, tuple[str, str]]:
    """For each sortable column, the state of its sorting and where its head leads."""
    heads = {}
    for sort in Sort:
        state = "none"
        if view.sort is sort:
            state = "descending" if view.descending else "ascending"
        down_first = sort not in (Sort.RANK, Sort.NAME)
        heads[str(sort)] = (state, query_of(sorted_by(view, sort, down_first=down_first)))
    return heads


def _summary(ranking: RankingPage) -> str:
    """What the table shows, in one line; the live region says it after every change."""
    words = {Block.RANKED: "ranked", Block.TO_READ: "to read", Block.FILTERED_OUT: "filtered out"}
    block = ranking.view.block
    total = ranking.counts[block]
    shown = f"{total} {words[block]}"
    if ranking.matching != total:
        shown = f"{ranking.matching} of {shown}"
    moved = sum(row.rank_before not in (None, row.rank) for row in ranking.rows)
    if moved:
        shown += f", {moved} of the {len(ranking.rows)} here moved"
    return shown


@router.post("/jobs/{job_id}/weights")
async def keep_weights(page: Page, job_id: str) -> Response:
    """Make the weights of a view the job's own."""
    return await run_in_threadpool(_keep_weights, page, job_id, await page.fields())


def _keep_weights(page: Asked, job_id: str, fields: list[tuple[str, str]]) -> Response:
    job = page.work.job(page.by, job_id)
    own = {view.id: view.weight for view in job.requirements}
    view = view_of(fields, own, blind=page.blind)
    for key, weight in sorted(view.weights.items()):
        job = page.work.edit_job(page.by, job_id, SetWeight(key, weight), job.version)
    return page.go(f"/jobs/{job_id}/ranking?{query_of(replace(view, weights={}))}")


@router.get("/jobs/{job_id}/applicants/{applicant_id}/cells/{requirement_id}")
def show_cell(page: Page, job_id: str, applicant_id: str, requirement_id: str) -> Response:
    """Why one cell of the grid is as it is, in a dialog."""
    shown = page.work.explain(page.by, job_id, applicant_id, blind=page.blind)
    found = [e for e in shown.explanation.entries if e.requirement.id == requirement_id]
    return page.show("cell.html.j2", job_id=job_id, shown=shown, entries=found)
