"""A simulated scenario as files: charts, tables and the trail of where they came from."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.report.bundle import check_place, put
from gaiatsu.report.figures import render
from gaiatsu.report.figures.simulation import FAN_TITLES, change_chart, fan_chart, refusal_chart
from gaiatsu.report.values import dump

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from gaiatsu.report.figures.theme import Spec
    from gaiatsu.studies.simulate import SimulationStudy

__all__ = ["write_simulation"]

_SCHEMA: Final = "gaiatsu-trail-1.0"
_SHOWN: Final = ("hierarchy", "trust_of_sender", "trust_of_target", "resolve")
_PARTS: Final = ("replacement", "careers", "drift", "shock", "interaction", "total")


def write_simulation(study: SimulationStudy, out: Path) -> list[str]:
    """Write the charts and tables of a simulated scenario into a folder, all or none.

    Parameters
    ----------
    study
        What came of the scenario.
    out
        The folder; made, or replaced where it holds an earlier report and nothing else.

    Returns
    -------
    list of str
        Files, relative to the folder.

    Raises
    ------
    OutputError
        The folder holds other files or cannot be written.
    """
    check_place(out)
    made: dict[str, bytes] = {}
    for name, (title, spec) in _charts(study).items():
        drawing = render.svg(spec)
        made[f"figures/{name}.svg"] = render.standalone(drawing, title).encode()
        made[f"figures/{name}.png"] = render.png(drawing)
    made |= {f"tables/{name}.csv": _csv(rows) for name, rows in _tables(study).items()}
    head = {"schema": _SCHEMA, "title": study.scenario.title, "files": sorted([*made, "trail.json"])}
    body = {
        "scenario": study.scenario.model_dump(mode="json", by_alias=True),
        "options": study.options,
        "expectations": study.expectations,
        "provenance": study.provenance,
    }
    made["trail.json"] = (dump({**head, **body}) + "\n").encode()
    put(made, out)
    return list(made)


def _charts(study: SimulationStudy) -> dict[str, tuple[str, Spec]]:
    title = study.scenario.title
    by_name = {fan.name: fan for fan in study.fans}
    states = fan_chart([by_name[name] for name in _SHOWN])
    sides = fan_chart([by_name[name] for name in ("hierarchy_security", "hierarchy_economic")])
    demands = fan_chart([by_name[name] for name in ("legitimacy", "depth")])
    return {
        "states": (f"{title}: states by year", states),
        "sides": (f"{title}: hierarchy on both sides", sides),
        "demands": (f"{title}: legitimacy and depth of demands", demands),
        "changes": (f"{title}: where the change of hierarchy came from", change_chart(study.changes)),
        "first-refusal": (f"{title}: the first refusal", refusal_chart(study.first_refusal)),
    }


def _tables(study: SimulationStudy) -> dict[str, list[Sequence[Any]]]:
    states: list[Sequence[Any]] = [("state", "meaning", "year", "mean", "q05", "q25", "median", "q75", "q95")]
    for fan in study.fans:
        states += [
            (fan.name, FAN_TITLES[fan.name], int(year), float(mean), *column)
            for year, mean, column in zip(fan.years, fan.mean, fan.quantiles.T.tolist(), strict=True)
        ]
    rates = [(r.measure, r.demand, r.first, r.last, r.value, r.events) for r in study.rates]
    changes = [(row.year, *(getattr(row, name) for name in _PARTS)) for row in study.changes]
    refusal = zip(study.first_refusal.years.tolist(), study.first_refusal.share.tolist(), strict=True)
    lives = [(life.norm, life.meaning, life.low, life.median, life.high) for life in study.half_lives]
    return {
        "states": states,
        "outcomes": [("measure", "demand", "first", "last", "mean", "events"), *rates],
        "changes": [("year", *_PARTS), *changes],
        "first-refusal": [("year", "share"), *refusal],
        "half-lives": [("norm", "meaning", "q05", "median", "q95"), *lives],
    }


def _csv(rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
