"""The explanations that are set against each other, each over its own dated series.

A material rival is built from material series and the episodes' dates, and from nothing else. The social
mechanisms are built from the relationship's state. Both end in the same record, so that they are scored
alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from gaiatsu.context.series import MaterialSeries, Reading
from gaiatsu.estimation.compare.explanation import Course
from gaiatsu.estimation.compare.ordering import Onset, fall_onset
from gaiatsu.estimation.compare.timing import PathTiming, path_timing, step_timing
from gaiatsu.studies.state import relationship_state, terms
from gaiatsu.theory.social import SOCIAL_MECHANISMS

if TYPE_CHECKING:
    from gaiatsu.context.panel import Panel
    from gaiatsu.context.record import EventRecord
    from gaiatsu.studies.state import StateDraws
    from gaiatsu.theory.rivals import Rival

__all__ = [
    "Explanation",
    "Kind",
    "Status",
    "material_explanation",
    "social_explanations",
    "study_years",
    "yardsticks",
    "yearly_panel",
]

Floats = NDArray[np.float64]
Kind = Literal["material", "social", "both", "yardstick"]
Status = Literal["scored", "data needed", "no series exists"]

SOCIAL_TERMS: Final = ("hierarchy", "legitimacy", "trust")
"""Terms of eq. 2 whose equally weighted sum is the social context as a whole."""
PATH_DRAWS: Final = 32
"""Draws of the state by which a social mechanism's course over the years is described."""
HALF: Final = "half of its fall"


@dataclass(frozen=True, eq=False)
class Explanation:
    """A named explanation with the series it stands on.

    Parameters
    ----------
    id, title
        Its name in tables and in prose.
    kind
        ``material``, ``social``, ``both`` (the article's conjunction) or ``yardstick`` (what the others
        have to beat).
    claim
        What it says.
    objection
        What the article holds against it; empty for its own mechanisms.
    sign
        Direction of its series' effect on concessions; 0 where it fixes none.
    status
        Whether it can be scored.
    reason
        Why not, or what its course was read from.
    series
        Names of its series.
    course
        Its values at the episodes, by lag; ``None`` where it cannot be scored.
    timing
        How it moved over the years.
    onset
        When it began to work against the sender.
    """

    id: str
    title: str
    kind: Kind
    claim: str
    objection: str = ""
    sign: int = 1
    status: Status = "scored"
    reason: str = ""
    series: tuple[str, ...] = ()
    course: Course | None = None
    timing: PathTiming | None = None
    onset: Onset | None = None


def study_years(dates: Floats) -> Floats:
    """Calendar years over which causes are described: from the year before the first episode to the last.

    Examples
    --------
    >>> study_years(np.array([1978.5, 1981.2])).tolist()
    [1977.0, 1978.0, 1979.0, 1980.0, 1981.0]
    """
    return np.arange(np.floor(dates.min()) - 1.0, np.floor(dates.max()) + 1.0)


def material_explanation(rival: Rival, series: Mapping[str, MaterialSeries], dates: Floats) -> Explanation:
    """Build a material rival from material series and the dates of the episodes.

    Parameters
    ----------
    rival
        The rival.
    series
        Material series by name.
    dates
        When each episode was decided, decimal years.

    Returns
    -------
    Explanation
        With a course where the series are there and reach far enough back, otherwise with the reason.
    """
    missing = [name for name in rival.series if name not in series]
    if rival.missing:
        return _unscored(rival, "no series exists", rival.missing)
    if missing:
        return _unscored(
            rival, "data needed", f"The series {', '.join(missing)} is not among the data loaded."
        )
    lags = _lags(rival, series, dates)
    if not lags:
        return _unscored(rival, "data needed", "Its series starts after the first episode.")
    sign = float(rival.sign or 1)
    values = np.stack([sign * np.asarray(rival.covariate(series, dates, lag), dtype=float) for lag in lags])
    timing, onset = _movement(rival, series, dates)
    return Explanation(
        rival.id,
        rival.title,
        "material",
        rival.claim,
        objection=rival.article,
        sign=rival.sign,
        reason="; ".join(sorted({series[name].source for name in rival.series})),
        series=rival.series,
        course=Course(values, lags),
        timing=timing,
        onset=onset,
    )


