"""When the target first refuses in a simulated scenario, and which belief decides that."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from gaiatsu.report.document import Chart, Column, Heading, Prose, Row, Section, Table
from gaiatsu.report.figures.simulation import refusal_chart
from gaiatsu.report.narrative.simulated_parts import RUN, pair

if TYPE_CHECKING:
    from gaiatsu.report.document import Block
    from gaiatsu.report.trail import Trail
    from gaiatsu.studies.simulate import SimulationStudy
    from gaiatsu.studies.simulate.refusal import RefusalCauses

__all__ = ["refusal"]


def refusal(trail: Trail, study: SimulationStudy) -> Section:
    """Tell when the first demand wins nothing, and which belief decides that.

    Parameters
    ----------
    trail
        The numbers of the run.
    study
        The run.

    Returns
    -------
    Section
    """
    found, causes = study.first_refusal, study.causes
    never = trail.number(RUN, "first_refusal.never", "%")
    if found.median < float("inf"):
        by = trail.number(RUN, "first_refusal.median", "year")
        finding = f"Half of the histories have a demand that wins nothing by {by}; {never} have none."
    else:
        finding = f"Fewer than half of the histories have a demand that wins nothing; {never} have none."
    full = [
        {"year": int(year), "share": float(share)}
        for year, share in zip(found.years, found.share, strict=True)
    ]
    blocks: list[Block] = [
        Chart(
            "first-refusal",
            f"Year of the first demand from {study.refusal_since} on that won nothing",
            *pair(refusal_chart, found, recorded=causes.recorded if causes else None),
            alt="A column a year: the share of histories whose first refusal falls in it.",
            note="Shares of all histories.",
            data=Table(
                "first-refusal",
                "Share of the histories by year",
                (Column("year", "Year"), Column("share", "Share", "right")),
                tuple(
                    Row((str(row["year"]), trail.number(RUN, f"first_refusal.share.{place}", "%1")))
                    for place, row in enumerate(full)
                ),
                full=tuple(full),
            ),
        )
    ]
    if causes is not None and causes.per_year:
        blocks += _causes(trail, causes)
    return Section("refusal", "First refusal", "When does the target first refuse?", finding, tuple(blocks))


def _causes(trail: Trail, causes: RefusalCauses) -> list[Block]:
    number = {name: trail.number(RUN, f"causes.{name}", "prob") for name in ("chance", "needed", "per_year")}
    below = trail.number(RUN, "causes.below", "%")
    text = (
        f"Demands come {number['per_year']} times a year and win nothing with a mean chance of "
        f"{number['chance']}. Were that chance the same in all histories, half of them would wait until "
        f"{causes.until} only at {number['needed']}; {below} of the sets of parameters lie that low."
    )
    if causes.drivers:
        strongest = causes.drivers[0]
        low, high, share = (
            trail.number(RUN, f"causes.drivers.0.{name}", fmt)
            for name, fmt in (("low", "prob"), ("high", "prob"), ("explained", "%"))
        )
        text += (
            f" What spreads it most is *{strongest.parameter.replace('_', ' ')}* "
            f"({_inside(strongest.meaning)}): a straight line in it explains {share} of the variance over "
            f"the draws, and the chance is {low} in the lower third of its draws and {high} in the upper."
        )
    blocks: list[Block] = [Heading("why", "What in the beliefs decides that date"), Prose(text)]
    if causes.recorded is not None:
        blocks.append(Prose(_against(trail, causes)))
    return [*blocks, _probes(trail, causes), *([_drivers(trail, causes)] if causes.drivers else [])]


def _inside(sentence: str) -> str:
    """Put a sentence into another one."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _against(trail: Trail, causes: RefusalCauses) -> str:
    waited = trail.number(RUN, "causes.probes.0.waited", "%")
    likely = trail.number(RUN, "causes.likely", "prob")
    listed = trail.number(RUN, "causes.listed", "words")
    text = (
        f"On record the first demand that won nothing came in {causes.recorded}. The beliefs never saw that "
        f"record, and do not exclude it: {waited} of the histories have no refusal before that year. The "
        f"record lists {listed} demands from {causes.since} on until then, and none of them was refused; "
        f"these beliefs give that a probability of {likely}. Whether others were refused and not listed, the "
        "record does not say, while every demand of a history counts. The command *calibrate* says what the "
        "record leaves of the beliefs."
    )
    if not isnan(causes.threshold_waited):
        cheap, mean = (
            trail.number(RUN, f"causes.{name}", "+2f") for name in ("threshold_waited", "threshold")
        )
        text += (
            f" Histories that wait as long have cheaper first steps: a mean cost of {cheap} log odds against "
            f"{mean} in all."
        )
    return text


def _probes(trail: Trail, causes: RefusalCauses) -> Table:
    rows = tuple(
        Row(
            (
                probe.what[:1].upper() + probe.what[1:],
                trail.number(RUN, f"causes.probes.{place}.chance", "prob"),
                trail.number(RUN, f"causes.probes.{place}.median", "year")
                if probe.median < float("inf")
                else "no year",
                trail.number(RUN, f"causes.probes.{place}.waited", "%"),
            ),
            strong=place == 0,
        )
        for place, probe in enumerate(causes.probes)
    )
    columns = (
        Column("what", "Supposed"),
        Column("chance", "Chance of winning nothing", "right"),
        Column("median", "Half refused by", "right"),
        Column("waited", f"No refusal by {causes.until}", "right"),
    )
    return Table(
        "refusal-probes", "The first refusal under other suppositions, same draws and luck", columns, rows
    )


def _drivers(trail: Trail, causes: RefusalCauses) -> Table:
    rows = tuple(
        Row(
            (
                driver.parameter.replace("_", " ").capitalize(),
                driver.meaning,
                trail.number(RUN, f"causes.drivers.{place}.low", "prob"),
                trail.number(RUN, f"causes.drivers.{place}.high", "prob"),
                trail.number(RUN, f"causes.drivers.{place}.explained", "%"),
            )
        )
        for place, driver in enumerate(causes.drivers)
    )
    columns = (
        Column("parameter", "Parameter"),
        Column("meaning", "What it is"),
        Column("low", "Lower third", "right"),
        Column("high", "Upper third", "right"),
        Column("explained", "Explained", "right"),
    )
    return Table(
        "refusal-drivers",
        "Chance of winning nothing, by where a parameter lies among its draws",
        columns,
        rows,
        note="Explained: share of the variance over the draws that goes with a straight line in the "
        "parameter.",
    )
