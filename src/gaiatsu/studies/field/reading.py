"""Read what a field study needs, and take the earlier looks at the same data again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from gaiatsu.studies.field.records import DataRead, LookCheck
from gaiatsu.studies.provenance import Input

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.sources import Dataset
    from gaiatsu.studies.external.comparison import Measurement
    from gaiatsu.studies.field.specification import FieldSpecification

Values = Mapping[str, float | int | str]

__all__ = ["BESIDE", "cited", "inputs", "looked_again", "read_sets", "summary"]

BESIDE = ("sigint",)
"""Data sets that a study reads only to take earlier looks again."""


def read_sets(
    names: Iterable[str], data_dir: Path | str | None, *, beside: tuple[str, ...] = BESIDE
) -> dict[str, Dataset]:
    """Read the data sets that a study needs, and those beside it that are there.

    Parameters
    ----------
    names
        Data sets that it cannot do without.
    data_dir
        Folder of external data; the one named by the environment when left out.
    beside
        Data sets that are read where they are there.

    Returns
    -------
    dict
        Data sets by name.

    Raises
    ------
    MissingData
        If one that it needs is not there; the message says where to get it.
    """
    from gaiatsu import sources

    folder = sources.data_folder(data_dir)
    found = {name: sources.read(name, folder) for name in names}
    present = set(sources.available(folder))
    return found | {name: sources.read(name, folder) for name in beside if name in present - found.keys()}


def summary(tables: Mapping[str, Dataset]) -> tuple[DataRead, ...]:
    """Say what was read.

    Parameters
    ----------
    tables
        Data sets by name.

    Returns
    -------
    tuple of DataRead
        One a data set, with the rows that show each known defect.
    """
    return tuple(
        DataRead(
            data.name,
            data.version,
            data.citation,
            data.licence,
            data.digest,
            data.recognized,
            data.table.height,
            {found.defect.id: found.rows for found in data.defects if found.rows},
        )
        for data in tables.values()
    )


def cited(works: Sequence[str], tables: Mapping[str, Dataset]) -> tuple[str, ...]:
    """List the works behind a study: its methods, then every data set that it read.

    A data set read beside the one in question informs a look or a check, so its makers are cited too.

    Parameters
    ----------
    works
        Keys of the works its methods come from.
    tables
        Data sets by name.

    Returns
    -------
    tuple of str
        Keys of the bibliography, each once.
    """
    return tuple(dict.fromkeys((*works, *(data.citation for data in tables.values()))))


def inputs(tables: Mapping[str, Dataset], plan: FieldSpecification) -> tuple[Input, ...]:
    """Name what a study was computed from, its specification first.

    Parameters
    ----------
    tables
        Data sets by name.
    plan
        The specification.

    Returns
    -------
    tuple of Input
        With digests.
    """
    read = (Input(data.name, data.digest) for data in tables.values())
    return (Input(f"specification/{plan.id}", plan.digest), *read)


def looked_again(plan: FieldSpecification, tables: Mapping[str, Dataset]) -> tuple[LookCheck, ...]:
    """Take the looks that a specification lists again.

    Parameters
    ----------
    plan
        The specification.
    tables
        Data sets by name.

    Returns
    -------
    tuple of LookCheck
        In the order of the specification; a look that these data cannot repeat is left as it is on record.
    """
    from gaiatsu.studies.external.dyads import DYADS
    from gaiatsu.studies.external.episodes import EPISODES

    rows = {row.id: row for row in (*DYADS, *EPISODES)}
    found = []
    for look in plan.looks:
        name, value = look.id, ""
        standing, remark = "not computed here", ""
        row = rows.get(_ROWS.get(name, name))
        if name == "missing" and "ties" in tables:
            value, standing, remark = _missing(tables["ties"])
        elif row is not None and set(row.data) <= tables.keys():
            value, standing, remark = _measured(row.measure(tables), name)
        found.append(LookCheck(name, look.what, look.value, value, standing, remark))
    return tuple(found)


_ROWS: Mapping[str, str] = {
    "cases-japan-trade": "decline-beyond-others",
    "cases-others-trade": "decline-beyond-others",
    "japan-trade": "decline-beyond-others",
    "others-rate": "japan-and-others",
}
"""Look -> row of the external panel that takes it again, where their names differ."""

_SHOWN: Mapping[str, tuple[str, ...]] = {
    "cases-japan": ("before", "after", "p"),
    "cases-others": ("before", "after"),
    "cases-others-trade": ("others_all_issues", "others_trade"),
    "cases-japan-trade": ("japan_trade", "larger_fall_in_japan_trade"),
    "japan-trade": ("japan_trade", "others_trade"),
    "decades": ("1970s", "1980s", "1990s"),
    "japan-and-others": ("japan", "others", "p", "taiwan", "korea"),
    "others-rate": ("others",),
    "carried-out": ("share", "resisted"),
    "threat-outcomes": ("concede", "stand_firm", "back_down", "threats"),
    "more-threats": ("1970s", "1980s", "1990s"),
}


def _trade_rates(values: Values) -> bool:
    """Whether the rates on record for other targets are those of trade cases, and not those of all."""
    return str(values["others_trade"]).startswith("0.54 -> 0.40") and not str(
        values["others_all_issues"]
    ).startswith("0.54 -> 0.40")


def _japan_trade(values: Values) -> bool:
    return "10/14 -> 5/10" in str(values["japan_trade"])


_CHECKS: Mapping[str, tuple[Callable[[Values], bool], str]] = {
    "cases-others-trade": (_trade_rates, "The two rates on record are those of trade cases."),
    "cases-japan-trade": (
        lambda values: _japan_trade(values) and 0.5 < float(values["larger_fall_in_japan_trade"]) < 0.75,
        "",
    ),
    "japan-trade": (lambda values: _japan_trade(values) and _trade_rates(values), ""),
    "others-rate": (lambda values: values["others"] == "61/249", ""),
}
"""Looks whose row elsewhere holds another number on record: whether ours is theirs, and a remark."""


def _measured(measurement: Measurement, name: str) -> tuple[str, str, str]:
    ours = measurement.ours
    if ours is None:
        return "", "not computed here", measurement.finding
    text = ", ".join(f"{_label(key)} {_brief(ours.values[key])}" for key in _SHOWN.get(name, ()))
    if name in _CHECKS:
        same, remark = _CHECKS[name][0](ours.values), _CHECKS[name][1]
        return text, "reproduced" if same else "differs", remark if same else ""
    standing = {True: "reproduced", False: "differs", None: "not on record"}[ours.reproduces]
    return text, standing, ours.remark


def _label(key: str) -> str:
    words = key.replace("_", " ")
    for name in ("japan", "taiwan", "korea"):
        words = words.replace(name, name.capitalize())
    return words


def _brief(value: float | str) -> str:
    return f"{value:.3f}".removeprefix("0") if isinstance(value, float) else str(value)


def _missing(data: Dataset) -> tuple[str, str, str]:
    import polars as pl

    blank = pl.col("outcome").is_null().mean()
    by_decade = data.table.group_by(decade=pl.col("start_year") // 10 * 10).agg(blank).sort("decade")
    shares = dict(by_decade.iter_rows())
    total = data.table.select(blank).item()
    peak = max(shares, key=lambda ten: shares[ten])
    text = f"{total:.0%} of all; by decade " + ", ".join(
        f"{ten}s {share:.0%}" for ten, share in shares.items()
    )
    fell = shares[max(shares)] < shares[peak]
    remark = f"The share peaks in the {peak}s" + (
        " and falls after: it does not rise with time." if fell else "."
    )
    return text, "differs" if fell else "reproduced", remark
