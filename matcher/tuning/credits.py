"""A scikit-learn transformer from candidates to what they show for one job's requirements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from matcher.matching import Matcher
from matcher.model import FULL_CREDIT, Candidate, Job, Profile
from matcher.notebook.frame import frame_candidates
from matcher.notebook.opening import asked_for
from matcher.profile.headers import ID_COLUMN
from matcher.profile.reader import reader_for
from matcher.scoring import Policy
from matcher.scoring.columns import ProfileColumns
from matcher.scoring.vectorised import ColumnScorer
from matcher.taxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sklearn.utils import Tags

    Array = NDArray[np.float64]

#: Header of the rows' places, by which candidates are told from rows that cannot be read.
_PLACE = "row of the DataFrame"


class RequirementCredits(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    r"""Credits of candidates for the requirements of a job, before any weight.

    A row is a candidate, a column a requirement, a number what is shown of it: 0 … 1, as in the
    ledger.  Candidates are résumé texts, profiles, or the rows of a DataFrame, whose columns are
    recognised as those of a list.  A row that cannot be read shows nothing: 0.

    Parameters
    ----------
    job : Job, str or Path
        What is asked: a job, the text of a description or job card, or a file.
    policy : Policy, optional
        Credits of evidence, relations, years; the shipped one by default.  Its weights do not
        matter here.
    as_of : date or str, optional
        The day "to date" means, ``YYYY-MM-DD``; the day of fitting by default.
    taxonomy : Taxonomy, path or sequence of paths, optional
        Skills to recognise (:class:`~matcher.matching.Matcher`); the shipped one by default.
    columns : mapping of str to str, optional
        For DataFrames, header by column: ``{"resume": "Resume_str"}``.

    Attributes
    ----------
    plan_ : ScoringPlan
        The job ready to score.

    Examples
    --------
    >>> shown = RequirementCredits("Must have\n- Java\n- SQL", as_of="2026-11-01")
    >>> shown.fit_transform(["Skills: Java, SQL"]).tolist()
    [[0.65, 0.65]]
    >>> shown.get_feature_names_out().tolist()
    ['r1', 'r2']
    """

    def __init__(
        self,
        job: Job | str | Path,
        *,
        policy: Policy | None = None,
        as_of: date | str | None = None,
        taxonomy: Taxonomy | str | Path | Sequence[str | Path] | None = None,
        columns: dict[str, str] | None = None,
    ) -> None:
        self.job = job
        self.policy = policy
        self.as_of = as_of
        self.taxonomy = taxonomy
        self.columns = columns

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002
        """Read the job; of candidates, nothing.

        Raises
        ------
        InputError, ConfigError
            If job or taxonomy cannot be read, or nothing that can be scored is asked.
        """
        reader = Matcher(self.taxonomy)
        asked = asked_for(reader, self.job, self.policy, self.as_of, (), None, blind=False)
        self.plan_ = asked.plan()
        self._taxonomy = reader.taxonomy
        return self

    def transform(self, X: Any) -> Array:
        """Credits of candidates; shape (candidates, requirements), 0 … 1.

        Parameters
        ----------
        X : DataFrame, or sequence of str or of Profile
            The candidates.

        Raises
        ------
        TypeError
            If it is none of these.
        InputError
            If no column of a DataFrame holds text.
        """
        check_is_fitted(self)
        profiles = self._profiles(X)
        matrix = ColumnScorer(self.plan_).credits(ProfileColumns.of(profiles), profiles)
        found: Array = matrix.low.T / FULL_CREDIT
        return found

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:  # noqa: ARG002
        """Ids of the requirements."""
        check_is_fitted(self)
        ids = [planned.requirement.id for planned in self.plan_.requirements]
        return np.array(ids, dtype=object)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags

    def _profiles(self, candidates: Any) -> Sequence[Profile]:
        if isinstance(candidates, pd.DataFrame):
            return self._of_frame(candidates)
        if isinstance(candidates, str) or not hasattr(candidates, "__iter__"):
            raise TypeError(
                f"candidates are {type(candidates).__name__}; allowed: a DataFrame, or a sequence "
                "of texts or of profiles"
            )
        reader = reader_for(self._taxonomy)
        return [
            each
            if isinstance(each, Profile)
            else reader.read(str(place), {"resume_text": _text(each)})
            for place, each in enumerate(candidates)
        ]

    def _of_frame(self, frame: pd.DataFrame) -> Sequence[Profile]:
        """The profile of every row, an empty one for those that cannot be read."""
        placed = frame.assign(**{_PLACE: np.arange(len(frame))})
        mapping = {**(self.columns or {}), ID_COLUMN: _PLACE}
        read = {
            candidate.profile.candidate_id: candidate.profile
            for candidate in frame_candidates(placed, self._taxonomy, mapping)
            if isinstance(candidate, Candidate)
        }
        places = map(str, range(len(frame)))
        return [read.get(place) or Profile(place, {}) for place in places]


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError(f"a candidate is {type(given).__name__}; allowed: a text or a profile")
    return given
