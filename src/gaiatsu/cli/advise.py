"""``gaiatsu advise``: strategies side by side, under every set of beliefs."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.options import data_option, policy_option, seed_option, stakes_of, stakes_options
from gaiatsu.cli.output import emit, json_option, note
from gaiatsu.cli.progress import show_progress
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.studies.advise import Advice, AdviceOptions
    from gaiatsu.studies.advise.records import Duel, StrategyRow, Turning

__all__ = ["advise"]

_PRIORS = ["default", "sceptical", "article", "materialist"]
_TRIES = 320
_FAR = 10.0
_PART_TITLES = {
    "won": "won",
    "sanctions": "sanctions",
    "backlash": "backlash",
    "breaches": "breaches",
    "stretching": "stretching",
}


@click.command()
@click.argument("scenario", required=False)
@policy_option
@click.option("--prior", type=click.Choice(_PRIORS), default="default", show_default=True, help="Prior set.")
@click.option(
    "--draws", type=click.IntRange(min=10), default=1000, show_default=True, help="Sets of parameters."
)
@click.option(
    "--replicates",
    type=click.IntRange(min=1),
    default=8,
    show_default=True,
    help="Relationships for each set; they differ in chance only.",
)
@click.option("--from", "first", type=int, metavar="YEAR", help="Year in which the strategies begin.")
@click.option(
    "--beyond",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Years after the scenario in which what was left behind is valued, under the status quo.",
)
@stakes_options
@click.option(
    "--given-record", is_flag=True, help="Draw from what the record of demands leaves of the prior."
)
@click.option("--no-optimum", is_flag=True, help="Leave out the search for the best rule.")
@click.option("--no-rivals", is_flag=True, help="Leave out rival worlds and the other prior sets.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the brief, charts and tables.")
@click.option("--list", "listing", is_flag=True, help="List the strategies of the index and stop.")
@click.option("--template", is_flag=True, help="Print a strategy file to copy and change, and stop.")
@data_option
@seed_option
@json_option
def advise(scenario: str | None, **given: Any) -> None:
    """Compare a negotiator's strategies in a scenario.

    SCENARIO is a YAML file or the name of a shipped scenario. Every strategy is played in the same
    relationships with the same luck. Parameters are drawn from a prior set, not fitted: the answer says what
    follows from beliefs, what it depends on, and where nobody can tell. With external data, the sanction
    cases of the set ties weigh the draws by what they say about legitimacy.
    """
    as_json = given["as_json"]
    if given["listing"] or given["template"]:
        _tell(listing=given["listing"], as_json=as_json)
        return
    if scenario is None:
        msg = "No scenario was named."
        raise InvalidSpecification(msg, expected="a file or a name", todo="See gaiatsu simulate --list.")
    found, written = _run(scenario, given)
    emit("advise", {**_object(found), **written}, "\n".join(_text(found, written)), as_json=as_json)


def _run(scenario: str, given: dict[str, Any]) -> tuple[Advice, dict[str, Any]]:
    from gaiatsu.studies.advise import advise as compare
    from gaiatsu.studies.simulate import find_scenario

    chosen, out = find_scenario(scenario), given["out"]
    if out is not None:
        from gaiatsu.report.bundle import check_place

        check_place(out)
    options = _options(given)
    with show_progress() as progress:
        found = compare(chosen, options=options, data_dir=given["data"] or None, progress=progress)
    if out is None:
        return found, {"out": None, "files": []}
    from gaiatsu.report.advice import write_advice

    note(f"Writing {out} ...")
    return found, {"out": str(out), "files": write_advice(found, out)}


def _options(given: dict[str, Any]) -> AdviceOptions:
    from gaiatsu.studies.advise import AdviceOptions, read_strategy

    return AdviceOptions(
        draws=given["draws"],
        replicates=given["replicates"],
        prior=given["prior"],
        seed=given["seed"],
        first=given["first"],
        beyond=given["beyond"],
        stakes=stakes_of(given),
        extra=tuple(read_strategy(name) for name in given["policies"]),
        tries=0 if given["no_optimum"] else _TRIES,
        given_record=given["given_record"],
        rivals=not given["no_rivals"],
        workers=min(2, os.cpu_count() or 1),
    )


def _tell(*, listing: bool, as_json: bool) -> None:
    from gaiatsu.strategy.library import LIBRARY
    from gaiatsu.studies.advise import TEMPLATE

    if not listing:
        emit("advise", {"template": TEMPLATE}, TEMPLATE.rstrip("\n"), as_json=as_json)
        return
    rows = [
        {
            "name": one.name,
            "title": one.title,
            "summary": one.summary,
            "literature": one.literature,
            "properties": one.properties,
        }
        for one in LIBRARY.values()
    ]
    lines = "\n".join(f"{one.name:24}{one.summary}" for one in LIBRARY.values())
    emit("advise", {"strategies": rows}, lines, as_json=as_json)


def _object(found: Advice) -> dict[str, Any]:
    options, stakes = found.options, found.options.stakes
    return {
        "scenario": {"name": found.scenario.name, "title": found.scenario.title},
        "years": [found.first, found.last],
        "options": {
            "draws": options.draws,
            "replicates": options.replicates,
            "prior": options.prior,
            "seed": options.seed,
            "beyond": options.beyond,
            "tries": options.tries,
            "given_record": options.given_record,
            "stakes": stakes,
        },
        "verdict": found.verdict,
        "aside": found.aside,
        "depends": found.depends,
        "predicate": found.predicate,
        "cautions": found.cautions,
        "best": found.best,
        "worse": [{"strategy": name, "than": by} for name, by in found.worse],
        "strategies": found.rows,
        "duels": found.duels,
        "selective": found.selective,
        "accounts": found.accounts,
        "turnings": found.turnings,
        "break_evens": found.break_evens,
        "provenance": found.provenance,
    }


def _text(found: Advice, written: dict[str, Any]) -> Iterator[str]:
    options = found.options
    yield f"{found.scenario.title}: strategies from {found.first} to {found.last}"
    yield (
        f"{options.draws:,} sets of parameters from {found.duels[0].title}, {options.replicates} "
        f"relationships each; a year later counts {options.stakes.discount:g}."
    )
    yield ""
    yield found.verdict
    yield found.depends
    if found.aside:
        yield found.aside
    yield ""
    yield from _strategies(found.rows)
    yield ""
    yield from _left(found.rows)
    yield ""
    yield from _robust(found)
    yield ""
    yield from _duels(found)
    if found.accounts:
        yield ""
        yield from _accounts(found)
    yield ""
    for turning in found.turnings:
        yield from _turning(turning)
    yield ""
    yield from _break_evens(found)
    yield ""
    yield "What to know"
    yield from (f"  {line}" for line in found.cautions)
    if written["files"]:
        yield f"\n{len(written['files'])} files in {written['out']}"


def _strategies(rows: tuple[StrategyRow, ...]) -> Iterator[str]:
    parts = "".join(f"{title:>11}" for title in _PART_TITLES.values())
    yield f"{'Worth, full concessions':24}{'mean':>7}{'90 % of draws':>16}{parts}{'later':>8}{'regret':>8}"
    for row in rows:
        span = f"{row.low:.2f} to {row.high:.2f}"
        shares = "".join(f"{row.parts[name]:>11.2f}" for name in _PART_TITLES)
        tail = f"{row.beyond:>8.2f}{row.regret.mean:>8.2f}"
        yield f"  {row.name:22}{row.value:>7.2f}{span:>16}{shares}{tail}"
    yield "  (later: from the years after the end; regret: against the best for the same draw)"


def _left(rows: tuple[StrategyRow, ...]) -> Iterator[str]:
    states = [one.state for one in rows[0].left]
    head = "".join(f"{name:>17}" for name in states)
    yield f"{'Left behind, mean':24}{head}{'threats':>9}{'backlash':>10}{'stretched':>11}"
    for row in rows:
        left = "".join(f"{one.mean:>17.2f}" for one in row.left)
        rates = "".join(
            f"{_share(row.rates[name]):>{width}}"
            for name, width in (("threat", 9), ("backlash", 10), ("stretched", 11))
        )
        yield f"  {row.name:22}{left}{rates}"


def _robust(found: Advice) -> Iterator[str]:
    discount = found.options.stakes.discount
    yield (
        f"{'Against the status quo':24}{'better in':>10}{'delta*':>9}{f'P(delta* < {discount:g})':>17}"
        f"   {'worst account':30}{'behind the best there':>22}"
    )
    for row in found.rows:
        if row.name == "status-quo":
            numbers = f"{'-':>10}{'-':>9}{'-':>17}"
        else:
            at = "never" if math.isinf(row.threshold) else f"{row.threshold:.2f}"
            numbers = f"{row.over_status_quo:>10.0%}{at:>9}{row.below:>17.2f}"
        worst = f"   {row.worst_account:30}{row.worst_regret:>22.2f}" if row.worst_account else ""
        yield f"  {row.name:22}{numbers}{worst}"
    yield "  (delta*: median of the patience above which it is always worth more than the status quo)"


def _duels(found: Advice) -> Iterator[str]:
    for title, duels in (
        ("Social against materialist package", found.duels),
        ("Social package against a materialist who threatens only where it pays", found.selective),
    ):
        yield title
        yield from _fought(found, duels)
    yield found.predicate


def _fought(found: Advice, duels: tuple[Duel, ...]) -> Iterator[str]:
    for one in duels:
        chance = f"{one.better:.2f} ({one.low:.2f} to {one.high:.2f})"
        yield (
            f"  {one.title:40} better with {chance}; P(delta* < {found.options.stakes.discount:g}) "
            f"{one.below:.2f}; {one.verdict}"
        )


def _accounts(found: Advice) -> Iterator[str]:
    titles = {row.name: row.title for row in found.rows}
    yield f"{'Under another account':36}{'best there':28}{'social over materialist':>24}"
    for one in found.accounts:
        yield f"  {one.title:34}{titles[one.best]:28}{one.better:>24.2f}"


def _turning(turning: Turning) -> Iterator[str]:
    yield f"{turning.one} better than {turning.other} in {turning.better:.0%} of the draws; what turns it"
    settled = [one for one in turning.influences if one.settled][:6]
    if not settled:
        yield "  no parameter by itself, beyond what chance would"
    for one in settled:
        yield (
            f"  {one.parameter:28}upper third {one.upper:.0%}, lower third {one.lower:.0%}, difference "
            f"{one.difference:+.2f} ({one.low:+.2f} to {one.high:+.2f})"
        )


def _break_evens(found: Advice) -> Iterator[str]:
    yield "Weights of ours that would turn an order"
    for one in found.break_evens:
        near = one.turns is not None and one.turns <= _FAR * one.used
        at = f"level at {one.turns:.2g}" if near else "nowhere near"
        yield f"  {one.one} over {one.other}: {one.stake} is {one.used:g}; {at}"


def _share(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.0%}"
