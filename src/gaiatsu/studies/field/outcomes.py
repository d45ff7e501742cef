"""Cases of a specification: which rows, what counts as success, and what the missing outcomes could hide.

The data set's final outcome is a list of names. It is turned into success or failure, or into grades, by the
words that a specification lists; a code is never averaged. A case without an outcome stays in the table with
an empty value, so that nobody can forget it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.shares import Share

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.studies.field.specification import Coding, Sample

__all__ = [
    "AFTER",
    "COMMUNITY",
    "JAPAN",
    "USA",
    "Cell",
    "FieldCases",
    "change_bounds",
    "coded",
    "double_change_bounds",
    "prepared",
    "sampled",
]

FloatArray = NDArray[np.float64]

USA: Final = 2
JAPAN: Final = 740
COMMUNITY: Final = 1000
AFTER: Final = "after"
STRONG, MAJOR, CLEAR = 3, 2, 2
UNKNOWN: Final = -1
ISSUES: Final = {
    "trade": (13,),
    "security": (2, 5, 6, 7, 9, 10),
    "politics": (1, 3, 4, 8),
    "other": (11, 12, 14, 15),
}
"""First issue of a case, in four groups."""

KNOWN_OPTIONS: Final = frozenset(
    {
        "trade_only",
        "clear_only",
        "threatened",
        "imposed",
        "leading",
        "american",
        "first_year",
        "last_year",
    }
)


@dataclass(frozen=True)
class Cell:
    """Cases of one group in one period.

    Parameters
    ----------
    successes
        Cases that count as success.
    coded
        Cases with an outcome.
    missing
        Cases without one.

    Examples
    --------
    >>> Cell(2, 4, 4).lowest, Cell(2, 4, 4).highest
    (0.25, 0.75)
    """

    successes: int
    coded: int
    missing: int

    @property
    def share(self) -> Share:
        """Successes among the coded cases."""
        return Share(self.successes, self.coded)

    @property
    def lowest(self) -> float:
        """Rate if every case without an outcome failed; 0 where there is no case."""
        total = self.coded + self.missing
        return self.successes / total if total else 0.0

    @property
    def highest(self) -> float:
        """Rate if every case without an outcome succeeded; 1 where there is no case."""
        total = self.coded + self.missing
        return (self.successes + self.missing) / total if total else 1.0


@dataclass(frozen=True, eq=False)
class FieldCases:
    """Cases of one sample under one coding, as columns.

    Parameters
    ----------
    ids
        Number of each case.
    y
        Success (0 or 1), grade or score; not a number where none is coded.
    year, target
        Year of start and code of the target.
    columns
        Circumstances by name, each 0 or 1; where one is not coded, it is 0 and its ``_unknown`` is 1.
    """

    ids: NDArray[np.int64]
    y: FloatArray
    year: NDArray[np.int64]
    target: NDArray[np.int64]
    columns: Mapping[str, FloatArray]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether each case has an outcome."""
        return ~np.isnan(self.y)

    def take(self, rows: NDArray[Any]) -> FieldCases:
        """Keep some cases."""
        columns = {name: values[rows] for name, values in self.columns.items()}
        return FieldCases(self.ids[rows], self.y[rows], self.year[rows], self.target[rows], columns)

    def cell(self, rows: NDArray[np.bool_]) -> Cell:
        """Count successes among some of the cases; for outcomes that are 0 or 1."""
        values = self.y[rows]
        known = values[~np.isnan(values)]
        return Cell(int(known.sum()), len(known), len(values) - len(known))

    def matrix(self, names: tuple[str, ...]) -> tuple[FloatArray, tuple[str, ...]]:
        """Stack circumstances as columns, with those for what is not coded; what never varies is left out."""
        wanted = [each for name in names for each in (name, f"{name}_unknown") if each in self.columns]
        kept = tuple(name for name in wanted if np.ptp(self.columns[name]) > 0) if len(self.y) else ()
        if not kept:
            return np.zeros((len(self.y), 0)), ()
        return np.column_stack([self.columns[name] for name in kept]), kept


def change_bounds(before: Cell, after: Cell) -> tuple[float, float]:
    """Bound the change of a rate over every filling of the missing outcomes.

    Parameters
    ----------
    before, after
        The two samples.

    Returns
    -------
    tuple of float
        Smallest and largest rate after less rate before.

    References
    ----------
    horowitz_manski2000

    Examples
    --------
    >>> change_bounds(Cell(3, 4, 0), Cell(1, 2, 2))
    (-0.5, 0.0)
    """
    return after.lowest - before.highest, after.highest - before.lowest


def double_change_bounds(first: tuple[Cell, Cell], second: tuple[Cell, Cell]) -> tuple[float, float]:
    """Bound a difference in differences over every filling of the missing outcomes.

    Parameters
    ----------
    first, second
        Samples before and after; the second group's change is taken from the first's.

    Returns
    -------
    tuple of float
        Smallest and largest value.

    References
    ----------
    horowitz_manski2000

    Examples
    --------
    >>> steady = (Cell(1, 2, 0), Cell(1, 2, 0))
    >>> double_change_bounds((Cell(3, 4, 0), Cell(1, 2, 2)), steady)
    (-0.5, 0.0)
    """
    (low, high), (lower, higher) = change_bounds(*first), change_bounds(*second)
    return low - higher, high - lower


