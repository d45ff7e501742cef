"""The state of a relationship at each episode, read from its dated record (eq. 3 and 6 to 11).

`relationship_state` computes it draw by draw; `terms` turns it into the signed terms of eq. 2;
`state_study` adds the summary, the decomposition of the change in hierarchy, the weight of the occupation
cohort by year and the probability of the two-strike rule, with provenance.
"""

from gaiatsu.studies.state.change import HierarchyChange, hierarchy_change
from gaiatsu.studies.state.draws import StateDraws, StateRow, terms
from gaiatsu.studies.state.relationship import STATE_PARAMETERS, relationship_state
from gaiatsu.studies.state.settings import StateSettings
from gaiatsu.studies.state.strikes import TwoStrike, two_strike
from gaiatsu.studies.state.study import CohortYear, StateStudy, state_study

__all__ = [
    "STATE_PARAMETERS",
    "CohortYear",
    "HierarchyChange",
    "StateDraws",
    "StateRow",
    "StateSettings",
    "StateStudy",
    "TwoStrike",
    "hierarchy_change",
    "relationship_state",
    "state_study",
    "terms",
    "two_strike",
]
