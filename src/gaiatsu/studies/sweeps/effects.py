"""What each thing that a sweep varies does, averaged over the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaiatsu.studies.sweeps.spec import texts_of

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Level", "effects"]

_NAMES: Final = ("scenario", "strategy", "world", "prior")
_QUESTION: Final = ("measure", "demand", "first", "last")


@dataclass(frozen=True)
class Level:
    """Mean of a measure over the cells that share one value of what is varied.

    Parameters
    ----------
    dimension
        What is varied: ``scenario``, ``strategy``, ``world``, ``prior`` or a parameter.
    level
        Its value, as text.
    measure, demand, first, last
        What is measured.
    mean
        Mean over the cells with a number; ``None`` where there is none.
    cells
        How many these are.
    without
        Cells without a number: nothing of the kind happened, or no median year.
    """

    dimension: str
    level: str
    measure: str
    demand: str
    first: int
    last: int
    mean: float | None
    cells: int
    without: int


def effects(frame: pl.DataFrame) -> tuple[Level, ...]:
    """Average the results of a sweep over all that is varied but one thing, for each thing in turn.

    Parameters
    ----------
    frame
        Results of a sweep.

    Returns
    -------
    tuple of Level
        Empty where nothing was varied.
    """
    import polars as pl

    found = []
    value = pl.col("value").filter(pl.col("value").is_finite())
    for name in [name for name in frame.columns if name in _NAMES or name.startswith("set_")]:
        if frame[name].n_unique() < 2:
            continue
        grouped = frame.group_by(name, *_QUESTION, maintain_order=True).agg(
            value.mean().alias("mean"), value.count().alias("cells"), pl.len().alias("all")
        )
        numbers = [level for level in frame[name].unique().to_list() if isinstance(level, float)]
        texts = dict(zip(numbers, texts_of(numbers), strict=True))
        for row in grouped.iter_rows(named=True):
            level = row[name]
            said = "drawn" if level is None else texts.get(level, str(level))
            question = {key: row[key] for key in (*_QUESTION, "mean", "cells")}
            without = row["all"] - row["cells"]
            found.append(Level(name.removeprefix("set_"), said, without=without, **question))
    return tuple(found)
