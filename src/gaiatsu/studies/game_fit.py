"""Fit the crisis game to a user's table, with everything a table of estimates has to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.covariance import CovarianceKind
from gaiatsu.estimation.signalling.design import GameFormulas, game_design
from gaiatsu.estimation.signalling.effects import GameEffects, Predictions, marginal_effects, predictions
from gaiatsu.estimation.signalling.fit import GameFit, Method, weak_profiles
from gaiatsu.estimation.signalling.fitting import FitOptions, fit_game
from gaiatsu.estimation.signalling.profile import Profile
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.game_formulas import read_columns, read_formulas
from gaiatsu.studies.provenance import Input, Provenance, rows_digest, trace

if TYPE_CHECKING:
    from gaiatsu.inference.draws import Draws

__all__ = ["FitSettings", "FittedGame", "fit", "fit_files"]

Columns = Mapping[str, NDArray[Any]]
STEPS: Final = 3
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
    profiles
        Profile intervals of the weakly identified coefficients.
    predictions
        Outcome probabilities of each game, with the equilibrium used and how many there were.
    effects
        What each variable does to each outcome; None where there is no covariance to give intervals.
    draws
        Labelled draws of the coefficients, where asked for.
    deviations
        Standard deviation over the games of each variable that has an effect by unit.
    provenance
        Digests of the table and the formulas, seed, version and works.
    """

    formulas: GameFormulas
    settings: FitSettings
    fit: GameFit
    profiles: tuple[Profile, ...]
    predictions: Predictions
    effects: GameEffects | None
    draws: Draws | None
    deviations: Mapping[str, float]
    provenance: Provenance

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
    say(f"Profile intervals of {len(found.weak_names)} weakly identified coefficients", 2, STEPS)
    profiles = weak_profiles(design, found)
    say("Predictions and effects", 3, STEPS)
    effects = _effects(data, formulas, found)
    return FittedGame(
        formulas=formulas,
        settings=wanted,
        fit=found,
        profiles=profiles,
        predictions=predictions(design, found.coefficients, wanted.selection),
        effects=effects,
        draws=found.draws(stream(seed, "draws"), wanted.draws) if wanted.draws else None,
        deviations=_deviations(data, effects),
        provenance=_trace(data, formulas, seed),
    )


def _deviations(data: Columns, effects: GameEffects | None) -> dict[str, float]:
    if effects is None:
        return {}
    changes = zip(effects.variables, effects.what, strict=True)
    return {name: float(np.std(data[name])) for name, what in changes if what == "per unit"}


def _effects(data: Columns, formulas: GameFormulas, found: GameFit) -> GameEffects | None:
    if not (np.isfinite(found.covariance.matrix).all() and np.isfinite(found.coefficients).all()):
        return None
    return marginal_effects(
        data,
        formulas,
        coefficients=found.coefficients,
        covariance=found.covariance.matrix,
        selection=found.selection,
    )


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
