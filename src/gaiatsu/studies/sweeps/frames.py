"""Tables of a sweep: the rows of a cell, what its sets of parameters say, differences and interactions."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.studies.sweeps.paired import Interaction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from gaiatsu.studies.simulate.differences import Totals
    from gaiatsu.studies.sweeps.measuring import Reply
    from gaiatsu.studies.sweeps.paired import Pair
    from gaiatsu.studies.sweeps.plan import Cell, Question, SweepPlan, Task

__all__ = ["cell_frame", "interaction_frame", "pair_frame", "totals_frame", "totals_in"]

_NUMBERS: Final = ("one", "other", "mean", "error", "low", "high")


def cell_frame(task: Task, replies: Sequence[Reply], parameters: tuple[str, ...]) -> pl.DataFrame:
    """Lay out the rows of a cell, one a question.

    Parameters
    ----------
    task
        The cell.
    replies
        Its numbers.
    parameters
        Parameters that the sweep sets, a column each.

    Returns
    -------
    polars.DataFrame
    """
    import polars as pl

    columns = _named([task.cell] * len(replies), parameters) | _asked(task.questions)
    for name in ("value", "error", "low", "high", "share"):
        columns[name] = _floats([getattr(one, name) for one in replies])
    columns["events"] = pl.Series([one.events for one in replies], dtype=pl.Int64)
    return pl.DataFrame(columns)


def pair_frame(plan: SweepPlan, pairs: Sequence[Pair]) -> pl.DataFrame:
    """Lay out differences, one row a cell, axis and question.

    Parameters
    ----------
    plan
        The sweep.
    pairs
        Cells against their partners.

    Returns
    -------
    polars.DataFrame
    """
    import polars as pl

    columns = _named([plan.tasks[pair.cell].cell for pair in pairs], plan.spec.parameters)
    columns["partner"] = pl.Series([pair.partner for pair in pairs], dtype=pl.Int32)
    for name in ("axis", "level", "baseline"):
        columns[name] = pl.Series([getattr(pair, name) for pair in pairs], dtype=pl.String)
    columns |= _asked([pair.question for pair in pairs])
    for name in _NUMBERS:
        found = [math.nan if pair.found is None else getattr(pair.found, name) for pair in pairs]
        columns["difference" if name == "mean" else name] = _floats(found)
    same = [None if pair.found is None else pair.found.identical for pair in pairs]
    columns["identical"] = pl.Series(same, dtype=pl.Boolean)
    return pl.DataFrame(columns)


def interaction_frame(found: Sequence[Interaction]) -> pl.DataFrame:
    """Lay out interactions, one row a pair of values of two axes and a question.

    Parameters
    ----------
    found
        The interactions.

    Returns
    -------
    polars.DataFrame
    """
    import polars as pl

    names = list(Interaction.__dataclass_fields__)
    rows = [asdict(one) for one in found]
    columns = {name: pl.Series([row[name] for row in rows]) for name in names}
    for name in ("with_other", "alone", "mean", "error", "low", "high"):
        columns[name] = _floats([row[name] for row in rows])
    return pl.DataFrame(columns).rename({"mean": "interaction"})


def totals_frame(totals: Sequence[Totals]) -> pl.DataFrame:
    """Lay out what sets of parameters say: two columns a question, in the order of a cell's rows.

    Parameters
    ----------
    totals
        Sums and numbers by set of parameters.

    Returns
    -------
    polars.DataFrame
    """
    import polars as pl

    columns = {}
    for place, (sums, counts) in enumerate(totals):
        columns[f"sum_{place}"] = pl.Series(sums)
        columns[f"number_{place}"] = pl.Series(counts)
    return pl.DataFrame(columns)


def totals_in(path: Path, questions: Sequence[int]) -> tuple[Totals, ...]:
    """Read what sets of parameters say to some questions.

    Parameters
    ----------
    path
        File of `totals_frame`.
    questions
        Places of the questions.

    Returns
    -------
    tuple
        Sums and numbers, a pair for each question.
    """
    import polars as pl

    names = [name for place in questions for name in (f"sum_{place}", f"number_{place}")]
    frame = pl.read_parquet(path, columns=names, glob=False)
    return tuple(
        (frame[f"sum_{place}"].to_numpy(), frame[f"number_{place}"].to_numpy()) for place in questions
    )


def _named(cells: Sequence[Cell], parameters: tuple[str, ...]) -> dict[str, Any]:
    """Columns that say which cell a row is of."""
    import polars as pl

    said = [dict(cell.values) for cell in cells]
    return {
        "cell": pl.Series([cell.number for cell in cells], dtype=pl.Int32),
        **{
            name: pl.Series([getattr(cell, name) for cell in cells], dtype=pl.String)
            for name in ("scenario", "strategy", "world", "prior")
        },
        **{
            f"set_{name}": pl.Series([one.get(name) for one in said], dtype=pl.Float64) for name in parameters
        },
    }


def _asked(questions: Sequence[Question]) -> dict[str, Any]:
    """Columns that say what a row measures."""
    import polars as pl

    words = {
        name: pl.Series([getattr(one, name) for one in questions], dtype=pl.String)
        for name in ("measure", "demand", "period")
    }
    years = {
        name: pl.Series([getattr(one, name) for one in questions], dtype=pl.Int32)
        for name in ("first", "last")
    }
    return {**words, **years}


def _floats(numbers: Sequence[float]) -> pl.Series:
    """Make a column of numbers, missing where one is not a number."""
    import polars as pl

    return pl.Series([None if math.isnan(x) else x for x in numbers], dtype=pl.Float64)
