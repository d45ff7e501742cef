"""The target's side of the crisis game in its reduced form: who gives in to a threat, other things equal.

Two numbers on record are coefficients of the full signaling game, whose estimator this version does not have.
The same questions are put here to the same counts by a penalized logit. The numbers are not comparable with
the coefficients; their signs are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.estimation.ordinal.design import OrdinalDesign
from gaiatsu.estimation.ordinal.shift import Shift, average_shifts
from gaiatsu.studies.external.comparison import Measurement
from gaiatsu.studies.external.records import Evidence, Recomputed

if TYPE_CHECKING:
    import polars as pl

__all__ = ["alliance_shift", "cost_shift", "dependence_shift"]

TERMS: Final = ("target_dependence", "target_costs", "capability_ratio", "target_democracy")
QUANTILES: Final = (0.10, 0.90)
LEVEL: Final = 0.95
CODING: Final = (
    "every sender, dyad-decades weighted by threats; conceded against imposed or dropped; penalized logit, "
    "errors by dyad"
)
REMARK: Final = (
    "Not the coefficient on record, which takes the estimator of the crisis game: the same question."
)


def alliance_shift(threats: pl.DataFrame) -> Measurement:
    """Measure what the sender's obligation to defend the target does to concession.

    Parameters
    ----------
    threats
        Rows of ``sigint`` with the column ``obliged``, made from the treaties.

    Returns
    -------
    Measurement
    """
    shift = _shifts(threats, ("obliged",))[0]
    low, high = shift.interval(LEVEL)
    either = ": a naive proxy of deference shows nothing either way" if low < 0.0 < high else ""
    finding = (
        "In the reduced form an obligation to defend the target shifts its concessions by "
        f"{_spread(shift)}{either}."
    )
    return _measured(shift, finding, {"obligation": shift.estimate, "p": shift.p})


def cost_shift(threats: pl.DataFrame) -> Shift:
    """Estimate what the costs that the target expects do to concession, from minor to severe.

    Parameters
    ----------
    threats
        Rows of ``sigint``.

    Returns
    -------
    Shift
    """
    return _shifts(threats, ("target_costs",), ends={"target_costs": (1.0, 3.0)})[0]


def dependence_shift(threats: pl.DataFrame, *, beside: Shift) -> Measurement:
    """Measure what the target's dependence does to concession, with its expected costs beside it.

    Parameters
    ----------
    threats
        Rows of ``sigint``.
    beside
        The shift by expected costs.

    Returns
    -------
    Measurement
    """
    shift = _shifts(threats, ("target_dependence",))[0]
    finding = (
        f"In the reduced form the target's dependence shifts its concessions by {_spread(shift)} from its "
        f"10th to its 90th percentile, expected costs by {_spread(beside)} from minor to severe."
    )
    values: dict[str, float | int | str] = {
        "dependence": shift.estimate,
        "p": shift.p,
        "costs": beside.estimate,
        "p_costs": beside.p,
    }
    return _measured(shift, finding, values)


def _shifts(
    threats: pl.DataFrame, asked: tuple[str, ...], ends: dict[str, tuple[float, float]] | None = None
) -> tuple[Shift, ...]:
    """Fit the concession to every term and move those that are asked for."""
    import polars as pl

    names = tuple(dict.fromkeys((*asked, *TERMS)))
    table = threats.with_columns(pl.col(name).cast(pl.Float64) for name in names).drop_nulls(names)
    yes = table["concede"].to_numpy().astype(float)
    no = (table["stand_firm"] + table["back_down"]).to_numpy().astype(float)
    X = table.select(names).to_numpy()
    design = OrdinalDesign(
        np.repeat([1, 0], len(table)),
        np.vstack([X, X]),
        names,
        categories=2,
        weights=np.concatenate([yes, no]),
    )
    moved = {name: (ends or {}).get(name) or _ends(X[:, names.index(name)], yes + no) for name in asked}
    pair = (table["ccode1"] * 1000 + table["ccode2"]).to_numpy()
    return average_shifts(design, moved, clusters=np.concatenate([pair, pair]))


def _ends(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Quantiles over threats, or absent and present."""
    if set(np.unique(values)) <= {0.0, 1.0}:
        return 0.0, 1.0
    low, high = np.quantile(np.repeat(values, weights.astype(int)), QUANTILES)
    return float(low), float(high)


def _spread(shift: Shift) -> str:
    low, high = shift.interval(LEVEL)
    return f"{shift.estimate:+.2f} ({low:+.2f} to {high:+.2f})"


def _measured(shift: Shift, finding: str, values: dict[str, float | int | str]) -> Measurement:
    evidence = Evidence(1 if shift.estimate >= 0.0 else -1, 1.0 - shift.p / 2.0, shift.estimate)
    coding = f"{CODING}; {shift.cases} threats"
    return Measurement(evidence, finding, Recomputed(values, coding, None, REMARK))
