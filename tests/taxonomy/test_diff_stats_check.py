"""Looking at taxonomies: differences, counts, warnings, crosswalk, lookup."""

from __future__ import annotations

import random
import time

import pytest

from matcher.taxonomy.advice import warnings
from matcher.taxonomy.crosswalk import crosswalk, crosswalk_csv, describe_counts
from matcher.taxonomy.diff import diff
from matcher.taxonomy.load import parse_placed, parse_skills
from matcher.taxonomy.lookup import deciding_names, describe_term, near_names, resolve_term
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.repair import repair_term
from matcher.taxonomy.skill import Skill, SkillKind
from matcher.taxonomy.stats import stats_of
from matcher.taxonomy.taxonomy import Taxonomy

OLD = """\
skills:
- {id: lute, name: Lute making, kind: knowledge, category: crafts, aliases: [lutherie, luting]}
- {id: viol, name: Viol making, kind: knowledge, category: crafts, parents: [lute]}
- {id: gone, name: Gone, kind: tool, category: crafts}
"""
NEW = """\
skills:
- {id: lute, name: Lutherie, kind: class, category: crafts, aliases: [Lute making],
   guards: [{names: [Lutherie], company: true, not: [lutherie street]}]}
- {id: viol, name: Viol making, kind: knowledge, category: crafts, aliases: [luting],
   related: {lute: 0.5}, sources: {esco: u1}}
- {id: harp, name: Harp making, kind: knowledge, category: crafts}
"""


def test_diff():
    found = diff(parse_skills(OLD, "a"), parse_skills(NEW, "b")).to_dict()
    assert found["added"] == ("harp",)
    assert found["removed"] == ("gone",)
    assert found["renamed"] == ({"name": "lute", "old": "Lute making", "new": "Lutherie"},)
    assert found["moved"] == ({"name": "luting", "old": "lute", "new": "viol"},)
    assert found["names"][0]["removed"] == {"names": ("lutherie", "luting")}
    assert found["relations"] == (
        {"id": "viol", "removed": {"parents": ("lute",)}, "added": {"related": ("lute 0.5",)}},
    )
    guards = {"guards": ("Lutherie: company; not lutherie street",)}
    assert found["guards"] == ({"id": "lute", "removed": {}, "added": guards},)
    assert found["other"][0]["added"] == {"kind": ("class",)}
    assert found["other"][1]["added"] == {"sources": ("esco: u1",)}


def test_diff_of_equal_taxonomies_is_empty(taxonomy):
    skills = list(taxonomy.skills.values())
    assert not diff(skills, reversed(skills))


def test_stats():
    stats = stats_of(parse_skills(NEW, "b"))
    assert (stats.skills, stats.names, stats.guarded_names) == (3, 5, 1)
    assert (stats.orphans, stats.depth) == (1, 0)
    assert stats.relations == {"parents": 0, "implies": 0, "related": 1}
    assert stats.kinds == {"knowledge": 2, "class": 1}
    assert stats.sources == {"esco": 1}


def test_stats_of_a_deep_hierarchy():
    chain = [
        Skill(f"s{i:05d}", f"Step {i}", SkillKind.CLASS, "x", parents=(f"s{i - 1:05d}",) * (i > 0))
        for i in range(5000)
    ]
    assert stats_of(chain).depth == 4999


WARNED = """\
skills:
- {id: top, name: Topmost things, kind: class, category: x}
- {id: spark, name: Spark, kind: tool, category: x, parents: [top], aliases: [QZ]}
- {id: quillon, name: Quillon, kind: tool, category: x, parents: [top]}
- {id: other, name: Zanthar, kind: tool, category: x, aliases: [quillon.js, Quillen, Quillon Pro]}
- {id: alone, name: Orbix, kind: tool, category: x}
- {id: child, name: Vermix, kind: tool, category: x, parents: [other], aliases: [Zanthar cloud]}
- {id: safe, name: Blend, kind: tool, category: x, parents: [top],
   guards: [{names: [Blend], case: true}]}
"""


