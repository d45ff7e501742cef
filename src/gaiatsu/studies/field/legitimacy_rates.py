"""Success with an institution behind the threat and without one, like with like, before and after the WTO."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from gaiatsu.numerics.exact import exact_test
from gaiatsu.studies.field.changes import (
    Details,
    Sides,
    TwoChanges,
    blank_by_decade,
    bounded,
    compared,
    double_change,
    filled_in,
    spread_of,
)
from gaiatsu.studies.field.decline_tests import rank_test
from gaiatsu.studies.field.design import Design
from gaiatsu.studies.field.estimates import Estimate, posterior_changes
from gaiatsu.studies.field.missing import Question
from gaiatsu.studies.field.outcomes import Cell, FieldCases, change_bounds
from gaiatsu.studies.field.power import two_sample_power

__all__ = [
    "bounds",
    "filled",
    "gains",
    "missingness",
    "power",
    "published",
    "rates",
    "risk_difference",
    "scores",
    "stratified",
]

STRATA = ("sender_usa", "sender_community", "imposed")
PREDICTORS = (
    "sender_usa",
    "sender_community",
    "imposed",
    "clear",
    *(f"decade_{ten}" for ten in range(1950, 2010, 10)),
)
GAINS = (0.1, 0.2, 0.3, 0.4, 0.5)


KINDS = Sides(("without", "backed"), 1, {"large": "margin", "published": "published_effect"})


def gains(cases: FieldCases, first_after: int) -> TwoChanges:
    """Count successes with an institution and without one, before and after.

    Parameters
    ----------
    cases
        Cases whose outcome is success or failure.
    first_after
        First year of the second period.

    Returns
    -------
    TwoChanges
        Without and with an institution, in the second period against the first.
    """
    late = cases.year >= first_after
    return TwoChanges(_sides(cases, late), _sides(cases, ~late))


def _sides(cases: FieldCases, rows: NDArray[np.bool_] | None = None) -> tuple[Cell, Cell]:
    """Count successes without an institution and with one, among some rows or all."""
    backed = cases.columns["institution"] == 1
    inside = np.ones(len(backed), dtype=bool) if rows is None else rows
    return cases.cell(~backed & inside), cases.cell(backed & inside)


def rates(design: Design) -> Iterator[Estimate]:
    """Compare success with an institution and without, in every sample under every coding.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of the estimators ``difference`` and ``timing``.
    """
    for sample, coding in design.pairs():
        cases = design.cases(sample, coding)
        sides = _sides(cases)
        names = (coding.id, sample.id)
        if min(side.coded for side in sides):
            yield compared(design, sides, ("difference", *names), sides=KINDS)
        four = gains(cases, design.first_after)
        if four.smallest:
            yield _growth(design, four, names)


def _growth(design: Design, four: TwoChanges, names: tuple[str, str]) -> Estimate:
    (without, backed), (without_early, backed_early) = four.asked, four.against
    cells = (*four.against, *four.asked)
    draws = int(design.specification.thresholds["posterior_draws"])
    drawn = posterior_changes(cells, rng=design.generator("timing", *names), draws=draws)
    growth = double_change(drawn[2:], drawn[:2])
    details: Details = {
        "gain_before": backed_early.share.rate - without_early.share.rate,
        "gain_after": backed.share.rate - without.share.rate,
        "without_before": str(without_early.share),
        "backed_before": str(backed_early.share),
        "without_after": str(without.share),
        "backed_after": str(backed.share),
    }
    low, high, p = spread_of(growth)
    return Estimate(
        "timing",
        *names,
        value=four.value,
        low=low,
        high=high,
        p=p,
        probability=float((growth > 0).mean()),
        n=sum(cell.coded for cell in cells),
        details=details,
    )


def stratified(design: Design) -> Iterator[Estimate]:
    """Compare like with like: within sender, decade and stage.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of the estimator ``stratified``: the common odds ratio, and in its details the difference of rates.
    """
    plan = design.specification
    for sample in (sample for sample in plan.samples if sample.id in {"trade", "all", "american"}):
        for coding in design.codings():
            tables = _tables(design.cases(sample, coding))
            if not len(tables):
                continue
            found = exact_test(tables)
            difference, error = risk_difference(tables)
            yield Estimate(
                "stratified",
                coding.id,
                sample.id,
                value=found.odds_ratio,
                low=found.interval[0],
                high=found.interval[1],
                p=found.p.two_sided,
                probability=1 - found.p.mid_greater,
                n=int(tables.sum()),
                details={"strata": len(tables), "difference": difference, "error": error},
            )


def _tables(cases: FieldCases) -> NDArray[np.int64]:
    """Tables of the strata in which both kinds of cases occur: rows with and without, columns yes and no."""
    known = cases.take(cases.known)
    keys = np.column_stack([*(known.columns[name] for name in STRATA), known.year // 10])
    _, place = np.unique(keys, axis=0, return_inverse=True)
    backed, y = known.columns["institution"] == 1, known.y == 1
    rows = []
    for stratum in range(int(place.max(initial=-1)) + 1):
        here = place.ravel() == stratum
        sides = [[int((side & here & y).sum()), int((side & here & ~y).sum())] for side in (backed, ~backed)]
        if all(map(sum, sides)):
            rows.append(sides)
    return np.asarray(rows, dtype=np.int64).reshape(-1, 2, 2)


def risk_difference(tables: NDArray[np.int64]) -> tuple[float, float]:
    """Average the difference of two rates over strata, by Mantel-Haenszel weights.

    Parameters
    ----------
    tables
        (stratum, 2, 2): rows are groups, columns are success and failure; no empty row.

    Returns
    -------
    tuple of float
        The difference, first row less second, and its standard error.

    References
    ----------
    greenland_robins1985

    Examples
    --------
    >>> round(risk_difference(np.array([[[8, 2], [4, 6]]]))[0], 2)
    0.4
    """
    counts = tables.astype(float)
    yes, n = counts[:, :, 0], counts.sum(axis=2)
    total = n.sum(axis=1)
    weight = n[:, 0] * n[:, 1] / total
    value = float(((yes[:, 0] * n[:, 1] - yes[:, 1] * n[:, 0]) / total).sum() / weight.sum())
    no = counts[:, :, 1]
    part = yes[:, 0] * no[:, 0] * n[:, 1] ** 3 + yes[:, 1] * no[:, 1] * n[:, 0] ** 3
    variance = (part / (n[:, 0] * n[:, 1] * total**2)).sum() / weight.sum() ** 2
    return value, float(np.sqrt(variance))


def scores(design: Design) -> Iterator[Estimate]:
    """Compare settlement scores with and without an institution, by rank.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of the estimator ``scores``.
    """
    plan = design.specification
    draws = int(plan.thresholds["permutations"])
    for name in ("trade", "all"):
        cases = design.cases(plan.sample(name), plan.coding("score"))
        known = cases.take(cases.known)
        backed = known.columns["institution"] == 1
        without, there = known.y[~backed], known.y[backed]
        value, p = rank_test(without, there, rng=design.generator("scores", name), draws=draws)
        details: Details = {"without": len(without), "backed": len(there)}
        yield Estimate("scores", "score", name, value=value, p=p, n=len(known.y), details=details)


def published(design: Design) -> Iterator[Estimate]:
    """Set the gain beside the published one.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of the estimator ``published``: our gain less the published gap.
    """
    plan, limits = design.specification, design.specification.thresholds
    half = round(limits["published_cases"] / 2)
    there = [
        Cell(round(limits[name] * half), half, 0)
        for name in ("published_unilateral", "published_multilateral")
    ]
    draws = int(limits["posterior_draws"])
    for name in ("trade", "american", "published-years"):
        sides = _sides(design.cases(plan.sample(name), plan.primary_coding))
        rng = design.generator("published", name)
        drawn = posterior_changes((*sides, *there), rng=rng, draws=draws)
        low, high, _ = spread_of(double_change(drawn[:2], drawn[2:]))
        gain = sides[1].share.rate - sides[0].share.rate
        yield Estimate(
            "published",
            plan.primary_coding.id,
            name,
            value=gain - limits["published_gap"],
            low=low,
            high=high,
            probability=float((drawn[1] - drawn[0] >= limits["published_effect"]).mean()),
            n=sum(side.coded for side in sides),
            details={"gain": gain, "backed": sides[1].coded},
        )


def bounds(design: Design) -> Iterator[Estimate]:
    """Bound the gain and its growth over every filling of the missing outcomes.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of the estimator ``bounds``.
    """
    for sample, coding in design.pairs():
        cases = design.cases(sample, coding)
        sides, four = _sides(cases), gains(cases, design.first_after)
        names = (coding.id, sample.id)
        yield bounded((*names, "gain"), change_bounds(*sides), sides)
        yield bounded((*names, "growth"), four.bounds, four.cells)


def filled(design: Design) -> Iterator[Estimate]:
    """Estimate the gain for all cases, outcomes missing at random.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of ``weighting`` and ``imputation``, for the gain and its growth.
    """
    plan = design.specification
    cases = design.cases(plan.primary_sample, plan.primary_coding)
    X, _ = cases.matrix(PREDICTORS)
    backed, late = cases.columns["institution"] == 1, cases.year >= design.first_after
    asked: Mapping[str, tuple[NDArray[np.int64], tuple[float, ...]]] = {
        "gain": (backed.astype(np.int64), (-1.0, 1.0)),
        "growth": (np.where(late, 2, 0) + backed, (1.0, -1.0, -1.0, 1.0)),
    }
    for variant, (place, signs) in asked.items():
        question = Question(cases.y, place, signs, X)
        yield from filled_in(design, question, (*design.primary, variant), stream=(variant,))


def missingness(design: Design) -> Iterator[Estimate]:
    """Count the cases without an outcome by decade, with and without an institution.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of the estimator ``missingness``.
    """
    table = design.whole
    backed = (table["institution"] == 1).fill_null(value=False).to_numpy()
    yield from blank_by_decade(table, {"with an institution": backed, "without": ~backed})


def power(design: Design) -> Iterator[Estimate]:
    """Say what the two samples could have shown.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of ``power``, for gains of several sizes and for the published rates.
    """
    plan, limits = design.specification, design.specification.thresholds
    without, backed = _sides(design.cases(plan.primary_sample, plan.primary_coding))
    base = (without.successes + 0.5) / (without.coded + 1)
    supposed = {f"{gain:.1f}": (base, base + gain) for gain in GAINS if base + gain < 1}
    told = (limits["published_unilateral"], limits["published_multilateral"])
    for variant, (rate, later) in {**supposed, "published": told}.items():
        found = two_sample_power(
            (rate, without.coded), (later, backed.coded), probability=limits["probability"]
        )
        details: Details = {"true_change": later - rate, "type_s": found.type_s, "type_m": found.type_m}
        n = without.coded + backed.coded
        yield Estimate("power", *design.primary, variant, value=found.right, n=n, details=details)
