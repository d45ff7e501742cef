"""The crisis game as a user specifies it: a file of formulas, a file of crises."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from gaiatsu.cases.document import Document, read
from gaiatsu.errors import InvalidData, InvalidSpecification
from gaiatsu.estimation.signalling.design import GameFormulas
from gaiatsu.theory.crisis_game import NAMES, OUTCOMES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["read_columns", "read_formulas"]

KEYS: Final = ("outcomes", "payoffs", "fixed", "cluster", "depths")


def read_formulas(path: Path) -> GameFormulas:
    """Read which regressors move which payoff.

    Parameters
    ----------
    path
        YAML or JSON with ``outcomes`` (the column of each count), ``payoffs`` (a formula each), and where
        wanted ``fixed`` (numbers), ``cluster`` (the column of the dyad) and ``depths`` (three columns that
        count nominal, partial and large concessions).

    Returns
    -------
    GameFormulas
        The specification.

    Raises
    ------
    InvalidSpecification
        If the file cannot be read, a key is unknown, missing or of the wrong kind; the message names the
        line.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> text = "outcomes: {status_quo: sq, concession: cd, stand_firm: sf, back_down: bd}" + chr(10)
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "game.yaml")
    ...     _ = file.write_text(text + "payoffs: {sender_prize: 1, target_stand_firm: ally + 0}")
    ...     read_formulas(file).payoffs["target_stand_firm"]
    'ally + 0'
    """
    document = read(path)
    if document.problems:
        problem = document.problems[0]
        _refuse(document, (), f"line {problem.row}: {problem.message}", "one key, one value")
    whole = _mapping(document, ())
    for key in whole:
        if key not in KEYS:
            _refuse(document, (key,), f"{key!r} is not known", f"one of {', '.join(KEYS)}")
    for key in ("outcomes", "payoffs"):
        if key not in whole:
            _refuse(document, (), f"{key!r} is missing", f"{key}: a value for each name")
    outcomes = {name: str(value) for name, value in _named(document, "outcomes", OUTCOMES).items()}
    payoffs = {name: str(value) for name, value in _named(document, "payoffs", NAMES).items()}
    cluster = whole.get("cluster")
    return GameFormulas(
        payoffs=payoffs,
        fixed=_numbers(document),
        outcomes=outcomes,
        cluster=None if cluster is None else str(cluster),
        depths=_depths(document),
    )


def read_columns(path: Path) -> Mapping[str, NDArray[Any]]:
    """Read a table of crises as columns: numbers where a column holds numbers, words elsewhere.

    Parameters
    ----------
    path
        Parquet, CSV, Excel, Stata or R, told by the ending.

    Returns
    -------
    mapping
        Arrays by column; gaps in numbers are nan.

    Raises
    ------
    InvalidData
        If the file cannot be read or has no row.
    """
    import polars as pl

    from gaiatsu.sources.formats import read_raw

    table = read_raw(path, nulls=("", "NA", "."))
    if not table.height:
        msg = f"{path} holds no row."
        raise InvalidData(msg, expected="one row a game", todo="Check the file.")
    columns: dict[str, np.ndarray[Any, Any]] = {}
    for column in table.iter_columns():
        numbers = column.cast(pl.Float64, strict=False)
        words = numbers.null_count() > column.null_count()
        columns[column.name] = (column if words else numbers).to_numpy()
    return columns


def _mapping(document: Document, loc: tuple[str, ...]) -> Mapping[str, Any]:
    value = document.tree
    for key in loc:
        value = value[key]
    if not isinstance(value, Mapping):
        what = f"{loc[-1] if loc else 'the file'} holds {type(value).__name__}"
        _refuse(document, loc, what, "names and values, such as 'sender_prize: ally'")
    return value


def _named(document: Document, key: str, names: tuple[str, ...]) -> Mapping[str, Any]:
    found = _mapping(document, (key,))
    for name, value in found.items():
        if name not in names:
            _refuse(document, (key, name), f"{name!r} is not known in {key}", f"one of {', '.join(names)}")
        if isinstance(value, (Mapping, list)) or value is None:
            _refuse(document, (key, name), f"{name} of {key} holds {value!r}", "one word, number or formula")
    return found


def _numbers(document: Document) -> dict[str, float]:
    if "fixed" not in document.tree:
        return {}
    found = {}
    for name, value in _named(document, "fixed", NAMES).items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            _refuse(document, ("fixed", name), f"{name} is fixed at {value!r}", "a number")
        found[name] = float(value)
    return found


def _depths(document: Document) -> tuple[str, ...]:
    columns = document.tree.get("depths")
    if columns is None:
        return ()
    if not isinstance(columns, list) or len(columns) != 3:
        _refuse(document, ("depths",), f"depths holds {columns!r}", "three columns: nominal, partial, large")
    return tuple(str(column) for column in columns)


def _refuse(document: Document, loc: tuple[str, ...], what: str, expected: str) -> NoReturn:
    row = document.row(loc)
    where = f"{document.file}, line {row}" if row else document.file
    msg = f"{where}: {what}."
    raise InvalidSpecification(msg, expected=expected, todo="Mend the file.")
