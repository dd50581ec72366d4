"""Host, Origin, fetch metadata: who may make a browser ask."""

from __future__ import annotations

import pytest

from matcher.errors import InputError
from matcher.web.serving import Serving
from tests.web.service.served import HOME, PASSWORD, Served

JOBS = "/api/v1/jobs"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8750", 200),
        ("localhost:8750", 200),
        ("LOCALHOST", 200),
        ("[::1]:8750", 200),
        ("evil.example", 421),
        ("evil.example:8750", 421),
        ("127.0.0.1.evil.example", 421),
        ("127.0.0.1@evil.example", 421),
        ("", 421),
    ],
)
def test_only_our_own_names_are_served(alone, host, status):
    assert alone.client().get(JOBS, headers={"host": host}).status_code == status


def test_two_host_headers_are_one_too_many(alone):
    headers = [("host", "127.0.0.1:8750"), ("host", "evil.example")]
    assert alone.client().get(JOBS, headers=headers).status_code == 421


def test_a_name_of_ours_is_served_to_who_has_signed_in(workspace, tmp_path):
    made = Served(workspace, tmp_path, Serving(allowed_hosts=("hire.example",)))
    assert made.client("http://hire.example").get(JOBS).status_code == 401
    made.access.add_user("ann", PASSWORD)
    browser = made.signed_in(base_url="https://hire.example")
    assert browser.get(JOBS).status_code == 200


CROSS = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
OPENED = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": HOME}, 200),
        ({"origin": "http://127.0.0.1:3000"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none", **OPENED}, 200),
        (CROSS, 403),
        ({**CROSS, "sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", **OPENED}, 200),
        ({"sec-fetch-site": "cross-site", **OPENED, "sec-fetch-dest": "iframe"}, 403),
        ({"sec-fetch-site": "cross-site", **OPENED, "sec-fetch-dest": "object"}, 403),
    ],
)
def test_other_sites_may_open_a_page_and_nothing_else(alone, headers, status):
    assert alone.client().get(JOBS, headers=headers).status_code == status


@pytest.mark.parametrize(
    "origin", ["http://localhost:8750", "http://127.0.0.1", "https://evil.example"]
)
def test_nothing_is_changed_for_another_origin(alone, origin):
    browser, before = alone.browser(), alone.jobs()
    headers = {"origin": origin, "sec-fetch-site": "cross-site", **OPENED}
    sent = browser.post(JOBS, json={"text": "We need Java."}, headers=headers)
    assert sent.status_code == 403
    assert alone.jobs() == before


@pytest.mark.parametrize("name", ["https://hire.example", "Hire.example", "a/b", "*", ""])
def test_an_allowed_host_is_a_name(name):
    with pytest.raises(InputError, match="is no host name"):
        Serving(allowed_hosts=(name,))
