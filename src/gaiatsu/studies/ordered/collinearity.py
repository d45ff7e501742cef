"""How far the terms of a design can be told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification

__all__ = ["Collinearity", "collinearity"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Collinearity:
    """Correlations of the terms and what they cost.

    Parameters
    ----------
    terms
        Names of the terms that vary.
    correlation
        Correlation matrix.
    vif
        Variance inflation factor of each term: the variance of its weight against a design in which it
        were uncorrelated with the others; infinite where it is their sum.
    condition_number
        Largest over smallest singular value of the terms and a constant, each scaled to length one; over 30
        is commonly called harmful.
    strongest
        The two terms most correlated.
    largest
        Their correlation.
    """

    terms: tuple[str, ...]
    correlation: FloatArray
    vif: FloatArray
    condition_number: float
    strongest: tuple[str, str]
    largest: float


def collinearity(X: FloatArray, terms: tuple[str, ...]) -> Collinearity:
    """Compute correlations, variance inflation and the condition number of a design.

    Four causes that all soured in the same three years cannot be told apart by a regression, whatever
    estimator is used; this says how badly.

    Parameters
    ----------
    X
        Terms, (case, term); constant columns are left out.
    terms
        Names of the columns.

    Returns
    -------
    Collinearity

    Raises
    ------
    InvalidSpecification
        If fewer than two terms vary.

    References
    ----------
    belsley1980

    Examples
    --------
    >>> X = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 3.0]])
    >>> round(collinearity(X, ("a", "b")).largest, 4)
    0.6547
    """
    varies = X.std(axis=0) > 1e-12
    kept, names = X[:, varies], tuple(name for name, one in zip(terms, varies, strict=True) if one)
    if len(names) < 2:
        msg = f"Only {len(names)} of the terms {', '.join(terms)} vary."
        raise InvalidSpecification(msg, expected="two or more")
    correlation = np.asarray(np.corrcoef(kept, rowvar=False), dtype=np.float64)
    upper = np.triu(np.abs(correlation), k=1)
    first, second = np.unravel_index(int(upper.argmax()), upper.shape)
    scaled = np.column_stack([np.ones(len(kept)), kept])
    values = np.linalg.svd(scaled / np.linalg.norm(scaled, axis=0), compute_uv=False)
    vif = np.array([_inflation(kept, j) for j in range(len(names))])
    condition = float(values[0] / values[-1]) if values[-1] > 1e-12 * values[0] else float("inf")
    pair = (names[int(first)], names[int(second)])
    return Collinearity(names, correlation, vif, condition, pair, float(correlation[first, second]))


def _inflation(X: FloatArray, column: int) -> float:
    others = np.column_stack([np.ones(len(X)), np.delete(X, column, axis=1)])
    target = X[:, column]
    residual = target - others @ np.linalg.lstsq(others, target, rcond=None)[0]
    left = float(residual @ residual) / float(((target - target.mean()) ** 2).sum())
    return 1.0 / left if left > 1e-12 else float("inf")
