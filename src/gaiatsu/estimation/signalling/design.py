"""Crises in rows, payoffs as formulas: what the crisis game is fitted to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.theory.crisis_game import NAMES, OUTCOMES, Payoffs

__all__ = ["GameDesign", "GameFormulas", "game_design"]

FloatArray = NDArray[np.float64]
Columns = Mapping[str, NDArray[Any]]
CONSTANT: Final = "constant"
FUNCTIONS: Final = {"sqrt": np.sqrt, "log1p": np.log1p, "abs": np.abs}
"""Functions a formula may use beside those of formulaic (``log``, ``exp``, ``C``, ``poly``, ``bs`` ...)."""

STEPS: Final = ("depth: log step to partial", "depth: log step to large")
SENDER: Final = ("sender_status_quo", "sender_prize", "sender_stand_firm", "sender_back_down")
TARGET: Final = ("target_concession", "target_stand_firm", "target_prize")


@dataclass(frozen=True)
class GameFormulas:
    """Which regressors move which payoff.

    Parameters
    ----------
    payoffs
        Right-hand side of a formula by payoff, as R's users write it: ``"sqrt(trade) + ally"`` has a
        constant, ``"ally - 1"`` has none, ``"0"`` holds the payoff at its fixed value. Payoffs not named
        have no regressors.
    fixed
        Added to a payoff, not estimated; 0 where not named.
    outcomes
        Column with the count of each outcome, by outcome.
    cluster
        Column that names the dyad, or None.
    depths
        Columns that count nominal, partial and large concessions, or none.
    """

    payoffs: Mapping[str, str]
    fixed: Mapping[str, float]
    outcomes: Mapping[str, str]
    cluster: str | None = None
    depths: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class GameDesign:
    """Counts and regressors of some games.

    Parameters
    ----------
    counts
        How often each game ended in each of `OUTCOMES`; games by outcomes, whole numbers.
    blocks
        Regressors of each payoff in the order of `NAMES`; games by coefficients, with none where a payoff
        is held fixed.
    fixed
        What is added to each payoff.
    names
        ``payoff: regressor`` of every coefficient, in the order of the blocks.
    cluster
        Number of the dyad of each game.
    depths
        How often each game's target conceded in name, in part and largely; games by three, or None. What
        was not graded is in `counts` only.
    """

    counts: FloatArray
    blocks: tuple[FloatArray, ...]
    fixed: FloatArray
    names: tuple[str, ...]
    cluster: NDArray[np.intp]
    depths: FloatArray | None = None

    @property
    def games(self) -> int:
        """Number of games."""
        return int(self.counts.shape[0])

    @property
    def clusters(self) -> int:
        """Number of dyads."""
        return int(self.cluster.max()) + 1

    @property
    def slices(self) -> tuple[slice, ...]:
        """Places of the coefficients of each payoff."""
        ends = np.cumsum([0, *(block.shape[1] for block in self.blocks)])
        return tuple(slice(int(start), int(end)) for start, end in pairwise(ends))

    def payoffs(self, coefficients: FloatArray) -> Payoffs:
        """Give the payoffs of every game at some coefficients."""
        parts = zip(self.blocks, self.slices, self.fixed, strict=True)
        return Payoffs(*(block @ coefficients[part] + fixed for block, part, fixed in parts))

    def at(self, which: NDArray[np.intp]) -> GameDesign:
        """Give some games, in the order named; clusters are numbered anew."""
        clusters = np.unique(self.cluster[which], return_inverse=True)[1].reshape(-1)
        blocks = tuple(block[which] for block in self.blocks)
        depths = None if self.depths is None else self.depths[which]
        return replace(self, counts=self.counts[which], blocks=blocks, cluster=clusters, depths=depths)

    def with_counts(self, counts: FloatArray, depths: FloatArray | None = None) -> GameDesign:
        """Give the same games with other outcomes."""
        return replace(self, counts=counts, depths=depths)


def game_design(data: Columns, formulas: GameFormulas) -> GameDesign:
    """Read counts and regressors from a table, one row a game.

    A game is one sender and one target over a span in which its payoffs stay put; its row counts how
    often each outcome was seen.

    Parameters
    ----------
    data
        Columns by name, all of one length.
    formulas
        Payoffs, fixed values, outcome columns.

    Returns
    -------
    GameDesign
        Counts, regressor blocks and names.

    Raises
    ------
    InvalidSpecification
        If a column is missing, a value is not a finite number, a count is negative or not whole, a formula
        cannot be read, or a game was never observed.

    References
    ----------
    crismancox_gibilisco2021

    Examples
    --------
    >>> table = {"sq": [9, 8], "cd": [1, 0], "sf": [0, 1], "bd": [0, 1], "x": [0.1, 0.7]}
    >>> table = {name: np.array(column) for name, column in table.items()}
    >>> formulas = GameFormulas({"target_stand_firm": "x"}, {"sender_prize": 1.0}, dict(
    ...     status_quo="sq", concession="cd", stand_firm="sf", back_down="bd"))
    >>> game_design(table, formulas).names
    ('target_stand_firm: constant', 'target_stand_firm: x')
    """
    _check_words(formulas)
    counts = np.column_stack([_count(data, formulas.outcomes[name]) for name in OUTCOMES])
    empty = np.flatnonzero(counts.sum(axis=1) == 0.0)
    if empty.size:
        msg = f"Row {empty[0] + 1} has no outcome at all: its counts are all 0."
        raise InvalidSpecification(msg, expected="at least one outcome a row", todo="Drop the row.")
    blocks, names = [], []
    for payoff in NAMES:
        block, labels = _block(data, payoff, formulas.payoffs.get(payoff, "0"))
        blocks.append(block)
        names += [f"{payoff}: {label}" for label in labels]
    fixed = np.array([float(formulas.fixed.get(payoff, 0.0)) for payoff in NAMES])
    depths = _depths(data, formulas, counts[:, OUTCOMES.index("concession")])
    names += [] if depths is None else list(STEPS)
    clusters = _clusters(data, formulas.cluster)
    return GameDesign(counts, tuple(blocks), fixed, tuple(names), clusters, depths)


def _check_words(formulas: GameFormulas) -> None:
    for kind, given, known in (
        ("payoff", formulas.payoffs, NAMES),
        ("payoff", formulas.fixed, NAMES),
        ("outcome", formulas.outcomes, OUTCOMES),
    ):
        unknown = [name for name in given if name not in known]
        if unknown:
            msg = f"The {kind} {unknown[0]!r} is not known."
            raise InvalidSpecification(msg, expected=f"one of {', '.join(known)}", todo="Mend the name.")
    missing = [name for name in OUTCOMES if name not in formulas.outcomes]
    if missing:
        msg = f"No column was named for the outcome {missing[0]}."
        todo = "Name the column that counts it."
        raise InvalidSpecification(msg, expected=f"all of {', '.join(OUTCOMES)}", todo=todo)


def _depths(data: Columns, formulas: GameFormulas, conceded: FloatArray) -> FloatArray | None:
    if not formulas.depths:
        return None
    found = np.column_stack([_count(data, column) for column in formulas.depths])
    over = np.flatnonzero(found.sum(axis=1) > conceded)
    if over.size:
        row = over[0]
        msg = f"Row {row + 1} grades {found[row].sum():g} concessions and counts {conceded[row]:g}."
        raise InvalidSpecification(msg, expected="no more grades than concessions", todo="Mend the row.")
    return found


def _count(data: Columns, column: str) -> FloatArray:
    values = _numbers(data, column)
    bad = np.flatnonzero((values < 0.0) | (values != np.round(values)))
    if bad.size:
        msg = f"Column {column!r} has {values[bad[0]]:g} in row {bad[0] + 1}."
        raise InvalidSpecification(msg, expected="a count: 0, 1, 2 ...", todo="Mend the row.")
    return values


def _numbers(data: Columns, column: str) -> FloatArray:
    if column not in data:
        msg = f"The table has no column {column!r}."
        expected = f"one of {', '.join(data)}"
        raise InvalidSpecification(msg, expected=expected, todo="Mend the name in the specification.")
    try:
        values = np.asarray(data[column], dtype=float)
    except (TypeError, ValueError):
        msg = f"Column {column!r} holds {np.asarray(data[column]).dtype}, not numbers."
        raise InvalidSpecification(msg, expected="numbers", todo="Mend the column.") from None
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size:
        msg = f"Column {column!r} has no number in row {bad[0] + 1} ({bad.size} such rows)."
        todo = "Drop these rows or fill them, and say so."
        raise InvalidSpecification(msg, expected="a finite number in every row", todo=todo)
    return values


def _check_column(data: Columns, column: str) -> None:
    """Refuse a missing column, or one of numbers with gaps; words make categories and need no check."""
    if column not in data or np.asarray(data[column]).dtype.kind not in "OSU":
        _numbers(data, column)


def _block(data: Columns, payoff: str, formula: str) -> tuple[FloatArray, list[str]]:
    """Regressors of one payoff; the columns are checked before the formula is evaluated."""
    import pandas as pd
    from formulaic import Formula
    from formulaic.errors import FormulaicError

    where = f"the formula of {payoff} ({formula!r})"
    try:
        parsed = Formula(formula if formula.strip() else "0")
        for name in sorted(parsed.required_variables):
            if "callable" not in name.roles:
                _check_column(data, str(name))
        if not list(parsed):
            return np.empty((_height(data), 0)), []
        with np.errstate(all="ignore"):  # what is not finite is named below
            matrix = parsed.get_model_matrix(
                pd.DataFrame(dict(data)), context=FUNCTIONS, output="numpy", na_action="raise"
            )
    except InvalidSpecification as error:
        msg = f"In {where}: {error.what}"
        raise InvalidSpecification(msg, expected=error.expected, todo=error.todo) from None
    except (FormulaicError, SyntaxError, NameError, TypeError, ValueError) as error:
        reason = str(error).splitlines()[0]
        msg = f"{where[0].upper()}{where[1:]} cannot be read: {reason}"
        expected = "terms joined by +, such as 'sqrt(trade) + ally' or 'ally - 1'"
        raise InvalidSpecification(msg, expected=expected, todo="Mend the formula.") from None
    columns = matrix.model_spec.column_names
    labels = [CONSTANT if name == "Intercept" else str(name) for name in columns]
    values = np.asarray(matrix, dtype=float)
    _check_finite(values, labels, payoff)
    return values, labels


def _check_finite(values: FloatArray, labels: list[str], payoff: str) -> None:
    bad = np.argwhere(~np.isfinite(values))
    if bad.size:
        row, column = bad[0]
        msg = f"{labels[column]} of {payoff} is {values[row, column]} in row {row + 1}."
        raise InvalidSpecification(msg, expected="finite numbers", todo="Mend the value or the formula.")


def _clusters(data: Columns, column: str | None) -> NDArray[np.intp]:
    if column is None:
        return np.arange(_height(data))
    if column not in data:
        msg = f"The table has no column {column!r} to cluster by."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(data)}", todo="Mend the name.")
    return np.unique(np.asarray(data[column]), return_inverse=True)[1].reshape(-1)


def _height(data: Columns) -> int:
    return len(next(iter(data.values()), ()))
