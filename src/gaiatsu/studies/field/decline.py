"""Did U.S. success against Japan fall after 1992, and by more than elsewhere? Asked of all cases of TIES."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gaiatsu.studies.field.decline_models import models
from gaiatsu.studies.field.decline_rates import bounds, filled, missingness, power, rates, tipping
from gaiatsu.studies.field.decline_tests import chance
from gaiatsu.studies.field.design import Design, Step, performed
from gaiatsu.studies.field.estimates import holm
from gaiatsu.studies.field.outcomes import JAPAN, USA, coded, sampled
from gaiatsu.studies.field.reading import cited, inputs, looked_again, read_sets, summary
from gaiatsu.studies.field.records import CaseRow, FieldStudy, Verdict, assembled, judged, judged_size
from gaiatsu.studies.field.specification import specification
from gaiatsu.studies.provenance import trace

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.studies.field.records import Progress

__all__ = ["STEPS", "decline", "run"]

FELL, BEYOND = "Japan's success rate fell", "It fell by more than elsewhere"
LARGE = "The fall is as large as the article's"

REFUSALS = (1993, 1996)
"""Years of the episodes in which the article sees Japan refuse."""

STEPS: tuple[Step, ...] = (
    ("Comparing rates", rates),
    ("Bounding what is missing", bounds),
    ("Filling in what is missing", filled),
    ("Counting what is missing", missingness),
    ("Asking how many refusals it would take", tipping),
    ("Asking chance", chance),
    ("Fitting models", models),
    ("Asking what could be seen", power),
)


def decline(
    data_dir: Path | str | None = None, *, seed: int = 1999, progress: Progress | None = None
) -> FieldStudy:
    """Ask whether U.S. success against Japan fell after 1992, and by more than against other targets.

    The article's evidence for a decline is fifteen episodes that its author chose. Here the same question is
    put to every U.S. case of an independent data set, as specified before it was run.

    Parameters
    ----------
    data_dir
        Folder of external data with the data set ``ties``; the one named by the environment when left out.
    seed
        Seed of every random stream.
    progress
        Called as each step begins.

    Returns
    -------
    FieldStudy
        Every estimate of the specification, and its verdicts.

    Raises
    ------
    MissingData
        If the data set is not there.

    References
    ----------
    schoppa1999, morgan2014, horowitz_manski2000, rubin1987
    """
    from gaiatsu.sources.sets.ties import sent_by

    plan = specification("decline")
    tables = read_sets(plan.data, data_dir)
    whole = tables["ties"].table
    design = Design(plan, whole.filter(sent_by(USA)), whole, seed)
    estimates = performed(STEPS, design, progress)
    citations = (
        *("schoppa1999", "morgan2014", "horowitz_manski2000", "rubin1987", "seaman_white2013"),
        *("greenland_mansournia2015", "rosenbaum2002", "mann_whitney1947", "holm1979", "gelman_carlin2014"),
    )
    provenance = trace(decline, *inputs(tables, plan), seed=seed, citations=cited(citations, tables))
    study = FieldStudy(plan, estimates, (), looked_again(plan, tables), summary(tables), {}, provenance)
    listing = _listing(design)
    facts = {**_facts(study), **_refusals(listing)}
    return assembled(replace(study, verdicts=_verdicts(study), facts=facts, listing=listing))


run = decline
"""The name under which the command finds a study."""


def _verdicts(study: FieldStudy) -> tuple[Verdict, ...]:
    plan = study.specification
    names = (plan.primary_coding.id, plan.primary_sample.id)
    found = []
    for question, estimator, group in ((FELL, "within", "Japan"), (BEYOND, "beyond", "beyond")):
        one = study.find(estimator, *names)
        edge = study.find("bounds", *names, variant=group)
        found.append(
            judged(
                question,
                one.probability,
                float(one.details["large"]),
                bounded=edge.low * edge.high > 0,
                thresholds=plan.thresholds,
            )
        )
    whole = float(study.find("within", *names).details["article_size"])
    edge = study.find("bounds", *names, variant="Japan")
    outside = -plan.thresholds["article_size"] < edge.low
    return (*found, judged_size(LARGE, whole, bounded=outside, thresholds=plan.thresholds))


def _listing(design: Design) -> tuple[CaseRow, ...]:
    """List Japan's cases in the primary sample."""
    import polars as pl

    plan = design.specification
    rows = coded(sampled(design.table, plan.primary_sample), plan.primary_coding).sort("case")
    unknown = pl.when(pl.col("imposition") == 1).then(pl.lit("imposed")).otherwise(pl.lit("threatened"))
    counts = pl.col("y").replace_strict({1.0: "yes", 0.0: "no"}, default="unknown", return_dtype=pl.String)
    listed = rows.filter(pl.col("target") == JAPAN).select(
        "case",
        "start_year",
        pl.col("outcome").fill_null(""),
        pl.col("outcome_stage").fill_null(unknown),
        counts.alias("counts"),
    )
    return tuple(CaseRow(*row) for row in listed.iter_rows())


def _refusals(listing: tuple[CaseRow, ...]) -> dict[str, int]:
    """Count Japan's cases begun in the years of the article's refusals, and those without an outcome."""
    begun = [row for row in listing if REFUSALS[0] <= row.year <= REFUSALS[1]]
    return {
        "refusal_years": len(begun),
        "refusal_years_unknown": sum(row.counts == "unknown" for row in begun),
    }


def _facts(study: FieldStudy) -> dict[str, float | int | str]:
    """Adjust the exact tests of the other binary codings, and count which codings show a fall."""
    sample = study.specification.primary_sample.id
    primary = study.specification.primary_coding.id
    rows = [one for one in study.all_of("within") if one.sample == sample]
    family = {one.coding: one.p for one in rows if one.coding != primary and one.p == one.p}
    facts: dict[str, float | int | str] = {f"holm_{name}": p for name, p in holm(family).items()}
    facts["holm_smallest"] = min(holm(family).values())
    doubles = [one for one in study.all_of("beyond") if one.sample == sample]
    sure = study.specification.thresholds["probability"]
    enough = [int(one.variant) for one in study.all_of("tipping") if one.probability >= sure]
    facts["tipping"] = max(enough, default=-1)
    facts["tipping_of"] = len(study.all_of("tipping")) - 1
    facts["codings"] = len(rows)
    facts["codings_falling"] = sum(one.value < 0 for one in rows)
    facts["codings_falling_beyond"] = sum(one.value < 0 for one in doubles)
    comparisons = [one for one in study.all_of("beyond") if one.value == one.value]
    facts["comparisons"] = len(comparisons)
    facts["comparisons_beyond"] = sum(one.value < 0 for one in comparisons)
    facts["comparisons_called"] = sum(
        one.probability >= study.specification.thresholds["probability"] for one in comparisons
    )
    return facts