def _unscored(rival: Rival, status: Status, reason: str) -> Explanation:
    return Explanation(
        rival.id,
        rival.title,
        "material",
        rival.claim,
        objection=rival.article,
        sign=rival.sign,
        status=status,
        reason=reason,
        series=rival.series,
    )


def _lags(rival: Rival, series: Mapping[str, MaterialSeries], dates: Floats) -> tuple[float, ...]:
    """Whole years of lag that the rival allows and its series reach back to."""
    low, high = rival.lag_range
    years = np.arange(ceil(low), high + 1e-9)
    return tuple(
        float(lag)
        for lag in years
        if all(series[name].covers(dates, lag=float(lag)) for name in rival.series)
    )


def _movement(rival: Rival, series: Mapping[str, MaterialSeries], dates: Floats) -> tuple[PathTiming, Onset]:
    used = [series[name] for name in rival.series]
    if all(one.reading is Reading.STEP for one in used):
        return _stepwise(rival, series, dates)
    years = study_years(dates)
    first = max(one.years[0] for one in used)
    last = min(one.years[-1] for one in used if one.reading is Reading.ANNUAL or one is used[0])
    years = years[(years >= first) & (years <= last)]
    path = float(rival.sign or 1) * np.asarray(
        rival.covariate(series, years + 0.5, rival.lag_range[0]), float
    )
    timing = path_timing(years + 0.5, path[None], required=rival.sign != 0)
    return timing, Onset(rival.id, fall_onset(years, path), HALF)


def _stepwise(rival: Rival, series: Mapping[str, MaterialSeries], dates: Floats) -> tuple[PathTiming, Onset]:
    """Movement of a rival whose series change only at dated events."""
    moments = np.unique(np.concatenate([series[name].years for name in rival.series]))
    moments = moments[moments <= dates.max()]
    levels = float(rival.sign or 1) * np.asarray(rival.covariate(series, moments, rival.lag_range[0]), float)
    falls = np.flatnonzero(np.diff(levels) < 0.0)
    onset = float(moments[falls[0] + 1]) if falls.size else float("nan")
    return step_timing(moments, levels), Onset(rival.id, onset, "first dated event")


def yearly_panel(panel: Panel, regime: MaterialSeries, violation: MaterialSeries | None) -> Panel:
    """One and the same tactic in the middle of each year: a unilateral threat where no rule is broken.

    The state of the relationship at the episodes mixes what changed over time with what was tried in
    each. To see when a social mechanism moved, the tactic has to stand still.

    Parameters
    ----------
    panel
        Episodes, whose first row lends the columns that play no part.
    regime
        Strength of dispute settlement.
    violation
        Step of the event that brought the target into compliance elsewhere; ``None`` keeps the first
        row's code.

    Returns
    -------
    Panel
        A row a year.
    """
    years = study_years(panel.date)
    moments = years + 0.5
    rows = panel.take(np.zeros(years.size, dtype=int))
    elsewhere = rows.violation_elsewhere if violation is None else np.asarray(violation.at(moments)) == 0.0
    return rows.replace(
        ids=tuple(f"year-{int(year)}" for year in years),
        year=years.astype(int),
        date=moments,
        unilateral=np.ones(years.size, dtype=bool),
        authorised=np.zeros(years.size, dtype=bool),
        target_in_violation=np.zeros(years.size, dtype=bool),
        violation_elsewhere=elsewhere,
        dispute_settlement=np.asarray(regime.at(moments), dtype=float),
        exposure=np.full(years.size, float(panel.exposure.mean())),
    )


