"""What ``gaiatsu game`` says to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.studies.game import EquilibriumRow
    from gaiatsu.studies.game_context import ContextAnswer, Frontier
    from gaiatsu.studies.game_explore import Direction, Trace
    from gaiatsu.studies.game_map import GameMap

__all__ = ["context_text", "counted", "line_text", "map_text", "solve_text", "undecided"]

UNDECIDED = (
    "could not be decided: the target's best answer there runs so close to what the sender believes that two "
    "equilibria are about to meet or have just parted; a payoff changed in its tenth digit decides it."
)


VERDICTS = {
    "refuses": "In the context asked about the target refuses.",
    "concedes": "In the context asked about the target does not refuse.",
    "depends on the equilibrium": "In the context asked about it depends on the equilibrium that is played.",
}


def solve_text(games: int, rows: tuple[EquilibriumRow, ...]) -> Iterator[str]:
    """Say the equilibria of some games.

    Parameters
    ----------
    games
        Number of games.
    rows
        Their equilibria.

    Yields
    ------
    str
        A line.
    """
    unsure = sum(row.certificate == "near tangency" for row in rows)
    known = len(rows) - unsure
    yield f"{counted(games, 'game')}, {counted(known, 'equilibrium', 'equilibria')}; none was missed."
    yield from undecided(unsure)
    heads = "challenge", "resist", "stand firm", "quo", "concede", "firm", "back", "slope"
    yield f"{'game':>6}" + "".join(f"{head:>11}" for head in heads) + "  stable  certificate"
    for row in rows:
        numbers = (row.p_challenge, row.p_resist, row.p_stand_firm, *row.outcomes.values(), row.slope)
        cells = "".join(f"{number:>11.4f}" for number in numbers)
        yield f"{row.game:>6}{cells}  {'yes' if row.stable else 'no':6}  {row.certificate}"


def undecided(number: int) -> Iterator[str]:
    """Say how many places are near tangencies, and what that means."""
    if number:
        yield f"{counted(number, 'place')} {UNDECIDED}"


def line_text(trace: Trace, direction: Direction) -> Iterator[str]:
    """Say what happens along one payoff.

    Parameters
    ----------
    trace
        The equilibria.
    direction
        What was expected of resistance, and found.

    Yields
    ------
    str
        A line.
    """
    along = trace.grid.along
    for part in trace.segments:
        many = counted(part.equilibria, "equilibrium", "equilibria")
        yield f"{along.name} from {part.low:.6g} to {part.high:.6g}: {many}"
    for fold in trace.folds:
        verb = "appear" if fold.after > fold.before else "vanish"
        yield f"  at {fold.value:.6f} two equilibria {verb} (resistance there {fold.p_resist:.4f})"
    yield from undecided(trace.undecided)
    yield _expected(along.name, direction)


def _expected(name: str, direction: Direction) -> str:
    words = {1: "raises", -1: "lowers", 0: "does not change"}
    if direction.expected is None:
        known = f"The direction in which {name} moves resistance turns within this range."
    else:
        known = f"A higher {name} {words[direction.expected]} resistance in every stable equilibrium."
    turned = " (the other way where the slope of the best response exceeds 1)"
    return f"{known} Found in {direction.as_expected:,} of {direction.steps:,} steps{turned}."


def map_text(found: GameMap) -> Iterator[str]:
    """Say what a map over two payoffs holds."""
    yield counted(found.grid.games, "game")
    for number, games in found.by_count().items():
        many = counted(number, "equilibrium", "equilibria")
        yield f"  {many}: {games:,} ({games / found.grid.games:.1%})"
    yield from undecided(int(found.open.sum()))
    yield f"Probabilities of the map are those of the equilibrium with {found.selection.value}."


def context_text(found: ContextAnswer) -> Iterator[str]:
    """Say which contexts make refusal the target's best answer."""
    low, high = found.reach
    yield f"In standard deviations of the target's shock the social terms add up to {found.index:.4f} here,"
    yield f"and to between {low:.4f} and {high:.4f} over all contexts. They move {found.placement.value}."
    yield f"A target refuses, with resistance of {found.level:g} or more, in every equilibrium where they are"
    yield f"below {found.always_below:.4f}, and in none where they are above {found.never_above:.4f}."
    yield _overall(found)
    yield VERDICTS[found.verdict]
    yield "With the other terms held, the target refuses where"
    yield from (_frontier(one) for one in found.frontiers)
    if found.prior is not None:
        sure, some = found.prior.every_equilibrium, found.prior.some_equilibrium
        yield f"Over {found.prior.draws:,} draws of the weights from the {found.prior.prior} priors, every"
        yield f"equilibrium refuses in {sure:.1%} and some equilibrium in {some:.1%}."
        yield "What stands above this is computed at the means of the draws."


def _overall(found: ContextAnswer) -> str:
    if found.reach[0] > found.never_above:
        return "No context makes refusal the best answer."
    if found.reach[1] < found.always_below:
        return "Every context makes refusal the best answer."
    open_share = max(1.0 - found.share_always - found.share_never, 0.0)
    return (
        f"Of all contexts {found.share_always:.1%} make refusal the best answer and "
        f"{found.share_never:.1%} do not; in {open_share:.1%} it depends on the equilibrium that is played."
    )


def _frontier(one: Frontier) -> str:
    sure, some = _span(one.always_refuses), _span(one.may_refuse)
    return f"  {one.term:<11} {sure:<24} in every equilibrium; {some} in some"


def _span(ends: tuple[float, float] | None) -> str:
    if ends is None:
        return "nowhere"
    return "anywhere" if ends == (0.0, 1.0) else f"from {ends[0]:.4f} to {ends[1]:.4f}"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun.

    Parameters
    ----------
    number
        The number.
    one
        The noun for one.
    many
        The noun for several; ``one`` with an s when left out.

    Returns
    -------
    str
        Number and noun.
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
