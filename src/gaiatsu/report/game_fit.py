"""A table of estimates of the crisis game: as text, HTML and LaTeX."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import isfinite
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from gaiatsu.estimation.signalling.fit import Coefficient
    from gaiatsu.estimation.signalling.profile import Profile
    from gaiatsu.studies.game_fit import FittedGame

__all__ = ["html_table", "latex_table", "text_table"]

LEVELS: Final = ((0.001, "***"), (0.01, "**"), (0.05, "*"))
STARS: Final = "* p < .05, ** p < .01, *** p < .001, two-sided."
NO_STARS: Final = (
    "No stars: the estimates are not all determined well enough for p-values to mean what they say."
)
EFFECTS: Final = (
    "Mean effect on the probability of each outcome, in points, with 95 % intervals; numbers go up by one "
    "standard deviation"
)
HEADS: Final = ("status quo", "concession", "stand firm", "back down")
_STYLE: Final = """
body { font: 16px/1.45 Georgia, serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem; color: #1a1a1a; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: bold; padding-bottom: .5rem; }
thead, tbody, tfoot { border-bottom: 1px solid #1a1a1a; }
thead { border-top: 2px solid #1a1a1a; }
tfoot { border-bottom-width: 2px; }
th { text-align: left; font-weight: normal; overflow-wrap: anywhere; }
td, thead th + th { text-align: right; }
tbody tr:not(.payoff) th { padding-left: 1.2rem; }
.payoff th { font-style: italic; padding-top: .4rem; }
p { font-size: .9rem; margin: .4rem 0; }
p + table { margin-top: 2rem; font-size: .85rem; }
"""
_LATEX: Final = {
    "_": r"\_",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\^{}",
}


def text_table(fitted: FittedGame) -> str:
    """Give the table for a terminal.

    Parameters
    ----------
    fitted
        The fitted game.

    Returns
    -------
    str
        Coefficients by payoff, the numbers of the fit, and what qualifies them.
    """
    width = max(20, *(len(row.regressor) for row in fitted.fit.table())) + 4
    lines = [_title(fitted), "", f"{'':{width}}{'estimate':>10}  {'std. error':>22}{'p':>8}"]
    payoff = ""
    for row in fitted.fit.table():
        if row.payoff != payoff:
            payoff = row.payoff
            lines.append(payoff)
        chance = "" if row.weak else _chance(row.p_value)
        error = _spread(fitted, row)
        number = f"{_number(row.estimate):>10}{_stars(fitted, row):3}"
        lines.append(f"  {row.regressor:{width - 2}}{number}{error:>21}{chance:>8}".rstrip())
    lines += ["", *(f"{name:{width}}{value}" for name, value in _numbers(fitted)), "", *_notes(fitted)]
    effects = list(_effects(fitted))
    if effects:
        wide = max(len(cells[0]) for cells in effects) + 2
        lines += ["", EFFECTS, "", f"{'':{wide}}" + "".join(f"{head:>26}" for head in HEADS)]
        lines += [f"{cells[0]:{wide}}" + "".join(f"{cell:>26}" for cell in cells[1:]) for cells in effects]
    return "\n".join(lines)


def html_table(fitted: FittedGame) -> str:
    """Give the table as one HTML page that needs nothing else.

    Parameters
    ----------
    fitted
        The fitted game.

    Returns
    -------
    str
        The page.
    """
    rows, payoff = [], ""
    for row in fitted.fit.table():
        if row.payoff != payoff:
            payoff = row.payoff
            rows.append(f'<tr class="payoff"><th colspan="4" scope="rowgroup">{escape(payoff)}</th></tr>')
        chance = "" if row.weak else _chance(row.p_value)
        cells = f"{_number(row.estimate)}{_stars(fitted, row)}", _spread(fitted, row), chance
        rows.append(
            f'<tr><th scope="row">{escape(row.regressor)}</th>{"".join(f"<td>{c}</td>" for c in cells)}</tr>'
        )
    feet = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td colspan="3">{escape(value)}</td></tr>'
        for name, value in _numbers(fitted)
    )
    notes = "".join(f"<p>{escape(line)}</p>" for line in _notes(fitted))
    title = escape(_title(fitted))
    head = "".join(f"<th>{label}</th>" for label in ("", "estimate", "standard error", "p"))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><table><caption>{title}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody><tfoot>{feet}</tfoot></table>{notes}{_effects_html(fitted)}"
        "</body></html>\n"
    )


def latex_table(fitted: FittedGame) -> str:
    r"""Give the table for a paper; it needs the package ``booktabs``.

    Parameters
    ----------
    fitted
        The fitted game.

    Returns
    -------
    str
        One ``table`` environment.
    """
    lines = [r"\begin{table}", rf"\caption{{{_tex(_title(fitted))}}}", r"\begin{tabular}{lrrr}", r"\toprule"]
    lines += [r" & estimate & standard error & $p$ \\", r"\midrule"]
    payoff = ""
    for row in fitted.fit.table():
        if row.payoff != payoff:
            payoff = row.payoff
            lines.append(rf"\multicolumn{{4}}{{l}}{{\textit{{{_tex(payoff)}}}}} \\")
        chance = "" if row.weak else _chance(row.p_value)
        stars = f"$^{{{mark}}}$" if (mark := _stars(fitted, row)) else ""
        cells = _minus(_number(row.estimate)) + stars, _minus(_spread(fitted, row)), chance
        lines.append(rf"\quad {_tex(row.regressor)} & {' & '.join(cells)} \\")
    lines.append(r"\midrule")
    lines += [
        rf"{_tex(name)} & \multicolumn{{3}}{{r}}{{{_minus(_tex(value))}}} \\"
        for name, value in _numbers(fitted)
    ]
    notes = " ".join(_tex(line) for line in _notes(fitted))
    return "\n".join(
        [*lines, r"\bottomrule", r"\end{tabular}", rf"\par\footnotesize {notes}", r"\end{table}", ""]
    )


def _effects(fitted: FittedGame) -> Iterator[tuple[str, ...]]:
    """Cells of the effects: the change, then points of probability with their interval by outcome."""
    found = fitted.effects
    if found is None:
        return
    for place, (variable, what) in enumerate(zip(found.variables, found.what, strict=True)):
        unit = fitted.deviations.get(variable, 1.0)
        change = f"up {unit:.3g}" if variable in fitted.deviations else what
        columns = 100.0 * unit * np.stack([found.effect[place], found.low[place], found.high[place]])
        yield (
            f"{variable}, {change}",
            *(f"{value:+.2f} [{low:+.2f}, {high:+.2f}]" for value, low, high in columns.T),
        )


def _effects_html(fitted: FittedGame) -> str:
    body = "".join(
        f'<tr><th scope="row">{escape(cells[0])}</th>'
        + "".join(f"<td>{cell}</td>" for cell in cells[1:])
        + "</tr>"
        for cells in _effects(fitted)
    )
    if not body:
        return ""
    head = "".join(f"<th>{label}</th>" for label in ("", *HEADS))
    return f"<table><caption>{EFFECTS}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _title(fitted: FittedGame) -> str:
    return f"The crisis game by {fitted.fit.method.value}"


def _numbers(fitted: FittedGame) -> Iterator[tuple[str, str]]:
    found = fitted.fit
    yield "games", f"{found.games:,}"
    yield "outcomes", f"{found.observations:,}"
    kind = "pseudo-log likelihood" if "pseudo" in found.method.value else "log likelihood"
    yield kind, f"{found.log_likelihood:.4f}"
    yield "AIC", f"{found.aic:.2f}"
    yield "BIC (games)", f"{found.bic_games:.2f}"
    yield "BIC (outcomes)", f"{found.bic_observations:.2f}"
    yield "searches that agree", f"{found.agreed} of {len(found.starts)}"


def _notes(fitted: FittedGame) -> Iterator[str]:
    yield STARS if fitted.fit.stars else NO_STARS
    if fitted.profiles:
        yield "In brackets: 95 % profile interval of a coefficient that is weakly identified."
    if any(not (isfinite(found.low) and isfinite(found.high)) for found in fitted.profiles):
        yield "Open: the likelihood does not fall to the end of an interval, however far one goes."
    yield from fitted.fit.remarks


def _stars(fitted: FittedGame, row: Coefficient) -> str:
    if not fitted.fit.stars or row.weak or not isfinite(row.p_value):
        return ""
    return next((mark for level, mark in LEVELS if row.p_value < level), "")


def _spread(fitted: FittedGame, row: Coefficient) -> str:
    profile = fitted.profile_of(f"{row.payoff}: {row.regressor}") if row.weak else None
    return _interval(profile) if profile is not None else _number(row.standard_error)


def _interval(profile: Profile) -> str:
    return f"[{_end(profile.low)}, {_end(profile.high)}]"


def _end(value: float) -> str:
    return _number(value) if isfinite(value) else "open"


def _number(value: float) -> str:
    """Three decimals, or as many as show two digits of a small number."""
    if not isfinite(value):
        return "none"
    return f"{value:.3f}" if abs(value) >= 0.01 or value == 0.0 else f"{value:.2g}"


def _chance(value: float) -> str:
    if not isfinite(value):
        return ""
    return "<.001" if value < 0.001 else f"{value:.3f}".lstrip("0")


def _tex(text: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in text)


def _minus(text: str) -> str:
    return text.replace("-", "$-$") if any(letter.isdigit() for letter in text) else text
