"""The numbers behind the falsifiers that a set of episodes can speak to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from gaiatsu.estimation.compare.explanation import Course, fit_base_rate, fit_course
from gaiatsu.estimation.compare.extent import weighted_quantile
from gaiatsu.estimation.compare.integral import Cases, Nodes, draw_of_point, integrate, prior_nodes
from gaiatsu.inference.priors import half_normal
from gaiatsu.studies.state import terms
from gaiatsu.terms import DemandType
from gaiatsu.theory.material import credibility, expected_threat
from gaiatsu.theory.parameters import PRIOR_SETS

if TYPE_CHECKING:
    from gaiatsu.context.panel import Panel
    from gaiatsu.context.series import MaterialSeries
    from gaiatsu.studies.state import StateDraws

__all__ = [
    "Channel",
    "Ground",
    "Interaction",
    "ThreatCounts",
    "channel",
    "ground",
    "hardest_hit",
    "interaction",
    "level_against_plasticity",
    "threat_counts",
]

Floats = NDArray[np.float64]
SOCIAL = ("hierarchy", "legitimacy", "trust")
UNITED_STATES, JAPAN = 2, 740


@dataclass(frozen=True, eq=False)
class Ground:
    """Episodes, their state, and points of the prior for five coefficients.

    Parameters
    ----------
    panel, state
        The episodes and the relationship at each.
    cases
        Graded outcomes by demand type.
    nodes
        Points of the prior.
    """

    panel: Panel
    state: StateDraws
    cases: Cases
    nodes: Nodes

    def at_points(self, values: Floats) -> Floats:
        """Draws of a quantity, one a point, shape (point, episode)."""
        return np.asarray(values[draw_of_point(values.shape[0], self.nodes)])


def ground(panel: Panel, state: StateDraws, *, rng: np.random.Generator) -> Ground:
    """Lay out what the models below share.

    Parameters
    ----------
    panel, state
        The episodes and the relationship at each.
    rng
        Generator that shifts the points of the prior.

    Returns
    -------
    Ground
    """
    strata = np.unique(panel.demand_type, return_inverse=True)[1]
    cases = Cases(panel.concession, strata, 4)
    return Ground(panel, state, cases, prior_nodes(cases, slopes=5, rng=rng))


@dataclass(frozen=True)
class Interaction:
    """The product of the social terms with the credible threat, whose weight the article says is zero.

    Parameters
    ----------
    mean, low, high
        Posterior mean and 90 % interval of gamma; its prior is N(0, 1).
    log_absence
        Log Bayes factor of gamma = 0 over gamma free.
    effective
        Effective number of points.
    """

    mean: float
    low: float
    high: float
    log_absence: float
    effective: float


def interaction(where: Ground) -> Interaction:
    """Fit gamma of the independence claim, on payoffs (F1).

    Parameters
    ----------
    where
        Episodes and points.

    Returns
    -------
    Interaction

    Notes
    -----
    eta = beta_M q M a + S + gamma S q M a with S = beta_H H + beta_L (l - 1/2) - beta_tau (1 - tau)
    sigma_d and the default priors.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> from gaiatsu.context.panel import episode_panel
    >>> from gaiatsu.context.record import event_record
    >>> from gaiatsu.studies.state import relationship_state
    >>> case_set, rng = cases.load("schoppa1999"), np.random.default_rng(1)
    >>> panel = episode_panel(case_set)
    >>> state = relationship_state(panel, event_record(case_set), rng=rng, draws=200)
    >>> found = interaction(ground(panel, state, rng=rng))
    >>> found.low < found.mean < found.high
    True
    """
    made, priors, slopes = terms(where.panel, where.state), PRIOR_SETS["default"], where.nodes.slopes
    weights = {
        name: np.asarray(priors[name].constrain(slopes[:, [column]]))
        for column, name in enumerate(("material", *SOCIAL))
    }
    threat = where.at_points(made["material"])
    social = sum(weights[name] * where.at_points(made[name]) for name in SOCIAL)
    plain = weights["material"] * threat + social
    gamma = slopes[:, 4]
    free = integrate(where.cases, where.nodes, plain + gamma[:, None] * social * threat)
    without = integrate(where.cases, where.nodes, plain)
    low, high = (weighted_quantile(gamma, free.weights, p) for p in (0.05, 0.95))
    mean = float(free.weights @ gamma)
    return Interaction(mean, low, high, without.log_evidence - free.log_evidence, free.effective)


@dataclass(frozen=True)
class Channel:
    """Where a reputation for resolve works.

    Parameters
    ----------
    log_through
        Log Bayes factor of a credibility that follows the record over a constant one.
    log_beside
        Log Bayes factor of an effect of reputation beside the threat over none.
    least_threat
        Smallest threatened cost of an episode; none below it can show an effect without a threat.
    """

    log_through: float
    log_beside: float
    least_threat: float


def channel(where: Ground) -> Channel:
    """Ask whether reputation works through credibility, beside it, or not at all (F2).

    Everything that changed with the second period is taken out by a dummy first: reputation fell with it, and
    would otherwise be credited with all of it.

    Parameters
    ----------
    where
        Episodes and points.

    Returns
    -------
    Channel

    Notes
    -----
    eta = beta_P before + beta_M q M a [+ beta_R R / range R], beta_P half-normal(1), beta_M of the
    default set, beta_R N(0, 1); a constant credibility is computed from the mean reputation over the
    episodes.
    """
    slopes, panel = where.nodes.slopes, where.panel
    period = np.asarray(half_normal(1.0).constrain(slopes[:, [0]])) * (~panel.after).astype(float)
    weight = np.asarray(PRIOR_SETS["default"]["material"].constrain(slopes[:, [1]]))
    record = where.at_points(terms(panel, where.state)["material"])
    fixed = where.at_points(_fixed_credibility(where))
    beside = slopes[:, [2]] * where.at_points(_in_range(where.state.resolve))
    evidence = [
        integrate(where.cases, where.nodes, eta).log_evidence
        for eta in (
            period + weight * record,
            period + weight * fixed,
            period + weight * record + beside,
        )
    ]
    return Channel(evidence[0] - evidence[1], evidence[2] - evidence[0], float(panel.threatened_cost.min()))


def _fixed_credibility(where: Ground) -> Floats:
    """Material term with the reputation of each draw held at its mean over the episodes."""
    state, panel = where.state, where.panel
    q = credibility(
        np.broadcast_to(state.resolve.mean(axis=1, keepdims=True), state.resolve.shape),
        public_posture=panel.public_posture,
        weights=(state.parameters["posture_credibility"][:, None], 0.0, 0.0),
    )
    return np.asarray(expected_threat(q, panel.threatened_cost, panel.asymmetry))


def _in_range(values: Floats) -> Floats:
    return np.asarray((values - values.mean(axis=1, keepdims=True)) / np.ptp(values.mean(axis=0)))


def hardest_hit(panel: Panel, *, rng: np.random.Generator, draws: int = 100_000) -> dict[str, float]:
    """Probability for each type of demand that concessions fell most among its episodes (F6).

    Parameters
    ----------
    panel
        The episodes; types that occur in one period only are left out.
    rng
        Generator of the draws.
    draws
        Number of draws.

    Returns
    -------
    dict
        Probability by type, from uniform priors on every rate.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> from gaiatsu.context.panel import episode_panel
    >>> chances = hardest_hit(episode_panel(cases.load("schoppa1999")), rng=np.random.default_rng(1))
    >>> max(chances, key=chances.get)
    'results'
    """
    falls: dict[str, Floats] = {}
    for kind in sorted(set(panel.demand_type.tolist())):
        periods = [(panel.demand_type == kind) & (panel.after == later) for later in (False, True)]
        if all(period.any() for period in periods):
            gave = [(int(panel.conceded[p].sum()), int((~panel.conceded[p]).sum())) for p in periods]
            before, after = (rng.beta(1 + yes, 1 + no, draws) for yes, no in gave)
            falls[str(kind)] = before - after
    if len(falls) < 2 or DemandType.RESULTS.value not in falls:
        return {}
    largest = np.argmax(np.stack(list(falls.values())), axis=0)
    return {kind: float(np.mean(largest == place)) for place, kind in enumerate(falls)}


def level_against_plasticity(where: Ground, shocks: MaterialSeries) -> float:
    """Weigh a hierarchy whose level steps with each shock against one that shocks make plastic (F7).

    Parameters
    ----------
    where
        Episodes and points.
    shocks
        Share of the shocks that has struck by a date.

    Returns
    -------
    float
        Log Bayes factor of the step, at once and without lag, over the plastic course, both with the same
        prior on what their whole range does.
    """
    base = fit_base_rate(where.cases, where.nodes)
    priors = {"even": half_normal(1.0)}
    level = Course(1.0 - np.asarray(shocks.at(where.panel.date), dtype=float)[None])
    plastic = Course(where.state.hierarchy, uncertain=True)
    step, course = (
        fit_course(where.cases, where.nodes, one, base=base, priors=priors) for one in (level, plastic)
    )
    return step.log_evidence - course.log_evidence


@dataclass(frozen=True)
class ThreatCounts:
    """Threats of one state against another by decade.

    Parameters
    ----------
    by_decade
        Number of threats, by first year of the decade.
    p_rise
        One-sided exact p-value that the last decade has more than the first.
    """

    by_decade: Mapping[int, int]
    p_rise: float


def threat_counts(rows: Mapping[str, Floats]) -> ThreatCounts | None:
    """Count the sender's threats against the target by decade (F13).

    Parameters
    ----------
    rows
        Columns ``ccode1``, ``ccode2``, ``decade``, ``concede``, ``stand_firm`` and ``back_down`` of the
        counts by directed dyad and decade.

    Returns
    -------
    ThreatCounts or None
        ``None`` where fewer than two decades are known. Decades are full ones: the numbers compare as rates.

    Examples
    --------
    >>> one = {"ccode1": [2, 2], "ccode2": [740, 740], "decade": [1970, 1990]}
    >>> counts = {"concede": [1, 8], "stand_firm": [1, 4], "back_down": [1, 3]}
    >>> threat_counts({name: np.array(column) for name, column in (one | counts).items()}).by_decade
    {1970: 3, 1990: 15}
    """
    chosen = (rows["ccode1"] == UNITED_STATES) & (rows["ccode2"] == JAPAN)
    threats = rows["concede"] + rows["stand_firm"] + rows["back_down"]
    full = chosen & (rows["decade"] >= 1970) & (rows["decade"] <= 1990)
    pairs = sorted(zip(rows["decade"][full].tolist(), threats[full].tolist(), strict=True))
    counts = {int(decade): int(number) for decade, number in pairs}
    if len(counts) < 2:
        return None
    first, last = next(iter(counts.values())), list(counts.values())[-1]
    rise = binomtest(last, first + last, 0.5, alternative="greater").pvalue if first + last else 1.0
    return ThreatCounts(counts, float(rise))
