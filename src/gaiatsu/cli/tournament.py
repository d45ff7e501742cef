"""``gaiatsu tournament``: every strategy of the sender against every strategy of the target."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.options import policy_option, seed_option, stakes_of, stakes_options
from gaiatsu.cli.output import emit, json_option, write_report
from gaiatsu.cli.progress import show_progress
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.report.document import Report
    from gaiatsu.strategy.tournament import Standing
    from gaiatsu.studies.tournament import Exploit, Tournament

__all__ = ["tournament"]

_PRIORS = ["default", "sceptical", "article", "materialist"]
_WIDE = 22


@click.command()
@click.argument("scenario", required=False)
@policy_option
@click.option("--prior", type=click.Choice(_PRIORS), default="default", show_default=True, help="Prior set.")
@click.option(
    "--draws", type=click.IntRange(min=10), default=1000, show_default=True, help="Sets of parameters."
)
@stakes_options
@click.option("--from", "first", type=int, metavar="YEAR", help="Year in which the strategies begin.")
@click.option(
    "--beyond",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="Years after the scenario in which what was left behind is valued, under the status quo.",
)
@click.option(
    "--tries",
    type=click.IntRange(min=0),
    default=160,
    show_default=True,
    help="Rules tried against each strategy to see by how much the index can be beaten; 0 for none.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for charts (SVG, PNG) and tables (CSV).")
@click.option("--list", "listing", is_flag=True, help="List the strategies of both sides and stop.")
@seed_option
@json_option
def tournament(scenario: str | None, **given: Any) -> None:
    """Play every strategy of the sender against every strategy of the target.

    SCENARIO is a YAML file or the name of a shipped scenario. All pairs are played in the same relationships
    with the same luck. Parameters are drawn from a prior set, not fitted: the order says what follows from
    beliefs, and how sure it is.
    """
    if given["listing"]:
        _tell(as_json=given["as_json"])
        return
    if scenario is None:
        msg = "No scenario was named."
        raise InvalidSpecification(msg, expected="a file or a name", todo="See gaiatsu simulate --list.")
    found, written = _run(scenario, given)
    text = "\n".join(_text(found, written))
    emit("tournament", {**_object(found), **written}, text, as_json=given["as_json"])


def _run(scenario: str, given: dict[str, Any]) -> tuple[Tournament, dict[str, Any]]:
    from gaiatsu.studies.advise import read_strategy
    from gaiatsu.studies.simulate import find_scenario
    from gaiatsu.studies.tournament import TournamentOptions
    from gaiatsu.studies.tournament import tournament as hold

    chosen, out = find_scenario(scenario), given["out"]
    if out is not None:
        from gaiatsu.report.bundle import check_place

        check_place(out)
    names = ("draws", "prior", "seed", "first", "beyond", "tries")
    options = TournamentOptions(
        **{name: given[name] for name in names},
        stakes=stakes_of(given),
        extra=tuple(read_strategy(name) for name in given["policies"]),
    )
    with show_progress() as progress:
        found = hold(chosen, options=options, progress=progress)
    return found, write_report(lambda: _composed(found), out)


def _composed(found: Tournament) -> Report:
    from gaiatsu.report.narrative.tournament import compose_tournament

    return compose_tournament(found)


def _tell(*, as_json: bool) -> None:
    from gaiatsu.strategy.library import LIBRARY
    from gaiatsu.strategy.targets import TARGETS

    both: dict[str, Any] = {"senders": LIBRARY, "targets": TARGETS}
    index = {
        side: [
            {
                "name": one.name,
                "title": one.title,
                "summary": one.summary,
                "literature": one.literature,
                "properties": one.properties,
            }
            for one in entries.values()
        ]
        for side, entries in both.items()
    }
    lines = []
    for side, entries in both.items():
        lines.append(f"Strategies of the {side.removesuffix('s')}")
        lines += [f"  {name:{_WIDE}}{one.summary}" for name, one in entries.items()]
    emit("tournament", {"index": index}, "\n".join(lines), as_json=as_json)


def _object(found: Tournament) -> dict[str, Any]:
    return {
        "scenario": {"name": found.scenario.name, "title": found.scenario.title},
        "years": [found.first, found.last],
        "options": {
            "draws": found.options.draws,
            "prior": found.options.prior,
            "seed": found.options.seed,
            "beyond": found.options.beyond,
            "tries": found.options.tries,
            "stakes": found.options.stakes,
        },
        "verdict": found.verdict,
        "pairings": found.pairings,
        "senders": found.senders,
        "senders_against_theory": found.senders_against_theory,
        "targets": found.targets,
        "mutual": found.mutual,
        "exploits": found.exploits,
        "provenance": found.provenance,
    }


def _text(found: Tournament, written: dict[str, Any]) -> Iterator[str]:
    options = found.options
    yield f"{found.scenario.title}, {found.first}-{found.last}: a tournament of strategies"
    yield (
        f"{options.draws:,} sets of parameters from the {options.prior} prior, the same for every pair, with "
        "the same luck. Nothing here was fitted: the order says what follows from the beliefs."
    )
    yield f"\n{found.verdict}"
    yield "\nWorth to the sender, full concessions, discounted (rows: sender; columns: target)"
    yield from _table(found, "sender_worth")
    yield "\nWorth to the target, in the unit of its payoff, 0 for being left alone"
    yield from _table(found, "target_worth")
    yield "\nOrder of the sender's strategies over all targets, each counted once"
    yield from _order(found.senders)
    yield "\nOrder of the sender's strategies against the theory's own target"
    yield from _order(found.senders_against_theory)
    yield "\nOrder of the target's strategies over all senders"
    yield from _order(found.targets)
    yield from _mutual(found)
    yield from _exploits(found.exploits)
    if written["files"]:
        yield f"\n{len(written['files'])} files in {written['out']}"


def _table(found: Tournament, name: str) -> Iterator[str]:
    targets = list(dict.fromkeys(pair.target for pair in found.pairings))
    yield f"  {'':{_WIDE}}" + "".join(f"{target:>13}" for target in targets)
    rows: dict[str, list[float]] = {}
    for pair in found.pairings:
        rows.setdefault(pair.sender, []).append(getattr(pair, name))
    for standing in found.senders:
        yield f"  {standing.name:{_WIDE}}" + "".join(f"{value:>13.2f}" for value in rows[standing.name])


def _order(rows: tuple[Standing, ...]) -> Iterator[str]:
    yield f"  {'':{_WIDE}}{'mean':>8}{'error':>8}{'place':>7}{'90 %':>9}{'first':>8}{'best in':>9}"
    for row in rows:
        place = f"{row.rank_low}-{row.rank_high}" if row.rank_low < row.rank_high else f"{row.rank_low}"
        yield (
            f"  {row.name:{_WIDE}}{row.mean:>8.2f}{row.error:>8.3f}{row.rank:>7}{place:>9}"
            f"{row.first:>8.0%}{row.best_in:>9.0%}"
        )


def _mutual(found: Tournament) -> Iterator[str]:
    yield "\nPairs of which each is the index's best answer to the other (share of resamples)"
    for pair in found.mutual:
        yield (
            f"  {pair.sender} and {pair.target}: {pair.share:.0%}; worth {pair.sender_worth:.2f} to the one, "
            f"{pair.target_worth:.2f} to the other"
        )
    if not found.mutual:
        yield "  none"


def _exploits(rows: tuple[Exploit, ...]) -> Iterator[str]:
    if not rows:
        return
    yield "\nBy how much a rule that was searched for beats the index's best answer, on other luck"
    head = f"{'against':{_WIDE}}{'best of the index':{_WIDE}}"
    yield f"  {'':8}{head}{'worth':>8}{'rule':>8}{'gain':>9}{'error':>8}"
    for row in rows:
        mark = "" if row.beaten else "   not beaten"
        numbers = f"{row.best_worth:>8.2f}{row.found_worth:>8.2f}{row.gain:>+9.3f}{row.error:>8.3f}"
        yield f"  {row.side:8}{row.against:{_WIDE}}{row.best:{_WIDE}}{numbers}{mark}"
