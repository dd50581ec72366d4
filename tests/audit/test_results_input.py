"""What an audit reads out of rankings, batches and records, and what it refuses."""

from __future__ import annotations

import json

import pytest

from matcher.audit.decisions import with_decisions
from matcher.audit.results_input import named, read_assessed
from matcher.cli import run
from matcher.errors import ConfigError, InputError
from matcher.model import Gate, Status
from matcher.tuning.grades import read_grades

JOB = """\
Cook

Must have
- 3+ years of Java
- Docker

Nice to have
- Kafka
"""
PEOPLE = """\
candidate_id,name,resume_text
k1,A,"Java developer at a bank, Jan 2015 - Dec 2022. Built Java services, ran them in Docker and
 sent messages with Kafka between all of them, day after day, for years, with colleagues."
k2,B,"Gardener. Roses, lawns, hedges and trees in all seasons, in parks and in private gardens, by
 hand and with machines, alone and in a team of six, for a town and for two families."
k3,C,
k4,D,Docker
"""
DAY = ["--as-of", "2026-11-01"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A ranking, a batch of all and of the best, and a record of the same candidates."""
    folder = tmp_path_factory.mktemp("results")
    (folder / "cook.txt").write_text(JOB, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    gated = folder / "gates.yaml"
    gated.write_text("gates:\n  must: rank_below\n", encoding="utf-8")
    job, people, record = (str(folder / name) for name in ("cook.txt", "people.csv", "r.jsonl"))
    rank = ["rank", job, people, *DAY, "--policy", str(gated), "--format", "json"]
    assert run([*rank, "-o", str(folder / "rank.json"), "--record", record]) in (0, 3)
    assert run([*rank, "-o", str(folder / "cut.json"), "--top", "1"]) in (0, 3)
    batch = ["batch", job, people, *DAY, "--policy", str(gated), "--workers", "1", "--no-record"]
    assert run([*batch, "--out", str(folder / "all"), "--all"]) in (0, 3)
    assert run([*batch, "--out", str(folder / "enough")]) in (0, 3)
    assert run([*batch, "--out", str(folder / "best"), "--top", "1"]) in (0, 3)
    return folder


@pytest.fixture(scope="module")
def ranked(place):
    [found] = read_assessed(str(place / "rank.json"))
    return found


def by_id(job):
    return {each.candidate: each for each in job.candidates}


def test_a_ranking_is_read_with_the_gates_in_force(ranked):
    assert (ranked.job, ranked.as_of, ranked.pseudonymous) == ("Cook", "2026-11-01", False)
    assert [r.gate for r in ranked.requirements] == [Gate.RANK_BELOW, Gate.RANK_BELOW, Gate.OFF]
    assert sum(r.worth for r in ranked.requirements) == 10_000
    people = by_id(ranked)
    assert people["k1"].statuses["r1"] is Status.MET
    assert (people["k1"].rank, people["k3"].score, people["k3"].rank) == (1, None, None)
    assert all(sum(p.points.values()) == p.score for p in people.values() if p.score is not None)


@pytest.mark.parametrize("name", ["all", "enough"])
def test_a_batch_says_what_the_ranking_says(place, ranked, name):
    [found] = read_assessed(str(place / name))
    assert (found.job, found.requirements) == ("cook", ranked.requirements)
    theirs, ours = by_id(found), by_id(ranked)
    assert theirs.keys() == ours.keys()
    for key, one in ours.items():
        other = theirs[key]
        assert (one.score, one.rank) == (other.score, other.rank)
        if one.score is not None:
            assert (one.statuses, one.points) == (other.statuses, other.points)


def test_a_record_says_what_the_ranking_says(place, ranked):
    [found] = named(read_assessed(str(place / "r.jsonl")), ["k1", "k2", "k3", "k4", "nobody"])
    assert found.pseudonymous
    assert found.requirements == ranked.requirements
    for key, one in by_id(ranked).items():
        other = by_id(found)[key]
        assert (one.score, one.rank, one.statuses) == (other.score, other.rank, other.statuses)


def test_who_is_not_asked_for_keeps_the_pseudonym(place):
    [found] = named(read_assessed(str(place / "r.jsonl")), ["k1"])
    assert sum(each.candidate.startswith("p-") for each in found.candidates) == 3


def altered(place, tmp_path, **changes):
    raw = json.loads((place / "rank.json").read_text(encoding="utf-8"))
    path = tmp_path / "altered.json"
    path.write_text(json.dumps(raw | changes), encoding="utf-8")
    return str(path)


def test_what_does_not_hold_everybody_is_refused(place):
    with pytest.raises(InputError, match=r"cut\.json: holds only the first: 2 more have a rank"):
        read_assessed(str(place / "cut.json"))
    with pytest.raises(InputError, match=r"holds only the best 1 of 'cook'; .*--all"):
        read_assessed(str(place / "best"))


def test_what_is_no_result_is_named(place, tmp_path):
    path = tmp_path / "other.json"
    for text, words in (
        ("[]", "expected `object`, got `array`"),
        ("{", "is no JSON"),
        ('{"job": {}, "policy": {}, "as_of": "2026-11-01"}', "missing required field `candidates`"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=words):
            read_assessed(str(path))
    with pytest.raises(InputError, match=r"candidates\[0\]\.rank"):
        read_assessed(altered(place, tmp_path, candidates=[{"candidate_id": "k1", "rank": "1"}]))
    with pytest.raises(InputError, match="has no readable manifest"):
        read_assessed(str(tmp_path))
    with pytest.raises(InputError, match="cannot be read"):
        read_assessed(str(tmp_path / "nothing.json"))
    with pytest.raises(InputError, match="has no runs"):
        read_assessed(str(place / "rank.json"), ["x"])


def test_a_batch_of_another_version_is_named(place, tmp_path):
    manifest = json.loads((place / "all" / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"format": 99}))
    with pytest.raises(InputError, match=r"manifest\.json, format: is of format 99"):
        read_assessed(str(tmp_path))


def test_a_record_with_a_broken_chain_is_refused(place, tmp_path):
    lines = (place / "r.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "r.jsonl"
    path.write_text("".join([*lines[:1], *lines[2:]]), encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        read_assessed(str(path))
    with pytest.raises(InputError, match="holds no run 'x'"):
        read_assessed(str(place / "r.jsonl"), ["x"])


def decided(tmp_path, text):
    path = tmp_path / "decisions.csv"
    path.write_text(text, encoding="utf-8")
    return read_grades(str(path))


def test_only_what_was_decided_on_is_counted(place, tmp_path):
    jobs = read_assessed(str(place / "all"))
    grades = decided(tmp_path, "job,candidate_id,decision\ncook,k1,hired\ncook,k2,rejected\n")
    [found] = with_decisions(jobs, grades)
    assert {k: each.decision for k, each in by_id(found).items()} == {
        "k1": "hired",
        "k2": "rejected",
    }


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("cook,k1,hired\nnurse,k1,hired\n", "line 3, column job: 'nurse' is no job of the results"),
        ("cook,k9,hired\n", "line 2, column candidate_id: 'k9' was not assessed for 'cook'"),
    ],
)
def test_decisions_on_others_are_named_by_line(place, tmp_path, rows, words):
    grades = decided(tmp_path, f"job,candidate_id,decision\n{rows}")
    with pytest.raises(ConfigError, match=words):
        with_decisions(read_assessed(str(place / "all")), grades)


def test_grades_are_no_decisions(place, tmp_path):
    grades = decided(tmp_path, "job,candidate_id,grade\ncook,k1,3\n")
    with pytest.raises(InputError, match="holds grades, no decisions"):
        with_decisions(read_assessed(str(place / "all")), grades)
