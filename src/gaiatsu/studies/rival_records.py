"""What the comparison of explanations returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gaiatsu.estimation.compare.dates import DateAgreement
from gaiatsu.estimation.compare.explanation import LagFit
from gaiatsu.estimation.compare.extent import Extent, Movement
from gaiatsu.estimation.compare.ordering import OrderingRow
from gaiatsu.estimation.compare.permutation import PermutationTest
from gaiatsu.estimation.compare.scores import PairedDifference
from gaiatsu.estimation.compare.timing import OutcomeTiming, PathTiming
from gaiatsu.estimation.compare.verdicts import Thresholds
from gaiatsu.studies.explanations import Kind, Status
from gaiatsu.studies.provenance import Provenance

__all__ = ["ExplanationRow", "RivalsStudy", "Scores", "Separation", "Verdicts"]


@dataclass(frozen=True)
class Scores:
    """An explanation as a model of the graded outcomes.

    Parameters
    ----------
    log_bayes_factors
        Against the base rate, natural logarithm, by prior set: ``even`` (a half-normal of scale 1 on the
        effect of the covariate's whole range, the same for every explanation) and the named sets.
    log_bayes_factor_se
        Numerical error of the first of them.
    log_score, ranked_score
        Leave-one-out: sum of log scores (higher is better) and mean ranked probability score (lower is).
    predictions
        Probability of each grade for each episode given all others, in the order of the study's episodes.
    case_log_scores
        The log score of each of them.
    log_score_over, ranked_score_over
        Gain over each yardstick, paired by episode; positive is better in both.
    binary_log_bayes_factor, binary_log_score
        The same with the article's own yes or no.
    lags
        The explanation at each lag.
    extent
        Fall in concessions it implies beside the one observed.
    movement
        How far its series moved between the periods, and before.
    permutation
        Chance of as good a fit with years dealt out at random within demand types; ``None`` where nothing can
        be rearranged. The statistic is the sum of grade times covariate, which is sufficient for the effect.
    effective
        Smallest effective number of integration points behind these numbers.
    """

    log_bayes_factors: Mapping[str, float]
    log_bayes_factor_se: float
    log_score: float
    ranked_score: float
    predictions: tuple[tuple[float, ...], ...]
    case_log_scores: tuple[float, ...]
    log_score_over: Mapping[str, PairedDifference]
    ranked_score_over: Mapping[str, PairedDifference]
    binary_log_bayes_factor: float
    binary_log_score: float
    lags: tuple[LagFit, ...]
    extent: Extent
    movement: Movement
    permutation: PermutationTest | None
    effective: float

    @property
    def best_lag(self) -> LagFit:
        """The lag at which the explanation fits best."""
        return max(self.lags, key=lambda fit: fit.log_bayes_factor)


@dataclass(frozen=True)
class Verdicts:
    """One word for each test, from the study's thresholds.

    Parameters
    ----------
    timing, lag, extent, evidence
        Words of the cells.
    score, over_dummy
        Prediction against the base rate, and against a bare dummy for the second period.
    overall
        The row summed up.
    """

    timing: str
    lag: str
    extent: str
    score: str
    over_dummy: str
    evidence: str
    overall: str


@dataclass(frozen=True)
class ExplanationRow:
    """One explanation and everything the tests say about it.

    Parameters
    ----------
    id, title, kind, claim, objection, sign, status, reason, series
        The explanation, as in `gaiatsu.studies.explanations.Explanation`.
    timing
        How its series moved over the years; ``None`` where there is none.
    agreement
        Date of its movement against the date of the break in the outcomes.
    timing_masses
        Probability of each word that its timing can have; ``no movement``, ``gradual``, ``fits``, ``too
        early`` and ``too late``.
    twins
        Explanations and yardsticks whose course divides these episodes in exactly the same way, so that no
        test on outcomes can tell them apart.
    scores
        The explanation as a model; ``None`` where it cannot be scored.
    verdicts
        One word a test.
    """

    id: str
    title: str
    kind: Kind
    claim: str
    objection: str
    sign: int
    status: Status
    reason: str
    series: tuple[str, ...]
    timing: PathTiming | None
    agreement: DateAgreement | None
    timing_masses: Mapping[str, float]
    twins: tuple[str, ...]
    scores: Scores | None
    verdicts: Verdicts


@dataclass(frozen=True)
class Separation:
    """How many cases it would take to tell two explanations apart.

    Parameters
    ----------
    first, second
        Ids; the first has the higher evidence.
    log_bayes_factor
        Of the first against the second on the episodes at hand.
    cases_if_first, cases_if_second
        Episodes like these at which the true one is expected to lead by two standard errors in log score,
        if the first is true, if the second is.
    """

    first: str
    second: str
    log_bayes_factor: float
    cases_if_first: float
    cases_if_second: float

    @property
    def cases(self) -> float:
        """The larger of the two numbers."""
        return max(self.cases_if_first, self.cases_if_second)


@dataclass(frozen=True)
class RivalsStudy:
    """Every explanation through the same tests.

    Parameters
    ----------
    title
        Title of the case set.
    episodes, dates, conceded
        The episodes in date order.
    outcome
        Shape and date of the fall in concessions, with every placebo date. It is conditional on which
        episodes the set holds.
    rows
        The explanations: material rivals in the article's order, then the social ones.
    yardsticks
        ``material-only`` and ``second-period``, scored in the same way.
    base_log_score, base_ranked_score
        Leave-one-out scores of the base rate by demand type.
    ordering
        For each mechanism with a date, which episodes it was already at work in.
    separations
        Best against best: the leading material explanation, the leading social one and the leading of all.
    prior_sets
        Prior of the effect by kind of explanation and set, in words.
    thresholds
        Where the words begin.
    points
        Number of integration points.
    provenance
        What the numbers were computed from.
    """

    title: str
    episodes: tuple[str, ...]
    dates: tuple[float, ...]
    conceded: tuple[bool, ...]
    outcome: OutcomeTiming
    rows: tuple[ExplanationRow, ...]
    yardsticks: tuple[ExplanationRow, ...]
    base_log_score: float
    base_ranked_score: float
    ordering: tuple[OrderingRow, ...]
    separations: tuple[Separation, ...]
    prior_sets: Mapping[str, Mapping[str, str]]
    thresholds: Thresholds
    points: int
    provenance: Provenance

    def row(self, name: str) -> ExplanationRow:
        """One explanation or yardstick by id."""
        return next(row for row in (*self.rows, *self.yardsticks) if row.id == name)

    def best(self, *kinds: str) -> ExplanationRow | None:
        """Find the scored explanation of some kinds with the highest evidence under even priors."""
        scored = [row for row in self.rows if row.scores is not None and row.kind in kinds]
        return max(
            scored, key=lambda row: row.scores.log_bayes_factors["even"] if row.scores else 0.0, default=None
        )
