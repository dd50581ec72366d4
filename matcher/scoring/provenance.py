"""Where the figures of a policy come from, if they were learned, and who stands for them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

_Name = Annotated[str, Meta(min_length=1, max_length=200)]
_Digest = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}$")]
_Count = Annotated[int, Meta(ge=0, le=10**12)]
_Difference = Annotated[float, Meta(ge=-2, le=2)]


class PolicyStatus(StrEnum):
    """Whether somebody stands for learned figures."""

    DRAFT = "draft"
    SIGNED = "signed"


class Data(Struct, frozen=True, forbid_unknown_fields=True):
    """What figures were learned from.

    Digests are of the file of grades, of the names and texts of jobs and candidates, and of the
    values of the policy to start from.
    """

    grades: _Digest
    texts: _Digest
    base: _Digest
    jobs: _Count
    candidates: _Count
    pairs: _Count


class Gain(Struct, frozen=True, forbid_unknown_fields=True):
    """A measure on jobs that were left out, under the learned policy less under the base.

    ``low`` and ``high`` are the ends of the 95 % interval: -2 and 2 where nothing is known.
    """

    mean: _Difference
    low: _Difference
    high: _Difference


class Gains(Struct, frozen=True, forbid_unknown_fields=True):
    """The gains in both measures."""

    ndcg_at_10: Gain
    tau_b: Gain

    @property
    def proven(self) -> bool:
        """Whether one gain is more than chance, and the other no loss that is."""
        lows = (self.ndcg_at_10.low, self.tau_b.low)
        return max(lows) > 0 and min(self.ndcg_at_10.high, self.tau_b.high) >= 0


class Learning(Struct, frozen=True, forbid_unknown_fields=True):
    """Who learned the figures, when, from what, and what that gained."""

    by: _Name
    day: date
    data: Data
    gains: Gains


class Signature(Struct, frozen=True, forbid_unknown_fields=True):
    """Who signed which values off, and when."""

    by: _Name
    day: date
    values: _Digest


class Provenance(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where the figures of a learned policy come from; it changes no score."""

    learned: Learning
    signed: Signature | None = None

    def status(self, values: str) -> PolicyStatus:
        """Signed as long as the values are those that were signed.

        Parameters
        ----------
        values : str
            Digest of the policy's values.
        """
        stands = self.signed is not None and self.signed.values == values
        return PolicyStatus.SIGNED if stands else PolicyStatus.DRAFT
