"""What an addition to the panel declares, and what a built panel holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.sources.records import Dataset

__all__ = ["Addition", "Derived", "Level", "Nature", "Part", "Tables", "Variable", "Years"]


class Years(NamedTuple):
    """First and last year asked for, both included.

    Examples
    --------
    >>> Years(1946, 2014).last
    2014
    """

    first: int
    last: int


class Level(StrEnum):
    """What names a row of an addition's table, and so how the engine joins it.

    ``STATE_YEAR``: keys ccode, year; every variable appears twice, with suffix 1 for the sender and 2 for
    the target. ``STATE``: key ccode, the same without a year. ``DIRECTED``: keys ccode1, ccode2, year; the
    sender stands first. ``UNDIRECTED``: the same keys with ccode1 < ccode2; both directions get the value.
    ``PAIR``: keys ccode1, ccode2 without a year, directed. ``YEAR``: key year, the same for every dyad.

    Examples
    --------
    >>> Level.DIRECTED.keys
    ('ccode1', 'ccode2', 'year')
    """

    STATE_YEAR = "state-year"
    STATE = "state"
    DIRECTED = "directed dyad-year"
    UNDIRECTED = "undirected dyad-year"
    PAIR = "directed dyad"
    YEAR = "year"

    @property
    def keys(self) -> tuple[str, ...]:
        """Key columns of a table of this level."""
        return _KEYS[self]

    @property
    def two_sided(self) -> bool:
        """Whether a variable becomes two columns, one a side."""
        return self in {Level.STATE_YEAR, Level.STATE}


_KEYS = {
    Level.STATE_YEAR: ("ccode", "year"),
    Level.STATE: ("ccode",),
    Level.DIRECTED: ("ccode1", "ccode2", "year"),
    Level.UNDIRECTED: ("ccode1", "ccode2", "year"),
    Level.PAIR: ("ccode1", "ccode2"),
    Level.YEAR: ("year",),
}


class Nature(StrEnum):
    """What a variable is evidence of; a materialist rival reads only the material ones.

    Examples
    --------
    >>> Nature("social indicator") is Nature.SOCIAL
    True
    """

    MATERIAL = "material"
    SOCIAL = "social indicator"
    RECORD = "record"
    CONTROL = "control"
    OUTCOME = "outcome"
    QUALITY = "quality"
    KEY = "key"


@dataclass(frozen=True)
class Variable:
    """One variable of an addition, as the codebook describes it.

    Parameters
    ----------
    name
        Column name without suffix; lower case, at most 28 characters, so that Stata can hold it.
    meaning
        What it says about the world, from the sender's side where direction matters.
    unit
        Unit or range; empty for names and codes.
    nature
        What it is evidence of.
    sources
        Names of the data sets it is computed from.
    method
        How it is computed, where it is more than a column that is passed on.
    uncertainty
        What is known about its error; empty where the producer states none.
    limits
        What it does not measure, and where it stops.
    absent
        Value where the table has no row inside ``covers``; ``None`` leaves it missing.
    covers
        First and last year in which a missing row means ``absent``.

    Examples
    --------
    >>> Variable("cinc", "share of world capability", "0-1", Nature.MATERIAL, ("cow_nmc",)).name
    'cinc'
    """

    name: str
    meaning: str
    unit: str
    nature: Nature
    sources: tuple[str, ...]
    method: str = ""
    uncertainty: str = ""
    limits: str = ""
    absent: float | str | None = None
    covers: Years | None = None


Tables = Mapping[str, "Dataset"]


@dataclass(frozen=True)
class Part:
    """A table of an addition: its level, its variables, and the function that computes it.

    Parameters
    ----------
    level
        What names a row.
    variables
        The variables, in the order of the panel's columns.
    table
        Takes the data sets by name and the years wanted; returns a frame with the keys of the level, one
        column a variable, and, if rows can be suspect, a text column ``quality`` that holds the marks
        joined by semicolons (missing or empty where there is none). The value of year t may use
        information up to the end of year t only. Rows outside the years do no harm.

    Notes
    -----
    The engine refuses a table with two rows of one name, with a variable that is not declared, or an
    ``UNDIRECTED`` one whose codes are not in ascending order.
    """

    level: Level
    variables: tuple[Variable, ...]
    table: Callable[[Tables, Years], pl.DataFrame]


@dataclass(frozen=True)
class Derived:
    """A variable computed from columns of the panel that the addition's parts gave, row by row.

    Parameters
    ----------
    variable
        As the codebook describes it.
    expression
        Returns a polars expression over the panel's columns (``cinc1``, ``cinc2``, ...); it sees one row.
    """

    variable: Variable
    expression: Callable[[], pl.Expr]


@dataclass(frozen=True)
class Addition:
    """A named group of variables that a panel can be asked for.

    Parameters
    ----------
    name
        The word after ``--add``.
    title
        What it is called in print.
    needs
        Names of the data sets it reads.
    parts
        Its tables.
    derived
        Variables computed from the joined columns.
    notes
        What a reader of the codebook must know about the whole: choices made, defects acted on.
    optional
        Names of data sets that it uses where they are present and can do without.

    Examples
    --------
    >>> Addition("nothing", "No variable at all", needs=(), parts=()).variables
    ()
    """

    name: str
    title: str
    needs: tuple[str, ...]
    parts: tuple[Part, ...]
    derived: tuple[Derived, ...] = ()
    notes: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Every variable, in the order of the panel's columns."""
        joined = tuple(variable for part in self.parts for variable in part.variables)
        return (*joined, *(derived.variable for derived in self.derived))
