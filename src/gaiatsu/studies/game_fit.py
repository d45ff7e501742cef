"""Fit the crisis game to a user's table, with everything a table of estimates has to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.bayes import Effort, GamePosterior, sample_posterior
from gaiatsu.estimation.signalling.covariance import CovarianceKind
from gaiatsu.estimation.signalling.design import GameDesign, GameFormulas, game_design
from gaiatsu.estimation.signalling.effects import (
    Predictions,
    marginal_effects,
    predictions,
    simulated_effects,
)
from gaiatsu.estimation.signalling.fit import GameFit, Method, weak_profiles
from gaiatsu.estimation.signalling.fitting import FitOptions, fit_game
from gaiatsu.estimation.signalling.identification import check_identified
from gaiatsu.estimation.signalling.priors import independent_priors
from gaiatsu.estimation.signalling.profile import Profile
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.estimation.signalling.several import Elsewhere, elsewhere
from gaiatsu.estimation.signalling.starts import maximum_likelihood
from gaiatsu.inference.draws import Draws, interval
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.game_formulas import read_columns, read_formulas
from gaiatsu.studies.provenance import Input, Provenance, rows_digest, trace

__all__ = [
    "FitSettings",
    "FittedGame",
    "PosteriorRow",
    "SampledGame",
    "VariableEffects",
    "fit",
    "fit_files",
    "sample",
    "sample_files",
]

Columns = Mapping[str, NDArray[Any]]
FloatArray = NDArray[np.float64]
STEPS: Final = 4
EFFECT_DRAWS: Final = 60
PRIOR: Final = (
    "one standard deviation of a regressor moves its payoff by N(0, 1) standard deviations of the shock, "
    "constants are N(0, 2.5)"
)
CITED: Final = ("lewis_schultz2003", "jo2011", "crismancox_gibilisco2021")


@dataclass(frozen=True)
class FitSettings:
    """How the game is to be fitted.

    Parameters
    ----------
    method
        The estimator.
    selection
        Which equilibrium a game is taken to play.
    covariance
        Kind of covariance; None takes the method's usual one.
    bootstrap_draws
        Draws of the parametric bootstrap, where it is asked for.
    random_starts
        Random starts of full maximum likelihood beside those of the pseudo-likelihoods.
    draws
        Draws of the coefficients to hand out; none at 0.
    """

    method: Method = Method.FML
    selection: Selection = Selection.MOST_LIKELY
    covariance: CovarianceKind | None = None
    bootstrap_draws: int = 200
    random_starts: int = 2
    draws: int = 0


@dataclass(frozen=True, eq=False)
class VariableEffects:
    """Mean change in the probability of each outcome, by variable.

    Parameters
    ----------
    changes
        Variable and change: a number goes up by one standard deviation.
    effect, low, high
        Changes by `OUTCOMES`, with the ends of the 95 % interval.
    """

    changes: tuple[str, ...]
    effect: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, eq=False)
class FittedGame:
    """A fitted game with its table, profiles, predictions and effects.

    Parameters
    ----------
    formulas
        What moves what.
    settings
        How it was fitted.
    fit
        Estimates, their covariance, the equilibria behind them, and how the computation ended.
    elsewhere
        A higher likelihood where games have several equilibria; None where none was found.
    profiles
        Profile intervals of the weakly identified coefficients.
    predictions
        Outcome probabilities of each game, with the equilibrium used and how many there were.
    effects
        What each variable does to each outcome; None where there is no covariance to give intervals.
    draws
        Labelled draws of the coefficients, where asked for.
    provenance
        Digests of the table and the formulas, seed, version and works.
    """

    formulas: GameFormulas
    settings: FitSettings
    fit: GameFit
    elsewhere: Elsewhere | None
    profiles: tuple[Profile, ...]
    predictions: Predictions
    effects: VariableEffects | None
    draws: Draws | None
    provenance: Provenance

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences for the foot of a table."""
        return self.fit.remarks if self.elsewhere is None else (*self.fit.remarks, str(self.elsewhere))

    def profile_of(self, name: str) -> Profile | None:
        """Profile interval of a coefficient, where it was taken."""
        return next((found for found in self.profiles if found.name == name), None)


