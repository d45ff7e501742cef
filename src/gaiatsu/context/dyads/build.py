"""Read what a panel needs and build it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu import sources
from gaiatsu.context.dyads.base import dyad_years
from gaiatsu.context.dyads.engine import join
from gaiatsu.context.dyads.records import Nature, Variable
from gaiatsu.context.dyads.registry import addition
from gaiatsu.context.dyads.spec import PanelColumn, PanelTable
from gaiatsu.errors import MissingData

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import polars as pl

    from gaiatsu.context.dyads.records import Addition, Tables
    from gaiatsu.context.dyads.spec import PanelSpec
    from gaiatsu.sources.records import Dataset

__all__ = ["build", "needed", "read_tables"]

STATES = "cow_states"


def needed(additions: Sequence[Addition]) -> dict[str, tuple[str, ...]]:
    """Name the data sets that additions need, and which of them needs each.

    Parameters
    ----------
    additions
        The additions.

    Returns
    -------
    dict
        Name of the data set -> names of the additions; the state system, which every panel needs, first.
    """
    found: dict[str, list[str]] = {STATES: ["the rows"]}
    for item in additions:
        for name in item.needs:
            found.setdefault(name, []).append(item.name)
    return {name: tuple(users) for name, users in found.items()}


def read_tables(
    additions: Sequence[Addition],
    folder: Path | str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, Dataset]:
    """Read every data set that additions need, and those they can use.

    Parameters
    ----------
    additions
        The additions.
    folder
        Folder of external data; the environment variable ``GAIATSU_DATA`` when left out.
    progress
        Told the name, number and total as each begins.

    Returns
    -------
    dict
        Data sets by name.

    Raises
    ------
    MissingData
        One is not there; the message lists all that are missing and who needs them.
    """
    place = sources.data_folder(folder)
    users = needed(additions)
    present = set(sources.available(place))
    lacking = {name: who for name, who in users.items() if name not in present}
    if lacking:
        listed = "; ".join(
            f"{name} ({sources.info(name).file}), needed by {', '.join(who)}" for name, who in lacking.items()
        )
        message = f"The folder {place} lacks {listed}."
        raise MissingData(
            message,
            expected="every data set that the additions read",
            todo="See gaiatsu sources for where to get them, or leave the additions out.",
        )
    extra = [name for item in additions for name in item.optional if name in present]
    names = tuple(dict.fromkeys([*users, *extra]))
    found = {}
    for number, name in enumerate(names, start=1):
        if progress is not None:
            progress(f"reading {name}", number, len(names))
        found[name] = sources.read(name, place)
    return found


def build(spec: PanelSpec, tables: Tables, episodes: pl.DataFrame | None = None) -> PanelTable:
    """Build a panel from data sets that were read.

    The article compares two periods of one dyad. What it says about hierarchy, dependence and procedure can
    be held against other dyads only if all of them are described by the same measures, taken from the same
    sources at the same dates.

    Parameters
    ----------
    spec
        What is asked for.
    tables
        Data sets by name; :func:`read_tables` reads them.
    episodes
        Rows with ccode1, ccode2 and year that take the place of dyad-years.

    Returns
    -------
    PanelTable
        One row a directed dyad-year (or an episode), one column a variable and side.

    Raises
    ------
    UnknownName
        An addition that nobody registered.
    InvalidSpecification
        The years cannot be used.
    InvalidData
        An addition's table does not have one row a key.

    References
    ----------
    cow2017
    """
    additions = tuple(addition(name) for name in spec.additions)
    base = dyad_years(tables[STATES].table, spec) if episodes is None else episodes
    frame, columns = join(base, additions, tables, spec)
    read = tuple(
        dict.fromkeys([STATES, *(name for item in additions for name in (*item.needs, *item.optional))])
    )
    datasets = tuple(tables[name] for name in read if name in tables)
    return PanelTable(spec, frame, (*_keys(base, spec), *columns), additions, datasets)


KEYS = {
    "ccode1": "sender, Correlates of War code",
    "ccode2": "target, Correlates of War code",
    "year": "calendar year",
}


def _keys(base: pl.DataFrame, spec: PanelSpec) -> tuple[PanelColumn, ...]:
    """Describe the columns that the rows bring along: keys, and the codings of episodes."""
    columns = []
    for name in base.columns:
        if name in KEYS:
            variable = Variable(name, KEYS[name], "", Nature.KEY, (spec.cases or STATES,))
        else:
            meaning = f"{name.replace('_', ' ')} of the episode, as the case set codes it"
            variable = Variable(name, meaning, "", Nature.OUTCOME, (spec.cases,))
        columns.append(PanelColumn(name, "", variable))
    return tuple(columns)
