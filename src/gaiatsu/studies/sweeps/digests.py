"""Digests of what a cell's numbers hang on beside its words: the content of a strategy, and the code."""

from __future__ import annotations

import hashlib
import re
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np

__all__ = ["content_of", "is_read", "source_digest", "source_of_release"]

_READ: Final = (
    *("terms", "numerics", "inference", "theory", "context", "dynamics", "strategy"),
    *("studies/calibration", "studies/simulate", "studies/sweeps"),
)
"""Folders whose modules a cell may load, with all in them."""
_OWN: Final = ("", "studies")
"""Folders of which it may load the modules that stand in them alone."""

_UNRELEASED: Final = re.compile(r"\.dev|\+")


def content_of(value: Any) -> Any:
    """Turn a record into plain values that JSON can hold, every number whole.

    Two strategies or settings have the same content where they do the same, whatever they are called.

    Parameters
    ----------
    value
        A frozen record, array, sequence, mapping, function or plain value.

    Returns
    -------
    Any

    Examples
    --------
    >>> from gaiatsu.strategy.package import Package
    >>> content_of(Package(stretch=0.5))["stretch"]
    0.5
    """
    if is_dataclass(value) and not isinstance(value, type):
        said = {field.name: content_of(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__qualname__, **said}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {str(key): content_of(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [content_of(item) for item in value]
    if callable(value):
        return f"{value.__module__}.{value.__qualname__}"
    return value


def source_of_release() -> str:
    """Name the code that computes cells: nothing for a release, which its version names already.

    Returns
    -------
    str
        `source_digest` of the package while its version is one of development; otherwise empty.
    """
    return source_digest() if _UNRELEASED.search(version("gaiatsu")) else ""


def is_read(module: str) -> bool:
    """Whether a module is among those that a cell may load.

    Parameters
    ----------
    module
        Path relative to the package, such as ``theory/tactics.py``.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_read("theory/tactics.py"), is_read("report/html.py")
    (True, False)
    """
    own = module.rpartition("/")[0] in _OWN
    return own or module.startswith(tuple(f"{folder}/" for folder in _READ))


@cache
def source_digest(folder: Path | None = None) -> str:
    """Digest of the package's own code, as far as a cell can load it.

    Parameters
    ----------
    folder
        Folder of the package; the installed one when left out. It is read once a process.

    Returns
    -------
    str
        SHA-256 of these modules by path; ends of lines do not count.

    Examples
    --------
    >>> len(source_digest())
    64
    """
    place = folder or Path(str(files("gaiatsu")))
    modules = {path.relative_to(place).as_posix(): path for path in place.rglob("*.py")}
    found = hashlib.sha256()
    for name in sorted(filter(is_read, modules)):
        text = modules[name].read_bytes().replace(b"\r\n", b"\n")
        found.update(f"{name}\0{len(text)}\0".encode())
        found.update(text)
    return found.hexdigest()
