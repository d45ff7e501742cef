"""Rates of success before and after, in Japan and elsewhere, under every coding; what missing outcomes do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gaiatsu.studies.field.changes import (
    Sides,
    TwoChanges,
    blank_by_decade,
    bounded,
    compared,
    double_change,
    filled_in,
    spread_of,
)
from gaiatsu.studies.field.design import Design
from gaiatsu.studies.field.estimates import Estimate, exceeds, posterior_changes, rate_error
from gaiatsu.studies.field.missing import Question
from gaiatsu.studies.field.outcomes import JAPAN, USA, Cell, FieldCases, change_bounds
from gaiatsu.studies.field.power import two_sample_power

__all__ = ["bounds", "filled", "four_cells", "missingness", "power", "rates", "tipping"]

FALLS = tuple(round(0.1 * step, 1) for step in range(1, 10))
FIGURE_2 = (8.5 / 9, 1.5 / 8)
"""Rates of the article's Figure 2, 8 of 8 and 1 of 7, shrunk by the Jeffreys prior."""
PREDICTORS = ("institution", "imposed", "clear", *(f"decade_{ten}" for ten in range(1950, 2010, 10)))
"""Circumstances on which having an outcome, and the outcome, may depend."""


PERIODS = Sides(("before", "after"), 0, {"large": "margin", "article_size": "article_size"})


def four_cells(cases: FieldCases, first_after: int, target: int = JAPAN) -> TwoChanges:
    """Count successes in a target and elsewhere, before and after.

    Parameters
    ----------
    cases
        Cases whose outcome is success or failure.
    first_after
        First year of the second period.
    target
        The target that is set against the others.

    Returns
    -------
    TwoChanges
        The target before and after, against the others before and after.
    """
    here, late = cases.target == target, cases.year >= first_after
    return TwoChanges(
        (cases.cell(here & ~late), cases.cell(here & late)),
        (cases.cell(~here & ~late), cases.cell(~here & late)),
    )


def rates(design: Design) -> Iterator[Estimate]:
    """Compare the rates of every sample under every coding.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of the estimators ``within``, ``others`` and ``beyond``.
    """
    for sample, coding in design.pairs():
        cells = four_cells(design.cases(sample, coding), design.first_after)
        names = (coding.id, sample.id)
        yield compared(design, cells.asked, ("within", *names), sides=PERIODS)
        yield compared(design, cells.against, ("others", *names), sides=PERIODS)
        yield _beyond(design, cells, names)


def _beyond(design: Design, four: TwoChanges, names: tuple[str, str]) -> Estimate:
    thresholds = design.specification.thresholds
    rng = design.generator("beyond", *names)
    drawn = posterior_changes(four.cells, rng=rng, draws=int(thresholds["posterior_draws"]))
    double = double_change(drawn[:2], drawn[2:])
    low, high, p = spread_of(double)
    return Estimate(
        "beyond",
        *names,
        value=four.value,
        low=low,
        high=high,
        p=p,
        probability=float((double < 0).mean()),
        n=sum(cell.coded for cell in four.cells),
        details={
            "large": float((double <= -thresholds["margin"]).mean()),
            "article_size": float((double <= -thresholds["article_size"]).mean()),
        },
    )


def bounds(design: Design) -> Iterator[Estimate]:
    """Bound every comparison over all fillings of the missing outcomes.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of the estimator ``bounds``, for Japan, for others, and for the difference in differences.
    """
    for sample, coding in design.pairs():
        cells = four_cells(design.cases(sample, coding), design.first_after)
        names = (coding.id, sample.id)
        yield bounded((*names, "Japan"), change_bounds(*cells.asked), cells.asked)
        yield bounded((*names, "others"), change_bounds(*cells.against), cells.against)
        yield bounded((*names, "beyond"), cells.bounds, cells.cells)


def filled(design: Design) -> Iterator[Estimate]:
    """Estimate the changes for all cases, outcomes missing at random.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of ``weighting`` and ``imputation``, for the primary coding and the strict one.
    """
    sample = design.specification.primary_sample
    for name in (design.specification.primary_coding.id, "strict"):
        cases = design.cases(sample, design.specification.coding(name))
        japan, late = cases.target == JAPAN, cases.year >= design.first_after
        X, _ = cases.matrix(PREDICTORS)
        place = np.where(japan, 0, 2) + late
        for variant, signs in (("Japan", (-1.0, 1.0, 0.0, 0.0)), ("beyond", (-1.0, 1.0, 1.0, -1.0))):
            question = Question(cases.y, place, signs, X)
            yield from filled_in(design, question, (name, sample.id, variant), stream=(name, variant))


def missingness(design: Design) -> Iterator[Estimate]:
    """Count the cases without an outcome by decade and group.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of ``missingness``; the variant is the group and the decade.
    """
    from gaiatsu.sources.sets.ties import sent_by

    table = design.whole
    here = table["target"].fill_null(-1).to_numpy() == JAPAN
    american = np.asarray(table.select(sent_by(USA)).to_series().to_numpy(), dtype=bool)
    groups = {
        "Japan": american & here,
        "other U.S. targets": american & ~here,
        "every sender": np.ones(len(table), dtype=bool),
    }
    yield from blank_by_decade(table, groups)


def tipping(design: Design) -> Iterator[Estimate]:
    """Ask how many later cases without an outcome would have to be refusals for the fall to be called.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of ``tipping``, for each number of successes among the later Japanese cases without an outcome.
    """
    cells = four_cells(
        design.cases(design.specification.primary_sample, design.specification.primary_coding),
        design.first_after,
    )
    before, after = cells.asked
    rate = before.share.rate if before.coded else 0.5
    whole = before.coded + before.missing
    first = Cell(before.successes + round(rate * before.missing), whole, 0)
    for won in range(after.missing + 1):
        second = Cell(after.successes + won, after.coded + after.missing, 0)
        yield Estimate(
            "tipping",
            *design.primary,
            str(won),
            value=second.share.rate - first.share.rate,
            probability=exceeds(first, second),
            n=first.coded + second.coded,
            details={"before": str(first.share), "after": str(second.share)},
        )


def power(design: Design) -> Iterator[Estimate]:
    """Say what Japan's two samples could have shown.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of ``power``: the chance of calling a fall of each size, alone and beyond that of others.
    """
    plan = design.specification
    cells = four_cells(design.cases(plan.primary_sample, plan.primary_coding), design.first_after)
    before, after = cells.asked
    n, m = before.coded, after.coded
    base = (before.successes + 0.5) / (n + 1)
    noise, level = rate_error(cells.against), plan.thresholds["probability"]
    supposed = {f"{fall:.1f}": (base, base - fall) for fall in FALLS if fall < base}
    for name, (rate, later) in {**supposed, "Figure 2": FIGURE_2}.items():
        alone = two_sample_power((rate, n), (later, m), probability=level)
        beyond = two_sample_power((rate, n), (later, m), probability=level, noise=noise)
        yield Estimate(
            "power",
            plan.primary_coding.id,
            plan.primary_sample.id,
            name,
            value=alone.right,
            n=n + m,
            details={
                "true_change": later - rate,
                "beyond": beyond.right,
                "type_s": alone.type_s,
                "type_m": alone.type_m,
                "base": rate,
            },
        )
