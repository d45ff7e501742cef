"""What the study of ordered models returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaiatsu.errors import UnknownName

if TYPE_CHECKING:
    from gaiatsu.estimation.ordinal import Separation
    from gaiatsu.inference.draws import Draws, Interval
    from gaiatsu.studies.ordered.collinearity import Collinearity
    from gaiatsu.studies.provenance import Provenance

__all__ = [
    "CERTAIN",
    "MOST_CERTAIN",
    "Attribution",
    "Coefficient",
    "OrderedSettings",
    "OrderedStudy",
    "PenalizedRow",
    "PenalizedShift",
    "PriorPredictiveRow",
    "Reliability",
    "Shift",
    "TermMeans",
]

CERTAIN: Final = 0.9
"""A prior draw that expects one grade in more than this share of the episodes was certain beforehand."""

MOST_CERTAIN: Final = 0.2
"""No prior set should be certain beforehand more often than this."""


@dataclass(frozen=True)
class OrderedSettings:
    """How much is computed.

    Parameters
    ----------
    links
        Links to fit.
    prior_sets
        Names of the prior sets.
    state_draws
        Draws of the relationship's state that the models are fitted under.
    draws
        Posterior draws under each draw of the state.
    plug_in_draws
        Posterior draws with the state at its mean, the check.
    headline
        Link and prior set that the first page quotes.
    """

    links: tuple[str, ...] = ("adjacent", "probit", "logit")
    prior_sets: tuple[str, ...] = ("default", "sceptical", "article", "materialist")
    state_draws: int = 80
    draws: int = 400
    plug_in_draws: int = 4000
    headline: tuple[str, str] = ("adjacent", "default")


@dataclass(frozen=True)
class PriorPredictiveRow:
    """What a prior set believes of these episodes before their outcomes are seen.

    Parameters
    ----------
    link, prior
        The model.
    concentrated
        Share of draws that expect one grade in over .9 of the episodes.
    error
        Its Monte Carlo standard error.
    within
        Whether it is at most a fifth.
    factor
        Number by which all scales and locations of the set must be multiplied for it to be a fifth; 1 where
        it is within already.
    grades
        Expected share of each grade.
    """

    link: str
    prior: str
    concentrated: float
    error: float
    within: bool
    factor: float
    grades: tuple[float, ...]


@dataclass(frozen=True)
class TermMeans:
    """A term of the payoff before and after, averaged over episodes.

    Parameters
    ----------
    term
        Name of the term, signed as in eq. 2.
    social
        Whether it belongs to the composite social shift.
    before, after
        Means over the draws of the state.
    change
        After minus before.
    low, high
        90 % interval of the change over the draws of the state.
    """

    term: str
    social: bool
    before: float
    after: float
    change: float
    low: float
    high: float


@dataclass(frozen=True)
class Coefficient:
    """A weight under one link and prior set.

    Parameters
    ----------
    link, prior, term
        Which.
    posterior
        Mean, intervals and probability of being negative.
    prior_mean, prior_sd
        What was believed before.
    contraction
        1 - posterior variance / prior variance: 0 where the data said nothing, 1 where they said all.
    """

    link: str
    prior: str
    term: str
    posterior: Interval
    prior_mean: float
    prior_sd: float
    contraction: float


@dataclass(frozen=True)
class PenalizedRow:
    """An estimate of penalized maximum likelihood, with the state at its mean.

    Parameters
    ----------
    link, name
        Which weight or threshold.
    estimate, standard_error
        On the scale of the link.
    """

    link: str
    name: str
    estimate: float
    standard_error: float


@dataclass(frozen=True)
class PenalizedShift:
    """The composite social shift by penalized maximum likelihood.

    Parameters
    ----------
    link
        Which model.
    estimate, standard_error
        Sum over the social terms of weight times change, and its delta-method error.
    log_likelihood
        At the estimate.
    separation
        Whether unpenalized estimates would exist.
    status
        How the search ended, in a sentence.
    """

    link: str
    estimate: float
    standard_error: float
    log_likelihood: float
    separation: Separation
    status: str


@dataclass(frozen=True)
class Shift:
    """How far the social terms together moved the payoff of conceding.

    Parameters
    ----------
    link, prior
        Which model.
    composite
        Sum over hierarchy, legitimacy and trust of weight times change; negative is the article's claim.
    before_data
        The same under the prior set alone: what was believed before any outcome was seen.
    plug_in
        The same with the state of the relationship fixed at its mean.
    material
        Weight times change of the material term.
    others
        The same for the remaining terms together.
    grades
        Change of the expected grade of concession in the later episodes because of the social terms.
    contraction
        1 - posterior variance / prior variance of the composite.
    tempered
        The composite when a prior set that was too certain is shrunk until it is not; ``None`` where it was
        not.
    """

    link: str
    prior: str
    composite: Interval
    before_data: Interval
    plug_in: Interval
    material: Interval
    others: Interval
    grades: Interval
    contraction: float
    tempered: Interval | None


@dataclass(frozen=True)
class Attribution:
    """A term's part in what moved the payoff of conceding.

    Parameters
    ----------
    link, prior, term
        Which.
    contribution
        Weight times change.
    share
        Its size divided by the sizes of all four causes together, 0 to 1.
    p_largest
        Probability that it lowered the payoff more than each other cause.
    """

    link: str
    prior: str
    term: str
    contribution: Interval
    share: Interval
    p_largest: float


@dataclass(frozen=True)
class Reliability:
    """Whether the draws of one model can be relied on.

    Parameters
    ----------
    link, prior
        Which model.
    log_evidence, log_evidence_se
        Log marginal likelihood averaged over the state, with Monte Carlo error.
    plug_in_log_evidence
        With the state at its mean.
    k_hat
        Largest Pareto k-hat over the draws of the state.
    over_limit
        Share of the draws of the state with k-hat over .7.
    ess
        Effective draws, all states together.
    method
        Sampler of the check with the state at its mean.
    plug_in_k_hat
        Its k-hat.
    status
        How the check ended, in a sentence.
    """

    link: str
    prior: str
    log_evidence: float
    log_evidence_se: float
    plug_in_log_evidence: float
    k_hat: float
    over_limit: float
    ess: float
    method: str
    plug_in_k_hat: float
    status: str


@dataclass(frozen=True, eq=False)
class OrderedStudy:
    """Ordered models under named priors, the composite social shift first.

    Parameters
    ----------
    predictive
        Prior predictive by link and prior set, to be read first.
    means
        Each term before and after.
    collinearity
        Of all terms that vary, with the state at its mean.
    causes
        The same for the four causes alone.
    shifts
        The composite social shift by link and prior set.
    attributions
        Parts of the four causes.
    coefficients
        Every weight, with what the data changed about it.
    penalized, penalized_shifts
        Penalized maximum likelihood, and the composite by it.
    reliability
        Diagnostics by link and prior set.
    draws
        Pooled draws by ``"link/prior"``, exportable to ArviZ; an axis ``chain`` has one entry.
    settings
        What was computed.
    provenance
        Where it came from.
    """

    predictive: tuple[PriorPredictiveRow, ...]
    means: tuple[TermMeans, ...]
    collinearity: Collinearity
    causes: Collinearity
    shifts: tuple[Shift, ...]
    attributions: tuple[Attribution, ...]
    coefficients: tuple[Coefficient, ...]
    penalized: tuple[PenalizedRow, ...]
    penalized_shifts: tuple[PenalizedShift, ...]
    reliability: tuple[Reliability, ...]
    draws: Mapping[str, Draws]
    settings: OrderedSettings
    provenance: Provenance

    @property
    def headline(self) -> Shift:
        """The shift that the first page quotes."""
        return self.shift(*self.settings.headline)

    def shift(self, link: str, prior: str) -> Shift:
        """Find the composite social shift under one link and prior set.

        Raises
        ------
        UnknownName
            If that model was not fitted.
        """
        for row in self.shifts:
            if (row.link, row.prior) == (link, prior):
                return row
        msg = f"No model with the link {link!r} and the prior set {prior!r} was fitted."
        raise UnknownName(msg, expected=", ".join(f"{row.link}/{row.prior}" for row in self.shifts))
