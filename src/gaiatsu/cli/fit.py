"""``gaiatsu fit``: estimate a model from a user's own table."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.options import seed_option
from gaiatsu.cli.output import emit, json_option
from gaiatsu.cli.progress import show_progress

if TYPE_CHECKING:
    from gaiatsu.estimation.signalling.selection import Selection
    from gaiatsu.studies.game_fit import FitSettings, FittedGame, SampledGame

__all__ = ["fit"]

METHODS = ("fml", "cml", "npl", "pl", "bayes")
SELECTIONS = (
    "most-likely",
    "most-likely-stable",
    "least-resistance",
    "most-resistance",
    "mixture",
    "mixture-of-all",
)
ERRORS = ("hessian", "sandwich", "clustered", "bootstrap")


@click.group()
def fit() -> None:
    """Estimate the crisis game from a table of crises."""


@fit.command("game")
@click.option(
    "--formula-file",
    "formulas",
    type=click.Path(path_type=Path),
    required=True,
    help="YAML that names the outcome columns and gives each payoff a formula.",
)
@click.option(
    "--data",
    "data",
    type=click.Path(path_type=Path),
    required=True,
    help="Table of crises, one row a game: Parquet, CSV, Excel, Stata or R.",
)
@click.option("--method", type=click.Choice(METHODS), default="fml", show_default=True, help="The estimator.")
@click.option(
    "--selection",
    type=click.Choice(SELECTIONS),
    help="Which equilibrium a game with several is taken to play: most-likely, or mixture with bayes.",
)
@click.option("--errors", type=click.Choice(ERRORS), help="Kind of standard error; the method's usual one.")
@click.option(
    "--bootstrap", type=click.IntRange(min=10), default=200, show_default=True, help="Bootstrap draws."
)
@click.option(
    "--starts", type=click.IntRange(min=0), default=2, show_default=True, help="Random starts beside others."
)
@click.option(
    "--samples", type=click.IntRange(min=50), default=1000, show_default=True, help="Draws a chain of bayes."
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for tables, predictions, effects, draws."
)
@click.option(
    "--draws",
    type=click.IntRange(min=1),
    help="Draws of the coefficients to write with --out; none without it.",
)
@seed_option
@json_option
def game_command(formulas: Path, data: Path, **options: Any) -> None:
    """Fit the crisis game: formulas for the payoffs, counts for the outcomes.

    fml is full maximum likelihood over all equilibria, cml takes the equilibrium as a constraint, npl and pl
    are the pseudo-likelihoods of the literature, bayes draws from a posterior by Hamiltonian Monte Carlo. The
    table says how many searches agreed, which coefficients are weakly identified, and how many games have
    several equilibria.
    """
    out: Path | None = options["out"]
    if out is not None:
        from gaiatsu.report.bundle import check_place

        check_place(out)
    if options["method"] == "bayes":
        _sample(formulas, data, options)
    else:
        _fit(formulas, data, options)


def _fit(formulas: Path, data: Path, options: dict[str, Any]) -> None:
    from gaiatsu.report.estimates import as_text
    from gaiatsu.report.game_fit import fit_table
    from gaiatsu.report.game_fit_files import fit_files_of
    from gaiatsu.studies.game_fit import fit_files

    began = time.monotonic()
    with show_progress() as progress:
        fitted = fit_files(formulas, data, _settings(options), seed=options["seed"], progress=progress)
    seconds = time.monotonic() - began
    files = _written(fit_files_of(fitted), options["out"]) if options["out"] else ()
    text = "\n".join([as_text(fit_table(fitted)), *(["", *map(str, files)] if files else [])])
    emit("fit game", _object(fitted, seconds, files), text, as_json=options["as_json"])


def _sample(formulas: Path, data: Path, options: dict[str, Any]) -> None:
    from gaiatsu.estimation.signalling.bayes import Effort
    from gaiatsu.estimation.signalling.selection import Selection
    from gaiatsu.report.estimates import as_text
    from gaiatsu.report.game_fit import posterior_table
    from gaiatsu.report.game_fit_files import posterior_files_of
    from gaiatsu.studies.game_fit import sample_files

    rule = Selection[(options["selection"] or "mixture").upper().replace("-", "_")]
    effort = Effort(draws=options["samples"])
    began = time.monotonic()
    with show_progress() as progress:
        sampled = sample_files(
            formulas, data, seed=options["seed"], selection=rule, effort=effort, progress=progress
        )
    seconds = time.monotonic() - began
    files = _written(posterior_files_of(sampled), options["out"]) if options["out"] else ()
    text = "\n".join([as_text(posterior_table(sampled)), *(["", *map(str, files)] if files else [])])
    emit("fit game", _posterior_object(sampled, rule, seconds, files=files), text, as_json=options["as_json"])


def _settings(options: dict[str, Any]) -> FitSettings:
    from gaiatsu.estimation.signalling.covariance import CovarianceKind
    from gaiatsu.estimation.signalling.fit import Method
    from gaiatsu.estimation.signalling.selection import Selection
    from gaiatsu.studies.game_fit import FitSettings

    kind = options["errors"]
    return FitSettings(
        method=Method[options["method"].upper()],
        selection=Selection[(options["selection"] or "most-likely").upper().replace("-", "_")],
        covariance=None if kind is None else CovarianceKind[kind.upper()],
        bootstrap_draws=options["bootstrap"],
        random_starts=options["starts"],
        draws=options["draws"] or 0,
    )


def _written(made: dict[str, bytes], out: Path) -> tuple[Path, ...]:
    from gaiatsu.report.bundle import put

    return put(made, out)


def _object(fitted: FittedGame, seconds: float, files: tuple[Path, ...]) -> dict[str, Any]:
    found = fitted.fit
    return {
        "method": found.method.name.lower(),
        "selection": found.selection.value,
        "status": found.status.name,
        "message": str(found.status),
        "coefficients": _coefficients(fitted),
        "covariance": found.covariance.kind.value,
        "log_likelihood": found.log_likelihood,
        "aic": found.aic,
        "bic": {"games": found.bic_games, "outcomes": found.bic_observations},
        "games": found.games,
        "outcomes": found.observations,
        "starts": {"tried": len(found.starts), "agreed": found.agreed, "list": found.starts},
        "equilibria": {
            "most": int(found.equilibria.max()),
            "games_with_several": int((found.equilibria > 1).sum()),
        },
        "posterior": None,
        "elsewhere": fitted.elsewhere,
        "weak_directions": [str(direction) for direction in found.weak],
        "effects": fitted.effects,
        "remarks": fitted.remarks,
        "seconds": round(seconds, 3),
        "files": [str(file) for file in files],
        "provenance": fitted.provenance,
    }


def _posterior_object(
    sampled: SampledGame, rule: Selection, seconds: float, *, files: tuple[Path, ...]
) -> dict[str, Any]:
    """Give the same keys as a fit; what only a maximum has is null."""
    found = sampled.posterior
    coefficients: dict[str, dict[str, Any]] = {}
    for row in sampled.table:
        coefficients.setdefault(row.payoff, {})[row.regressor] = {
            "estimate": row.mean,
            "standard_error": row.deviation,
            "p_value": None,
            "weak": None,
            "interval": [row.low, row.high],
        }
    return {
        "method": "bayes",
        "selection": rule.value,
        "status": found.draws.status.name,
        "message": str(found.draws.status),
        "coefficients": coefficients,
        "covariance": "posterior",
        "log_likelihood": None,
        "aic": None,
        "bic": None,
        "games": sampled.games,
        "outcomes": None,
        "starts": None,
        "equilibria": {"most": None, "games_with_several": int((found.several > 0.5).sum())},
        "posterior": {
            "diagnostics": found.draws.diagnostics,
            "evidence": found.evidence,
            "prior": sampled.prior,
            "below_zero": {f"{row.payoff}: {row.regressor}": row.below_zero for row in sampled.table},
        },
        "elsewhere": None,
        "weak_directions": [],
        "effects": sampled.effects,
        "remarks": [],
        "seconds": round(seconds, 3),
        "files": [str(file) for file in files],
        "provenance": sampled.provenance,
    }


def _coefficients(fitted: FittedGame) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in fitted.fit.table():
        profile = fitted.profile_of(f"{row.payoff}: {row.regressor}")
        found.setdefault(row.payoff, {})[row.regressor] = {
            "estimate": row.estimate,
            "standard_error": row.standard_error,
            "p_value": row.p_value,
            "weak": row.weak,
            "interval": None if profile is None else [profile.low, profile.high],
        }
    return found
