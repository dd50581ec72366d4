"""Words outside the taxonomy."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.model import FULL_CREDIT
from matcher.scoring import Policy
from matcher.scoring.similarity import PhraseIndex, content_stems, stem
from matcher.scoring.words import count_words, lowered_words, mentions_studies
from matcher.taxonomy.normal import fold_chars

SETTINGS = Policy.default().similar


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("optimization", "optimising"),
        ("query", "queries"),
        ("testing", "tested"),
        ("managed", "management"),
        ("designing", "designs"),
        ("negotiation", "negotiating"),
    ],
)
def test_inflections_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("server", "service"), ("data", "date"), ("test", "text")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("phrase", "stems"),
    [
        ("5+ years of professional experience", set()),
        ("Knowledge of high-scale application development", {"scal", "applic", "develop"}),
        ("", set()),
        ("Überwachung", {"überwachung"}),
    ],
)
def test_content_words(phrase: str, stems: set[str]) -> None:
    assert content_stems(phrase, SETTINGS) == stems


def test_a_word_that_many_phrases_share_weighs_less() -> None:
    phrases = {"a": "payment routing", "b": "payment fraud", "c": "payment ledgers"}
    found = PhraseIndex(phrases, SETTINGS).find({"t": "routing of calls; payment"})
    assert [r.similarity for r in found["a"]] == [10_000]
    apart = PhraseIndex(phrases, SETTINGS).find({"t": "routing of calls"})
    assert [r.similarity for r in apart["a"]] == [7500]
    assert apart["b"] == ()


def test_the_best_stretch_comes_first_and_none_overlap() -> None:
    index = PhraseIndex({"a": "seasonal beekeeping equipment"}, SETTINGS)
    text = "beekeeping equipment" + " and so on" * 20 + " equipment for seasonal beekeeping"
    best, second = index.find({"t": text})["a"]
    assert best.span.of(text) == "equipment for seasonal beekeeping"
    assert second.span.of(text) == "beekeeping equipment"
    assert (best.similarity, second.similarity) == (10_000, 6666)


@given(st.text(), st.text())
def test_any_text_gives_spans_inside_it(phrase: str, text: str) -> None:
    found = PhraseIndex({"a": phrase, "b": "x" + text}, SETTINGS).find({"t": text})
    for resemblance in (*found["a"], *found["b"]):
        assert resemblance.span.end <= len(text)
        assert len(resemblance.span) > 0
        assert SETTINGS.threshold <= resemblance.similarity <= 10_000


@given(st.text(), st.text("aZ_ 9éß•–\n.'ÿ×İſK", max_size=60))
def test_words_are_those_of_the_pattern(any_text: str, printed: str) -> None:
    for text in (any_text, printed):
        assert count_words(text) == len(re.findall(r"\w+", text))
        assert lowered_words(text) == " ".join(re.findall(r"\w+", text.lower()))


@given(st.text("educationEDUCATıONschooſlkK _-.\n• 9", max_size=40), st.booleans())
def test_studies_are_mentioned_where_a_pattern_finds_them(text: str, inside: bool) -> None:
    said = f"{text}Maſters {text}" if inside else f"{text} school{text}"
    stems = "educat|degree|universit|college|bachelor|master'?s|diploma|graduat|school|studied"
    for each in (text, said):
        assert mentions_studies(each) == bool(re.search(rf"\b(?:{stems})", each, re.IGNORECASE))


WORDS = (
    "query", "queries", "tuning", "tuned", "optimization", "optimizing", "collections", "hygiene",
    "moving", "objects", "loans", "with", "the", "of", "experience", "planning", "2019", "lacquer",
    "storage", "stores", "climate", "principles", "principled", "Überwachung",
)  # fmt: skip
phrases = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=5
)
texts = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def closest(text: str, phrase: str, weights: dict[str, int]) -> int:
    """Similarity by scikit-learn: the best window's binary counts, weighted, over the phrase's."""
    from sklearn.feature_extraction.text import CountVectorizer

    vocabulary = sorted(content_stems(phrase, SETTINGS))
    words = [stem(word) for word in fold_chars(text).split()]
    size = SETTINGS.window
    windows = [words[at : at + size] for at in range(max(1, len(words) - size + 1))]
    counter = CountVectorizer(analyzer=lambda window: window, vocabulary=vocabulary, binary=True)
    found = counter.transform(windows) @ [weights[word] for word in vocabulary]
    return int(max(found)) * FULL_CREDIT // sum(weights[word] for word in vocabulary)


@settings(deadline=None, max_examples=150)
@given(phrases, texts)
def test_integers_find_what_scikit_learn_finds(asked: list[str], text: str) -> None:
    """Vocabulary and weights come from the phrases of the job alone: 1/n of n phrases."""
    from sklearn.feature_extraction.text import CountVectorizer

    kept = {str(n): phrase for n, phrase in enumerate(asked) if content_stems(phrase, SETTINGS)}
    assume(kept)
    index = PhraseIndex(kept, SETTINGS)
    distinct = {content_stems(phrase, SETTINGS) for phrase in kept.values()}
    fitted = CountVectorizer(analyzer=sorted, binary=True)
    shared = fitted.fit_transform(sorted(distinct, key=sorted)).toarray().sum(axis=0)
    weights = {word: 2520 // int(shared[column]) for word, column in fitted.vocabulary_.items()}
    found = index.find({"resume_text": text})
    for leaf, phrase in kept.items():
        assert index.phrases[leaf] == {w: weights[w] for w in content_stems(phrase, SETTINGS)}
        expected = closest(text, phrase, weights)
        best = found[leaf][0].similarity if found[leaf] else 0
        assert best == (expected if expected >= SETTINGS.threshold else 0)
