"""Job and profile to ledger: credit, worth, points.

``plan`` works out a job once, ``score_candidate`` scores one profile, ``rank`` any number.
"""

from matcher.scoring.assess import assess
from matcher.scoring.fold import status_of
from matcher.scoring.ledger import score_candidate
from matcher.scoring.planning import ScoringPlan, gate_in_force, plan
from matcher.scoring.policy import Policy
from matcher.scoring.ranking import in_order, rank
from matcher.scoring.worth import Share, worths

__all__ = [
    "Policy",
    "ScoringPlan",
    "Share",
    "assess",
    "gate_in_force",
    "in_order",
    "plan",
    "rank",
    "score_candidate",
    "status_of",
    "worths",
]
