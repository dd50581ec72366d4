"""Several lists, the same person twice, exports of other systems, from outside."""

from __future__ import annotations

import json

import pytest

from matcher.cli import run
from tests.cli.said import lines


@pytest.fixture
def two_lists(tmp_path):
    first, second = tmp_path / "march.csv", tmp_path / "april.csv"
    first.write_text(
        "id,full name,mail,cv,notes,updated\n"
        "1,Ann Lee,ann@example.org,Java developer,too loud,2026-03-01\n"
        "2,Bo Go,bo@example.org,Gardener,,2026-03-01\n"
    )
    second.write_text(
        "id,full name,mail,cv,notes,updated\n"
        "1,Ann B. Lee,ANN@example.org,Java and SQL since 2015,,2026-01-01\n"
        "1,Cleo,cleo@example.org,Go,,2026-01-01\n"
    )
    return [str(first), str(second)]


def ranked(arguments, capsys):
    status = run([*arguments, "--format", "json", "--as-of", "2026-06-01"])
    captured = capsys.readouterr()
    return status, json.loads(captured.out), captured.err


def test_several_lists_and_the_same_person_twice(job, two_lists, capsys):
    status, out, err = ranked(["rank", job, *two_lists], capsys)
    assert status == 3
    by_id = {c["candidate_id"]: c for c in out["candidates"]}
    assert set(by_id) == {"march:1", "march:2", "april:1"}
    assert by_id["march:1"]["possible_duplicates"] == [
        {"candidate_id": "april:1", "signs": ["same e-mail address"]}
    ]
    assert "possible_duplicate" in by_id["april:1"]["flags"]
    assert "possible_duplicate" not in by_id["march:2"]["flags"]
    assert "april:1 and march:1 may be the same person: same e-mail address" in err
    assert out["set_aside"][0]["source"] == by_id["april:1"]["source"] == "april"


def test_only_the_newest_stays_and_the_counts_add_up(job, two_lists, capsys):
    _, keeping, _ = ranked(["rank", job, *two_lists], capsys)
    status, out, err = ranked(["rank", job, *two_lists, "--duplicates", "latest"], capsys)
    assert status == 3
    assert {c["candidate_id"] for c in out["candidates"]} == {"march:1", "march:2"}
    assert sorted(a["field"] for a in out["set_aside"]) == ["candidate_id", "duplicate"]
    assert len(out["candidates"]) + len(out["set_aside"]) == 4
    assert "newer by its last change" in err
    assert not any(c["flags"].count("possible_duplicate") for c in out["candidates"])
    scores = {c["candidate_id"]: c["score_hundredths"] for c in keeping["candidates"]}
    for candidate in out["candidates"]:
        assert candidate["score_hundredths"] == scores[candidate["candidate_id"]]


def test_a_candidate_more_changes_nobodys_score(job, two_lists, capsys):
    _, both, _ = ranked(["rank", job, *two_lists], capsys)
    _, one, _ = ranked(["rank", job, two_lists[0]], capsys)
    scores = {c["candidate_id"].split(":")[1]: c["score_hundredths"] for c in both["candidates"]
              if c["candidate_id"].startswith("march")}  # fmt: skip
    assert scores == {c["candidate_id"]: c["score_hundredths"] for c in one["candidates"]}


def test_explain_and_compare_take_several_lists(job, two_lists, capsys):
    status, out, err = ranked(["explain", job, *two_lists, "--id", "march:1"], capsys)
    assert status == 3
    assert (out["candidate_id"], out["rank"], out["ranked"]) == ("march:1", 2, 3)
    assert out["possible_duplicates"] == [
        {"candidate_id": "april:1", "signs": ["same e-mail address"]}
    ]
    assert [aside["source"] for aside in out["set_aside"]] == ["april"]
    assert "april:1 and march:1 may be the same person" in err
    assert "set aside: april, row 2: candidate_id" in err
    for chosen in ("text", "html"):
        run(["explain", job, *two_lists, "--id", "march:1", "--format", chosen])
        shown = " ".join(capsys.readouterr().out.split())
        assert "Perhaps the same person as april:1 (same e-mail address)" in shown
        assert "1 of the list was set aside and is in no ranking." in shown
        run(["compare", job, *two_lists, "--ids", "march:2,april:1", "--format", chosen])
        shown = " ".join(capsys.readouterr().out.split())
        assert "march:1" in shown
        assert "1 of the list was set aside" in shown


def test_the_candidate_reads_of_no_duplicate_and_nobody_set_aside(job, two_lists, capsys):
    asked = ["explain", job, *two_lists, "--id", "march:1", "--audience", "candidate"]
    status, out, _ = ranked(asked, capsys)
    assert status == 3
    assert "possible_duplicate" not in json.dumps(out)
    for chosen in ("json", "text", "html"):
        run([*asked, "--format", chosen])
        shown = capsys.readouterr().out
        assert "april" not in shown
        assert "set aside" not in shown
        assert "same person" not in shown


def test_a_superseded_entry_is_not_explained(job, two_lists, capsys):
    asked = ["explain", job, *two_lists, "--duplicates", "latest"]
    assert run([*asked, "--id", "april:1"]) == 2
    last = lines(capsys.readouterr().err)[-1]
    assert "candidate 'april:1' was set aside: " in last
    assert "; row 1: duplicate: " in last
    status, out, _ = ranked([*asked, "--id", "march:1"], capsys)
    assert (status, out["possible_duplicates"]) == (3, [])


def test_certainty_with_a_merged_taxonomy_and_a_mapping(job, two_lists, tmp_path, capsys):
    more = tmp_path / "more.yaml"
    more.write_text(
        "skills:\n- {id: gardening, name: Gardening, kind: knowledge, category: crafts}\n"
    )
    taxonomies = ["--taxonomy", "shipped", "--taxonomy", str(more)]
    asked = [job, two_lists[0], *taxonomies, "--map", "notes=-", "--certainty"]
    status, out, err = ranked(["compare", *asked, "--ids", "1,2"], capsys)
    assert (status, len(out["win_shares"])) == (0, 1)
    assert 'left out: "notes"' in err
    status, out, _ = ranked(["explain", *asked, "--id", "1"], capsys)
    assert (status, out["certainty"]["rank_p95"]) == (0, 1)


def test_a_column_is_left_out(job, two_lists, capsys):
    assert "too loud" in json.dumps(ranked(["rank", job, two_lists[0]], capsys)[1])
    status, out, err = ranked(["rank", job, two_lists[0], "--map", "notes=-"], capsys)
    assert status == 0
    assert "too loud" not in json.dumps(out)
    assert 'left out: "notes"' in err


def test_an_export_is_recognised_and_said_to_be(job, tmp_path, capsys):
    path = tmp_path / "opencats.csv"
    path.write_text(
        "candidateID,lastName,firstName,phoneHome,phoneCell,email1,keySkills\r\n"
        '"7","Lee","Ann","","","ann@example.org","Java, SQL"\r\n'
    )
    status, out, err = ranked(["rank", job, str(path)], capsys)
    assert status == 0
    assert "recognised as an OpenCATS export: read: candidate_id from" in err
    assert out["candidates"][0]["candidate_id"] == "7"
    run(["rank", job, str(path), "--format", "table"])
    assert "Ann Lee" in capsys.readouterr().out


@pytest.mark.parametrize("chosen", ["csv", "html", "table"])
def test_every_format_names_the_other(job, two_lists, capsys, chosen):
    run(["rank", job, *two_lists, "--format", chosen])
    assert "april:1" in capsys.readouterr().out.split("march:1", 1)[1]
