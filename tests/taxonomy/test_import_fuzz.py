"""Any bytes are a taxonomy or a MatcherError; any entries give a file that passes every check."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.errors import MatcherError
from matcher.taxonomy.importers import Layout, import_taxonomy
from matcher.taxonomy.importers.build import build
from matcher.taxonomy.importers.concept import Concept
from matcher.taxonomy.importers.table import decoded, parse_table
from matcher.taxonomy.load import parse_skills
from matcher.taxonomy.skill import Guard, Skill, SkillKind
from matcher.taxonomy.write import taxonomy_text
from tests.taxonomy import published

HEADERS = {
    Layout.ESCO: "conceptUri,preferredLabel,altLabels,skillType\n",
    Layout.ONET: "Example\tCommodity Code\tCommodity Title\tHot Technology\n",
    Layout.LIGHTCAST: "id,description,hierarchy_levels,type\n",
    Layout.CSV: "id,name,aliases,parents\n",
}
LABELS = st.one_of(
    st.sampled_from(
        ["Go", "go", "C++", "R&D", "lead", "GIS (maps)", "No", "- a", "a: b", "#1", "'"]
    ),
    st.text(min_size=1, max_size=12),
)
FILLED = LABELS.filter(str.strip)
KEYS = st.sampled_from("abcdefgh")


@st.composite
def concepts(draw):
    return Concept(
        key=draw(KEYS),
        line=draw(st.integers(1, 99)),
        name=draw(LABELS),
        kind=draw(st.sampled_from(list(SkillKind))),
        category=draw(LABELS),
        aliases=tuple(draw(st.lists(LABELS, max_size=4))),
        derived=tuple(draw(st.lists(LABELS, max_size=2))),
        parents=tuple(draw(st.lists(KEYS, max_size=3))),
        implies=tuple(draw(st.lists(KEYS, max_size=2))),
        ids=tuple(draw(st.lists(FILLED, max_size=2, unique=True))),
        tags=tuple(draw(st.lists(FILLED, max_size=1))),
        study=draw(st.booleans()),
    )


def outcome(action):
    """What an action gives, or the error it is refused with; anything else escapes."""
    try:
        return action(), None
    except MatcherError as error:
        return None, error


def checked(skills):
    return parse_skills("".join(taxonomy_text(skills)), "t.yaml")


@settings(max_examples=300, deadline=None)
@given(source=st.lists(concepts(), max_size=12))
def test_any_entries_make_a_sound_file(source):
    shipped = [Skill("go", "Go", SkillKind.TOOL, "x", guards=(Guard(("Go",), company=True),))]
    skills = build(source, "list", shipped).skills
    assert checked(skills) == skills
    assert build(source, "list", shipped).skills == skills
    kept = {name for skill in skills for name in skill.names}
    assert kept <= {n for c in source for n in (c.name, *c.aliases, *c.derived)}


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.parametrize("layout", list(Layout), ids=str)
@given(raw=st.binary(max_size=300))
def test_any_bytes_are_imported_or_refused(layout, raw, tmp_path):
    file = tmp_path / "any.csv"
    for start in (b"", HEADERS[layout].encode()):
        file.write_bytes(start + raw)
        found, error = outcome(lambda: import_taxonomy(file, layout)[1])
        assert error is None or "\n" not in str(error)
        assert found is None or found.skills


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    table=st.sampled_from(["skillGroups", "broaderRelationsSkillPillar", "skillsHierarchy"]),
    raw=st.binary(max_size=200),
    keep=st.integers(0, 400),
)
def test_a_broken_file_beside_escos_skills_is_named(table, raw, keep, tmp_path):
    folder = tmp_path / "esco"
    if not folder.exists():
        published.esco_folder(folder)
    file = folder / f"{table}_en.csv"
    sound = file.read_bytes()
    file.write_bytes(sound[:keep] + raw)
    _, error = outcome(lambda: import_taxonomy(folder))
    file.write_bytes(sound)
    assert error is None or error.problem.source == str(file)


@settings(max_examples=300, deadline=None)
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused(raw):
    table, error = outcome(lambda: parse_table(decoded(raw, "t.csv"), "t.csv"))
    assert error is None or error.problem.source == "t.csv"
    assert table is None or all(line > 1 for line, _ in table.rows)
