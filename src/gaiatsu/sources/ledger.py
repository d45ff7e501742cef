"""The checksums of the files that were put into a data folder, so that a changed one is noticed.

Most producers publish no checksum, and what an address serves may change under the same name. The first file
of a set is verified by its content and its checksum is written down; a later one must be the same file, or
the user says that it may differ.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final

from gaiatsu.errors import InvalidData, OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.sources.records import Dataset

__all__ = ["LEDGER", "record", "recorded", "require_same"]

LEDGER: Final = "gaiatsu-checksums.json"


def recorded(place: Path) -> dict[str, str]:
    """Read the checksums on record.

    Parameters
    ----------
    place
        The data folder.

    Returns
    -------
    dict
        Name of a set -> SHA-256 of its file; empty where nothing was registered yet.

    Raises
    ------
    InvalidData
        The record cannot be read.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> record(folder, "cow_states", "c0af")
    >>> recorded(folder)
    {'cow_states': 'c0af'}
    """
    path = place / LEDGER
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        message = f"{path} cannot be read: {error}."
        raise InvalidData(message, expected=_FORM, todo=_MEND) from error
    if not isinstance(held, dict) or not all(isinstance(value, str) for value in held.values()):
        message = f"{path} holds something else than checksums by name of a set."
        raise InvalidData(message, expected=_FORM, todo=_MEND)
    return held


_FORM: Final = "a JSON object with a SHA-256 for each name of a set"
_MEND: Final = (
    "Mend it, or delete it: checksums are then recorded again by gaiatsu sources get and gaiatsu sources add."
)


def record(place: Path, name: str, digest: str) -> None:
    """Write down the checksum of a file that was put into the data folder.

    Parameters
    ----------
    place
        The data folder.
    name
        Name of the set.
    digest
        SHA-256 of its file.

    Raises
    ------
    InvalidData
        The record that is there cannot be read.
    OutputError
        It cannot be written.
    """
    held = recorded(place)
    if held.get(name) == digest:
        return
    path = place / LEDGER
    waiting = path.with_name(f".{LEDGER}.{os.getpid()}")
    try:
        waiting.write_text(json.dumps({**held, name: digest}, indent=1, sort_keys=True) + "\n", "utf-8")
        waiting.replace(path)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise OutputError(
            message, expected="a data folder that can be written to", todo="Name another with --data."
        ) from error
    finally:
        waiting.unlink(missing_ok=True)


def require_same(place: Path, read: Dataset, todo: str, origin: str = "") -> None:
    """Refuse a file that is neither the one on record nor the release that was examined.

    Parameters
    ----------
    place
        The data folder.
    read
        The set as read from the file.
    todo
        How the user can accept it.
    origin
        Where the file comes from, when it is not yet in the folder.

    Raises
    ------
    InvalidData
        It differs from the file on record.
    """
    before = recorded(place).get(read.name, "")
    if not before or read.recognized or read.digest == before:
        return
    message = (
        f"{origin or read.path} is not the file of {read.name} that was registered: its SHA-256 is "
        f"{read.digest}."
    )
    raise InvalidData(message, expected=f"SHA-256 {before}, as recorded in {place / LEDGER}", todo=todo)
