"""The command line from outside: output, errors, exit statuses."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from matcher.cli import run
from tests.cli.said import lines
from tests.conftest import ROOT

JOB = str(ROOT / "data/jobs/senior_backend_engineer.txt")
LIST = str(ROOT / "data/applicants.csv")


def test_contract_example_of_parse(tmp_path, capsys):
    text = (
        "Must-Have Requirements\n\n"
        "3. Proficiency in one or more backend languages such as Java, Python, or Go.\n"
    )
    path = tmp_path / "jd.txt"
    path.write_text(text)
    assert run(["parse", str(path), "--format", "json"]) == 0
    parsed = json.loads(capsys.readouterr().out)
    (asked,) = parsed["requirements"]
    assert (asked["id"], asked["level"], asked["kind"]) == ("r1", "must", "skill")
    assert text[asked["start"] : asked["end"]] == asked["text"] == text[27:100]
    assert asked["cue"] == {
        "text": "Must-Have Requirements", "start": 0, "end": 22, "rule": "heading.must",
    }  # fmt: skip
    leaves = [leaf for leaf in asked["needs"]["any"] if leaf["skill"] in ("java", "python", "go")]
    assert [(x["label"], x["start"], x["end"], x["method"]) for x in leaves] == [
        ("Java", 80, 84, "exact"), ("Python", 86, 92, "exact"), ("Go", 97, 99, "exact"),
    ]  # fmt: skip
    assert asked["needs"]["at_least"] == 1
    for key in ("min_years", "max_years", "degree", "weight", "gate"):
        assert asked[key] is None
    assert asked["ignored"] is False
    assert parsed["versions"]["taxonomy"].startswith("sha256:")


def test_rank_json_adds_up(job, people, capsys):
    assert run(["rank", job, people, "--format", "json", "--as-of", "2026-01-01"]) == 0
    out = json.loads(capsys.readouterr().out)
    assert [c["candidate_id"] for c in out["candidates"]] == ["a", "b"]
    for candidate in out["candidates"]:
        entries = candidate["assessments"]
        assert sum(e["points_hundredths"] for e in entries) == candidate["score_hundredths"]
        assert sum(e["worth_hundredths"] for e in entries) == 10_000
        assert all(e["reason"] for e in entries)
    assert out["as_of"] == "2026-01-01"
    assert out["candidates"][0]["carried"]["name"] == "Ann"


def test_evidence_points_at_its_words(job, people, capsys):
    run(["rank", job, people, "--format", "json"])
    out = json.loads(capsys.readouterr().out)
    text = {"a": "Java developer. Wrote SQL since 2015."}
    shown = [e for c in out["candidates"] for a in c["assessments"] for e in a["evidence"]]
    assert shown
    assert all(text["a"][e["start"] : e["end"]] == e["surface"] for e in shown)


def test_row_with_too_many_cells_is_set_aside(job, tmp_path, capsys):
    path = tmp_path / "people.csv"
    path.write_text("candidate_id,resume_text\na,Java\nb,Go,too,many\nc,SQL\n")
    assert run(["rank", job, str(path), "--format", "json"]) == 3
    captured = capsys.readouterr()
    out = json.loads(captured.out)
    assert {c["candidate_id"] for c in out["candidates"]} == {"a", "c"}
    assert out["set_aside"][0]["row"] == 2
    assert "row 2" in captured.err


def test_conditions_are_questions_and_no_points(tmp_path, people, capsys):
    path = tmp_path / "job.txt"
    path.write_text(
        "Requirements\n- Java\n- Must be eligible to work in the UK\n- Willingness to travel\n"
        "- Willing to relocate to Leeds\n- Willing to work weekends\n"
    )
    assert run(["rank", str(path), people, "--format", "json"]) == 0
    out = json.loads(capsys.readouterr().out)
    asked = {q["requirement_id"]: q["why"] for q in out["questions"]}
    assert asked == dict.fromkeys(("r2", "r3", "r4", "r5"), "condition")
    worths = [a["worth_hundredths"] for a in out["candidates"][0]["assessments"]]
    assert worths == [10_000, 0, 0, 0, 0]


def test_a_folder_of_files_ranks_as_its_archive_does(job, tmp_path, capsys):
    folder = tmp_path / "applicants"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "cv.txt").write_text("Java developer. Wrote SQL since 2015.\n")
    (folder / "b.html").write_text("<html><p>Gardener, loves roses</p></html>")
    resume = {"basics": {"name": "Ida Falk"}, "skills": [{"name": "Go"}, {"name": "Kafka"}]}
    (folder / "c.json").write_text(json.dumps(resume))
    (folder / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / ".DS_Store").write_bytes(b"x")
    archive = shutil.make_archive(str(tmp_path / "all"), "zip", folder)
    results = []
    for source in (str(folder), archive):
        assert run(["rank", job, source, "--format", "json", "--as-of", "2026-01-01"]) == 3
        captured = capsys.readouterr()
        results.append(captured.out)
        assert f"set aside: {source}, scan.png: is an image (PNG)" in lines(captured.err)
        assert f"note: {source}: 1 hidden or system file was skipped" in lines(captured.err)
    assert results[0] == results[1]
    out = json.loads(results[0])
    assert [c["candidate_id"] for c in out["candidates"]] == ["a/cv.txt", "c.json", "b.html"]
    assert out["candidates"][1]["carried"]["name"] == "Ida Falk"
    assert out["set_aside"][0]["candidate_id"] == "scan.png"


BAD = {
    "no such file": (["parse", "nowhere.txt"], "nowhere.txt"),
    "unknown option": (["parse", "x.txt", "--frmt", "json"], "--frmt"),
    "unknown format": (["parse", "x.txt", "--format", "pdf"], "pdf"),
    "unknown command": (["prase"], "prase"),
    "arguments the wrong way round": (["rank", LIST, JOB], "JOB first, then CANDIDATES"),
    "bad format": (
        ["rank", JOB, LIST, "--format", "xml"],
        "': 'xml' is not one of",
    ),
    "bad date": (["rank", JOB, LIST, "--as-of", "tomorrow"], "YYYY-MM-DD"),
    "bad mapping": (["rank", JOB, LIST, "--map", "resume"], "COLUMN=HEADER"),
    "mapping to no header": (["rank", JOB, LIST, "--map", "resume=Nope"], "Nope"),
    "bad ending": (["rank", JOB, LIST, "-o", "ranking.pdf"], ".pdf"),
    "both stdin": (["rank", "-", "-"], "standard input"),
    "no policy": (["rank", JOB, LIST, "--policy", "none.yaml"], "none.yaml"),
}


@pytest.mark.parametrize(("arguments", "named"), BAD.values(), ids=BAD.keys())
def test_wrong_usage_is_one_line_and_exit_2(arguments, named, capsys):
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(lines(captured.err)) == 1
    assert named in captured.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"\x00\x01\x02\x03" * 100, ""),
    ],
    ids=["empty", "blank", "broken pdf", "binary"],
)
def test_unusable_description(content, said, tmp_path, people, capsys):
    path = tmp_path / "jd.txt"
    path.write_bytes(content)
    assert run(["rank", str(path), people]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "jd.txt" in err


def test_nothing_asked_says_what_to_do(tmp_path, people, capsys):
    path = tmp_path / "jd.txt"
    path.write_text("We are a nice company in the mountains.\n")
    assert run(["rank", str(path), people]) == 2
    assert "card" in lines(capsys.readouterr().err)[-1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        ("a,b\n1,2\n", "header"),
        ("Ann,Java developer for ten years\nBob,Gardener\n", "header"),
        ("candidate_id,email\n1,a@example.org\n", "text"),
    ],
    ids=["empty", "unknown header", "no header", "no text column"],
)
def test_unusable_list(content, said, job, tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text(content)
    assert run(["rank", job, str(path)]) == 2
    err = lines(capsys.readouterr().err)
    assert len(err) == 1
    assert said in err[0]
    assert "list.csv" in err[0]


def test_policy_mistakes_name_their_lines(job, people, tmp_path, capsys):
    path = tmp_path / "policy.yaml"
    path.write_text("levels:\n  must: 1\n  preferred: 5\nnonsense: 3\n")
    assert run(["rank", job, people, "--policy", str(path)]) == 2
    err = capsys.readouterr().err
    assert "policy.yaml, line" in err
    assert "nonsense" in err


def test_job_card_round_trip(job, people, tmp_path, capsys):
    card = tmp_path / "job.yaml"
    assert run(["parse", job, "-o", str(card)]) == 0
    run(["rank", job, people, "--format", "json", "--as-of", "2026-01-01"])
    direct = json.loads(capsys.readouterr().out)["candidates"]
    run(["rank", str(card), people, "--format", "json", "--as-of", "2026-01-01"])
    assert json.loads(capsys.readouterr().out)["candidates"] == direct


def test_edited_card_changes_the_ranking_and_mistakes_have_lines(job, people, tmp_path, capsys):
    card = tmp_path / "job.yaml"
    run(["parse", job, "-o", str(card)])
    text = card.read_text()
    card.write_text(text.replace("level: bonus", "level: must"))
    run(["parse", str(card), "--format", "json"])
    levels = [r["level"] for r in json.loads(capsys.readouterr().out)["requirements"]]
    assert levels == ["must", "must", "must"]
    card.write_text(text.replace("level: bonus", "level: bonsu").replace("skill: go", "skill: goo"))
    assert run(["rank", str(card), people]) == 2
    err = capsys.readouterr().err
    number = next(i for i, line in enumerate(text.splitlines(), 1) if "level: bonus" in line)
    assert f"line {number}" in err
    assert "bonsu" in err
    assert "goo" in err


def test_output_appears_whole_or_not_at_all(job, people, tmp_path, capsys):
    target = tmp_path / "out.json"
    assert run(["rank", job, people, "-o", str(target)]) == 0
    assert json.loads(target.read_text())["candidates"]
    assert run(["rank", job, people, "-o", str(tmp_path / "none" / "out.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert {p.name for p in tmp_path.iterdir()} == {"job.txt", "people.csv", "out.json"}


def test_blind_hides_who_it_is(job, people, capsys):
    run(["rank", job, people, "--format", "json", "--blind"])
    out = capsys.readouterr().out
    assert "Ann" not in out
    assert "Bob" not in out


def test_skills_stream(tmp_path, capsys):
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": "x", "text": "PostgreSQL and gRPC"}\n{"id": "y", "text": ""}\n')
    assert run(["skills", str(path)]) == 0
    first, second = map(json.loads, lines(capsys.readouterr().out))
    assert [s["skill"] for s in first["skills"]] == ["postgresql", "grpc"]
    assert second == {"id": "y", "skills": []}
    path.write_text('{"id": "x"}\n')
    assert run(["skills", str(path)]) == 2


def test_taxonomy_commands(tmp_path, capsys):
    assert run(["taxonomy", "lookup", "k8s"]) == 0
    assert "Kubernetes (kubernetes), by alias" in capsys.readouterr().out
    bad = tmp_path / "taxonomy.yaml"
    bad.write_text(
        "skills:\n- {id: a, name: A, kind: tool, category: x, parents: [b]}\n"
        "- {id: c, name: a, kind: tol, category: x}\n"
    )
    assert run(["taxonomy", "check", str(bad)]) == 2
    err = capsys.readouterr().err
    assert "line 2" in err
    assert "line 3" in err


def test_determinism_over_hash_seed_and_row_order(job, tmp_path):
    rows = ["a,Java and SQL", "b,Go", "c,Kafka"]
    outputs = []
    for seed, order in ((0, rows), (1, rows[::-1])):
        path = tmp_path / f"{seed}.csv"
        path.write_text("candidate_id,resume_text\n" + "\n".join(order) + "\n")
        command = [sys.executable, "-m", "matcher", "rank", job, str(path), "--format", "json"]
        done = subprocess.run(
            [*command, "--as-of", "2026-01-01"], capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": str(seed), "PATH": "", "HOME": str(tmp_path)}, cwd=ROOT,
        )  # fmt: skip
        out = json.loads(done.stdout)
        for candidate in out["candidates"]:
            candidate.pop("row", None)
        outputs.append(out["candidates"])
    assert outputs[0] == outputs[1]


def test_help_names_an_example_that_exists(capsys):
    looking = ("check", "lookup", "stats", "diff", "crosswalk", "import")
    commands = [["parse"], ["rank"], ["explain"], ["compare"], ["skills"]]
    for command in (*commands, *(["taxonomy", name] for name in looking)):
        assert run([*command, "--help"]) == 0
        assert "Example: matcher" in " ".join(capsys.readouterr().out.split())
