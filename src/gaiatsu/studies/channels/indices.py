"""Indicators of one thing, put together into an index that says how far it can be relied on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.context.dyads.social.factor import LEAST_INDICATORS, LEAST_UNIQUE, factor_scores, fit_one_factor
from gaiatsu.errors import InvalidData
from gaiatsu.numerics.scales import coefficient_alpha, mean_of_known, standardized

__all__ = ["Index", "make_index"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Index:
    """One concept, measured by several indicators.

    Parameters
    ----------
    name
        The concept.
    indicators
        Names of the indicators, each turned so that more of it means more of the concept.
    values
        The index: mean 0, standard deviation 1 over the rows where an indicator is known; NaN elsewhere.
    known
        Number of indicators known in each row.
    loadings
        Correlation of each indicator with the concept under a one-factor model; NaN where there are fewer
        than three indicators.
    interior
        Whether the factor came to rest, and no indicator stands for the concept itself (a Heywood case).
    reliability
        Share of the variance of the index that is due to the concept, 0-1: the mean over the rows of one less
        the squared error of the factor, over the variance of both; coefficient alpha with two indicators;
        NaN with one.

    Notes
    -----
    A coefficient for a standard deviation of the index is that of the concept times about the root of the
    reliability, as long as no other regressor goes with the concept: a posterior mean and a plain mean are
    alike in this, though the error of the first stands around the index and that of the second around the
    concept.
    """

    name: str
    indicators: tuple[str, ...]
    values: FloatArray
    known: NDArray[np.int64]
    loadings: FloatArray
    interior: bool
    reliability: float


def make_index(name: str, indicators: Mapping[str, FloatArray]) -> Index:
    """Put indicators of one concept together.

    None of the concepts of eq. 2 is observed. An index that mixes traces of one and says how noisy it is
    lets the study ask whether an absent effect is the proxy's fault.

    Parameters
    ----------
    name
        The concept.
    indicators
        Values by name, NaN where not known.

    Returns
    -------
    Index
        Three indicators or more: posterior mean of one common factor given those that are known, so that a
        row with few of them is drawn to the mean. Two: mean of the standardized ones that are known. One:
        itself, standardized.

    Raises
    ------
    InvalidData
        If an indicator is known nowhere, or two of three or more are never known together.

    References
    ----------
    joreskog1967; cronbach1951

    Examples
    --------
    >>> import numpy as np
    >>> index = make_index("amity", {"calm": np.array([0.0, 1.0, np.nan])})
    >>> index.values.tolist(), index.known.tolist()
    ([-1.0, 1.0, nan], [1, 1, 0])
    """
    known = np.isfinite(np.column_stack(list(indicators.values())))
    empty = [one for one, column in zip(indicators, known.T, strict=True) if not column.any()]
    if empty:
        msg = f"Of {name} the indicator {empty[0]} is known in none of {len(known)} rows."
        raise InvalidData(msg, expected="at least one value", todo="Check the data sets behind it.")
    table = np.column_stack([standardized(column) for column in indicators.values()])
    names = tuple(indicators)
    if len(names) < LEAST_INDICATORS:
        raw = mean_of_known(table)
        loadings, fine, reliability = np.full(len(names), np.nan), True, coefficient_alpha(table)
    else:
        raw, loadings, fine, reliability = _factor(table, known)
    return Index(name, names, standardized(raw), known.sum(axis=1), loadings, fine, reliability)


def _factor(table: FloatArray, known: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray, bool, float]:
    """Scores of the common factor; correlations over the rows in which both indicators are known."""
    model = fit_one_factor(_correlations(table, known))
    mean, error = factor_scores(model, table)
    some = known.any(axis=1)
    signal = float(mean[some].var())
    reliability = signal / (signal + float((error[some] ** 2).mean()))
    inside = bool(model.converged and (model.unique > LEAST_UNIQUE).all())
    return np.where(some, mean, np.nan), model.loadings, inside, reliability


def _correlations(table: FloatArray, known: NDArray[np.bool_]) -> FloatArray:
    count = table.shape[1]
    found = np.eye(count)
    for one in range(count):
        for other in range(one):
            both = known[:, one] & known[:, other]
            x, y = table[both, one], table[both, other]
            varies = both.sum() > 2 and x.std() > 0.0 and y.std() > 0.0
            found[one, other] = found[other, one] = np.corrcoef(x, y)[0, 1] if varies else np.nan
    return found
