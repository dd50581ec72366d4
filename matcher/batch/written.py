"""What a finished batch wrote, read again: its manifest, and each job's best."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matcher.batch.finish import TO_READ
from matcher.batch.schema import RESULT_COLUMNS
from matcher.batch.work import MANIFEST
from matcher.errors import InputError
from matcher.report.harmless import bare_cell

#: Rows in memory at once.
_ROWS = 1_024
_COLUMNS = tuple(n for n in RESULT_COLUMNS if n not in ("score", "score_high", "source", "row"))


@dataclass(frozen=True, slots=True)
class Written:
    """The folder of a finished batch.

    Parameters
    ----------
    out : Path
        The folder.
    manifest : mapping of str to Any
        What its ``manifest.json`` holds (``docs/batch.md``).
    """

    out: Path
    manifest: Mapping[str, Any]

    @classmethod
    def read(cls, out: Path) -> Written:
        """That of a folder.

        Raises
        ------
        InputError
            If it holds no finished batch.
        """
        path = out / MANIFEST
        try:
            return cls(out, json.loads(path.read_bytes()))
        except (OSError, ValueError) as error:
            found = "cannot be read as the manifest of a batch"
            raise InputError(str(path), found, allowed="the folder of a finished batch") from error

    @property
    def digests(self) -> dict[str, str]:
        """``sha256:…`` of every file that was written, by its name in the folder."""
        return {each["file"]: f"sha256:{each['sha256']}" for each in self.manifest["outputs"]}

    def kept(self, job_id: str) -> int:
        """How many are a job's best."""
        return int(self._job(job_id)["kept"])

    def best(self, job_id: str) -> Iterator[dict[str, Any]]:
        """A job's best, best first, as rows of its Parquet file, without kept columns.

        Raises
        ------
        InputError
            If the file cannot be read.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.out / self._job(job_id)["files"][0]
        try:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(_ROWS, columns=list(_COLUMNS)):
                    yield from batch.to_pylist()
        except (OSError, pa.ArrowException) as error:
            allowed = "the file as the batch wrote it"
            raise InputError(str(path), "cannot be read", allowed=allowed) from error

    def unread(self) -> Iterator[str]:
        """Ids of candidates of whom nothing could be read, for no job.

        Raises
        ------
        InputError
            If their list cannot be read.
        """
        path = self.out / TO_READ
        try:
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    yield bare_cell(row["candidate_id"])
        except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
            allowed = "the file as the batch wrote it"
            raise InputError(str(path), "cannot be read", allowed=allowed) from error

    def _job(self, job_id: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = next(j for j in self.manifest["jobs"] if j["id"] == job_id)
        return found
