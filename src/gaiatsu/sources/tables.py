"""Turn a file into a table whose columns, types, keys and codes have been checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from polars import selectors

from gaiatsu.errors import InvalidData
from gaiatsu.sources import formats
from gaiatsu.sources.records import Kind

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from gaiatsu.sources.records import Column, DatasetInfo

__all__ = ["check_bounds", "check_codes", "check_dates", "check_key", "load", "marks"]

NULLS = ("", " ", "NA", "NaN", "null")
DTYPES = {Kind.INTEGER: pl.Int64(), Kind.NUMBER: pl.Float64(), Kind.TEXT: pl.String()}


def load(path: Path, info: DatasetInfo) -> pl.DataFrame:
    """Read the declared columns, renamed and cast, with ``row`` counting the file's rows from 1.

    Parameters
    ----------
    path
        The file, in any format that :mod:`gaiatsu.sources.formats` reads.
    info
        Registry entry of the data set.

    Returns
    -------
    polars.DataFrame
        Columns under our names, missing values as nulls.

    Raises
    ------
    InvalidData
        The file is cut off, empty or not a table, lacks a column, or holds a value of the wrong type.
    """
    raw = formats.read_raw(path, nulls=(*NULLS, *info.nulls), sheet=info.sheet)
    headers = {column.name: _header(column, raw.columns) for column in info.columns}
    missing = [column.header for column in info.columns if headers[column.name] is None]
    if missing:
        message = f"{path} lacks the column {missing[0]!r}."
        raise InvalidData(
            message,
            expected=", ".join(column.header for column in info.columns),
            todo=f"Check that this is {info.title}, release {info.version}.",
        )
    if not raw.height:
        message = f"{path} holds no row."
        raise InvalidData(
            message,
            expected=f"rows, as the {info.rows:,} of release {info.version}",
            todo="The file may be cut off: get it again.",
        )
    numbers = pl.int_range(1, raw.height + 1, dtype=pl.Int64, eager=True).alias("row")
    raw = _unset(raw, info.nulls)
    columns = (_cast(path, raw[headers[column.name] or ""], column) for column in info.columns)
    return pl.DataFrame([numbers, *columns])


def _unset(raw: pl.DataFrame, nulls: Collection[str]) -> pl.DataFrame:
    """Make missing what the producer writes for missing: words in text, the same as numbers elsewhere."""
    if not nulls:
        return raw
    words = raw.with_columns(selectors.string().replace(dict.fromkeys(nulls)))
    for number in (int(word) for word in nulls if word.lstrip("-").isdigit()):
        words = words.with_columns(pl.when(selectors.numeric() != number).then(selectors.numeric()))
    return words


def _header(column: Column, present: Collection[str]) -> str | None:
    """Name under which a column stands in a file: that of the release examined, or of another packaging."""
    names = (column.header, *column.aliases)
    return next((name for name in names if name in present), None)


def _cast(path: Path, values: pl.Series, column: Column) -> pl.Series:
    dtype = DTYPES[column.kind]
    if isinstance(values.dtype, (pl.Categorical, pl.Enum)):
        values = values.cast(pl.String)
    if values.dtype == pl.String and column.kind is not Kind.TEXT:
        values = values.str.strip_chars().replace("", None)
        values = values.cast(pl.Float64, strict=False) if _all_numbers(values) else values
    cast = values.cast(dtype, strict=False)
    wrong = values.is_not_null() & cast.is_null()
    if column.kind is Kind.INTEGER and values.dtype.is_float():
        wrong = wrong | (values.is_not_null() & (cast.cast(pl.Float64) != values).fill_null(value=False))
    if wrong.any():
        row = wrong.arg_max() or 0
        _reject(path, row + 1, column, values[row], f"{column.kind.value} values")
    return cast.alias(column.name)


def _all_numbers(values: pl.Series) -> bool:
    return values.cast(pl.Float64, strict=False).null_count() == values.null_count()


def _reject(path: Path, row: int, column: Column, value: object, expected: str) -> None:
    shown = f" ({column.name})" if column.header != column.name else ""
    message = f"{path}, row {row}, field {column.header}{shown}: {value!r} cannot be used."
    raise InvalidData(
        message,
        expected=expected,
        todo="Check that the file is complete and unaltered.",
    )


def check_bounds(path: Path, table: pl.DataFrame, info: DatasetInfo) -> None:
    """Refuse values outside the bounds that the registry states.

    Parameters
    ----------
    path
        The file, for messages.
    table
        Its rows, with their numbers in ``row``.
    info
        Registry entry of the data set.

    Raises
    ------
    InvalidData
        Names the first such row and field.
    """
    for column in info.columns:
        low, high = column.lowest, column.highest
        if low is None and high is None:
            continue
        outside = pl.lit(value=False)
        if low is not None:
            outside = outside | (pl.col(column.name) < low)
        if high is not None:
            outside = outside | (pl.col(column.name) > high)
        found = table.filter(outside).head(1)
        if found.height:
            bounds = (
                f"{'' if low is None else f'at least {low:g}'}{' and ' if None not in (low, high) else ''}"
            )
            bounds += "" if high is None else f"at most {high:g}"
            _reject(path, found["row"][0], column, found[column.name][0], bounds)


def check_codes(path: Path, table: pl.DataFrame, info: DatasetInfo, known: Collection[int]) -> None:
    """Refuse country codes that are neither in the state system nor among the producer's own.

    Parameters
    ----------
    path
        The file, for messages.
    table
        Its rows, with their numbers in ``row``.
    info
        Registry entry of the data set.
    known
        Codes of the state system.

    Raises
    ------
    InvalidData
        Names the first such row and field.
    """
    allowed = sorted({*known, *info.extra_codes})
    for name in info.country_columns:
        found = table.filter(pl.col(name).is_not_null() & ~pl.col(name).is_in(allowed)).head(1)
        if found.height:
            _reject(
                path, found["row"][0], info.column(name), found[name][0], "a Correlates of War country code"
            )


def check_dates(path: Path, table: pl.DataFrame, mended: pl.DataFrame, info: DatasetInfo) -> None:
    """Refuse text that its reader takes for a date and that is none, unless a mark says so.

    Parameters
    ----------
    path
        The file, for messages.
    table
        Its rows as they stand there, with their numbers in ``row``.
    mended
        The same as the reader returns them, with ``quality``.
    info
        Registry entry of the data set.

    Raises
    ------
    InvalidData
        Names the first such row and field.
    """
    dated = [name for name, dtype in mended.schema.items() if dtype == pl.Date and name in table.columns]
    for name in dated:
        lost = mended.filter(pl.col(name).is_null() & (pl.col("quality") == "")).select("row")
        # Words without a digit ("ongoing") say that there is no day; what they mean is the reader's to know.
        tried = pl.col(name).str.contains(r"\d").fill_null(value=False)
        found = table.join(lost, on="row", how="semi").filter(tried).head(1)
        if found.height:
            _reject(path, found["row"][0], info.column(name), found[name][0], "a day of the calendar")


def check_key(path: Path, table: pl.DataFrame, info: DatasetInfo) -> None:
    """Refuse two rows of one name, and rows without one.

    Parameters
    ----------
    path
        The file, for messages.
    table
        Its rows, with their numbers in ``row``.
    info
        Registry entry of the data set.

    Raises
    ------
    InvalidData
        Names the rows and the key.
    """
    nameless = table.filter(pl.any_horizontal(pl.col(info.key).is_null())).head(1)
    if nameless.height:
        message = f"{path}, row {nameless['row'][0]}: one of {', '.join(info.key)} is missing."
        raise InvalidData(
            message,
            expected="a value in each, since together they name the row",
        )
    if _all_differ(table, info.key):
        return
    twice = table.filter(pl.struct(info.key).is_duplicated()).sort(*info.key, "row").head(2)
    if twice.height:
        name = ", ".join(f"{field} {twice[field][0]}" for field in info.key)
        message = f"{path}: rows {twice['row'][0]} and {twice['row'][1]} are both {name}."
        raise InvalidData(
            message,
            expected="one row for each " + ", ".join(info.key),
        )


def _all_differ(table: pl.DataFrame, key: tuple[str, ...]) -> bool:
    """Whether whole numbers that name the rows are seen to differ by packing them into one number."""
    if not table.height or not all(table.schema[name].is_integer() for name in key):
        return False
    packed, room = pl.lit(0, pl.Int64), 1
    for name in key:
        low, high = table.select(low=pl.col(name).min(), high=pl.col(name).max()).row(0)
        room *= high - low + 1
        packed = packed * (high - low + 1) + (pl.col(name) - low)
    if room >= 2**62:
        return False
    return bool(table.select(packed.n_unique()).item() == table.height)


def marks(rules: dict[str, pl.Expr]) -> pl.Expr:
    """Write the quality column: ids of the defects that touch a row, joined by semicolons."""
    parts = [
        pl.when(rule).then(pl.lit(id_)).otherwise(pl.lit(None, pl.String)) for id_, rule in rules.items()
    ]
    if not parts:
        return pl.lit("").alias("quality")
    return pl.concat_str(parts, separator=";", ignore_nulls=True).fill_null("").alias("quality")
