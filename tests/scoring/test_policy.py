"""Reading policies, and every mistake in one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import ConfigError, InputError, NothingAskedError
from matcher.model import Gate, Level
from matcher.scoring import Policy, ScoringPlan
from tests.scoring.builders import job, planned


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "policy.yaml"


def test_a_file_overlays_the_default(file: Path) -> None:
    file.write_text("levels:\n  must: 9\nmet_at: 9000\n", "utf-8")
    policy, default = Policy.load(file), Policy.default()
    assert policy.weight(Level.MUST) == 9
    assert policy.levels.preferred == default.levels.preferred
    assert policy.met_at == 9000
    assert policy.evidence == default.evidence
    assert policy.digest != default.digest


def test_an_empty_file_is_the_default(file: Path) -> None:
    file.write_text("# nothing of our own\n", "utf-8")
    assert Policy.load(file) == Policy.default()


def test_a_policy_survives_its_dictionary() -> None:
    policy = Policy.from_dict({"gates": {"must": "rank_below"}, "recency": {"weight": 20}})
    assert Policy.from_dict(policy.to_dict()) == policy
    assert Policy.from_dict(policy.to_dict()).digest == policy.digest


def test_a_bare_off_is_the_word(file: Path) -> None:
    file.write_text("gates:\n  must: off\n", "utf-8")
    assert Policy.load(file).gates.must is Gate.OFF


def test_all_mistakes_are_reported_at_once_with_their_lines(file: Path) -> None:
    file.write_text(
        "levels:\n  must: 2.5\n  extra: 1\nevidence:\n  work: 20000\n  claimed: yes\n"
        "gates: {must: kill}\nlanguages: 3\nyears: {curve: [[0, x]]}\n",
        "utf-8",
    )
    with pytest.raises(ConfigError) as raised:
        Policy.load(file)
    assert [(p.place, p.found, p.allowed) for p in raised.value.problems] == [
        ("line 2", "levels.must is 2.5", "a whole number from 1 to 1000"),
        ("line 3", "key 'levels.extra' is unknown", "must, preferred, bonus"),
        ("line 5", "evidence.work is 20000", "a whole number from 0 to 10000"),
        ("line 6", "evidence.claimed is True", "a whole number from 0 to 10000"),
        ("line 7", "gates.must is 'kill'", "off, flag, rank_below"),
        ("line 8", "languages is 3", "a map with one_below, two_below, unstated"),
        ("line 9", "years.curve is [[0, 'x']]", "pairs [percent, credit]"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("levels: {must: 2}", "preferred 2 times importance.most 130 % exceeds must 2"),
        ("levels: {bonus: 2}", "bonus 2 times importance.most 130 % exceeds preferred 2"),
        ("years: {curve: [[0, 0], [50, 9000], [80, 100], [100, 10000]]}", "years.curve is"),
        ("years: {curve: [[0, 0], [90, 10000]]}", "years.curve is"),
        ("languages: {two_below: 7000}", "languages.two_below 7000 exceeds one_below"),
        ("recency: {full_months: 200}", "recency.horizon_months 120 is not after full_months"),
    ],
)
def test_figures_that_do_not_go_together(file: Path, text: str, found: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as raised:
        Policy.load(file)
    assert [p.found[: len(found)] for p in raised.value.problems] == [found]
    assert raised.value.problem.place == "line 1"


@pytest.mark.parametrize("text", ["- a list", "just words", "3"])
def test_a_file_that_is_no_map(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match="policy is"):
        Policy.load(file)


def test_files_that_cannot_be_read(file: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Policy.load(file)
    file.write_bytes(b"levels: \xff")
    with pytest.raises(InputError, match="byte 8 is no UTF-8"):
        Policy.load(file)


@given(st.integers(0, 600), st.integers(0, 600), st.integers(1, 480))
def test_more_months_never_earn_less(months: int, more: int, asked: int) -> None:
    credit = Policy.default().years.credit
    assert 0 <= credit(months, asked) <= credit(months + more, asked) <= 10_000
    assert credit(asked + months, asked) == 10_000


@given(st.integers(0, 10_000), st.integers(-5, 600), st.integers(0, 600), st.integers(0, 100))
def test_longer_ago_never_earns_more(credit: int, since: int, longer: int, weight: int) -> None:
    recency = Policy.from_dict({"recency": {"weight": weight}}).recency
    assert 0 <= recency.fade(credit, since + longer) <= recency.fade(credit, since) <= credit


def _plan(*specs: dict[str, object]) -> ScoringPlan:
    return planned(job(*specs))


@pytest.mark.parametrize(
    "specs",
    [
        [],
        [{"context": "java"}],
        [{"must": "communication"}],
        [{"must": {"other": "travel"}}],
        [{"must": "java", "ignored": True}],
        [{"must": "java", "weight": 0}],
        [{"must": None}],
    ],
)
def test_nothing_asked_is_nothing_to_rank_by(specs: list[dict[str, object]]) -> None:
    with pytest.raises(NothingAskedError, match="edit a job card"):
        _plan(*specs)


@pytest.mark.parametrize("weight", [-1, 1001, float("nan"), float("inf")])
def test_weights_of_a_job_card_are_checked(weight: float) -> None:
    with pytest.raises(ConfigError, match="a number from 0 to 1000"):
        _plan({"must": "java", "weight": weight})


@pytest.mark.parametrize("gate", ["flag", "rank_below"])
@pytest.mark.parametrize("reason", [None, " "])
def test_a_degree_gate_needs_a_reason(gate: str, reason: str | None) -> None:
    asked = {"must": {"degree": "master"}, "gate": gate, "reason": reason}
    with pytest.raises(ConfigError, match="a gate on a degree has no reason"):
        _plan(asked)


def test_a_degree_gate_may_be_switched_off_without_one() -> None:
    assert _plan({"must": {"degree": "master"}, "gate": "off"}).requirements[0].gate is Gate.OFF


def test_generic_skills_of_the_shipped_policy_are_in_the_shipped_taxonomy(taxonomy) -> None:
    named = Policy.default().importance.generic_skills
    assert len(set(named)) == len(named)
    assert set(named) <= set(taxonomy.skills)


def test_figures_are_replaced_section_by_section() -> None:
    policy = Policy.default().replaced(levels={"must": 9}, years={"uncounted": 2000})
    assert (policy.levels.must, policy.levels.preferred) == (9, 2)
    assert policy.years.curve == Policy.default().years.curve
    assert policy.replaced(met_at=9000).levels.must == 9
    assert Policy.default().replaced(gates={"must": False}).gates.must is Gate.OFF


def test_weights_left_out_stay() -> None:
    levels = Policy.default().with_weights(preferred=4).with_weights(bonus=0).levels
    assert (levels.must, levels.preferred, levels.bonus) == (6, 4, 0)


def test_numbers_of_numpy_are_numbers() -> None:
    policy = Policy.default().with_weights(must=np.arange(10)[9])
    assert policy == Policy.default().with_weights(must=9)
    with pytest.raises(ConfigError, match=r"levels\.must is 2\.5"):
        Policy.default().with_weights(must=2.5)


@pytest.mark.parametrize(
    ("figures", "key"),
    [
        ({"levels": {"must": 2}}, "levels"),
        ({"levels": {"musts": 2}}, "levels.musts"),
        ({"evidence": {"work": 10_001}}, "evidence.work"),
        ({"gates": {"must": "kill"}}, "gates.must"),
        ({"weights": {"must": 2}}, "weights"),
        ({"levels": 6}, "levels"),
    ],
)
def test_a_wrong_figure_is_refused_by_its_name(figures: dict, key: str) -> None:
    with pytest.raises(ConfigError, match=key.replace(".", r"\.")):
        Policy.default().replaced(**figures)


def test_a_difference_names_every_figure_once() -> None:
    default = Policy.default()
    other = default.replaced(met_at=9000, years={"curve": [[0, 0], [100, 10_000]]})
    assert [change.key for change in default.diff(other)] == ["met_at", "years.curve"]
    assert default.diff(default) == ()
    assert [(c.before, c.after) for c in other.diff(default)] == [
        (after, before) for _, before, after in default.diff(other)
    ]


figures = st.fixed_dictionaries(
    {},
    optional={
        "levels": st.fixed_dictionaries(
            {"must": st.integers(6, 1000)}, optional={"bonus": st.integers(0, 1)}
        ),
        "evidence": st.dictionaries(
            st.sampled_from(["work", "project", "claimed"]), st.integers(0, 10_000)
        ),
        "gates": st.fixed_dictionaries({"must": st.sampled_from([str(g) for g in Gate])}),
        "similar": st.fixed_dictionaries({"ignored": st.lists(st.text(max_size=5), max_size=2)}),
        "claims_can_meet": st.booleans(),
    },
)


@given(figures=figures)
def test_a_saved_policy_is_read_back_equal(tmp_path_factory, figures: dict) -> None:
    path = tmp_path_factory.mktemp("policies") / "own.yaml"
    policy = Policy.default().replaced(**figures)
    policy.save(path)
    assert Policy.load(path) == policy


def test_a_saved_policy_holds_what_differs_and_nothing_else(file: Path) -> None:
    Policy.default().replaced(levels={"must": 9}, gates={"must": "off"}).save(file)
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines == ["levels:", "  must: 9", "gates:", "  must: 'off'"]


def test_a_policy_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        Policy.default().save(tmp_path / "nowhere" / "policy.yaml")
