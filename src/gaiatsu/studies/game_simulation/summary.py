"""Bias, error, coverage and convergence of each estimator, with how sure the simulation is of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.studies.game_simulation.designs import Cell, Truth
from gaiatsu.studies.game_simulation.estimators import FROM_TRUTH, FULL
from gaiatsu.studies.game_simulation.run import Row, read_cell

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["CellSummary", "CoefficientSummary", "EstimatorSummary", "summarize", "write_summaries"]

FloatArray = NDArray[np.float64]

FARTHEST: Final = 50.0
"""Estimates beyond this are set aside, as in the published comparison."""

SAME: Final = 1e-3
SAME_LIKELIHOOD: Final = (FULL, FROM_TRUTH, "constrained likelihood")
KEPT: Final = ("CONVERGED", "BELIEFS_UNSETTLED")
"""Ends that count: nested pseudo-likelihood that never settled is kept, as in the published comparison."""

LEVELS: Final = ((90, 1.6448536269514722), (95, 1.959963984540054))


@dataclass(frozen=True)
class EstimatorSummary:
    """One estimator in one cell.

    Parameters
    ----------
    cell, estimator
        Names.
    replicates
        Data sets that it was handed.
    converged, kept
        Shares that ended well, and that enter the errors: ended well, and no estimate beyond 50.
    rmse, rmse_error
        Root of the summed squared bias and variance of all coefficients, with its Monte Carlo error.
    typical_error
        Median distance between the estimates and the truth over all data sets, kept or not.
    coverage
        Mean share, over coefficients, of the 95 % intervals from the Hessian that hold the truth.
    robust_coverage
        The same from the scores of games.
    short
        Share of data sets in which its log likelihood falls short of a climb from the truth by .001; NaN
        where that was not run.
    seconds
        Median processor time.
    """

    cell: str
    estimator: str
    replicates: int
    converged: float
    kept: float
    rmse: float
    rmse_error: float
    typical_error: float
    coverage: float
    robust_coverage: float
    short: float
    seconds: float


@dataclass(frozen=True)
class CoefficientSummary:
    """One coefficient by one estimator in one cell, over the data sets that are kept.

    Parameters
    ----------
    cell, estimator, coefficient
        Names.
    truth
        Its true value.
    kept
        Data sets.
    bias, bias_error, rmse, rmse_error
        With Monte Carlo errors.
    coverage_90, coverage_95, robust_coverage_90, robust_coverage_95
        Shares of intervals that hold the truth; a missing standard error counts as none that does.
    """

    cell: str
    estimator: str
    coefficient: str
    truth: float
    kept: int
    bias: float
    bias_error: float
    rmse: float
    rmse_error: float
    coverage_90: float
    coverage_95: float
    robust_coverage_90: float
    robust_coverage_95: float


@dataclass(frozen=True)
class CellSummary:
    """One cell.

    Parameters
    ----------
    estimators, coefficients
        Its rows.
    """

    estimators: tuple[EstimatorSummary, ...]
    coefficients: tuple[CoefficientSummary, ...]


def summarize(cell: Cell, folder: Path, truth: Truth) -> CellSummary:
    """Summarize the file of one cell.

    Parameters
    ----------
    cell
        The cell.
    folder
        Where `run_cell` put its file.
    truth
        Names and true values of its coefficients.

    Returns
    -------
    CellSummary

    References
    ----------
    morris2019
    """
    rows = read_cell(folder / f"{cell.name}.csv")
    best = {row["replicate"]: float(row["log_likelihood"]) for row in rows if row["estimator"] == FROM_TRUTH}
    names = list(dict.fromkeys(row["estimator"] for row in rows))
    estimators, coefficients = [], []
    for name in names:
        own = [row for row in rows if row["estimator"] == name]
        table = _table(own, truth)
        estimators.append(_estimator((cell.name, name), own, table, best))
        coefficients += _coefficients((cell.name, name), table, truth)
    return CellSummary(tuple(estimators), tuple(coefficients))


def write_summaries(cells: Sequence[CellSummary], folder: Path) -> None:
    """Write ``estimators.csv`` and ``coefficients.csv``.

    Parameters
    ----------
    cells
        Summaries.
    folder
        Where to; a file is moved into place when it is complete.
    """
    _write(folder / "estimators.csv", [row for cell in cells for row in cell.estimators])
    _write(folder / "coefficients.csv", [row for cell in cells for row in cell.coefficients])


@dataclass(frozen=True, eq=False)
class _Table:
    """Errors of the estimates and standard errors; data sets by coefficients."""

    errors: FloatArray
    model: FloatArray
    robust: FloatArray
    kept: NDArray[np.bool_]

    def coverage(self, kind: FloatArray, width: float) -> FloatArray:
        inside = abs(self.errors[self.kept]) <= width * kind[self.kept]
        return np.asarray(inside.mean(axis=0)) if self.kept.any() else np.full(self.errors.shape[1], np.nan)


def _table(rows: list[Row], truth: Truth) -> _Table:
    def column(part: str) -> FloatArray:
        places = range(len(truth.values))
        return np.array([[float(row[f"{part} {place}"]) for place in places] for row in rows])

    estimates = column("estimate")
    fine = np.array([row["status"] in KEPT for row in rows]) & (abs(estimates) <= FARTHEST).all(axis=1)
    errors = estimates - np.array(truth.values)
    return _Table(errors, column("model error"), column("robust error"), fine)


def _estimator(
    names: tuple[str, str], rows: list[Row], table: _Table, best: dict[str, float]
) -> EstimatorSummary:
    squares = (table.errors[table.kept] ** 2).sum(axis=1)
    paired = [
        best[row["replicate"]] - float(row["log_likelihood"]) > SAME
        for row in rows
        if row["replicate"] in best
    ]
    rmse, rmse_error = _root_mean(squares)
    return EstimatorSummary(
        *names,
        replicates=len(rows),
        converged=float(np.mean([row["status"] == "CONVERGED" for row in rows])),
        kept=float(table.kept.mean()),
        rmse=rmse,
        rmse_error=rmse_error,
        typical_error=float(np.median(np.linalg.norm(table.errors, axis=1))),
        coverage=_covered(table, table.model),
        robust_coverage=_covered(table, table.robust),
        short=float(np.mean(paired)) if paired and names[1] in SAME_LIKELIHOOD else float("nan"),
        seconds=float(np.median([float(row["seconds"]) for row in rows])),
    )


def _covered(table: _Table, kind: FloatArray) -> float:
    """Mean coverage of 95 % intervals; NaN for an estimator without standard errors."""
    known = np.isfinite(kind[table.kept]).any()
    return float(table.coverage(kind, LEVELS[1][1]).mean()) if known else float("nan")


def _coefficients(names: tuple[str, str], table: _Table, truth: Truth) -> list[CoefficientSummary]:
    errors = table.errors[table.kept]
    model, robust = (
        [table.coverage(kind, width) for _, width in LEVELS] for kind in (table.model, table.robust)
    )
    found = []
    for place, (name, value) in enumerate(zip(truth.names, truth.values, strict=True)):
        own = errors[:, place]
        rmse, rmse_error = _root_mean(own**2)
        spread = float(own.std(ddof=1) / np.sqrt(own.size)) if own.size > 1 else float("nan")
        bias = float(own.mean()) if own.size else float("nan")
        shares = (float(kind[place]) for kind in (*model, *robust))
        found.append(
            CoefficientSummary(*names, name, value, own.size, bias, spread, rmse, rmse_error, *shares)
        )
    return found


def _root_mean(squares: FloatArray) -> tuple[float, float]:
    """Root of a mean, and its Monte Carlo error by the delta method."""
    if squares.size < 2:
        return float("nan"), float("nan")
    root = float(np.sqrt(squares.mean()))
    spread = float(squares.std(ddof=1) / np.sqrt(squares.size))
    return root, spread / (2.0 * root) if root > 0.0 else 0.0


def _write(path: Path, rows: Sequence[DataclassInstance]) -> None:
    fresh = path.with_suffix(".part")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer: csv.DictWriter[str] | None = None
        for row in rows:
            values = {key: _text(value) for key, value in asdict(row).items()}
            if writer is None:
                writer = csv.DictWriter(file, list(values), lineterminator="\n")
                writer.writeheader()
            writer.writerow(values)
    fresh.replace(path)


def _text(value: object) -> str:
    return f"{value:.5g}" if isinstance(value, float) else str(value)
