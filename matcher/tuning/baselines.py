"""Rankers that a study is held against: this matcher, and what one would write in ten lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.model import ASKED_LEVELS, Profile
from matcher.scoring.columns import ProfileColumns
from matcher.scoring.matrix import ScoreTable
from matcher.scoring.vectorised import ColumnScorer

if TYPE_CHECKING:
    from matcher.tuning.study import StudyJob

Floats = NDArray[np.float64]
#: Scores of a job's candidates in their order, the higher the better.
Ranker = Callable[["StudyJob"], Floats]


def matcher_table(job: StudyJob) -> ScoreTable:
    """The matcher's own scores under the job's plan."""
    columns = ProfileColumns.of(job.profiles)
    return ColumnScorer(job.plan).credits(columns, job.profiles).scores()


def matcher_scores(job: StudyJob) -> Floats:
    """Where the matcher ranks each candidate: by score, gates and unreadable profiles included."""
    return matcher_table(job).standing().astype(np.float64)


def tfidf_scores(job: StudyJob) -> Floats:
    """Cosine of the TF-IDF vectors of the job's text and each profile's.

    The vocabulary is that of the job and its graded candidates, without English stop words;
    counts are sublinear (1 + log).
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [job.text, *("\n".join(profile.texts.values()) for profile in job.profiles)]
    vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    analyse = vectorizer.build_analyzer()
    if not any(map(analyse, texts)):
        return np.zeros(len(job.profiles))
    matrix = vectorizer.fit_transform(texts)
    # Cosines of equal texts may differ in their last bit, and would then be no tie.
    cosines: Floats = np.round((matrix[1:] @ matrix[0].T).toarray().ravel(), 12)
    return cosines


def overlap_scores(job: StudyJob) -> Floats:
    """Share of the skills the job names, at any level, that the profile names too.

    Neither levels, years nor where a skill was shown matter, and a denial counts like a claim:
    what a search for keywords finds.
    """
    asked = {
        need.skill
        for requirement in job.job.requirements
        if requirement.level in ASKED_LEVELS and not requirement.ignored
        for need in requirement.leaves()
        if need.skill is not None
    }
    return np.array([_share(asked, profile) for profile in job.profiles], dtype=np.float64)


def _share(asked: set[str], profile: Profile) -> float:
    named = {evidence.skill for evidence in profile.evidence}
    return len(asked & named) / len(asked) if asked else 0.0


#: The baselines by their names in tables.
BASELINES: dict[str, Ranker] = {"TF-IDF": tfidf_scores, "skill overlap": overlap_scores}
#: A random order, of which the mean over all orders is known exactly.
RANDOM = "random"
