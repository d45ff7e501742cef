"""A tournament told: who is worth what against whom, how sure the order is, and what beats the index."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gaiatsu.report.document import (
    Callout,
    Caveat,
    Chart,
    Column,
    FrontPage,
    Points,
    Prose,
    Report,
    Row,
    Section,
    Table,
)
from gaiatsu.report.figures.worths import WorthPlot, worths
from gaiatsu.report.formats import show
from gaiatsu.report.narrative import sources
from gaiatsu.report.trail import Trail
from gaiatsu.strategy.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaiatsu.studies.tournament import Tournament, TournamentOptions

__all__ = ["compose_tournament"]

STEP: Final = "tournament"
_TWO_DIGITS: Final = 9.95
_WORTH: Final = {"sender": "sender_worth", "target": "target_worth"}


def compose_tournament(found: Tournament) -> Report:
    """Tell a tournament as a report.

    Parameters
    ----------
    found
        The tournament.

    Returns
    -------
    Report
        Page one with the table of worths and the order, then the target's side, what beats the index, and
        the index itself.
    """
    trail = Trail({STEP: found})
    question = (
        f"Which strategy serves the sender best from {found.first} to {found.last}, whatever kind of target "
        "it meets?"
    )
    front = FrontPage(
        question, trail.words(STEP, "verdict"), _chart(trail, "sender"), _order(trail, "senders"), _box(found)
    )
    beaten = (_beaten(trail),) if found.exploits else ()
    sections = (_theory(trail), _target(trail), *beaten, _index(found.options), sources.section(trail))
    made, options = found.provenance, found.options
    imprint = (
        f"Made by gaiatsu {made.version} from the scenario {found.scenario.name} with {options.draws:,} sets "
        f"of parameters from the {options.prior} prior and seed {options.seed}. Nothing was fitted."
    )
    subtitle = (
        "Strategies of both sides in a simulation of the theory of Leonard J. Schoppa, *The Social Context "
        "in Coercive International Bargaining* (1999)"
    )
    return Report(f"{found.scenario.title}: a tournament", subtitle, front, sections, trail, (imprint,))


def _titles(trail: Trail, side: str) -> dict[str, str]:
    options: TournamentOptions = trail.value(STEP, "options")
    index: Mapping[str, Any] = options.senders if side == "sender" else TARGETS
    return {name: one.title for name, one in index.items()}


def _chart(trail: Trail, side: str) -> Chart:
    """Draw what every pair is worth to a side; frames stand on its best answers."""
    senders = [one.name for one in trail.value(STEP, "senders")]
    targets = [one.name for one in trail.value(STEP, "targets")]
    pairs = trail.value(STEP, "pairings")
    place = {(pair.sender, pair.target): number for number, pair in enumerate(pairs)}
    name = _WORTH[side]
    numbers = tuple(tuple(getattr(pairs[place[one, other]], name) for other in targets) for one in senders)
    printed = tuple(
        tuple(
            trail.read(trail.number(STEP, f"pairings.{place[one, other]}.{name}", "1f")) for other in targets
        )
        for one in senders
    )
    table = np.asarray(numbers)
    best = zip(table.argmax(axis=0).tolist(), range(len(targets)), strict=True)
    if side == "target":
        best = zip(range(len(senders)), table.argmax(axis=1).tolist(), strict=True)
    plot = WorthPlot(
        tuple(_titles(trail, "sender")[one] for one in senders),
        tuple(_titles(trail, "target")[one] for one in targets),
        numbers,
        printed,
        frozenset(best),
    )
    unit = (
        "full concessions, discounted"
        if side == "sender"
        else "the unit of its payoff, 0 for being left alone"
    )
    other = "that target" if side == "sender" else "that sender"
    listed = "; ".join(
        f"{number} {_titles(trail, 'target')[one]}" for number, one in enumerate(targets, start=1)
    )
    return Chart(
        f"worth-{side}",
        f"What each pair is worth to the {side}",
        worths(plot),
        worths(replace(plot, printed=_rounded(plot.numbers)), narrow=True),
        f"A table of {len(senders)} strategies of the sender by {len(targets)} of the target, with the mean "
        f"worth to the {side} in each tile.",
        note=f"Mean over the sets of parameters, in {unit}. Framed: the {side}'s best answer of the index to "
        f"{other}. On a phone: {listed}.",
    )


def _rounded(numbers: tuple[tuple[float, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Print for a phone: whole numbers where some have two digits."""
    wide = max(abs(number) for row in numbers for number in row) >= _TWO_DIGITS
    return tuple(tuple(show(number, "0f" if wide else "1f") for number in row) for row in numbers)


def _order(trail: Trail, which: str, *, title: str = "The sender's strategies over all targets") -> Table:
    side = "target" if which == "targets" else "sender"
    rows = []
    for number, one in enumerate(trail.value(STEP, which)):
        path = f"{which}.{number}"
        ends = " to ".join(trail.number(STEP, f"{path}.{end}", "d") for end in ("rank_low", "rank_high"))
        numbers = (
            trail.number(STEP, f"{path}.mean", "2f"),
            trail.number(STEP, f"{path}.error", "2f"),
            ends if one.rank_low < one.rank_high else trail.number(STEP, f"{path}.rank_low", "d"),
            trail.number(STEP, f"{path}.first", "prob"),
            trail.number(STEP, f"{path}.best_in", "prob"),
        )
        rows.append(Row((_titles(trail, side)[one.name], *numbers), strong=number == 0))
    return Table(
        f"order-{which.replace('_', '-')}",
        title,
        (
            Column("strategy", "Strategy"),
            Column("mean", "Worth", "right"),
            Column("error", "Error", "right"),
            Column("place", "Place", "right"),
            Column("first", "First", "right"),
            Column("best_in", "Best in", "right"),
        ),
        tuple(rows),
        note="Place: where it stays in nine tenths of resamples of the relationships. First: share of the "
        "resamples in which it leads. Best in: share of the relationships, parameters and luck together, in "
        "which nothing is worth more.",
    )


