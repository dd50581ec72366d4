"""Small lists of invented people, and what a store of them holds."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from matcher.batch.store.reading import open_store
from matcher.batch.store.update import update_store
from matcher.profile.read import read_candidates
from matcher.taxonomy.load import parse_skills
from matcher.taxonomy.taxonomy import Taxonomy

HEADER = ("candidate_id", "Full Name", "E-Mail", "resume_text")
SKILLS = ("Java", "Kotlin", "SQL", "Kafka", "Docker", "Go")
TAXONOMY = Taxonomy(
    parse_skills(
        "skills:\n"
        + "\n".join(
            f"- {{id: {name.lower()}, name: {name}, kind: tool, category: code}}" for name in SKILLS
        ),
        "demo",
    ),
    "sha256:demo",
)


def person(number: int, extra: str = "") -> tuple[str, str, str, str]:
    """A row of the list; ``extra`` words make another text."""
    chance = random.Random(number)
    known = ", ".join(chance.sample(SKILLS, 3))
    text = f"Developer, {chance.randint(2005, 2019)} - 2024\nBuilt things with {known}.{extra}"
    return f"k{number}", f"Ada Berg{number}", f"ada{number}@example.org", text


def people(count: int, first: int = 1) -> list[tuple[str, ...]]:
    return [person(number) for number in range(first, first + count)]


def write_list(path: Path, rows: list[tuple[str, ...]]) -> str:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return str(path)


def read_into(store: Path, *sources: str, taxonomy: Taxonomy = TAXONOMY, workers: int = 1):
    return update_store(store, sources, taxonomy, workers=workers)


def stored(store: Path) -> list[list[object]]:
    """What every source of a store gives, in its order."""
    return [list(source) for source in open_store(store).sources]


def read(source: str, taxonomy: Taxonomy = TAXONOMY) -> list[object]:
    """What reading the source itself gives, those set aside behind the others."""
    found = read_candidates(source, taxonomy)
    return [*found.candidates, *found.set_aside]


def bytes_of(store: Path) -> dict[str, bytes]:
    return {str(p.relative_to(store)): p.read_bytes() for p in store.rglob("*") if p.is_file()}


def anywhere(store: Path, *words: bytes) -> list[str]:
    """Files of the store that hold one of the words, packed or not."""
    found = open_store(store)
    texts = dict(bytes_of(store))
    for source in found.sources:
        for part in source.parts:
            for place in range(len(part)):
                texts[f"{part.folder.name} {place}"] = part.records.encoded(place)
        texts[source.entry.listing] = repr(source.listing.ids.to_pylist()).encode()
    return [name for name, raw in texts.items() if any(word in raw for word in words)]
