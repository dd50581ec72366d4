"""Every view renders the same ledger, in the shape of the contract, and is safe with any data."""

from __future__ import annotations

import csv
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.report.as_csv import stream_csv
from matcher.report.as_html import render_html
from matcher.report.as_json import stream_json
from matcher.report.job_view import render_job_html
from matcher.report.reasons import reasons
from tests.report.formats import Document, as_csv, as_json, as_table, hundredths, ledgers_by_view
from tests.report.results import HOSTILE, JOB, JOB_TEXT, RESUME, hostile, result

GOLDEN = Path(__file__).parent / "golden"
HIDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

RANK_KEYS = {"job", "policy", "versions", "as_of", "candidates", "set_aside"}
CANDIDATE_KEYS = {
    *("candidate_id", "rank", "score", "score_hundredths", "score_high", "eligible", "flags"),
    *("coverage", "assessments", "carried"),
}
ASSESSMENT_KEYS = {
    *("requirement_id", "status", "basis", "credit", "worth", "worth_hundredths", "points"),
    *("points_hundredths", "reason", "leaves", "evidence"),
}
LEAF_KEYS = {"leaf_id", "status", "credit"}
EVIDENCE_KEYS = {
    *("leaf_id", "skill", "field", "start", "end", "surface", "method", "relation"),
    *("evidence_kind", "polarity", "months", "last_used"),
}


def check_every_view(ranking) -> None:
    """Points sum to the score, and every view shows the same of both."""
    views = dict(ledgers_by_view(ranking))
    assert all(view == views["ledger"] for view in views.values())
    for score, points in views["ledger"]:
        assert sum(points.values()) == score


def test_every_view_shows_the_same_numbers():
    check_every_view(result())


def test_the_terminal_shows_the_same_scores():
    shown = as_table(result())
    assert "70.25" in shown
    assert [hundredths(row["score"]) for row in as_csv(result()) if row["score"]] == [7025, 0, 0]


def test_json_has_every_key_of_the_contract():
    raw = as_json(result())
    assert raw.keys() >= RANK_KEYS
    assert raw["as_of"] == "2026-11-01"
    for candidate in raw["candidates"]:
        assert candidate.keys() >= CANDIDATE_KEYS
        assert sum(a["worth_hundredths"] for a in candidate["assessments"]) == 10_000
        for assessment in candidate["assessments"]:
            assert assessment.keys() >= ASSESSMENT_KEYS
            assert assessment["points"] * 100 == pytest.approx(assessment["points_hundredths"])
            assert all(leaf.keys() >= LEAF_KEYS for leaf in assessment["leaves"])
            assert all(evidence.keys() >= EVIDENCE_KEYS for evidence in assessment["evidence"])
    assert raw["candidates"][0]["coverage"] == {
        "must": [1, 4],
        "preferred": [0, 0],
        "bonus": [0, 1],
    }
    assert raw["candidates"][2]["rank"] is None
    assert raw["set_aside"][0].keys() == {"row", "candidate_id", "field", "error"}


def test_json_is_the_same_twice_and_in_pieces():
    pieces = list(stream_json(result()))
    assert "".join(pieces) == "".join(stream_json(result()))
    assert sum('"candidate_id": "k' in piece for piece in pieces) == 3


def test_reasons():
    first = result().ranked[0].ledger
    assert list(reasons(result(), first)) == [
        "4 of 5 years shown for “Java”: “Java” (résumé, 4 years, to date).",
        "One of “Python”, “Kotlin” or “Go” is asked: “Kotlin” is shown in a job (résumé, 4 years, "
        "to date).",
        "“PostgreSQL” is not named; the related “MySQL” is shown in a job (résumé, 4 years, to "
        "date); “Docker” is named as “Dokcer” outside any job or project (résumé; read as a "
        "misspelling).",
        "“Master's degree in computer science” is met in part by “M.Sc. Physics” (résumé): it is "
        "in another field.",
        "“German” is asked at B2; “German” is given at B1 (résumé).",
        "A soft skill, a question for the interview, worth nothing: “team player” cannot be judged "
        "(a résumé can assert it, not show it).",
        "Mentioned as context, not asked, worth nothing: “Kubernetes” is denied (résumé: "
        "“No experience with Kubernetes”).",
        "Already asked for in r1, where it counts: “Java” is shown in a job (résumé, 4 years, "
        "to date).",
    ]


def test_reasons_of_silence_and_of_nothing_readable():
    silent, unreadable = (ranked.ledger for ranked in result().ranked[1:])
    assert reasons(result(), silent)[1:3] == (
        "One of “Python”, “Kotlin” or “Go” is asked; none is mentioned.",
        "“PostgreSQL” and “Docker” are not mentioned.",
    )
    assert reasons(result(), unreadable)[1].startswith(
        "One of “Python”, “Kotlin” or “Go” is asked; it cannot be judged"
    )


