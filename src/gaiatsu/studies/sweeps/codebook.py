"""What the columns of a sweep's results mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gaiatsu.dynamics.summaries import MEASURES
from gaiatsu.dynamics.worlds import find_world
from gaiatsu.studies.sweeps.spec import FIRST_REFUSAL
from gaiatsu.theory.parameters import find_parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

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


_DIFFERENCES: Final = {
    "partner": "number of the cell that this one is compared with: the same, but the baseline on the axis",
    "axis": "in what the two cells differ: scenario, strategy, world, prior, point or a parameter",
    "level": "value of the axis in the cell",
    "baseline": "value of the axis in the partner",
    "one": "mean in the cell; of first_refusal the mean year, with the year after the period where there was "
    "no refusal",
    "other": "mean in the partner, likewise",
    "difference": "one less other; both have the same sets of parameters and the same luck",
    "error": "simulation error of the difference: what another seed would change",
    "low": "5 % quantile over the sets of parameters of the difference of their own means; for outcomes it "
    "holds the luck of a set's relationships too",
    "high": "95 % quantile of the same",
    "identical": "whether every set of parameters has the same numbers in both",
}
_INTERACTIONS: Final = {
    "axis": "an axis",
    "level": "its value; the baseline is that of the sweep",
    "other_axis": "another axis",
    "other_level": "its value",
    "with_other": "what the first value changes against its baseline where the second value holds",
    "alone": "the same where the second axis is at its baseline; all other axes are at theirs in both",
    "interaction": "with_other less alone",
    "error": "simulation error of the interaction: what another seed would change",
    "low": "5 % quantile over the sets of parameters of their own interactions; it holds luck too",
    "high": "95 % quantile of the same",
}
_OF: Final = {"differences": _DIFFERENCES, "interactions": _INTERACTIONS}
_ROWS: Final = {
    "results": "one a cell, measure, demand type and period",
    "differences": "one a cell, axis on which it is not the baseline, measure, demand type and period; cells "
    "of different scenarios are compared over the same years only",
    "interactions": "one a pair of values of two axes, measure, demand type and period",
}
_DRAWS: Final = (
    "The files in draws hold a row for each set of parameters, the same in every cell: sum_0 and number_0 "
    "are the sum and the number of the values behind the first row of the cell in the results, sum_1 and "
    "number_1 those of the second, and so on. Of first_refusal the sum is that of years, with the year after "
    "the period where there was no refusal."
)


def meaning_of(measure: str) -> str:
    """Say what a measure is.

    Examples
    --------
    >>> meaning_of("refused")
    'share of demands that won nothing'
    """
    return MEASURES.get(measure) or _STATES[measure]


def codebook(plan: SweepPlan, tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """Describe the tables of a sweep, column by column.

    Parameters
    ----------
    plan
        The sweep.
    tables
        ``results``, and where cells were compared ``differences`` and ``interactions``.

    Returns
    -------
    dict
        Plain values: ``columns`` of the results, the other tables by name, ``draws``, ``measures``,
        ``strategies`` and ``worlds``.
    """
    spec = plan.spec
    others = {name: frame for name, frame in tables.items() if name != "results"}
    return {
        "rows": _ROWS["results"],
        "reads": "Parameters that are not set are drawn from the prior set and nothing is fitted: "
        "the numbers say what follows from the beliefs.",
        "columns": _columns("results", tables["results"]),
        **{name: {"rows": _ROWS[name], "columns": _columns(name, frame)} for name, frame in others.items()},
        **({"baseline": plan.baseline, "draws": _DRAWS} if others else {}),
        "measures": {name: meaning_of(name) for name in spec.measures},
        "strategies": {one.name: one.summary for one in plan.strategies},
        "worlds": {name: find_world(name).supposes for name in spec.worlds},
    }


def _columns(table: str, frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "type": str(dtype),
            "meaning": _meaning(table, name),
            "missing": frame[name].null_count(),
        }
        for name, dtype in frame.schema.items()
    ]


def _meaning(table: str, column: str) -> str:
    known = _OF.get(table, {}) | {
        name: said for name, said in _COLUMNS.items() if name not in _OF.get(table, {})
    }
    if column in known:
        return known[column]
    parameter = find_parameter(column.removeprefix("set_"))
    return f"parameter {parameter.name} set to this number: {parameter.meaning}"
