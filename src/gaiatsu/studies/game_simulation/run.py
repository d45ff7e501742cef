"""Simulate, estimate and write down, one file a cell; what was interrupted goes on where it stopped."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from gaiatsu.errors import InvalidData
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.game_simulation.designs import Cell, World, sanctions_world, small_world
from gaiatsu.studies.game_simulation.estimators import FAST, SAMPLED, SLOW, Estimate, Task, estimates

__all__ = ["EVALUATIONS", "SEED", "read_cell", "run_cell"]

SEED: Final = 1999
EVALUATIONS: Final = {"sanctions": 15_000}
"""Evaluations of the simplex search, as published; 5,000 in the other designs."""

_FEWEST: Final = ("replicate", "estimator", "status", "seconds", "log_likelihood")
_PARTS: Final = ("estimate", "model error", "robust error")

Row = dict[str, str]


def run_cell(
    cell: Cell,
    folder: Path,
    *,
    seed: int = SEED,
    base: World | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Path:
    """Run one cell, or the rest of it.

    Each data set has its own named stream, so that neither order nor interruption changes a number.

    Parameters
    ----------
    cell
        What to simulate.
    folder
        Where its file goes: under a temporary name until the cell is complete.
    seed
        Of the whole study.
    base
        Data and truth of the design ``sanctions``.
    progress
        Told a line now and then.

    Returns
    -------
    Path
        The file: one row a data set and estimator.

    Raises
    ------
    InvalidData
        If the cell needs data and none was given.
    """
    done = folder / f"{cell.name}.csv"
    part = folder / f"{cell.name}.csv.part"
    if cell.design == "sanctions" and base is None:
        msg = f"The cell {cell.name} was asked for without the data that it imitates."
        raise InvalidData(msg, expected="the sanctions data", todo="Give them, or leave the cell out.")
    folder.mkdir(parents=True, exist_ok=True)
    if done.exists():
        done.replace(part)
    known = {(int(row["replicate"]), row["estimator"]) for row in _rows(part)}
    for replicate in range(cell.replicates):
        slow = SLOW if replicate < cell.slow else cell.extra
        names = (*FAST, *slow, *(SAMPLED if replicate < cell.sampled else ()))
        missing = tuple(name for name in names if (replicate, name) not in known)
        if missing:
            _append(part, replicate, _estimated(cell, (seed, replicate), missing, base))
            progress(f"{cell.name}: {replicate + 1} of {cell.replicates}")
    part.replace(done)
    return done


def read_cell(path: Path) -> list[Row]:
    """Read what `run_cell` wrote.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    list
        Rows with the text of every column.

    Raises
    ------
    InvalidData
        If there is no such file.
    """
    if not path.exists():
        msg = f"There is no file {path.name}."
        raise InvalidData(msg, expected="a file of one cell", todo="Run the cell first.")
    return list(_rows(path))


def _estimated(
    cell: Cell, where: tuple[int, int], names: tuple[str, ...], base: World | None
) -> list[Estimate]:
    seed, replicate = where
    world = (
        small_world(cell, seed, replicate) if base is None else sanctions_world(base, cell, seed, replicate)
    )
    rng = stream(seed, cell.name, replicate, "start")
    return list(estimates(Task(world, rng, EVALUATIONS.get(cell.design, 5_000)), names))


def _rows(path: Path) -> Iterator[Row]:
    """Whole rows; one that was cut off by an interruption is left out."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if None not in row.values() and None not in row:
                yield row


def _append(path: Path, replicate: int, found: list[Estimate]) -> None:
    """Add all rows of one data set by one write."""
    whole = list(_rows(path))
    rows = [*whole, *(_row(replicate, one) for one in found)]
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    fresh.replace(path)


def _row(replicate: int, one: Estimate) -> Row:
    values = (
        str(replicate),
        one.estimator,
        one.status.name,
        f"{one.seconds:.3f}",
        f"{one.log_likelihood:.6f}",
    )
    row = dict(zip(_FEWEST, values, strict=True))
    for part, numbers in zip(_PARTS, (one.coefficients, one.model_errors, one.robust_errors), strict=True):
        row |= {f"{part} {place}": f"{number:.6g}" for place, number in enumerate(np.asarray(numbers))}
    return row
