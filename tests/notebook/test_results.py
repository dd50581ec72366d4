"""Results of a DataFrame equal the command's on the same table, under one policy and the next."""

from __future__ import annotations

import csv
import io
import json
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import Policy
from matcher.batch.store.update import update_store
from matcher.cli import run
from matcher.errors import ConfigError, InputError, NothingAskedError
from matcher.notebook import pool as pools
from matcher.notebook.results import Results
from matcher.report.as_csv import stream_csv
from matcher.report.as_json import stream_json
from tests.batch.people import write_list
from tests.conftest import ROOT
from tests.notebook.conftest import DAY, JOB, LIST

JOBS = sorted((ROOT / "data" / "jobs").iterdir())
EXPLAINED = ("c029", "c034", "c014", "c036")
SMALL_JOB = "Developer\n\nRequirements\n- Java or Go\n- 3+ years of SQL\nNice to have\n- Kafka\n"


def said(capsys, *words: str) -> str:
    assert run([*words, "--as-of", DAY]) in (0, 3)
    return capsys.readouterr().out


def rows_of(found: pd.DataFrame) -> list[tuple]:
    return list(found.reset_index().itertuples(index=False, name=None))


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.stem)
def test_a_frame_is_ranked_as_the_command_ranks_its_file(matcher, people, capsys, path):
    results = matcher.rank_frame(path, people, as_of=DAY)
    text = said(capsys, "rank", str(path), str(LIST), "--format", "csv")
    assert "".join(stream_csv(results.ranking())) == text
    shown = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    frame = results.to_frame()
    assert list(frame.index) == list(shown["candidate_id"])
    for name in ("rank", "score", "score_high", "must_met", "bonus_asked"):
        assert frame[name].astype(float).fillna(-1).tolist() == [
            float(cell or -1) for cell in shown[name]
        ]
    assert frame["flags"].tolist() == shown["flags"].tolist()
    words = {True: "yes", False: "no"}
    assert [words.get(each, "open") for each in frame["eligible"].astype(object)] == [
        cell if cell in words.values() else "open" for cell in shown["eligible"]
    ]


def test_the_whole_json_is_the_commands(results, capsys):
    ours = json.loads("".join(stream_json(results.ranking())))
    theirs = json.loads(said(capsys, "rank", str(JOB), str(LIST), "--format", "json"))
    assert ours == theirs


def test_a_head_is_the_commands(results, capsys):
    ours = json.loads("".join(stream_json(results.ranking(top=5))))
    words = ("rank", str(JOB), str(LIST), "--format", "json", "--top", "5")
    assert ours == json.loads(said(capsys, *words))
    pd.testing.assert_frame_equal(results.to_frame(5), results.to_frame().head(5))


@pytest.fixture(scope="module")
def few(people, tmp_path_factory):
    """Every third applicant and those who are explained, as a frame and as a file."""
    chosen = people[people["candidate_id"].isin(EXPLAINED) | (people.index % 3 == 0)]
    path = tmp_path_factory.mktemp("few") / "few.csv"
    chosen.to_csv(path, index=False)
    return chosen, str(path)


@pytest.fixture(scope="module")
def few_results(matcher, few):
    return matcher.rank_frame(JOB, few[0], as_of=DAY)


@pytest.mark.parametrize("own_id", EXPLAINED)
@pytest.mark.parametrize("more", [(), ("--certainty",), ("--reach-rank", "3")], ids=str)
def test_an_explanation_is_the_commands(few, few_results, capsys, own_id, more):
    options = {"certainty": "--certainty" in more, "reach_rank": 3 if "3" in more else None}
    words = ("explain", str(JOB), few[1], "--id", own_id, *more)
    assert repr(few_results.explain(own_id, **options)) == said(capsys, *words)


def test_an_explanation_for_the_candidate_is_the_commands(results, capsys):
    words = ("explain", str(JOB), str(LIST), "--id", "c029", "--audience", "candidate")
    assert repr(results.explain("c029", "candidate")) == said(capsys, *words)


def test_who_has_no_rank_is_explained_too(results, capsys):
    unranked = results.to_frame()["rank"].isna()
    [own_id] = unranked.index[unranked]
    words = ("explain", str(JOB), str(LIST), "--id", own_id)
    assert repr(results.explain(own_id)) == said(capsys, *words)


