"""Does the social context matter among friends and vanish among rivals? On cases the article never saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isfinite, nan
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.numerics.streams import stream
from gaiatsu.studies.field.estimates import Estimate, holm
from gaiatsu.studies.field.reading import cited, inputs, looked_again, read_sets, summary
from gaiatsu.studies.field.records import FieldStudy, LookCheck, assembled
from gaiatsu.studies.field.scope_cases import ArenaCases, arena_cases
from gaiatsu.studies.field.scope_shifts import (
    LEVEL,
    Contrast,
    GroupShift,
    contrast,
    decision_power,
    term_shifts,
)
from gaiatsu.studies.field.scope_verdicts import scope_verdicts
from gaiatsu.studies.field.specification import specification
from gaiatsu.studies.provenance import trace
from gaiatsu.studies.threats import USA, concession_share, obliged_decades, threat_outcomes

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from gaiatsu.sources import Dataset
    from gaiatsu.studies.field.records import Progress
    from gaiatsu.studies.field.specification import FieldSpecification, Sample

__all__ = ["STEPS", "run", "scope", "scope_of"]

STEPS: Final = (
    "Putting the cases together",
    "Friends against rivals",
    "Each term alone",
    "Asking what could be seen",
)
TRUTHS: Final = tuple((size, other) for size in (0.0, 0.10, 0.20, 0.34) for other in (0.0, size))
CODINGS: Final = ("strict", "broad")
CITATIONS: Final = (
    "schoppa1999",
    "greenland_mansournia2015",
    "cameron_miller2015",
    "schuirmann1987",
    "manski1990",
    "cronbach1951",
    "gelman_carlin2014",
    "holm1979",
)


def scope(
    data_dir: Path | str | None = None, *, seed: int = 1999, progress: Progress | None = None
) -> FieldStudy:
    """Ask whether the social context moves concessions among friends and vanishes among rivals (SCO, F15).

    The article allows that between hostile states power alone decides. That limit is a prediction: it says
    where its own terms must fail, and fifteen cases of one friendly dyad cannot test it.

    Parameters
    ----------
    data_dir
        Folder of external data; the one named by the environment when left out.
    seed
        Seed of every random stream.
    progress
        Called as each step begins.

    Returns
    -------
    FieldStudy
        Every estimate of the specification, and its verdicts. Intervals are 90 %, as specified, so that each
        end is a one-sided test at 5 % and equivalence can be read off them.

    Raises
    ------
    MissingData
        If a data set is not there.

    References
    ----------
    schoppa1999, morgan2014, gibler2016, thompson2021, schuirmann1987, manski1990
    """
    plan = specification("scope")
    say = progress or (lambda *_: None)
    say(STEPS[0], 1, len(STEPS))
    data = read_sets(plan.data, data_dir)
    tables = {name: one.table for name, one in data.items()}
    arenas = {name: arena_cases(name, tables, plan) for name in ("ties", "icb", "gml")}
    return scope_of(arenas, data, seed=seed, progress=say)


def scope_of(
    arenas: Mapping[str, ArenaCases],
    data: Mapping[str, Dataset],
    *,
    seed: int = 1999,
    progress: Progress | None = None,
) -> FieldStudy:
    """Run the study on cases that have been put together.

    Parameters
    ----------
    arenas
        Cases of the three arenas.
    data
        What they were read from, for the trail; empty for simulated cases.
    seed
        Seed of every random stream.
    progress
        Called as each step begins.

    Returns
    -------
    FieldStudy
    """
    plan = specification("scope")
    say = progress or (lambda *_: None)
    say(STEPS[1], 2, len(STEPS))
    found = [_contrast(plan, arenas, sample, coding) for sample in plan.samples for coding in CODINGS]
    say(STEPS[2], 3, len(STEPS))
    estimates = [*_estimates(plan, found), *_terms(plan, arenas), *_material(found)]
    say(STEPS[3], 4, len(STEPS))
    estimates += _power(found[0], plan, seed)
    study = FieldStudy(
        specification=plan,
        estimates=tuple(estimates),
        verdicts=scope_verdicts(found[0], found[1], plan.thresholds),
        looks=_looks(plan, data, arenas),
        data=summary(data),
        facts=_facts(arenas, plan),
        provenance=trace(scope, *inputs(data, plan), seed=seed, citations=cited(CITATIONS, data)),
    )
    return assembled(study)


run = scope
"""The name under which the command finds a study."""


@dataclass(frozen=True)
class _Masks:
    """Which cases of an arena are amicable and which hostile, by the rule of a sample."""

    cases: ArenaCases
    amicable: NDArray[np.bool_]
    hostile: NDArray[np.bool_]


def _masks(arenas: Mapping[str, ArenaCases], sample: Sample) -> _Masks:
    cases = arenas[str(sample.options["arena"])]
    hostile = cases.hostile(str(sample.options["hostile"]))
    return _Masks(cases, cases.amicable(hostile, str(sample.options.get("amicable", "other"))), hostile)


def _contrast(
    plan: FieldSpecification, arenas: Mapping[str, ArenaCases], sample: Sample, coding: str
) -> Contrast:
    chosen = _masks(arenas, sample)
    return contrast(
        chosen.cases,
        sample.id,
        coding,
        masks=(chosen.amicable, chosen.hostile),
        thresholds=plan.thresholds,
    )


def _estimates(plan: FieldSpecification, found: list[Contrast]) -> Iterator[Estimate]:
    primary = plan.primary_sample.id
    family = {(one.sample, one.coding): one.p for one in found if one.sample in {primary, "icb", "gml"}}
    adjusted = _adjusted(family)
    for one in found:
        arena = one.sample in {"icb", "gml"}
        name = "" if one.sample == primary else "arenas" if arena else "definitions"
        for group in (one.amicable, one.hostile):
            yield _shift(one, group, name or group.group, plan.thresholds["margin"])
        low, high = one.interval()
        yield Estimate(
            estimator=name or "difference",
            coding=one.coding,
            sample=one.sample,
            variant="difference" if name else "",
            value=one.difference,
            low=low,
            high=high,
            p=one.p,
            n=one.amicable.coded + one.hostile.coded,
            details={"error": one.error, "holm": adjusted.get((one.sample, one.coding), nan), "level": LEVEL},
        )
        if one.sample == primary:
            yield from _bounds(one)
            yield from _reliability(one)


def _adjusted(family: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """Adjust over the arenas, apart for each coding."""
    found: dict[tuple[str, str], float] = {}
    for coding in CODINGS:
        one = {sample: p for (sample, kind), p in family.items() if kind == coding and isfinite(p)}
        found |= {(sample, coding): p for sample, p in holm(one).items()}
    return found


def _shift(one: Contrast, group: GroupShift, estimator: str, margin: float) -> Estimate:
    counts: dict[str, float | int | str] = {
        "missing": group.missing,
        "conceded": group.conceded,
        "rate": group.rate,
        "level": LEVEL,
    }
    variant = group.group if estimator in {"arenas", "definitions"} else ""
    blank = Estimate(estimator, one.coding, one.sample, variant, n=group.coded, details=counts)
    if group.shift is None:
        return replace(blank, note="Too few coded cases, or all ended alike.")
    low, high = group.shift.interval(LEVEL)
    details = counts | {
        "error": group.shift.standard_error,
        "clusters": group.shift.clusters,
        "equivalence_p": group.shift.equivalence_p(margin),
        "index_low": one.ends[0],
        "index_high": one.ends[1],
    }
    return replace(blank, value=group.shift.estimate, low=low, high=high, p=group.shift.p, details=details)


def _bounds(one: Contrast) -> Iterator[Estimate]:
    for name, (low, high) in {
        "amicable": (one.amicable.lowest, one.amicable.highest),
        "hostile": (one.hostile.lowest, one.hostile.highest),
        "difference": one.bounds,
    }.items():
        yield Estimate(
            "bounds",
            one.coding,
            one.sample,
            name,
            value=(low + high) / 2.0,
            low=low,
            high=high,
            n=sum(
                g.coded + g.missing for g in (one.amicable, one.hostile) if name in {g.group, "difference"}
            ),
            note="Least and largest over every filling; the value is their middle, not an estimate.",
        )


def _reliability(one: Contrast) -> Iterator[Estimate]:
    for group in (one.amicable, one.hostile):
        value, low, high = group.corrected
        known = isfinite(value)
        yield Estimate(
            "reliability",
            one.coding,
            one.sample,
            group.group,
            value=value,
            low=low,
            high=high,
            n=group.coded,
            details={"alpha": group.alpha, "level": LEVEL},
            note="" if known else "The terms do not agree within the group: no correction exists.",
        )


def _terms(plan: FieldSpecification, arenas: Mapping[str, ArenaCases]) -> Iterator[Estimate]:
    for sample in plan.samples:
        if sample.id not in {plan.primary_sample.id, "icb", "gml"}:
            continue
        chosen = _masks(arenas, sample)
        for one in term_shifts(
            chosen.cases,
            sample.id,
            plan.primary_coding.id,
            masks=(chosen.amicable, chosen.hostile),
            thresholds=plan.thresholds,
        ):
            low, high = one.shift.interval(LEVEL)
            yield Estimate(
                "terms",
                one.coding,
                one.sample,
                f"{one.group}: {one.shift.term}",
                value=one.shift.estimate,
                low=low,
                high=high,
                p=one.shift.p,
                n=one.shift.cases,
                details={"holm": one.adjusted_p, "error": one.shift.standard_error, "level": LEVEL},
            )


def _material(found: list[Contrast]) -> Iterator[Estimate]:
    for one in found:
        for group in (one.amicable, one.hostile):
            if one.sample in {"ties", "icb", "gml"} and one.coding == "strict" and group.material is not None:
                low, high = group.material.interval(LEVEL)
                yield Estimate(
                    "material",
                    one.coding,
                    one.sample,
                    group.group,
                    value=group.material.estimate,
                    low=low,
                    high=high,
                    p=group.material.p,
                    n=group.coded,
                    details={"error": group.material.standard_error, "level": LEVEL},
                )


def _power(one: Contrast, plan: FieldSpecification, seed: int) -> Iterator[Estimate]:
    first, second = one.amicable.shift, one.hostile.shift
    if first is None or second is None:
        yield Estimate("power", one.coding, one.sample, note="A group has too few coded cases.")
        return
    errors = (first.standard_error, second.standard_error)
    truths = tuple(dict.fromkeys(TRUTHS))
    rng = stream(seed, "scope", "power")
    for row in decision_power(errors, truths, margin=plan.thresholds["margin"], rng=rng):
        yield Estimate(
            "power",
            one.coding,
            one.sample,
            f"{row.amicable:.2f} and {row.hostile:.2f}",
            value=row.supported,
            details={
                "against": row.against,
                "unknown": row.unknown,
                "exaggeration": row.exaggeration,
                "wrong_sign": row.wrong_sign,
            },
        )


def _looks(
    plan: FieldSpecification, data: Mapping[str, Dataset], arenas: Mapping[str, ArenaCases]
) -> tuple[LookCheck, ...]:
    """Take the looks again that these data allow: rates of threats, and rows by hostility."""
    again = {"rows": _rows_by_hostility(arenas)}
    if "sigint" in data:
        threats = data["sigint"].table
        obliged = obliged_decades(threats.filter(ccode1=USA), data["atop"].table)
        rates = [concession_share(obliged.filter(obliged=owed)).rate for owed in (True, False)]
        again["obligations"] = _compared(
            " and ".join(f"{rate:.2f}".removeprefix("0") for rate in rates), plan
        )
        counts = threat_outcomes(threats)
        total = sum(counts.values())
        words = zip(("concede", "imposed", "back down"), counts.values(), strict=True)
        listed = ", ".join(f"{name} {count / total:.3f}".replace(" 0.", " .") for name, count in words)
        again["base-rates"] = _compared(f"{listed} (n = {total})", plan)
    return tuple(
        replace(
            look, ours=again[look.id].ours, standing=again[look.id].standing, remark=again[look.id].remark
        )
        if look.id in again
        else look
        for look in looked_again(plan, data)
    )


@dataclass(frozen=True)
class _LookAgain:
    """What an earlier look gives now.

    Parameters
    ----------
    ours, standing, remark
        As in `LookCheck`.
    """

    ours: str
    standing: str
    remark: str = ""


def _compared(ours: str, plan: FieldSpecification) -> _LookAgain:
    """Say whether a look gives now what stands on record."""
    return _LookAgain(ours, "reproduced" if ours in {look.value for look in plan.looks} else "differs")


def _rows_by_hostility(arenas: Mapping[str, ArenaCases]) -> _LookAgain:
    parts = []
    for name, cases in arenas.items():
        hostile = int(cases.hostile("either").sum())
        parts.append(f"{name.upper()} {hostile:,} and {len(cases.ids) - hostile:,}")
    remark = "Cases of which no term but the pact is known are left out now."
    return _LookAgain(
        f"{', '.join(parts)}; rivals alone {int(arenas['ties'].rival.sum())}", "differs", remark
    )


def _facts(arenas: Mapping[str, ArenaCases], plan: FieldSpecification) -> dict[str, float | int | str]:
    facts: dict[str, float | int | str] = {}
    for name, cases in arenas.items():
        hostile = cases.hostile("either")
        facts |= {
            f"{name}_cases": len(cases.ids),
            f"{name}_hostile": int(hostile.sum()),
            f"{name}_rivals": int(cases.rival.sum()),
            f"{name}_dyads": len(np.unique(cases.dyads)),
            f"{name}_index_amicable": float(cases.index[~hostile].mean()),
            f"{name}_index_hostile": float(cases.index[hostile].mean()),
        }
    facts["margin"] = plan.thresholds["margin"]
    facts["margin_points"] = round(100 * plan.thresholds["margin"])
    return facts
