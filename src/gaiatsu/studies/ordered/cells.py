"""One link under one prior set: the posterior under every draw of the state, pooled and summarized."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from gaiatsu.estimation.ordinal import OrdinalDesign, PriorSet, fit_bayes
from gaiatsu.estimation.ordinal.bayes import predict, sample_many
from gaiatsu.estimation.ordinal.target import Layout, stack
from gaiatsu.inference.draws import Diagnostics, Draws, Interval, interval
from gaiatsu.inference.posterior import Sample
from gaiatsu.inference.status import Status
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.ordered.materials import CAUSES, Materials
from gaiatsu.studies.ordered.predictive import prior_set
from gaiatsu.studies.ordered.records import (
    Attribution,
    Coefficient,
    OrderedSettings,
    PriorPredictiveRow,
    Reliability,
    Shift,
)

if TYPE_CHECKING:
    from gaiatsu.estimation.results import Fit

__all__ = ["Cell", "fit_cell"]

FloatArray = NDArray[np.float64]

_PRIOR_DRAWS: Final = 8000
_GRADE_DRAWS: Final = 25
_EXPORTED: Final = 4000
_K_HAT_LIMIT: Final = 0.7


@dataclass(frozen=True, eq=False)
class Cell:
    """All that is reported of one link under one prior set.

    Parameters
    ----------
    shift
        The composite social shift.
    attributions
        Parts of the four causes.
    coefficients
        Every weight.
    reliability
        Diagnostics.
    draws
        Pooled draws.
    """

    shift: Shift
    attributions: tuple[Attribution, ...]
    coefficients: tuple[Coefficient, ...]
    reliability: Reliability
    draws: Draws


@dataclass(frozen=True, eq=False)
class _Model:
    """What the summaries of a cell are made from."""

    link: str
    name: str
    given: Materials
    priors: PriorSet
    sample: Sample
    place: Layout
    plug_in: Fit[OrdinalDesign]

    @property
    def weights(self) -> FloatArray:
        """Weights, (state draw, draw, term)."""
        return self.place.weights(self.sample.points)

    @property
    def moved(self) -> FloatArray:
        """Weight times change, (state draw, draw, term)."""
        return self.weights * self.given.change[:, None, :]


def fit_cell(
    given: Materials, link: str, predicted: PriorPredictiveRow, *, settings: OrderedSettings, seed: int
) -> Cell:
    """Fit one link under one prior set, under every draw of the state.

    The state is not updated by the outcomes (a cut posterior): each of its draws counts alike, so that the
    outcomes cannot bend the reading of the record that is meant to explain them.

    Parameters
    ----------
    given
        The designs.
    link
        The link.
    predicted
        The prior set's predictive, which names the set and says whether it has to be tempered.
    settings
        How much is computed.
    seed
        Seed of the draws.

    Returns
    -------
    Cell

    References
    ----------
    plummer2015
    """
    name = predicted.prior
    priors = prior_set(name, link)
    rng = stream(seed, "ordered", link, name)
    sample, place = sample_many(
        given.designs, link, priors, rng=rng, draws=settings.draws, method="importance"
    )
    plug_in = fit_bayes(given.plug_in, link, priors, rng=rng, draws=settings.plug_in_draws)
    model = _Model(link, name, given, priors, sample, place, plug_in)
    before = _prior_weights(priors, given.terms, rng)
    tempered = None if predicted.within else _tempered(model, predicted.factor, settings, seed)
    return Cell(
        _shift(model, before, tempered),
        _attributions(model),
        _coefficients(model, before),
        _reliability(model),
        _draws(model),
    )


def _prior_weights(priors: PriorSet, terms: tuple[str, ...], rng: np.random.Generator) -> FloatArray:
    return np.column_stack([priors[term].sample(rng, _PRIOR_DRAWS) for term in terms])


def _tempered(model: _Model, factor: float, settings: OrderedSettings, seed: int) -> Interval:
    """Composite social shift under the prior set shrunk by a factor."""
    rng = stream(seed, "ordered", "tempered", model.link, model.name)
    priors = model.priors.scaled(factor)
    sample, place = sample_many(
        model.given.designs, model.link, priors, rng=rng, draws=settings.draws, method="importance"
    )
    moved = place.weights(sample.points) * model.given.change[:, None, :]
    return interval(moved[..., model.given.social].sum(axis=-1))


def _shift(model: _Model, before: FloatArray, tempered: Interval | None) -> Shift:
    social, moved = model.given.social, model.moved
    composite = moved[..., social].sum(axis=-1)
    changes = model.given.change[np.arange(_PRIOR_DRAWS) % len(model.given.change)]
    believed = (before * changes)[:, social].sum(axis=-1)
    material = model.given.place("material")
    rest = ~social & (np.arange(len(social)) != material)
    mean_change = model.given.change.mean(axis=0)
    checked = _plug_in_weights(model) @ (mean_change * social)
    return Shift(
        model.link,
        model.name,
        composite=interval(composite),
        before_data=interval(believed),
        plug_in=interval(checked),
        material=interval(moved[..., material]),
        others=interval(moved[..., rest].sum(axis=-1)),
        grades=interval(_grades(model)),
        contraction=1.0 - float(composite.var() / believed.var()),
        tempered=tempered,
    )


def _plug_in_weights(model: _Model) -> FloatArray:
    draws = model.plug_in.draws
    return np.zeros((0, len(model.given.terms))) if draws is None else draws.flat("beta")


def _grades(model: _Model) -> FloatArray:
    """Change of the mean grade in the later episodes because of the social terms, (state draw, draw)."""
    points = model.sample.points[:, :_GRADE_DRAWS]
    means = []
    for designs in (model.given.designs, model.given.unmoved()):
        target = stack(model.link, designs, [model.priors] * len(designs))
        probabilities = predict(target, points)[:, :, model.given.after]
        means.append((probabilities @ np.arange(probabilities.shape[-1])).mean(axis=-1))
    return np.asarray(means[0] - means[1])


def _attributions(model: _Model) -> tuple[Attribution, ...]:
    parts = np.stack([model.moved[..., model.given.place(cause)] for cause in CAUSES], axis=-1)
    sizes = np.abs(parts)
    shares = sizes / sizes.sum(axis=-1, keepdims=True)
    lowest = parts.argmin(axis=-1)
    return tuple(
        Attribution(
            model.link,
            model.name,
            cause,
            interval(parts[..., j]),
            interval(shares[..., j]),
            float(((lowest == j) & (parts[..., j] < 0)).mean()),
        )
        for j, cause in enumerate(CAUSES)
    )


def _coefficients(model: _Model, before: FloatArray) -> tuple[Coefficient, ...]:
    weights = model.weights.reshape(-1, model.place.terms)
    return tuple(
        Coefficient(
            model.link,
            model.name,
            term,
            interval(weights[:, j]),
            float(before[:, j].mean()),
            float(before[:, j].std()),
            1.0 - float(weights[:, j].var() / before[:, j].var()),
        )
        for j, term in enumerate(model.given.terms)
    )


def _reliability(model: _Model) -> Reliability:
    k_hat = np.array([_number(record.k_hat) for record in model.sample.diagnostics])
    ess = np.array([record.ess for record in model.sample.diagnostics])
    evidence, error = _pooled_evidence(model.sample)
    draws = model.plug_in.draws
    record = Diagnostics("none") if draws is None else draws.diagnostics
    return Reliability(
        model.link,
        model.name,
        evidence,
        error,
        _number(record.log_evidence),
        float(k_hat.max()),
        float((k_hat > _K_HAT_LIMIT).mean()),
        float(ess.sum()),
        record.method,
        _number(record.k_hat),
        str(model.plug_in.status),
    )


def _pooled_evidence(sample: Sample) -> tuple[float, float]:
    """Log of the evidence averaged over draws of the state, and the standard error of that."""
    logs = np.array([_number(record.log_evidence) for record in sample.diagnostics])
    pooled = float(logsumexp(logs) - np.log(len(logs)))
    ratios = np.exp(logs - pooled)
    error = float(ratios.std(ddof=1) / np.sqrt(len(logs))) if len(logs) > 1 else float("nan")
    return pooled, error


def _draws(model: _Model) -> Draws:
    points = model.sample.points.reshape(-1, model.place.dimension)
    every = max(1, len(points) // _EXPORTED)
    kept = points[::every][:_EXPORTED]
    composite = model.moved[..., model.given.social].sum(axis=-1).ravel()[::every][:_EXPORTED]
    contribution = model.moved.reshape(-1, model.place.terms)[::every][:_EXPORTED]
    design = model.given.plug_in
    values = {
        "beta": model.place.weights(kept)[None],
        "alpha": model.place.cuts(kept)[None],
        "departure": model.place.by_group(kept)[None],
        "contribution": contribution[None],
        "composite_social_shift": composite[None],
    }
    dims = {
        "beta": ("term",),
        "alpha": ("threshold",),
        "departure": ("group", "threshold"),
        "contribution": ("term",),
    }
    thresholds = tuple(f"alpha_{k}" for k in range(1, design.categories))
    coords = {"term": design.terms, "threshold": thresholds, "group": design.groups}
    k_hat = max(_number(record.k_hat) for record in model.sample.diagnostics)
    ess = sum(record.ess for record in model.sample.diagnostics)
    evidence, error = _pooled_evidence(model.sample)
    record = Diagnostics("importance", k_hat, ess, log_evidence=evidence, log_evidence_se=error)
    status = Status.CONVERGED if k_hat <= _K_HAT_LIMIT else Status.UNRELIABLE_WEIGHTS
    return Draws(values, dims, coords, record, status)


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
