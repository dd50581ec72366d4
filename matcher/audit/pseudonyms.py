"""Pseudonyms of a record: who has its key can tell who is who, and nobody else."""

from __future__ import annotations

from pathlib import Path

from matcher import identity
from matcher.audit.record_file import read_first
from matcher.audit.record_lock import beside
from matcher.errors import InputError
from matcher.identity import read_key

_CHECK = "key of this record"


class Pseudonyms(identity.Pseudonyms):
    """Stand-ins for candidate ids in one record, as ``--blind-key`` makes them for outputs.

    Examples
    --------
    >>> Pseudonyms(b"sixteen bytes ok").of("k012")
    'p-i7wxbopo3gb2yzmm'
    """

    @classmethod
    def read(cls, record: Path) -> Pseudonyms:
        """Those of a record, by the key that stands in ``FILE.key`` beside it.

        Parameters
        ----------
        record : Path
            The record.

        Raises
        ------
        InputError
            If the key is missing, cannot be read, or is not the one the record was begun with; or
            the file does not begin as a record.
        """
        path = beside(record, "key")
        if not path.is_file():
            found = "is missing: without it nobody is found in the record"
            raise InputError(str(path), found, allowed="the key that was made with the record")
        names = cls.made(record)
        if read_first(record).told.get("key_check") != names.check:
            found = f"is not the key that {record.name} was begun with"
            raise InputError(str(path), found, allowed="the key that was made with the record")
        return names

    @classmethod
    def made(cls, record: Path) -> Pseudonyms:
        """Those of a record; the key is made where there is none.

        Raises
        ------
        InputError
            If the key cannot be read or written.
        """
        path = beside(record, "key")
        key, _ = read_key(path)
        if key is None:
            raise InputError(str(path), "holds no key")
        return cls(key)

    @property
    def check(self) -> str:
        """Stands in the first line of the record, so that a wrong key is noticed."""
        return self.of(_CHECK)