def sampled(table: pl.DataFrame, sample: Sample) -> pl.DataFrame:
    """Keep the cases of a sample.

    Parameters
    ----------
    table
        The data set ``ties``.
    sample
        A sample of the specification.

    Returns
    -------
    polars.DataFrame
        Its rows; cases without a year of start are left out.

    Raises
    ------
    InvalidSpecification
        If the sample has an option that nobody reads.
    """
    import polars as pl

    from gaiatsu.sources.sets.ties import TRADE, sent_by

    options = sample.options
    if not set(options) <= KNOWN_OPTIONS:
        msg = f"The sample {sample.id} has the options {', '.join(sorted(set(options) - KNOWN_OPTIONS))}."
        raise InvalidSpecification(msg, expected=f"options among {', '.join(sorted(KNOWN_OPTIONS))}")
    rules = {
        "trade_only": pl.col("issue1") == TRADE,
        "clear_only": pl.col("clear_demand") == CLEAR,
        "threatened": pl.col("threat") == 1,
        "imposed": pl.col("imposition") == 1,
        "leading": pl.col("primary_sender") == USA,
        "american": sent_by(USA),
    }
    kept = table.filter(pl.col("start_year").is_not_null())
    for name, rule in rules.items():
        if options.get(name):
            kept = kept.filter(rule)
    first, last = options.get("first_year", 0), options.get("last_year", 9999)
    return kept.filter(pl.col("start_year").is_between(first, last))


def coded(cases: pl.DataFrame, coding: Coding) -> pl.DataFrame:
    """Add the outcome of a coding as the column ``y``; empty where none is coded.

    Parameters
    ----------
    cases
        Rows of the data set ``ties``.
    coding
        A coding of the specification.

    Returns
    -------
    polars.DataFrame
        The rows to which the coding applies. For the stage of threat these are the cases with a threat, and
        imposing alone already says that the threat failed; for the stage after imposition, those with an
        outcome of that stage, and imposed ones without any.

    Raises
    ------
    InvalidSpecification
        If the coding is of a kind that nobody reads.
    """
    import polars as pl

    kind = coding.options.get("kind")
    readers = {"binary": _binary, "scores": _favorable, "ordered": _ordered, "rank": _score}
    if kind not in readers:
        msg = f"The coding {coding.id} is of the kind {kind!r}."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(readers)}")
    rows = cases.filter(_applies(coding.options.get("stage", "")))
    return rows.with_columns(readers[str(kind)](coding).cast(pl.Float64).alias("y"))


def _applies(stage: str) -> pl.Expr:
    import polars as pl

    rules = {
        "": pl.lit(value=True),
        "threat": pl.col("threat") == 1,
        "imposition": (pl.col("outcome_stage") == "imposition").fill_null(value=False)
        | (pl.col("outcome").is_null() & (pl.col("imposition") == 1)),
    }
    if stage not in rules:
        msg = f"There is no stage {stage!r}."
        raise InvalidSpecification(msg, expected="threat, imposition or none")
    return rules[stage]


def _binary(coding: Coding) -> pl.Expr:
    import polars as pl

    success = pl.col("outcome").is_in(list(coding.options["success"]))
    if coding.options.get("stage") != "threat":
        return success
    early = success & (pl.col("outcome_stage") == "threat")
    imposed = pl.col("outcome").is_null() & (pl.col("imposition") == 1)
    return pl.when(imposed).then(pl.lit(value=False)).otherwise(early)


def _favorable(_: Coding) -> pl.Expr:
    import polars as pl

    return pl.col("settlement_sender") > pl.col("settlement_target")


def _score(_: Coding) -> pl.Expr:
    import polars as pl

    return pl.col("settlement_sender")


def _ordered(coding: Coding) -> pl.Expr:
    import polars as pl

    grades = {word: grade for grade, words in enumerate(coding.options["grades"]) for word in words}
    return pl.col("outcome").replace_strict(grades, default=None, return_dtype=pl.Int64)


def prepared(table: pl.DataFrame, sample: Sample, coding: Coding) -> FieldCases:
    """Make the columns that the estimators read.

    Parameters
    ----------
    table
        The data set ``ties``.
    sample, coding
        Of the specification.

    Returns
    -------
    FieldCases
        In the order of the case numbers.
    """
    rows = coded(sampled(table, sample), coding).sort("case")
    return FieldCases(
        ids=rows["case"].to_numpy(),
        y=rows["y"].fill_null(float("nan")).to_numpy().astype(float),
        year=rows["start_year"].to_numpy(),
        target=_numbers(rows, "target"),
        columns=_columns(rows),
    )


def _columns(rows: pl.DataFrame) -> dict[str, FloatArray]:
    """Circumstances of the cases; in arrays, because hundreds of samples are prepared in a study."""
    graded = {
        "clear": ("clear_demand", CLEAR),
        "committed": ("commitment", STRONG),
        "costly": ("target_costs", MAJOR),
        "sender_costly": ("sender_costs", MAJOR),
    }
    found: dict[str, FloatArray] = {}
    for name, (source, least) in graded.items():
        values = _numbers(rows, source)
        found[name], found[f"{name}_unknown"] = _flag(values >= least), _flag(values == UNKNOWN)
    for name in ("institution", "imposition", "threat"):
        found["imposed" if name == "imposition" else name] = _flag(_numbers(rows, name) == 1)
    decade, sender = _numbers(rows, "start_year") // 10 * 10, _numbers(rows, "primary_sender")
    found |= {f"decade_{ten}": _flag(decade == ten) for ten in range(1950, 2010, 10)}
    found["sender_usa"], found["sender_community"] = _flag(sender == USA), _flag(sender == COMMUNITY)
    issue = _numbers(rows, "issue1")
    found |= {f"issue_{name}": _flag(np.isin(issue, codes)) for name, codes in ISSUES.items()}
    found["japan"] = _flag(_numbers(rows, "target") == JAPAN)
    return found


def _numbers(rows: pl.DataFrame, name: str) -> NDArray[np.int64]:
    return rows[name].fill_null(UNKNOWN).to_numpy()


def _flag(values: NDArray[np.bool_]) -> FloatArray:
    return values.astype(np.float64)
