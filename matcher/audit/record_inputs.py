"""What a recorded run was made of: inputs looked at before they are read, digested after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from matcher.audit.record_events import File, file_of
from matcher.batch.inputs import path_stamp
from matcher.errors import InputError


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a ranking was given, with digests taken while it was read.

    Parameters
    ----------
    job : File
        Description or job card.
    job_id : str
        What the job is called in the record.
    candidates : tuple of File
        Lists, folders, stores.
    taxonomy : tuple of File
        Empty for the shipped one.
    policy : File or None
        None for the shipped policy.
    options : mapping of str to Any
        What else the user chose that scores or ranks depend on.
    """

    job: File
    job_id: str
    candidates: tuple[File, ...]
    taxonomy: tuple[File, ...] = ()
    policy: File | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TuneInputs:
    """What a policy was learned from, by whom, and where it was written.

    Parameters
    ----------
    by : str
        Who learned it; empty where no policy was written.
    grades : File
        The table of grades.
    jobs, candidates, taxonomy : tuple of File
        What it goes with.
    versions : mapping of str to str
        Of matcher, taxonomy, rules.
    base_policy : str
        Digest of the policy to start from.
    as_of : date
        The day "to date" meant.
    counts : mapping of str to int
        How many jobs, candidates and pairs it was learned from.
    output : str or None
        The file of the policy.
    """

    by: str
    grades: File
    jobs: tuple[File, ...]
    candidates: tuple[File, ...]
    versions: Mapping[str, str]
    base_policy: str
    as_of: date
    counts: Mapping[str, int]
    taxonomy: tuple[File, ...] = ()
    output: str | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """Files and folders as they were before a run read them.

    Parameters
    ----------
    stamps : mapping of str to tuple of int
        By path, what changes when somebody writes there.
    """

    stamps: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, paths: Sequence[str], record: Path) -> Watched:
        """Look at the inputs of a run.

        Parameters
        ----------
        paths : sequence of str
            As the user named them.
        record : Path
            Where the run is to be recorded.

        Raises
        ------
        InputError
            If one is standard input, which no replay could read again, cannot be looked at, or is
            a folder that the record stands in.
        """
        for path in paths:
            if path == "-":
                found = "standard input cannot be read again by a replay"
                raise InputError("-", found, allowed="files, or no --record")
        stands_outside(record, paths)
        return cls({path: path_stamp(path) for path in paths})

    def file(self, path: str) -> File:
        """One of them with its digest.

        Raises
        ------
        InputError
            If it changed meanwhile, or cannot be read.
        """
        found = file_of(path)
        if path_stamp(path) != self.stamps[path]:
            raise InputError(path, "changed while it was read", allowed="an unchanged file")
        return found

    def files(self, paths: Sequence[str]) -> tuple[File, ...]:
        """Several of them with their digests.

        Raises
        ------
        InputError
            If one changed meanwhile, or cannot be read.
        """
        return tuple(self.file(path) for path in paths)


def stands_outside(record: Path, inputs: Sequence[str]) -> None:
    """Refuse a record in a folder of inputs, where it would be read as one of them.

    Raises
    ------
    InputError
        Naming the folder.
    """
    for path in inputs:
        if Path(path).is_dir() and record.resolve().is_relative_to(Path(path).resolve()):
            found = f"stands in {path}, which is read as input"
            raise InputError(str(record), found, "--record", "another folder")
