"""Voluntary answers about sex, race or ethnicity and age: drawn apart from names and texts."""

from __future__ import annotations

from tools.outcomes.grammar import stream

#: Columns of the file.
COLUMNS = ("candidate_id", "sex", "race_ethnicity", "age_band")
#: Answers and their shares in tenths of a percent; blank is no answer.  The names of races and
#: ethnicities are those of the EEO-1 report of the U.S. Equal Employment Opportunity Commission.
SHARES = {
    "sex": {"female": 470, "male": 470, "": 60},
    "race_ethnicity": {
        "White": 490,
        "Hispanic or Latino": 160,
        "Black or African American": 140,
        "Asian": 120,
        "Two or More Races": 30,
        "American Indian or Alaska Native": 12,
        "Native Hawaiian or Other Pacific Islander": 9,
        "": 39,
    },
    "age_band": {"under 40": 600, "40 or over": 370, "": 30},
}


def draw_groups(candidate_id: str) -> dict[str, str]:
    """One applicant's answers, each drawn by itself."""
    answers = {
        column: stream(column, candidate_id).choices(list(shares), list(shares.values()))[0]
        for column, shares in SHARES.items()
    }
    return {"candidate_id": candidate_id, **answers}
