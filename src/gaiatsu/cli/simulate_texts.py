"""What ``gaiatsu simulate`` and ``gaiatsu compare-scenarios`` say to people."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.dynamics.summaries import ChangeYear, Fan, Rate
    from gaiatsu.studies.simulate import ScenarioComparison, SimulationStudy
    from gaiatsu.studies.simulate.beside import SideRow

__all__ = ["comparison_text", "listing_text", "simulation_text", "worlds_text"]

PARTS = ("replacement", "careers", "drift", "shock", "interaction", "total")


def simulation_text(study: SimulationStudy, written: dict[str, Any]) -> str:
    """Say what became of a scenario.

    Parameters
    ----------
    study
        The study.
    written
        ``out`` and ``files``.

    Returns
    -------
    str
    """
    parts = [
        _head(study),
        _against(study),
        _states(study.fans),
        _outcomes(study.rates),
        _changes(study),
        _lives(study),
        _refusal(study),
        _beside(study),
        _expected(study),
    ]
    blocks = ["\n".join(lines) for lines in map(list, parts) if lines]
    if written["files"]:
        blocks.append(f"{len(written['files'])} files in {written['out']}")
    return "\n\n".join(blocks)


def _head(study: SimulationStudy) -> Iterator[str]:
    options, first, last = study.options, *study.scenario.span
    yield f"{study.scenario.title}, {first}-{last}"
    yield (
        f"{options.draws:,} sets of parameters from {options.beliefs}"
        + (f", {options.replicates} relationships each" if options.replicates > 1 else "")
        + f". {options.fitted}"
    )
    if options.world != "article":
        yield f"Supposed: the world {options.world}, a structural rival of the article's."


def _against(study: SimulationStudy) -> Iterator[str]:
    found = study.changed
    if found is None:
        return
    since = "no state differs" if found.parted is None else f"a state first differs in {found.parted}"
    yield f"Against {found.other.title}, {found.first}-{found.last}, with the same draws and luck: {since}"
    yield from _differences(found, ("here", "there"))


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
        yield f"  {label:30}" + "".join(f"{_number(value):>12}" for value in values)


def _changes(study: SimulationStudy) -> Iterator[str]:
    rows: tuple[ChangeYear, ...] = study.changes
    yield f"{'Change of hierarchy from':24}" + "".join(f"{name:>13}" for name in PARTS)
    for decade in sorted({row.year // 10 for row in rows}):
        inside = [row for row in rows if row.year // 10 == decade]
        sums = "".join(f"{sum(getattr(row, name) for row in inside):>13.3f}" for name in PARTS)
        yield f"  {f'{inside[0].year}-{inside[-1].year}':22}{sums}"
    yield f"  {'all years':22}" + "".join(f"{one.mean:>13.3f}" for one in study.parts)
    yield f"  {'90 % of histories':22}" + "".join(
        f"{f'{one.low:+.2f} {one.high:+.2f}':>13}" for one in study.parts
    )
    yield _replacement(study)
    for cohort in study.cohorts:
        low, middle, high = cohort.half
        if math.isinf(middle):
            yield f"The cohort {cohort.name} keeps half of the weight at the top or more to the end."
        elif not math.isnan(middle):
            yield (
                f"The cohort {cohort.name} holds less than half of the weight at the top from "
                f"{_year(middle)} on ({_year(low)} to {_year(high)})."
            )


def _replacement(study: SimulationStudy) -> str:
    parts = {one.part: one for one in study.parts}
    part, total = parts["replacement"], parts["total"]
    if math.isnan(part.share):
        return (
            f"Replacement of cohorts moves hierarchy by {part.mean:+.3f} (falsifier F8); the parts nearly "
            f"cancel, so that it has no share of the whole, {total.mean:+.3f}."
        )
    return (
        f"Replacement of cohorts carries {part.share:.0%} of the mean change (falsifier F8), under the "
        "beliefs alone."
    )


def _lives(study: SimulationStudy) -> Iterator[str]:
    yield "Years until half is gone (median, 90 % interval)"
    for life in study.half_lives:
        span = f"{_years(life.median)} ({_years(life.low)} to {_years(life.high)})"
        yield f"  {life.norm:24}{span:26}{life.meaning}"


def _refusal(study: SimulationStudy) -> Iterator[str]:
    found, causes = study.first_refusal, study.causes
    yield (
        f"First demand from {study.refusal_since} on that won nothing: by {_year(found.median)} in half of "
        f"the histories; never in {found.never:.0%}."
    )
    if causes is None or not causes.per_year:
        return
    on_record = "" if causes.recorded is None else f" The record's came in {causes.recorded}."
    yield (
        f"  A demand wins nothing with a mean chance of {causes.chance:.2f}, at {causes.per_year:.2f} "
        f"demands a year; half of the histories would wait until {causes.until} at "
        f"{causes.needed:.2f}.{on_record}"
    )
    explained = ", ".join(
        f"{one.parameter} {one.explained:.0%} ({one.low:.2f} in its lower third, {one.high:.2f} in its upper)"
        for one in causes.drivers[:2]
    )
    if explained:
        yield f"  What explains that chance over the draws: {explained}."
    for probe in causes.probes[1:]:
        yield f"    if {probe.what + ':':42} by {_year(probe.median)}, at a chance of {probe.chance:.2f}"


def _beside(study: SimulationStudy) -> Iterator[str]:
    if not study.worlds:
        return
    if math.isnan(study.own.change):
        yield "No history has demands in both spans of years, so that rivals cannot be compared."
        return
    earlier, later = (f"{first}-{last}" for first, last in study.windows)
    yield "Demands that won at least a partly successful concession, with the same draws and luck"
    yield (
        f"  {'':24}{earlier:>11}{later:>11}{'change':>9}  {'90 %':14}{'fell in':>8}  "
        f"{'says':13}{'backlash':>8}{'refusal':>9}"
    )
    yield from map(_side, study.worlds)
    yield "  and under other prior sets"
    yield from map(_side, study.priors)
    yield (
        "  'says' needs the same direction in more than nine tenths of the histories. Means and chances are "
        "those of the answer's law."
    )


def _side(row: SideRow) -> str:
    return (
        f"  {row.name:24}{_number(row.earlier):>11}{_number(row.later):>11}{row.change:>+9.3f}  "
        f"{f'{row.low:+.2f} to {row.high:+.2f}':14}{row.fell:>8.0%}  "
        f"{row.says:13}{_number(row.backlash):>8}{_year(row.refusal):>9}"
    )


def _expected(study: SimulationStudy) -> Iterator[str]:
    if study.expectations:
        yield "Expected directions"
    for one in study.expectations:
        what = one.expectation
        place = f"than in {what.than}" if what.against is None else f"than in {what.against}"
        place = place.replace("than", "as", 1) if what.direction == "same" else place
        word = {True: "holds", False: "fails", None: f"asked of the {what.prior} prior only"}[one.holds]
        size = ""
        if one.difference is not None:
            size = f" ({one.difference.mean:+.3f}, simulation error {one.difference.error:.3f})"
        yield f"  {what.measure} in {what.years} {what.direction} {place}: {word}{size}"


def comparison_text(found: ScenarioComparison, written: dict[str, Any]) -> str:
    """Say what one scenario changes against another.

    Parameters
    ----------
    found
        The comparison.
    written
        ``out`` and ``files``.

    Returns
    -------
    str
    """
    lines = list(_compared(found))
    if written["files"]:
        lines += ["", f"{len(written['files'])} files in {written['out']}"]
    return "\n".join(lines)


def _compared(found: ScenarioComparison) -> Iterator[str]:
    yield f"{found.one.title}  less  {found.other.title}, {found.first}-{found.last}"
    yield (
        f"{found.options.draws:,} sets of parameters from {found.options.beliefs}, the same in both, "
        f"with the same luck. {found.options.fitted}"
    )
    if found.options.world != "article":
        yield f"Supposed in both: the world {found.options.world}, a structural rival of the article's."
    yield "No state differs." if found.parted is None else f"A state first differs in {found.parted}."
    yield ""
    yield from _differences(found, ("one", "other"))
    yield (
        "\nThe error is the simulation's; the interval of an outcome holds the luck of single "
        "relationships, which more --replicates average out."
    )


def _differences(found: ScenarioComparison, heads: tuple[str, str]) -> Iterator[str]:
    yield f"{'':18}{heads[0]:>9}{heads[1]:>9}{'difference':>12}{'error':>9}   90 % over the parameters"
    for row in found.outcomes:
        interval = f"   {row.low:+.3f} to {row.high:+.3f}"
        numbers = f"{row.one:>9.3f}{row.other:>9.3f}{row.mean:>+12.4f}{row.error:>9.4f}"
        yield f"{row.measure:18}{numbers}{interval}"


def listing_text(titles: dict[str, str]) -> str:
    """Say which scenarios are shipped."""
    return "\n".join(f"{name:32}{title}" for name, title in titles.items())


def worlds_text(worlds: dict[str, str]) -> str:
    """Say which worlds there are, and what each supposes."""
    return "\n".join(f"{name:26}{supposes}" for name, supposes in worlds.items())


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.2f}"


def _years(value: float) -> str:
    return "never" if math.isinf(value) else f"{value:.1f}"


def _year(value: float) -> str:
    return "no year" if math.isinf(value) else f"{value:.0f}"
