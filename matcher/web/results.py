"""Ledgers of some applicants of a ranking as the report's result, which all of its views show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from matcher.model import Candidate, Ranked
from matcher.report.blinding import Blinding, blinding
from matcher.report.result import RankResult
from matcher.scoring import score_candidate
from matcher.scoring.robustness import Certainty
from matcher.web.data.models import ApplicantRow, JobRow, UploadRow
from matcher.web.data.store import Store
from matcher.web.plans import Plans
from matcher.web.scored import Scored

#: Carried under this header: the name, as the workspace knows it.
_NAME = "name"
_NAME_USES = frozenset({"name", "first_name", "last_name"})


@dataclass(frozen=True, slots=True)
class Shown:
    """Some applicants of a ranking, for the report.

    Parameters
    ----------
    result : RankResult
        With identity; ``not_shown`` counts those with a rank that are not in it.
    blinding : Blinding or None
        The same without identity, where that is asked for.
    applicants : mapping of str to str
        Applicant by the id that the shown result has: a pseudonym in a blind one.
    """

    result: RankResult
    blinding: Blinding | None
    applicants: Mapping[str, str]

    @property
    def seen(self) -> RankResult:
        """What may be shown."""
        return self.blinding.shown if self.blinding else self.result


def shown(
    scored: Scored,
    rows: Sequence[int],
    job: JobRow,
    store: Store,
    plans: Plans,
    *,
    blind: bool,
    certainty: Mapping[int, Certainty] | None = None,
) -> Shown:
    """The ledgers of some rows, in the order given.

    Parameters
    ----------
    scored : Scored
        Everybody's score.
    rows : sequence of int
        Rows of its pool, in the order of the ranking.
    job : JobRow
        The job.
    store : Store
        The database.
    plans : Plans
        Versions and policy.
    blind : bool
        Whether to take identity out.
    certainty : mapping of int to Certainty, optional
        By row, how sure ranks are.
    """
    pool, planned = scored.pool, scored.plan
    uses = _uses(store, job.id, [pool.members[row].applicant_id for row in rows])
    candidates = [
        _named(candidate, pool.members[row].name, uses[pool.members[row].applicant_id])
        for row, candidate in zip(rows, pool.profiles.candidates(rows), strict=True)
    ]
    merged: dict[str, str] = {_NAME: "name"}
    for row in rows:
        merged |= {
            header: use
            for header, use in uses[pool.members[row].applicant_id].items()
            if header not in merged and use not in _NAME_USES
        }
    ranked = tuple(
        Ranked(int(scored.ranks[row]) or None, score_candidate(planned, candidate.profile))
        for row, candidate in zip(rows, candidates, strict=True)
    )
    placed = sum(each.rank is not None for each in ranked)
    sure = {pool.candidate_ids[row]: found for row, found in (certainty or {}).items()}
    versions = plans.matcher.versions(plans.policy)
    result = RankResult(
        job=replace(planned.job, versions=planned.job.versions or versions),
        policy=plans.policy.to_dict(),
        versions=versions,
        as_of=plans.as_of,
        ranked=ranked,
        candidates={c.profile.candidate_id: c for c in candidates},
        columns=merged,
        sources=plans.matcher.taxonomy.sources,
        worths={p.requirement.id: p.share.worth for p in planned.requirements},
        paid_elsewhere={p.requirement.id: p.share.repeats for p in planned.requirements},
        plan=planned,
        not_shown=int((scored.ranks > 0).sum()) - placed,
    )
    by_id = {pool.candidate_ids[row]: pool.members[row].applicant_id for row in rows}
    if not blind:
        return Shown(replace(result, certainty=sure), None, by_id)
    hidden = blinding(result, job.blind_key)
    renamed = {hidden.names[key]: found for key, found in sure.items()}
    hidden = Blinding(replace(hidden.shown, certainty=renamed), hidden.names)
    pseudonyms = {hidden.names[key]: own for key, own in by_id.items()}
    return Shown(replace(result, certainty=sure), hidden, pseudonyms)


def _named(candidate: Candidate, name: str, uses: Mapping[str, str]) -> Candidate:
    """The applicant with the name under one header, whatever the list had it under."""
    others = {h: cell for h, cell in candidate.carried.items() if uses.get(h) not in _NAME_USES}
    return replace(candidate, carried={_NAME: name, **others} if name else others)


def _uses(store: Store, job_id: str, applicant_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """What the headers of each applicant's list hold."""
    with store.reading() as session:
        of_upload = {
            upload_id: dict(uses)
            for upload_id, uses in session.execute(
                select(UploadRow.id, UploadRow.uses)
                .join(ApplicantRow, ApplicantRow.upload_id == UploadRow.id)
                .where(ApplicantRow.job_id == job_id)
                .distinct()
            )
        }
        homes = dict(
            session.execute(
                select(ApplicantRow.id, ApplicantRow.upload_id).where(ApplicantRow.job_id == job_id)
            ).all()
        )
    # Who came or went in this moment has no list.
    return {key: of_upload.get(homes.get(key, ""), {}) for key in applicant_ids}
