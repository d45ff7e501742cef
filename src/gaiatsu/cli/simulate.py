"""``gaiatsu simulate`` and ``gaiatsu compare-scenarios``: a relationship driven forward in time."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.options import seed_option
from gaiatsu.cli.output import emit, json_option, write_report
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaiatsu.dynamics.summaries import Fan
    from gaiatsu.report.document import Report
    from gaiatsu.studies.simulate import Scenario, ScenarioComparison, SimulationOptions, SimulationStudy

__all__ = ["compare_scenarios", "simulate"]

_PRIORS = ["default", "sceptical", "article", "materialist"]


def _run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that both commands share."""
    for option in (
        json_option,
        seed_option,
        click.option(
            "--prior", type=click.Choice(_PRIORS), default="default", show_default=True, help="Prior set."
        ),
        click.option(
            "--replicates",
            type=click.IntRange(min=1),
            default=1,
            show_default=True,
            help="Relationships for each draw; they differ in chance only.",
        ),
        click.option(
            "--draws",
            type=click.IntRange(min=10),
            default=2000,
            show_default=True,
            help="Sets of parameters from the prior.",
        ),
        click.option(
            "--world",
            metavar="NAME",
            default="article",
            show_default=True,
            help="Structural rival that is supposed to hold.",
        ),
        click.option(
            "--given-record",
            is_flag=True,
            help="Draw from what the record of demands leaves of the prior; of the second scenario's, where "
            "two are compared, and of the one below, where a scenario is based on another.",
        ),
    ):
        command = option(command)
    return command


_out_option = click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the report's files; none without it."
)


@click.command()
@click.argument("scenario", required=False)
@_out_option
@click.option("--list", "listing", is_flag=True, help="List the shipped scenarios and stop.")
@click.option("--show", metavar="NAME", help="Print the text of a shipped scenario, to copy and change.")
@click.option("--worlds", is_flag=True, help="List the structural rivals and stop.")
@click.option(
    "--beside",
    metavar="NAME",
    multiple=True,
    default=("all",),
    show_default=True,
    help="Structural rival to show beside it; may be given again. With none, no rival, no other prior set "
    "and no causes of the first refusal.",
)
@_run_options
def simulate(scenario: str | None, *, out: Path | None, as_json: bool, **options: Any) -> None:
    """Drive a relationship forward in time from a scenario.

    SCENARIO is a YAML file or the name of a shipped scenario. Parameters are drawn from a prior set, not
    fitted: results say what follows from beliefs, not what happened. Structural rivals, in which some
    mechanism is absent or another takes its place, are shown beside it with the same draws and luck. With
    --out a report is written: one HTML page, the same as PDF, tables as CSV, figures as SVG and PNG.
    """
    from gaiatsu.cli.simulate_texts import simulation_text
    from gaiatsu.studies.simulate import find_scenario
    from gaiatsu.studies.simulate import simulate as drive

    listing, show, worlds = (options.pop(name) for name in ("listing", "show", "worlds"))
    if listing or worlds or show is not None:
        _tell(show, worlds=worlds, as_json=as_json)
        return
    if scenario is None:
        msg = "No scenario was named."
        raise InvalidSpecification(msg, expected="a file or a name", todo="See gaiatsu simulate --list.")
    _check_out(out)
    beside = _beside(options.pop("beside"))
    chosen = find_scenario(scenario)
    study = drive(chosen, options=_options(options, chosen), beside=beside)
    written = write_report(lambda: _composed(study), out)
    emit("simulate", {**_object(study), **written}, simulation_text(study, written), as_json=as_json)


@click.command("compare-scenarios")
@click.argument("one")
@click.argument("other")
@click.option("--years", metavar="FIRST-LAST", help="Years over which outcomes are averaged.")
@_out_option
@_run_options
def compare_scenarios(
    one: str, other: str, *, years: str | None, out: Path | None, as_json: bool, **options: Any
) -> None:
    """Say what one scenario changes against another, with the same luck in both.

    ONE and OTHER are YAML files or names of shipped scenarios. Differences are the first less the second,
    with the same draws of the parameters and the same chances year by year. With --out a report with figures
    is written.
    """
    from gaiatsu.cli.simulate_texts import comparison_text
    from gaiatsu.studies.simulate import compare_scenarios as compare
    from gaiatsu.studies.simulate import find_scenario

    span = _span(years) if years else None
    _check_out(out)
    pair = find_scenario(one), find_scenario(other)
    found = compare(*pair, options=_options(options, pair[1]), years=span)
    written = write_report(lambda: _composed(found), out)
    said = comparison_text(found, written)
    emit("compare-scenarios", {**_comparison(found), **written}, said, as_json=as_json)


