"""Priors of the coefficients of the crisis game: independent ones by regressor, and those of the theory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.design import CONSTANT, GameDesign
from gaiatsu.inference.priors import Prior, normal
from gaiatsu.theory.parameters import PRIOR_SETS

__all__ = ["CoefficientPrior", "TheoryTerm", "independent_priors", "theory_priors"]

FloatArray = NDArray[np.float64]

LOGISTIC_SPREAD: Final = float(np.pi / np.sqrt(3.0))
"""Standard deviation of the shock behind a logit: what turns log odds into standard deviations."""

CONCEDING: Final[Mapping[str, float]] = {
    "material": 1.0,
    "domestic_support": 1.0,
    "hierarchy": 1.0,
    "legitimacy": 1.0,
    "trust": 1.0,
    "depth": -1.0,
    "public_posture": -1.0,
    "reactance": -1.0,
}
"""Direction in which each weight of eq. 2 moves the worth of conceding."""

PLACES: Final[Mapping[str, float]] = {"target_concession": 1.0, "target_stand_firm": -1.0}
"""Payoffs that a term of eq. 2 may enter: what makes conceding better makes resisting worse."""


@dataclass(frozen=True)
class CoefficientPrior:
    """Prior of one coefficient: a law, times a number that carries unit and sign.

    Parameters
    ----------
    name
        The coefficient, ``payoff: regressor``.
    law
        Law of the quantity that is believed something about.
    factor
        What that quantity is multiplied by to give the coefficient; negative where it counts against.
    why
        Where the law comes from, for reports.

    Raises
    ------
    InvalidSpecification
        If the factor is 0 or not finite.

    Examples
    --------
    >>> print(CoefficientPrior("target_stand_firm: cost", normal(1, 1), -2.0, "eq. 2"))
    target_stand_firm: cost ~ -2 x N(1, 1)
    """

    name: str
    law: Prior
    factor: float
    why: str

    def __post_init__(self) -> None:
        if not np.isfinite(self.factor) or self.factor == 0.0:
            msg = f"The prior of {self.name} has the factor {self.factor:g}."
            raise InvalidSpecification(msg, expected="a finite number other than 0", todo="Mend the units.")

    def __str__(self) -> str:
        return f"{self.name} ~ {self.factor:.4g} x {self.law}"


@dataclass(frozen=True)
class TheoryTerm:
    """What a regressor stands for in the theory.

    Parameters
    ----------
    parameter
        Weight of eq. 2: material, domestic_support, hierarchy, legitimacy, trust, depth, public_posture or
        reactance.
    units
        Units of the theory's term that one unit of the regressor is worth: 1 for an indicator, .25 for an
        index in standard deviations whose range of four spans the term's 0 to 1; negative where the
        regressor measures the opposite (distrust for trust).
    """

    parameter: str
    units: float = 1.0


def independent_priors(
    design: GameDesign, *, effect: float = 1.0, level: float = 2.5
) -> tuple[CoefficientPrior, ...]:
    r"""Give every coefficient a normal prior around 0 on the scale of its standardized regressor.

    Payoffs are in standard deviations of the private shocks. That one standard deviation of a regressor
    moves a payoff by more than two of them, or that the other constants lie beyond five, is unlikely
    before any data are seen; the direction is left open.

    Parameters
    ----------
    design
        Regressors.
    effect
        Standard deviation of what one standard deviation of a regressor does to its payoff, over 0.
    level
        Standard deviation of a constant, over 0.

    Returns
    -------
    tuple of CoefficientPrior
        One a coefficient, in the order of `GameDesign.names`. The log steps between grades have the law
        of the theory's gaps between thresholds.

    Notes
    -----
    .. math:: \beta_j \sim N(0, (s / \mathrm{sd}(x_j))^2)

    References
    ----------
    gelman2008

    Examples
    --------
    >>> from gaiatsu.estimation.signalling.design import GameFormulas, game_design
    >>> table = {"sq": [9, 8], "cd": [1, 0], "sf": [0, 1], "bd": [0, 1], "x": [0.0, 4.0]}
    >>> design = game_design({name: np.array(column) for name, column in table.items()}, GameFormulas(
    ...     {"target_stand_firm": "x"}, {"sender_prize": 1.0},
    ...     dict(status_quo="sq", concession="cd", stand_firm="sf", back_down="bd")))
    >>> print(*independent_priors(design), sep="; ")
    target_stand_firm: constant ~ 2.5 x N(0, 1); target_stand_firm: x ~ 0.5 x N(0, 1)
    """
    columns = [column for block in design.blocks for column in block.T]
    found = [
        _independent(name, column, effect=effect, level=level)
        for name, column in zip(design.names, columns, strict=False)
    ]
    gap = PRIOR_SETS["default"]["threshold_gap"]
    log_gap = normal(gap.first - float(np.log(LOGISTIC_SPREAD)), gap.second)
    why = "gap of eq. 1, in standard deviations"
    return (*found, *(CoefficientPrior(name, log_gap, 1.0, why) for name in design.names[len(columns) :]))


def theory_priors(
    design: GameDesign,
    terms: Mapping[str, TheoryTerm],
    *,
    prior_set: str,
    others: tuple[CoefficientPrior, ...] | None = None,
) -> tuple[CoefficientPrior, ...]:
    r"""Give coefficients that stand for terms of the theory the priors of a named set.

    Social terms enter what conceding is worth to the target, the threat what standing firm costs it; either
    may be put in the other place, with the sign turned.

    Parameters
    ----------
    design
        Regressors.
    terms
        What a regressor stands for, by the coefficient's name.
    prior_set
        default, sceptical, article or materialist.
    others
        Priors of all coefficients, used for those not named; `independent_priors` when left out.

    Returns
    -------
    tuple of CoefficientPrior
        One a coefficient.

    Raises
    ------
    InvalidSpecification
        If a coefficient, a parameter or the set is not known, or the payoff is none of the target's two.

    Notes
    -----
    Eq. 2 counts in log odds of conceding, whose shock has standard deviation :math:`\pi/\sqrt 3`; the
    target's shock here has 1. A term worth `units` of the theory's therefore has the coefficient

    .. math:: \pm\, \mathrm{units} \cdot \beta \cdot \sqrt 3 / \pi

    which is the same weight on conceding where the threat is certain. Where it is not, the game multiplies
    what enters the payoff from conceding by :math:`1 / p_F`.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> from gaiatsu.estimation.signalling.design import GameFormulas, game_design
    >>> table = {"sq": [9, 8], "cd": [1, 0], "sf": [0, 1], "bd": [0, 1], "cost": [0.0, 4.0]}
    >>> design = game_design({name: np.array(column) for name, column in table.items()}, GameFormulas(
    ...     {"target_stand_firm": "cost - 1"}, {"sender_prize": 1.0},
    ...     dict(status_quo="sq", concession="cd", stand_firm="sf", back_down="bd")))
    >>> terms = {"target_stand_firm: cost": TheoryTerm("material", units=0.25)}
    >>> print(*theory_priors(design, terms, prior_set="default"))
    target_stand_firm: cost ~ -0.1378 x N(1, 1)
    """
    if prior_set not in PRIOR_SETS:
        msg = f"No prior set is called {prior_set!r}."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(PRIOR_SETS)}", todo="Mend the name.")
    unknown = [name for name in terms if name not in design.names]
    if unknown:
        msg = f"No coefficient is called {unknown[0]!r}."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(design.names)}", todo="Mend the name.")
    found = others if others is not None else independent_priors(design)
    laws = PRIOR_SETS[prior_set]
    return tuple(
        _of_theory(prior.name, terms[prior.name], laws, prior_set) if prior.name in terms else prior
        for prior in found
    )


def _independent(name: str, column: FloatArray, *, effect: float, level: float) -> CoefficientPrior:
    spread, size = float(column.std()), float(abs(column).max(initial=0.0))
    if spread <= 1e-12 * size or name.endswith(f": {CONSTANT}"):
        return CoefficientPrior(name, normal(0, 1), level / (size or 1.0), "independent, a level")
    return CoefficientPrior(name, normal(0, 1), effect / spread, "independent, by standard deviation")


def _of_theory(name: str, term: TheoryTerm, laws: Mapping[str, Prior], prior_set: str) -> CoefficientPrior:
    payoff = name.split(":", 1)[0]
    if term.parameter not in CONCEDING:
        msg = f"{name} cannot stand for {term.parameter!r}."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(CONCEDING)}", todo="Mend the parameter.")
    if payoff not in PLACES:
        msg = f"{name} cannot have the prior of {term.parameter}: eq. 2 is about what the target does."
        expected = f"a coefficient of {' or '.join(PLACES)}"
        raise InvalidSpecification(msg, expected=expected, todo="Give it an independent prior.")
    factor = PLACES[payoff] * CONCEDING[term.parameter] * term.units / LOGISTIC_SPREAD
    return CoefficientPrior(name, laws[term.parameter], factor, f"{prior_set}: {term.parameter}")
