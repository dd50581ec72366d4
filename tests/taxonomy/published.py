"""Small taxonomies in the layouts that others publish; every entry is invented here."""

from __future__ import annotations

import csv
import io
from pathlib import Path

BASE = "http://data.europa.eu/esco/skill/"

ESCO_SKILLS = [
    (
        "tune",
        "skill/competence",
        "sector-specific",
        "tune harpsichords",
        "adjust harpsichord strings\nharpsichord tuning\ntune\n?",
        "harpsicord tuning",
    ),
    (
        "lathe",
        "knowledge",
        "cross-sector",
        "Quillon (computer programming)",
        "Quillon scripting\nscripting in Quillon",
        "",
    ),
    ("care", "skill/competence", "transversal", "care for colleagues", "look after colleagues", ""),
    ("velm", "knowledge", "transversal", "Velmish", "Velmian", ""),
    ("velm-w", "skill/competence", "transversal", "write Velmish", "compose texts in Velmish", ""),
    ("velm-s", "skill/competence", "transversal", "understand spoken Velmish", "", ""),
    ("brass", "knowledge", "sector-specific", "brass polishing", "harpsichord tuning\nbp\nBP", ""),
    ("old", "knowledge", "", "alchemy", "", ""),
]
ESCO_GROUPS = [
    ("g-music", "working with instruments"),
    ("g-top", "skills"),
    ("g-lang", "language skills and knowledge"),
]


def table(header: list[str], rows: list[tuple[str, ...]], delimiter: str = ",") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def esco_skills() -> str:
    header = [
        "conceptType",
        "conceptUri",
        "skillType",
        "reuseLevel",
        "preferredLabel",
        "altLabels",
        "hiddenLabels",
        "status",
        "modifiedDate",
        "scopeNote",
        "definition",
        "inScheme",
        "description",
    ]
    rows = [
        (
            "KnowledgeSkillCompetence",
            BASE + key,
            kind,
            reuse,
            label,
            alt,
            hidden,
            "obsolete" if key == "old" else "released",
            "",
            "",
            "",
            "",
            "",
        )
        for key, kind, reuse, label, alt, hidden in ESCO_SKILLS
    ]
    return table(header, rows)


def esco_folder(folder: Path, language: str = "_en") -> Path:
    """ESCO's files as they come out of its archive."""
    folder.mkdir()
    files = {
        "skills": esco_skills(),
        "skillGroups": table(
            [
                "conceptType",
                "conceptUri",
                "preferredLabel",
                "altLabels",
                "hiddenLabels",
                "status",
                "modifiedDate",
                "scopeNote",
                "inScheme",
                "description",
                "code",
            ],
            [
                ("SkillGroup", BASE + key, label, "", "", "released", "", "", "", "", "")
                for key, label in ESCO_GROUPS
            ],
        ),
        "broaderRelationsSkillPillar": table(
            ["conceptType", "conceptUri", "broaderType", "broaderUri"],
            [
                ("KnowledgeSkillCompetence", BASE + "tune", "SkillGroup", BASE + "g-music"),
                ("KnowledgeSkillCompetence", BASE + "velm", "SkillGroup", BASE + "g-lang"),
                ("KnowledgeSkillCompetence", BASE + "brass", "SkillGroup", BASE + "nowhere"),
                ("SkillGroup", BASE + "g-top", "SkillGroup", BASE + "g-music"),
            ],
        ),
        "skillsHierarchy": table(
            [
                "Level 0 URI",
                "Level 0 preferred term",
                "Level 1 URI",
                "Level 1 preferred term",
                "Level 2 URI",
                "Level 2 preferred term",
                "Level 3 URI",
                "Level 3 preferred term",
                "Description",
                "Scope note",
                "Level 0 code",
                "Level 1 code",
            ],
            [
                (BASE + "g-top", "skills", "", "", "", "", "", "", "", "", "S", ""),
                (
                    BASE + "g-top",
                    "skills",
                    BASE + "g-music",
                    "working with instruments",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "S",
                    "S1",
                ),
            ],
        ),
        "skillSkillRelations": table(
            [
                "originalSkillUri",
                "originalSkillType",
                "relationType",
                "relatedSkillType",
                "relatedSkillUri",
            ],
            [
                (BASE + "tune", "skill/competence", "essential", "knowledge", BASE + "brass"),
                (BASE + "tune", "skill/competence", "optional", "knowledge", BASE + "lathe"),
            ],
        ),
    }
    for name, text in files.items():
        (folder / f"{name}{language}.csv").write_text(text, encoding="utf-8-sig")
    return folder


def onet_table() -> str:
    header = [
        "O*NET-SOC Code",
        "Example",
        "Commodity Code",
        "Commodity Title",
        "Hot Technology",
        "In Demand",
    ]
    rows = [
        ("11-1011.00", "Zanthar Ledger", "43231601", "Bookkeeping software", "N", "N"),
        ("13-2011.00", "Zanthar Ledger", "43231601", "Bookkeeping software", "Y", "N"),
        ("13-2011.00", "Bookkeeping software", "43231601", "Bookkeeping software", "N", "N"),
        ("13-2011.00", "Wide margin notation WMN", "43232403", "Notation software", "N", "Y"),
        ("13-2011.00", "R", "43232405", "Object oriented software", "N", "N"),
        ("13-2011.00", "Guest register GR software", "43232403", "Notation software", "N", "N"),
        ("13-2011.00", 'Quoted 5" disk tool', "43232403", "Notation software", "N", "N"),
    ]
    lines = ["\t".join(row) for row in [tuple(header), *rows]]
    return "\r\n".join(lines) + "\r\n"


def lightcast_table() -> str:
    rows = [
        (
            "KS1200000000000000AA",
            "Orbix (Programming Language)",
            "[['17.0', '17.0.442.0']]",
            "skill",
        ),
        ("KS1200000000000000AB", "Tern (Bird Watching)", "", "skill"),
        ("KS1200000000000000AC", "Tern (Software)", "", "skill"),
        ("KS1200000000000000AD", "Go (Programming Language)", "[['17.0', '17.0.442.0']]", "skill"),
        ("ES0000000000000000AE", "Certified Velmish Interpreter (CVI)", "", "Certification"),
        ("BGS0000000000000000F", "Velmish (Language)", "", "skill"),
        ("KS1200000000000000AG", "Calm in drizzle", "", "Common Skill"),
    ]
    return table(["id", "description", "hierarchy_levels", "type"], rows)


def plain_table() -> str:
    rows = [
        ("s1", "Lute making", "lutherie | lute building", "knowledge", "Crafts", "Crafts work"),
        ("s2", "Crafts work", "", "class", "Crafts", ""),
        ("s3", "Quillon", "", "", "", "s2"),
    ]
    return table(["Skill ID", "Skill Name", "Synonyms", "Kind", "Category", "Parent"], rows)
