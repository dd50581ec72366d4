"""A workspace on a temporary folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from matcher.matching import Matcher
from matcher.web.settings import Limits, Settings
from matcher.web.workspace import Workspace

AS_OF = date(2026, 11, 1)
START = datetime(2026, 11, 1, 9, tzinfo=UTC)


@dataclass
class Clock:
    """Time that goes on by a second each time it is asked, and by more when told."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def matcher(taxonomy):
    return Matcher(taxonomy)


@pytest.fixture
def settings(tmp_path, clock):
    return Settings(tmp_path / "work", clock=clock, as_of=AS_OF, limits=Limits(seconds=20))


@pytest.fixture
def alone(matcher, settings):
    """A workspace in which nobody else has been."""
    with Workspace(matcher, settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(matcher, tmp_path_factory):
    """One for the tests of a module, each with jobs of its own."""
    settings = Settings(tmp_path_factory.mktemp("shared") / "work", clock=Clock(), as_of=AS_OF)
    with Workspace(matcher, settings) as opened:
        yield opened


@pytest.fixture
def workspace(shared):
    return shared
