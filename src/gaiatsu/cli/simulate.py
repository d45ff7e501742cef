"""``gaiatsu simulate`` and ``gaiatsu compare-scenarios``: a relationship driven forward in time."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.options import seed_option
from gaiatsu.cli.output import emit, json_option, note
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gaiatsu.dynamics.summaries import ChangeYear, Fan, Rate
    from gaiatsu.studies.simulate import ScenarioComparison, SimulationOptions, SimulationStudy

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
    ):
        command = option(command)
    return command


@click.command()
@click.argument("scenario", required=False)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for charts (SVG, PNG) and tables (CSV).")
@click.option("--list", "listing", is_flag=True, help="List the shipped scenarios and stop.")
@click.option("--show", metavar="NAME", help="Print the text of a shipped scenario, to copy and change.")
@_run_options
def simulate(
    scenario: str | None, *, out: Path | None, listing: bool, show: str | None, as_json: bool, **options: Any
) -> None:
    """Drive a relationship forward in time from a scenario.

    SCENARIO is a YAML file or the name of a shipped scenario. Parameters are drawn from a prior set, not
    fitted: results say what follows from beliefs, not what happened.
    """
    from gaiatsu.studies.simulate import find_scenario
    from gaiatsu.studies.simulate import simulate as drive

    if listing or show is not None:
        _tell(show, as_json=as_json)
        return
    if scenario is None:
        msg = "No scenario was named."
        raise InvalidSpecification(msg, expected="a file or a name", todo="See gaiatsu simulate --list.")
    study = drive(find_scenario(scenario), options=_options(options))
    written = _write(study, out)
    emit("simulate", {**_object(study), **written}, "\n".join(_text(study, written)), as_json=as_json)


@click.command("compare-scenarios")
@click.argument("one")
@click.argument("other")
@click.option("--years", metavar="FIRST-LAST", help="Years over which outcomes are averaged.")
@_run_options
def compare_scenarios(one: str, other: str, *, years: str | None, as_json: bool, **options: Any) -> None:
    """Say what one scenario changes against another, with the same luck in both.

    ONE and OTHER are YAML files or names of shipped scenarios. Differences are the first less the second,
    with the same draws of the parameters and the same chances year by year.
    """
    from gaiatsu.studies.simulate import compare_scenarios as compare
    from gaiatsu.studies.simulate import find_scenario

    span = _span(years) if years else None
    found = compare(find_scenario(one), find_scenario(other), options=_options(options), years=span)
    emit("compare-scenarios", _comparison(found), "\n".join(_compared(found)), as_json=as_json)


def _span(text: str) -> tuple[int, int]:
    from gaiatsu.studies.simulate.scenario import span_of

    try:
        return span_of(text)
    except ValueError as error:
        msg = f"The years cannot be read: {error}."
        raise InvalidSpecification(msg, expected="such as 1993-1998") from None


def _options(options: dict[str, Any]) -> SimulationOptions:
    from gaiatsu.studies.simulate import SimulationOptions

    return SimulationOptions(**options, workers=min(2, os.cpu_count() or 1))


def _tell(show: str | None, *, as_json: bool) -> None:
    from gaiatsu.studies.simulate import find_scenario, scenario_names
    from gaiatsu.studies.simulate.reading import scenario_text

    if show is not None:
        text = scenario_text(show)
        emit("simulate", {"scenario": show, "text": text}, text.rstrip("\n"), as_json=as_json)
        return
    titles = {name: find_scenario(name).title for name in scenario_names()}
    lines = "\n".join(f"{name:32}{title}" for name, title in titles.items())
    emit("simulate", {"scenarios": titles}, lines, as_json=as_json)


def _write(study: SimulationStudy, out: Path | None) -> dict[str, Any]:
    if out is None:
        return {"out": None, "files": []}
    from gaiatsu.report.simulation import write_simulation

    note(f"Writing {out} ...")
    return {"out": str(out), "files": write_simulation(study, out)}


def _object(study: SimulationStudy) -> dict[str, Any]:
    from gaiatsu.dynamics.summaries import QUANTILES

    return {
        "scenario": {
            "name": study.scenario.name,
            "title": study.scenario.title,
            "about": study.scenario.about,
        },
        "years": list(study.scenario.span),
        "options": {
            "draws": study.options.draws,
            "replicates": study.options.replicates,
            "prior": study.options.prior,
            "seed": study.options.seed,
        },
        "quantiles": QUANTILES,
        "fans": [_fan(one) for one in study.fans],
        "rates": study.rates,
        "changes": study.changes,
        "half_lives": study.half_lives,
        "first_refusal": {
            "since": study.refusal_since,
            "median": study.first_refusal.median,
            "never": study.first_refusal.never,
            "years": study.first_refusal.years,
            "share": study.first_refusal.share,
        },
        "expectations": study.expectations,
        "provenance": study.provenance,
    }


def _fan(one: Fan) -> dict[str, Any]:
    return {"state": one.name, "years": one.years, "mean": one.mean, "quantiles": one.quantiles}


def _text(study: SimulationStudy, written: dict[str, Any]) -> Iterator[str]:
    options, first, last = study.options, *study.scenario.span
    yield f"{study.scenario.title}, {first}-{last}"
    yield (
        f"{options.draws:,} sets of parameters from the {options.prior} prior"
        + (f", {options.replicates} relationships each" if options.replicates > 1 else "")
        + ". Nothing here was fitted: the numbers say what follows from the beliefs."
    )
    yield ""
    yield from _states(study.fans)
    yield ""
    yield from _outcomes(study.rates)
    yield ""
    yield from _changes(study.changes)
    yield ""
    yield "Years until half is gone (median, 90 % interval)"
    for life in study.half_lives:
        span = f"{_years(life.median)} ({_years(life.low)} to {_years(life.high)})"
        yield f"  {life.norm:24}{span:26}{life.meaning}"
    yield ""
    refusal = study.first_refusal
    yield (
        f"First demand from {study.refusal_since} on that won nothing: by {_year(refusal.median)} in half of "
        f"the histories; never in {refusal.never:.0%}."
    )
    yield from _expected(study)
    if written["files"]:
        yield f"\n{len(written['files'])} files in {written['out']}"


def _states(fans: tuple[Fan, ...]) -> Iterator[str]:
    years = fans[0].years
    places = sorted({0, len(years) // 3, 2 * len(years) // 3, len(years) - 1})
    yield f"{'State, median (90 %)':24}" + "".join(f"{years[place]:>20}" for place in places)
    for one in fans:
        cells = [one.quantiles[[2, 0, 4], place] for place in places]
        shown = "".join(f"{f'{middle:.2f} ({low:.2f}, {high:.2f})':>20}" for middle, low, high in cells)
        yield f"  {one.name:22}{shown}"


def _outcomes(rates: tuple[Rate, ...]) -> Iterator[str]:
    spans = list(dict.fromkeys((rate.first, rate.last) for rate in rates))
    yield f"{'Outcome, mean':32}" + "".join(f"{f'{first}-{last}':>12}" for first, last in spans)
    rows: dict[tuple[str, str], list[float]] = {}
    for rate in rates:
        rows.setdefault((rate.measure, rate.demand), []).append(rate.value)
    for (name, demand), values in rows.items():
        if all(math.isnan(value) for value in values):
            continue
        label = f"{name}, {demand}" if demand != "all" else name
        yield f"  {label:30}" + "".join("           -" if math.isnan(v) else f"{v:>12.2f}" for v in values)


def _changes(rows: tuple[ChangeYear, ...]) -> Iterator[str]:
    parts = ("replacement", "careers", "drift", "shock", "interaction", "total")
    yield f"{'Change of hierarchy from':24}" + "".join(f"{name:>13}" for name in parts)
    for decade in sorted({row.year // 10 for row in rows}):
        inside = [row for row in rows if row.year // 10 == decade]
        sums = "".join(f"{sum(getattr(row, name) for row in inside):>13.3f}" for name in parts)
        yield f"  {f'{inside[0].year}-{inside[-1].year}':22}{sums}"
    yield f"  {'all years':22}" + "".join(f"{sum(getattr(row, p) for row in rows):>13.3f}" for p in parts)


def _expected(study: SimulationStudy) -> Iterator[str]:
    if study.expectations:
        yield "\nExpected directions"
    for one in study.expectations:
        what = one.expectation
        place = f"than in {what.than}" if what.against is None else f"than in {what.against}"
        place = place.replace("than", "as", 1) if what.direction == "same" else place
        word = {True: "holds", False: "fails", None: f"asked of the {what.prior} prior only"}[one.holds]
        size = ""
        if one.difference is not None:
            size = f" ({one.difference.mean:+.3f}, simulation error {one.difference.error:.3f})"
        yield f"  {what.measure} in {what.years} {what.direction} {place}: {word}{size}"


def _comparison(found: ScenarioComparison) -> dict[str, Any]:
    return {
        "one": {"name": found.one.name, "title": found.one.title},
        "other": {"name": found.other.name, "title": found.other.title},
        "years": [found.first, found.last],
        "options": {
            "draws": found.options.draws,
            "replicates": found.options.replicates,
            "prior": found.options.prior,
            "seed": found.options.seed,
        },
        "parted": found.parted,
        "outcomes": found.outcomes,
        "states": found.states,
        "provenance": found.provenance,
    }


def _compared(found: ScenarioComparison) -> Iterator[str]:
    yield f"{found.one.title}  less  {found.other.title}, {found.first}-{found.last}"
    yield (
        f"{found.options.draws:,} sets of parameters from the {found.options.prior} prior, the same in both, "
        "with the same luck."
    )
    yield "No state differs." if found.parted is None else f"A state first differs in {found.parted}."
    yield f"\n{'':18}{'one':>9}{'other':>9}{'difference':>12}{'error':>9}   90 % over the parameters"
    for row in found.outcomes:
        interval = f"   {row.low:+.3f} to {row.high:+.3f}"
        numbers = f"{row.one:>9.3f}{row.other:>9.3f}{row.mean:>+12.4f}{row.error:>9.4f}"
        yield f"{row.measure:18}{numbers}{interval}"
    yield (
        "\nThe error is the simulation's; the interval of an outcome holds the luck of single relationships, "
        "which more --replicates average out."
    )


def _years(value: float) -> str:
    return "never" if math.isinf(value) else f"{value:.1f}"


def _year(value: float) -> str:
    return "no year" if math.isinf(value) else f"{value:.0f}"
