"""A learned policy as a file: a draft with its evidence, until somebody signs it off."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from matcher.errors import ConfigError, InputError
from matcher.scoring import Policy, ScoringPlan
from matcher.scoring.matrix import same_credits
from matcher.scoring.provenance import PolicyStatus
from matcher.tuning.draft import draft, draft_text, sign
from matcher.tuning.learning import learn
from tests.scoring.builders import job, planned
from tests.tuning import invented

RULE = (("levels", "preferred", 4), ("evidence", "claimed", 3000))
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def learned():
    return learn(invented.study(RULE, jobs=6, people=20), resamples=20)


@pytest.fixture
def file(tmp_path, learned):
    path = tmp_path / "policy.yaml"
    path.write_text(draft_text(learned, "A. Analyst", DAY), encoding="utf-8")
    return path


def test_the_file_reads_back_as_what_was_learned(file, learned):
    policy = Policy.load(file)
    assert policy == draft(learned, "A. Analyst", DAY)
    assert policy.digest == learned.policy.digest
    assert policy.status is PolicyStatus.DRAFT
    told = policy.provenance.learned
    assert (told.by, told.day) == ("A. Analyst", DAY)
    assert (told.data.jobs, told.data.candidates) == (6, 120)
    assert told.data.base == learned.base.digest
    assert told.gains == learned.told


def test_every_changed_figure_stands_with_its_interval_and_what_it_was(file, learned):
    lines = file.read_text(encoding="utf-8").splitlines()
    [line] = [line for line in lines if line.startswith("  preferred:")]
    [figure] = [each for each in learned.figures if each.name == "levels.preferred"]
    weight = learned.policy.levels.preferred
    assert line == (
        f"  preferred: {weight}  # {figure.after:.2f} of a must, 95 % {figure.low:.2f} to "
        f"{figure.high:.2f}; was 0.33"
    )
    assert lines[0].startswith("# Learned by matcher tune from grades.csv. A draft until")
    assert "# Gain on jobs left out: NDCG@10 " in file.read_text(encoding="utf-8")


def test_that_no_gain_is_proven_stays_in_the_file(learned):
    nothing = {
        name: dataclasses.replace(each, gain=dataclasses.replace(each.gain, interval=(-0.1, 0.1)))
        for name, each in learned.gains.items()
    }
    text = draft_text(dataclasses.replace(learned, gains=nothing), "A. Analyst", DAY)
    assert "# NO PROVEN GAIN: on jobs left out" in text


def test_other_figures_of_the_base_are_kept_in_the_file(learned, tmp_path):
    own = learned.policy.replaced(
        gates={"must": "rank_below"}, education={"equivalent_years": {"bachelor": 3}}, met_at=9000,
        importance={"generic_skills": ["slack", "zoom"]},
    )  # fmt: skip
    path = tmp_path / "own.yaml"
    text = draft_text(dataclasses.replace(learned, policy=own), 'A: #1 "Ana"', DAY)
    path.write_text(text, encoding="utf-8")
    policy = Policy.load(path)
    assert policy.digest == own.digest
    assert policy.provenance.learned.by == 'A: #1 "Ana"'


def test_signing_says_who_when_and_what(file):
    before = file.read_text(encoding="utf-8")
    signed = sign(str(file), "B. Head", date(2026, 11, 23))
    assert signed.status is PolicyStatus.SIGNED
    assert signed == Policy.load(file)
    assert (signed.provenance.signed.by, signed.provenance.signed.day) == (
        "B. Head", date(2026, 11, 23),
    )  # fmt: skip
    after = file.read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if "#" in line] == [
        line for line in after.splitlines() if "#" in line
    ]


def test_altered_values_are_a_draft_again_until_they_are_signed(file):
    sign(str(file), "B. Head", DAY)
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "met_at: 9400\n", encoding="utf-8")
    assert Policy.load(file).status is PolicyStatus.DRAFT
    assert sign(str(file), "C. Head", DAY).status is PolicyStatus.SIGNED
    text = file.read_text(encoding="utf-8")
    assert text.count("signed:") == 1
    assert "C. Head" in text
    assert text.endswith("met_at: 9400\n")


def test_changes_in_code_are_a_draft_again(file):
    signed = sign(str(file), "B. Head", DAY)
    assert signed.with_weights(must=99).status is PolicyStatus.DRAFT


def test_a_policy_saved_keeps_who_signed_it(file, tmp_path):
    signed = sign(str(file), "B. Head", DAY)
    signed.save(tmp_path / "again.yaml")
    assert Policy.load(tmp_path / "again.yaml") == signed


def test_provenance_changes_no_score_and_no_digest(learned):
    told = draft(learned, "A. Analyst", DAY)
    assert told.digest == learned.policy.digest
    assert told.diff(learned.policy) == ()
    one, other = (_plan(policy) for policy in (told, learned.policy))
    assert same_credits(one, other)
    assert [r.share for r in one.requirements] == [r.share for r in other.requirements]


def _plan(policy: Policy) -> ScoringPlan:
    return planned(job({"must": "java"}, {"bonus": "go"}), policy.to_dict())


def test_what_nobody_learned_has_nothing_to_sign(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("levels: {must: 9}\n", encoding="utf-8")
    with pytest.raises(InputError, match="was not learned"):
        sign(str(path), "B. Head", DAY)
    assert path.read_text(encoding="utf-8") == "levels: {must: 9}\n"


def test_a_provenance_that_is_no_section_of_its_own_is_left_alone(file):
    whole = "{provenance: " + str(Policy.load(file).to_dict()["provenance"]) + "}\n"
    file.write_text(whole, encoding="utf-8")
    with pytest.raises(InputError, match="cannot be told from"):
        sign(str(file), "B. Head", DAY)
    assert file.read_text(encoding="utf-8") == whole


def test_mistakes_in_a_provenance_are_named_with_their_lines(file):
    text = file.read_text(encoding="utf-8")
    text = text.replace("    by: A. Analyst\n", "").replace("jobs: 6", "jobs: -1")
    text = text.replace("day: 2026-11-22", "day: someday").replace("base: sha256:", "base: sha1:")
    file.write_text(text.replace("  learned:", "  luck: 3\n  learned:"), encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        Policy.load(file)
    assert [(p.found.split(":")[0], p.allowed) for p in raised.value.problems] == [
        ("key 'provenance.luck' is unknown", "learned, signed"),
        ("provenance.learned has no 'by'", "by, day, data, gains"),
        ("provenance.learned.day is 'someday'", "YYYY-MM-DD"),
        ("provenance.learned.data.base is 'sha1", "sha256: and 64 hexadecimal digits"),
        ("provenance.learned.data.jobs is -1", "a whole number from 0 to 1000000000000"),
    ]
    assert all(p.place.startswith("line ") for p in raised.value.problems)
