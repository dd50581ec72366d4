"""A store in place of its lists: the same rankings to the byte."""

from __future__ import annotations

import json

import pytest

from matcher.batch.store import manifest
from matcher.cli import run
from tests.batch.store.lists import people, write_list
from tests.conftest import ROOT

JOB = str(ROOT / "data/jobs/senior_backend_engineer.txt")
LIST = str(ROOT / "data/applicants.csv")
DAY = ("--as-of", "2025-12-01")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("rank") / "store"
    assert run(["profiles", LIST, "--out", str(path)]) == 0
    return str(path)


def output(capsys, *arguments, status=0):
    capsys.readouterr()
    assert run(list(arguments)) == status
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "options",
    [
        ["rank", "--format", "json"],
        ["rank", "--format", "csv"],
        ["rank", "--format", "html"],
        ["rank", "--format", "table"],
        ["rank", "--format", "json", "--duplicates", "latest"],
        ["rank", "--format", "json", "--blind"],
        ["rank", "--format", "json", "--certainty"],
        ["explain", "--id", "c029", "--format", "json"],
        ["explain", "--id", "c029", "--audience", "candidate"],
        ["compare", "--ids", "c029,c034,c055"],
    ],
    ids=" ".join,
)
def test_the_same_bytes_as_from_the_list(store, capsys, options):
    command, *rest = options
    from_list = output(capsys, command, JOB, LIST, *rest, *DAY)
    assert output(capsys, command, JOB, store, *rest, *DAY) == from_list


def test_one_store_answers_for_any_day(store, capsys):
    ask = ("--format", "json", "--as-of", "2019-01-01")
    from_list = output(capsys, "rank", JOB, LIST, *ask)
    assert output(capsys, "rank", JOB, store, *ask) == from_list
    assert output(capsys, "rank", JOB, store, "--format", "json", *DAY) != from_list


@pytest.mark.parametrize(
    ("shape", "top"),
    [("json", "1"), ("json", "5"), ("json", "100"), ("csv", "5"), ("html", "5"), ("table", "5")],
)
def test_the_best_are_the_head_of_all(store, capsys, shape, top):
    ask = ("--format", shape, "--top", top, *DAY)
    assert output(capsys, "rank", JOB, store, *ask) == output(capsys, "rank", JOB, LIST, *ask)


@pytest.mark.parametrize("more", [["--blind"], ["--certainty"], ["--duplicates", "latest"]])
def test_the_best_with_what_needs_all(store, capsys, more):
    ask = ("--format", "json", "--top", "7", *more, *DAY)
    assert output(capsys, "rank", JOB, store, *ask) == output(capsys, "rank", JOB, LIST, *ask)


def test_the_head_says_how_many_more_there_are(store, capsys):
    everybody = json.loads(output(capsys, "rank", JOB, LIST, "--format", "json", *DAY))
    best = json.loads(output(capsys, "rank", JOB, store, "--format", "json", "--top", "5", *DAY))
    placed = [each for each in everybody["candidates"] if each["rank"]]
    unread = [each for each in everybody["candidates"] if not each["rank"]]
    assert best["candidates"] == [*placed[:5], *unread]
    assert best["not_shown"] == len(placed) - 5
    assert run(["rank", JOB, store, "--format", "csv", "--top", "5", *DAY]) == 0
    assert (
        f"note: {len(placed) - 5} more ranked candidates are not shown." in capsys.readouterr().err
    )


def test_lasting_pseudonyms(store, capsys, tmp_path):
    blind = ("--blind-key", str(tmp_path / "key"), "--format", "json", *DAY)
    from_list = output(capsys, "rank", JOB, LIST, *blind)
    assert output(capsys, "rank", JOB, store, *blind) == from_list


def test_lists_and_stores_together(store, capsys, tmp_path):
    more = write_list(tmp_path / "more.csv", people(5))
    from_lists = output(capsys, "rank", JOB, LIST, more, "--format", "json", *DAY)
    assert output(capsys, "rank", JOB, store, more, "--format", "json", *DAY) == from_lists
    other = str(tmp_path / "other")
    output(capsys, "profiles", more, "--out", other)
    assert output(capsys, "rank", JOB, store, other, "--format", "json", *DAY) == from_lists


def test_set_aside_rows_come_out_of_the_store(capsys, tmp_path):
    source = write_list(tmp_path / "a.csv", [*people(3), ("k9", "Bo")])
    store = str(tmp_path / "store")
    assert "set aside 1" in output(capsys, "profiles", source, "--out", store, status=3)
    ask = ("--format", "json", *DAY)
    from_list = output(capsys, "rank", JOB, source, *ask, status=3)
    assert output(capsys, "rank", JOB, store, *ask, status=3) == from_list
    assert json.loads(from_list)["set_aside"]


def test_what_a_store_holds(store, capsys):
    shown = output(capsys, "profiles", store)
    assert "profiles    64\n" in shown
    assert "taxonomy    sha256:" in shown
    assert f"source      {LIST}: 64 profiles, 0 set aside, sha256:" in shown


def test_forgotten_from_the_command_line(capsys, tmp_path):
    store = str(tmp_path / "store")
    output(capsys, "profiles", write_list(tmp_path / "a.csv", people(6)), "--out", store)
    assert output(capsys, "profiles", store, "--forget", "k2", "k5") == (
        f"{store}: forgot 2 candidates\n"
    )
    shown = output(capsys, "profiles", store)
    assert "profiles    4\n" in shown
    assert "forgotten   2 on " in shown
    ranked = json.loads(output(capsys, "rank", JOB, store, "--format", "json", *DAY))
    assert {each["candidate_id"] for each in ranked["candidates"]} == {"k1", "k3", "k4", "k6"}


def test_a_store_of_an_earlier_matcher_is_brought_up_to_date(capsys, tmp_path, monkeypatch):
    source, store = write_list(tmp_path / "a.csv", people(3)), str(tmp_path / "store")
    with monkeypatch.context() as earlier:
        earlier.setattr(manifest, "__version__", "0.0.1")
        output(capsys, "profiles", source, "--out", store)
    assert run(["rank", JOB, store]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "was read with matcher 0.0.1" in line
    assert f"`matcher profiles {source} --out {store}`" in line
    assert run(["profiles", source, "--out", store]) == 0
    assert "another matcher; every row is read again" in capsys.readouterr().err
    assert run(["rank", JOB, store]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["profiles", LIST], "is no profile store; allowed: a store, or --out STORE"),
        (["profiles", LIST, "--out", LIST], "cannot be written"),
        (["profiles", LIST, "--forget", "k1"], "is no profile store"),
        (["profiles", LIST, "--out", "x", "--forget", "k1"], "--forget: is given with --out"),
        (["rank", JOB, "STORE", "STORE"], "is given twice"),
        (["rank", JOB, "STORE", LIST], "is given twice"),
        (["rank", JOB, "STORE", "--map", "resume=CV"], "--map names columns of a list"),
        (["profiles", "STORE", "--forget", "nobody"], "holds no candidate 'nobody'"),
    ],
)
def test_one_line_and_status_2(store, capsys, arguments, words):
    capsys.readouterr()
    assert run([store if each == "STORE" else each for each in arguments]) == 2
    *_, line = capsys.readouterr().err.splitlines()
    assert words in line
