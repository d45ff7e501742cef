"""What a parameter of the theory is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf

from gaiatsu.errors import InvalidSpecification
from gaiatsu.inference.priors import Prior

__all__ = ["Origin", "Parameter"]


class Origin(StrEnum):
    """Who fixed a parameter's prior.

    ``SPECIFICATION``: the written theory gives it. ``OURS``: the theory leaves it open; its meaning says why
    this value was chosen.
    """

    SPECIFICATION = "specification"
    OURS = "ours"


@dataclass(frozen=True)
class Parameter:
    """A number the theory needs and does not know.

    Parameters
    ----------
    name
        Its name in results.
    symbol
        Its letter in the equations.
    group
        The mechanism it belongs to.
    unit
        Its unit.
    bounds
        Interval outside which it has no meaning.
    prior
        What is believed about it before the data.
    meaning
        What it says, and for a prior of ours why this one.
    locator
        Equation of the theory.
    origin
        Who fixed the prior.

    Raises
    ------
    InvalidSpecification
        The prior has density outside the bounds.

    Examples
    --------
    >>> from gaiatsu.theory.parameters import find_parameter
    >>> print(find_parameter("honest_error").prior)
    Beta(1, 9)
    """

    name: str
    symbol: str
    group: str
    unit: str
    prior: Prior
    meaning: str
    locator: str
    bounds: tuple[float, float] = (-inf, inf)
    origin: Origin = Origin.SPECIFICATION

    def __post_init__(self) -> None:
        low, high = self.prior.support
        if low < self.bounds[0] or high > self.bounds[1]:
            msg = f"The prior {self.prior} of {self.name} reaches outside its bounds {self.bounds}."
            raise InvalidSpecification(msg, expected="a prior within the bounds")
