"""What no data can tell about the payoffs, named before anything is fitted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.design import SENDER, TARGET, GameDesign
from gaiatsu.theory.crisis_game import NAMES, OUTCOMES

__all__ = ["Flaw", "FlawKind", "check_identified", "flaws", "shared_directions"]

FloatArray = NDArray[np.float64]

DEPENDENT: Final = 1e-9
"""Share of a standardized column that has to be its own."""


class FlawKind(Enum):
    """Why coefficients cannot be told apart."""

    DEPENDENT_COLUMN = "a regressor of a payoff is a combination of the payoff's other regressors"
    SHARED_BY_A_SIDE = "a regressor, or a combination, stands in every payoff of one side"
    NEVER_OBSERVED = "an outcome was never observed"
    ALWAYS_OBSERVED = "one outcome was always observed"
    NO_COEFFICIENT = "nothing is to be estimated"


@dataclass(frozen=True)
class Flaw:
    """One reason why a specification cannot be fitted.

    Parameters
    ----------
    kind
        The reason.
    names
        Coefficients it concerns as ``payoff: regressor``, or the outcome.
    what, expected, todo
        What is wrong, what would be right, and the way there.
    """

    kind: FlawKind
    names: tuple[str, ...]
    what: str
    expected: str
    todo: str


def check_identified(design: GameDesign) -> None:
    """Refuse a design whose coefficients cannot be told apart.

    Parameters
    ----------
    design
        Counts and regressors.

    Raises
    ------
    InvalidSpecification
        With the first of `flaws`: payoff and regressor, or outcome.
    """
    found = flaws(design)
    if found:
        more = f" ({len(found) - 1} more of the kind.)" if len(found) > 1 else ""
        raise InvalidSpecification(found[0].what + more, expected=found[0].expected, todo=found[0].todo)


def flaws(design: GameDesign) -> tuple[Flaw, ...]:
    r"""List why the coefficients of a design cannot be told apart.

    Crises show differences between payoffs, never their level. A regressor that moves every payoff of one
    side by the same amount moves nothing that can be seen; software that does not look reports some number.

    Parameters
    ----------
    design
        Counts and regressors.

    Returns
    -------
    tuple of Flaw
        Empty where the design can be fitted.

    Notes
    -----
    Adding a number to :math:`S_A, V_A, W_A, a` adds it to the cutoff :math:`c^*`, which enters through
    :math:`c^* - W_A` and :math:`c^* - a` only; adding one to :math:`C_B, W_B, V_B` leaves
    :math:`W_B - C_B` and :math:`V_B - C_B`. The target's status quo plays no part. With regressors
    :math:`X_k` of one side's payoffs, coefficients that solve
    :math:`X_1 b_1 = X_2 b_2 = \dots` with :math:`b \ne 0` are therefore free. A payoff without regressors
    makes every such sum 0.

    References
    ----------
    lewis_schultz2003; kenkel_signorino2014

    Examples
    --------
    >>> from gaiatsu.estimation.signalling.design import GameFormulas, game_design
    >>> table = {name: np.array([1, 2, 1]) for name in ("sq", "cd", "sf", "bd")}
    >>> table["ally"] = np.array([0, 1, 1])
    >>> outcomes = dict(status_quo="sq", concession="cd", stand_firm="sf", back_down="bd")
    >>> formulas = GameFormulas(dict.fromkeys(("target_concession", "target_stand_firm", "target_prize"),
    ...                                       "ally - 1"), {}, outcomes)
    >>> flaws(game_design(table, formulas))[0].names[0]
    'target_concession: ally'
    """
    if not design.names:
        what = "No payoff has a regressor or a constant."
        return (Flaw(FlawKind.NO_COEFFICIENT, (), what, "at least one coefficient", "Write a formula."),)
    dependent = _dependent(design)
    shared = () if dependent else (*_shared(design, "sender"), *_shared(design, "target"))
    return (*dependent, *shared, *_unseen(design))


def shared_directions(design: GameDesign, side: str) -> FloatArray:
    """Give coefficients that move all payoffs of one side alike, and so move no outcome.

    Parameters
    ----------
    design
        Counts and regressors.
    side
        ``"sender"`` or ``"target"``.

    Returns
    -------
    array
        Directions by coefficients of the whole design; no rows where the side is identified.

    References
    ----------
    lewis_schultz2003
    """
    members = SENDER if side == "sender" else TARGET
    places = [NAMES.index(name) for name in members]
    blocks = [design.blocks[place] for place in places]
    sizes = [_sizes(block) for block in blocks]
    scaled = [block / size for block, size in zip(blocks, sizes, strict=True)]
    widths = [block.shape[1] for block in blocks]
    rows = []
    for first in range(len(blocks) - 1):
        row = [np.zeros((design.games, width)) for width in widths]
        row[first], row[first + 1] = scaled[first], -scaled[first + 1]
        rows.append(np.concatenate(row, axis=1))
    null = _null_space(np.concatenate(rows))
    found = np.zeros((null.shape[0], len(design.names)))
    start = 0
    for place, width, size in zip(places, widths, sizes, strict=True):
        found[:, design.slices[place]] = null[:, start : start + width] / size
        start += width
    return found


def _null_space(matrix: FloatArray) -> FloatArray:
    """Orthonormal rows that the matrix maps to nothing."""
    if matrix.shape[1] == 0:
        return np.empty((0, 0))
    _, vectors = np.linalg.qr(matrix)
    _, values, basis = np.linalg.svd(vectors)
    values = np.concatenate([values, np.zeros(basis.shape[0] - values.size)])
    return np.asarray(basis[values <= DEPENDENT * max(values[0], np.sqrt(matrix.shape[0]))])


def _shared(design: GameDesign, side: str) -> tuple[Flaw, ...]:
    """One flaw a direction; directions are told apart as far as they can be."""
    scale = np.concatenate([*map(_sizes, design.blocks), np.ones(len(design.names))])[: len(design.names)]
    return tuple(
        _shared_flaw(design, side, abs(row)) for row in _sparse(shared_directions(design, side) * scale)
    )


def _sparse(rows: FloatArray) -> FloatArray:
    """Reduced echelon form: the same span, with as many zeros as elimination gives."""
    found = rows.copy()
    for row in range(found.shape[0]):
        pivot = int(np.argmax((abs(found[row:]) > 1e-6).any(axis=0)))
        best = row + int(abs(found[row:, pivot]).argmax())
        found[[row, best]] = found[[best, row]]
        found[row] /= found[row, pivot]
        others = np.arange(found.shape[0]) != row
        found[others] -= np.outer(found[others, pivot], found[row])
    return found


def _shared_flaw(design: GameDesign, side: str, weight: FloatArray) -> Flaw:
    involved = np.flatnonzero(weight > 1e-6 * weight.max())
    names = tuple(design.names[place] for place in involved)
    regressors = sorted({name.split(": ", 1)[1] for name in names})
    members = SENDER if side == "sender" else TARGET
    listed = ", ".join(members)
    if len(regressors) == 1:
        what = f"The regressor {regressors[0]} stands in every payoff of the {side}: {listed}."
    else:
        combination = ", ".join(regressors)
        what = f"A combination of {combination} stands in every payoff of the {side}: {listed}."
    expected = f"at least one payoff of the {side} without it, since only differences show"
    todo = f"Drop {names[0]!r}, or hold one of these payoffs fixed."
    return Flaw(FlawKind.SHARED_BY_A_SIDE, names, what, expected, todo)


def _dependent(design: GameDesign) -> tuple[Flaw, ...]:
    """Columns that the columns before them in the same payoff make up."""
    found = []
    for payoff, block, part in zip(NAMES, design.blocks, design.slices, strict=True):
        names = design.names[part]
        basis = np.empty((design.games, 0))
        for place, column in enumerate((block / _sizes(block)).T):
            rest = column - basis @ (basis.T @ column)
            rest -= basis @ (basis.T @ rest)
            own = float(np.linalg.norm(rest))
            if own <= np.sqrt(DEPENDENT) * np.sqrt(design.games):
                found.append(_dependent_flaw(payoff, names, place, block))
            else:
                basis = np.column_stack([basis, rest / own])
    return tuple(found)


def _dependent_flaw(payoff: str, names: tuple[str, ...], place: int, block: FloatArray) -> Flaw:
    regressor = names[place].split(": ", 1)[1]
    others = ", ".join(name.split(": ", 1)[1] for name in names[:place])
    if not block[:, place].any():
        what = f"The regressor {regressor} of {payoff} is 0 in every game."
    elif place:
        what = f"The regressor {regressor} of {payoff} is a combination of {others}."
    else:
        what = f"The regressor {regressor} of {payoff} does not vary."
    expected = "regressors of a payoff of which none can be had from the others"
    todo = f"Drop {regressor} from {payoff}."
    return Flaw(FlawKind.DEPENDENT_COLUMN, (names[place],), what, expected, todo)


def _unseen(design: GameDesign) -> tuple[Flaw, ...]:
    totals = design.counts.sum(axis=0)
    expected = "each of the four outcomes at least once"
    if (totals > 0.0).sum() == 1:
        name = OUTCOMES[int(totals.argmax())]
        what = f"Every one of the {totals.sum():g} outcomes is {name}."
        todo = "Add games that ended otherwise: payoffs cannot be had from one outcome."
        return (Flaw(FlawKind.ALWAYS_OBSERVED, (name,), what, expected, todo),)
    todo = "Add games, or count another outcome as this one: without it some payoff runs to infinity."
    return tuple(
        Flaw(FlawKind.NEVER_OBSERVED, (name,), f"The outcome {name} was never observed.", expected, todo)
        for name, total in zip(OUTCOMES, totals, strict=True)
        if total == 0.0
    )


def _sizes(block: FloatArray) -> FloatArray:
    """Root mean square of each column; 1 for a column of zeros."""
    size = np.sqrt((block**2).mean(axis=0)) if block.shape[1] else np.empty(0)
    return np.where(size > 0.0, size, 1.0)
