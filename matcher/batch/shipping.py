"""An order on its way to other machines, where a kernel is built of it once a process.

What a job asks and every figure travel; the shipped taxonomy does not, as the package that is
installed there has it.  One of a user's own travels with the order.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass
from functools import lru_cache

from matcher import __version__
from matcher.batch.kernel import Kernel, Order
from matcher.errors import InputError
from matcher.taxonomy.store import load_taxonomy
from matcher.taxonomy.taxonomy import Taxonomy

#: Kernels a process keeps, for jobs of one cluster that take turns in it.
_KERNELS = 4


@dataclass(frozen=True, slots=True)
class Shipped:
    """An order as bytes.

    Parameters
    ----------
    version : str
        Of the package that wrote it.
    content : bytes
        The order; it names the shipped taxonomy by its digest.

    Examples
    --------
    >>> from datetime import date
    >>> from matcher.scoring import Policy
    >>> order = Order((), load_taxonomy(), Policy.default(), date(2026, 11, 1), {})
    >>> len(Shipped.of(order).content) < 10_000
    True
    >>> Shipped.of(order).order().taxonomy.digest == order.taxonomy.digest
    True
    """

    version: str
    content: bytes

    @classmethod
    def of(cls, order: Order) -> Shipped:
        """An order made ready to travel."""
        sink = io.BytesIO()
        _Packer(sink, load_taxonomy().digest).dump(order)
        return cls(__version__, sink.getvalue())

    def order(self) -> Order:
        """The order, where it arrived.

        Raises
        ------
        InputError
            If another version of the package, or of its taxonomy, is installed there.
        """
        if self.version != __version__:
            _differs("requirement-matcher", __version__, self.version)
        order: Order = _Unpacker(io.BytesIO(self.content)).load()
        return order


@lru_cache(maxsize=_KERNELS)
def kernel_of(shipped: Shipped) -> Kernel:
    """The kernel of an order, built once a process.

    Raises
    ------
    InputError
        If another version of the package is installed here.
    """
    return Kernel(shipped.order())


class _Packer(pickle.Pickler):
    """Writes the shipped taxonomy as its digest."""

    def __init__(self, sink: io.BytesIO, shipped: str) -> None:
        super().__init__(sink, pickle.HIGHEST_PROTOCOL)
        self._shipped = shipped

    def persistent_id(self, obj: object) -> str | None:
        """The digest of the shipped taxonomy; None for anything else."""
        is_shipped = isinstance(obj, Taxonomy) and obj.digest == self._shipped
        return self._shipped if is_shipped else None


class _Unpacker(pickle.Unpickler):
    """Reads the shipped taxonomy from the package that is installed here."""

    def persistent_load(self, pid: str) -> Taxonomy:
        """The taxonomy with that digest."""
        taxonomy = load_taxonomy()
        if taxonomy.digest != pid:
            _differs("the taxonomy", taxonomy.digest, pid)
        return taxonomy


def _differs(what: str, here: str, there: str) -> None:
    found = f"{what} is {here} on a machine of the cluster"
    raise InputError("--engine spark", found, allowed=f"{there}, as where the batch began")
