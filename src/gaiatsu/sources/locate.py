"""Find an external data set on this machine; nothing is downloaded."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from gaiatsu.errors import MissingData, OutputError

if TYPE_CHECKING:
    from gaiatsu.sources.records import DatasetInfo

__all__ = [
    "FORMATS",
    "VARIABLE",
    "data_folder",
    "file_digest",
    "find_file",
    "folder_to_look_in",
    "folder_to_write",
    "place_to_write",
    "require_file",
    "user_folder",
]

VARIABLE = "GAIATSU_DATA"
FORMATS = (".parquet", ".csv", ".tab", ".xlsx", ".xls", ".dta", ".rda", ".rds", ".RData")


def user_folder() -> Path:
    """Return the folder where data are kept when nobody names another.

    Returns
    -------
    Path
        A folder of the user's, by the custom of the operating system; it need not exist.
    """
    import platformdirs

    return platformdirs.user_data_path("gaiatsu", appauthor=False) / "data"


def folder_to_look_in(folder: Path | str | None = None) -> Path:
    """Return the data folder in use, there or not.

    Parameters
    ----------
    folder
        The folder; when left out the one that ``GAIATSU_DATA`` names, or else the user's own.

    Returns
    -------
    Path

    Raises
    ------
    MissingData
        A folder was named, and it is not there.
    """
    named = folder or os.environ.get(VARIABLE, "")
    return data_folder(named) if named else user_folder()


def place_to_write(folder: Path | str | None = None) -> Path:
    """Say where the folder for new data stands, or would stand; nothing is made.

    Parameters
    ----------
    folder
        The folder; the one of the environment or of the user when left out.

    Returns
    -------
    Path
    """
    named = folder or os.environ.get(VARIABLE, "")
    return Path(named) if named else user_folder()


def folder_to_write(folder: Path | str | None = None) -> Path:
    """Return the data folder in use, and make it where it is not there.

    Parameters
    ----------
    folder
        The folder; when left out the one that ``GAIATSU_DATA`` names, or else the user's own.

    Returns
    -------
    Path

    Raises
    ------
    OutputError
        It cannot be made.
    """
    path = place_to_write(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"The folder {path} cannot be made: {error.strerror or error}."
        raise OutputError(
            message, expected="a place that can be written to", todo="Name another with --data."
        ) from error
    return path


def data_folder(folder: Path | str | None = None) -> Path:
    """Return the folder of external data: the one named, or that of the environment, or the user's own.

    Parameters
    ----------
    folder
        The folder; when left out the one that the environment variable ``GAIATSU_DATA`` names, or else the
        user's own, if it exists.

    Raises
    ------
    MissingData
        None of them is there.
    """
    named = folder or os.environ.get(VARIABLE, "")
    own = user_folder()
    if not named and not own.is_dir():
        message = "No folder of external data was named."
        raise MissingData(
            message,
            expected="a folder that holds the data sets",
            todo=f"Name it with --data or in the environment variable {VARIABLE}; gaiatsu sources get NAME "
            f"downloads into {own}.",
        )
    path = Path(named) if named else own
    if not path.is_dir():
        message = f"{path} is not a folder."
        raise MissingData(
            message,
            expected="the folder that holds the data sets",
            todo=f"Name it with --data or in the environment variable {VARIABLE}.",
        )
    return path


def find_file(info: DatasetInfo, folder: Path) -> Path | None:
    """Find the file of a data set, in any format that is read, in its place or at the top of the folder.

    Parameters
    ----------
    info
        Registry entry of the data set.
    folder
        The data folder.

    Returns
    -------
    Path or None
        ``None`` where it is not there.
    """
    places = (Path(info.file), *map(Path, info.also), Path(Path(info.file).name))
    candidates = (folder / place.with_suffix(suffix) for place in places for suffix in _suffixes(place))
    return next((path for path in candidates if path.is_file()), None)


def _suffixes(place: Path) -> tuple[str, ...]:
    return (place.suffix, *(suffix for suffix in FORMATS if suffix != place.suffix))


def require_file(info: DatasetInfo, folder: Path) -> Path:
    """Return the file of a data set.

    Parameters
    ----------
    info
        Registry entry of the data set.
    folder
        The data folder.

    Returns
    -------
    Path

    Raises
    ------
    MissingData
        It is not there; the message says where to get it and where to put it.
    """
    path = find_file(info, folder)
    if path is None:
        message = f"The data set {info.name} ({info.title}) is not in {folder}."
        raise MissingData(
            message,
            expected=f"the file {info.file}, as Parquet or CSV or as the producer packs it",
            todo=f"Get it from {info.where} and put it there, or see gaiatsu sources get {info.name}.",
        )
    return path


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
