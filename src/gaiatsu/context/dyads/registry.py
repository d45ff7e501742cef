"""Names of the additions and where each is defined; a module is loaded when its addition is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from gaiatsu.errors import UnknownName

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Addition

__all__ = ["ADDITIONS", "addition"]

# name -> module of this folder that defines it as the constant ADDITION
ADDITIONS: dict[str, str] = {
    "trade": "trade",
    "cinc": "cinc",
    "alliance": "alliance",
    "troops": "troops",
    "idealpoints": "idealpoints",
    "gatt_wto": "gatt_wto",
    "igo": "igo",
    "rivalry": "rivalry",
    "leaders": "leaders",
    "elections": "elections",
    "cabinets": "cabinets",
    "hierarchy": "hierarchy",
    "capital": "capital",
    "gdp": "gdp",
    "democracy": "democracy",
    "majors": "majors",
    "disputes": "disputes",
    "contiguity": "contiguity",
    "capital_distance": "capital_distance",
    "min_distance": "min_distance",
    "distance": "distance",
    "hierarchy_social": "social.hierarchy",
    "record": "social.record",
    "procedure": "social.procedure",
    "generations": "social.generations",
    "interaction": "social.interaction",
}


def addition(name: str) -> Addition:
    """Return the addition of a name.

    Parameters
    ----------
    name
        The word after ``--add``.

    Returns
    -------
    Addition

    Raises
    ------
    UnknownName
        Nobody registered it.
    """
    if name not in ADDITIONS:
        message = f"No addition to the panel is called {name!r}."
        raise UnknownName(
            message,
            expected="one of " + ", ".join(ADDITIONS),
            todo="See gaiatsu panel --list.",
        )
    module = import_module(f"gaiatsu.context.dyads.{ADDITIONS[name]}")
    found: Addition = module.ADDITION
    return found
