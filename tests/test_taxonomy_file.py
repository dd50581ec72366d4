"""The taxonomy file: mistakes reported together with their lines, the shipped one sound."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import ConfigError, MatcherError
from matcher.model import Relation
from matcher.taxonomy.load import parse_skills
from matcher.taxonomy.skill import Skill, SkillKind
from matcher.taxonomy.store import load_taxonomy
from matcher.taxonomy.taxonomy import Taxonomy

BROKEN = """\
skills:
- {id: sql, name: SQL, kind: tool, category: db}
- {id: Pg, name: PostgreSQL, kind: tool, category: db, parents: [databses]}
- {id: mysql, name: MySQL, kind: toool, category: db}
- {id: other, name: Sql, kind: tool, category: db}
- {id: a, name: A1, kind: tool, category: db, parents: [b]}
- {id: b, name: B1, kind: tool, category: db, parents: [a], related: {sql: 7}}
- {id: c, name: C1, kind: tool, category: db, colour: red}
- {id: d, name: D1, kind: tool}
- {id: e, name: E1, kind: tool, category: db, aliases: [E1, '']}
- {id: f, name: F1, kind: tool, category: db, guards: [{names: [Nope]}]}
- just a word
"""


def test_every_mistake_is_reported_at_once_with_its_line():
    with pytest.raises(ConfigError) as caught:
        parse_skills(BROKEN, "t.yaml")
    said = {}
    for problem in caught.value.problems:
        said.setdefault(problem.place, []).append(problem.found)
    words = {place: " ".join(found) for place, found in said.items()}
    assert "'Pg'" in words["line 3"]
    assert "toool" in words["line 4"]
    assert "belongs already to 'sql'" in words["line 5"]
    assert "7" in words["line 7"]
    assert "colour" in words["line 8"]
    assert "category" in words["line 9"]
    assert "''" in words["line 10"]
    assert "Nope" in words["line 11"]
    assert "just a word" in words["line 12"]


def test_a_wrong_entry_is_not_said_to_be_unknown_by_others():
    text = (
        "skills:\n- {id: py, name: Python, kind: snake, category: x}\n"
        "- {id: django, name: Django, kind: tool, category: x, implies: [py, pi]}\n"
    )
    with pytest.raises(ConfigError) as caught:
        parse_skills(text, "t.yaml")
    assert [p.found for p in caught.value.problems] == [
        "kind 'snake' is unknown",
        "implies of 'django': 'pi' is unknown",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "skills:\n- {id: a, name: A1, kind: tool, category: x, parents: [b]}\n"
            "- {id: b, name: B1, kind: tool, category: x, parents: [a]}\n",
            "cycle",
        ),
        (
            "skills:\n- {id: pg, name: PG, kind: tool, category: x, parents: [databses]}\n"
            "- {id: databases, name: DB1, kind: class, category: x}\n",
            "perhaps 'databases'",
        ),
        ("skills:\n- {id: a, id: b, name: A1, kind: tool, category: x}\n", "twice"),
        ("skills: 7\n", "skills"),
        ("- just\n- a list\n", "skills"),
        ("skills: [\n", "no valid YAML"),
        ("", "skills"),
    ],
)
def test_mistakes_of_relations_and_form(text, said):
    with pytest.raises(ConfigError) as caught:
        parse_skills(text, "t.yaml")
    assert said in str(caught.value)
    assert "t.yaml, line" in str(caught.value)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    sources = set()
    try:
        parse_skills("skills:\n" + text, "t.yaml")
    except MatcherError as error:
        sources = {error.problem.source}
    assert sources <= {"t.yaml"}


def test_damaged_cache_changes_nothing(tmp_path):
    file = tmp_path / "t.yaml"
    file.write_text("skills:\n- {id: sql, name: SQL, kind: tool, category: db}\n")
    cache = tmp_path / "cache"
    first = load_taxonomy(file, cache_dir=cache)
    (kept,) = cache.iterdir()
    kept.write_bytes(b"\x00damaged")
    again = load_taxonomy(file, cache_dir=cache)
    assert again.skills == first.skills
    assert again.digest == first.digest


def test_unwritable_cache_changes_nothing(tmp_path):
    file = tmp_path / "t.yaml"
    file.write_text("skills:\n- {id: sql, name: SQL, kind: tool, category: db}\n")
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    assert load_taxonomy(file, cache_dir=blocked)["sql"].name == "SQL"


def skill(identity, **more):
    return Skill(identity, identity.upper(), SkillKind.TOOL, "x", **more)


def test_ways_to_show():
    taxonomy = Taxonomy(
        [
            skill("db"),
            skill("rel", parents=("db",)),
            skill("pg", parents=("rel",), implies=("sql",), related={"my": 0.6}),
            skill("my", parents=("rel",)),
            skill("sql"),
            skill("ext", implies=("pg",)),
        ],
        "",
    )
    ways = taxonomy.ways_to_show("rel")
    assert ways["rel"].relation is Relation.SAME
    assert ways["pg"].relation is Relation.NARROWER
    assert ways["ext"].relation is Relation.IMPLIED
    assert ways["db"].relation is Relation.BROADER
    assert taxonomy.ways_to_show("sql")["ext"].relation is Relation.IMPLIED
    assert taxonomy.ways_to_show("my")["pg"].strength == 0.6
    assert (
        taxonomy.ways_to_show("pg")["db"].strength
        == 0.5 * taxonomy.ways_to_show("pg")["rel"].strength
    )


def test_shipped_taxonomy_is_broad(taxonomy):
    assert len(taxonomy.skills) >= 2500
    kinds = [s.kind for s in taxonomy.skills.values()]
    assert kinds.count(SkillKind.CERTIFICATION) >= 250
    assert kinds.count(SkillKind.LANGUAGE) >= 60
    assert kinds.count(SkillKind.SOFT) >= 80
    assert sum(s.is_study for s in taxonomy.skills.values()) >= 120
    assert sum(len(s.names) for s in taxonomy.skills.values()) >= 8000
