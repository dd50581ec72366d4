"""The pieces of a batch: the best of many, standings, names, progress, the kernel by itself."""

from __future__ import annotations

import pickle
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import terminal
from matcher.batch.best import Best, Place, ranks
from matcher.batch.finish import file_names
from matcher.batch.inputs import candidate_paths, job_paths
from matcher.batch.kernel import BatchJob, Chunk, Kernel, Order
from matcher.batch.pairs import storable
from matcher.batch.parts import Counts, Parts, encoded
from matcher.batch.results import Standings
from matcher.batch.schema import SET_ASIDE, TO_READ, outcomes
from matcher.cli import run
from matcher.errors import InputError
from matcher.matching import Matcher
from matcher.model import SetAside
from matcher.profile.read import Unread
from matcher.scoring import Policy
from tests.batch.people import JOBS, text_of, write_list

PLACES = st.lists(st.tuples(st.booleans(), st.integers(-40, 0)), min_size=1, max_size=60).map(
    lambda pairs: [Place(*pair, f"k{at:02d}") for at, pair in enumerate(pairs)]
)


@given(PLACES, st.integers(1, 70), st.randoms(use_true_random=False), st.integers(1, 9))
def test_the_best_of_parts_are_the_best_of_all(places, most, chance, size):
    expected = sorted(places)[:most]
    shuffled = chance.sample(places, len(places))
    whole: Best[None] = Best(most)
    for at in range(0, len(shuffled), size):
        part: Best[None] = Best(most, whole.floor)
        for place in shuffled[at : at + size]:
            part.offer(place, None)
        for place, _ in part.kept():
            whole.offer(place, None)
    assert [place for place, _ in whole.kept()] == expected


@given(PLACES)
def test_ranks_by_counting_are_ranks_by_sorting(places):
    ordered = sorted(places)
    standings = Standings()
    for place in places:
        standings.add(place.ranked_below, -place.short)
    found = standings.ranks((place.ranked_below, -place.short) for place in ordered)
    assert found == ranks(ordered)


@given(st.lists(st.text(max_size=12), unique=True, max_size=8))
def test_file_names_are_safe_and_differ(job_ids):
    names = file_names(job_ids)
    assert len({name.casefold() for name in names.values()}) == len(job_ids)
    for name in names.values():
        assert name
        assert name.isascii()
        assert "/" not in name
        assert not name.startswith(".")


@given(st.text(st.characters(exclude_categories=()), max_size=20))
def test_what_is_stored_is_utf_8_of_the_same_length(text):
    stored = storable(text)
    assert len(stored.encode("utf-8").decode()) == len(text)


@pytest.fixture(scope="module")
def kernel(taxonomy, parser):
    jobs = tuple(BatchJob(name, parser.parse(text), name) for name, text in JOBS.items())
    versions = {"matcher": "1"}
    return Kernel(
        Order(jobs, taxonomy, Policy.default(), date(2026, 11, 1), versions, top=3, everybody=True)
    )


def chunk(numbers):
    read = [Unread(f"k{n}", n, {"resume_text": text_of(n)}, (), {"City": f"C{n}"}) for n in numbers]
    bad = SetAside(99, None, "row", "line 3: no")
    silent = Unread("quiet", 98, {"resume_text": " "}, (), {})
    return Chunk("people.csv", "", {"City": "carried"}, ("City",), (*read, bad, silent))


def test_the_kernel_accounts_for_everybody(kernel):
    found = kernel.score(chunk(range(1, 12)))
    assert (found.scored, found.set_aside) == (12, 1)
    assert len(found.batches) == 2 * len(JOBS) + 1
    assert all(batch.schema == outcomes() for batch in found.batches)
    best, pairs, others = found.batches[0], found.batches[len(JOBS)], found.batches[-1]
    assert (best.num_rows, pairs.num_rows) == (3, 12)
    assert best.column("kept").to_pylist()[0] == [f"C{best.column('row').to_pylist()[0]}"]
    assert sorted(others.column("outcome").to_pylist()) == [SET_ASIDE, TO_READ]


