"""Whether some combination of the terms sorts the outcomes without error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from gaiatsu.errors import ComputationError
from gaiatsu.estimation.ordinal.design import OrdinalDesign, check_link
from gaiatsu.inference.status import Status

__all__ = ["Separation", "separation"]

FloatArray = NDArray[np.float64]
_TINY = 1e-7


@dataclass(frozen=True)
class Separation:
    """Whether unpenalized estimates exist.

    Parameters
    ----------
    kind
        ``"none"``, ``"quasi"`` (outcomes are sorted but for ties) or ``"complete"``.
    direction
        Names of the weights and thresholds that move along a direction in which the likelihood never falls.
    empty
        Grades that no case has: their thresholds alone run to infinity.
    """

    kind: str
    direction: tuple[str, ...]
    empty: tuple[int, ...]

    @property
    def status(self) -> Status:
        """The sentence for a table."""
        sentences = {"complete": Status.COMPLETELY_SEPARATED, "quasi": Status.QUASI_SEPARATED}
        return sentences.get(self.kind, Status.CONVERGED)


def separation(design: OrdinalDesign, link: str) -> Separation:
    """Detect separation by linear programming.

    With 15 cases and several terms separation is the rule. Programs that do not look for it print a large
    number with a large standard error and call it converged.

    Parameters
    ----------
    design
        Outcomes and terms; groups are disregarded.
    link
        ``"adjacent"``, ``"probit"`` or ``"logit"``; the two cumulative links separate alike.

    Returns
    -------
    Separation
        Its kind, the names that diverge, grades without cases.

    Raises
    ------
    ComputationError
        If the linear program cannot be solved.

    Notes
    -----
    The likelihood never falls along a direction d iff A d >= 0, where the rows of A are, for each case, the
    steps that its grade wants raised or lowered: for the adjacent-category logit every sum of steps between
    its own grade and another, for cumulative links the two steps that enclose it. The program maximizes the
    sum of A d over the box [-1, 1]; a positive optimum is separation, and it is complete if some d makes
    every row positive. Thresholds of cumulative links must stay in order along d, which matters where a
    grade has no cases. The method extends Konis (2007) to ordered outcomes.

    References
    ----------
    konis2007, albert_anderson1984

    Examples
    --------
    >>> X = np.array([[1.0], [2.0], [3.0], [4.0]])
    >>> design = OrdinalDesign(np.array([0, 0, 1, 1]), X, ("x",), categories=2)
    >>> separation(design, "logit").kind
    'complete'
    """
    check_link(link)
    used = design.take(np.flatnonzero(design.counts > 0))
    rows = _adjacent_rows(used) if link == "adjacent" else _cumulative_rows(used)
    empty = tuple(k for k in range(design.categories) if not (used.y == k).any())
    scale = np.maximum(np.abs(rows).max(axis=0), _TINY)
    rows, order = rows / scale, _order_rows(used, link) / scale
    goal = rows.sum(axis=0)
    direction = _solve(-goal, np.vstack([rows, order]))
    if goal @ direction < _TINY * len(rows):
        return Separation("none", (), empty)
    names = (*design.terms, *(f"alpha_{k}" for k in range(1, design.categories)))
    moving = tuple(name for name, part in zip(names, direction, strict=True) if abs(part) > _TINY)
    return Separation("complete" if _margin(rows, order) > _TINY else "quasi", moving, empty)


def _step_rows(design: OrdinalDesign) -> FloatArray:
    """Write steps eta - alpha_k as linear functions of (weights, thresholds), (step, case, parameter)."""
    n, k = design.X.shape
    rows = np.zeros((design.categories - 1, n, k + design.categories - 1))
    rows[:, :, :k] = design.X
    for step in range(design.categories - 1):
        rows[step, :, k + step] = -1.0
    return rows


def _adjacent_rows(design: OrdinalDesign) -> FloatArray:
    steps = _step_rows(design)
    rows = []
    for case, grade in enumerate(design.y):
        rows += [steps[m:grade, case].sum(axis=0) for m in range(grade)]
        rows += [-steps[grade:m, case].sum(axis=0) for m in range(grade + 1, design.categories)]
    return np.array(rows)


def _cumulative_rows(design: OrdinalDesign) -> FloatArray:
    steps = _step_rows(design)
    raised = [steps[grade - 1, case] for case, grade in enumerate(design.y) if grade > 0]
    lowered = [-steps[grade, case] for case, grade in enumerate(design.y) if grade < design.categories - 1]
    return np.array(raised + lowered)


def _order_rows(design: OrdinalDesign, link: str) -> FloatArray:
    """Write gaps between neighboring thresholds, which cumulative links keep from turning negative."""
    gaps = max(design.categories - 2, 0) if link != "adjacent" else 0
    rows = np.zeros((gaps, design.X.shape[1] + design.categories - 1))
    for gap in range(gaps):
        rows[gap, design.X.shape[1] + gap : design.X.shape[1] + gap + 2] = (-1.0, 1.0)
    return rows


def _margin(rows: FloatArray, order: FloatArray) -> float:
    """Largest t such that every row is at least t somewhere in the box."""
    slack = np.concatenate([np.ones(len(rows)), np.zeros(len(order))])
    widened = np.column_stack([np.vstack([rows, order]), -slack])
    return float(_solve(np.append(np.zeros(rows.shape[1]), -1.0), widened)[-1])


def _solve(goal: FloatArray, rows: FloatArray) -> FloatArray:
    answer = linprog(goal, A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1.0, 1.0), method="highs")
    if not answer.success:
        msg = f"The search for separation failed: {answer.message}"
        raise ComputationError(msg, todo="Rescale the terms to similar units and try again.")
    return np.asarray(answer.x, dtype=np.float64)
