"""External data sets: what they hold, where they come from, what is wrong with them, and how to read them.

Nothing is read before it is asked for, and nothing touches the network but :func:`get`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gaiatsu.sources.locate import data_folder
    from gaiatsu.sources.reading import available, info, read, registry
    from gaiatsu.sources.records import Action, Column, Dataset, DatasetInfo, Defect, FoundDefect, Kind
    from gaiatsu.sources.registering import add, check, get

__all__ = [
    "Action",
    "Column",
    "Dataset",
    "DatasetInfo",
    "Defect",
    "FoundDefect",
    "Kind",
    "add",
    "available",
    "check",
    "data_folder",
    "get",
    "info",
    "read",
    "registry",
]

_HOMES = {
    "records": ("Action", "Column", "Dataset", "DatasetInfo", "Defect", "FoundDefect", "Kind"),
    "reading": ("available", "info", "read", "registry"),
    "locate": ("data_folder",),
    "registering": ("add", "check", "get"),
}


def __getattr__(name: str) -> Any:
    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{home}"), name)
