"""The built wheel works in an empty environment: taxonomy and rules travel inside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder), "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_wheel_holds_its_data(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "matcher/skill_taxonomy.yaml",
        "matcher/taxonomy/ordinary_words.txt",
        "matcher/rules/en.yaml",
        "matcher/rules/profile_en.yaml",
        "matcher/rules/policy.yaml",
        "matcher/rules/columns.yaml",
        "matcher/rules/ats.yaml",
        "matcher/rules/identity.yaml",
        "matcher/report/templates/report.html.j2",
    } <= names
    built = {".py", ".pyc", ".so", ".pyd", ".pyx", ".c"}
    files = (path for path in (ROOT / "matcher").rglob("*") if path.is_file())
    data = {str(p.relative_to(ROOT).as_posix()) for p in files if p.suffix not in built}
    assert data <= names
    compiled = {str(p.relative_to(ROOT).as_posix()) for p in ROOT.glob("matcher/**/*.so")}
    assert compiled <= names
    assert not [n for n in names if n.startswith(("tests/", "data/"))]


def test_wheel_ranks_in_an_empty_environment(wheel, tmp_path):
    place = tmp_path / "venv"
    venv.create(place, with_pip=True)
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    installed = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", str(wheel)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert installed.returncode == 0, installed.stderr
    job, people = tmp_path / "job.txt", tmp_path / "people.csv"
    job.write_text("Requirements\n- Java or Go\n- Kubernetes preferred\n")
    people.write_text("candidate_id,resume_text\na,Wrote Go services for Kubernetes\nb,Gardener\n")
    matcher = python.with_name("matcher")
    out = tmp_path / "out.json"
    done = subprocess.run(
        [matcher, "rank", job, people, "-o", out],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PATH": os.defpath, "HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    ranked = json.loads(out.read_text())["candidates"]
    assert [c["candidate_id"] for c in ranked] == ["a", "b"]
    assert ranked[0]["score"] > 50
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("Wrote Go services for Kubernetes\n")
    (folder / "b.html").write_text("<html><body><p>Gardener</p></body></html>")
    (folder / "c.pdf").write_bytes(b"")
    (tmp_path / "skills.csv").write_text("name,aliases\nLute making,lutherie\nViol tuning,\n")
    for arguments, status, said in (
        (["rank", job, folder, "--blind", "-o", tmp_path / "out.html"], 3, "c.pdf: is empty"),
        (["taxonomy", "import", tmp_path / "skills.csv", "-o", "t.yaml"], 0, "2 skills, 3 names"),
        (["taxonomy", "check", "t.yaml"], 0, "t.yaml: 2 skills, 3 names, no mistakes"),
    ):
        done = subprocess.run(
            [matcher, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env={"PATH": os.defpath, "HOME": str(tmp_path)},
        )
        assert done.returncode == status, done.stderr
        assert said in done.stderr + done.stdout
    parsed = subprocess.run(
        [python, "-c", "import spacy; n = spacy.blank('en'); n.add_pipe('matcher_skills')"],
        capture_output=True, text=True, check=False, env={"HOME": str(tmp_path)},
    )  # fmt: skip
    assert parsed.returncode == 0, parsed.stderr
