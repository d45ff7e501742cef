"""A table of estimates by payoff, on a terminal, on a page and in a paper."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

__all__ = ["Effects", "Estimates", "as_html", "as_latex", "as_text"]

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
_NARROWEST: Final = 24


@dataclass(frozen=True)
class Effects:
    """What each variable does to the outcomes.

    Parameters
    ----------
    title
        Above the table.
    heads
        Outcomes.
    rows
        The change, then a cell an outcome.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Estimates:
    """A table of estimates as printed.

    Parameters
    ----------
    title
        Its caption.
    heads
        Of the columns of numbers.
    rows
        Payoff, regressor, then a cell a column. A cell may end in stars.
    numbers
        Name and value of what holds for the whole fit.
    notes
        Sentences at its foot.
    effects
        Table of effects, or None.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    effects: Effects | None


def as_text(table: Estimates) -> str:
    """Write the table for a terminal.

    Parameters
    ----------
    table
        The table.

    Returns
    -------
    str
        Lines without an end of line at the end.

    Examples
    --------
    >>> table = Estimates("Game", ("estimate",), (("target_prize", "ally", "0.4"),), (), (), None)
    >>> print(as_text(table))
    Game
    <BLANKLINE>
                             estimate
    target_prize
      ally                        0.4
    """
    first = max(_NARROWEST, *(len(row[1]) + 4 for row in table.rows))
    wide = [max(len(cell) for cell in column) + 2 for column in _columns(table)]
    lines = [table.title, "", _line("", table.heads, first, wide)]
    for payoff, rows in groupby(table.rows, key=lambda row: row[0]):
        lines.append(payoff)
        lines += [_line(f"  {row[1]}", row[2:], first, wide) for row in rows]
    lines += [""] if table.numbers else []
    lines += [f"{name:{first}}{value}" for name, value in table.numbers]
    lines += ["", *table.notes] if table.notes else []
    if table.effects is not None:
        effects = table.effects
        first = max(len(row[0]) for row in effects.rows) + 2
        columns = zip(effects.heads, *(row[1:] for row in effects.rows), strict=True)
        wide = [max(len(cell) for cell in column) + 2 for column in columns]
        lines += ["", effects.title, "", _line("", effects.heads, first, wide)]
        lines += [_line(row[0], row[1:], first, wide) for row in effects.rows]
    return "\n".join(lines)


def as_html(table: Estimates) -> str:
    """Write the table as one page that needs nothing else.

    Parameters
    ----------
    table
        The table.

    Returns
    -------
    str
        HTML.
    """
    body = []
    span = len(table.heads) + 1
    for payoff, rows in groupby(table.rows, key=lambda row: row[0]):
        body.append(f'<tr class="payoff"><th colspan="{span}" scope="rowgroup">{escape(payoff)}</th></tr>')
        body += [_html_row(row[1:]) for row in rows]
    feet = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td colspan="{span - 1}">{escape(value)}</td></tr>'
        for name, value in table.numbers
    )
    notes = "".join(f"<p>{escape(line)}</p>" for line in table.notes)
    more = ""
    if table.effects is not None:
        rows_of = "".join(map(_html_row, table.effects.rows))
        more = _html_table(table.effects.title, table.effects.heads, f"<tbody>{rows_of}</tbody>")
    title = escape(table.title)
    inside = f"<tbody>{''.join(body)}</tbody><tfoot>{feet}</tfoot>"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body>{_html_table(table.title, table.heads, inside)}{notes}{more}</body></html>\n"
    )


def as_latex(table: Estimates) -> str:
    r"""Write the table for a paper; it needs the package ``booktabs``.

    Parameters
    ----------
    table
        The table.

    Returns
    -------
    str
        One ``table`` environment.
    """
    span = len(table.heads)
    lines = [r"\begin{table}", rf"\caption{{{_tex(table.title)}}}", rf"\begin{{tabular}}{{l{'r' * span}}}"]
    lines += [r"\toprule", rf" & {' & '.join(map(_tex, table.heads))} \\", r"\midrule"]
    for payoff, rows in groupby(table.rows, key=lambda row: row[0]):
        lines.append(rf"\multicolumn{{{span + 1}}}{{l}}{{\textit{{{_tex(payoff)}}}}} \\")
        lines += [rf"\quad {_tex(row[1])} & {' & '.join(map(_tex_cell, row[2:]))} \\" for row in rows]
    lines.append(r"\midrule")
    for name, value in table.numbers:
        lines.append(rf"{_tex(name)} & \multicolumn{{{span}}}{{r}}{{{_tex_cell(value)}}} \\")
    notes = " ".join(map(_tex, table.notes))
    lines += [r"\bottomrule", r"\end{tabular}", rf"\par\footnotesize {notes}", r"\end{table}", ""]
    return "\n".join(lines)


def _columns(table: Estimates) -> list[tuple[str, ...]]:
    return list(zip(table.heads, *(row[2:] for row in table.rows), strict=True))


def _line(name: str, cells: tuple[str, ...], first: int, wide: list[int]) -> str:
    return (f"{name:{first}}" + "".join(f"{cell:>{w}}" for cell, w in zip(cells, wide, strict=True))).rstrip()


def _html_row(cells: tuple[str, ...]) -> str:
    numbers = "".join(f"<td>{escape(cell)}</td>" for cell in cells[1:])
    return f'<tr><th scope="row">{escape(cells[0])}</th>{numbers}</tr>'


def _html_table(title: str, heads: tuple[str, ...], body: str) -> str:
    head = "".join(f"<th>{escape(label)}</th>" for label in ("", *heads))
    return f"<table><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead>{body}</table>"


def _tex(text: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in text)


def _tex_cell(text: str) -> str:
    """Set minus signs as such, and stars above the line."""
    plain = text.rstrip("* ")
    stars = text[len(plain) :].strip()
    shown = _tex(plain).replace("-", "$-$").replace("<", "$<$")
    return shown + (f"$^{{{stars}}}$" if stars else "")
