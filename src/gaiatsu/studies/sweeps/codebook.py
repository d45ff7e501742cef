"""What the columns of a sweep's results mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gaiatsu.dynamics.summaries import MEASURES
from gaiatsu.dynamics.worlds import find_world
from gaiatsu.strategy.library import find_strategy
from gaiatsu.studies.sweeps.spec import FIRST_REFUSAL
from gaiatsu.theory.parameters import find_parameter

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.studies.sweeps.plan import SweepPlan

__all__ = ["codebook", "meaning_of"]

_STATES: Final = {
    "hierarchy": "deference in an economic issue at the start of a year, 0-1",
    "hierarchy_security": "deference on the security side at the start of a year, 0-1",
    "hierarchy_economic": "deference on the economic side at the start of a year, 0-1",
    "trust_of_sender": "the target's trust of the sender at the start of a year, 0-1",
    "trust_of_target": "the sender's trust of the target at the start of a year, 0-1",
    "resolve": "the sender's reputation for following through at the start of a year, 0-1",
    "credibility": "credibility of the demand's threat, 0-1",
    "legitimacy": "procedural legitimacy of the demand, 0-1",
    "depth": "depth of the demand, 0-1",
    "change_replacement": "change of hierarchy over the period from later cohorts reaching the top",
    "change_careers": "change of hierarchy over the period from fewer security careers in economic posts",
    "change_drift": "change of hierarchy over the period from the material position's pull in quiet years",
    "change_shock": "change of hierarchy over the period from what shocks added to that pull",
    "change_interaction": "change of hierarchy over the period from backlash and security threats",
    FIRST_REFUSAL: "year of the first demand of the period that won nothing",
}
_COLUMNS: Final = {
    "cell": "number of the cell, from 0",
    "scenario": "scenario of the cell",
    "strategy": "what the sender does",
    "world": "whose account of the relationship holds",
    "prior": "prior set of the parameters that are not set",
    "measure": "what is measured; see measures",
    "demand": "demand type that an outcome is taken over, or all",
    "period": "word of the period in the sweep file",
    "first": "first year of the period",
    "last": "last year of the period",
    "value": "mean over the relationships; of first_refusal the median year, infinite where fewer than half "
    "of them had a refusal in the period; missing where nothing of the kind happened",
    "error": "simulation error of the mean: what another seed would change; cells share draws "
    "and luck, so that a difference between them is usually surer than both errors say; missing for medians",
    "low": "5 % quantile over the sets of parameters of their own means; of first_refusal over "
    "the relationships",
    "high": "95 % quantile of the same",
    "share": "share of the sets of parameters with an event; of first_refusal, of the relationships with a "
    "refusal in the period",
    "events": "how many values the mean is over: demands, threats, or relationships times years",
}


def meaning_of(measure: str) -> str:
    """Say what a measure is.

    Examples
    --------
    >>> meaning_of("refused")
    'share of demands that won nothing'
    """
    return MEASURES.get(measure) or _STATES[measure]


def codebook(plan: SweepPlan, frame: pl.DataFrame) -> dict[str, Any]:
    """Describe the results, column by column.

    Parameters
    ----------
    plan
        The sweep.
    frame
        Its results.

    Returns
    -------
    dict
        Plain values: ``columns``, ``measures``, ``strategies`` and ``worlds``.
    """
    spec = plan.spec
    return {
        "rows": "one a cell, measure, demand type and period",
        "reads": "Parameters that are not set are drawn from the prior set and nothing is fitted: "
        "the numbers say what follows from the beliefs.",
        "columns": [
            {
                "name": name,
                "type": str(dtype),
                "meaning": _meaning(name),
                "missing": frame[name].null_count(),
            }
            for name, dtype in frame.schema.items()
        ],
        "measures": {name: meaning_of(name) for name in spec.measures},
        "strategies": {name: find_strategy(name).summary for name in spec.strategies},
        "worlds": {name: find_world(name).supposes for name in spec.worlds},
    }


def _meaning(column: str) -> str:
    if column in _COLUMNS:
        return _COLUMNS[column]
    parameter = find_parameter(column.removeprefix("set_"))
    return f"parameter {parameter.name} set to this number: {parameter.meaning}"
