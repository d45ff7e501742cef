"""Put a data set into the data folder, after making sure that it is that set; and check what is there."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaiatsu.errors import InputError, InvalidData, MissingData, OutputError
from gaiatsu.sources import formats, ledger, locate, reading
from gaiatsu.sources.downloads import DOWNLOADS, Download, by_hand
from gaiatsu.sources.fetching import fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gaiatsu.sources.records import Dataset, DatasetInfo

__all__ = ["Registered", "Report", "add", "check", "get"]

STAGE: Final = ".incoming"
ACCEPT: Final = (
    "Its producer may have replaced it. Nothing was kept; if it may differ, say so with --accept-changed."
)


@dataclass(frozen=True)
class Registered:
    """A data set that was put into the data folder.

    Parameters
    ----------
    name
        Name of the set.
    path
        Where its file stands now.
    dataset
        What reading it gave.
    downloaded
        Whether it came from the network.
    verified_by
        How it was verified: ``checksum``, or ``content`` (columns, codes, keys) where the file is another
        packaging than the one examined.
    """

    name: str
    path: Path
    dataset: Dataset
    downloaded: bool
    verified_by: str


@dataclass(frozen=True)
class Report:
    """How a registered set stands in the data folder.

    Parameters
    ----------
    info
        Registry entry.
    status
        ``absent``; ``sound`` (the release examined); ``other release`` (readable, not that release); or
        ``fails``.
    path
        Its file, where there is one.
    dataset
        What reading it gave, where it could be read.
    problem
        Why it fails; empty where it does not.
    """

    info: DatasetInfo
    status: str
    path: Path | None = None
    dataset: Dataset | None = None
    problem: str = ""


def add(
    name: str, path: Path | str, folder: Path | str | None = None, *, replace: bool = False
) -> Registered:
    """Copy a downloaded file into its place in the data folder, after reading it as that set.

    Parameters
    ----------
    name
        Name of the set.
    path
        The file, in any format that is read.
    folder
        The data folder; the one of the environment or of the user when left out.
    replace
        Whether a file of that set that is there already may be replaced, or may differ from the one that
        was registered.

    Returns
    -------
    Registered
        Where it stands now, and what reading it gave.

    Raises
    ------
    UnknownName
        Nobody registered that name.
    MissingData
        There is no such file.
    InvalidData
        The file is not that set (where it looks like another, the message says which), or it is not the one
        that was registered. Nothing is written.
    OutputError
        The set is there already, or the data folder cannot be written to.
    """
    entry, source = reading.info(name), Path(path)
    if not source.is_file():
        message = f"{source} is not a file."
        raise MissingData(message, expected=f"a file that holds {entry.title}")
    place = locate.folder_to_write(folder)
    read = _read(entry, source, place)
    target = place / Path(entry.file).with_suffix(_ending(entry, source))
    before = locate.find_file(entry, place)
    if before is not None and not replace:
        message = f"{entry.name} stands in {before} already."
        raise OutputError(message, expected="a set that is not there yet", todo="Replace it with --replace.")
    if not replace:
        ledger.require_same(place, read, "If it may differ, say so with --replace.")
    _move_into_place(source, target)
    ledger.record(place, name, read.digest)
    if before is not None and not before.samefile(target):
        before.unlink()
    return Registered(name, target, read, downloaded=False, verified_by=_how(read))


def get(
    name: str,
    folder: Path | str | None = None,
    *,
    report: Callable[[int, int], None] | None = None,
    accept_changed: bool = False,
) -> Registered:
    """Download a set from its producer into the data folder.

    Parameters
    ----------
    name
        Name of the set.
    folder
        The data folder; the one of the environment or of the user when left out.
    report
        Called with the bytes that have arrived and the bytes expected.
    accept_changed
        Whether the file may differ from the one that was registered before; its checksum is then recorded.

    Returns
    -------
    Registered
        Where it stands now. A set that is there already is read and not downloaded again.

    Raises
    ------
    UnknownName
        Nobody registered that name.
    MissingData
        The set cannot be fetched by program (the message says where to get it by hand), or the server did
        not give it.
    InvalidData
        The checksum is not the known one or not the one on record, or the file is not that set. Nothing is
        written.
    OutputError
        The data folder cannot be written to.
    """
    entry = reading.info(name)
    place = locate.place_to_write(folder)
    present = locate.find_file(entry, place)
    if present is not None:
        read = _read(entry, present, place)
        _settle(place, read, accept_changed=accept_changed)
        return Registered(name, present, read, downloaded=False, verified_by=_how(read))
    chosen = DOWNLOADS.get(name)
    if chosen is None:
        message = f"{entry.title} cannot be downloaded by program, because {by_hand(name)}."
        raise MissingData(
            message,
            todo=f"Get it from {entry.where}, then run gaiatsu sources add {name} FILE.",
        )
    stage = place / STAGE
    fetched = _fetched(chosen, place, report)
    try:
        read = _read(entry, fetched, place)
        if not accept_changed:
            ledger.require_same(place, read, ACCEPT, chosen.url)
        target = place / Path(entry.file).with_suffix(_ending(entry, fetched))
        _move_into_place(fetched, target)
        ledger.record(place, name, read.digest)
    finally:
        fetched.unlink(missing_ok=True)
        _remove_if_empty(stage)
    how = "checksum" if chosen.sha256 else _how(read)
    return Registered(name, target, read, downloaded=True, verified_by=how)


def _fetched(chosen: Download, place: Path, report: Callable[[int, int], None] | None) -> Path:
    """Download into the data folder's stage; where nothing arrived, leave no folder that was not there."""
    stage = place / STAGE
    made = [folder for folder in (place, *place.parents) if not folder.exists()]
    locate.folder_to_write(place)
    try:
        return fetch(chosen, stage, report)
    finally:
        for folder in (stage, *made):
            _remove_if_empty(folder)


