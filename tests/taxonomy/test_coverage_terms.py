"""The table ``tests/cases/knowledge_terms.yaml``: terms of knowledge in job-posting sentences."""

from __future__ import annotations

from matcher.taxonomy.lexicon import Lexicon
from tests.conftest import cases

#: Share of the marked terms that a mention must overlap.
RECALL = 0.70
#: Share of the mentions that must overlap a marked term; soft skills count against it.
PRECISION = 0.74


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The sentence without brackets, and where the marked terms stand in it."""
    text, spans, start = "", [], 0
    for char in marked:
        if char == "[":
            start = len(text)
        elif char == "]":
            spans.append((start, len(text)))
        else:
            text += char
    return text, spans


def _figures(lexicon: Lexicon) -> tuple[float, float, list[str]]:
    """Recall, precision and what was missed or found too much."""
    counts = {"terms": 0, "found": 0, "mentions": 0, "right": 0}
    wrong = []
    for row in cases("knowledge_terms.yaml"):
        text, terms = _unmarked(row["text"])
        mentions = [(m.span.start, m.span.end) for m in lexicon.find(text)]
        found = [t for t in terms if any(a < t[1] and b > t[0] for a, b in mentions)]
        right = [m for m in mentions if any(a < m[1] and b > m[0] for a, b in terms)]
        for key, values in zip(counts, (terms, found, mentions, right), strict=True):
            counts[key] += len(values)
        wrong += [f"missed {text[a:b]}: {text}" for a, b in set(terms) - set(found)]
        wrong += [f"extra {text[a:b]}: {text}" for a, b in set(mentions) - set(right)]
    recall, precision = counts["found"] / counts["terms"], counts["right"] / counts["mentions"]
    return recall, precision, wrong


def test_terms_of_knowledge(taxonomy):
    recall, precision, wrong = _figures(taxonomy.lexicon)
    assert recall >= RECALL, "\n".join(wrong)
    assert precision >= PRECISION, "\n".join(wrong)


def test_table_is_broad():
    rows = cases("knowledge_terms.yaml")
    assert len({row["text"] for row in rows}) >= 200
    assert len({row["industry"] for row in rows}) >= 25
    assert sum("[" not in row["text"] for row in rows) >= 60
