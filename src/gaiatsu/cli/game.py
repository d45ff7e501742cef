"""``gaiatsu game``: the crisis game of incomplete information and all its equilibria."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.options import seed_option
from gaiatsu.cli.output import emit, json_option
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from gaiatsu.report.figures.theme import Spec
    from gaiatsu.studies.game import EquilibriumRow
    from gaiatsu.studies.game_grid import Grid
    from gaiatsu.theory.crisis_game import Payoffs

__all__ = ["game"]

WORTH_SAYING = 100_000
"""Games from which progress is shown."""

figure_option = click.option(
    "--figure", type=click.Path(path_type=Path), help="Draw it: a file that ends in .svg or .png."
)
column_option = click.option(
    "--column", is_flag=True, help="Draw for one column instead of the page's width."
)


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
    from gaiatsu.cli.game_texts import solve_text
    from gaiatsu.studies.game import solve
    from gaiatsu.studies.game_trail import game_trace, payoff_rows

    payoffs = _payoffs(text, file)
    rows = solve(payoffs)
    if figure is not None:
        _draw_map(payoffs, rows, figure)
    name = "payoffs" if file is None else file.name
    data = {
        "games": payoffs.games,
        "equilibria": rows,
        "figure": None if figure is None else str(figure),
        "provenance": game_trace(solve, {name: payoff_rows(payoffs)}),
    }
    emit("game solve", data, "\n".join(solve_text(payoffs.games, rows)), as_json=as_json)


def _payoffs(text: str | None, file: Path | None) -> Payoffs:
    from gaiatsu.studies.game import parse_payoffs, read_payoffs

    if (text is None) == (file is None):
        msg = f"{'No payoffs were' if text is None else 'Both --payoffs and --file were'} given."
        raise InvalidSpecification(msg, expected="either --payoffs NAME=NUMBER,... or --file FILE")
    return parse_payoffs(text) if text is not None else read_payoffs(file or Path())


def _draw_map(payoffs: Payoffs, rows: tuple[EquilibriumRow, ...], figure: Path) -> None:
    from gaiatsu.report.figures.game import best_response_map
    from gaiatsu.studies.game import best_response_curve

    spec = best_response_map(best_response_curve(payoffs), rows)
    _draw(spec, figure, "Best response of the target, and the equilibria")


def _draw(spec: Spec, figure: Path, title: str) -> None:
    from gaiatsu.report.figures.game import write_figure

    write_figure(spec, figure, title=title)


@game.command("explore")
@click.option("--payoffs", "text", metavar="NAME=NUMBER,...", required=True, help="Payoffs that stay.")
@click.option("--along", metavar="NAME=LOW:HIGH:POINTS", required=True, help="The payoff that varies.")
@click.option("--and", "across", metavar="NAME=LOW:HIGH:POINTS", help="A second one, for a map.")
@click.option(
    "--select",
    type=click.Choice(["least-resistance", "most-resistance"]),
    help="Equilibrium that the map's probabilities are those of.",
)
@figure_option
@column_option
@click.option("--out", type=click.Path(path_type=Path), help="Every equilibrium as .csv or .parquet.")
@json_option
def explore_command(text: str, along: str, *, across: str | None, as_json: bool, **files: Any) -> None:
    """Follow every equilibrium and the four outcomes along one payoff, or over two.

    Along one payoff: branches of equilibria, the values at which two of them meet, and whether resistance
    moves as theory says it must. Over two: the number of equilibria, and resistance and concession in the
    equilibrium that --select names.
    """
    from gaiatsu.report.game_table import check_table_target
    from gaiatsu.studies.game_grid import grid, parse_range

    games = grid(text, [parse_range(one) for one in (along, across) if one is not None])
    if files["out"] is not None:
        check_table_target(files["out"])
    if games.across is None:
        data, words = _explore_line(games, **files)
    else:
        data, words = _explore_map(games, **files)
    emit("game explore", data, words, as_json=as_json)


def _explore_line(
    games: Grid, *, select: str | None, figure: Path | None, column: bool, out: Path | None
) -> tuple[dict[str, Any], str]:
    from gaiatsu.cli.game_texts import line_text
    from gaiatsu.report.figures.game_explore import branch_plot
    from gaiatsu.report.game_table import write_table
    from gaiatsu.studies.game_explore import check_direction, trace_line
    from gaiatsu.studies.game_map import line_table
    from gaiatsu.studies.game_trail import game_trace, grid_rows

    if select is not None:
        msg = f"--select {select} was given without --and."
        raise InvalidSpecification(msg, expected="a choice for maps only", todo="Leave it out.")
    trace = trace_line(games)
    direction, table = check_direction(trace), line_table(trace)
    if figure is not None:
        _draw(branch_plot(trace, narrow=column), figure, f"Equilibria along {games.along.name}")
    if out is not None:
        write_table(table, out)
    data = _explored(games, figure, out) | {
        "segments": trace.segments,
        "folds": trace.folds,
        "direction": direction,
        "equilibria": table.to_dicts(),
        "undecided": trace.undecided,
        "provenance": game_trace(trace_line, {"payoffs": grid_rows(games)}),
    }
    return data, "\n".join(line_text(trace, direction))


def _explore_map(
    games: Grid, *, select: str | None, figure: Path | None, column: bool, out: Path | None
) -> tuple[dict[str, Any], str]:
    from gaiatsu.cli.game_texts import map_text
    from gaiatsu.cli.progress import show_progress
    from gaiatsu.report.figures.game_map import equilibrium_map
    from gaiatsu.report.game_table import write_table
    from gaiatsu.studies.game_map import SELECTIONS, solve_map
    from gaiatsu.studies.game_trail import game_trace, grid_rows

    if select is None:
        msg = "A map was asked for, and no equilibrium was named for games that have several."
        raise InvalidSpecification(msg, expected=" or ".join(SELECTIONS), todo="Add --select.")
    with show_progress() as progress:
        said = progress if games.games >= WORTH_SAYING else None
        found, table = solve_map(games, SELECTIONS[select], table=out is not None, progress=said)
    if figure is not None:
        _draw(equilibrium_map(found, narrow=column), figure, "Equilibria over two payoffs")
    if out is not None and table is not None:
        write_table(table, out)
    counts = [{"equilibria": many, "games": number} for many, number in found.by_count().items()]
    data = _explored(games, figure, out) | {
        "select": select,
        "counts": counts,
        "undecided": int(found.open.sum()),
        "provenance": game_trace(solve_map, {"payoffs": grid_rows(games)}),
    }
    return data, "\n".join(map_text(found))


EXPLORED = ("segments", "folds", "direction", "equilibria", "select", "counts", "undecided", "provenance")


def _explored(games: Grid, figure: Path | None, out: Path | None) -> dict[str, Any]:
    head = {
        "payoffs": games.fixed,
        "along": games.along,
        "and": games.across,
        "games": games.games,
        "figure": None if figure is None else str(figure),
        "out": None if out is None else str(out),
    }
    return head | dict.fromkeys(EXPLORED)


@game.command("context")
@click.option("--payoffs", "text", metavar="NAME=NUMBER,...", required=True, help="The material payoffs.")
@click.option("--context", "place", metavar="NAME=NUMBER,...", required=True, help="The context, each 0-1.")
@click.option("--weights", default="", metavar="NAME=NUMBER,...", help="Weights that are held.")
@click.option(
    "--prior",
    type=click.Choice(["default", "sceptical", "article", "materialist"]),
    help="Draw the weights of the target's terms that --weights does not hold.",
)
@click.option("--level", type=float, default=0.5, show_default=True, help="Resistance that is refusal.")
@click.option(
    "--placement",
    type=click.Choice(["target_concession", "target_stand_firm"]),
    default="target_concession",
    show_default=True,
    help="Payoff that the social terms move; the first is the article's.",
)
@click.option(
    "--map",
    "terms",
    metavar="TERM,TERM",
    default="legitimacy,trust",
    show_default=True,
    help="The two terms of the figure.",
)
@figure_option
@column_option
@click.option(
    "--draws", type=click.IntRange(1, 100_000), default=4000, show_default=True, help="Draws from the prior."
)
@seed_option
@json_option
def context_command(text: str, place: str, *, as_json: bool, **options: Any) -> None:
    """Say which social context makes refusal the target's best answer.

    --context names hierarchy, legitimacy, trust and exposure, and where wanted public_posture and reputation.
    --weights and --prior weigh hierarchy, legitimacy, trust and public_posture; weights of reputation and
    audience_cost act on the sender and are 0 unless they are named.
    """
    from gaiatsu.cli.game_texts import context_text
    from gaiatsu.studies.game import parse_payoffs
    from gaiatsu.studies.game_context import answer, draw_weights, parse_context, parse_weights
    from gaiatsu.studies.game_trail import game_trace, payoff_rows
    from gaiatsu.theory.response.crisis import Placement

    payoffs, context = parse_payoffs(text), parse_context(place)
    given, prior = parse_weights(options["weights"]), options["prior"]
    seed = None if prior is None else options["seed"]
    weights: dict[str, Any] = dict(given)
    if prior is not None:
        weights = dict(draw_weights(prior, given, draws=options["draws"], seed=options["seed"]))
    setting = {"level": options["level"], "placement": Placement(options["placement"]), "prior": prior}
    found = answer(payoffs, context, weights, **setting)
    if options["figure"] is not None:
        _draw_context((found, context, weights), options)
    inputs = {"payoffs": payoff_rows(payoffs), "context": [vars(context)], "weights": [given]}
    data = {
        "context": context,
        "answer": found,
        "figure": None if options["figure"] is None else str(options["figure"]),
        "provenance": game_trace(answer, inputs, seed=seed),
    }
    emit("game context", data, "\n".join(context_text(found)), as_json=as_json)


def _draw_context(asked: tuple[Any, Any, Any], options: dict[str, Any]) -> None:
    from gaiatsu.report.figures.game_context import context_map
    from gaiatsu.studies.game_context import shares_over

    words = [word.strip() for word in options["terms"].split(",")]
    if len(words) != 2:
        msg = f"--map is {options['terms']!r}."
        raise InvalidSpecification(msg, expected="two terms, such as legitimacy,trust", todo="Change --map.")
    terms = (words[0], words[1])
    always, ever = shares_over(*asked, terms)
    spec = context_map(always, ever, terms, narrow=options["column"])
    _draw(spec, options["figure"], "Where the target refuses")
