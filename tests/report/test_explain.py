"""Explanations and comparisons: they sum, they leave out who does not belong, they are stable."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import InputError
from matcher.explaining import (
    compare_candidates,
    explain_candidate,
    find_ids,
    split_ids,
    with_certainty,
)
from matcher.model import Candidate, Job, Profile, SetAside
from matcher.report import RankResult
from matcher.report.as_csv import stream_csv
from matcher.report.as_html import render_html
from matcher.report.as_json import stream_json
from matcher.report.blinding import blinding
from matcher.report.compare_text import compare_text
from matcher.report.explain_html import compare_html, explain_html
from matcher.report.explain_text import explain_text
from matcher.report.explanation import explanation
from matcher.scoring import rank
from tests.report.explained import PEOPLE, ranking
from tests.report.formats import Document, as_csv, as_table, hundredths
from tests.report.results import hostile
from tests.scoring import strategies as any_
from tests.scoring.builders import AS_OF, planned

GOLDEN = Path(__file__).parent / "golden"
IDS = list(PEOPLE)
FORMATS = {
    "text": explain_text,
    "json": lambda explained: json.dumps(explained.to_dict(), ensure_ascii=False),
    "html": explain_html,
}


@pytest.fixture(scope="module")
def result():
    return with_certainty(ranking())


def words_of(page: str) -> str:
    return "\n".join(" ".join(Document(page).words).split()) + "\n"


@pytest.mark.parametrize("name", ["explain.txt", "explain_candidate.txt", "explain.json",
                                  "explain_words.txt", "compare.txt", "compare.json",
                                  "compare_words.txt"])  # fmt: skip
def test_golden(name, result):
    """``MATCHER_GOLDEN=1`` writes the files anew; read the difference before keeping it."""
    full = explain_candidate(result, "boris-2", reach_score=70)
    own = explain_candidate(result, "boris-2", "candidate", reach_score=70)
    side_by_side = compare_candidates(result, ["carla-9", "anna-7", "boris-2"], certainty=True)
    texts = {
        "explain.txt": explain_text(full),
        "explain_candidate.txt": explain_text(own),
        "explain.json": json.dumps(full.to_dict(), indent=1, ensure_ascii=False) + "\n",
        "explain_words.txt": words_of(explain_html(full)),
        "compare.txt": compare_text(side_by_side),
        "compare.json": json.dumps(side_by_side.to_dict(), indent=1, ensure_ascii=False) + "\n",
        "compare_words.txt": words_of(compare_html(side_by_side)),
    }
    path = GOLDEN / name
    if os.environ.get("MATCHER_GOLDEN"):
        path.write_text(texts[name], encoding="utf-8", newline="")
    assert texts[name] == path.read_bytes().decode()


@pytest.mark.parametrize("key", IDS)
@pytest.mark.parametrize("audience", ["recruiter", "candidate"])
def test_an_explanation_sums_to_the_score_in_every_format(key, audience, result):
    explained = explain_candidate(result, key, audience)
    score = next(r.ledger.score for r in result.ranked if r.ledger.candidate_id == key)
    plain = explained.to_dict()
    assert plain["score_hundredths"] == score
    assert sum(entry["points_hundredths"] for entry in plain["entries"]) == score
    assert sum(entry["worth_hundredths"] for entry in plain["entries"]) == 10_000
    text = explain_text(explained)
    in_text = re.findall(r"(?:met|missing|unknown), ([\d.]+) of", " ".join(text.split()))
    assert sum(map(hundredths, in_text)) == score
    in_page = re.findall(r'class="earned"><b>([\d.]+)</b>', explain_html(explained))
    assert sum(map(hundredths, in_page)) == score


@settings(deadline=None, max_examples=40)
@given(any_.jobs(), st.lists(any_.profiles(), min_size=1, max_size=3,
                             unique_by=lambda p: p.candidate_id))  # fmt: skip
def test_any_explanation_sums_and_quotes(a_job: Job, pile: list[Profile]) -> None:
    plan = planned(a_job)
    known = {p.candidate_id: Candidate(p, row, {}) for row, p in enumerate(pile, start=1)}
    found = RankResult(
        plan.job, plan.policy.to_dict(), {}, AS_OF, rank(plan, pile), known, plan=plan
    )
    for key in known:
        explained = explain_candidate(found, key, reach_score=60)
        plain = explained.to_dict()
        assert sum(e["points_hundredths"] for e in plain["entries"]) == plain["score_hundredths"]
        assert all(entry["reason"].endswith(".") for entry in plain["entries"])
        assert explain_text(explained).endswith("\n")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("key", IDS)
def test_the_candidate_reads_of_nobody_else(form, key, result):
    explained = explain_candidate(result, key, "candidate", reach_score=70)
    shown = FORMATS[form](explained)
    shown = words_of(shown) if form == "html" else shown
    for other in IDS:
        assert (other in shown) == (other == key)
        assert f"{other.title()} Example" not in shown
    assert not re.search(r"\branks?\b|\babove\b|\bbelow\b|weighting", shown, re.IGNORECASE)
    assert explained.ranked.rank is None


def test_the_candidate_gets_the_same_points_and_reasons(result):
    keys = ("requirement_id", "worth", "points", "status", "reason", "asked", "shown")
    for key in IDS:
        both = [explain_candidate(result, key, who).to_dict() for who in ("recruiter", "candidate")]
        one, other = ([[e[k] for k in keys] for e in plain["entries"]] for plain in both)
        assert one == other


def test_every_open_entry_and_soft_skill_and_condition_is_a_question(result):
    explained = explain_candidate(result, "boris-2")
    asked = {(q.requirement_id, str(q.why)) for q in explained.questions}
    assert asked >= {("r3", "unknown"), ("r6", "soft"), ("r7", "condition")}
    opened = {e.entry.assessment.requirement_id for e in explained.entries if e.settle}
    assert opened == {key for key, why in asked if why == "unknown"}
    assert all(question.asked.rstrip(" .") in question.text for question in explained.questions)


def test_the_ranking_tells_why_above_the_next_and_what_to_ask(result):
    raw = json.loads("".join(stream_json(result)))
    first, second, *rest = raw["candidates"]
    assert first["above"]["candidate_id"] == second["candidate_id"]
    assert first["above"]["points_hundredths"] == (
        first["score_hundredths"] - second["score_hundredths"]
    )
    assert first["above"]["sentence"].startswith(f"Ranks above {second['candidate_id']} ")
    assert 1 <= len(first["above"]["facts"]) <= 3
    assert [c["above"] for c in rest[-2:]] == [None, None]
    assert {q["why"] for q in raw["questions"]} == {"soft", "condition"}
    assert {q["why"] for q in second["questions"]} == {"unknown"}
    page = Document(render_html(result))
    assert json.loads(page.scripts["c0"])["above"][0] == first["above"]["sentence"].split(":")[0]


def test_certainty_is_in_every_view(result):
    raw = json.loads("".join(stream_json(result)))
    for candidate in raw["candidates"]:
        sure = candidate["certainty"]
        assert (sure is None) == (candidate["rank"] is None)
        if sure:
            assert 1 <= sure["rank_p5"] <= sure["rank_p95"] <= 3
            assert sure["top_share"] == 1.0
    rows = as_csv(result)
    assert [row["rank_p5"] for row in rows] == ["1", "2", "3", ""]
    assert "In the top 5 under 100 % of weightings" in as_table(result, 160)
    assert "Top 5" in Document(render_html(result)).words
    plain = ranking()
    assert "certainty" not in json.loads("".join(stream_json(plain)))["candidates"][0]
    assert "rank_p5" not in "".join(stream_csv(plain))


def test_a_comparison_shows_the_differences_first(result):
    compared = compare_candidates(result, ["boris-2", "anna-7"])
    spreads = [row.spread for row in compared.rows]
    assert spreads == sorted(spreads, reverse=True)
    assert [r.ledger.candidate_id for r in compared.columns] == ["anna-7", "boris-2"]
    plain = compared.to_dict()
    for column, candidate in enumerate(plain["candidates"]):
        cells = [row["cells"][column]["points_hundredths"] for row in plain["rows"]]
        assert sum(cells) == candidate["score_hundredths"]
    assert sum(row["worth_hundredths"] for row in plain["rows"]) == 10_000
    assert plain["win_shares"] == []
    certain = compare_candidates(result, ["boris-2", "anna-7"], certainty=True)
    assert [share[:2] for share in certain.win_shares] == [("anna-7", "boris-2")]


def test_blind_explanations_name_nobody(result):
    blind = blinding(result)
    for key in IDS:
        shown = explain_text(explain_candidate(result, key, blinding=blind))
        assert "Example" not in shown
        assert "Example" in explain_text(explain_candidate(result, key))


def test_a_pseudonym_of_two_is_shown_whole_in_a_comparison(result):
    blind = blinding(result, b"sixteen bytes ok")
    shown = compare_text(compare_candidates(result, IDS[:2], blinding=blind))
    assert set(IDS[:2]) <= set(blind.names)
    heads = shown.splitlines()[1].split()
    assert sorted(heads) == sorted(blind.names[key] for key in IDS[:2])
    assert max(map(len, shown.splitlines())) <= 96


def test_certainty_of_a_blind_ranking_is_that_of_its_own_order(result):
    blind = result.blinded()
    assert blind.certainty == with_certainty(ranking().blinded()).certainty
    placed = [ranked.ledger.candidate_id for ranked in blind.placed]
    assert list(blind.certainty) == placed
    assert not set(placed) & set(IDS)


def test_a_blind_ranking_is_not_scored_anew(result):
    with pytest.raises(ValueError, match="give the seeing one"):
        explain_candidate(result.blinded(), "candidate-1")


def test_hostile_words_are_harmless_in_explanations(result):
    poisoned = hostile()
    [key] = poisoned.candidates
    poisoned = replace(poisoned, plan=result.plan)
    explained = explanation(replace(poisoned, plan=None), key)
    for shown in (explain_text(explained), explain_html(explained)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", shown)
    tags = {tag for tag, _ in Document(explain_html(explained)).tags}
    assert not {"img", "script"} & tags


def test_pages_ask_nobody_for_anything(result):
    pages = [
        explain_html(explain_candidate(result, "anna-7")),
        compare_html(compare_candidates(result, IDS[:2])),
    ]
    for page in pages:
        document = Document(page)
        assert not any({"src", "href", "style"} & a.keys() for _, a in document.tags)
        [csp] = [a["content"] for _, a in document.tags if "http-equiv" in a]
        assert csp.startswith("default-src 'none'; style-src 'sha256-")
        assert "script-src" not in csp


@pytest.mark.parametrize("given_ids", ["a", "a,a", "a,b,c,d,e", "", ","])
def test_ids_that_cannot_be_compared(given_ids):
    with pytest.raises(InputError, match="2 to 4"):
        split_ids(given_ids)


def test_unknown_ids_name_near_ones(result):
    with pytest.raises(InputError, match=r"no candidate 'Ana7'.*anna-7"):
        find_ids(result, "list.csv", ["Ana7"], "--id")
    aside = replace(result, set_aside=(SetAside(9, "zed", "row", "too many cells"),))
    with pytest.raises(InputError, match="'zed' was set aside: row 9: row: too many cells"):
        find_ids(aside, "list.csv", ["anna-7", "zed"], "--ids")
