"""What a change in a variable does to the regressors of every payoff, through the formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.design import FUNCTIONS, Columns, GameFormulas
from gaiatsu.theory.crisis_game import NAMES

__all__ = ["Change", "changes"]

FloatArray = NDArray[np.float64]

STEP: Final = 1e-4
"""Half the width of a difference, in standard deviations of the variable."""


@dataclass(frozen=True, eq=False)
class Change:
    """One change of one variable, in every payoff in which it appears.

    Parameters
    ----------
    variable
        Column of the data.
    what
        ``"per unit"`` for a derivative, else from where to where.
    low, high
        Regressor blocks before and after. For a derivative both lie a small step from the data.
    width
        Of the step; None where the change is not a derivative.
    """

    variable: str
    what: str
    low: tuple[FloatArray, ...]
    high: tuple[FloatArray, ...]
    width: float | None = None

    def slopes(self) -> tuple[FloatArray, ...]:
        """Give what a unit of the variable adds to each regressor, by a central difference."""
        width = 1.0 if self.width is None else self.width
        return tuple((high - low) / width for low, high in zip(self.low, self.high, strict=True))


def changes(data: Columns, formulas: GameFormulas) -> tuple[Change, ...]:
    """Make one change of every variable that a formula reads.

    Parameters
    ----------
    data
        Columns by name.
    formulas
        Formulas of the payoffs.

    Returns
    -------
    tuple of Change
        Sorted by variable. A number is differentiated; a variable with two values goes from the lower to the
        higher; a variable of words goes from its first to each other word, one change each. Where a
        derivative is not finite in some game, as that of a square root at 0, the variable goes up by one
        standard deviation.

    Examples
    --------
    >>> formulas = GameFormulas({"sender_prize": "sqrt(x) + y", "target_prize": "log(z)"}, {}, {})
    >>> table = {"x": np.array([0.0, 2.0, 4.0]), "y": np.array([0, 1, 1]), "z": np.array([1.0, 2.0, 3.0])}
    >>> [(found.variable, found.what) for found in changes(table, formulas)]
    [('x', 'up 1.63'), ('y', '0 to 1'), ('z', 'per unit')]
    """
    specs, variables = _read(data, formulas)
    found: list[Change] = []
    for name in variables:
        column = np.asarray(data[name])
        values = np.unique(column)
        if values.size < 2:
            continue
        if column.dtype.kind in "OSU":
            found += [_between(data, specs, name, (values[0], other)) for other in values[1:]]
        elif values.size == 2:
            found.append(_between(data, specs, name, (values[0], values[1])))
        else:
            found.append(_slope(data, specs, name))
    return tuple(found)


def _read(data: Columns, formulas: GameFormulas) -> tuple[list[Any], list[str]]:
    """Formulas with the state that the data gave them (centers, levels, knots), and their variables."""
    import pandas as pd
    from formulaic import Formula

    frame = pd.DataFrame(dict(data))
    specs: list[Any] = []
    variables: set[str] = set()
    for payoff in NAMES:
        text = formulas.payoffs.get(payoff, "0")
        parsed = Formula(text if text.strip() else "0")
        if not list(parsed):
            specs.append(None)
            continue
        variables |= {str(name) for name in parsed.required_variables if "callable" not in name.roles}
        specs.append(parsed.get_model_matrix(frame, context=FUNCTIONS, output="numpy").model_spec)
    return specs, sorted(variables & set(data))


def _blocks(data: Columns, specs: Sequence[Any], name: str, column: NDArray[Any]) -> tuple[FloatArray, ...]:
    """Regressor blocks with one column of the data replaced."""
    import pandas as pd

    frame = pd.DataFrame(dict(data) | {name: column})
    found = []
    for spec in specs:
        if spec is None:
            found.append(np.empty((len(frame), 0)))
            continue
        with np.errstate(all="ignore"):  # what is not finite is looked for by the caller
            matrix = spec.get_model_matrix(frame, context=FUNCTIONS, na_action="ignore")
        found.append(np.asarray(matrix, dtype=float))
    return tuple(found)


def _between(data: Columns, specs: Sequence[Any], name: str, ends: tuple[Any, Any]) -> Change:
    shape = np.asarray(data[name])
    low, high = (_blocks(data, specs, name, np.full_like(shape, end)) for end in ends)
    return Change(name, f"{_shown(ends[0])} to {_shown(ends[1])}", low, high)


def _slope(data: Columns, specs: Sequence[Any], name: str) -> Change:
    column = np.asarray(data[name], dtype=float)
    spread = float(column.std())
    low, high = (_blocks(data, specs, name, column + sign * STEP * spread) for sign in (-1.0, 1.0))
    if all(np.isfinite(block).all() for block in (*low, *high)):
        return Change(name, "per unit", low, high, 2.0 * STEP * spread)
    plain, up = (_blocks(data, specs, name, column + move) for move in (0.0, spread))
    return Change(name, f"up {spread:.3g}", plain, up)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float | np.number) else str(value)
