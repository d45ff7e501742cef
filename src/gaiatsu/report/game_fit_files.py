"""Files of a fitted crisis game: tables for people and papers, numbers for programs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from gaiatsu.report.bundle import SCHEMA, TRAIL
from gaiatsu.report.game_fit import html_table, latex_table, text_table
from gaiatsu.report.values import dump
from gaiatsu.theory.crisis_game import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gaiatsu.studies.game_fit import FittedGame

__all__ = ["fit_files_of"]


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
    made = {
        "index.html": html_table(fitted),
        "table.txt": text_table(fitted) + "\n",
        "table.tex": latex_table(fitted),
        "coefficients.csv": _coefficients(fitted),
        "covariance.csv": _covariance(fitted),
        "predictions.csv": _predictions(fitted),
    }
    if fitted.effects is not None:
        made["effects.csv"] = _effects(fitted)
    if fitted.draws is not None:
        values = fitted.draws.values["coefficient"].reshape(-1, len(fitted.fit.names))
        made["draws.csv"] = _csv(fitted.fit.names, values.tolist())
    head = {"schema": SCHEMA, "title": "Fit of the crisis game", "files": [*made, TRAIL]}
    made[TRAIL] = dump({**head, "provenance": fitted.provenance, "settings": fitted.settings}) + "\n"
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


def _effects(fitted: FittedGame) -> str:
    found = fitted.effects
    if found is None:
        return ""
    rows = []
    for place, (variable, what) in enumerate(zip(found.variables, found.what, strict=True)):
        for column, outcome in enumerate(OUTCOMES):
            numbers = (
                part[place, column] for part in (found.effect, found.standard_error, found.low, found.high)
            )
            rows.append((variable, what, outcome, *map(float, numbers)))
    return _csv(("variable", "change", "outcome", "effect", "standard_error", "low", "high"), rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