def _box(found: Tournament) -> Callout:
    stakes = found.options.stakes
    beliefs = (
        f"Beliefs, not evidence: every number follows from the {found.options.prior} prior. The errors are "
        "those of the simulation; what is not known about the parameters shows in the last column."
    )
    counted = (
        "Targets count once each, however likely they are. Against the theory's own target the order is "
        "another: see the next section."
    )
    ours = (
        f"Weights of ours: a counter-sanction costs {stakes.backlash_cost:g} of a full concession, "
        f"stretching adds {stakes.stretch_gain:g} of a deal, a breach takes {stakes.breach_loss:g} of it, a "
        f"year later counts for {stakes.discount:g}."
    )
    return Callout("What this can carry", (beliefs, counted, ours))


def _theory(trail: Trail) -> Section:
    lead = trail.value(STEP, "senders_against_theory")[0]
    path = "senders_against_theory.0"
    finding = (
        f"{_titles(trail, 'sender')[lead.name]} leads with {trail.number(STEP, f'{path}.mean', '2f')} full "
        f"concessions, and comes first in {trail.number(STEP, f'{path}.first', '%')} of resamples."
    )
    title = "The sender's strategies against quantal response"
    table = _order(trail, "senders_against_theory", title=title)
    return Section("theory", "One target", "Which leads against the theory's own target?", finding, (table,))


def _target(trail: Trail) -> Section:
    lead = trail.value(STEP, "targets")[0]
    finding = (
        f"{_titles(trail, 'target')[lead.name]} is worth most to the target, "
        f"{trail.number(STEP, 'targets.0.mean', '2f')} on average over all senders."
    )
    mutual = [
        f"{_titles(trail, 'sender')[pair.sender]} and {_titles(trail, 'target')[pair.target]}: in "
        f"{trail.number(STEP, f'mutual.{number}.share', '%')} of resamples."
        for number, pair in enumerate(trail.value(STEP, "mutual"))
    ]
    pairs = Points(tuple(mutual)) if mutual else Prose("No pair is.")
    return Section(
        "target",
        "The other side",
        "What serves the target, and which pairs answer each other best?",
        finding,
        (
            _chart(trail, "target"),
            _order(trail, "targets", title="The target's strategies over all senders"),
            Prose("Pairs of which each is the index's best answer to the other:"),
            pairs,
            Caveat(
                "The article fixes what one grade more is worth to the target (eq. 1), not the level. Here a "
                "threat is a loss to whoever refuses it, and being left alone is worth 0."
            ),
        ),
    )


def _beaten(trail: Trail) -> Section:
    rows, exploits = [], trail.value(STEP, "exploits")
    for number, one in enumerate(exploits):
        path = f"exploits.{number}"
        other = "target" if one.side == "sender" else "sender"
        numbers = (
            trail.number(STEP, f"{path}.best_worth", "2f"),
            trail.number(STEP, f"{path}.found_worth", "2f"),
            trail.number(STEP, f"{path}.gain", "+3f"),
            trail.number(STEP, f"{path}.error", "3f"),
        )
        group = "The sender answers" if one.side == "sender" else "The target answers"
        opened = number == 0 or exploits[number - 1].side != one.side
        rows.append(
            Row(
                (
                    _titles(trail, other)[one.against],
                    _titles(trail, one.side)[one.best],
                    *numbers,
                    "yes" if one.beaten else "no",
                ),
                group=group if opened else "",
            )
        )
    table = Table(
        "exploits",
        "The best answer of the index, and a rule that was searched for",
        (
            Column("against", "Against"),
            Column("best", "Best of the index"),
            Column("best_worth", "Worth", "right"),
            Column("found_worth", "Rule", "right"),
            Column("gain", "Gain", "right"),
            Column("error", "Error", "right"),
            Column("beaten", "Beaten"),
        ),
        tuple(rows),
        note="Rules are chosen on other draws and other luck than those on which they are judged. Beaten: "
        "the gain is more than two standard errors above 0. A search that finds nothing better does not show "
        "that nothing is [@johanson2011].",
    )
    count = sum(one.beaten for one in exploits)
    finding = f"A simple rule does better than the best of the index in {count} of {len(exploits)} cases."
    rule = Points(tuple(exploits[0].rule))
    words = Prose(
        "The rule found against the theory's own target, as weights of what the sender sees, each less one "
        "half; of the tactics the one with the highest score is played:"
    )
    return Section(
        "beaten", "Exploitability", "By how much can the index be beaten?", finding, (table, words, rule)
    )


def _index(options: TournamentOptions) -> Section:
    rows, sides = [], {"Sender": options.senders, "Target": TARGETS}
    every: Any = sides.items()
    for side, index in every:
        for number, one in enumerate(index.values()):
            keys = "; ".join(f"[@{key}]" for key in one.literature)
            rows.append(Row((one.title, one.summary, keys), group=side if number == 0 else ""))
    columns = (
        Column("strategy", "Strategy"),
        Column("summary", "What it does"),
        Column("literature", "From"),
    )
    table = Table("index", "The strategies", columns, tuple(rows))
    finding = f"{len(options.senders)} strategies of the sender and {len(TARGETS)} of the target."
    return Section("index", "The index", "Who plays?", finding, (table,))
