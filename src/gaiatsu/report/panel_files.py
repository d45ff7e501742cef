"""A panel as a file of rows: Parquet, CSV, Stata or R, each moved into place whole."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaiatsu.errors import InvalidSpecification, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from gaiatsu.context.dyads.spec import PanelTable

__all__ = ["FORMATS", "check_target", "write_panel"]

LONGEST_LABEL = 80  # characters that Stata keeps of a variable's label
LAST_TRIES, BETWEEN_TRIES = 20, 0.1  # seconds


def check_target(out: Path) -> None:
    """Refuse a file that cannot be written, before any work is done.

    Parameters
    ----------
    out
        The file.

    Raises
    ------
    InvalidSpecification
        Its ending names no format.
    OutputError
        Its folder is not there, or is not one, or the file is a folder.
    """
    if out.suffix.lower() not in FORMATS:
        message = f"The panel cannot be written to {out.name}: the ending {out.suffix!r} names no format."
        raise InvalidSpecification(message, expected="an ending among " + ", ".join(FORMATS))
    if out.is_dir():
        message = f"The panel cannot be written to {out}: it is a folder."
        raise OutputError(message, expected="the name of a file", todo="Choose another with --out.")
    if not out.parent.is_dir():
        message = f"The panel cannot be written to {out}: {out.parent} is not a folder."
        raise OutputError(message, expected="a folder that exists", todo="Make it first, or change --out.")


def write_panel(
    table: PanelTable, out: Path, *, progress: Callable[[str, int, int], None] | None = None
) -> tuple[Path, ...]:
    """Write a panel, its codebook for people and for programs, and the works to cite.

    Parameters
    ----------
    table
        The panel.
    out
        The file; its ending chooses the format: .parquet, .csv, .dta (Stata 15) or .rds (R).
    progress
        Called as each step begins, with its name, number and the number of steps.

    Returns
    -------
    tuple of Path
        The rows; then beside them, under the same name, ``.codebook.html``, ``.codebook.json`` and ``.bib``.

    Raises
    ------
    InvalidSpecification
        The ending names no format.
    OutputError
        The disk refuses; files that were there are untouched.
    """
    from gaiatsu.report.codebook import codebook_html, codebook_json, codebook_of, panel_bibtex

    check_target(out)
    say = progress or (lambda *_: None)
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise _refused(out, error) from error
    try:
        say(f"writing {out.name}", 1, 2)
        FORMATS[out.suffix.lower()](table, beside / out.name)
        say("writing the codebook", 2, 2)
        book = codebook_of(table, beside / out.name)
        texts = {
            ".codebook.html": codebook_html(book),
            ".codebook.json": codebook_json(book),
            ".bib": panel_bibtex(table),
        }
        names = [out.name, *(out.name + ending for ending in texts)]
        for ending, text in texts.items():
            (beside / (out.name + ending)).write_text(text, encoding="utf-8")
        for name in names:
            _move(beside / name, out.parent / name)
    except OSError as error:
        raise _refused(out, error) from error
    finally:
        _clear(beside)
    return tuple(out.parent / name for name in names)


def _clear(beside: Path) -> None:
    """Remove the folder; try again while a writer that was interrupted still puts its file there."""
    for _ in range(LAST_TRIES):
        shutil.rmtree(beside, ignore_errors=True)
        if not beside.exists():
            return
        time.sleep(BETWEEN_TRIES)


def _move(made: Path, place: Path) -> None:
    with made.open("rb") as stream:
        os.fsync(stream.fileno())
    made.replace(place)


def _refused(out: Path, error: OSError) -> OutputError:
    message = f"The panel cannot be written to {out}: {error.strerror or error}."
    return OutputError(message, expected="a folder with room that can be written", todo="Change --out.")


def _parquet(table: PanelTable, path: Path) -> None:
    table.frame.write_parquet(path, compression="zstd", compression_level=3)


def _csv(table: PanelTable, path: Path) -> None:
    table.frame.write_csv(path)


def _stata(table: PanelTable, path: Path) -> None:
    import polars as pl
    import pyreadstat

    labels: dict[str, str | None] = {
        column.name: _label(column.variable.meaning, column.side) for column in table.columns
    }
    plain = table.frame.with_columns(pl.col(pl.Enum).cast(pl.String))
    pyreadstat.write_dta(plain, str(path), column_labels=labels, file_label="gaiatsu panel")


def _label(meaning: str, side: str) -> str:
    """Cut to what Stata holds, the side first so that it survives."""
    said = f"{side}: {meaning}" if side else meaning
    return said if len(said) <= LONGEST_LABEL else said[: LONGEST_LABEL - 1] + "\u2026"


def _r(table: PanelTable, path: Path) -> None:
    import rdata
    from rdata.conversion.to_r import DEFAULT_CLASS_MAP

    pd = import_module("pandas")
    columns = {column.name: _r_column(column) for column in table.frame.get_columns()}
    classes = {**DEFAULT_CLASS_MAP, pd.Categorical: _factor}
    rdata.write_rds(path, pd.DataFrame(columns), constructor_dict=classes)


def _r_column(column: pl.Series) -> object:
    """Hand over a column so that missing stays missing: numbers masked, text as a factor."""
    import polars as pl
    from rdata.missing import R_FLOAT_NA

    pd = import_module("pandas")
    missing = column.is_null().to_numpy()
    if column.dtype.is_integer():
        return pd.arrays.IntegerArray(column.fill_null(0).cast(pl.Int32).to_numpy(writable=True), missing)
    if column.dtype.is_float():
        values = column.fill_null(0).to_numpy(writable=True)
        values[missing] = R_FLOAT_NA
        return values
    words = column.unique().drop_nulls().cast(pl.String).sort().to_list()
    codes = column.cast(pl.String).cast(pl.Enum(words)).to_physical().cast(pl.Int32).fill_null(-1)
    return pd.Categorical.from_codes(codes.to_numpy(), categories=words)


def _factor(data: Any, converter: Any) -> Any:
    """Write a factor; the writer's own way gives a missing value the place before the first level."""
    import numpy as np
    from rdata.conversion.to_r import build_r_object
    from rdata.missing import R_INT_NA
    from rdata.parser import RObjectType

    codes = np.asarray(data.codes, dtype=np.int32)
    levels = np.array(list(data.categories), dtype=np.dtype("U"))
    attributes = converter.convert_to_r_attributes({"levels": levels, "class": "factor"})
    value = np.where(codes < 0, R_INT_NA, codes + 1).astype(np.int32)
    return build_r_object(RObjectType.INT, value=value, is_object=True, attributes=attributes)


FORMATS: dict[str, Callable[[PanelTable, Path], None]] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".dta": _stata,
    ".rds": _r,
}
