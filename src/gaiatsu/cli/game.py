"""``gaiatsu game``: the crisis game of incomplete information and all its equilibria."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gaiatsu.cli.output import emit, json_option
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.studies.game import EquilibriumRow
    from gaiatsu.theory.crisis_game import Payoffs

__all__ = ["game"]


@click.group()
def game() -> None:
    """Solve the crisis game: every equilibrium, with a certificate."""


@game.command("solve")
@click.option("--payoffs", "text", metavar="NAME=NUMBER,...", help="The seven payoffs of one game.")
@click.option("--file", "file", type=click.Path(path_type=Path), help="Table of payoffs, one row a game.")
@click.option("--figure", type=click.Path(path_type=Path), help="Draw the best response: .svg or .png.")
@json_option
def solve_command(text: str | None, file: Path | None, *, figure: Path | None, as_json: bool) -> None:
    """Print every equilibrium with its probabilities, stability and certificate.

    Payoffs are in standard deviations of the private shocks: sender_status_quo, sender_prize,
    target_concession, sender_stand_firm, target_stand_firm, sender_back_down, target_prize.
    """
    from gaiatsu.studies.game import solve

    payoffs = _payoffs(text, file)
    rows = solve(payoffs)
    if figure is not None:
        _draw(payoffs, rows, figure)
    data = {"games": payoffs.games, "equilibria": rows, "figure": None if figure is None else str(figure)}
    emit("game solve", data, "\n".join(_text(payoffs.games, rows)), as_json=as_json)


def _payoffs(text: str | None, file: Path | None) -> Payoffs:
    from gaiatsu.studies.game import parse_payoffs, read_payoffs

    if (text is None) == (file is None):
        msg = f"{'No payoffs were' if text is None else 'Both --payoffs and --file were'} given."
        raise InvalidSpecification(msg, expected="either --payoffs NAME=NUMBER,... or --file FILE")
    return parse_payoffs(text) if text is not None else read_payoffs(file or Path())


def _draw(payoffs: Payoffs, rows: tuple[EquilibriumRow, ...], figure: Path) -> None:
    from gaiatsu.report.figures.game import best_response_map, write_figure
    from gaiatsu.studies.game import best_response_curve

    spec = best_response_map(best_response_curve(payoffs), rows)
    write_figure(spec, figure, title="Best response of the target, and the equilibria")


def _text(games: int, rows: tuple[EquilibriumRow, ...]) -> Iterator[str]:
    unsure = sum(row.certificate == "near tangency" for row in rows)
    known = len(rows) - unsure
    yield f"{_counted(games, 'game')}, {_counted(known, 'equilibrium', 'equilibria')}; none was missed" + (
        f" but for {_counted(unsure, 'near tangency', 'near tangencies')} that cannot be decided."
        if unsure
        else "."
    )
    heads = "challenge", "resist", "stand firm", "quo", "concede", "firm", "back", "slope"
    yield f"{'game':>6}" + "".join(f"{head:>11}" for head in heads) + "  stable  certificate"
    for row in rows:
        numbers = (row.p_challenge, row.p_resist, row.p_stand_firm, *row.outcomes.values(), row.slope)
        cells = "".join(f"{number:>11.4f}" for number in numbers)
        yield f"{row.game:>6}{cells}  {'yes' if row.stable else 'no':6}  {row.certificate}"


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
