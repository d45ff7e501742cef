"""Episodes as documents: records, schema, patches, catalog."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gaiatsu.cases.codings import Change as Change
    from gaiatsu.cases.codings import Patch as Patch
    from gaiatsu.cases.codings import apply_patch as apply_patch
    from gaiatsu.cases.codings import paths as paths
    from gaiatsu.cases.codings import scaffold as scaffold
    from gaiatsu.cases.dates import decimal_year as decimal_year
    from gaiatsu.cases.gaps import Coverage as Coverage
    from gaiatsu.cases.gaps import complete_fields as complete_fields
    from gaiatsu.cases.gaps import coverage as coverage
    from gaiatsu.cases.gaps import require_fields as require_fields
    from gaiatsu.cases.loader import catalog as catalog
    from gaiatsu.cases.loader import check as check
    from gaiatsu.cases.loader import examine as examine
    from gaiatsu.cases.loader import is_patch as is_patch
    from gaiatsu.cases.loader import load as load
    from gaiatsu.cases.loader import load_patch as load_patch
    from gaiatsu.cases.loader import patches as patches
    from gaiatsu.cases.records import CODED_FIELDS as CODED_FIELDS
    from gaiatsu.cases.records import OPEN_FIELDS as OPEN_FIELDS
    from gaiatsu.cases.records import CaseSet as CaseSet
    from gaiatsu.cases.records import Coded as Coded
    from gaiatsu.cases.records import Episode as Episode
    from gaiatsu.cases.records import Event as Event
    from gaiatsu.cases.records import Fact as Fact
    from gaiatsu.cases.records import Series as Series
    from gaiatsu.cases.records import Statement as Statement
    from gaiatsu.cases.records import Subject as Subject
    from gaiatsu.cases.records import Uncoded as Uncoded
    from gaiatsu.cases.second_look import doubts as doubts
    from gaiatsu.cases.writing import write as write

_HOMES = {
    "codings": ("Change", "Patch", "apply_patch", "paths", "scaffold"),
    "gaps": ("Coverage", "complete_fields", "coverage", "require_fields"),
    "dates": ("decimal_year",),
    "loader": ("catalog", "check", "examine", "is_patch", "load", "load_patch", "patches"),
    "second_look": ("doubts",),
    "writing": ("write",),
    "records": (
        "CODED_FIELDS",
        "OPEN_FIELDS",
        "CaseSet",
        "Coded",
        "Episode",
        "Event",
        "Fact",
        "Series",
        "Statement",
        "Subject",
        "Uncoded",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """Load a room's module when one of its names is asked for; pydantic is slow to start."""
    if name not in _HOME_OF:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    """Names on offer."""
    return sorted({*globals(), *_HOME_OF})
