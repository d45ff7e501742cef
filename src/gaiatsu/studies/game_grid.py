"""Payoffs that vary along one or two ranges, as a user types them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.game import parse_numbers
from gaiatsu.theory.crisis_game import NAMES, Payoffs, payoffs

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MOST_GAMES", "Grid", "Range", "grid", "parse_range"]

FloatArray = NDArray[np.float64]

MOST_GAMES: Final = 4_000_000
"""Games of one map; more would not fit beside their equilibria into a few gigabytes."""


@dataclass(frozen=True)
class Range:
    """A payoff and the values it takes.

    Parameters
    ----------
    name
        Name of the payoff.
    low, high
        First and last value; the latter is the greater.
    points
        Number of values, evenly spaced, at least two.
    """

    name: str
    low: float
    high: float
    points: int

    def values(self) -> FloatArray:
        """All values, in order."""
        return np.linspace(self.low, self.high, self.points)


@dataclass(frozen=True)
class Grid:
    """Games that differ in one or two payoffs.

    Parameters
    ----------
    fixed
        Payoffs that do not vary.
    along
        The payoff that varies fastest.
    across
        The other one; ``None`` for a line.
    """

    fixed: Mapping[str, float]
    along: Range
    across: Range | None = None

    @property
    def games(self) -> int:
        """Number of games."""
        return self.along.points * (1 if self.across is None else self.across.points)

    def at(self, values: FloatArray) -> Payoffs:
        """Games of a line at given values of the payoff."""
        return payoffs({**self.fixed, self.along.name: values})

    def chunks(self, size: int) -> Iterator[Payoffs]:
        """Games of a map in order, the payoff along first, so many at a time."""
        first, second = self.along.values(), (self.across or self.along).values()
        for start in range(0, self.games, size):
            number = np.arange(start, min(start + size, self.games))
            moved = {self.along.name: first[number % first.size]}
            if self.across is not None:
                moved[self.across.name] = second[number // first.size]
            yield payoffs({**self.fixed, **moved})


def parse_range(text: str) -> Range:
    """Read ``name=low:high:points``.

    Parameters
    ----------
    text
        Such as ``target_stand_firm=-4:0:200``.

    Returns
    -------
    Range
        The payoff and its values.

    Raises
    ------
    InvalidSpecification
        If the name is no payoff, a number is none, or the ends are the wrong way round.

    Examples
    --------
    >>> parse_range("target_stand_firm=-4:0:3").values().tolist()
    [-4.0, -2.0, 0.0]
    """
    name, _, rest = (part.strip() for part in text.partition("="))
    expected = "name=low:high:points, such as target_stand_firm=-4:0:200"
    if name not in NAMES:
        msg = f"The range {text!r} names no payoff."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(NAMES)}", todo="Mend the name.")
    try:
        low, high, points = rest.split(":")
        found = Range(name, float(low), float(high), int(points))
    except ValueError:
        msg = f"The range {text!r} cannot be read."
        raise InvalidSpecification(msg, expected=expected, todo="Mend it.") from None
    if not (isfinite(found.low) and isfinite(found.high) and found.low < found.high and found.points >= 2):
        msg = f"The range {text!r} has {found.points} points from {found.low:g} to {found.high:g}."
        todo = "Write the lower end first and two points or more."
        raise InvalidSpecification(msg, expected=expected, todo=todo)
    return found


def grid(text: str, ranges: Sequence[Range]) -> Grid:
    """Lay ranges over the payoffs of one game.

    Parameters
    ----------
    text
        Payoffs as ``name=number,name=number``; those that vary may be left out and are not used.
    ranges
        One or two.

    Returns
    -------
    Grid
        The games.

    Raises
    ------
    InvalidSpecification
        If a payoff is missing or unusable, a payoff varies twice, or there are too many games.

    Examples
    --------
    >>> text = "sender_status_quo=0,sender_prize=1,target_concession=0,sender_stand_firm=-1.9," + (
    ...     "sender_back_down=-1.2,target_prize=1")
    >>> grid(text, [parse_range("target_stand_firm=-4:0:200")]).games
    200
    """
    along, across = ranges[0], ranges[1] if len(ranges) > 1 else None
    if across is not None and across.name == along.name:
        msg = f"The payoff {along.name} varies along both axes."
        raise InvalidSpecification(msg, expected="two different payoffs", todo="Change --and.")
    typed = parse_numbers(text)
    ends = {one.name: np.array([one.low, one.high]) for one in ranges}
    whole = payoffs({**typed, **ends})  # refuses what cannot be used before any game is solved
    fixed = {name: float(getattr(whole, name)[0]) for name in NAMES if name not in ends}
    found = Grid(fixed, along, across)
    if found.games > MOST_GAMES:
        msg = f"The grid has {found.games:,} games."
        todo = "Lower the number of points."
        raise InvalidSpecification(msg, expected=f"at most {MOST_GAMES:,}", todo=todo)
    return found
