"""Files of groups: spellings that are known, and everything that can be wrong with one."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import matcher
from matcher.errors import ConfigError, InputError
from matcher.groups.table import read_groups
from matcher.rules.groups import RACE_ETHNICITY, SEX, group_rules

PACKAGE = Path(matcher.__file__).parent


def write(tmp_path, text):
    path = tmp_path / "groups.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("attribute", "cell", "category"),
    [
        (RACE_ETHNICITY, "Hispanic/Latino", "Hispanic or Latino"),
        (RACE_ETHNICITY, "BLACK", "Black or African American"),
        (RACE_ETHNICITY, "White (Not Hispanic or Latino)", "White"),
        (RACE_ETHNICITY, "Asian (not Hispanic or Latino)", "Asian"),
        (RACE_ETHNICITY, "native american", "American Indian or Alaska Native"),
        (
            RACE_ETHNICITY,
            "Native Hawaiian or Pacific Islander",
            "Native Hawaiian or Other Pacific Islander",
        ),
        (RACE_ETHNICITY, "Two or more races", "Two or More Races"),
        (SEX, "F", "Female"),
        (SEX, "men", "Male"),
        (SEX, "non binary", "Non-binary"),
    ],
)
def test_usual_spellings_are_recognised(attribute, cell, category):
    assert group_rules().category(attribute, cell) == category


def test_no_spelling_names_two_categories_and_the_seven_are_there():
    from matcher.rules.filters import compared

    for attribute, categories in group_rules().categories.items():
        spelled = [
            compared(name) for names in categories.values() for name in set(map(compared, names))
        ]
        assert len(spelled) == len(set(spelled))
        for category in categories:
            assert group_rules().category(attribute, category) == category
    assert len(group_rules().categories[RACE_ETHNICITY]) == 7


def test_blank_and_not_said_is_unknown(tmp_path):
    rows = "k1,\nk2,Unknown\nk3,Prefer not to say\nk4,I do not wish to answer\nk5,f\n"
    groups = read_groups(write(tmp_path, f"candidate_id,Gender\n{rows}"), any_categories=False)
    assert groups.by_attribute == {"sex": {"k5": "Female"}}
    assert groups.places["k4"] == "line 5"


def test_no_disability_is_an_answer(tmp_path):
    groups = read_groups(write(tmp_path, "candidate_id,disability\nk1,none\nk2,yes\n"))
    assert groups.by_attribute == {"disability": {"k1": "none", "k2": "yes"}}


RACE = "no category of race_ethnicity; allowed: did you mean 'Hispanic or Latino'?"
WRONG = {
    "candidate_id,race\nk1,Hispanc or Latino\n": f"line 2, column race_ethnicity: 'Hispanc or "
    f"Latino' is {RACE}",
    "candidate_id,sex\nk1,f\nk2,qq\n": "line 3, column sex: 'qq' is no category of sex; allowed: "
    "Female, Male, Non-binary",
    "candidate_id,race,ethnicity\nk1,White,White\n": "race and ethnicity both name race_ethnicity",
    "candidate_id,sex\nk1,f\nk1,m\n": "line 3, column sex: 'k1' is 'Female' and 'Male'",
    "candidate_id,sex\n,f\n": "line 2, column candidate_id: is empty",
    "person,sex\nk1,f\n": "header: columns are person, sex",
    "candidate_id\nk1\n": "header: columns are candidate_id",
    "candidate_id,sex\nk1,f,more\n": "line 2",
}


@pytest.mark.parametrize(("text", "words"), WRONG.items(), ids=range(len(WRONG)))
def test_what_is_wrong_is_named_with_its_line(tmp_path, text, words):
    with pytest.raises((InputError, ConfigError)) as raised:
        read_groups(write(tmp_path, text), any_categories=False)
    assert words in str(raised.value)


def test_every_misspelt_cell_is_named_at_once(tmp_path):
    path = write(tmp_path, "candidate_id,sex,race\nk1,femal,Whitte\nk2,f,Asain\n")
    with pytest.raises(ConfigError) as raised:
        read_groups(path, any_categories=False)
    assert [problem.place for problem in raised.value.problems] == [
        "line 2, column sex", "line 2, column race_ethnicity", "line 3, column race_ethnicity"
    ]  # fmt: skip


def test_any_category_is_taken_where_that_is_asked_for(tmp_path):
    groups = read_groups(write(tmp_path, "candidate_id,race\nk1,Martian\n"), any_categories=True)
    assert groups.by_attribute == {"race": {"k1": "Martian"}}


def test_nothing_that_scores_knows_of_groups():
    """Only audits, tuning and their commands import the room that opens a file of groups."""
    importers = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if any(name.startswith("matcher.groups") for name in names):
                importers.add(path.relative_to(PACKAGE).parts[0].removesuffix(".py"))
    assert importers == {"tuning", "audit", "cli_audit", "cli_tune"}


_WATCHED = """
import sys
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
from matcher.cli import run
for words in (
    ["rank", "job.txt", "people.csv", "--format", "json", "-o", "out.json"],
    ["batch", "job.txt", "people.csv", "--out", "out", "--workers", "1"],
    ["audit", "swap", "job.txt", "people.csv", "-o", "swap.txt"],
):
    assert run(words) == 0, words
sys.stdout.write(repr([name for name in opened if name.endswith("groups.csv")]))
sys.stdout.write(repr([name for name in sys.modules if name.startswith("matcher.groups")]))
"""


def test_scoring_opens_no_file_of_groups(tmp_path):
    """With such a file beside the list; the code that reads one is not even loaded."""
    (tmp_path / "job.txt").write_text("Must have\n- Java\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text("candidate_id,skills\nk1,Java\n", encoding="utf-8")
    (tmp_path / "groups.csv").write_text("candidate_id,sex\nk1,f\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(PACKAGE.parent)},
    )
    assert done.stdout == "[][]"