def fit(
    data: Columns,
    formulas: GameFormulas,
    settings: FitSettings | None = None,
    *,
    seed: int,
    progress: Callable[[str, int, int], None] | None = None,
) -> FittedGame:
    """Fit the crisis game to columns.

    Parameters
    ----------
    data
        Columns by name, one row a game.
    formulas
        Which regressors move which payoff.
    settings
        Method, selection, covariance; full maximum likelihood when left out.
    seed
        Seed of random starts, bootstrap and draws.
    progress
        Called as each step begins, with its name, number and the number of steps.

    Returns
    -------
    FittedGame
        The fit and what a table of it needs. Whether it can be relied on is ``fit.status``.

    Raises
    ------
    InvalidSpecification
        If the table or the formulas cannot be used, or the design is not identified.

    References
    ----------
    lewis_schultz2003; jo2011; crismancox_gibilisco2021
    """
    wanted, say = settings or FitSettings(), progress or (lambda *_: None)
    design = game_design(data, formulas)
    say(f"Fitting by {wanted.method.value}", 1, STEPS)
    found = fit_game(
        design,
        wanted.method,
        selection=wanted.selection,
        rng=stream(seed, "fit", wanted.method.name),
        options=FitOptions(wanted.covariance, wanted.bootstrap_draws, wanted.random_starts),
    )
    say("Looking where games have several equilibria", 2, STEPS)
    higher = _elsewhere(design, found)
    say(f"Profile intervals of {len(found.weak_names)} weakly identified coefficients", 3, STEPS)
    profiles = weak_profiles(design, found)
    say("Predictions and effects", 4, STEPS)
    effects = _effects(data, formulas, found)
    return FittedGame(
        formulas=formulas,
        settings=wanted,
        fit=found,
        elsewhere=higher,
        profiles=profiles,
        predictions=predictions(design, found.coefficients, wanted.selection),
        effects=effects,
        draws=found.draws(stream(seed, "draws"), wanted.draws) if wanted.draws else None,
        provenance=_trace(data, formulas, seed),
    )


def _elsewhere(design: GameDesign, found: GameFit) -> Elsewhere | None:
    if found.method not in (Method.FML, Method.CML) or not np.isfinite(found.log_likelihood):
        return None
    return elsewhere(design, found.selection, found.log_likelihood)


def _effects(data: Columns, formulas: GameFormulas, found: GameFit) -> VariableEffects | None:
    if not (np.isfinite(found.covariance.matrix).all() and np.isfinite(found.coefficients).all()):
        return None
    made = marginal_effects(
        data,
        formulas,
        coefficients=found.coefficients,
        covariance=found.covariance.matrix,
        selection=found.selection,
    )
    return _labelled(data, (made.variables, made.what), (made.effect, made.low, made.high))


def _labelled(
    data: Columns,
    changes: tuple[tuple[str, ...], tuple[str, ...]],
    values: tuple[FloatArray, FloatArray, FloatArray],
) -> VariableEffects:
    """Turn effects by unit, which no case may span, into effects of a standard deviation."""
    pairs = list(zip(*changes, strict=True))
    size = np.array([np.std(data[name]) if what == "per unit" else 1.0 for name, what in pairs])
    labels = (
        f"up {step:.3g}" if what == "per unit" else what for (_, what), step in zip(pairs, size, strict=True)
    )
    named = tuple(f"{name}, {label}" for (name, _), label in zip(pairs, labels, strict=True))
    return VariableEffects(named, *(size[:, None] * part for part in values))


@dataclass(frozen=True)
class PosteriorRow:
    """One coefficient's posterior.

    Parameters
    ----------
    payoff, regressor
        What it moves, and what moves it.
    mean, deviation
        Of the draws.
    low, high
        Central 90 % interval.
    below_zero
        Probability of being negative.
    """

    payoff: str
    regressor: str
    mean: float
    deviation: float
    low: float
    high: float
    below_zero: float


@dataclass(frozen=True, eq=False)
class SampledGame:
    """Posterior of a crisis game with what a table of it needs.

    Parameters
    ----------
    formulas
        What moves what.
    posterior
        Draws, diagnostics, evidence.
    table
        One row a coefficient.
    prior
        The priors in words.
    games
        Rows of the data.
    effects
        What each variable does to each outcome, over draws.
    provenance
        Digests of the table and the formulas, seed, version and works.
    """

    formulas: GameFormulas
    posterior: GamePosterior
    table: tuple[PosteriorRow, ...]
    prior: str
    games: int
    effects: VariableEffects
    provenance: Provenance


