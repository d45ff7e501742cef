"""What a design of this size can and cannot show: power, wrong signs and exaggeration, by simulation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from gaiatsu.context.panel import episode_panel
from gaiatsu.context.record import event_record
from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal import OrdinalDesign, PriorSet
from gaiatsu.estimation.ordinal.bayes import sample_many
from gaiatsu.estimation.ordinal.likelihood import category_log_probabilities
from gaiatsu.inference.importance import K_HAT_LIMIT
from gaiatsu.inference.priors import normal
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.ordered.collinearity import Collinearity, collinearity
from gaiatsu.studies.ordered.materials import CAUSES, Materials, materials
from gaiatsu.studies.ordered.predictive import prior_set
from gaiatsu.studies.provenance import Input, Provenance, case_input, trace
from gaiatsu.studies.state import StateDraws, relationship_state, terms

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet
    from gaiatsu.context.panel import Panel
    from gaiatsu.context.series import MaterialSeries

__all__ = [
    "COMPOSITE",
    "DEFAULT_DESIGNS",
    "EFFECTS",
    "NEUTRAL",
    "DesignPower",
    "PowerDesign",
    "PowerRow",
    "PowerSettings",
    "PowerStudy",
    "power",
]

FloatArray = NDArray[np.float64]

EFFECTS: Final[Mapping[str, float]] = MappingProxyType(
    {"material": 0.8, "legitimacy": 1.2, "hierarchy": 1.2, "trust": 1.5}
)
"""True weights that the simulation supposes, large enough to matter if they were real."""

COMPOSITE: Final = "composite social shift"

CALLED: Final = 0.95
"""An effect is called when the posterior gives its sign at least this probability."""

NEUTRAL: Final = "neutral"
"""An analyst who holds the default beliefs about thresholds and none about the direction of any cause."""

_NEUTRAL_WEIGHT: Final = normal(0, 1.5)
_GAP: Final = 0.5
_INTERVAL: Final = (0.05, 0.95)


@dataclass(frozen=True)
class PowerDesign:
    """A design to be simulated.

    Parameters
    ----------
    name
        Its name in tables.
    episodes
        Number of episodes; 0 for the episodes at hand.
    independent
        Whether each term is drawn apart from the others, as for dyads that have nothing to do with each
        other; otherwise whole episodes of this dyad recur, and its terms stay as collinear as they are.
    reliability
        Share of the variance of the measured social terms that is not error; 1 for perfect measures.
    replicates
        Simulations.
    prior
        Prior set of the analyst, or ``"neutral"`` for one who expects no direction; the study's own when
        empty.
    """

    name: str
    episodes: int = 0
    independent: bool = False
    reliability: float = 1.0
    replicates: int = 400
    prior: str = ""

    def __post_init__(self) -> None:
        fine = self.episodes >= 0 and 0.0 < self.reliability <= 1.0 and self.replicates >= 2
        if not fine:
            msg = f"The design {self.name!r} cannot be simulated."
            raise InvalidSpecification(
                msg, expected="0 or more episodes, reliability over 0 and at most 1, at least 2 replicates"
            )


DEFAULT_DESIGNS: Final[tuple[PowerDesign, ...]] = (
    PowerDesign("the episodes at hand"),
    PowerDesign("the episodes at hand, neutral analyst", prior=NEUTRAL),
    PowerDesign("the episodes at hand, sceptical analyst", prior="sceptical"),
    PowerDesign("40 episodes of this dyad", episodes=40),
    PowerDesign("106 independent dyads", episodes=106, independent=True, replicates=100),
    PowerDesign("1,400 episodes, proxies of reliability .5", 1400, True, reliability=0.5, replicates=10),
)
"""Designs that the report shows."""


@dataclass(frozen=True)
class PowerSettings:
    """What is supposed and how much is computed.

    Parameters
    ----------
    effects
        True weight of each of the four causes.
    designs
        Designs to simulate.
    prior
        Prior set of the analyst.
    draws
        Posterior draws a replicate.
    """

    effects: Mapping[str, float] = field(default_factory=lambda: dict(EFFECTS))
    designs: tuple[PowerDesign, ...] = DEFAULT_DESIGNS
    prior: str = "default"
    draws: int = 400

    def __post_init__(self) -> None:
        if set(self.effects) != set(CAUSES):
            msg = f"Effects were given for {', '.join(self.effects) or 'nothing'}."
            raise InvalidSpecification(msg, expected=f"one for each of {', '.join(CAUSES)}")


@dataclass(frozen=True)
class PowerRow:
    """What a design shows of one effect.

    Parameters
    ----------
    effect
        A cause, or the composite social shift.
    truth
        Its true value.
    power, power_se
        Share of replicates in which its true sign is called, with Monte Carlo standard error.
    type_s
        Share of calls with the wrong sign; NaN where nothing was called.
    type_m
        Mean size of the called estimates over the true size; NaN where nothing was called.
    shrinkage
        Mean estimate over truth, called or not.
    coverage
        Share of 90 % intervals that hold the truth.
    false_calls
        Share of replicates in which the same sign is called although no cause has any effect: what the
        priors alone make of noise. NaN where it was not simulated.
    calls
        Number of calls, right or wrong, that ``type_s`` and ``type_m`` rest on.
    """

    effect: str
    truth: float
    power: float
    power_se: float
    type_s: float
    type_m: float
    shrinkage: float
    coverage: float
    false_calls: float
    calls: int


@dataclass(frozen=True, eq=False)
class DesignPower:
    """What one design shows.

    Parameters
    ----------
    design
        The design.
    episodes
        Its number of episodes.
    rows
        The four causes and the composite.
    unreliable
        Share of replicates whose importance weights were too uneven (k-hat over .7).
    """

    design: PowerDesign
    episodes: int
    rows: tuple[PowerRow, ...]
    unreliable: float

    def row(self, effect: str) -> PowerRow:
        """Find the row of one effect."""
        return next(row for row in self.rows if row.effect == effect)


@dataclass(frozen=True, eq=False)
class PowerStudy:
    """Power of this design and of better ones.

    Parameters
    ----------
    designs
        Results by design.
    causes
        Correlations, variance inflation and condition number of the four causes in the episodes at hand.
    rule
        When an effect is called, in words.
    settings
        What was supposed.
    provenance
        Where it came from.
    """

    designs: tuple[DesignPower, ...]
    causes: Collinearity
    rule: str
    settings: PowerSettings
    provenance: Provenance


def power(
    case_set: CaseSet,
    *,
    seed: int,
    state: StateDraws | None = None,
    data: Mapping[str, MaterialSeries] | None = None,
    settings: PowerSettings | None = None,
) -> PowerStudy:
    """Simulate what designs like this one can show.

    Suppose the article is right, with effects of the size given. Outcomes are then drawn for the episodes as
    they are, analyzed as the study of ordered models does, and it is counted how often the truth is seen,
    how often its opposite, and how much the effects that are seen are exaggerated.

    Parameters
    ----------
    case_set
        The episodes.
    seed
        Seed of the simulation.
    state
        The relationship's state; computed when left out.
    data
        External material series, as for the panel.
    settings
        Effects, designs, prior set.

    Returns
    -------
    PowerStudy

    Notes
    -----
    Model: adjacent-category logit of eq. 1 with the four causes; thresholds half a unit apart, placed so that
    the design expects as many concessions as were observed; the state of the relationship at its mean.
    The composite weighs the effects by the change of each term between the two columns of Figure 2, in every
    design.

    References
    ----------
    gelman_carlin2014, schoppa1999

    Examples
    --------
    >>> from gaiatsu import cases
    >>> from gaiatsu.studies.power import PowerDesign, PowerSettings
    >>> case_set = cases.load("schoppa1999")
    >>> small = PowerSettings(designs=(PowerDesign("as coded", replicates=2),), draws=50)
    >>> study = power(case_set, seed=1999, settings=small)
    >>> [design.episodes for design in study.designs]
    [15]
    """
    chosen = settings or PowerSettings()
    panel = episode_panel(case_set, data)
    drawn = state or relationship_state(panel, event_record(case_set), rng=stream(seed, "state"), draws=500)
    given = materials(panel, terms(panel, drawn), state_draws=drawn.draws)
    base = given.plug_in.only(CAUSES)
    return PowerStudy(
        designs=tuple(_simulate(given, base, design, chosen, seed) for design in chosen.designs),
        causes=collinearity(base.X, CAUSES),
        rule=f"the posterior probability of its sign is at least {CALLED:.0%}",
        settings=chosen,
        provenance=_provenance(case_set, panel, seed),
    )


def _simulate(
    given: Materials, base: OrdinalDesign, design: PowerDesign, settings: PowerSettings, seed: int
) -> DesignPower:
    weights = np.array([settings.effects[cause] for cause in CAUSES])
    found, unreliable, episodes = _analyses(base, design, weights, settings, seed)
    idle = _analyses(base, design, 0.0 * weights, settings, seed)[0] if design.reliability == 1.0 else None
    change = np.array([given.change.mean(axis=0)[given.place(cause)] for cause in CAUSES])
    social = np.array([cause != "material" for cause in CAUSES])
    contrasts = [*np.eye(len(CAUSES)), change * social]
    rows = tuple(
        _row(effect, float(weights @ contrast), found @ contrast, None if idle is None else idle @ contrast)
        for effect, contrast in zip((*CAUSES, COMPOSITE), contrasts, strict=True)
    )
    return DesignPower(design, episodes, rows, unreliable)


def _analyses(
    base: OrdinalDesign, design: PowerDesign, weights: FloatArray, settings: PowerSettings, seed: int
) -> tuple[FloatArray, float, int]:
    """Draw outcomes of every replicate, analyze them, and return weights (replicate, draw, cause)."""
    prior = design.prior or settings.prior
    rng = stream(seed, "power", design.name, design.episodes, prior)
    truths = _layouts(base.X, design, rng)
    outcomes = _draw_outcomes(truths @ weights, _thresholds(base, weights), rng)
    measured = _measure(truths, design.reliability, rng)
    designs = [OrdinalDesign(y, X, CAUSES) for y, X in zip(outcomes, measured, strict=True)]
    priors = _analyst(prior)
    sample, place = sample_many(
        designs, "adjacent", priors, rng=rng, draws=settings.draws, method="importance"
    )
    uneven = [record.k_hat is None or not record.k_hat <= K_HAT_LIMIT for record in sample.diagnostics]
    return place.weights(sample.points), float(np.mean(uneven)), truths.shape[1]


def _analyst(prior: str) -> PriorSet:
    if prior != NEUTRAL:
        return prior_set(prior, "adjacent")
    return prior_set("default", "adjacent").extended(**dict.fromkeys(CAUSES, _NEUTRAL_WEIGHT))


def _thresholds(base: OrdinalDesign, weights: FloatArray) -> FloatArray:
    """Thresholds under which the episodes at hand are expected to bring the concessions they brought."""
    eta = base.X @ weights
    steps = np.asarray(_GAP * np.arange(base.categories - 1), dtype=np.float64)

    def surplus(first: float) -> float:
        expected = _probabilities(eta, first + steps) @ np.arange(base.categories)
        return float(expected.sum() - base.y.sum())

    return np.asarray(brentq(surplus, -30.0, 30.0) + steps)


def _probabilities(eta: FloatArray, cuts: FloatArray) -> FloatArray:
    return np.asarray(np.exp(category_log_probabilities("adjacent", [eta - cut for cut in cuts])))


def _layouts(X: FloatArray, design: PowerDesign, rng: np.random.Generator) -> FloatArray:
    """Terms of every replicate, (replicate, episode, term)."""
    cases, columns = X.shape
    if design.episodes == 0:
        return np.broadcast_to(X, (design.replicates, cases, columns))
    shape = (design.replicates, design.episodes, columns if design.independent else 1)
    rows = np.broadcast_to(rng.integers(0, cases, shape), (*shape[:2], columns))
    return X[rows, np.arange(columns)]


def _draw_outcomes(eta: FloatArray, cuts: FloatArray, rng: np.random.Generator) -> NDArray[np.int64]:
    ladder = np.cumsum(_probabilities(eta, cuts), axis=-1)[..., :-1]
    return np.asarray((rng.random(eta.shape)[..., None] > ladder).sum(axis=-1), dtype=np.int64)


def _measure(truths: FloatArray, reliability: float, rng: np.random.Generator) -> FloatArray:
    """Add error to the social terms until the given share of their variance is left."""
    if reliability == 1.0:
        return truths
    spread = truths.std(axis=(0, 1)) * np.sqrt(1.0 / reliability - 1.0)
    spread[CAUSES.index("material")] = 0.0
    return np.asarray(truths + rng.standard_normal(truths.shape) * spread)


def _row(effect: str, truth: float, draws: FloatArray, idle: FloatArray | None) -> PowerRow:
    """Count calls over replicates; draws, and those of idle causes, are (replicate, draw)."""
    replicates, sign = len(draws), np.sign(truth) or 1.0
    right = (sign * draws > 0).mean(axis=1)
    called, wrong = right >= CALLED, right <= 1.0 - CALLED
    means = draws.mean(axis=1)
    low, high = np.quantile(draws, _INTERVAL, axis=1)
    calls, share = int(called.sum() + wrong.sum()), float(called.mean())
    size = abs(truth) if truth else float("nan")
    return PowerRow(
        effect,
        truth,
        power=share,
        power_se=float(np.sqrt(share * (1.0 - share) / replicates)),
        type_s=float(wrong.sum() / calls) if calls else float("nan"),
        type_m=float(np.abs(means[called | wrong]).mean() / size) if calls else float("nan"),
        shrinkage=float(sign * means.mean() / size),
        coverage=float(((low <= truth) & (truth <= high)).mean()),
        false_calls=float("nan")
        if idle is None
        else float(((sign * idle > 0).mean(axis=1) >= CALLED).mean()),
        calls=calls,
    )


def _provenance(case_set: CaseSet, panel: Panel, seed: int) -> Provenance:
    inputs = (
        case_input(case_set, "episodes"),
        case_input(case_set, "events"),
        Input(f"dependence: {panel.dependence.source}", panel.dependence.digest),
    )
    citations = ("schoppa1999", "gelman_carlin2014")
    return trace(power, *inputs, seed=seed, citations=citations, patches=case_set.applied_patches)
