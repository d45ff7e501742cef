"""Figure 1: what a published slope without its points excludes, and whether it discriminates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from gaiatsu.errors import InvalidData, InvalidSpecification
from gaiatsu.numerics.trend import Trend, linear_trend
from gaiatsu.studies.provenance import Input, Provenance, case_input, rows_digest, trace
from gaiatsu.studies.ratings import Rating, read_ratings

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet

__all__ = [
    "Discrimination",
    "Exclusion",
    "Figure1Study",
    "FittedRatings",
    "MaterialPrediction",
    "Power",
    "PublishedLine",
    "figure1",
]

SIZES = range(5, 41)
LIKELY_SIZES = (8, 16)
FALLS = (0.5, 1.0, 1.5, 2.0)
LEVEL = 0.95
SUBSTANTIAL = 3.0
FACTS = ("figure1-slope", "figure1-p", "figure1-years", "figure1-scale")


@dataclass(frozen=True)
class PublishedLine:
    """What the article prints about Figure 1.

    Parameters
    ----------
    slope
        Grades a year.
    p
        Two-sided p-value of the slope.
    first_year, last_year
        Years that the figure spans.
    lowest_grade, highest_grade
        Ends of the scale.
    locator
        Where the numbers stand.
    """

    slope: float
    p: float
    first_year: int
    last_year: int
    lowest_grade: float
    highest_grade: float
    locator: str

    @property
    def span(self) -> int:
        """Years between the first and the last."""
        return self.last_year - self.first_year


@dataclass(frozen=True)
class Exclusion:
    """What the published slope and p-value say if the figure had ``n`` points.

    Parameters
    ----------
    n
        Supposed number of points.
    t
        Size of the t statistic that gives the published p-value with n - 2 degrees of freedom.
    standard_error
        Standard error of the slope that follows, grades a year.
    slope_interval
        Interval for the slope at 95 %.
    change_interval
        The same as a change over the whole span, in grades.
    largest_fall
        Largest fall over the span that the two-sided interval does not exclude, in grades.
    largest_fall_one_sided
        The same for the one-sided bound at 95 %.
    largest_rise
        Largest rise over the span that is not excluded, in grades.
    """

    n: int
    t: float
    standard_error: float
    slope_interval: tuple[float, float]
    change_interval: tuple[float, float]
    largest_fall: float
    largest_fall_one_sided: float
    largest_rise: float


@dataclass(frozen=True)
class Power:
    """Chance that Figure 1 would have shown a decline, had there been one.

    Parameters
    ----------
    n
        Supposed number of points.
    fall
        True fall over the span, in grades.
    two_sided, one_sided
        Probability of a significant fall at .05 with a two-sided or a one-sided test.
    """

    n: int
    fall: float
    two_sided: float
    one_sided: float


@dataclass(frozen=True)
class MaterialPrediction:
    """The trend in Figure 1 that dependence predicts, by how strongly grades follow dependence.

    Parameters
    ----------
    scaling
        Name of the assumption.
    assumption
        The assumption in words.
    grades_per_unit
        Grades for one unit of Table 1's ratio.
    slope, standard_error
        Predicted slope, grades a year, and its standard error, from the trend of the ratio.
    change
        Predicted change over the span, in grades.
    ratio_trend_p
        p-value of the trend of the ratio itself over the span.
    """

    scaling: str
    assumption: str
    grades_per_unit: float
    slope: float
    standard_error: float
    change: float
    ratio_trend_p: float


@dataclass(frozen=True)
class Discrimination:
    """How much better "no trend" predicts the published slope than dependence does.

    Parameters
    ----------
    n
        Supposed number of points.
    scaling
        Which `MaterialPrediction`.
    likelihood_ratio
        Likelihood of the published slope under no trend over that under the predicted slope.
    bayes_factor
        The same with the predicted slope's own uncertainty integrated over.
    power
        Probability that a two-sided test at .05 would have shown the predicted slope.
    """

    n: int
    scaling: str
    likelihood_ratio: float
    bayes_factor: float
    power: float


@dataclass(frozen=True)
class FittedRatings:
    """A user's ratings and the line through them.

    Parameters
    ----------
    file
        The file as the user named it.
    points
        All ratings, in order of year.
    used
        How many of them fall within the years of the figure; only these enter the line.
    line
        Line through those, with its tests.
    ends
        First and last point of the line: (year, grade).
    slope_matches, p_matches
        Whether slope and p-value round to the published ones.
    """

    file: str
    points: tuple[Rating, ...]
    used: int
    line: Trend
    ends: tuple[tuple[float, float], tuple[float, float]]
    slope_matches: bool
    p_matches: bool


@dataclass(frozen=True)
class Figure1Study:
    """Figure 1, as far as it can be known without its points.

    Parameters
    ----------
    published
        Slope, p-value, years and scale.
    exclusions
        What they exclude, for 5 to 40 points.
    likely_sizes
        Fewest and most points that so few cases against one country make likely.
    fall_not_excluded
        Smallest and largest entry of ``largest_fall`` over the likely sizes: any fall up to the
        smaller is compatible with the published numbers whatever the size in that range.
    power
        Chance of having seen falls of several sizes.
    material
        What dependence predicts for the figure, by assumption.
    discrimination
        Relative support, by assumption and number of points.
    largest_bayes_factor
        Largest factor for "no trend" over the likely sizes and all assumptions.
    substantial
        Factor from which evidence is called more than a bare mention.
    discriminates
        Whether ``largest_bayes_factor`` reaches it.
    ratings
        The user's ratings and their line; ``None`` without a file.
    provenance
        What the numbers were computed from.
    """

    published: PublishedLine
    exclusions: tuple[Exclusion, ...]
    likely_sizes: tuple[int, int]
    fall_not_excluded: tuple[float, float]
    power: tuple[Power, ...]
    material: tuple[MaterialPrediction, ...]
    discrimination: tuple[Discrimination, ...]
    largest_bayes_factor: float
    substantial: float
    discriminates: bool
    ratings: FittedRatings | None
    provenance: Provenance


def figure1(case_set: CaseSet, ratings: str | Path | None = None) -> Figure1Study:
    """Ask what Figure 1 excludes and whether it can tell the explanations apart.

    The article takes a slope that is not significantly negative as evidence against gradual
    material decline. Absence of significance is evidence of absence only as far as the design
    could have shown a decline, and only if dependence did decline over those years.

    Parameters
    ----------
    case_set
        A set with the facts ``figure1-slope``, ``figure1-p``, ``figure1-years`` and
        ``figure1-scale``, and the series ``table1``.
    ratings
        Optional CSV file of ratings with columns year, rating (0 to 3) and, if wanted, label.

    Returns
    -------
    Figure1Study
        Exclusions, power and discrimination by number of points, with provenance.

    Raises
    ------
    UnknownName
        If the set lacks a fact or the series.
    InvalidSpecification
        If the published slope is 0 or its p-value not between 0 and 1.
    MissingData
        If the ratings file cannot be opened.
    InvalidData
        If it is not a table of ratings, or has fewer than three within the years of the figure.

    Notes
    -----
    For n points the t statistic is the quantile of p with n - 2 degrees of freedom, and the
    standard error the slope over it.

    References
    ----------
    schoppa1999, bayard_elliott1994, kass_raftery1995

    Examples
    --------
    >>> from gaiatsu import cases
    >>> study = figure1(cases.load("schoppa1999"))
    >>> [round(fall, 2) for fall in study.fall_not_excluded]
    [0.91, 1.06]
    """
    published = _published(case_set)
    exclusions = tuple(_exclusion(published, n) for n in SIZES)
    likely = [one for one in exclusions if LIKELY_SIZES[0] <= one.n <= LIKELY_SIZES[1]]
    falls = [one.largest_fall for one in likely]
    material = _material(case_set, published)
    discrimination = tuple(_discrimination(published, one, way) for one in exclusions for way in material)
    largest = max(one.bayes_factor for one in discrimination if LIKELY_SIZES[0] <= one.n <= LIKELY_SIZES[1])
    fitted = None if ratings is None else _fit_ratings(ratings, published)
    inputs = [case_input(case_set, "facts", rows=FACTS), case_input(case_set, "table1")]
    if fitted is not None:
        inputs.append(_ratings_input(fitted))
    return Figure1Study(
        published=published,
        exclusions=exclusions,
        likely_sizes=LIKELY_SIZES,
        fall_not_excluded=(min(falls), max(falls)),
        power=tuple(_power(published, one, fall) for one in exclusions for fall in FALLS),
        material=material,
        discrimination=discrimination,
        largest_bayes_factor=largest,
        substantial=SUBSTANTIAL,
        discriminates=largest >= SUBSTANTIAL,
        ratings=fitted,
        provenance=trace(
            figure1,
            *inputs,
            citations=("schoppa1999", "bayard_elliott1994", "kass_raftery1995"),
            patches=case_set.applied_patches,
        ),
    )


def _published(case_set: CaseSet) -> PublishedLine:
    slope, p, years, scale = (case_set.fact(name) for name in FACTS)
    if not 0 < p.value < 1 or slope.value == 0:
        msg = f"The facts {slope.id} = {slope.value:g} and {p.id} = {p.value:g} imply no standard error."
        raise InvalidSpecification(msg, expected="a slope other than 0 and a p-value between 0 and 1")
    last = years.upper if years.upper is not None else years.value
    highest = scale.upper if scale.upper is not None else scale.value
    return PublishedLine(
        slope=slope.value,
        p=p.value,
        first_year=int(years.value),
        last_year=int(last),
        lowest_grade=scale.value,
        highest_grade=highest,
        locator=slope.locator,
    )


def _exclusion(published: PublishedLine, n: int) -> Exclusion:
    degrees = n - 2
    t = float(stats.t.isf(published.p / 2, degrees))
    error = abs(published.slope) / t
    reach = float(stats.t.isf((1 - LEVEL) / 2, degrees)) * error
    low, high = published.slope - reach, published.slope + reach
    bound = published.slope - float(stats.t.isf(1 - LEVEL, degrees)) * error
    return Exclusion(
        n=n,
        t=t,
        standard_error=error,
        slope_interval=(low, high),
        change_interval=(low * published.span, high * published.span),
        largest_fall=max(0.0, -low * published.span),
        largest_fall_one_sided=max(0.0, -bound * published.span),
        largest_rise=max(0.0, high * published.span),
    )


def _power(published: PublishedLine, one: Exclusion, fall: float) -> Power:
    shift = -fall / published.span / one.standard_error
    degrees = one.n - 2
    two_sided = float(stats.nct.cdf(stats.t.ppf((1 - LEVEL) / 2, degrees), degrees, shift))
    one_sided = float(stats.nct.cdf(stats.t.ppf(1 - LEVEL, degrees), degrees, shift))
    return Power(one.n, fall, two_sided, one_sided)


def _material(case_set: CaseSet, published: PublishedLine) -> tuple[MaterialPrediction, ...]:
    series = case_set.table("table1")
    years, ratio = np.array(series.years), np.array(series.column("ratio"))
    inside = (years >= published.first_year) & (years <= published.last_year)
    trend = linear_trend(years[inside], ratio[inside])
    width = published.highest_grade - published.lowest_grade
    middle = width / 2
    scalings = {
        "full range": (
            "grades span their whole scale as the ratio spans its range over the whole table",
            width / float(np.ptp(ratio)),
        ),
        "range of these years": (
            "grades span their whole scale as the ratio spans its range over the years of the figure",
            width / float(np.ptp(ratio[inside])),
        ),
        "proportional": (
            "grades are proportional to the ratio, the middle grade standing at its mean in these years",
            middle / float(ratio[inside].mean()),
        ),
    }
    return tuple(
        MaterialPrediction(
            scaling=name,
            assumption=assumption,
            grades_per_unit=unit,
            slope=trend.slope * unit,
            standard_error=trend.standard_error * unit,
            change=trend.slope * unit * published.span,
            ratio_trend_p=trend.p,
        )
        for name, (assumption, unit) in scalings.items()
    )


def _discrimination(published: PublishedLine, one: Exclusion, way: MaterialPrediction) -> Discrimination:
    degrees, error = one.n - 2, one.standard_error
    none = float(stats.t.pdf(published.slope / error, degrees))
    predicted = float(stats.t.pdf((published.slope - way.slope) / error, degrees))
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    slopes = way.slope + way.standard_error * nodes
    averaged = weights @ stats.t.pdf((published.slope - slopes) / error, degrees) / math.sqrt(2 * math.pi)
    return Discrimination(
        n=one.n,
        scaling=way.scaling,
        likelihood_ratio=none / predicted,
        bayes_factor=none / float(averaged),
        power=_power(published, one, -way.change).two_sided,
    )


def _fit_ratings(path: str | Path, published: PublishedLine) -> FittedRatings:
    points = read_ratings(path)
    used = [one for one in points if published.first_year <= one.year < published.last_year + 1]
    if len({one.year for one in used}) < 2 or len(used) < 3:
        msg = (
            f"The ratings file {path} has {len(used)} rating(s) from {published.first_year} to "
            f"{published.last_year}."
        )
        raise InvalidData(msg, expected="at least three, from at least two different years")
    line = linear_trend([one.year for one in used], [one.rating for one in used])
    return FittedRatings(
        file=str(path),
        points=points,
        used=len(used),
        line=line,
        ends=_ends(line, [one.year for one in used]),
        slope_matches=abs(line.slope - published.slope) <= 0.0005 + 1e-9,
        p_matches=abs(line.p - published.p) <= 0.0005 + 1e-9,
    )


def _ratings_input(fitted: FittedRatings) -> Input:
    rows = [[one.year, one.rating, one.label] for one in fitted.points]
    names = tuple(one.label or f"{one.year:g}" for one in fitted.points)
    return Input(fitted.file, rows_digest(rows), names)


def _ends(line: Trend, years: Sequence[float]) -> tuple[tuple[float, float], tuple[float, float]]:
    first, last = min(years), max(years)
    return (first, line.intercept + line.slope * first), (last, line.intercept + line.slope * last)
