"""Decides whether the lexicon is quick enough: our find beside what others take for less.

Every candidate reads the same generated résumés of about two kilobytes on one core:

- ``automaton``: ahocorasick-rs, leftmost-longest, with a word-boundary check; no guards, no
  folding beyond lower case, offsets only.
- ``find``: :meth:`Lexicon.find`, boundaries, guards and overlaps resolved.
- ``reference``: the same in Python alone, as it runs where nothing could be compiled.
- ``spacy``: PhraseMatcher on lower-cased words, tokenizer cache raised to two million and warm.

    pytest tests/benchmarks/bench_lexicon.py -s --override-ini=addopts=--import-mode=importlib
"""

from __future__ import annotations

import random
import sys
import time

import pytest
import spacy
from ahocorasick_rs import AhoCorasick, MatchKind
from spacy.matcher import PhraseMatcher

from matcher.taxonomy.lexicon import Lexicon
from matcher.taxonomy.store import load_taxonomy

TEXTS = 300
CHARACTERS = 2000
NAMES_PER_TEXT = 28
SEED = 20
_WORDS_OF_PROSE = """
worked closely with the customer and the whole team to plan deliver and support a new service for
several thousand people across four countries reduced cost by a third wrote the first version then
led its rollout took part in interviews helped new colleagues find their way moved an old system to
a modern one without downtime answered questions kept records reported each month to the board
"""
_PROSE = _WORDS_OF_PROSE.split()
_RATES: dict[str, float] = {}


@pytest.fixture(scope="module")
def taxonomy():
    return load_taxonomy()


@pytest.fixture(scope="module")
def texts(taxonomy):
    """Résumés: prose, dates, headings, lists, with names from anywhere in the taxonomy."""
    chance = random.Random(SEED)
    names = sorted(name for skill in taxonomy.skills.values() for name in skill.names)
    return [resume(chance, names) for _ in range(TEXTS)]


def resume(chance, names):
    lines = ["Summary"]
    left = NAMES_PER_TEXT
    while sum(map(len, lines)) + len(lines) < CHARACTERS:
        words = chance.choices(_PROSE, k=chance.randint(9, 16))
        for _ in range(min(left, chance.randint(0, 2))):
            words.insert(chance.randrange(len(words)), chance.choice(names))
            left -= 1
        lines.append(f"- {' '.join(words).capitalize()}.")
        if chance.random() < 0.15:
            lines += ["", f"Developer, {chance.randint(2001, 2020)} - 2024", ""]
        if chance.random() < 0.1 and left > 4:
            lines += ["", "Skills", ", ".join(chance.choices(names, k=5))]
            left -= 5
    return "\n".join(lines)[:CHARACTERS]


def automaton_search(taxonomy):
    automaton = AhoCorasick(sorted(taxonomy.ids_by_name), matchkind=MatchKind.LeftmostLongest)

    def search(text):
        lower = text.lower()
        return [
            (start, end)
            for _, start, end in automaton.find_matches_as_indexes(lower)
            if not (start and lower[start - 1].isalnum()) and not lower[end : end + 1].isalnum()
        ]

    return search


def python_lexicon(taxonomy):
    return Lexicon(taxonomy.skills.values(), taxonomy.names, compiled=False)


def spacy_search(taxonomy):
    nlp = spacy.blank("en")
    nlp.tokenizer.max_cache_size = 2_000_000
    phrases = PhraseMatcher(nlp.vocab, attr="LOWER")
    phrases.add("skill", list(nlp.tokenizer.pipe(sorted(taxonomy.ids_by_name))))
    return lambda text: phrases(nlp.make_doc(text))


SEARCHES = {
    "automaton": automaton_search,
    "find": lambda taxonomy: taxonomy.lexicon.find,
    "reference": lambda taxonomy: python_lexicon(taxonomy).find,
    "spacy": spacy_search,
}


@pytest.mark.parametrize("name", SEARCHES)
def test_texts_a_second(name, benchmark, taxonomy, texts):
    search = SEARCHES[name](taxonomy)
    for text in texts:
        search(text)
    benchmark.pedantic(lambda: [search(text) for text in texts], rounds=7, iterations=1)
    _RATES[name] = len(texts) / benchmark.stats.stats.min
    found = sum(len(search(text)) for text in texts) / len(texts)
    beside = {other: f"{_RATES[name] / rate:.2f}" for other, rate in _RATES.items()}
    sys.stdout.write(f"\n{name}: {_RATES[name]:,.0f} texts/s, {found:.0f} found, ratios {beside}\n")


def test_start_up(taxonomy):
    """Warm cache to first answer; ``taxonomy`` has filled the cache."""
    started = time.perf_counter()
    load_taxonomy().lexicon.find("Java")
    taken = 1000 * (time.perf_counter() - started)
    sys.stdout.write(f"\nstart-up: {taken:.0f} ms, {len(taxonomy.skills)} skills\n")
