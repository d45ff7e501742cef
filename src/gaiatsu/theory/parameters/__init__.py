"""Every parameter of the theory: name, unit, bounds, prior, meaning and where it comes from."""

from gaiatsu.theory.parameters.catalog import DEFAULT, find_parameter
from gaiatsu.theory.parameters.draws import sample_parameters
from gaiatsu.theory.parameters.prior_sets import PRIOR_SET_MEANINGS, PRIOR_SETS, SOCIAL_TERMS
from gaiatsu.theory.parameters.record import Origin, Parameter

__all__ = [
    "DEFAULT",
    "PRIOR_SETS",
    "PRIOR_SET_MEANINGS",
    "SOCIAL_TERMS",
    "Origin",
    "Parameter",
    "find_parameter",
    "sample_parameters",
]