def _span(text: str) -> tuple[int, int]:
    from gaiatsu.studies.simulate.scenario import span_of

    try:
        return span_of(text)
    except ValueError as error:
        msg = f"The years cannot be read: {error}."
        raise InvalidSpecification(msg, expected="such as 1993-1998") from None


def _options(options: dict[str, Any], scenario: Scenario) -> SimulationOptions:
    from gaiatsu.studies.simulate import SimulationOptions

    given = options.pop("given_record")
    made = SimulationOptions(**options, workers=min(2, os.cpu_count() or 1))
    if not given:
        return made
    if made.world != "article":
        msg = f"The record is read under the article's account, and {made.world} is supposed."
        raise InvalidSpecification(msg, expected="either --world or --given-record")
    from gaiatsu.cli.output import note
    from gaiatsu.studies.calibration import parameters_given_record, scenario_on_record

    note(f"Conditioning on the record of {scenario_on_record(scenario).title} ...")
    drawn = parameters_given_record(
        scenario, prior=made.prior, draws=made.draws, seed=made.seed, replicates=made.replicates
    )
    return replace(made, parameters=drawn)


def _beside(names: tuple[str, ...]) -> tuple[str, ...]:
    from gaiatsu.dynamics.worlds import WORLDS

    if "all" in names:
        return tuple(world.name for world in WORLDS)
    return tuple(name for name in names if name != "none")


def _tell(show: str | None, *, worlds: bool, as_json: bool) -> None:
    from gaiatsu.cli.simulate_texts import listing_text, worlds_text
    from gaiatsu.dynamics.worlds import WORLDS
    from gaiatsu.studies.simulate import find_scenario, scenario_names
    from gaiatsu.studies.simulate.reading import scenario_text

    if show is not None:
        text = scenario_text(show)
        emit("simulate", {"scenario": show, "text": text}, text.rstrip("\n"), as_json=as_json)
    elif worlds:
        said = {world.name: world.supposes for world in WORLDS}
        emit("simulate", {"worlds": said}, worlds_text(said), as_json=as_json)
    else:
        titles = {name: find_scenario(name).title for name in scenario_names()}
        emit("simulate", {"scenarios": titles}, listing_text(titles), as_json=as_json)


def _check_out(out: Path | None) -> None:
    """Refuse a folder that cannot be used before anything is computed."""
    if out is not None:
        from gaiatsu.report.bundle import check_place

        check_place(out)


def _composed(study: SimulationStudy | ScenarioComparison) -> Report:
    from gaiatsu.report.narrative.simulated import compose_simulation
    from gaiatsu.report.narrative.simulated_comparison import compose_comparison
    from gaiatsu.studies.simulate import SimulationStudy

    return compose_simulation(study) if isinstance(study, SimulationStudy) else compose_comparison(study)


def _object(study: SimulationStudy) -> dict[str, Any]:
    from gaiatsu.dynamics.summaries import QUANTILES

    return {
        "scenario": {
            "name": study.scenario.name,
            "title": study.scenario.title,
            "about": study.scenario.about,
        },
        "years": list(study.scenario.span),
        "options": _settings(study.options),
        "quantiles": QUANTILES,
        "fans": [_fan(one) for one in study.fans],
        "rates": study.rates,
        "changes": study.changes,
        "parts": study.parts,
        "answers": study.answers,
        "cohorts": study.cohorts,
        "tactics": study.tactics,
        "half_lives": study.half_lives,
        "first_refusal": {
            "since": study.refusal_since,
            "median": study.first_refusal.median,
            "never": study.first_refusal.never,
            "years": study.first_refusal.years,
            "share": study.first_refusal.share,
        },
        "causes": study.causes,
        "windows": study.windows,
        "own": study.own,
        "worlds": study.worlds,
        "priors": study.priors,
        "changed": None if study.changed is None else _comparison(study.changed),
        "expectations": study.expectations,
        "provenance": study.provenance,
    }


def _settings(options: SimulationOptions) -> dict[str, Any]:
    names = ("draws", "replicates", "prior", "seed", "world")
    given = {"given_record": options.parameters is not None}
    return {**{name: getattr(options, name) for name in names}, **given}


def _fan(one: Fan) -> dict[str, Any]:
    return {"state": one.name, "years": one.years, "mean": one.mean, "quantiles": one.quantiles}


def _comparison(found: ScenarioComparison) -> dict[str, Any]:
    return {
        "one": {"name": found.one.name, "title": found.one.title},
        "other": {"name": found.other.name, "title": found.other.title},
        "years": [found.first, found.last],
        "options": _settings(found.options),
        "parted": found.parted,
        "outcomes": found.outcomes,
        "states": found.states,
        "provenance": found.provenance,
    }
