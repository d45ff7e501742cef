"""Do threats with an institution behind them win more, and did the gain grow with the WTO? On TIES."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gaiatsu.studies.field.design import Design, Step, performed
from gaiatsu.studies.field.estimates import holm
from gaiatsu.studies.field.legitimacy_models import models, sensitivity
from gaiatsu.studies.field.legitimacy_proxy import DOCKETS, proxy
from gaiatsu.studies.field.legitimacy_rates import (
    bounds,
    filled,
    missingness,
    power,
    published,
    rates,
    scores,
    stratified,
)
from gaiatsu.studies.field.reading import BESIDE, cited, inputs, looked_again, read_sets, summary
from gaiatsu.studies.field.records import FieldStudy, Verdict, assembled, judged, judged_size
from gaiatsu.studies.field.specification import specification
from gaiatsu.studies.provenance import trace

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.studies.field.records import Progress

__all__ = ["STEPS", "legitimacy", "run"]

GAIN, GROWTH = "Institutions raise success", "The gain is larger after 1995 than before"
LARGE = "The gain is as large as published"

STEPS: tuple[Step, ...] = (
    ("Comparing rates", rates),
    ("Comparing like with like", stratified),
    ("Ranking settlements", scores),
    ("Laying the published numbers beside", published),
    ("Bounding what is missing", bounds),
    ("Filling in what is missing", filled),
    ("Counting what is missing", missingness),
    ("Fitting models", models),
    ("Asking what could explain it away", sensitivity),
    ("Asking what could be seen", power),
)


def legitimacy(
    data_dir: Path | str | None = None, *, seed: int = 1999, progress: Progress | None = None
) -> FieldStudy:
    """Ask whether threats that an institution stands behind win more, and more so since the WTO.

    The article holds that tactics which accord with the regime's procedures win more, and that the WTO took
    the excuse from unilateral ones. The published test covers Section 301; here it is put to every trade case
    of an independent data set, as specified before it was run.

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
    schoppa1999, morgan2014, pelc2010, vanderweele_ding2017, cinelli_hazlett2020
    """
    plan = specification("legitimacy")
    tables = read_sets(plan.data, data_dir, beside=(*BESIDE, DOCKETS))
    whole = tables["ties"].table
    design = Design(plan, whole, whole, seed)
    dockets = tables[DOCKETS].table if DOCKETS in tables else None
    steps: tuple[Step, ...] = (*STEPS, ("Checking the proxy", partial(proxy, dockets=dockets)))
    estimates = performed(steps, design, progress)
    citations = (
        *("schoppa1999", "morgan2014", "pelc2010", "horowitz_manski2000", "rubin1987"),
        *("seaman_white2013", "vanderweele_ding2017", "cinelli_hazlett2020", "rogan_gladen1978", "gart1970"),
        *("greenland_mansournia2015", "greenland_robins1985", "liang_zeger1986", "mann_whitney1947"),
        *("holm1979", "gelman_carlin2014"),
    )
    provenance = trace(legitimacy, *inputs(tables, plan), seed=seed, citations=cited(citations, tables))
    study = FieldStudy(plan, estimates, (), looked_again(plan, tables), summary(tables), {}, provenance)
    return assembled(FieldStudy(**{**vars(study), "verdicts": _verdicts(study), "facts": _facts(study)}))


run = legitimacy
"""The name under which the command finds a study."""


def _verdicts(study: FieldStudy) -> tuple[Verdict, ...]:
    plan, limits = study.specification, study.specification.thresholds
    names = (plan.primary_coding.id, plan.primary_sample.id)
    one, edge = study.find("logit", *names), study.find("bounds", *names, variant="gain")
    first = judged(
        GAIN,
        one.probability,
        float(one.details["large"]),
        bounded=edge.low * edge.high > 0,
        thresholds=limits,
    )
    timing, span = study.find("timing", *names), study.find("bounds", *names, variant="growth")
    second = judged_size(GROWTH, timing.probability, bounded=span.low * span.high > 0, thresholds=limits)
    whole = float(one.details["published"])
    outside = edge.high < limits["published_effect"]
    return first, second, judged_size(LARGE, whole, bounded=outside, thresholds=limits)


def _facts(study: FieldStudy) -> dict[str, float | int | str]:
    """Adjust the stratified tests of the other binary codings, and count which codings show a gain."""
    coding, sample = study.specification.primary_coding.id, study.specification.primary_sample.id
    rows = [one for one in study.all_of("stratified") if one.sample == sample]
    family = {one.coding: one.p for one in rows if one.coding != coding}
    facts: dict[str, float | int | str] = {f"holm_{name}": p for name, p in holm(family).items()}
    adjusted = holm(family)
    facts["others"] = len(adjusted)
    facts["others_below"] = sum(p < study.specification.thresholds["alpha"] for p in adjusted.values())
    logits = [one for one in study.all_of("logit") if one.sample == sample]
    growths = [one for one in study.all_of("timing") if one.sample == sample]
    facts["codings"] = len(logits)
    facts["codings_gaining"] = sum(one.value > 0 for one in logits)
    facts["codings_clear"] = sum(one.low > 0 for one in logits)
    facts["growths"] = len(growths)
    facts["codings_growing"] = sum(one.value > 0 for one in growths)
    return facts
