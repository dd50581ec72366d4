"""Whether a taxonomy of ESCO's size can be used as it is: 14,000 skills with 100,000 names.

    make bench

Decides whether such a file compiles from its text in under 3 s, loads from the cache in under
0.2 s, answers a lookup in under 0.1 s, and merges over the shipped one in seconds.  The names are
generated; published taxonomies are not part of the project.
"""

from __future__ import annotations

import random

import pytest

from matcher.taxonomy.crosswalk import crosswalk
from matcher.taxonomy.lookup import describe_term
from matcher.taxonomy.merge import merge_skills
from matcher.taxonomy.skill import Skill, SkillKind
from matcher.taxonomy.store import load_taxonomy
from matcher.taxonomy.write import taxonomy_text

SKILLS, NAMES = 14_000, 100_000
_VERBS = ("manage", "operate", "design", "inspect", "repair", "plan", "teach", "assemble")
_SYLLABLES = ("ka", "lo", "mi", "ter", "vun", "sol", "dra", "pe", "qui", "zan", "bor", "fel")


@pytest.fixture(scope="module")
def skills():
    chance = random.Random(14)

    def word():
        return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))

    aliases = NAMES // SKILLS
    found = []
    for number in range(SKILLS):
        thing = f"{word()} {word()} {number}"
        others = [f"{verb} {word()} of {thing}" for verb in _VERBS[:aliases]]
        parents = (f"s{chance.randrange(number)}",) if number else ()
        ids = {"made": (f"http://example.org/skill/{number:06d}",)}
        found.append(
            Skill(
                f"s{number}",
                thing,
                SkillKind.KNOWLEDGE,
                "made",
                tuple(others),
                parents,
                sources=ids,
            )
        )
    return found


@pytest.fixture(scope="module")
def file(skills, tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "made.yaml"
    path.write_text("".join(taxonomy_text(skills)), encoding="utf-8")
    return path


def test_compile_from_text(benchmark, file, tmp_path):
    folders = iter(tmp_path / str(number) for number in range(100))
    benchmark.pedantic(
        lambda: load_taxonomy(file, cache_dir=next(folders)), rounds=3, warmup_rounds=1
    )


def test_load_from_cache(benchmark, file, tmp_path):
    load_taxonomy(file, cache_dir=tmp_path)
    benchmark(load_taxonomy, file, cache_dir=tmp_path)


def test_load_from_cache_with_lexicon(benchmark, file, tmp_path):
    load_taxonomy(file, cache_dir=tmp_path)
    benchmark(lambda: load_taxonomy(file, cache_dir=tmp_path).lexicon)


def test_lookup_misspelt(benchmark, file, skills, tmp_path):
    taxonomy = load_taxonomy(file, cache_dir=tmp_path)
    term = skills[7000].name.replace("a", "", 1)
    describe_term(term, taxonomy)
    benchmark(describe_term, term, taxonomy)


def test_merge_over_shipped(benchmark, skills):
    ours = list(load_taxonomy().skills.values())
    benchmark.pedantic(merge_skills, args=(ours, skills), rounds=3, warmup_rounds=1)


def test_crosswalk_to_shipped(benchmark, skills):
    ours = list(load_taxonomy().skills.values())
    benchmark.pedantic(crosswalk, args=(ours, skills), rounds=3, warmup_rounds=1)
