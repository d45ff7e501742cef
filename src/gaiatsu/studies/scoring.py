"""One explanation through every test: the rows of the comparison.

Every explanation meets the same arena: the same outcomes, the same points of the prior, the same
yardsticks. A row is computed from its own course and that arena, and from no other explanation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.dates import compare_dates
from gaiatsu.estimation.compare.explanation import Course, ModelFit, fit_base_rate, fit_course
from gaiatsu.estimation.compare.extent import Extent, Periods, movement
from gaiatsu.estimation.compare.integral import Cases, Integral, Nodes, prior_nodes
from gaiatsu.estimation.compare.permutation import permute
from gaiatsu.estimation.compare.scores import (
    PairedDifference,
    log_scores,
    paired_difference,
    ranked_probability_scores,
)
from gaiatsu.estimation.compare.timing import OutcomeTiming, outcome_timing
from gaiatsu.estimation.compare.verdicts import (
    CANNOT_TELL,
    DATA_NEEDED,
    Thresholds,
    evidence_verdict,
    extent_verdict,
    lag_verdict,
    overall_verdict,
    score_verdict,
    timing_masses,
    timing_verdict,
)
from gaiatsu.inference.priors import Prior, half_normal, normal
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.explanations import Explanation, yardsticks
from gaiatsu.studies.rival_records import ExplanationRow, Scores, Verdicts
from gaiatsu.theory.parameters import PRIOR_SETS

if TYPE_CHECKING:
    from gaiatsu.context.panel import Panel
    from gaiatsu.studies.explanations import Kind

__all__ = [
    "EVEN",
    "NAMED_SETS",
    "Arena",
    "Fitted",
    "Judged",
    "arena",
    "described_priors",
    "fit",
    "judge",
    "row",
    "twins",
]

Floats = NDArray[np.float64]

EVEN: Final = "even"
"""The prior set that treats every explanation alike."""
NAMED_SETS: Final = ("sceptical", "article", "materialist")
"""Named sets of the theory that the evidence is weighed under."""
BASE: Final = "base-rate"
DUMMY: Final = "second-period"
_WEIGHTS: Final[Mapping[Kind, str]] = {"material": "material", "social": "hierarchy", "both": "hierarchy"}


@dataclass(frozen=True, eq=False)
class Arena:
    """What every explanation meets.

    Parameters
    ----------
    graded, binary
        Outcomes in four grades, and the source's own yes or no.
    nodes, binary_nodes
        Points of the prior for each.
    base, binary_base
        The model without any cause.
    later
        Episodes of the second period.
    outcome
        Shape and date of the fall in concessions.
    thresholds
        Where the words begin.
    seed
        Seed of sampled permutations.
    """

    graded: Cases
    binary: Cases
    nodes: Nodes
    binary_nodes: Nodes
    base: Integral
    binary_base: Integral
    later: NDArray[np.bool_]
    outcome: OutcomeTiming
    thresholds: Thresholds
    seed: int

    @property
    def periods(self) -> Periods:
        """The two periods, and the share of the fall that is enough."""
        return Periods(self.later, self.thresholds.share)

    @property
    def base_scores(self) -> tuple[Floats, Floats]:
        """Log score and minus the ranked score of each case under the base rate."""
        predictions, outcomes = self.base.predictions, self.graded.outcomes
        return log_scores(predictions, outcomes), -ranked_probability_scores(predictions, outcomes)


def arena(panel: Panel, *, seed: int, thresholds: Thresholds) -> Arena:
    """Lay out outcomes and points of the prior.

    Parameters
    ----------
    panel
        The episodes; outcomes, demand types, dates and periods are read.
    seed
        Seed of the points.
    thresholds
        Where the words begin.

    Returns
    -------
    Arena
    """
    strata = np.unique(panel.demand_type, return_inverse=True)[1]
    graded = Cases(panel.concession, strata, 4)
    binary = Cases(panel.conceded.astype(np.int64), strata, 2)
    nodes = prior_nodes(graded, slopes=1, rng=stream(seed, "rivals", "graded"))
    binary_nodes = prior_nodes(binary, slopes=1, rng=stream(seed, "rivals", "binary"), exponent=10)
    base = fit_base_rate(graded, nodes)
    return Arena(
        graded,
        binary,
        nodes,
        binary_nodes,
        base,
        fit_base_rate(binary, binary_nodes),
        panel.after,
        outcome_timing(graded, nodes, panel.date, base=base, prior=half_normal(1.0), later=panel.after),
        thresholds,
        seed,
    )


@dataclass(frozen=True, eq=False)
class Fitted:
    """An explanation that has a course, with its fit.

    Parameters
    ----------
    explanation
        The explanation.
    course
        Its values at the episodes.
    model
        Its fit to the graded outcomes.
    implied
        Fall in concessions it implies.
    """

    explanation: Explanation
    course: Course
    model: ModelFit
    implied: Extent

    @property
    def scores(self) -> tuple[Floats, Floats]:
        """Log score and minus the ranked score of each case: more is better in both."""
        return self.model.log_scores, -self.model.ranked_scores


def fit(one: Explanation, ground: Arena) -> Fitted | None:
    """Fit an explanation to the graded outcomes.

    Parameters
    ----------
    one
        The explanation.
    ground
        The arena.

    Returns
    -------
    Fitted or None
        ``None`` where the explanation has no course.
    """
    if one.course is None:
        return None
    model = fit_course(
        ground.graded, ground.nodes, one.course, base=ground.base, priors=_priors(one), periods=ground.periods
    )
    if model.implied is None:
        what = f"The explanation {one.id} was fitted to one period."
        raise InvalidSpecification(what, expected="episodes in two periods")
    return Fitted(one, one.course, model, model.implied)


def described_priors() -> dict[str, dict[str, str]]:
    """Name the prior of the effect of a covariate's whole range, by kind of explanation and set.

    Examples
    --------
    >>> described_priors()["social"]["materialist"]
    'half-normal(0.15)'
    """
    kinds: tuple[Kind, ...] = ("material", "social")
    return {
        kind: {name: str(half_normal(_scale(kind, name))) for name in (EVEN, *NAMED_SETS)} for kind in kinds
    }


def _priors(one: Explanation) -> dict[str, Prior]:
    """Prior of the effect under each set, held to the required sign."""
    scales = {name: _scale(one.kind, name) for name in (EVEN, *NAMED_SETS)}
    return {name: half_normal(scale) if one.sign else normal(0.0, scale) for name, scale in scales.items()}


def _scale(kind: Kind, name: str) -> float:
    """Scale that a set gives to effects of this kind; a yardstick has no friends and no enemies."""
    if name == EVEN or kind not in _WEIGHTS:
        return 1.0
    return float(PRIOR_SETS[name][_WEIGHTS[kind]].second)


def twins(fitted: Sequence[Fitted]) -> dict[str, tuple[str, ...]]:
    """Find explanations whose courses divide the episodes in exactly the same way.

    Parameters
    ----------
    fitted
        Explanations and yardsticks.

    Returns
    -------
    dict
        For each id, the others that no outcome of these episodes can tell from it.
    """
    known = {one.explanation.id: one.course.scaled(0)[0] for one in fitted if not one.course.uncertain}
    return {
        name: tuple(
            other for other, values in known.items() if other != name and np.allclose(values, own, atol=1e-9)
        )
        for name, own in known.items()
    }


@dataclass(frozen=True, eq=False)
class Judged:
    """Explanations that met in one arena.

    Parameters
    ----------
    ground
        The arena.
    rows, yardsticks
        A row an explanation, and a row a yardstick.
    fitted
        The fits of the explanations that have a course.
    """

    ground: Arena
    rows: tuple[ExplanationRow, ...]
    yardsticks: tuple[ExplanationRow, ...]
    fitted: tuple[Fitted, ...]


def judge(
    panel: Panel, explanations: Sequence[Explanation], *, seed: int, thresholds: Thresholds | None = None
) -> Judged:
    """Put explanations through every test, beside the yardsticks.

    Parameters
    ----------
    panel
        The episodes, in two periods.
    explanations
        The explanations.
    seed
        Seed of the points of the prior and of sampled permutations.
    thresholds
        Where the words begin.

    Returns
    -------
    Judged

    Raises
    ------
    InvalidSpecification
        When all episodes fall into one period.
    """
    if not panel.after.any() or panel.after.all():
        what = "The case set has episodes in one period only."
        raise InvalidSpecification(what, expected="episodes before and after")
    ground = arena(panel, seed=seed, thresholds=thresholds or Thresholds())
    marks = yardsticks(panel, float(panel.date[panel.after].min()))
    fits = {one.id: found for one in (*explanations, *marks) if (found := fit(one, ground)) is not None}
    measures = {BASE: ground.base_scores} | {mark.id: fits[mark.id].scores for mark in marks}
    alike = twins(list(fits.values()))

    def rows(some: Sequence[Explanation]) -> tuple[ExplanationRow, ...]:
        return tuple(
            row(one, fits.get(one.id), ground, measures=measures, alike=alike.get(one.id, ())) for one in some
        )

    fitted = tuple(fits[one.id] for one in explanations if one.id in fits)
    return Judged(ground, rows(explanations), rows(marks), fitted)


def row(
    one: Explanation,
    fitted: Fitted | None,
    ground: Arena,
    *,
    measures: Mapping[str, tuple[Floats, Floats]],
    alike: tuple[str, ...] = (),
) -> ExplanationRow:
    """Put one explanation through every test.

    Parameters
    ----------
    one, fitted
        The explanation and its fit.
    ground
        The arena.
    measures
        Scores of each case under the yardsticks.
    alike
        Its twins.

    Returns
    -------
    ExplanationRow
        With scores and words, or with the reason why there are none.
    """
    scores = None if fitted is None else _scores(fitted, ground, measures)
    date = one.timing.date if one.timing is not None else None
    tolerance = ground.thresholds.date_tolerance
    agreement = None if date is None else compare_dates(date, ground.outcome.date, tolerance=tolerance)
    made = ExplanationRow(
        one.id,
        one.title,
        one.kind,
        one.claim,
        one.objection,
        one.sign,
        one.status,
        one.reason,
        one.series,
        one.timing,
        agreement,
        {} if one.timing is None else timing_masses(one.timing.shapes, agreement),
        alike,
        scores,
        Verdicts(*(DATA_NEEDED,) * 7),
    )
    return made if scores is None else _judged(made, scores, ground.thresholds)


def _scores(fitted: Fitted, ground: Arena, measures: Mapping[str, tuple[Floats, Floats]]) -> Scores:
    one, course, model = fitted.explanation, fitted.course, fitted.model
    binary = fit_course(
        ground.binary, ground.binary_nodes, course, base=ground.binary_base, priors={EVEN: _priors(one)[EVEN]}
    )
    values = course.mean[None] if course.uncertain else course.values
    rng = stream(ground.seed, "rivals", "permutation", one.id)
    chance = permute(ground.graded.outcomes, values, ground.graded.strata, rng=rng)
    over = {name: _gains(fitted.scores, measure) for name, measure in measures.items() if name != one.id}
    return Scores(
        log_bayes_factors=dict(model.log_bayes_factors),
        log_bayes_factor_se=float(np.hypot(model.log_evidence_se, ground.base.log_evidence_se)),
        log_score=float(model.log_scores.sum()),
        ranked_score=float(model.ranked_scores.mean()),
        predictions=tuple(tuple(row) for row in model.predictions.tolist()),
        case_log_scores=tuple(model.log_scores.tolist()),
        log_score_over={name: gains[0] for name, gains in over.items()},
        ranked_score_over={name: gains[1] for name, gains in over.items()},
        binary_log_bayes_factor=binary.log_bayes_factors[EVEN],
        binary_log_score=float(binary.log_scores.sum()),
        lags=model.lags,
        extent=fitted.implied,
        movement=movement(course.values if course.uncertain else course.values[0], ground.later),
        permutation=chance,
        effective=model.effective,
    )


def _gains(
    own: tuple[Floats, Floats], other: tuple[Floats, Floats]
) -> tuple[PairedDifference, PairedDifference]:
    return paired_difference(own[0], other[0]), paired_difference(own[1], other[1])


def _judged(made: ExplanationRow, scores: Scores, thresholds: Thresholds) -> ExplanationRow:
    across = scores.movement.across if made.sign else abs(scores.movement.across)
    timing = timing_verdict(made.timing_masses, across, thresholds=thresholds)
    extent = extent_verdict(scores.extent, scores.movement, thresholds=thresholds)
    score, over_dummy = (
        score_verdict(scores.log_score_over[name], thresholds=thresholds) if name != made.id else CANNOT_TELL
        for name in (BASE, DUMMY)
    )
    evidence = evidence_verdict(
        [scores.log_bayes_factors[name] for name in NAMED_SETS], thresholds=thresholds
    )
    lag = lag_verdict(scores.lags, thresholds=thresholds)
    twin = DUMMY in made.twins
    overall = overall_verdict(
        timing, extent, score=score, over_dummy=over_dummy, evidence=evidence, as_dummy=twin
    )
    if made.kind == "yardstick":
        overall = CANNOT_TELL
    verdicts = Verdicts(timing, lag, extent, score, over_dummy, evidence, overall)
    return ExplanationRow(**{**vars(made), "verdicts": verdicts})
