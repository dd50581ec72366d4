"""Who was filtered out, who is for a person to read and who is asked, in every format."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from matcher.matching import Matcher
from matcher.model import Candidate, Profile
from matcher.profile.read import read_profile
from matcher.report.as_csv import stream_csv
from matcher.report.as_html import render_html
from matcher.report.as_json import stream_json
from matcher.report.blinding import blinding
from matcher.report.notes import filter_notes
from matcher.scoring import Policy
from matcher.screening import parse_filters
from tests.report.formats import Document, as_table

AS_OF = date(2026, 11, 1)
TEXT = "Developer, 2022-11 - 2026-10. Built booking services in Java for ferries and museums."
FILTERS = ["location=Ghent", "salary<=60000", "skill=Java"]
CELLS = {
    "k1": {"Location": "Ghent", "Expected salary": "59,111"},
    "k2": {"Location": "Tromsø", "Expected salary": "71,222"},
    "k3": {"Location": "Ghent", "Expected salary": "to be agreed"},
}


@pytest.fixture(scope="module")
def result(taxonomy):
    matcher = Matcher(taxonomy)
    people = [
        Candidate(read_profile(name, {"resume_text": TEXT}, taxonomy), number, cells)
        for number, (name, cells) in enumerate(CELLS.items(), 1)
    ]
    people.append(Candidate(Profile("k4", {}), 4, {"Location": "Ghent"}))
    job = matcher.parse_text("Requirements\n- Java\n- Kafka\n")
    filters = parse_filters(FILTERS, taxonomy)
    return matcher.rank(job, people, Policy.default(), AS_OF, filters=filters)


def words_of(page):
    return " ".join(" ".join(Document(page).words).split())


def formats(result):
    return {
        "table": " ".join(as_table(result, 200).split()),
        "csv": "".join(stream_csv(result)),
        "json": "".join(stream_json(result)),
        "html": words_of(render_html(result)),
    }


def test_the_table_has_a_block_for_each(result):
    text = formats(result)["table"]
    assert text.index("For a person to read") < text.index("k4")
    assert text.index("k4") < text.index("Filtered out: A filter took these out") < text.index("k2")
    assert "because location=Ghent: the list says “Tromsø”; salary<=60000" in text


def test_the_page_has_a_block_for_each(result):
    text = formats(result)["html"]
    assert "2 ranked" in text
    assert "1 filtered out" in text
    assert "1 for a person to read" in text
    assert "because location=Ghent: the list says “Tromsø”; salary<=60000" in text


def test_the_csv_has_a_row_for_each_with_its_reason(result):
    rows = {row["candidate_id"]: row for row in csv.DictReader(io.StringIO(formats(result)["csv"]))}
    assert [rows[key]["rank"] for key in ("k1", "k3", "k4", "k2")] == ["1", "1", "", ""]
    assert "Tromsø" in rows["k2"]["filtered_out"]
    assert "unreadable" in rows["k4"]["flags"]
    assert rows["k3"]["filtered_out"] == ""
    assert rows["k3"]["filter_unknown"] == "salary<=60000: the list says “to be agreed”"


def test_the_json_has_every_outcome_and_asks_what_is_open(result):
    data = json.loads(formats(result)["json"])
    by_id = {c["candidate_id"]: c for c in data["candidates"]}
    assert data["filters"] == FILTERS
    assert [c["candidate_id"] for c in data["candidates"]] == ["k1", "k3", "k4", "k2"]
    assert [o["verdict"] for o in by_id["k2"]["filters"]] == ["out", "out", "passed"]
    assert by_id["k2"]["rank"] is None
    assert by_id["k2"]["score"] == by_id["k1"]["score"] > 0
    [asked] = [q for q in by_id["k3"]["questions"] if q["why"] == "filter"]
    assert "salary<=60000" in asked["text"]


@pytest.mark.parametrize("secret", ["Ghent", "Troms", "59,111", "71,222", "60000", "agreed"])
def test_a_blind_output_repeats_nothing_of_the_person(result, secret):
    shown = blinding(result).shown
    texts = {**formats(shown), "notes": "\n".join(filter_notes(shown))}
    assert [name for name, text in texts.items() if secret in text] == []


def test_a_blind_output_says_who_is_out_all_the_same(result):
    shown = blinding(result).shown
    assert [outcome.filter for outcome in next(iter(shown.screened.values()))] == [
        "location", "salary", "skill=Java",
    ]  # fmt: skip
    assert len(shown.filtered_out) == len(shown.to_read) == 1
    assert "because location: the list says otherwise" in formats(shown)["table"]


def test_notes_count_each_filter(result):
    assert list(filter_notes(result)) == [
        "note: filter location=Ghent: 1 of 4 filtered out",
        "note: filter salary<=60000: 1 of 4 filtered out; of 2 it is not known, they are kept, "
        "to be asked",
        "note: filter skill=Java: 0 of 4 filtered out; of 1 it is not known, they are kept, "
        "to be asked",
    ]