def test_a_pickled_kernel_gives_the_same(kernel):
    other = pickle.loads(pickle.dumps(kernel))
    some = chunk(random.Random(4).sample(range(40), 20))
    assert other.score(some).batches == kernel.score(some).batches


def test_a_floor_takes_nobody_away_who_is_among_the_best(kernel):
    some = chunk(range(1, 30))
    whole = kernel.score(some)
    rows = whole.batches[0].to_pylist()
    last = rows[-1]
    floor = Place(last["ranked_below"], -last["score_hundredths"], last["candidate_id"])
    with_floor = Chunk(
        *(getattr(some, n) for n in ("source", "name", "uses", "keep", "items")), (floor, None)
    )
    assert kernel.score(with_floor).batches == whole.batches


def test_parts_are_read_as_they_were_written(kernel, tmp_path):
    found = kernel.score(chunk(range(5)))
    parts = Parts(tmp_path, len(found.batches))
    assert parts.add(encoded(found)) == Counts(6, 1)
    again = Parts(tmp_path, len(found.batches))
    assert again.counts == [Counts(6, 1)]
    assert list(again.of_part(0)) == list(found.batches)
    assert next(iter(again.at(1))) == found.batches[1]
    assert not Parts(tmp_path, len(found.batches) + 1).counts


def test_patterns_and_folders(tmp_path):
    exports, resumes = tmp_path / "exports", tmp_path / "resumes"
    for folder, names in (
        (exports, ["b.csv", "a.csv.gz", ".hidden"]),
        (resumes, ["x.pdf", "y.csv"]),
    ):
        folder.mkdir()
        for name in names:
            (folder / name).write_text("")
    both = [str(exports / "a.csv.gz"), str(exports / "b.csv")]
    assert candidate_paths([str(exports)]) == both
    assert candidate_paths([str(exports / "*.csv*")]) == both
    assert candidate_paths([str(resumes)]) == [str(resumes)]
    assert job_paths([str(tmp_path / "**" / "*.pdf")]) == [str(resumes / "x.pdf")]
    with pytest.raises(InputError, match="given twice"):
        candidate_paths([str(exports), str(exports / "b.csv")])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no files"):
        job_paths([str(tmp_path / "empty")])


def test_progress_in_a_log_is_plain_lines(monkeypatch, capsys):
    monkeypatch.setattr(terminal, "LOG_SECONDS", 0.0)
    with terminal.long_progress() as say:
        say(1000, 0.25)
        say(2000, 0.5)
    first, second = capsys.readouterr().err.splitlines()
    assert first == "1,000 candidates"
    assert second.startswith("2,000 candidates, ")
    assert second.endswith("left")


def test_progress_on_a_terminal_is_no_line_of_the_log(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with terminal.long_progress() as say:
        say(1000, None)
        say(2000, 0.5)
    assert "\n1,000" not in capsys.readouterr().err


@pytest.mark.parametrize("seed", range(12))
def test_any_bytes_as_jobs_or_list_end_well(tmp_path, seed, capsys):
    chance = random.Random(seed)
    people = write_list(tmp_path / "people.csv", 6)
    (tmp_path / "job.txt").write_text(JOBS["backend.txt"])
    target = chance.choice([people, tmp_path / "job.txt", tmp_path / "jobs.csv"])
    raw = bytearray(target.read_bytes() if target.exists() else b"id,description\n1,Java\n")
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(raw))
        raw[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 5)) or b"\n"
    target.write_bytes(bytes(raw))
    jobs = target if target.name == "jobs.csv" else tmp_path / "job.txt"
    out = tmp_path / "out"
    status = run(["batch", str(jobs), str(people), "--out", str(out), "--workers", "1", "--all"])
    assert status in (0, 2, 3)
    assert (out / "manifest.json").exists() == (status != 2)
    assert "Traceback" not in capsys.readouterr().err


def test_versions_are_those_of_a_ranking(taxonomy):
    matcher = Matcher()
    policy = Policy.default()
    assert matcher.versions(policy)["taxonomy"] == taxonomy.digest
    assert matcher.versions(policy)["policy"] == policy.digest
