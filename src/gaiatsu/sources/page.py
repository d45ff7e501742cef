"""The reference page of the external data sets, written from the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.sources.downloads import DOWNLOADS, by_hand
from gaiatsu.sources.locate import VARIABLE
from gaiatsu.sources.reading import registry

if TYPE_CHECKING:
    from gaiatsu.sources.records import Column, DatasetInfo, Defect

__all__ = ["page"]

HEAD = f"""\
# External data sets

gaiatsu contains none of these. Each is read from the folder that `--data` or the environment variable
`{VARIABLE}` names, under the path given here (or at the top of the folder), and is cited by the key in the
bibliography. [](../how-to/point-at-your-data.md) shows how. The file may be Parquet or CSV, or the
producer's own Excel, Stata or R file, whatever the ending given here.

The column `quality` of every table that a reader returns holds the marks of the defects that touch a row.
A defect is **flagged** (marked, value kept), **corrected** (marked, value changed as described), **left
out** (the row is dropped) or **noted** (it concerns the set, not a row). Row counts are those of the
release that was examined; `sources.read(name).defects` counts them again in the file at hand.

| name | what | years | rows | cite |
|---|---|---|---|---|
"""


def page() -> str:
    """Write the reference page of every registered data set, as Markdown.

    Examples
    --------
    >>> page().splitlines()[0]
    '# External data sets'
    """
    entries = registry()
    index = "".join(_row(entry) for entry in entries)
    return HEAD + index + "\n" + "\n".join(_section(entry) for entry in entries)


def _row(entry: DatasetInfo) -> str:
    return f"| `{entry.name}` | {entry.title} | {entry.years} | {entry.rows:,} | `{entry.citation}` |\n"


def _section(entry: DatasetInfo) -> str:
    facts = {
        "File": f"`{entry.file}`",
        "Release examined": f"{entry.version}, SHA-256 `{entry.digest[:16]}…`",
        "A row is named by": ", ".join(f"`{name}`" for name in entry.key),
        "Also read from": ", ".join(f"`{file}`" for file in entry.also),
        "Licence, as stated": entry.licence,
        "Get it from": entry.where,
        "By program": _by_program(entry.name),
    }
    listing = "".join(f"- {name}: {text}\n" for name, text in facts.items() if text)
    columns = "| column | in the file | holds | unit |\n|---|---|---|---|\n" + "".join(
        _column(column) for column in entry.columns
    )
    defects = "".join(_defect(defect) for defect in entry.defects)
    known = f"\nKnown defects:\n\n{defects}" if defects else "\nNo defect is known.\n"
    return f"## `{entry.name}`\n\n{entry.title}.\n\n{listing}\n{columns}{known}"


def _by_program(name: str) -> str:
    download = DOWNLOADS.get(name)
    if download is None:
        return f"no, because {by_hand(name)}"
    member = f", the file `{download.member}`" if download.member else ""
    return f"`gaiatsu sources get {name}` fetches {download.url}{member}"


def _column(column: Column) -> str:
    return f"| `{column.name}` | `{column.header}` | {column.meaning} | {column.unit} |\n"


def _defect(defect: Defect) -> str:
    rows = "" if defect.rows is None else f", {defect.rows:,} row{'' if defect.rows == 1 else 's'}"
    keys = ", ".join(f"`{key}`" for key in defect.rests_on)
    source = f" Source: {keys}." if keys else ""
    return f"- `{defect.id}` ({defect.action.value}{rows}). {defect.description}{source}\n"
