"""The commands that the documents show run, from the repository's root."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from matcher.cli import run
from tests.conftest import ROOT

DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"^\$ (matcher [^\n]*(?:\\\n[^\n]*)*)", re.MULTILINE)


def shown_commands() -> list[tuple[str, str]]:
    found = []
    for path in DOCS:
        for block in re.findall(
            r"```console\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL
        ):
            for match in COMMAND.finditer(block):
                command = match[1].replace("\\\n", " ")
                if "JOB" not in command and "FILE" not in command and "TERM" not in command:
                    found.append((path.name, command))
    return found


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "skill_taxonomy.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_readme_shows_commands():
    assert sum(name == "README.md" for name, _ in shown_commands()) >= 5


@pytest.mark.usefixtures("workplace")
def test_shown_commands_run(capsys):
    failed = []
    for name, command in shown_commands():
        words = shlex.split(command, comments=True)
        for end in ("|", ">"):
            if end in words:
                words = words[: words.index(end)]
        status = run(words[1:])
        if status not in (0, 3):
            failed.append((name, command, capsys.readouterr().err[-200:]))
    assert not failed


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    missing = [t for t in targets if not (path.parent / t).exists()]
    assert not missing


def slugs(path: Path) -> set[str]:
    """The anchors of a document's headings, as code forges make them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_to_headings_find_them(path):
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)", text)
    missing = [(t, a) for t, a in links if a not in slugs(path.parent / t if t else path)]
    assert not missing


def test_no_document_names_a_machine():
    assert not [p.name for p in DOCS if re.search(r"/(?:root|work|home)/\w", p.read_text())]
    assert Path(ROOT / "LICENSE").read_text().startswith("MIT")
