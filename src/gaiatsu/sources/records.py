"""What is known about an external data set, and what reading one gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

__all__ = ["Action", "Column", "Dataset", "DatasetInfo", "Defect", "FoundDefect", "Kind"]


class Kind(StrEnum):
    """What a column holds.

    Examples
    --------
    >>> Kind("integer").value
    'integer'
    """

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"


class Action(StrEnum):
    """What a reader does about a known defect."""

    FLAGGED = "flagged"
    CORRECTED = "corrected"
    LEFT_OUT = "left out"
    NOTED = "noted"


@dataclass(frozen=True)
class Column:
    """A column that gaiatsu reads.

    Parameters
    ----------
    name
        Its name in the table a reader returns.
    kind
        What it holds.
    meaning
        What it says about the world.
    unit
        Unit of measurement; empty for codes and names.
    source
        Its name in the producer's file, where that differs.
    lowest, highest
        Bounds that every value must keep; ``None`` where there is none.
    aliases
        Its names in other packagings of the same set, such as the producer's own spreadsheet.

    Examples
    --------
    >>> Column("year", Kind.INTEGER, "calendar year").header
    'year'
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    source: str = ""
    lowest: float | None = None
    highest: float | None = None
    aliases: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        """Name of the column in the file."""
        return self.source or self.name


@dataclass(frozen=True)
class Defect:
    """Something wrong with a data set that its readers must not find out for themselves.

    Parameters
    ----------
    id
        The mark that stands in the quality column.
    description
        What is wrong, and why the action was chosen.
    action
        What the reader does about it.
    rows
        Rows affected in the release that was examined; ``None`` where it is not a matter of rows.
    rests_on
        Keys in the bibliography of what says so, where no data set that is read here does.
    """

    id: str
    description: str
    action: Action
    rows: int | None = None
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class DatasetInfo:
    """Registry entry of an external data set.

    Parameters
    ----------
    name
        The name ``sources.read`` takes.
    title
        What it is called in print.
    file
        Where it stands in the data folder.
    columns
        The columns that are read; others in the file are ignored.
    key
        Columns that together name a row.
    rows
        Rows of the release that was examined.
    first_year, last_year
        Years it covers; ``None`` where it is not a matter of years.
    version
        Release that was examined.
    licence
        Terms of use as the place it was taken from states them.
    citation
        Key in the bibliography.
    where
        Where to get it.
    digest
        SHA-256 of the file that was examined.
    country_columns
        Columns that hold Correlates of War country codes.
    extra_codes
        Codes that the producer uses beside those of the state system.
    defects
        What is known to be wrong with it.
    also
        Other places in the data folder where the same table may stand.
    digests
        SHA-256 of other packagings of the release that was examined, such as the producer's spreadsheet.
    nulls
        Words by which the producer says that a value is missing, beside the usual ones.
    sheet
        Worksheet that holds the table, in a workbook with several.
    """

    name: str
    title: str
    file: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: int
    first_year: int | None
    last_year: int | None
    version: str
    licence: str
    citation: str
    where: str
    digest: str
    country_columns: tuple[str, ...] = ()
    extra_codes: frozenset[int] = frozenset()
    defects: tuple[Defect, ...] = ()
    also: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    nulls: tuple[str, ...] = ()
    sheet: str = ""

    @property
    def years(self) -> str:
        """Years it covers, as printed."""
        return "" if self.first_year is None else f"{self.first_year}–{self.last_year}"

    def column(self, name: str) -> Column:
        """Return the entry of one column of the returned table."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True)
class FoundDefect:
    """A known defect and the number of rows that show it in the file at hand."""

    defect: Defect
    rows: int


@dataclass(frozen=True, eq=False)
class Dataset:
    """An external data set as read: its table, and everything needed to cite and to doubt it.

    Parameters
    ----------
    name, version, citation, licence
        As in the registry.
    path
        The file that was read.
    digest
        SHA-256 of that file.
    recognized
        Whether the file is, byte for byte, the release that was examined.
    defects
        Known defects, each with the rows that show it in this file.
    table
        One row a case. ``row`` is the row in the file, ``quality`` the marks of the defects that touch it
        (empty where none does).
    """

    name: str
    version: str
    citation: str
    licence: str
    path: Path
    digest: str
    recognized: bool
    defects: tuple[FoundDefect, ...]
    table: pl.DataFrame
