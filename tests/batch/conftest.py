"""The engines that batches are tested with: each gets the same tests."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec

import pytest

#: Set where what Spark needs has to be there, so that its tests cannot be left out unseen.
REQUIRED = "MATCHER_REQUIRE_SPARK"


def need_spark(*, java):
    """Leave a test out where Spark is missing, as it is an extra; fail where it has to be there."""
    missing = [name for name in ("pyspark", "pandas") if find_spec(name) is None]
    if java and not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        missing.append("java")
    if missing:
        (pytest.fail if os.environ.get(REQUIRED) else pytest.skip)(f"{', '.join(missing)} missing")


@pytest.fixture(scope="session")
def spark():
    """A small session on this machine."""
    need_spark(java=True)
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "3",
        "spark.driver.memory": "1g",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    builder = SparkSession.builder.master("local[2]").appName("tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module", params=["local", "spark"])
def engine(request):
    """Options of the command that choose an engine."""
    if request.param == "local":
        return ["--workers", "1"]
    request.getfixturevalue("spark")
    return ["--engine", "spark"]
