"""Importers: each published layout, which names are kept, how, and what is said of the rest."""

from __future__ import annotations

import pytest

from matcher.errors import InputError
from matcher.taxonomy.importers import Layout, import_taxonomy, report_csv, summary
from matcher.taxonomy.importers.guarding import Guarding, Rank
from matcher.taxonomy.load import parse_skills
from matcher.taxonomy.skill import SkillKind
from matcher.taxonomy.taxonomy import Taxonomy
from matcher.taxonomy.write import taxonomy_text
from tests.conftest import SHARED
from tests.taxonomy import published
from tests.taxonomy.published import BASE


def imported(path, taxonomy=None, layout=None, **more):
    shipped = taxonomy.skills.values() if taxonomy else ()
    return import_taxonomy(path, layout, shipped=shipped, **more)


@pytest.fixture
def esco(tmp_path):
    layout, found = imported(published.esco_folder(tmp_path / "esco"))
    assert layout is Layout.ESCO
    return {skill.name: skill for skill in found.skills}, found.left_out


def test_esco_labels_ids_and_kinds(esco):
    skills, _ = esco
    tuning = skills["tune harpsichords"]
    assert tuning.sources == {"esco": (BASE + "tune",)}
    assert "adjust harpsichord strings" in tuning.aliases
    assert "harpsicord tuning" in tuning.aliases
    assert tuning.tags == ("sector-specific",)
    assert skills["Quillon (computer programming)"].kind is SkillKind.TOOL
    assert "Quillon" in skills["Quillon (computer programming)"].aliases
    assert skills["care for colleagues"].kind is SkillKind.SOFT
    assert "alchemy" not in skills


def test_esco_hierarchy(esco):
    skills, left = esco
    assert skills["working with instruments"].kind is SkillKind.CLASS
    assert skills["tune harpsichords"].parents == ("working_with_instruments",)
    assert skills["working with instruments"].parents == ("skills",)
    assert skills["tune harpsichords"].implies == ("brass_polishing",)
    reasons = {(item.skill, item.reason) for item in left}
    assert ("skills", "broader and narrower at once") in reasons
    assert ("brass polishing", "no entry of the source") in reasons


def test_an_esco_language_is_one_skill_with_all_its_ids(esco):
    skills, _ = esco
    velmish = skills["Velmish"]
    assert velmish.kind is SkillKind.LANGUAGE
    assert velmish.sources["esco"] == (BASE + "velm", BASE + "velm-s", BASE + "velm-w")
    assert "write Velmish" not in skills


def test_esco_names_that_several_claim_or_anybody_writes(esco):
    skills, left = esco
    owners = [n for n, s in skills.items() if "harpsichord tuning" in s.aliases]
    assert owners == ["tune harpsichords"]
    said = {(item.skill, item.found): item.reason for item in left}
    assert said["brass polishing", "harpsichord tuning"] == "a name of 'tune harpsichords'"
    assert said["tune harpsichords", "tune"] == "an ordinary word"
    assert said["tune harpsichords", "?"] == "no letters"
    brass = skills["brass polishing"]
    assert brass.aliases == ("BP",)
    assert brass.guards[0].names == ("BP",)
    assert brass.guards[0].case
    assert brass.guards[0].company


@pytest.mark.parametrize("language", ["_en", "_de", ""])
def test_esco_files_of_one_language_or_none(tmp_path, language):
    folder = published.esco_folder(tmp_path / "esco", language)
    by_folder = imported(folder)[1]
    by_file = imported(folder / f"skills{language}.csv")[1]
    assert by_folder == by_file
    assert any(skill.parents for skill in by_folder.skills)


def test_esco_skills_alone(tmp_path):
    file = tmp_path / "my_download.csv"
    file.write_text(published.esco_skills(), encoding="utf-8")
    layout, found = imported(file)
    assert layout is Layout.ESCO
    velmish = next(s for s in found.skills if s.name == "Velmish")
    assert velmish.kind is SkillKind.LANGUAGE


@pytest.fixture
def onet(tmp_path):
    file = tmp_path / "Technology Skills.txt"
    file.write_text(published.onet_table(), encoding="utf-8", newline="")
    layout, found = imported(file)
    assert layout is Layout.ONET
    return {skill.name: skill for skill in found.skills}


def test_onet_examples_under_their_commodities(onet):
    ledger = onet["Zanthar Ledger"]
    assert ledger.kind is SkillKind.TOOL
    assert ledger.parents == ("bookkeeping_software",)
    assert ledger.sources == {"onet": ("43231601",)}
    assert ledger.tags == ("hot technology",)
    assert onet["Bookkeeping software"].kind is SkillKind.CLASS
    assert onet["Bookkeeping software"].parents == ()
    assert 'Quoted 5" disk tool' in onet


def test_onet_acronyms_become_names(onet):
    assert onet["Wide margin notation WMN"].aliases == ("Wide margin notation", "WMN")
    assert onet["Wide margin notation WMN"].tags == ("in demand",)
    register = onet["Guest register GR software"]
    assert register.aliases == ("Guest register software", "GR software", "GR")
    assert onet["R"].guards[0].company