def test_warnings_name_line_and_reason():
    found = [str(w) for w in warnings(*parse_placed(WARNED, "t.yaml"))]
    said = [
        ("line 3", "'Spark' is an ordinary word"),
        ("line 3", "'QZ' is very short"),
        ("line 5", "alias 'quillon.js' of 'other' is like 'Quillon' of 'quillon'"),
        ("line 5", "alias 'Quillen' of 'other' is one letter from 'Quillon' of 'quillon'"),
        ("line 5", "alias 'Quillon Pro' of 'other' is 'Quillon' of 'quillon' and 'pro'"),
        ("line 6", "'alone' has no relation"),
    ]
    for place, words in said:
        assert [w for w in found if place in w and words in w], (place, words, found)
    assert len(found) == len(said)


def test_many_entries_without_a_relation_are_one_warning():
    text = "skills:\n" + "".join(
        f"- {{id: s{i}, name: Thing{i} making, kind: tool, category: x}}\n" for i in range(40)
    )
    (found,) = warnings(*parse_placed(text, "t.yaml"))
    assert "nor have 39 others" in str(found)


def test_crosswalk():
    ours = [
        Skill("lute", "Lute making", SkillKind.KNOWLEDGE, "x", ("lutherie",)),
        Skill("pg", "PostgreSQL", SkillKind.TOOL, "x"),
    ]
    theirs = [
        Skill("a", "lute-making", SkillKind.KNOWLEDGE, "y", sources={"esco": ("u1", "u2")}),
        Skill("b", "Lutherie", SkillKind.KNOWLEDGE, "y"),
        Skill("c", "making of lutes", SkillKind.KNOWLEDGE, "y"),
        Skill("d", "PostgresSQL", SkillKind.TOOL, "y"),
        Skill("e", "Falconry, by day", SkillKind.KNOWLEDGE, "y"),
    ]
    rows = crosswalk(ours, theirs)
    assert [str(row.method) for row in rows] == ["exact", "alias", "none", "suggestion", "none"]
    assert 0.87 <= rows[3].similarity < 1
    lines = list(crosswalk_csv(rows))
    assert lines[1] == "a,lute-making,esco:u1 | esco:u2,exact,lute,Lute making,lute-making,1.00\n"
    assert lines[5].startswith('e,"Falconry, by day",,none,,')
    assert describe_counts(rows) == "5 entries: 1 exact, 1 alias, 1 suggestion, 2 none"


def test_lookup_says_how_and_which_ids():
    known = Taxonomy(parse_skills(NEW, "b"), "")
    assert describe_term("luting", known).splitlines()[:2] == [
        "luting: Viol making (viol), by alias",
        "kind: knowledge",
    ]
    assert "ids elsewhere: esco: u1" in describe_term("viol", known)
    assert "by repaired spelling" in describe_term("Harp makng", known)
    assert describe_term("harps", known).startswith("harps: names no skill")


def test_lookup_repairs_as_all_names_would(taxonomy):
    names = taxonomy.ids_by_name
    chance = random.Random(5)
    terms = ["kuberntes", "postgre sql", "data warehuosing", "x", "replication", "no such thing"]
    for name in chance.sample(sorted(names), 60):
        at = chance.randrange(len(name))
        terms.append(name[:at] + chance.choice(["", "e", name[at] * 2]) + name[at + 1 :])
    for term in terms:
        few = deciding_names(fold_name(term), names)
        assert repair_term(term, few) == repair_term(term, names), term


@pytest.fixture(scope="module")
def many_names():
    chance = random.Random(9)
    syllables = ["ka", "lo", "mi", "ter", "vun", "sol", "dra", "pe", "qui", "zan"]

    def word():
        return "".join(chance.choices(syllables, k=chance.randint(2, 4)))

    skills = [
        Skill(f"s{i}", f"{word()} {word()} {i}", SkillKind.TOOL, "x", (f"{word()} {word()}{i}",))
        for i in range(50_000)
    ]
    known = Taxonomy(skills, "")
    assert len(known.ids_by_name) == 100_000
    return known


def test_lookup_is_quick_on_many_names(many_names):
    term = many_names["s777"].name.replace("7", "", 1)
    resolve_term(term, many_names)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        describe_term(term, many_names)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.1


def test_near_names_are_in_order_of_likeness():
    names = dict.fromkeys(["kafka", "kafkas", "kaftan", "java"], "x")
    assert near_names("kafka", names) == ["kafka", "kafkas"]