def test_a_comparison_is_the_commands(results, capsys):
    words = ("compare", str(JOB), str(LIST), "--ids", "c034,c029,c055")
    found = results.compare("c034", "c029", "c055")
    assert repr(found) == said(capsys, *words)
    assert found.to_dict()["candidates"][0]["candidate_id"] == "c034"


@pytest.mark.parametrize("keyed", [False, True])
def test_blind_is_as_blind_as_the_command(matcher, people, tmp_path, capsys, keyed):
    key = tmp_path / "key"
    key.write_bytes(b"a key of more than sixteen bytes")
    hidden = {"blind_key": key} if keyed else {"blind": True}
    results = matcher.rank_frame(JOB, people, as_of=DAY, **hidden)
    words = ("rank", str(JOB), str(LIST), *(("--blind-key", str(key)) if keyed else ("--blind",)))
    assert "".join(stream_csv(results.ranking())) == said(capsys, *words, "--format", "csv")
    frame = results.to_frame()
    assert not {"name", "email", "link"} & set(frame.columns)
    third = frame.index[2]
    words = ("explain", *words[1:], "--id", third, "--certainty")
    assert repr(results.explain(third, certainty=True)) == said(capsys, *words)
    seen = repr(results.explain(third)) + results.to_html() + repr(results.set_aside)
    words = set(re.findall(r"\w+", seen))
    assert not [name for name in people["name"].dropna() if words.issuperset(name.split())]
    assert not [mail for mail in people["email"].dropna() if mail in seen]
    assert results.columns == {}


def test_pseudonyms_stay_under_another_policy(matcher, people):
    results = matcher.rank_frame(JOB, people, as_of=DAY, blind=True)
    other = results.with_policy(Policy.default().with_weights(must=20, bonus=0))
    assert set(other.to_frame().index) == set(results.to_frame().index)
    scored = matcher.rank_frame(JOB, people, as_of=DAY, policy=other.policy)
    assert other.to_frame()["score"].tolist() == scored.to_frame()["score"].tolist()
    one = other.to_frame().index[4]
    assert f"{one}:" in repr(other.explain(one))


@pytest.mark.parametrize("asked", [["years>=5"], ["must"], ["skill=Kafka", "years>=3"]], ids=str)
def test_filters_are_the_commands(matcher, people, capsys, asked):
    results = matcher.rank_frame(JOB, people, as_of=DAY, filters=asked)
    options = [word for each in asked for word in ("--filter", each)]
    text = said(capsys, "rank", str(JOB), str(LIST), "--format", "csv", *options)
    assert "".join(stream_csv(results.ranking())) == text
    shown = list(csv.DictReader(io.StringIO(text)))
    frame = results.to_frame()
    assert frame["flags"].tolist() == [row["flags"] for row in shown]
    assert list(frame.index) == [row["candidate_id"] for row in shown]
    assert "filtered out" in results.to_html()


def test_filters_are_applied_again_under_another_policy(matcher, people):
    strict = Policy.default().replaced(gates={"partial_passes": False})
    results = matcher.rank_frame(JOB, people, as_of=DAY, filters=["must"]).with_policy(strict)
    fresh = matcher.rank_frame(JOB, people, as_of=DAY, filters=["must"], policy=strict)
    pd.testing.assert_frame_equal(results.to_frame(), fresh.to_frame())


policies = st.fixed_dictionaries(
    {},
    optional={
        "levels": st.fixed_dictionaries(
            {"must": st.integers(6, 30), "preferred": st.integers(2, 4), "bonus": st.integers(0, 1)}
        ),
        "importance": st.fixed_dictionaries({"titled": st.integers(0, 30)}),
        "gates": st.fixed_dictionaries({"must": st.sampled_from(["off", "flag", "rank_below"])}),
        "evidence": st.fixed_dictionaries({"claimed": st.integers(0, 10_000)}),
        "relations": st.fixed_dictionaries({"broader": st.integers(0, 10_000)}),
        "soft_worth": st.integers(0, 100),
        "met_at": st.integers(5_000, 10_000),
        "thin_words": st.integers(0, 400),
        "recency": st.fixed_dictionaries({"weight": st.sampled_from([0, 30])}),
        "similar": st.fixed_dictionaries({"threshold": st.integers(3_000, 9_000)}),
    },
)


