"""Read a file as its producer packs it: Parquet, CSV, Excel, Stata or R, as one table of raw values.

CSV and Excel give text, which is cast later column by column, so that no guess of a type is hidden. Text
that is not UTF-8 is read as the Windows variant of Latin-1; a byte order mark is dropped. Text in another
encoding is refused where it holds bytes that are no sign there, as Japanese text does.
"""

from __future__ import annotations

import csv
import warnings
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from datetime import date, timedelta
from io import BytesIO
from math import isnan
from typing import TYPE_CHECKING, Any

import polars as pl

from gaiatsu.errors import InvalidData

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["NAMES", "read_raw"]

NAMES = {
    ".parquet": "Parquet",
    ".csv": "CSV",
    ".tab": "CSV",
    ".tsv": "CSV",
    ".xlsx": "Excel",
    ".xls": "Excel",
    ".dta": "Stata",
    ".rda": "R",
    ".rdata": "R",
    ".rds": "R",
}
EPOCH = date(1970, 1, 1)
NOTHING = {"NAType", "NaTType"}  # how pandas, by which R files are read, says missing


def read_raw(path: Path, *, nulls: Sequence[str] = (), sheet: str = "") -> pl.DataFrame:
    """Read a file in the format that its name ends in.

    Parameters
    ----------
    path
        The file.
    nulls
        Words that stand for a missing value in text formats.
    sheet
        Worksheet of a workbook; the first one when empty.

    Returns
    -------
    polars.DataFrame
        The columns under the producer's names; text formats give text.

    Raises
    ------
    InvalidData
        The ending is not known, or the file is cut off or not what its ending says.
    """
    kind = NAMES.get(path.suffix.lower())
    if kind is None:
        message = f"{path} ends in {path.suffix or 'nothing'}, which names no format that is read."
        raise InvalidData(message, expected="one of " + ", ".join(NAMES))
    try:
        return _read(path, kind, tuple(nulls), sheet)
    except InvalidData:
        raise
    except Exception as error:  # each library raises its own kinds on a broken file
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        message = f"{path} cannot be read as {kind}: {reason}."
        raise InvalidData(
            message,
            expected="a complete file in that format",
            todo="The file may be cut off: get it again.",
        ) from error


def _read(path: Path, kind: str, nulls: tuple[str, ...], sheet: str) -> pl.DataFrame:
    match kind:
        case "Parquet":
            return pl.read_parquet(path, glob=False)
        case "CSV":
            return _csv(path, nulls)
        case "Excel":
            return _excel(path, nulls, sheet)
        case "Stata":
            return _stata(path)
        case _:
            return _r(path)


def _csv(path: Path, nulls: tuple[str, ...]) -> pl.DataFrame:
    """Read text; lone carriage returns end lines too, as old Macintosh programs write them."""
    text = _text(path, path.read_bytes())
    if "\n" not in text:
        text = text.replace("\r", "\n")
    between = "," if path.suffix.lower() == ".csv" else "\t"
    _require_whole(path, text, between)
    return pl.read_csv(BytesIO(text.encode()), separator=between, infer_schema=False, null_values=list(nulls))


def _require_whole(path: Path, text: str, between: str) -> None:
    """Refuse a last line that does not end and has fewer fields than the first: the rest is missing."""
    head, last = text.partition("\n")[0], text.rpartition("\n")[2]
    if not last or last.count('"') % 2:
        return
    (columns,), (fields,) = (list(csv.reader([line], delimiter=between)) for line in (head, last))
    if len(fields) < len(columns):
        message = f"{path} breaks off in its last row: {len(fields)} of {len(columns)} fields are there."
        raise InvalidData(
            message,
            expected="a complete file in that format",
            todo="The file may be cut off: get it again.",
        )


def _text(path: Path, content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16")
    content = content.removeprefix(BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _windows(path, content)


def _windows(path: Path, content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"{path}, line {line}: the byte {content[error.start]:#04x} is no sign in Latin-1."
        raise InvalidData(
            message,
            expected="text in UTF-8, UTF-16 with a byte order mark, or Latin-1",
            todo="Save the file again as UTF-8.",
        ) from error


def _excel(path: Path, nulls: tuple[str, ...], sheet: str) -> pl.DataFrame:
    import fastexcel

    book = fastexcel.read_excel(path)
    table = book.load_sheet(sheet or 0, dtypes="string").to_polars()
    return table.with_columns(pl.when(~pl.col(pl.String).is_in(list(nulls))).then(pl.col(pl.String)))


def _stata(path: Path) -> pl.DataFrame:
    import pyreadstat

    columns, _ = pyreadstat.read_dta(path, output_format="dict")
    return pl.DataFrame({str(name): _series(list(values)) for name, values in columns.items()})


def _r(path: Path) -> pl.DataFrame:
    import rdata

    classes = {**rdata.conversion.DEFAULT_CLASS_MAP, "Date": _r_date}
    read = rdata.read_rds if path.suffix.lower() == ".rds" else rdata.read_rda
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about classes such as tbl_df, which add nothing to the values
        content = read(path, constructor_dict=classes, default_encoding="utf-8")
    frames = [content] if path.suffix.lower() == ".rds" else list(content.values())
    table = next((frame for frame in frames if hasattr(frame, "columns")), None)
    if table is None:
        message = f"{path} holds no table."
        raise InvalidData(message, expected="an R data frame")
    return pl.DataFrame({str(name): _series(list(table[name])) for name in table.columns})


def _r_date(values: Any, _: Any) -> Any:
    import numpy as np

    days = np.asarray(values, dtype=float)
    return np.array(
        [None if np.isnan(day) else EPOCH + timedelta(days=int(day)) for day in days], dtype=object
    )


def _series(values: list[Any]) -> pl.Series:
    """Make one column; not-a-number is missing, and other mixtures become text."""
    clean = [None if _missing(value) else _plain(value) for value in values]
    kinds = {type(value) for value in clean if value is not None}
    if kinds <= {int, float} or len(kinds) <= 1:
        return pl.Series(values=clean, strict=False)
    return pl.Series(values=[None if value is None else str(value) for value in clean], dtype=pl.String)


def _missing(value: Any) -> bool:
    return value is None or type(value).__name__ in NOTHING or (isinstance(value, float) and isnan(value))


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
