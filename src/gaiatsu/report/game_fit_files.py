"""Files of a fitted crisis game: tables for people and papers, numbers for programs."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from gaiatsu.report.bundle import SCHEMA, TRAIL
from gaiatsu.report.estimates import Estimates, as_html, as_latex, as_text
from gaiatsu.report.game_fit import fit_table, posterior_table
from gaiatsu.report.values import dump
from gaiatsu.theory.crisis_game import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaiatsu.studies.game_fit import FittedGame, SampledGame, VariableEffects

__all__ = ["fit_files_of", "posterior_files_of"]


def fit_files_of(fitted: FittedGame) -> dict[str, bytes]:
    """Render a fitted game in memory.

    Parameters
    ----------
    fitted
        The fitted game.

    Returns
    -------
    dict
        Content by name: the table as ``index.html``, ``table.txt`` and ``table.tex``; CSV files of the
        coefficients, their covariance, predictions by game, effects and, where asked for, draws; and
        ``trail.json`` with the provenance.
    """
    made = _tables(fit_table(fitted)) | {
        "coefficients.csv": _coefficients(fitted),
        "covariance.csv": _covariance(fitted),
        "predictions.csv": _predictions(fitted),
    }
    if fitted.effects is not None:
        made["effects.csv"] = _effects(fitted.effects)
    if fitted.draws is not None:
        made["draws.csv"] = _csv(fitted.fit.names, fitted.draws.flat("coefficient").tolist())
    return _with_trail(made, {"provenance": fitted.provenance, "settings": fitted.settings})


def posterior_files_of(sampled: SampledGame) -> dict[str, bytes]:
    """Render a posterior in memory.

    Parameters
    ----------
    sampled
        Draws and their summary.

    Returns
    -------
    dict
        The table as HTML, text and LaTeX, and coefficients, effects and draws as CSV, with the trail.
    """
    head = "payoff", "regressor", "mean", "deviation", "low", "high", "below_zero"
    draws = sampled.posterior.draws
    made = _tables(posterior_table(sampled)) | {
        "coefficients.csv": _csv(head, [astuple(row) for row in sampled.table]),
        "effects.csv": _effects(sampled.effects),
        "draws.csv": _csv(draws.coords[draws.dims["coefficient"][0]], draws.flat("coefficient").tolist()),
    }
    return _with_trail(made, {"provenance": sampled.provenance, "diagnostics": draws.diagnostics})


def _tables(table: Estimates) -> dict[str, str]:
    return {"index.html": as_html(table), "table.txt": as_text(table) + "\n", "table.tex": as_latex(table)}


def _with_trail(made: dict[str, str], rest: dict[str, Any]) -> dict[str, bytes]:
    head = {"schema": SCHEMA, "title": "Fit of the crisis game", "files": [*made, TRAIL]}
    made[TRAIL] = dump({**head, **rest}) + "\n"
    return {name: text.encode() for name, text in made.items()}


def _coefficients(fitted: FittedGame) -> str:
    head = "payoff", "regressor", "estimate", "standard_error", "z", "p_value", "weak", "low", "high"
    rows = []
    for row in fitted.fit.table():
        profile = fitted.profile_of(f"{row.payoff}: {row.regressor}")
        ends = ("", "") if profile is None else (profile.low, profile.high)
        numbers = row.estimate, row.standard_error, row.z, row.p_value
        rows.append((row.payoff, row.regressor, *numbers, row.weak, *ends))
    return _csv(head, rows)


def _covariance(fitted: FittedGame) -> str:
    names = fitted.fit.names
    rows = [(name, *row) for name, row in zip(names, fitted.fit.covariance.matrix.tolist(), strict=True)]
    return _csv(("name", *names), rows)


def _predictions(fitted: FittedGame) -> str:
    found = fitted.predictions
    rows = zip(
        found.probability.tolist(), found.resist.tolist(), found.count.tolist(), found.stable, strict=True
    )
    head = "game", *OUTCOMES, "resist", "equilibria", "stable"
    return _csv(
        head, [(game, *p, resist, n, bool(stable)) for game, (p, resist, n, stable) in enumerate(rows, 1)]
    )


def _effects(found: VariableEffects) -> str:
    rows = []
    for place, change in enumerate(found.changes):
        for column, outcome in enumerate(OUTCOMES):
            rows.append(
                (
                    change,
                    outcome,
                    *(float(part[place, column]) for part in (found.effect, found.low, found.high)),
                )
            )
    return _csv(("change", "outcome", "effect", "low", "high"), rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
