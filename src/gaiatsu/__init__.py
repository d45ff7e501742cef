"""An executable, testable theory of coercive international bargaining.

The names below are the shop window: each is loaded when it is first asked for, so that ``import gaiatsu``
stays quick. Everything else lives in a room of its own, described in ARCHITECTURE.md.

Examples
--------
>>> import gaiatsu
>>> gaiatsu.DemandType("results").label
'results-oriented'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from gaiatsu._version import __version__

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet, Episode, Patch, apply_patch, load
    from gaiatsu.claims import bibliography, cite, claim
    from gaiatsu.context.panel import episode_panel
    from gaiatsu.context.record import event_record
    from gaiatsu.errors import GaiatsuError, Problem
    from gaiatsu.estimation.ordinal import OrdinalDesign, fit_bayes, fit_penalized
    from gaiatsu.report.bundle import write
    from gaiatsu.report.compose import compose
    from gaiatsu.report.panel import panel
    from gaiatsu.studies.external import external_panel
    from gaiatsu.studies.falsify import falsify
    from gaiatsu.studies.figure1 import figure1
    from gaiatsu.studies.figure2 import figure2
    from gaiatsu.studies.ordered import ordered_models
    from gaiatsu.studies.power import power
    from gaiatsu.studies.replicate import replicate
    from gaiatsu.studies.rivals import rivals
    from gaiatsu.studies.state import relationship_state, state_study
    from gaiatsu.studies.table1 import table1
    from gaiatsu.terms import Backlash, Channel, Concession, DemandType

__all__ = [
    "Backlash",
    "CaseSet",
    "Channel",
    "Concession",
    "DemandType",
    "Episode",
    "GaiatsuError",
    "OrdinalDesign",
    "Patch",
    "Problem",
    "__version__",
    "apply_patch",
    "bibliography",
    "cite",
    "claim",
    "compose",
    "episode_panel",
    "event_record",
    "external_panel",
    "falsify",
    "figure1",
    "figure2",
    "fit_bayes",
    "fit_penalized",
    "load",
    "ordered_models",
    "panel",
    "power",
    "relationship_state",
    "replicate",
    "rivals",
    "state_study",
    "table1",
    "write",
]

_HOME = {
    "Backlash": "terms",
    "CaseSet": "cases",
    "Channel": "terms",
    "Concession": "terms",
    "DemandType": "terms",
    "Episode": "cases",
    "GaiatsuError": "errors",
    "OrdinalDesign": "estimation.ordinal",
    "Patch": "cases",
    "Problem": "errors",
    "apply_patch": "cases",
    "bibliography": "claims",
    "cite": "claims",
    "claim": "claims",
    "compose": "report.compose",
    "episode_panel": "context.panel",
    "event_record": "context.record",
    "external_panel": "studies.external",
    "falsify": "studies.falsify",
    "figure1": "studies.figure1",
    "figure2": "studies.figure2",
    "fit_bayes": "estimation.ordinal",
    "fit_penalized": "estimation.ordinal",
    "load": "cases",
    "ordered_models": "studies.ordered",
    "panel": "report.panel",
    "power": "studies.power",
    "relationship_state": "studies.state",
    "replicate": "studies.replicate",
    "rivals": "studies.rivals",
    "state_study": "studies.state",
    "table1": "studies.table1",
    "write": "report.bundle",
}


def __getattr__(name: str) -> Any:
    """Load a name of the shop window from the room that holds it."""
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
