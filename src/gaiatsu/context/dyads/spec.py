"""What panel is asked for, and what a built one holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from gaiatsu.context.dyads.records import Years

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.claims.bibliography import Reference
    from gaiatsu.context.dyads.records import Addition, Variable
    from gaiatsu.sources.records import Dataset

__all__ = ["PanelColumn", "PanelSpec", "PanelTable", "Unit", "frame_digest"]


class Unit(StrEnum):
    """What a row of the panel is.

    Examples
    --------
    >>> Unit("dyad-year").value
    'dyad-year'
    """

    DYAD_YEAR = "dyad-year"
    EPISODE = "episode"


@dataclass(frozen=True)
class PanelSpec:
    """Everything that decides what a panel holds.

    Parameters
    ----------
    unit
        Dyad-years, or the episodes of a case set.
    years
        First and last year of the rows.
    additions
        Names of the additions, in the order of the columns.
    undirected
        Keep the rows whose first code is the lower one; directed variables then appear for both directions.
    states
        Codes of the states to keep on both sides; every state when empty.
    dyads
        Pairs of codes to keep, the sender first; every pair when empty.
    lag
        Years by which every addition is read before the year of the row.
    cases
        Name or file of the case set whose episodes are the rows; empty for dyad-years.

    Examples
    --------
    >>> PanelSpec(Unit.DYAD_YEAR, Years(1950, 2014), ("trade",), lag=1).wanted
    Years(first=1949, last=2013)
    """

    unit: Unit
    years: Years
    additions: tuple[str, ...]
    undirected: bool = False
    states: tuple[int, ...] = ()
    dyads: tuple[tuple[int, int], ...] = ()
    lag: int = 0
    cases: str = ""

    @property
    def wanted(self) -> Years:
        """Years the additions are read in."""
        return Years(self.years.first - self.lag, self.years.last - self.lag)


@dataclass(frozen=True)
class PanelColumn:
    """A column of a panel.

    Parameters
    ----------
    name
        Its header.
    addition
        The addition it comes from; empty for keys.
    variable
        What the codebook says of it.
    side
        ``sender``, ``target``, ``reverse`` for the second direction of an undirected panel, or empty.
    """

    name: str
    addition: str
    variable: Variable
    side: str = ""


@dataclass(frozen=True, eq=False)
class PanelTable:
    """A panel as built, with what is needed to cite and to doubt it.

    Parameters
    ----------
    spec
        What was asked for.
    frame
        The rows.
    columns
        What each column means, in their order.
    additions
        The additions that were joined.
    datasets
        The data sets that were read.
    works
        The works that the rows themselves come from: for episodes, that of their case set.
    """

    spec: PanelSpec
    frame: pl.DataFrame
    columns: tuple[PanelColumn, ...]
    additions: tuple[Addition, ...]
    datasets: tuple[Dataset, ...]
    works: tuple[Reference, ...] = ()

    @property
    def citations(self) -> tuple[str, ...]:
        """Keys of the works that the rows and the data sets ask to be cited by, each once."""
        own = (work.key for work in self.works)
        return tuple(sorted({*own, *(data.citation for data in self.datasets)}))

    @property
    def quality_columns(self) -> tuple[str, ...]:
        """Headers of the columns that say which values are suspect."""
        from gaiatsu.context.dyads.records import Nature

        return tuple(column.name for column in self.columns if column.variable.nature is Nature.QUALITY)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the rows: equal digests are equal panels."""
        return frame_digest(self.frame)


def frame_digest(frame: pl.DataFrame) -> str:
    """SHA-256 of a table's headers and values, however wide its numbers are stored.

    Parameters
    ----------
    frame
        The table.

    Examples
    --------
    >>> import polars as pl
    >>> one = pl.DataFrame({"year": [1990, None]})
    >>> frame_digest(one) == frame_digest(pl.DataFrame({"year": [1990, 0]}))
    False
    >>> frame_digest(one) == frame_digest(one.cast(pl.Int16))
    True
    """
    total = hashlib.sha256()
    for column in frame.get_columns():
        kind, words, values = _canonical(column)
        total.update(f"{column.name}:{kind}:{words}:{len(column)}".encode())
        total.update(values.is_null().to_numpy().data if values.null_count() else b"whole")
        total.update(values.fill_null(0).to_numpy().data.cast("B"))
    return total.hexdigest()


def _canonical(column: pl.Series) -> tuple[str, list[str], pl.Series]:
    """Write text as places in the sorted list of its words, and whole numbers at the least width."""
    import polars as pl

    if column.dtype.is_float():
        return "number", [], column.cast(pl.Float64)
    if column.dtype.is_integer():
        signed = column if column.dtype.is_signed_integer() else column.cast(pl.Int64)
        return "integer", [], signed.shrink_dtype()
    if not isinstance(column.dtype, pl.Enum):
        column = column.cast(pl.Enum(column.unique().drop_nulls().sort()))
    known = pl.Series(column.dtype.categories)  # type: ignore[attr-defined]
    codes = column.to_physical().cast(pl.UInt32)
    words = known.gather(codes.unique().drop_nulls()).sort().to_list()
    places = [words.index(word) if word in words else 0 for word in known.to_list()]
    return "text", words, pl.Series("", places, dtype=pl.Int32).shrink_dtype().gather(codes)
