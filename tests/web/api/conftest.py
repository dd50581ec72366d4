"""A service with a job, its applicants, and programs that ask it."""

from __future__ import annotations

import pytest

from tests.web.served import DESCRIPTION, PASSWORD, PEOPLE, served

SECONDS = 120


@pytest.fixture(scope="session")
def matcher():
    from matcher.matching import Matcher

    return Matcher.load()


@pytest.fixture
def service(matcher, tmp_path):
    with served(matcher, tmp_path) as made:
        made.access.add_user("ann", PASSWORD)
        yield made


@pytest.fixture
def api(service):
    """A program that may write."""
    return service.program()


@pytest.fixture
def job(api):
    """A job, as it was answered."""
    answer = api.post("/api/v1/jobs", json={"text": DESCRIPTION})
    assert answer.status_code == 201
    return answer.json()


@pytest.fixture
def ranked(service, api, job):
    """The ranking of three applicants."""
    files = {"files": ("people.csv", PEOPLE.encode())}
    taken = api.post(f"/api/v1/jobs/{job['id']}/applicants", files=files)
    assert taken.status_code == 202
    assert service.workspace.wait(taken.json()["id"], SECONDS)
    answer = api.get(f"/api/v1/jobs/{job['id']}/ranking")
    assert answer.status_code == 200
    return answer.json()
