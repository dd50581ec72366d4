"""A record of one ranking and what was decided on it."""

from __future__ import annotations

import shutil

import pytest

from tests.audit.records import inputs, ranking, recorder


@pytest.fixture(scope="session")
def ranked(tmp_path_factory):
    return ranking(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="session")
def kept_record(ranked, tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "record.jsonl"
    mine = recorder(path)
    run = mine.ranked(ranked, inputs())
    mine.decision(run, "job", "a", "shortlist", "Rita", "most of it shown")
    mine.decision(run, "job", "b", "reject", "Rita")
    return path


@pytest.fixture
def record(kept_record, tmp_path):
    """A record of eight lines, to be altered: begun, run, job, three candidates, two decisions."""
    for path in kept_record.parent.iterdir():
        shutil.copy(path, tmp_path)
    return tmp_path / kept_record.name
