"""Merging: what is the same, what is never the same, and that nothing of the first is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.taxonomy.importers.build import build
from matcher.taxonomy.load import parse_skills
from matcher.taxonomy.merge import merge_skills
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.same import NameOwners, find_same
from matcher.taxonomy.skill import Guard, Skill, SkillKind
from matcher.taxonomy.store import load_taxonomy
from matcher.taxonomy.write import taxonomy_text
from tests.taxonomy.test_import_fuzz import concepts

TOOL, KNOWLEDGE, FIELD = SkillKind.TOOL, SkillKind.KNOWLEDGE, SkillKind.FIELD


def skill(identity, name, *aliases, kind=KNOWLEDGE, **more):
    return Skill(identity, name, kind, "x", aliases, **more)


def merged(ours, theirs):
    found = merge_skills(ours, theirs)
    return {s.id: s for s in found.skills}, found.ids


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (skill("o", "Budget management"), skill("t", "budget-management"), True),
        (skill("o", "Relational databases", kind=SkillKind.CLASS),
         skill("t", "relational database"), True),
        (skill("o", "PostgreSQL", "Postgres", kind=TOOL), skill("t", "Postgres", kind=TOOL), True),
        (skill("o", "Rust", kind=TOOL), skill("t", "Rust (Software)", "Rust", kind=TOOL), True),
        (skill("o", "R", kind=TOOL), skill("t", "R", kind=TOOL), True),
        (skill("o", "Go", kind=TOOL), skill("t", "Go (Software)", "Go", kind=TOOL), True),
        (skill("o", "Go", kind=TOOL), skill("t", "Go (Board Game)", "Go"), False),
        (skill("o", "Budget management"), skill("t", "manage budgets", "budget management"), True),
        (skill("o", "Ethnography"), skill("t", "watching people", "ethnography"), False),
        (skill("o", "Accounts receivable", "AR"), skill("t", "Augmented reality", "AR"), False),
        (skill("o", "Accounts receivable", "AR", "debtors"),
         skill("t", "Receivables", "AR", "debtors"), True),
        (skill("o", "Metal dyeing", "AR", kind=TOOL), skill("t", "AR", kind=TOOL), False),
        (skill("o", "Medicine", kind=FIELD), skill("t", "Medicine", kind=TOOL), False),
        (skill("o", "Swift", kind=TOOL), skill("t", "Swift", kind=SkillKind.LANGUAGE), False),
        (skill("o", "Apache Spark", "Spark", kind=TOOL,
               guards=(Guard(("Spark",), case=True),)), skill("t", "SPARK", kind=TOOL), False),
        (skill("o", "Javanese", kind=SkillKind.LANGUAGE),
         skill("t", "Japanese", kind=SkillKind.LANGUAGE), False),
    ],
)  # fmt: skip
def test_what_is_the_same(ours, theirs, same):
    assert (find_same(theirs, NameOwners([ours])) is not None) is same


def test_ours_keeps_id_name_kind_and_guards_and_gets_the_rest():
    ours = skill("go", "Go", "Golang", kind=TOOL, guards=(Guard(("Go",), company=True),))
    theirs = skill(
        "x", "Golang", "Go language", "Go lang tools", kind=KNOWLEDGE, sources={"esco": ("u1",)},
        tags=("hot",), guards=(Guard(("Go language", "Golang"), case=True),),
    )  # fmt: skip
    found, ids = merged([ours], [theirs])
    assert ids == {"x": "go"}
    assert found == {
        "go": skill(
            "go", "Go", "Golang", "Go language", "Go lang tools", kind=TOOL,
            guards=(Guard(("Go",), company=True), Guard(("Go language",), case=True)),
            sources={"esco": ("u1",)}, tags=("hot",),
        )
    }  # fmt: skip


def test_a_name_of_another_kind_is_kept_under_another_name():
    ours = [skill("swift", "Swift", kind=TOOL)]
    found, ids = merged(ours, [skill("swift", "Swift", "Swiftish", kind=SkillKind.LANGUAGE)])
    assert ids == {"swift": "swift_2"}
    assert found["swift_2"].name == "Swiftish"
    found, _ = merged(ours, [skill("swift", "Swift", kind=SkillKind.LANGUAGE)])
    assert found["swift_2"].name == "Swift (language)"


def test_relations_are_mapped_and_close_no_cycle():
    ours = [
        skill("databases", "Databases"),
        skill("sql", "SQL databases", parents=("databases",)),
    ]
    theirs = [
        skill("a", "databases", parents=("b",), related={"c": 0.4}, implies=("b",)),
        skill("b", "SQL databases"),
        skill("c", "Storage", parents=("a",), related={"b": 0.5}, implies=("c2",)),
        skill("c2", "Disks", parents=("c",)),
    ]
    found, ids = merged(ours, theirs)
    assert ids["a"] == "databases"
    assert found["databases"].parents == ()
    assert found["databases"].implies == ("sql",)
    assert found["databases"].related == {"c": 0.4}
    assert found["c"].parents == ("databases",)
    assert found["c"].related == {"sql": 0.5}
    assert found["c2"].parents == ("c",)


taxonomies = st.lists(concepts(), max_size=8).map(lambda source: build(source, "list", ()).skills)


@settings(max_examples=300, deadline=None)
@given(ours=taxonomies, theirs=taxonomies)
def test_laws_of_merging(ours, theirs):
    found, ids = merged(ours, theirs)
    names = [fold_name(name) for s in found.values() for name in s.names]
    assert len(names) == len(set(names))
    for one in ours:
        kept = found[one.id]
        assert (kept.name, kept.kind) == (one.name, one.kind)
        assert kept.names[: len(one.names)] == one.names
        assert kept.guards[: len(one.guards)] == one.guards
        assert kept.parents[: len(one.parents)] == one.parents
    for one in theirs:
        sources = found[ids[one.id]].sources
        assert set(one.sources.get("list", ())) <= set(sources.get("list", ()))
    again = merge_skills(list(reversed(ours)), list(reversed(theirs)))
    assert {s.id: s for s in again.skills} == found
    written = "".join(taxonomy_text(found.values()))
    assert parse_skills(written, "t.yaml") == tuple(found.values())


@settings(max_examples=100, deadline=None)
@given(ours=taxonomies)
def test_merging_with_itself_changes_nothing(ours):
    found, ids = merged(ours, ours)
    assert found == {s.id: s for s in ours}
    assert all(given == old for old, given in ids.items())


def test_files_are_merged_in_their_order(tmp_path):
    files = []
    for letter, name in (("a", "Lute making"), ("b", "Lutherie")):
        file = tmp_path / f"{letter}.yaml"
        both = [skill(letter, name, "lute building", "building lutes")]
        file.write_text("".join(taxonomy_text(both)))
        files.append(file)
    ab = load_taxonomy(files, cache_dir=tmp_path / "cache")
    ba = load_taxonomy(files[::-1], cache_dir=tmp_path / "cache")
    assert list(ab.skills) == ["a"]
    assert list(ba.skills) == ["b"]
    assert ab["a"].name == "Lute making"
    assert len({ab.digest, ba.digest, load_taxonomy(files[0]).digest}) == 3
    again = load_taxonomy(files, cache_dir=tmp_path / "cache")
    assert again.digest == ab.digest
    assert again.skills == ab.skills
