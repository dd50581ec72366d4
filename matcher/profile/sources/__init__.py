"""What candidates come in: tables, résumé files, folders and archives of them.

:func:`open_source` tells what an input is and gives either a :class:`Table` (a header and rows of
cells) or :class:`Resumes` (one candidate a file or object).  One module reads one format.
"""

from matcher.profile.sources.open import open_source
from matcher.profile.sources.rows import ALLOWED, BadRow, Resume, Resumes, Row, Table

__all__ = ["ALLOWED", "BadRow", "Resume", "Resumes", "Row", "Table", "open_source"]
