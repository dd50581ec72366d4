"""Decides whether reading profiles is quick enough: two kilobytes each, 2,000 a second on a core.

Everything a profile holds is read: identity covered, broken words joined, sections, careers,
education, languages, cues, roles, quality, flags.  Beside it stand the lexicon alone on the same
texts, as the floor, and the bare automaton of ``bench_lexicon.py``, which tells how quick the
machine is: 2,000 profiles are asked of one on which it searches 18,000 texts a second, a ninth.
Then how the time grows from a text to one a hundred times as long.

    pytest tests/benchmarks/bench_profiles.py -s --override-ini=addopts=--import-mode=importlib
"""

from __future__ import annotations

import csv
import random
import sys
import time
from pathlib import Path

import pytest

from matcher.profile.reader import ProfileReader
from matcher.taxonomy.store import load_taxonomy
from tests.benchmarks.bench_lexicon import automaton_search, resume

TEXTS = 300
CHARACTERS = 2000
ROUNDS = 9
SEED = 21
LISTS = sorted(Path(__file__).parents[3].glob("shared/eval/*/candidates.csv"))


@pytest.fixture(scope="module")
def taxonomy():
    return load_taxonomy()


def generated(taxonomy):
    chance = random.Random(SEED)
    names = sorted(name for skill in taxonomy.skills.values() for name in skill.names)
    return [resume(chance, names) for _ in range(TEXTS)]


def real():
    """Résumés of candidate lists beside the project, where there are any."""
    texts = []
    for path in LISTS:
        with path.open(encoding="utf-8", newline="") as file:
            texts += [max(filter(None, row.values()), key=len) for row in csv.DictReader(file)]
    return [text[:CHARACTERS] for text in texts]


def quickest(work, texts):
    """Seconds for all texts, the least of some rounds: other processes only add to it."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for text in texts:
            work(text)
        best = min(best, time.perf_counter() - started)
    return best


@pytest.mark.parametrize("source", ["generated", "real"])
def test_profiles_a_second(source, taxonomy):
    texts = generated(taxonomy) if source == "generated" else real()
    if not texts:
        pytest.skip("no candidate lists beside the project")
    reader = ProfileReader(taxonomy)
    read = quickest(lambda text: reader.read("k1", {"resume_text": text}), texts)
    found = quickest(taxonomy.lexicon.find, texts)
    bare = quickest(automaton_search(taxonomy), texts)
    shown = sum(len(reader.read("k1", {"resume_text": t}).evidence) for t in texts) / len(texts)
    sys.stdout.write(
        f"\n{source}: {len(texts) / read:,.0f} profiles/s, {shown:.0f} pieces of evidence each;"
        f" the lexicon alone {len(texts) / found:,.0f} texts/s, {found / read:.0%} of the time;"
        f" the bare automaton {len(texts) / bare:,.0f}, ratio {bare / read:.3f} (asked: 0.111)\n"
    )


def test_growth(taxonomy):
    reader = ProfileReader(taxonomy)
    texts = generated(taxonomy)[:100]
    apart = quickest(lambda text: reader.read("k1", {"resume_text": text}), texts)
    joined = quickest(lambda text: reader.read("k1", {"resume_text": text}), ["\n".join(texts)])
    sys.stdout.write(f"\na hundred texts in one: {joined / apart:.2f} times the time of them\n")
