"""The taxonomy commands from outside: results, messages, exit statuses, ids in every output."""

from __future__ import annotations

import csv
import io
import json

import pytest

from matcher.cli import run
from tests.conftest import ROOT
from tests.taxonomy import published

JOB = "Requirements\n- Experience with Quillon\n- Fluent Velmish\n- PostgreSQL\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    published.esco_folder(tmp_path / "esco")
    (tmp_path / "onet.txt").write_text(published.onet_table(), newline="")
    (tmp_path / "lightcast.csv").write_text(published.lightcast_table())
    (tmp_path / "list.csv").write_text(published.plain_table())
    (tmp_path / "job.txt").write_text(JOB)
    (tmp_path / "people.csv").write_text(
        "id,resume_text\nk1,Built parsers in Quillon for a bank; speaks Velmish.\n"
    )
    return tmp_path


@pytest.mark.parametrize("source", ["esco", "onet.txt", "lightcast.csv", "list.csv"])
def test_what_is_imported_passes_the_check(place, source, capsys):
    assert run(["taxonomy", "import", source, "-o", "t.yaml", "--report", "left.csv"]) == 0
    assert "skills" in capsys.readouterr().err
    assert next(csv.reader((place / "left.csv").open())) == ["line", "skill", "left_out", "reason"]
    assert run(["taxonomy", "check", "t.yaml"]) == 0
    assert "no mistakes" in capsys.readouterr().out
    assert run(["taxonomy", "stats", "t.yaml", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["sources"]


def test_an_import_goes_to_standard_output_and_names_its_makers(place, capsys):
    assert run(["taxonomy", "import", "--from", "esco", "esco"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# Imported from esco by matcher taxonomy import --from esco.\n")
    assert "European Union" in out
    assert place.name not in out


def leaves(node):
    if node is None:
        return []
    inner = node.get("all", node.get("any"))
    return [leaf for child in inner for leaf in leaves(child)] if inner else [node]


def test_ids_are_in_every_output(place, capsys):
    run(["taxonomy", "import", "esco", "-o", "esco.yaml"])
    both = ["--taxonomy", "shipped", "--taxonomy", "esco.yaml"]
    capsys.readouterr()
    assert run(["parse", "job.txt", "--format", "json", *both]) == 0
    job = json.loads(capsys.readouterr().out)
    found = {x["label"]: x for r in job["requirements"] for x in leaves(r["needs"])}
    quillon = found["Quillon (computer programming)"]
    assert quillon["sources"] == {"esco": [published.BASE + "lathe"]}
    assert "sources" not in found["PostgreSQL"]
    assert run(["rank", "job.txt", "people.csv", "--format", "json", *both]) == 0
    ranking = json.loads(capsys.readouterr().out)
    assert ranking["job"]["requirements"] == job["requirements"]
    (person,) = ranking["candidates"]
    evidence = [e for a in person["assessments"] for e in a["evidence"]]
    shown = {e["skill"]: e["sources"]["esco"] for e in evidence}
    assert shown["quillon_computer_programming"] == [published.BASE + "lathe"]
    (place / "texts.txt").write_text("Quillon and PostgreSQL\n")
    assert run(["skills", "texts.txt", *both]) == 0
    line = json.loads(capsys.readouterr().out)
    assert ["sources" in skill for skill in line["skills"]] == [True, False]
    assert run(["taxonomy", "lookup", "Quillon", *both]) == 0
    assert "ids elsewhere: esco: " + published.BASE in capsys.readouterr().out


@pytest.mark.usefixtures("place")
def test_merging_over_the_shipped_one_keeps_its_skills(capsys):
    run(["taxonomy", "import", "lightcast.csv", "-o", "l.yaml"])
    capsys.readouterr()
    assert run(["taxonomy", "stats", "shipped", "l.yaml", "--format", "json"]) == 0
    merged = json.loads(capsys.readouterr().out)
    assert run(["taxonomy", "stats", "--format", "json"]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert merged["skills"] == alone["skills"] + 6
    assert merged["sources"] == {"lightcast": 7}


@pytest.mark.usefixtures("place")
def test_crosswalk_and_diff(capsys):
    run(["taxonomy", "import", "lightcast.csv", "-o", "l.yaml"])
    capsys.readouterr()
    assert run(["taxonomy", "crosswalk", "shipped", "l.yaml"]) == 0
    said = capsys.readouterr()
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(said.out))}
    go = rows["Go (Programming Language)"]
    assert (go["method"], go["ours"]) == ("alias", "go")
    assert go["source_ids"] == "lightcast:KS1200000000000000AD"
    assert "7 entries" in said.err
    assert run(["taxonomy", "diff", "l.yaml", "l.yaml"]) == 0
    assert capsys.readouterr().out == "no differences\n"
    assert run(["taxonomy", "diff", "shipped", "l.yaml"]) == 0
    assert "skills added (" in capsys.readouterr().out
    assert run(["taxonomy", "diff", "l.yaml", "l.yaml", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["moved"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "none.csv"], "none.csv: cannot be read"),
        (["import", "list.csv", "--map", "name"], "--map: 'name' is no mapping"),
        (["import", "list.csv", "--from", "onet"], "list.csv, line 1: no column 'Example'"),
        (["import", "list.csv", "--from", "tables"], "--from"),
        (["import", "esco", "--map", "name=x"], "--map: no use with --from esco"),
        (["crosswalk", "shipped", "none.yaml"], "none.yaml: cannot be read"),
        (["diff", "list.csv", "shipped"], "list.csv, line 1"),
        (["stats", "none.yaml"], "none.yaml: cannot be read"),
        (["lookup", "x", "--taxonomy", "shipped", "--taxonomy", "none.yaml"], "none.yaml"),
    ],
)
@pytest.mark.usefixtures("place")
def test_mistakes_are_one_line(arguments, said, capsys):
    assert run(["taxonomy", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.usefixtures("place")
def test_warnings_do_not_change_the_exit_status(tmp_path, capsys):
    file = tmp_path / "t.yaml"
    file.write_text("skills:\n- {id: lead, name: Lead, kind: tool, category: x}\n")
    assert run(["taxonomy", "check", str(file)]) == 0
    captured = capsys.readouterr()
    assert captured.err.startswith(f"warning: {file}, line 2: ")
    assert captured.out == "t.yaml: 1 skills, 1 names, no mistakes, 2 warnings\n"


def test_the_shipped_file_has_few_warnings(capsys):
    assert run(["taxonomy", "check", str(ROOT / "skill_taxonomy.yaml")]) == 0
    assert capsys.readouterr().err.count("warning:") < 300
