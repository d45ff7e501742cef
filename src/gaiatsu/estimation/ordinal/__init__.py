"""Models of a graded outcome: how far the target conceded, given the terms of its payoff (eq. 1 and 2)."""

from gaiatsu.estimation.ordinal.bayes import fit_bayes, fit_bayes_many, log_evidence, prior_predictive
from gaiatsu.estimation.ordinal.design import LINKS, OrdinalDesign, PriorSet
from gaiatsu.estimation.ordinal.effects import MarginalEffects, marginal_effects
from gaiatsu.estimation.ordinal.penalized import fit_penalized
from gaiatsu.estimation.ordinal.scores import Fold, LooScores, held_out, leave_one_out, leave_one_out_many
from gaiatsu.estimation.ordinal.separation import Separation, separation

__all__ = [
    "LINKS",
    "Fold",
    "LooScores",
    "MarginalEffects",
    "OrdinalDesign",
    "PriorSet",
    "Separation",
    "fit_bayes",
    "fit_bayes_many",
    "fit_penalized",
    "held_out",
    "leave_one_out",
    "leave_one_out_many",
    "log_evidence",
    "marginal_effects",
    "prior_predictive",
    "separation",
]
