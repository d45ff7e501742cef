"""The codebook of a panel: what each column means, where it comes from and what is wrong with it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaiatsu._version import __version__
from gaiatsu.report.values import dump

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from gaiatsu.claims.bibliography import Reference
    from gaiatsu.context.dyads.records import Variable
    from gaiatsu.context.dyads.spec import PanelColumn, PanelSpec, PanelTable
    from gaiatsu.sources.records import Defect

__all__ = [
    "Codebook",
    "ColumnEntry",
    "DatasetEntry",
    "codebook_html",
    "codebook_json",
    "codebook_of",
    "command_of",
    "panel_bibtex",
    "short_number",
]

SCHEMA = "gaiatsu-codebook-1.0"
MOST_LEVELS = 12
FEW_DIGITS, MANY_DIGITS = 1e4, 1e12


@dataclass(frozen=True)
class ColumnEntry:
    """A column as the codebook describes it.

    Parameters
    ----------
    name, addition, side
        Header; the addition it comes from; sender, target, reverse or empty.
    variable
        What it means.
    type
        Type of its values.
    missing
        Rows without a value.
    lowest, highest, mean
        Of numbers; ``None`` for others.
    levels
        Values and their counts, most frequent first, where there are few.
    """

    name: str
    addition: str
    side: str
    variable: Variable
    type: str
    missing: int
    lowest: float | None
    highest: float | None
    mean: float | None
    levels: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class DatasetEntry:
    """A data set as the codebook cites it."""

    name: str
    title: str
    version: str
    licence: str
    citation: str
    where: str
    digest: str
    recognized: bool
    defects: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Codebook:
    """Everything that the codebook says.

    Parameters
    ----------
    file
        Name of the file of rows.
    command
        The command that builds the panel again.
    spec
        What was asked for.
    rows
        Number of rows.
    digest, file_digest
        SHA-256 of the rows, and of the file that holds them.
    columns
        Columns in their order.
    additions
        Name, title and notes of each addition.
    datasets
        The data sets that were read.
    works
        Works to cite.
    """

    file: str
    command: str
    spec: PanelSpec
    rows: int
    digest: str
    file_digest: str
    columns: tuple[ColumnEntry, ...]
    additions: tuple[tuple[str, str, tuple[str, ...]], ...]
    datasets: tuple[DatasetEntry, ...]
    works: tuple[Reference, ...]


def codebook_of(table: PanelTable, path: Path) -> Codebook:
    """Describe a panel that was written.

    Parameters
    ----------
    table
        The panel.
    path
        The file that holds its rows.

    Returns
    -------
    Codebook
    """
    from gaiatsu.claims.bibliography import bibliography
    from gaiatsu.sources.locate import file_digest

    works = {**bibliography(), **{work.key: work for work in table.works}}
    return Codebook(
        file=path.name,
        command=command_of(table.spec, path.name),
        spec=table.spec,
        rows=table.frame.height,
        digest=table.digest,
        file_digest=file_digest(path),
        columns=tuple(_column(column, table.frame[column.name]) for column in table.columns),
        additions=tuple((item.name, item.title, item.notes) for item in table.additions),
        datasets=_datasets(table),
        works=tuple(works[key] for key in table.citations),
    )


def _column(column: PanelColumn, values: pl.Series) -> ColumnEntry:
    number = values.dtype.is_numeric()
    described = [values.min(), values.max(), values.mean()] if number else [None, None, None]
    lowest, highest, mean = (None if value is None else float(value) for value in described)  # type: ignore[arg-type]
    return ColumnEntry(
        column.name,
        column.addition,
        column.side,
        column.variable,
        str(values.dtype).split("(")[0].lower(),
        values.null_count(),
        lowest,
        highest,
        mean,
        _levels(values),
    )


def _levels(values: pl.Series) -> tuple[tuple[str, int], ...]:
    import polars as pl

    if not isinstance(values.dtype, pl.Enum) or len(values.dtype.categories) > MOST_LEVELS:
        return ()
    counted = (
        values.drop_nulls()
        .cast(pl.String)
        .value_counts()
        .sort("count", values.name, descending=[True, False])
    )
    return tuple((str(value), int(count)) for value, count in counted.iter_rows())


def _datasets(table: PanelTable) -> tuple[DatasetEntry, ...]:
    from gaiatsu import sources

    found = []
    for data in table.datasets:
        info = sources.info(data.name)
        defects = tuple(
            {
                "id": one.defect.id,
                "what": one.defect.description + _rests_on(one.defect),
                "action": one.defect.action.value,
                "rows": one.rows,
            }
            for one in data.defects
        )
        found.append(
            DatasetEntry(
                data.name,
                info.title,
                data.version,
                data.licence,
                data.citation,
                info.where,
                data.digest,
                data.recognized,
                defects,
            )
        )
    return tuple(found)


def _rests_on(defect: Defect) -> str:
    return f" Source: {', '.join(defect.rests_on)}." if defect.rests_on else ""


def command_of(spec: PanelSpec, out: str) -> str:
    """Write the command that builds a panel again.

    Parameters
    ----------
    spec
        What was asked for.
    out
        Name of the file.

    Returns
    -------
    str

    Examples
    --------
    >>> from gaiatsu.context.dyads.records import Years
    >>> from gaiatsu.context.dyads.spec import PanelSpec, Unit
    >>> spec = PanelSpec(Unit.DYAD_YEAR, Years(1950, 2014), ("trade",), dyads=((2, 740),))
    >>> command_of(spec, "panel.csv")
    'gaiatsu panel --unit dyad-year --years 1950:2014 --add trade --dyad 2,740 --out panel.csv'
    """
    words = [
        "gaiatsu",
        "panel",
        "--unit",
        spec.unit.value,
        "--years",
        f"{spec.years.first}:{spec.years.last}",
    ]
    if spec.additions:
        words += ["--add", ",".join(spec.additions)]
    if spec.cases:
        words += ["--cases", spec.cases]
    words += ["--undirected"] if spec.undirected else []
    words += ["--states", ",".join(map(str, spec.states))] if spec.states else []
    for pair in spec.dyads:
        words += ["--dyad", ",".join(map(str, pair))]
    words += ["--lag", str(spec.lag)] if spec.lag else []
    return shlex.join([*words, "--out", out])


def codebook_json(book: Codebook) -> str:
    """Write the codebook for programs.

    Parameters
    ----------
    book
        The codebook.

    Returns
    -------
    str
        JSON with the keys schema, version, then those of :class:`Codebook`; each column carries the fields
        of its variable.
    """
    head = {"schema": SCHEMA, "gaiatsu": __version__}
    columns = [_flat(column) for column in book.columns]
    content = {
        "file": book.file,
        "command": book.command,
        "unit": book.spec.unit,
        "years": list(book.spec.years),
        "lag": book.spec.lag,
        "rows": book.rows,
        "digest": book.digest,
        "file_digest": book.file_digest,
        "columns": columns,
        "additions": [
            {"name": name, "title": title, "notes": notes} for name, title, notes in book.additions
        ],
        "datasets": book.datasets,
        "citations": [work.key for work in book.works],
    }
    return dump({**head, **content}) + "\n"


def _flat(column: ColumnEntry) -> dict[str, Any]:
    variable = column.variable
    return {
        "name": column.name,
        "addition": column.addition,
        "side": column.side,
        "meaning": variable.meaning,
        "unit": variable.unit,
        "nature": variable.nature,
        "sources": variable.sources,
        "method": variable.method,
        "uncertainty": variable.uncertainty,
        "limits": variable.limits,
        "absent": variable.absent,
        "covers": None if variable.covers is None else list(variable.covers),
        "type": column.type,
        "missing": column.missing,
        "lowest": column.lowest,
        "highest": column.highest,
        "mean": column.mean,
        "levels": [{"value": value, "rows": rows} for value, rows in column.levels],
    }


def panel_bibtex(table: PanelTable) -> str:
    """Write BibTeX of the works that exactly the data sets of a panel ask to be cited by.

    Parameters
    ----------
    table
        The panel.

    Returns
    -------
    str
    """
    from gaiatsu.claims.bibliography import bibliography

    works = {**bibliography(), **{work.key: work for work in table.works}}
    entries = dict.fromkeys(works[key].bibtex for key in table.citations)
    return "\n\n".join(entries) + "\n"


def codebook_html(book: Codebook) -> str:
    """Write the codebook as one self-contained page.

    Parameters
    ----------
    book
        The codebook.

    Returns
    -------
    str
        HTML.
    """
    from importlib.resources import files

    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    text = files("gaiatsu.report").joinpath("templates", "codebook.html.j2").read_text(encoding="utf-8")
    setting = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = setting.from_string(text)
    groups = [
        (name, title, notes, [column for column in book.columns if column.addition == name])
        for name, title, notes in (("", "Rows", ()), *book.additions)
    ]
    return template.render(
        book=book,
        version=__version__,
        groups=[(*group[:3], _merged(group[3])) for group in groups if group[3]],
        colors=Markup(_colors()),  # noqa: S704
        short=short_number,
        share=lambda missing: _share(missing, book.rows),
    )


def _colors() -> str:
    from gaiatsu.report.palette import PALETTE

    def shade(name: str) -> str:
        return "".join(f"--{color.name}:{getattr(color, name)};" for color in PALETTE.values())

    return f":root{{{shade('light')}}}@media (prefers-color-scheme:dark){{:root{{{shade('dark')}}}}}"


def _merged(columns: list[ColumnEntry]) -> list[tuple[ColumnEntry, ColumnEntry | None]]:
    """Put the two states or the two directions of a variable on one line."""
    pairs: dict[tuple[str, bool], list[ColumnEntry]] = {}
    for column in columns:
        of_state = column.side in {"sender", "target"}
        pairs.setdefault((column.variable.name, of_state), []).append(column)
    return [(both[0], both[1] if len(both) > 1 else None) for both in pairs.values()]


def _share(missing: int, rows: int) -> str:
    if not rows or not missing:
        return "0"
    share = missing / rows
    return "<1 %" if share < 0.01 else f"{share:.0%}".replace("%", " %")


def short_number(value: float | None) -> str:
    """Write a number for a table: whole where it is whole, three digits where it is not.

    Parameters
    ----------
    value
        The number; ``None`` gives an empty string.

    Examples
    --------
    >>> short_number(1990.0), short_number(0.12345), short_number(1234567.8)
    ('1990', '0.123', '1,234,568')
    """
    if value is None:
        return ""
    if value == int(value) and abs(value) < FEW_DIGITS:
        return str(int(value))
    return f"{value:,.0f}" if FEW_DIGITS <= abs(value) < MANY_DIGITS else f"{value:.3g}"