def test_a_partly_repeated_requirement_says_where_the_rest_is_paid():
    again = replace(result(), paid_elsewhere={"r3": ("r1.1",)})
    assert reasons(again, again.ranked[0].ledger)[2].endswith(
        "The rest is already asked for in r1 and counts there."
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rank.json", "".join(stream_json(result()))),
        ("rank.csv", "".join(stream_csv(result()))),
        ("rank.txt", as_table(result(), 100)),
        ("rank_narrow.txt", as_table(result(), 60)),
        ("words.txt", "\n".join(" ".join(Document(render_html(result())).words).split())),
    ],
    ids=lambda value: value if len(value) < 20 else "",
)
def test_golden(name, text):
    """``MATCHER_GOLDEN=1`` writes the files anew; read the difference before keeping it."""
    path = GOLDEN / name
    if os.environ.get("MATCHER_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    assert text == path.read_bytes().decode()


@pytest.fixture(scope="module", params=[0, 5_000_000], ids=["short", "5 MB"])
def poisoned(request):
    return hostile(request.param)


def test_csv_loses_nobody_and_says_the_day():
    *ranked, aside = as_csv(result())
    assert {row["as_of"] for row in (*ranked, aside)} == {"2026-11-01"}
    assert {row["set_aside"] for row in ranked} == {""}
    assert aside["set_aside"] == "row 4, row: row has 1 cell where the header has 3"
    assert (aside["rank"], aside["score"]) == ("", "")


def test_without_candidates_the_worths_of_the_job_still_stand():
    empty = replace(result(), ranked=(), candidates={}, set_aside=())
    assert "0 ranked against 5 requirements, as of 2026-11-01" in as_table(empty)
    assert "5 requirements share 100.00 points" in Document(render_html(empty)).words
    assert [row["candidate_id"] for row in as_csv(empty)] == []


def test_short_ids_do_not_shorten_the_head_of_their_column():
    assert "Candidate " in as_table(replace(result(), candidates={}))


def test_hostile_data_is_safe_in_json(poisoned):
    text = "".join(stream_json(poisoned))
    assert not HIDING.search(text)
    assert (
        json.loads(text)["candidates"][0]["candidate_id"] == poisoned.ranked[0].ledger.candidate_id
    )
    text.encode("utf-8")


def test_hostile_data_is_safe_in_csv(poisoned):
    csv.field_size_limit(50_000_000)
    text = "".join(stream_csv(poisoned))
    assert not HIDING.search(text)
    text.encode("utf-8")
    for row in csv.reader(text.splitlines(keepends=True)):
        assert not [cell[:30] for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_hostile_data_is_safe_in_the_terminal(poisoned):
    text = as_table(poisoned, 100)
    assert not HIDING.search(text)
    assert "[red]" in text
    assert len(text) < 20_000


def test_hostile_data_is_safe_in_html(poisoned):
    text = render_html(poisoned)
    assert len(text) < 200_000
    assert not HIDING.search(text)
    document = Document(text)
    tags = {tag for tag, _ in document.tags}
    assert "img" not in tags
    assert not any(key.startswith("on") for _, attributes in document.tags for key in attributes)
    scripts = [a for tag, a in document.tags if tag == "script"]
    assert [a for a in scripts if a.get("type") != "application/json"] == [{}]
    assert "</script>" in json.loads(document.scripts["c0"])["name"]
    assert not any("49" in words for words in document.words)


def test_hostile_data_is_safe_in_the_job_view():
    document = Document(render_job_html(hostile().job, HOSTILE))
    assert "script" not in {tag for tag, _ in document.tags}
    assert not HIDING.search(" ".join(document.words))


def test_html_asks_nobody_for_anything():
    for text in (render_html(result()), render_job_html(JOB, JOB_TEXT)):
        document = Document(text)
        assert not any({"src", "href", "style"} & a.keys() for _, a in document.tags)
        assert "url(" not in text
        [csp] = [a["content"] for _, a in document.tags if "http-equiv" in a]
        assert csp.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in csp


def test_html_is_the_same_twice():
    assert render_html(result()) == render_html(result())


def test_job_view_marks_every_leaf_in_the_text():
    text = render_job_html(JOB, JOB_TEXT)
    assert "<b>Kotlin</b>" in text
    assert 'class="must"' in text
    assert "".join(JOB_TEXT.split()) in "".join(
        "".join(w for w in Document(text).words if not re.fullmatch(r"r\d+", w)).split()
    )


def test_blind_views_show_no_identity_and_the_same_scores():
    plain = result()
    named = "Mirela Okonjo, mirela@example.org, +49 40 1234567: "
    known = plain.candidates["k1"]
    opening = "Developer at Lumen, since March 2020: services in "
    text = RESUME.replace(opening, named.ljust(len(opening)))
    moved = replace(known.profile, texts={"resume_text": text})
    plain = replace(plain, candidates={**plain.candidates, "k1": replace(known, profile=moved)})
    blind = plain.blinded()
    check_every_view(blind)
    assert [r.ledger.score for r in blind.ranked] == [r.ledger.score for r in plain.ranked]
    shown = [render_html(plain, blind=True), "".join(stream_csv(blind)), as_table(blind)]
    shown.append("".join(stream_json(blind)))
    assert "Mirela" in render_html(plain)
    for text in shown:
        for secret in ("Mirela", "Okonjo", "1234567", "mirela@"):
            assert secret not in text
