"""A job, its applicants, and a program that asks."""

from __future__ import annotations

import pytest

from tests.web.service.served import DESCRIPTION, PEOPLE, SECONDS


@pytest.fixture
def api(team):
    """A program that may write."""
    return team.program()


@pytest.fixture
def job(api):
    """A job, as it was answered."""
    answer = api.post("/api/v1/jobs", json={"text": DESCRIPTION})
    assert answer.status_code == 201
    return answer.json()


@pytest.fixture
def ranked(workspace, api, job):
    """The ranking of three applicants."""
    files = {"files": ("people.csv", PEOPLE.encode())}
    taken = api.post(f"/api/v1/jobs/{job['id']}/applicants", files=files)
    assert taken.status_code == 202
    assert workspace.wait(taken.json()["id"], SECONDS)
    answer = api.get(f"/api/v1/jobs/{job['id']}/ranking")
    assert answer.status_code == 200
    return answer.json()