@pytest.fixture(scope="module")
def some(people):
    return people.head(24)


@pytest.fixture(scope="module")
def ranked_some(matcher, some):
    return matcher.rank_frame(JOB, some, as_of=DAY)


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(policies, min_size=1, max_size=3))
def test_another_policy_equals_a_fresh_ranking(matcher, some, ranked_some, steps):
    found, job = ranked_some, ranked_some.job
    for step in steps:
        found = found.with_policy(Policy.default().replaced(**step))
    fresh = matcher.rank_frame(job, some, as_of=DAY, policy=found.policy)
    pd.testing.assert_frame_equal(found.to_frame(), fresh.to_frame())
    pd.testing.assert_frame_equal(found.points(), fresh.points())


def test_tables_tell_what_ledgers_tell(results):
    frame, long = results.to_frame(), results.ledgers()
    for name, table in (
        ("points", results.points()),
        ("credit", results.credits()),
        ("credit_high", results.credits(high=True)),
        ("status", results.statuses()),
    ):
        wide = long.pivot(index="candidate_id", columns="requirement_id", values=name)
        pd.testing.assert_frame_equal(
            wide.loc[table.index, table.columns], table, check_names=False, check_dtype=False
        )
    assert (results.points().sum(axis=1).round(2) == frame["score"]).all()
    sums = long.groupby("candidate_id")[["points_high", "worth"]].sum().round(2)
    assert (sums["points_high"].loc[frame.index] == frame["score_high"]).all()
    assert (sums["worth"] == 100).all()
    assert list(results.requirements.index) == list(results.points().columns)
    assert results.requirements["worth"].sum().round(2) == 100


def test_every_reason_and_word_of_some(results, people):
    some = results.ledgers("c034", "c029")
    assert list(dict.fromkeys(some["candidate_id"])) == ["c034", "c029"]
    assert some["reason"].str.len().min() > 5
    cells = people.set_index("candidate_id").fillna("")
    shown = results.evidence("c034")
    assert len(shown) > 10
    for row in shown.itertuples():
        assert cells.loc["c034", row.field][row.start : row.end] == row.surface
    assert set(results.evidence(top=2)["candidate_id"]) == set(results.to_frame(2).index)


def test_certainty_is_the_commands(results, capsys):
    theirs = json.loads(
        said(capsys, "rank", str(JOB), str(LIST), "--format", "json", "--certainty")
    )
    found = results.certainty()
    known = {each["candidate_id"]: each["certainty"] for each in theirs["candidates"]}
    assert set(found.index) == {key for key, each in known.items() if each}
    for row in found.reset_index().itertuples():
        assert row.rank_p5 == known[row.candidate_id]["rank_p5"]
        assert row.top_share == known[row.candidate_id]["top_share"]


def test_who_rose_and_who_fell(results):
    heavier = results.with_policy(Policy.default().with_weights(must=12))
    moved = heavier.moved(results)
    before, after = results.to_frame(), heavier.to_frame()
    assert moved["rank_before"].tolist() == before["rank"].loc[moved.index].tolist()
    assert moved["rank_after"].tolist() == after["rank"].loc[moved.index].tolist()
    assert (moved["change"] == moved["rank_before"] - moved["rank_after"]).all()
    gained = heavier.points() - results.points()
    ranked = gained.loc[moved.index]
    beyond = ranked - ranked.mean()
    for row in moved[moved["change"] != 0].itertuples():
        own = beyond.loc[row.Index] * np.sign(row.change)
        assert own[row.requirement_id] == pytest.approx(own.max())
        assert row.points_gained == pytest.approx(ranked.loc[row.Index, row.requirement_id])
        assert row.against_mean == pytest.approx(
            beyond.loc[row.Index, row.requirement_id], abs=0.01
        )
    assert (moved[moved["change"] == 0]["label"] == "").all()
    assert (results.moved(results)["change"] == 0).all()
    mirrored = results.moved(heavier)["change"]
    assert (mirrored.loc[moved.index] == -moved["change"]).all()


def test_where_no_points_moved_anybody_knock_outs_did(results):
    strict = results.with_policy(results.policy.replaced(gates={"must": "rank_below"}))
    moved = strict.moved(results)
    movers = moved[moved["change"] != 0]
    assert len(movers) > 10
    assert set(movers["label"]) == {"knock-outs"}
    assert set(movers["requirement_id"]) == {""}
    assert (movers[["points_gained", "against_mean"]] == 0).all(axis=None)


