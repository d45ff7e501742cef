"""Payoffs of the crisis game: seven numbers a game, or arrays of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification

__all__ = ["NAMES", "FloatArray", "Payoffs", "payoffs"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Payoffs:
    """What each end of a crisis is worth, in standard deviations of the private shocks.

    Parameters
    ----------
    sender_status_quo
        S_A: the sender makes no demand. The target's own status quo is 0 and plays no part.
    sender_prize
        V_A: the target concedes.
    target_concession
        C_B: the target concedes. Social terms enter here.
    sender_stand_firm
        W_A: the target resists and the sender carries out the threat.
    target_stand_firm
        W_B: the same for the target; the material threat enters here.
    sender_back_down
        a: the sender gives in after resistance.
    target_prize
        V_B: the same for the target.
    """

    sender_status_quo: FloatArray
    sender_prize: FloatArray
    target_concession: FloatArray
    sender_stand_firm: FloatArray
    target_stand_firm: FloatArray
    sender_back_down: FloatArray
    target_prize: FloatArray

    @property
    def games(self) -> int:
        """Number of games."""
        return int(self.sender_status_quo.size)

    def at(self, which: NDArray[np.intp]) -> Payoffs:
        """Give the payoffs of some games, in the order named."""
        return Payoffs(*(getattr(self, name)[which] for name in NAMES))


NAMES: Final = tuple(field.name for field in fields(Payoffs))
"""Names of the payoffs, in the order of the game."""

MOST: Final = 1000.0
"""Payoffs beyond a thousand standard deviations are taken for a slip of the pen."""


def payoffs(values: Mapping[str, object]) -> Payoffs:
    """Make payoffs of one or many games from numbers or arrays by name.

    The theory's channels stay apart: social terms in ``target_concession``, the threat in
    ``target_stand_firm``, reputation in ``sender_stand_firm``, audience costs in ``sender_back_down``.

    Parameters
    ----------
    values
        All seven, in standard deviations of the shocks, within a thousand of 0; they broadcast.

    Returns
    -------
    Payoffs
        One-dimensional arrays of one length.

    Raises
    ------
    InvalidSpecification
        If a name is unknown or missing, or a value is not a finite number.

    References
    ----------
    lewis_schultz2003

    Examples
    --------
    >>> whole = dict.fromkeys(NAMES, 0.0) | {"target_stand_firm": [-1.0, -2.0]}
    >>> payoffs(whole).games
    2
    """
    _check_names(values)
    arrays = [_numbers(name, values[name]) for name in NAMES]
    try:
        whole = np.broadcast_arrays(*arrays)
    except ValueError:
        shapes = ", ".join(f"{name} {array.size}" for name, array in zip(NAMES, arrays, strict=True))
        msg = f"The payoffs have different lengths: {shapes}."
        raise InvalidSpecification(msg, expected="one number, or as many as there are games") from None
    return Payoffs(*(np.ascontiguousarray(array).ravel() for array in whole))


def _check_names(values: Mapping[str, object]) -> None:
    unknown = [name for name in values if name not in NAMES]
    missing = [name for name in NAMES if name not in values]
    if unknown:
        msg = f"The payoff {unknown[0]!r} is not known."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(NAMES)}", todo="Mend the name.")
    if missing:
        msg = f"No value was given for {', '.join(missing)}."
        raise InvalidSpecification(msg, expected=f"all of {', '.join(NAMES)}", todo="Add it.")


def _numbers(name: str, value: object) -> FloatArray:
    expected = f"finite numbers within {MOST:,.0f} of 0, in standard deviations of the private shocks"
    try:
        found = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        msg = f"The payoff {name} is {value!r}, which is not a number."
        raise InvalidSpecification(msg, expected=expected, todo="Write a number.") from None
    bad = ~(np.abs(found) <= MOST)
    if bad.any():
        place = int(np.flatnonzero(bad.ravel())[0])
        where = f" in game {place + 1}" if found.size > 1 else ""
        msg = f"The payoff {name} is {found.ravel()[place]}{where}."
        raise InvalidSpecification(msg, expected=expected, todo="Replace the value or drop the game.")
    return found
