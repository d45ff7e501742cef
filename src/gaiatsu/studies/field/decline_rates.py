"""Rates of success before and after, in Japan and elsewhere, under every coding; what missing outcomes do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan

import numpy as np

from gaiatsu.studies.field.design import Design, blank_share, completed, level
from gaiatsu.studies.field.estimates import (
    CENTRAL,
    Estimate,
    change,
    exceeds,
    normal_probability,
    posterior_changes,
    rate_error,
)
from gaiatsu.studies.field.missing import Question, imputed, weighted
from gaiatsu.studies.field.outcomes import (
    JAPAN,
    USA,
    Cell,
    FieldCases,
    change_bounds,
    double_change_bounds,
)
from gaiatsu.studies.field.power import two_sample_power

__all__ = ["FourCells", "bounds", "filled", "four_cells", "missingness", "power", "rates", "tipping"]

FALLS = tuple(round(0.1 * step, 1) for step in range(1, 10))
FIGURE_2 = (8.5 / 9, 1.5 / 8)
"""Rates of the article's Figure 2, 8 of 8 and 1 of 7, shrunk by the Jeffreys prior."""
PREDICTORS = ("institution", "imposed", "clear", *(f"decade_{ten}" for ten in range(1950, 2010, 10)))
"""Circumstances on which having an outcome, and the outcome, may depend."""


@dataclass(frozen=True)
class FourCells:
    """Japan and other targets, before and after.

    Parameters
    ----------
    japan_before, japan_after, others_before, others_after
        The samples.
    """

    japan_before: Cell
    japan_after: Cell
    others_before: Cell
    others_after: Cell

    @property
    def japan(self) -> tuple[Cell, Cell]:
        """Japan, before and after."""
        return self.japan_before, self.japan_after

    @property
    def others(self) -> tuple[Cell, Cell]:
        """Other targets, before and after."""
        return self.others_before, self.others_after

    @property
    def double_change(self) -> float:
        """Japan's change less that of others, coded cases only."""
        (a, b), (c, d) = self.japan, self.others
        return b.share.rate - a.share.rate - (d.share.rate - c.share.rate)


def four_cells(cases: FieldCases, first_after: int, target: int = JAPAN) -> FourCells:
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
    FourCells
        Coded and missing outcomes of each.
    """
    here, late = cases.target == target, cases.year >= first_after
    return FourCells(
        cases.cell(here & ~late), cases.cell(here & late), cases.cell(~here & ~late), cases.cell(~here & late)
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
        yield _change(design, cells.japan, ("within", coding.id, sample.id))
        yield _change(design, cells.others, ("others", coding.id, sample.id))
        yield _beyond(design, cells, (coding.id, sample.id))


def _change(design: Design, cells: tuple[Cell, Cell], names: tuple[str, str, str]) -> Estimate:
    thresholds = design.specification.thresholds
    draws = int(thresholds["posterior_draws"])
    before, after = cells
    drawn = posterior_changes(cells, rng=design.generator(*names), draws=draws)
    found = change(before, after, drawn)
    details: dict[str, float | int | str] = {
        "before": str(before.share),
        "after": str(after.share),
        "rate_before": before.share.rate,
        "rate_after": after.share.rate,
        "missing_before": before.missing,
        "missing_after": after.missing,
        **level("before", before),
        **level("after", after),
        "large": exceeds(before, after, thresholds["margin"]),
        "article_size": exceeds(before, after, thresholds["article_size"]),
    }
    return Estimate(
        *names,
        value=found["value"],
        low=found["low"],
        high=found["high"],
        p=found["p"],
        probability=exceeds(before, after),
        n=before.coded + after.coded,
        details=details,
    )


def _beyond(design: Design, cells: FourCells, names: tuple[str, str]) -> Estimate:
    thresholds = design.specification.thresholds
    four = (*cells.japan, *cells.others)
    rng = design.generator("beyond", *names)
    drawn = posterior_changes(four, rng=rng, draws=int(thresholds["posterior_draws"]))
    double = drawn[1] - drawn[0] - (drawn[3] - drawn[2])
    low, _, high = np.quantile(double, CENTRAL)
    return Estimate(
        "beyond",
        *names,
        value=cells.double_change,
        low=float(low),
        high=float(high),
        p=normal_probability(float(double.mean()), float(double.std())),
        probability=float((double < 0).mean()),
        n=sum(cell.coded for cell in four),
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
        found = {
            "Japan": (change_bounds(*cells.japan), cells.japan),
            "others": (change_bounds(*cells.others), cells.others),
            "beyond": (double_change_bounds(cells.japan, cells.others), (*cells.japan, *cells.others)),
        }
        for variant, ((low, high), counted) in found.items():
            missing = sum(cell.missing for cell in counted)
            n = sum(cell.coded for cell in counted) + missing
            yield Estimate(
                "bounds",
                coding.id,
                sample.id,
                variant,
                low=low,
                high=high,
                n=n,
                details={"missing": missing, "share_missing": missing / n if n else nan},
            )


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
    draws = int(design.specification.thresholds["imputations"])
    for name in (design.specification.primary_coding.id, "strict"):
        cases = design.cases(sample, design.specification.coding(name))
        japan, late = cases.target == JAPAN, cases.year >= design.first_after
        X, _ = cases.matrix(PREDICTORS)
        place = np.where(japan, 0, 2) + late
        for variant, signs in (("Japan", (-1.0, 1.0, 0.0, 0.0)), ("beyond", (-1.0, 1.0, 1.0, -1.0))):
            question = Question(cases.y, place, signs, X)
            yield completed("weighting", (name, sample.id, variant), weighted(question), len(place))
            rng = design.generator("imputation", name, variant)
            found = imputed(question, rng=rng, draws=draws)
            yield completed("imputation", (name, sample.id, variant), found, len(place))


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
    blank = table["outcome"].is_null().to_numpy()
    decade = table["start_year"].to_numpy() // 10 * 10
    groups = {
        "Japan": american & here,
        "other U.S. targets": american & ~here,
        "every sender": blank | ~blank,
    }
    for group, rows in groups.items():
        for ten in np.unique(decade):
            inside = rows & (decade == ten)
            if inside.any():
                yield blank_share(f"{group} {ten}s", inside, blank)
        yield blank_share(f"{group} all years", rows, blank)


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
    before, after = cells.japan
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
    n, m = cells.japan_before.coded, cells.japan_after.coded
    base = (cells.japan_before.successes + 0.5) / (n + 1)
    noise, level = rate_error(cells.others), plan.thresholds["probability"]
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
