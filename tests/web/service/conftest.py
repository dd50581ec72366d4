"""One workspace for all tests of the service, and applications over it."""

from __future__ import annotations

import pytest

from matcher.web.settings import Settings
from matcher.web.workspace import Workspace
from tests.web.service.served import PASSWORD, Clock, Served


@pytest.fixture(scope="session")
def workspace(matcher, tmp_path_factory):
    """Its clock stands beside it, as ``workspace_clock``."""
    clock = Clock()
    folder = tmp_path_factory.mktemp("workspace")
    with Workspace(matcher, Settings(folder, clock=clock, as_of=clock().date())) as opened:
        opened.workspace_clock = clock
        yield opened


@pytest.fixture
def alone(workspace, tmp_path):
    """On loopback, without users."""
    return Served(workspace, tmp_path)


@pytest.fixture
def team(alone):
    """With two users."""
    alone.access.add_user("ann", PASSWORD)
    alone.access.add_user("bob", PASSWORD)
    return alone
