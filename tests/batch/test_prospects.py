"""Who cannot be among the best is not read, and who can be is never left out."""

from __future__ import annotations

import csv
import random
from datetime import date

import pytest

from matcher.batch.kernel import BatchJob, Chunk, Kernel, Order
from matcher.batch.prospects import Prospects
from matcher.profile.read import Unread
from matcher.profile.reader import reader_for
from matcher.scoring import Policy, plan, score_candidate
from tests.conftest import ROOT, SHARED

DAY = date(2026, 11, 1)
JOBS = sorted((ROOT / "data" / "jobs").iterdir())
#: A name in a list with a slip in it, a degree's field, a language by its level, a manager's title.
HIDDEN = (
    "Skills\nKuberentes, Postgre SQL, Dokcer; Pyhton | Terrafrom • Javascrpit\n",
    "EDUCATION\nB.Sc. computing and statistics, 2014\nMaster of Science in nursing\n",
    "Languages\nEnglish - fluent, german B1, Dutch (native)\n",
    "Head of platform (Jan 2019 - now): managed a team of nine, led four nurses\n",
    "W orked w ith J ava and K otlin, S pring B oot, D ocker a nd K ubernetes\n",
    "See github.com/kafka/go or mail java@python.org; Go, R & C.\n",
)


def unread(texts):
    return [Unread(f"p{n:04d}", n, {"resume_text": t}, (), {}) for n, t in enumerate(texts, 1)]


def real_texts():
    """Texts of the project's own samples, and of those beside the project where they are."""
    with (ROOT / "data" / "applicants.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [f"{r['resume_text']}\n\nSkills\n{r['skills']}\n\n{r['experience']}" for r in rows]
    csv.field_size_limit(10**9)
    more = SHARED / "eval" / "rank_dev" / "candidates.csv"
    if more.is_file():
        with more.open(encoding="utf-8", newline="") as file:
            texts += [row["resume_text"] for row in csv.DictReader(file)]
    return texts


@pytest.fixture(scope="module")
def plans(taxonomy, parser):
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in JOBS]
    return [
        plan(parser.parse(text), taxonomy, Policy.default(), DAY, source=name)
        for name, text in texts
    ]


@pytest.fixture(scope="module")
def texts():
    pick = random.Random(5)
    real = real_texts()
    mixed = ["\n".join(pick.sample(HIDDEN, 3)) + pick.choice(real)[:400] for _ in range(60)]
    cut = [text[pick.randrange(len(text)) :] for text in real if text]
    return [*HIDDEN, *real, *mixed, *cut]


def test_nobody_scores_more_than_promised(plans, texts, taxonomy):
    reader = reader_for(taxonomy)
    everybody = unread(texts)
    given = list(Prospects(plans, reader).promised(everybody))
    for (begun, most), each in zip(given, everybody, strict=True):
        profile = each.read_on(reader, begun).profile
        scores = [score_candidate(planned, profile).score for planned in plans]
        assert all(score <= bound for score, bound in zip(scores, most, strict=True)), each


def test_every_skill_that_is_read_was_named(plans, texts, taxonomy):
    reader = reader_for(taxonomy)
    prospects = Prospects(plans, reader)
    for each in unread(texts):
        begun = each.look(reader)
        shown = {e.skill for e in reader.read_on(begun).evidence}
        assert shown & prospects.counting <= prospects.skills(begun)


@pytest.mark.parametrize("top", [1, 5, 40])
def test_the_best_are_those_of_everybody(plans, texts, taxonomy, top):
    policy = Policy.default()
    jobs = [BatchJob(p.stem, each.job, p.name) for p, each in zip(JOBS, plans, strict=True)]
    kernel = Kernel(Order(tuple(jobs), taxonomy, policy, DAY, {}, top))
    everybody = unread([*texts, "", " ", "\ufffd\ufffd\x00J\ufffd"])
    found = kernel.score(Chunk("x.csv", "", {}, (), tuple(everybody)))
    read = [each.read(reader_for(taxonomy)).profile for each in everybody]
    for planned, batch in zip(plans, found.batches, strict=False):
        ledgers = [score_candidate(planned, profile) for profile in read]
        ranked = sorted((-led.score, led.candidate_id) for led in ledgers if led.readable)
        rows = batch.to_pylist()
        assert [(-r["score_hundredths"], r["candidate_id"]) for r in rows] == ranked[:top]
    assert found.scored == len(everybody)
    assert found.batches[-1].num_rows == sum(not profile.readable for profile in read)


def test_most_are_not_read(plans, texts, taxonomy):
    reader = reader_for(taxonomy)
    prospects = Prospects(plans[:1], reader)
    scores = sorted(
        score_candidate(plans[0], each.read(reader).profile).score for each in unread(texts)
    )
    read = [len(some) for some in prospects.read(unread(texts), lambda: [scores[-5]], 16)]
    assert 5 <= sum(read) < len(texts) / 2
