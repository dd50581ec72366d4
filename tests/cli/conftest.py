"""A small job and two candidates."""

from __future__ import annotations

import pytest


@pytest.fixture
def job(tmp_path):
    path = tmp_path / "job.txt"
    path.write_text("Requirements\n- Java or Go\n- 3+ years of SQL\nBonus\n- Kafka\n")
    return str(path)


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(
        'candidate_id,name,resume_text\na,Ann,"Java developer. Wrote SQL since 2015."\n'
        'b,Bob,"Gardener, loves roses and long walks."\n'
    )
    return str(path)