def check(names: Iterable[str] = (), folder: Path | str | None = None) -> tuple[Report, ...]:
    """Say of each set whether it is there, whether it is the release examined, and what is wrong with it.

    Parameters
    ----------
    names
        Names of sets; every registered one when left out.
    folder
        The data folder; the one of the environment or of the user when left out.

    Returns
    -------
    tuple of Report
        In the order of the names.

    Raises
    ------
    UnknownName
        Nobody registered one of the names.
    MissingData
        A folder was named that is not there.
    """
    chosen = [reading.info(name) for name in names] or list(reading.registry())
    place = locate.folder_to_look_in(folder)
    return tuple(_check(entry, place) for entry in chosen)


def _check(entry: DatasetInfo, place: Path) -> Report:
    path = locate.find_file(entry, place) if place.is_dir() else None
    if path is None:
        return Report(entry, "absent")
    try:
        read = reading.read_from(path, entry, place)
    except InputError as error:
        return Report(entry, "fails", path, problem=str(error))
    problem = _miscounted(entry, read) if read.digest == entry.digest else _changed(place, read)
    if problem:
        return Report(entry, "fails", path, read, problem)
    return Report(entry, "sound" if read.recognized else "other release", path, read)


def _settle(place: Path, read: Dataset, *, accept_changed: bool) -> None:
    """Refuse a file that was changed where it stands, or record that it may differ."""
    if accept_changed:
        ledger.record(place, read.name, read.digest)
    else:
        ledger.require_same(place, read, reading.CHANGED.format(name=read.name, path=read.path))


def _changed(place: Path, read: Dataset) -> str:
    try:
        _settle(place, read, accept_changed=False)
    except InvalidData as error:
        return str(error)
    return ""


def _miscounted(entry: DatasetInfo, read: Dataset) -> str:
    """Say where the release that was examined does not show the rows that the registry states."""
    wrong = [found for found in read.defects if found.rows != (found.defect.rows or 0)]
    if not wrong:
        return ""
    listed = ", ".join(
        f"{found.defect.id} {found.rows} instead of {found.defect.rows or 0}" for found in wrong
    )
    return f"{entry.name}: the rows that show its defects are not those registered: {listed}."


def _read(entry: DatasetInfo, path: Path, place: Path) -> Dataset:
    try:
        return reading.read_from(path, entry, place)
    except InvalidData as error:
        others = _lookalikes(path, entry)
        if not others:
            raise
        message = f"{path} is not {entry.name}: {error.what}"
        raise InvalidData(
            message,
            expected=error.expected,
            todo=f"Its columns are those of {others}: if it is that set, register it under that name.",
        ) from error


def _lookalikes(path: Path, entry: DatasetInfo) -> str:
    """Names of the other sets all of whose columns stand in the file, those with the most columns."""
    try:
        present = set(formats.read_raw(path).columns)
    except InvalidData:
        return ""
    wanted = {
        other.name: {column.header for column in other.columns}
        for other in reading.registry()
        if other.name != entry.name
    }
    fitting = {name: len(columns) for name, columns in wanted.items() if columns <= present}
    return " or ".join(name for name, count in fitting.items() if count == max(fitting.values()))


def _ending(entry: DatasetInfo, path: Path) -> str:
    known = {ending.lower(): ending for ending in locate.FORMATS}
    return known.get(path.suffix.lower(), Path(entry.file).suffix)


def _how(read: Dataset) -> str:
    return "checksum" if read.recognized else "content"


def _move_into_place(source: Path, target: Path) -> None:
    """Copy under a temporary name, then rename, so that no half-written file is ever found."""
    if target.exists() and target.samefile(source):
        return
    waiting = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, waiting)
        waiting.replace(target)
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror or error}."
        raise OutputError(
            message, expected="a data folder that can be written to", todo="Name another with --data."
        ) from error
    finally:
        waiting.unlink(missing_ok=True)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
