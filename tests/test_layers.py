"""The arrows between the rooms, and what `import matcher` may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import matcher

PACKAGE = Path(matcher.__file__).parent
#: Every room and the rooms it may import from.
BASE = {"errors", "model", "placed_yaml", "characters"}
WORDS = BASE | {"taxonomy", "documents", "rules"}
ALLOWED = {
    "errors": set(),
    "characters": set(),
    "model": {"errors"},
    "placed_yaml": {"errors"},
    "output": {"errors"},
    "processes": {"errors"},
    "taxonomy": BASE,
    "documents": BASE,
    "rules": BASE | {"taxonomy"},
    "identity": BASE | {"rules"},
    "job": WORDS,
    "profile": WORDS | {"identity"},
    "scoring": WORDS | {"output"},
    "screening": WORDS | {"scoring"},
    "report": BASE | {"scoring", "identity"},
    "plots": BASE | {"scoring", "report"},
    "skills": WORDS | {"processes"},
    "notebook": WORDS
    | {"identity", "profile", "scoring", "screening", "report", "batch", "explaining", "processes"}
    | {"plots"},
    "matching": WORDS
    | {"identity", "job", "profile", "scoring", "screening", "report", "batch", "notebook"},
    "explaining": BASE | {"scoring", "report", "output"},
    "batch": WORDS | {"identity", "profile", "scoring", "report", "processes"},
    "tuning": WORDS
    | {"job", "profile", "scoring", "report", "batch", "matching", "notebook", "output"}
    | {"plots", "groups"},
    "web": WORDS
    | {"identity", "job", "profile", "scoring", "screening", "report", "batch"}
    | {"matching", "explaining", "output", "processes", "audit"},
    "audit": WORDS
    | {"identity", "job", "profile", "scoring", "screening", "report", "batch", "matching"}
    | {"output", "groups", "tuning"},
    "groups": BASE | {"rules", "profile"},
    "terminal": {"output"},
    "__main__": {"cli"},
    "cli_options": {"errors"},
    "cli_taxonomy": BASE | {"taxonomy", "report", "output", "cli_options", "terminal"},
    "cli_ranking": WORDS
    | {"identity", "profile", "scoring", "screening", "report", "matching", "explaining", "output"}
    | {"batch", "audit"}
    | {"cli_options", "terminal"},
    "cli_profiles": BASE | {"taxonomy", "batch", "output", "cli_options", "terminal"},
    "cli": WORDS
    | {"job", "report", "matching", "skills", "output"}
    | {"cli_options", "cli_ranking", "cli_taxonomy", "cli_batch", "cli_profiles", "terminal"}
    | {"cli_evaluate", "cli_tune", "cli_audit", "cli_audit_record", "cli_replay", "cli_serve"},
    "cli_replay": {"errors", "audit", "web", "output", "cli_options", "terminal"},
    "cli_audit_record": {"errors", "audit", "output", "cli_options", "terminal"},
    "cli_audit": {"errors", "scoring", "matching", "groups", "audit", "tuning", "batch", "output"}
    | {"cli_options", "cli_ranking", "terminal", "cli_audit_swap"},
    "cli_audit_swap": WORDS
    | {"profile", "scoring", "report", "matching", "audit", "batch", "output"}
    | {"cli_options", "cli_ranking", "terminal"},
    "cli_tune": {"errors", "scoring", "report", "matching", "tuning", "output", "groups"}
    | {"audit", "batch"}
    | {"cli_options", "cli_ranking", "cli_evaluate", "terminal"},
    "cli_serve": {"errors", "output", "web", "cli_options", "terminal"},
    "cli_evaluate": {"errors", "scoring", "report", "matching", "tuning", "output"}
    | {"cli_options", "cli_ranking", "terminal"},
    "cli_batch": WORDS
    | {"identity", "scoring", "matching", "batch", "audit"}
    | {"cli_options", "cli_ranking", "terminal"},
}
#: Heavy libraries and the only rooms that may import them.
CONFINED = {
    "spacy": {"job"},
    "sklearn": {"tuning"},
    "scipy": {"tuning", "audit"},
    "pandas": {"batch", "notebook", "matching", "tuning", "audit"},
    "ipywidgets": {"notebook"},
    "pyspark": {"batch"},
    "py4j": {"batch"},
    "ahocorasick_rs": {"taxonomy", "profile", "identity"},
    "rapidfuzz": {"taxonomy"},
    "jinja2": {"report", "web"},
    "numpy": {"scoring", "batch", "notebook", "plots", "tuning", "web"},
    # Notebook and tuning name its figures in types alone.
    "matplotlib": {"plots", "notebook", "tuning"},
    "sqlalchemy": {"web"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "argon2": {"web"},
    "pydantic": {"web"},
    "alembic": {"web"},
    "rich": {"report", "terminal", "tuning", "audit"},
    "xlsxwriter": {"batch", "web"},
    "typer": {"cli", "cli_batch", "cli_options", "cli_profiles", "cli_ranking", "cli_taxonomy"}
    | {"cli_evaluate", "cli_tune", "cli_audit", "cli_audit_swap", "cli_audit_record"}
    | {"cli_replay", "cli_serve"},
    "selectolax": {"documents"},
    "docx": {"documents"},
    "pypdfium2": {"documents"},
    "openpyxl": {"profile"},
    "pyarrow": {"profile", "batch", "audit"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_follow_the_arrows(path):
    room = room_of(path)
    if room == "__init__":
        return
    own = {name.split(".")[1] for name in imports_of(path) if name.startswith("matcher.")}
    assert own - {room} <= ALLOWED[room]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_heavy_libraries_stay_in_their_rooms(path):
    heavy = {name.split(".")[0] for name in imports_of(path)} & CONFINED.keys()
    assert all(room_of(path) in CONFINED[name] for name in heavy)


def test_spark_stays_in_its_module():
    inside = [path for path in FILES if room_of(path) in ("batch", *_WITHOUT_PANDAS)]
    found = {path.relative_to(PACKAGE).as_posix() for path in inside if _SPARK & _heads(path)}
    assert found == {"batch/spark.py"}


_SPARK = {"pandas", "pyspark", "py4j"}
_WITHOUT_PANDAS = ALLOWED.keys() - CONFINED["pandas"]


def _heads(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports_of(path)}


def test_importing_matcher_loads_no_heavy_library():
    code = "import matcher, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not CONFINED.keys() & set(loaded)


def test_modules_stay_readable():
    long = [str(p) for p in FILES if len(p.read_text(encoding="utf-8").splitlines()) > 450]
    assert not long


def test_names_of_the_package_are_found_when_they_are_asked_for():
    from matcher.matching import Matcher
    from matcher.scoring import Policy

    assert (matcher.Matcher, matcher.Policy) == (Matcher, Policy)
    assert {"Matcher", "Policy", "__version__"} <= set(dir(matcher))
    with pytest.raises(AttributeError, match="no attribute 'Nobody'"):
        _ = matcher.Nobody