def test_onet_headers_of_the_spreadsheet(tmp_path):
    file = tmp_path / "skills.csv"
    file.write_text("Title,Example,UNSPSC Code,Commodity Title\nClerk,Zanthar,4323,Tools\n")
    assert {s.name for s in imported(file)[1].skills} == {"Tools", "Zanthar"}


@pytest.fixture
def lightcast(tmp_path, taxonomy):
    file = tmp_path / "skills.csv"
    file.write_text(published.lightcast_table(), encoding="utf-8")
    layout, found = imported(file, taxonomy)
    assert layout is Layout.LIGHTCAST
    return {skill.name: skill for skill in found.skills}, found


def test_lightcast_names_without_their_qualifier(lightcast):
    skills, found = lightcast
    assert skills["Orbix (Programming Language)"].aliases == ("Orbix",)
    assert skills["Orbix (Programming Language)"].kind is SkillKind.TOOL
    assert skills["Orbix (Programming Language)"].category == "17.0.442.0"
    assert skills["Orbix (Programming Language)"].sources == {
        "lightcast": ("KS1200000000000000AA",)
    }
    assert skills["Tern (Software)"].aliases == skills["Tern (Bird Watching)"].aliases == ()
    reasons = {(item.found, item.reason) for item in found.left_out}
    assert ("Tern", "several skills could be meant") in reasons


def test_lightcast_kinds(lightcast):
    skills, _ = lightcast
    assert skills["Certified Velmish Interpreter (CVI)"].kind is SkillKind.CERTIFICATION
    assert "CVI" in skills["Certified Velmish Interpreter (CVI)"].aliases
    assert skills["Velmish (Language)"].kind is SkillKind.LANGUAGE
    assert skills["Calm in drizzle"].kind is SkillKind.SOFT


def test_guards_of_our_own_taxonomy_are_taken(lightcast, taxonomy):
    skills, found = lightcast
    (ours,) = (g for g in taxonomy["go"].guards if "Go" in g.names)
    (theirs,) = skills["Go (Programming Language)"].guards
    assert (theirs.case, theirs.company, theirs.near) == (ours.case, ours.company, ours.near)
    lexicon = Taxonomy(found.skills, "").lexicon
    assert not lexicon.find("We go to market and you will go far.")
    assert [m.skill for m in lexicon.find("Orbix, Go")] == [
        "orbix_programming_language",
        "go_programming_language",
    ]


def test_plain_csv(tmp_path):
    file = tmp_path / "our list.csv"
    file.write_text(published.plain_table(), encoding="utf-8")
    layout, found = imported(file)
    skills = {skill.name: skill for skill in found.skills}
    assert layout is Layout.CSV
    assert skills["Lute making"].aliases == ("lutherie", "lute building")
    assert skills["Lute making"].parents == skills["Quillon"].parents == ("crafts_work",)
    assert skills["Crafts work"].kind is SkillKind.CLASS
    assert skills["Quillon"].sources == {"our_list": ("s3",)}


def test_columns_of_a_plain_csv_can_be_named(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Bezeichnung;Art\nLaute;knowledge\n", encoding="utf-8")
    _, found = imported(file, layout=Layout.CSV, mapping={"name": "Bezeichnung", "kind": "Art"})
    assert found.skills[0].name == "Laute"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(tmp_path, encoding):
    file = tmp_path / "list.csv"
    file.write_bytes("name,aliases\nCafé service,Kaffeeküche|buffet à la carte\n".encode(encoding))
    assert imported(file)[1].skills[0].name == "Café service"


@pytest.mark.parametrize(
    ("name", "text", "more", "said"),
    [
        ("a.csv", "", {}, "no table"),
        ("a.csv", "colour,size\nred,1\n", {}, "line 1: no column 'name'"),
        ("a.csv", 'name\nLute\n"Harp\nViol\n', {}, 'line 3: a quote (") is opened and never'),
        ("a.csv", "colour,size\nred,1\n", {}, "only colour, size; allowed: --map name=HEADER"),
        ("a.csv", "name\n", {}, "no skill in the layout of csv"),
        ("a.csv", "name,kind\nLute,tol\n", {}, "line 2: kind 'tol' is unknown; allowed: tool"),
        ("a.csv", "name\nLute\n", {"mapping": {"colour": "x"}}, "--map: column 'colour'"),
        ("a.csv", "name\nLute\n", {"mapping": {"id": "x"}}, "line 1: no header 'x'"),
        ("a.csv", "name\nLute\n", {"layout": Layout.ESCO}, "line 1: no column 'conceptUri'"),
        ("a.csv", "name\nLute\n", {"layout": Layout.ONET}, "line 1: no column 'Example'"),
        ("a.csv", "conceptUri,preferredLabel\nu,x\n", {"mapping": {"id": "x"}}, "--map"),
    ],
)
def test_mistakes_name_file_and_line(tmp_path, name, text, more, said):
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        imported(file, **more)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "text", "layout"),
    [
        ("Technology Skills.txt", published.onet_table(), Layout.ONET),
        ("skills.csv", published.lightcast_table(), Layout.LIGHTCAST),
        ("skills_en.csv", published.esco_skills(), Layout.ESCO),
    ],
)
def test_a_folder_is_read_by_the_table_of_skills_in_it(tmp_path, file, text, layout):
    (tmp_path / file).write_text(text, newline="")
    (tmp_path / "Read Me.txt").write_text("Terms of use")
    found, made = imported(tmp_path)
    assert found is layout
    assert made.skills == imported(tmp_path / file)[1].skills


