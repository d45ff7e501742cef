"""Sweeps over parameters, scenarios, strategies, worlds and prior sets, here or on a Dask cluster."""

from gaiatsu.studies.sweeps.plan import SweepPlan, plan_sweep
from gaiatsu.studies.sweeps.pool import Computing
from gaiatsu.studies.sweeps.spec import SweepSpec, find_sweep, sweep_names
from gaiatsu.studies.sweeps.study import SweepResult, seconds_of, sweep

__all__ = [
    "Computing",
    "SweepPlan",
    "SweepResult",
    "SweepSpec",
    "find_sweep",
    "plan_sweep",
    "seconds_of",
    "sweep",
    "sweep_names",
]