def social_explanations(
    panel: Panel,
    state: StateDraws,
    record: EventRecord,
    *,
    yearly: Panel,
    rng: np.random.Generator,
) -> tuple[Explanation, ...]:
    """Build the social mechanisms, their sum, and their conjunction with the shift of power.

    Parameters
    ----------
    panel, state
        Episodes and the state of the relationship at each.
    record
        The dated events.
    yearly
        One tactic through the years, from :func:`yearly_panel`.
    rng
        Generator of the state's course through the years.

    Returns
    -------
    tuple of Explanation
        The mechanisms in the order of the theory, the sender's distrust, the social context as a whole, and
        the article's conjunction.
    """
    through = relationship_state(yearly, record, rng=rng, draws=PATH_DRAWS)
    at_episodes, by_year = terms(panel, state), terms(yearly, through)
    found = [
        _social(
            mechanism.id,
            mechanism.title,
            at_episodes.get(mechanism.id, getattr(state, mechanism.state)),
            by_year.get(mechanism.id, getattr(through, mechanism.state)),
            years=yearly.date,
        )
        for mechanism in SOCIAL_MECHANISMS
    ]
    distrust = "Sender's distrust, which asks for more"
    found.append(
        _social("sender-distrust", distrust, at_episodes["depth"], through.trust_of_target, years=yearly.date)
    )
    whole, path = _composite(at_episodes), _composite(by_year, like=at_episodes)
    found.append(_social("social-context", "Social context as a whole", whole, path, years=yearly.date))
    power, power_path = np.log(panel.dependence_ratio), np.log(np.asarray(yearly.dependence.at(yearly.date)))
    both = _joint(_unit(power, power)[None], _unit(whole, whole))
    both_path = _joint(_unit(power_path, power)[None], _unit(path, whole))
    found.append(
        _social("conjunction", "Power shift and social change together", both, both_path, years=yearly.date)
    )
    return tuple(found)


_CLAIMS: Final = {
    "hierarchy": "Elites who stop seeing their state as the junior partner resist more.",
    "legitimacy": "Tactics that accord with the regime's procedures win more.",
    "trust": "Who expects a deal to be stretched gains nothing by making one, least of all in numbers.",
    "reputation": "Who has followed through on threats and promises prevails.",
    "generation": "Change came with the elites who had not known the occupation.",
    "sender-distrust": "A sender that distrusts asks for deeper terms, which are refused.",
    "social-context": "Hierarchy, legitimacy and trust together, equally weighted.",
    "conjunction": "Refusal took the shift of power and the social change together; neither was enough.",
}


def _social(name: str, title: str, values: Floats, paths: Floats, *, years: Floats) -> Explanation:
    mean = np.asarray(paths.mean(axis=0))
    return Explanation(
        name,
        title,
        "both" if name == "conjunction" else "social",
        _CLAIMS[name],
        reason="state of the relationship, from the dated record",
        series=(name,),
        course=Course(values, uncertain=True),
        timing=path_timing(years, paths),
        onset=Onset(name, fall_onset(years, mean), HALF),
    )


def _composite(values: Mapping[str, Floats], *, like: Mapping[str, Floats] | None = None) -> Floats:
    """Sum of the social terms, each in units of its mean course's range over the episodes."""
    unit = values if like is None else like
    parts = [values[name] / max(float(np.ptp(unit[name].mean(axis=0))), 1e-12) for name in SOCIAL_TERMS]
    return np.asarray(sum(parts) / len(parts), dtype=float)


def _unit(values: Floats, over: Floats) -> Floats:
    """Values on a scale on which the mean course over the episodes runs from 0 to 1, kept within it."""
    mean = over if over.ndim == 1 else over.mean(axis=0)
    return np.asarray(np.clip((values - mean.min()) / max(float(np.ptp(mean)), 1e-12), 0.0, 1.0))


def _joint(power: Floats, social: Floats) -> Floats:
    """Minus the product of the two weaknesses: both have to be there for the target to refuse."""
    return np.asarray(-(1.0 - power) * (1.0 - social), dtype=float)


def yardsticks(panel: Panel, boundary: float) -> tuple[Explanation, ...]:
    """Build what every explanation is measured by besides the base rate.

    Parameters
    ----------
    panel
        The episodes; only their threatened cost, dependence and period are read.
    boundary
        Decimal year at which the case set's second period starts, for the title.

    Returns
    -------
    tuple of Explanation
        The material term of eq. 2 with a threat that is always believed, and a dummy for the second period.
    """
    threat = panel.threatened_cost * panel.asymmetry
    dummy = -panel.after.astype(float)
    return (
        Explanation(
            "material-only",
            "Threatened cost times asymmetry of dependence",
            "yardstick",
            "The material term of the target's payoff, with every threat believed, and nothing else.",
            series=("threatened_cost", "asymmetry"),
            course=Course(threat[None]),
        ),
        Explanation(
            "second-period",
            f"Dummy for the second period ({boundary:.0f} on)",
            "yardstick",
            "Something changed between the periods, whatever it was.",
            series=("administration",),
            course=Course(dummy[None]),
        ),
    )
