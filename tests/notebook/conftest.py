"""What the tests of the bench share: the sample applicants and job, ranked once."""

from __future__ import annotations

import pandas as pd
import pytest

from matcher import Matcher
from tests.conftest import ROOT

JOB = ROOT / "data" / "jobs" / "senior_backend_engineer.txt"
LIST = ROOT / "data" / "applicants.csv"
DAY = "2025-12-01"


@pytest.fixture(scope="session")
def matcher(taxonomy):
    return Matcher(taxonomy)


@pytest.fixture(scope="session")
def people():
    return pd.read_csv(LIST)


@pytest.fixture(scope="session")
def results(matcher, people):
    return matcher.rank_frame(JOB, people, as_of=DAY)
