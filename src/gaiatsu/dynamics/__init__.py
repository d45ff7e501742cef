"""The relationship driven forward in time: one year from the last, many relationships at once.

`run` drives relationships through the years of a `Setting` with draws of every parameter; what a step does is
in ``step``, and every mechanism in it is a function of ``theory`` that the likelihoods use too. A policy says
what the sender does each year, `observed_policy` by default; a target's policy how it answers, by default the
`quantal_answer` of eq. 1 and 5.
"""

from gaiatsu.dynamics.histories import Histories
from gaiatsu.dynamics.parameters import ParameterDraws, draw_parameters
from gaiatsu.dynamics.policy import Outlook, Policy, Tactic, observed_policy
from gaiatsu.dynamics.run import CHUNK, RunOptions, run
from gaiatsu.dynamics.setting import DEMAND_TYPES, Demands, ElitePlan, Founding, Record, Setting
from gaiatsu.dynamics.state import State
from gaiatsu.dynamics.target import Answer, Call, TargetPolicy, quantal_answer

__all__ = [
    "CHUNK",
    "DEMAND_TYPES",
    "Answer",
    "Call",
    "Demands",
    "ElitePlan",
    "Founding",
    "Histories",
    "Outlook",
    "ParameterDraws",
    "Policy",
    "Record",
    "RunOptions",
    "Setting",
    "State",
    "Tactic",
    "TargetPolicy",
    "draw_parameters",
    "observed_policy",
    "quantal_answer",
    "run",
]
