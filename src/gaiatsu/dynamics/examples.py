"""Settings small enough for examples, tests and benchmarks; they stand for no dyad."""

from __future__ import annotations

import numpy as np

from gaiatsu.dynamics.setting import Demands, ElitePlan, Founding, Setting

__all__ = ["quiet_setting"]


def quiet_setting(start: int, stop: int, *, shocks: tuple[float, ...] = ()) -> Setting:
    """Two founding cohorts, dependence that falls slowly, a demand in most years.

    Parameters
    ----------
    start, stop
        First year, and the year after the last.
    shocks
        Dates of shocks of full weight.

    Returns
    -------
    Setting

    Examples
    --------
    >>> len(quiet_setting(1970, 2000).years)
    30
    """
    ratio = np.linspace(5.0, 2.5, stop - start)
    level = np.where(np.arange(start, stop) >= start + (stop - start) // 2, 1.0, 0.0)
    demands = Demands(
        per_year=0.7,
        mix=(0.4, 0.3, 0.2, 0.1),
        threatened_cost=(0.6, 0.5, 0.3, 0.3),
        public_posture=(0.6, 0.5, 0.4, 0.4),
        unilateral=(0.8, 0.6, 0.2, 0.2),
        authorized=(0.0, 0.2, 0.0, 0.0),
        linkage=(0.0, 0.0, 0.2, 0.0),
        target_in_violation=(0.0, 0.5, 0.0, 0.2),
    )
    founding = (
        Founding("occupation", start - 18.0 + 0.32, "imprint_occupation", "imprint_occupation"),
        Founding("alliance", float(start), "imprint_alliance_security", "imprint_alliance_economic"),
    )
    return Setting(
        origin=start,
        start=start,
        stop=stop,
        dependence_ratio=ratio,
        asymmetry=np.log(ratio) / np.log(5.0),
        dispute_settlement=level,
        violation_elsewhere=1.0 - level,
        elites=ElitePlan(founding, start, steps_per_year=1),
        demands=((start, demands),),
        shock_dates=shocks,
        shock_weights=(1.0,) * len(shocks),
    )