def sample(
    data: Columns,
    formulas: GameFormulas,
    *,
    seed: int,
    selection: Selection = Selection.MIXTURE,
    effort: Effort | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> SampledGame:
    """Draw from the posterior of the crisis game by Hamiltonian Monte Carlo.

    Parameters
    ----------
    data
        Columns by name, one row a game.
    formulas
        Which regressors move which payoff.
    seed
        Seed of starts and chains.
    selection
        Which equilibrium a game is taken to play; by default any stable one.
    effort
        Chains and draws; two chains of a thousand when left out.
    progress
        Called as each step begins, with its name, number and the number of steps.

    Returns
    -------
    SampledGame
        Draws and their summary. Whether they can be relied on is ``posterior.draws.status``.

    Raises
    ------
    InvalidSpecification
        If the table or the formulas cannot be used, or the design is not identified.

    References
    ----------
    hoffman_gelman2014; crismancox_gibilisco2021
    """
    say = progress or (lambda *_: None)
    design = game_design(data, formulas)
    check_identified(design)
    say("Searching for the maximum", 1, STEPS)
    top = maximum_likelihood(design, selection=Selection.MOST_LIKELY, rng=stream(seed, "fit", "BAYES"))
    say("Drawing from the posterior", 2, STEPS)
    posterior = sample_posterior(
        design,
        independent_priors(design),
        rng=stream(seed, "posterior"),
        start=top.best.coefficients,
        selection=selection,
        effort=effort,
    )
    say("Effects", 3, STEPS)
    drawn = posterior.draws.flat("coefficient")
    some = drawn[:: max(1, drawn.shape[0] // EFFECT_DRAWS)]
    made = simulated_effects(data, formulas, draws=some, selection=selection)
    effects = _labelled(data, (made.variables, made.what), (made.draws.mean(axis=0), made.low, made.high))
    return SampledGame(
        formulas,
        posterior,
        _rows(design.names, drawn),
        PRIOR,
        design.games,
        effects,
        _trace(data, formulas, seed),
    )


def _rows(names: tuple[str, ...], drawn: FloatArray) -> tuple[PosteriorRow, ...]:
    found = []
    for name, column in zip(names, drawn.T, strict=True):
        payoff, regressor = name.split(": ", 1)
        one = interval(column)
        found.append(
            PosteriorRow(
                payoff, regressor, one.mean, float(column.std()), one.low90, one.high90, one.p_negative
            )
        )
    return tuple(found)


def sample_files(
    formulas: Path,
    data: Path,
    *,
    seed: int,
    selection: Selection = Selection.MIXTURE,
    effort: Effort | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> SampledGame:
    """Draw from the posterior for a file of crises and a file of formulas; see `sample`.

    Parameters
    ----------
    formulas
        YAML or JSON; see `read_formulas`.
    data
        Parquet, CSV, Excel, Stata or R; see `read_columns`.
    seed, selection, effort, progress
        As in `sample`.

    Returns
    -------
    SampledGame
        Draws and their summary.
    """
    read = read_formulas(formulas)
    return sample(read_columns(data), read, seed=seed, selection=selection, effort=effort, progress=progress)


def fit_files(
    formulas: Path,
    data: Path,
    settings: FitSettings | None = None,
    *,
    seed: int,
    progress: Callable[[str, int, int], None] | None = None,
) -> FittedGame:
    """Fit the crisis game to a file of crises by a file of formulas; see `fit`.

    Parameters
    ----------
    formulas
        YAML or JSON; see `read_formulas`.
    data
        Parquet, CSV, Excel, Stata or R; see `read_columns`.
    settings, seed, progress
        As in `fit`.

    Returns
    -------
    FittedGame
        The fit and what a table of it needs.
    """
    read = read_formulas(formulas)
    return fit(read_columns(data), read, settings, seed=seed, progress=progress)


def _trace(data: Columns, formulas: GameFormulas, seed: int) -> Provenance:
    table = {name: np.asarray(column).tolist() for name, column in data.items()}
    spec = {
        "payoffs": dict(formulas.payoffs),
        "fixed": dict(formulas.fixed),
        "outcomes": dict(formulas.outcomes),
    }
    inputs = Input("crises", rows_digest(table)), Input("formulas", rows_digest(spec))
    return trace(fit, *inputs, seed=seed, citations=CITED)
