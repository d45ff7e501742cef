"""Tables of equilibria as files, moved into place whole."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from gaiatsu.errors import InvalidSpecification, OutputError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["check_table_target", "write_table"]

ENDINGS = (".csv", ".parquet")


def check_table_target(out: Path) -> None:
    """Refuse a file that cannot be written, before any work is done.

    Parameters
    ----------
    out
        The file.

    Raises
    ------
    InvalidSpecification
        If its ending is neither .csv nor .parquet.
    OutputError
        If its folder is not there.
    """
    if out.suffix.lower() not in ENDINGS:
        msg = f"The table {out} ends in {out.suffix or 'nothing'}."
        raise InvalidSpecification(msg, expected=" or ".join(ENDINGS), todo="Change --out.")
    if not out.parent.is_dir() or out.is_dir():
        msg = f"The table cannot be written to {out}."
        raise OutputError(msg, expected="a file in a folder that exists", todo="Change --out.")


def write_table(table: pl.DataFrame, out: Path) -> None:
    """Write a table as CSV or Parquet; what stood there stays until the new one is whole.

    Parameters
    ----------
    table
        The rows.
    out
        File that ends in .csv or .parquet.

    Raises
    ------
    InvalidSpecification
        If its ending is neither.
    OutputError
        If it cannot be written.
    """
    check_table_target(out)
    try:
        with tempfile.TemporaryDirectory(prefix=".table-", dir=out.parent) as beside:
            made = Path(beside) / out.name
            if out.suffix.lower() == ".csv":
                table.write_csv(made)
            else:
                table.write_parquet(made)
            made.replace(out)
    except OSError as error:
        msg = f"The table cannot be written to {out}: {error.strerror or error}."
        expected = "a folder with room that can be written"
        raise OutputError(msg, expected=expected, todo="Change --out.") from error
