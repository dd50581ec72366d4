"""Past decisions invented under a known policy: jobs and résumés as texts, read as any other."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from functools import cache

from matcher.matching import Matcher
from matcher.model import Profile
from matcher.profile.reader import ProfileReader
from matcher.scoring import Policy, plan, score_candidate
from matcher.tuning.grades import Grades
from matcher.tuning.study import Study, StudyJob

AS_OF = date(2026, 11, 1)
SKILLS = (
    *("Java", "Python", "Docker", "Kubernetes", "PostgreSQL", "Redis", "Kafka", "Terraform"),
    *("React", "TypeScript", "GraphQL", "Jenkins", "Ansible", "Elasticsearch", "RabbitMQ"),
    *("MongoDB", "Prometheus", "Grafana", "Go", "Rust"),
)
#: Where a skill may be shown, and how often.
PLACES = {"silent": 30, "listed": 30, "project": 15, "job": 25}


@cache
def matcher() -> Matcher:
    return Matcher()


@cache
def study(overlay: tuple[tuple[str, str, int], ...] = (), *, jobs: int = 12, people: int = 30,
          wrong: float = 0.0, seed: int = 8) -> Study:  # fmt: skip
    """Grades 0 to 3 of ``people`` a job by the score under the default policy with an overlay.

    ``wrong`` is the standard deviation, in points, of what nobody knows of.
    """
    truth, draw = overlaid(overlay), random.Random(seed)
    known, default = matcher(), Policy.default()
    reader = ProfileReader(known.taxonomy)
    found = []
    for number in range(jobs):
        asked = draw.sample(SKILLS, 9)
        text = _description(asked, draw)
        job = known.parse_text(text)
        profiles = tuple(
            _profile(reader, f"j{number:02}-{each:03}", asked, draw) for each in range(people)
        )
        rule = plan(job, known.taxonomy, truth, AS_OF)
        scores = [score_candidate(rule, p).score / 100 + draw.gauss(0, wrong) for p in profiles]
        name = f"job-{number:02}"
        planned = plan(job, known.taxonomy, default, AS_OF)
        grades = tuple(_grades(scores))
        found.append(StudyJob(name, f"{name}.txt", text, job, planned, profiles, grades))
    by_job = {each.name: dict(zip(each.candidate_ids, each.grades, strict=True)) for each in found}
    grades = Grades("grades.csv", f"sha256:{0:064x}", False, by_job, {})
    return Study(grades, tuple(found), (), known.taxonomy, default, AS_OF)


def overlaid(overlay: tuple[tuple[str, str, int], ...]) -> Policy:
    """The default policy with some figures replaced."""
    raw: dict[str, dict[str, int]] = {}
    for section, key, value in overlay:
        raw.setdefault(section, {})[key] = value
    return Policy.from_dict(raw)


def _grades(scores: list[float]) -> list[int]:
    """A tenth gets 3, the next fifth 2, the next 1: few are hired."""
    ranks = {
        at: rank for rank, at in enumerate(sorted(range(len(scores)), key=lambda i: -scores[i]))
    }
    shares = [ranks[at] / len(scores) for at in range(len(scores))]
    return [3 if s < 0.1 else 2 if s < 0.3 else 1 if s < 0.5 else 0 for s in shares]


def _description(asked: list[str], draw: random.Random) -> str:
    years = f"{draw.choice((3, 4, 5))}+ years of {asked[0]}"
    parts: Mapping[str, list[str]] = {
        "Must have": [asked[1], years, asked[2], asked[3]],
        "Preferred": asked[4:7],
        "Nice to have": asked[7:],
    }
    return "".join(
        f"{head}\n" + "".join(f"- {line}\n" for line in lines) + "\n"
        for head, lines in parts.items()
    )


def _profile(
    reader: ProfileReader, candidate_id: str, asked: list[str], draw: random.Random
) -> Profile:
    places: dict[str, list[str]] = {place: [] for place in PLACES}
    for skill in asked:
        places[draw.choices(list(PLACES), list(PLACES.values()))[0]].append(skill)
    first = draw.randint(2015, 2023)
    done = "".join(f"- Worked with {skill} every day.\n" for skill in places["job"])
    made = "".join(f"- Built a small tool with {skill}.\n" for skill in places["project"])
    text = (
        f"Experience\n\nEngineer, Quillworks, 01/{first} - 12/{first + draw.randint(1, 5)}\n"
        f"{done}- Answered calls and wrote the minutes of the weekly meeting.\n\n"
        f"Projects\n\n{made}- Repaired bicycles.\n\nSkills\n\n{', '.join(places['listed'])}\n"
    )
    return reader.read(candidate_id, {"resume_text": text})
