"""Who somebody is: found in texts, kept from the reading of skills, hidden in blind outputs."""

from matcher.identity.find import Hidden, IdentityFinder, is_name, shipped_finder
from matcher.identity.mask import Masked, covered, masked
from matcher.identity.pseudonyms import Pseudonyms, read_key

__all__ = [
    "Hidden",
    "IdentityFinder",
    "Masked",
    "Pseudonyms",
    "covered",
    "is_name",
    "masked",
    "read_key",
    "shipped_finder",
]
