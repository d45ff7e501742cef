"""Every external data set that gaiatsu can read, and the one function that reads them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import polars as pl

from gaiatsu.errors import UnknownName
from gaiatsu.sources import ledger, locate, tables
from gaiatsu.sources.records import Action, Dataset, DatasetInfo, FoundDefect

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MODULES", "available", "info", "read", "read_from", "registry"]

MODULES = (
    "archigos",
    "atop",
    "audience_costs",
    "cepii_geodist",
    "cow_alliance",
    "cow_capitals",
    "cow_contiguity",
    "cow_gw",
    "cow_majors",
    "cow_mid",
    "cow_mindist",
    "cow_nmc",
    "cow_states",
    "cow_trade",
    "democracy",
    "desta",
    "eusanct",
    "gatt_members",
    "gdp_estimates",
    "gml_mid",
    "icb_actors",
    "icb_crises",
    "igo_membership",
    "ist",
    "jhred_winners",
    "joint_igos",
    "jp_speeches",
    "lake_hierarchy",
    "lead",
    "leader_willingness",
    "lmf_external_wealth",
    "maddison",
    "polity5",
    "pwt",
    "reign_elections",
    "reign_leaders",
    "schoppa1999_figure2",
    "schoppa1999_table1",
    "section301",
    "sigint",
    "sigint_1year",
    "sigint_5years",
    "sigint_decade",
    "sigint_quarterly",
    "sigint_relevant",
    "sotu",
    "student_offers",
    "tariff_by_time",
    "tariff_daily",
    "thompson_dreyer_rivalries",
    "thompson_rivalries",
    "ties",
    "ties_countries",
    "un_roll_call_issues",
    "un_roll_calls",
    "un_votes",
    "unga_idealpoints",
    "unga_idealpoints_2013",
    "ungdc",
    "us_bases",
    "us_diplomats_missions",
    "us_diplomats_people",
    "us_diplomats_principals",
    "us_legislators",
    "us_travels",
    "us_troops",
    "us_visits",
    "war1800",
    "wb_gdp",
    "wto_retaliation",
)
STATE_SYSTEM = "cow_states"
PLAUSIBLE_CODES = range(2, 1000)
CHANGED = "Put the registered file back, or accept this one with gaiatsu sources add {name} {path} --replace."


def _module(name: str) -> Any:
    if name not in MODULES:
        message = f"No data set is called {name!r}."
        raise UnknownName(
            message,
            expected="one of " + ", ".join(MODULES),
            todo="See gaiatsu sources.",
        )
    return import_module(f"gaiatsu.sources.sets.{name}")


def info(name: str) -> DatasetInfo:
    """Registry entry of a data set.

    Parameters
    ----------
    name
        One of the registered names.

    Raises
    ------
    UnknownName
        Nobody registered it.

    Examples
    --------
    >>> info("cow_nmc").citation
    'singer1972'
    """
    entry: DatasetInfo = _module(name).INFO
    return entry


def registry() -> tuple[DatasetInfo, ...]:
    """Every registered data set, in alphabetical order.

    Examples
    --------
    >>> len(registry()) >= 20
    True
    """
    return tuple(info(name) for name in MODULES)


def available(folder: Path | str | None = None) -> tuple[str, ...]:
    """Names of the data sets whose file is in the folder."""
    place = locate.data_folder(folder)
    return tuple(entry.name for entry in registry() if locate.find_file(entry, place))


def read(name: str, folder: Path | str | None = None) -> Dataset:
    """Read a data set: columns and codes checked, known defects acted on, everything citable.

    The article weighs rival explanations by when their series moved. A series with an undetected break of
    its own would decide that question by accident, hence a reader that knows the defects of each set.

    Parameters
    ----------
    name
        A registered name, such as ``cow_nmc``.
    folder
        Folder that holds the data; when left out the one that the variable ``GAIATSU_DATA`` names, or else
        the user's own, where ``gaiatsu sources get`` puts data.

    Returns
    -------
    Dataset
        Table and metadata; ``quality`` in the table says which rows a known defect touches.

    Raises
    ------
    MissingData
        The folder or the file is not there; the message says where to get it.
    InvalidData
        The file is not what it should be (the message names file, row and field), or it is not the one that
        was registered in that folder.
    UnknownName
        Nobody registered that name.
    """
    entry = info(name)
    place = locate.data_folder(folder)
    found = read_from(locate.require_file(entry, place), entry, place)
    ledger.require_same(place, found, CHANGED.format(name=name, path=found.path))
    return found


def read_from(path: Path, entry: DatasetInfo, place: Path) -> Dataset:
    """Read a data set from a given file.

    Parameters
    ----------
    path
        The file, wherever it stands.
    entry
        Registry entry of the set that it should be.
    place
        Data folder whose list of states narrows the country codes, where it holds one.

    Returns
    -------
    Dataset
        As :func:`read` gives it.

    Raises
    ------
    InvalidData
        The file is not what it should be; the message names file, row and field.
    """
    table = tables.load(path, entry)
    tables.check_bounds(path, table, entry)
    if entry.country_columns:
        tables.check_codes(path, table, entry, _known_codes(place))
    mended: pl.DataFrame = _module(entry.name).mend(table)
    tables.check_dates(path, table, mended, entry)
    found = _count(entry, mended)
    kept = _keep(entry, mended)
    tables.check_key(path, kept, entry)
    digest = locate.file_digest(path)
    known = digest in {entry.digest, *entry.digests}
    return Dataset(entry.name, entry.version, entry.citation, entry.licence, path, digest, known, found, kept)


def _known_codes(place: Path) -> set[int]:
    states: DatasetInfo = _module(STATE_SYSTEM).INFO
    path = locate.find_file(states, place)
    if path is None:
        return set(PLAUSIBLE_CODES)
    return set(tables.load(path, states)["ccode"].drop_nulls().to_list())


def _count(entry: DatasetInfo, table: pl.DataFrame) -> tuple[FoundDefect, ...]:
    tally = table["quality"].str.split(";").explode().value_counts()
    rows = dict(zip(tally["quality"].to_list(), tally["count"].to_list(), strict=True))
    return tuple(FoundDefect(defect, rows.get(defect.id, 0)) for defect in entry.defects)


def _keep(entry: DatasetInfo, table: pl.DataFrame) -> pl.DataFrame:
    dropped = [defect.id for defect in entry.defects if defect.action is Action.LEFT_OUT]
    if not dropped:
        return table
    return table.filter(
        ~pl.any_horizontal(pl.col("quality").str.split(";").list.contains(id_) for id_ in dropped)
    )
