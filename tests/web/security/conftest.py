"""Applications to knock at."""

from __future__ import annotations

import pytest

from tests.web.served import PASSWORD, served


@pytest.fixture(scope="session")
def matcher():
    from matcher.matching import Matcher

    return Matcher.load()


@pytest.fixture
def alone(matcher, tmp_path):
    """On loopback, without users."""
    with served(matcher, tmp_path) as made:
        yield made


@pytest.fixture
def team(alone):
    """With two users."""
    alone.access.add_user("ann", PASSWORD)
    alone.access.add_user("bob", PASSWORD)
    return alone