def test_moves_need_the_same_candidates(matcher, people, results):
    other = matcher.rank_frame(JOB, people.head(3), as_of=DAY)
    with pytest.raises(InputError, match="another job or list"):
        other.moved(results)


def test_nobodys_score_depends_on_others(matcher, people, results):
    some = matcher.rank_frame(JOB, people.iloc[::-3], as_of=DAY).to_frame()
    assert (some["score"] == results.to_frame()["score"].loc[some.index]).all()


def test_chunks_and_processes_change_nothing(matcher, people, results, monkeypatch):
    monkeypatch.setattr(pools, "CHUNK_ROWS", 10)
    done = []
    found = matcher.rank_frame(JOB, people, as_of=DAY, workers=2, progress=done.append)
    pd.testing.assert_frame_equal(found.to_frame(), results.to_frame())
    assert done == [10, 20, 30, 40, 50, 60, 64]


@pytest.fixture(scope="module")
def lists(tmp_path_factory, taxonomy):
    folder = tmp_path_factory.mktemp("stored")
    paths = [
        str(write_list(folder / name, n, bad=True)) for name, n in (("a.csv", 30), ("b.csv", 9))
    ]
    update_store(folder / "store", paths, taxonomy)
    update_store(folder / "one", paths[:1], taxonomy)
    (folder / "job.txt").write_text(SMALL_JOB, encoding="utf-8")
    return folder


@pytest.mark.parametrize("names", [["store"], ["one"]])
def test_a_store_is_ranked_as_the_command_ranks_it(matcher, lists, capsys, names):
    stores, job = [str(lists / name) for name in names], str(lists / "job.txt")
    results = matcher.rank_store(job, *stores, as_of=DAY)
    text = said(capsys, "rank", job, *stores, "--format", "csv")
    assert "".join(stream_csv(results.ranking())) == text
    shown = list(csv.DictReader(io.StringIO(text)))
    frame = results.to_frame()
    assert list(frame.index) == [row["candidate_id"] for row in shown if row["score"]]
    assert frame["flags"].tolist() == [row["flags"] for row in shown if row["score"]]
    assert len(results.set_aside) == sum(not row["score"] for row in shown)
    own_id = frame.index[3]
    words = ("explain", job, *stores, "--id", own_id)
    assert repr(results.explain(own_id)) == said(capsys, *words)
    policy = Policy.default().replaced(evidence={"claimed": 3000})
    fresh = matcher.rank_store(job, *stores, as_of=DAY, policy=policy)
    pd.testing.assert_frame_equal(results.with_policy(policy).to_frame(), fresh.to_frame())


def test_what_is_no_store_is_refused(matcher, lists):
    with pytest.raises(InputError, match=r"a\.csv: is no store of profiles"):
        matcher.rank_store(SMALL_JOB, lists / "a.csv")


def test_who_is_set_aside_stands_in_a_table(matcher):
    frame = pd.DataFrame({"id": ["k1", "k1", None], "skills": ["Java", "Go", "SQL"]})
    results = matcher.rank_frame(SMALL_JOB, frame, as_of=DAY)
    assert rows_of(results.set_aside.drop(columns="error")) == [(0, 2, "k1", "candidate_id")]
    assert sorted(results.to_frame().index) == ["k1", "row-3"]


def test_nobody_can_be_ranked_too(matcher):
    results = matcher.rank_frame(SMALL_JOB, pd.DataFrame({"id": [], "skills": []}), as_of=DAY)
    assert (len(results), len(results.to_frame()), len(results.ledgers())) == (0, 0, 0)
    assert results.to_frame().columns[0] == "rank"
    assert len(results.moved(results)) == len(results.certainty()) == len(results.evidence()) == 0
    assert "0 ranked" in results.to_html()
    assert repr(results) == "<Results of 'Developer': 0 of 0 ranked, as of 2025-12-01>"


def test_a_job_may_be_a_path_a_text_or_what_was_read(matcher, people):
    document, job = matcher.read_job(str(JOB))
    scores = [
        matcher.rank_frame(given, people.head(8), as_of=DAY).to_frame()["score"].tolist()
        for given in (JOB, str(JOB), document.text, job)
    ]
    assert scores == [scores[0]] * 4