def test_quotes_inside_cells_are_text(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text('name,aliases\n"Lute" making,5" lathe\n')
    assert imported(file)[1].skills[0].name == "Lute making"


def test_folders_and_files_that_are_not_there(tmp_path):
    with pytest.raises(InputError, match="no table of ESCO's skills"):
        imported(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        imported(tmp_path / "none.csv")
    with pytest.raises(InputError, match="is a folder"):
        imported(tmp_path, layout=Layout.ONET)


@pytest.mark.parametrize(
    ("name", "kind", "rank", "outcome"),
    [
        ("Kafka", SkillKind.TOOL, Rank.PREFERRED, "free"),
        ("C", SkillKind.TOOL, Rank.PREFERRED, "case company"),
        ("Spark", SkillKind.TOOL, Rank.PREFERRED, "case company"),
        ("energy", SkillKind.KNOWLEDGE, Rank.PREFERRED, "company"),
        ("energy", SkillKind.KNOWLEDGE, Rank.ALIAS, "an ordinary word"),
        ("LESS", SkillKind.KNOWLEDGE, Rank.ALIAS, "case company"),
        ("FIRST", SkillKind.TOOL, Rank.DERIVED, "an ordinary word"),
        ("Unity", SkillKind.TOOL, Rank.DERIVED, "case company"),
        ("GIS", SkillKind.KNOWLEDGE, Rank.ALIAS, "case"),
        ("GPUs", SkillKind.KNOWLEDGE, Rank.ALIAS, "case"),
        ("LEDs", SkillKind.KNOWLEDGE, Rank.ALIAS, "case company"),
        ("re", SkillKind.KNOWLEDGE, Rank.ALIAS, "too short"),
        ("2010", SkillKind.KNOWLEDGE, Rank.ALIAS, "a number"),
        ("!?", SkillKind.KNOWLEDGE, Rank.ALIAS, "no letters"),
        ("Report Builder", SkillKind.TOOL, Rank.PREFERRED, "free"),
        ("Easy Report", SkillKind.TOOL, Rank.PREFERRED, "case"),
        ("manage staff", SkillKind.KNOWLEDGE, Rank.ALIAS, "free"),
    ],
)
def test_which_names_are_guarded_or_refused(name, kind, rank, outcome):
    verdict = Guarding(()).verdict(name, kind, rank)
    guard = verdict.guard
    marks = ["case"] * guard.case + ["company"] * guard.company if guard else ["free"]
    assert (verdict.refused or " ".join(marks)) == outcome


def test_the_report_lists_what_was_left_out(tmp_path):
    file = tmp_path / "skills.csv"
    file.write_text(published.lightcast_table(), encoding="utf-8")
    layout, found = imported(file)
    lines = list(report_csv(found))
    assert lines[0] == "line,skill,left_out,reason\n"
    assert "3,Tern (Bird Watching),Tern,several skills could be meant\n" in lines
    said = list(summary(file, layout, found, listed=20))
    assert "7 skills" in said[0]
    assert any("line 3" in line for line in said)
    assert any("×" in line for line in summary(file, layout, found, listed=0))


REAL = {
    Layout.ESCO: ("taxonomies/esco/skills_en.csv", 13_000, 90_000),
    Layout.ONET: ("taxonomies/onet/Technology Skills.txt", 8_500, 10_000),
    Layout.LIGHTCAST: ("taxonomies/lightcast/skills.csv", 2_900, 3_300),
}


@pytest.mark.parametrize("layout", REAL, ids=str)
def test_published_taxonomies(layout, taxonomy):
    path, least_skills, least_names = REAL[layout]
    if not (SHARED / path).exists():
        pytest.skip("no published taxonomy at hand")
    found_layout, found = imported(SHARED / path, taxonomy)
    assert found_layout is layout
    assert len(found.skills) >= least_skills
    assert sum(len(skill.names) for skill in found.skills) >= least_names
    assert all(skill.sources for skill in found.skills)
    again = parse_skills("".join(taxonomy_text(found.skills)), "t.yaml")
    assert again == found.skills
    ordinary = (
        "We go and lead the work; it is a place to act first, and to plan and design it well."
    )
    assert not Taxonomy(found.skills, "").lexicon.find(ordinary)