def test_ids_that_are_numbers_are_found(matcher):
    frame = pd.DataFrame({"id": [7, 8], "skills": ["Java", "Go, SQL"]})
    results = matcher.rank_frame(SMALL_JOB, frame, as_of=DAY)
    assert set(results.to_frame().index) == {"7", "8"}
    assert repr(results.explain(7)) == repr(results.explain("7"))
    assert len(results.ledgers(8)) == len(results.requirements)
    assert repr(results.compare(7, 8)) == repr(results.compare("7", "8"))


def test_headers_of_the_list_that_are_columns_of_the_report_keep_their_own_name(matcher):
    frame = pd.DataFrame({"id": ["k1"], "skills": ["Java"], "score": [3], "City": ["Ghent"]})
    found = matcher.rank_frame(SMALL_JOB, frame, as_of=DAY).to_frame()
    assert found.loc["k1", ["carried: score", "City"]].tolist() == ["3", "Ghent"]


def test_the_day_is_recorded_and_checked(matcher, people):
    results = matcher.rank_frame(JOB, people.head(2), as_of=DAY)
    assert results.as_of.isoformat() == DAY
    assert results.versions["policy"] == Policy.default().digest
    with pytest.raises(InputError, match="as_of: '1 May' is no date; allowed: YYYY-MM-DD"):
        matcher.rank_frame(JOB, people, as_of="1 May")


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda r: r.explain("c0299"), InputError, "no candidate 'c0299'; allowed: .*c029"),
        (lambda r: r.explain("c029", "boss"), InputError, "'boss'; allowed: recruiter, candidate"),
        (lambda r: r.compare("c029"), InputError, "'c029' cannot be compared; allowed: 2 to 4"),
        (lambda r: r.compare("c029", "c029"), InputError, "cannot be compared"),
        (lambda r: r.ledgers("nobody"), InputError, "no candidate 'nobody'"),
        (lambda r: r.policy.with_weights(must=1), ConfigError, "must >= preferred"),
    ],
)
def test_mistakes_say_what_would_be_right(results, call, error, words):
    with pytest.raises(error, match=words):
        call(results)


def test_a_job_that_asks_nothing_is_refused(matcher, people):
    with pytest.raises(NothingAskedError):
        matcher.rank_frame("About us\nWe like gardens.\n", people)


def test_a_filter_that_is_none_is_refused(matcher, people):
    with pytest.raises(ConfigError, match="age"):
        matcher.rank_frame(JOB, people, filters=["age<=40"])


def test_results_say_how_they_were_read(results):
    assert isinstance(results, Results)
    assert results.notes[0].startswith("read: candidate_id from")
    assert results.columns["resume_text"] == "resume_text"
    assert (results.blind, len(results), results.job.title) == (
        False, 64, "Senior Backend Engineer",
    )  # fmt: skip
    matrix = results.matrix
    assert matrix.low.shape == (len(results.job.requirements), 64)
    assert list(matrix.candidate_ids[:2]) == ["c001", "c002"]


@pytest.mark.parametrize("few", [0, 10**9], ids=["one by one", "all at once"])
def test_the_same_person_twice_is_flagged_however_it_is_found(
    matcher, monkeypatch, capsys, tmp_path, few
):
    monkeypatch.setattr(pools, "_FEW", few)
    monkeypatch.setattr(pools, "CHUNK_ROWS", 7)
    path = write_list(tmp_path / "people.csv", 40)
    frame = pd.read_csv(path)
    again = frame.iloc[[3, 11]].assign(**{"Candidate ID": ["z1", "z2"]})
    frame = pd.concat([frame, again], ignore_index=True)
    frame.to_csv(path, index=False)
    job = tmp_path / "job.txt"
    job.write_text(SMALL_JOB, encoding="utf-8")
    results = matcher.rank_frame(job, frame, as_of=DAY)
    text = said(capsys, "rank", str(job), str(path), "--format", "csv")
    flags = {row["candidate_id"]: row["flags"] for row in csv.DictReader(io.StringIO(text))}
    assert results.to_frame()["flags"].to_dict() == flags
    assert all("possible_duplicate" in flags[key] for key in ("z1", "k0003", "z2", "k0011"))
    assert "z1" in repr(results.explain("k0003"))
    assert "flags" not in results.to_frame(flags=False).columns
