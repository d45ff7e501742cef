"""What a slope without its points excludes, and what a user's points say."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, stats

from gaiatsu import cases
from gaiatsu.cases import CaseSet
from gaiatsu.errors import InvalidData, InvalidSpecification, UnknownName
from gaiatsu.studies.figure1 import Figure1Study, figure1


@pytest.fixture(scope="module")
def article() -> CaseSet:
    return cases.load("schoppa1999")


@pytest.fixture(scope="module")
def study(article: CaseSet) -> Figure1Study:
    return figure1(article)


def with_fact(case_set: CaseSet, name: str, value: float) -> CaseSet:
    """The set with one fact changed."""
    facts = tuple(
        one.model_copy(update={"value": value}) if one.id == name else one for one in case_set.facts
    )
    return case_set.model_copy(update={"facts": facts})


def test_every_size_gives_back_the_published_p(study: Figure1Study) -> None:
    for one in study.exclusions:
        assert 2 * stats.t.sf(0.046 / one.standard_error, one.n - 2) == pytest.approx(0.372, rel=1e-9)


def test_the_interval_is_that_of_a_regression_with_these_numbers(
    study: Figure1Study, rng: np.random.Generator
) -> None:
    """A regression made to have the published slope and p-value has the interval computed."""
    n = 12
    years = np.linspace(1977, 1992, n)
    noise = rng.normal(size=n)
    noise -= np.polyval(np.polyfit(years, noise, 1), years)
    one = next(one for one in study.exclusions if one.n == n)
    wanted = one.standard_error * math.sqrt(np.sum((years - years.mean()) ** 2) * (n - 2))
    y = 0.046 * years + noise * wanted / math.sqrt(np.sum(noise**2))
    fit = stats.linregress(years, y)
    reach = stats.t.ppf(0.975, n - 2) * fit.stderr

    assert (fit.slope, fit.pvalue) == (pytest.approx(0.046), pytest.approx(0.372))
    assert (fit.slope - reach, fit.slope + reach) == pytest.approx(one.slope_interval)
    assert one.largest_fall == pytest.approx(-15 * one.slope_interval[0])


def test_more_points_exclude_more(study: Figure1Study) -> None:
    falls = [one.largest_fall for one in study.exclusions]

    assert falls == sorted(falls, reverse=True)
    assert all(one.largest_fall_one_sided < one.largest_fall for one in study.exclusions)


def test_power_is_the_share_of_samples_that_show_the_fall(
    study: Figure1Study, rng: np.random.Generator
) -> None:
    one = next(one for one in study.exclusions if one.n == 10)
    power = next(p for p in study.power if (p.n, p.fall) == (10, 1.5))
    error = one.standard_error * np.sqrt(rng.chisquare(8, 40_000) / 8)
    t = (-1.5 / 15 + rng.normal(0, one.standard_error, 40_000)) / error

    assert np.mean(t < stats.t.ppf(0.025, 8)) == pytest.approx(power.two_sided, abs=0.01)
    assert np.mean(t < stats.t.ppf(0.05, 8)) == pytest.approx(power.one_sided, abs=0.01)


def test_the_bayes_factor_is_its_integral(study: Figure1Study) -> None:
    for one in study.discrimination[:6]:
        way = next(way for way in study.material if way.scaling == one.scaling)
        error = next(e.standard_error for e in study.exclusions if e.n == one.n)

        def weighted(slope: float, n: int = one.n, error: float = error) -> float:
            return float(stats.t.pdf((0.046 - slope) / error, n - 2))

        averaged, _ = integrate.quad(
            lambda s, way=way, weighted=weighted: (
                weighted(s) * stats.norm.pdf(s, way.slope, way.standard_error)
            ),
            way.slope - 12 * way.standard_error,
            way.slope + 12 * way.standard_error,
            epsabs=1e-12,
            limit=200,
        )
        assert weighted(0.0) / averaged == pytest.approx(one.bayes_factor, rel=1e-6)
        assert weighted(0.0) / weighted(way.slope) == pytest.approx(one.likelihood_ratio)


def test_dependence_predicts_what_its_own_trend_times_the_scale_gives(study: Figure1Study) -> None:
    ways = {way.scaling: way for way in study.material}

    assert ways["full range"].grades_per_unit == pytest.approx(3 / (8.8 - 2.7))
    assert ways["range of these years"].grades_per_unit == pytest.approx(3 / (8.8 - 3.2))
    assert ways["proportional"].grades_per_unit == pytest.approx(
        1.5 / np.mean([5.5, 4.6, 3.8, 4.0, 4.7, 5.1, 5.7, 7.5, 8.8, 6.6, 5.7, 4.0, 3.8, 3.5, 3.2, 3.3])
    )


def test_a_steeper_and_surer_slope_would_discriminate(article: CaseSet) -> None:
    sure = with_fact(with_fact(article, "figure1-slope", 0.2), "figure1-p", 0.0001)

    assert not figure1(article).discriminates
    assert max(one.likelihood_ratio for one in figure1(sure).discrimination) > 3


@pytest.mark.parametrize(("name", "value"), [("figure1-p", 1.0), ("figure1-slope", 0.0)])
def test_numbers_that_imply_no_standard_error_are_refused(article: CaseSet, name: str, value: float) -> None:
    with pytest.raises(InvalidSpecification, match="imply no standard error"):
        figure1(with_fact(article, name, value))


def test_a_set_without_the_facts_is_refused(article: CaseSet) -> None:
    with pytest.raises(UnknownName, match="figure1-slope"):
        figure1(article.model_copy(update={"facts": ()}))


@pytest.fixture
def ratings(tmp_path: Path) -> Path:
    file = tmp_path / "ratings.csv"
    rows = ["1977,1,a", "1980,0,b", "1983,2,c", "1986,3,d", "1989,2,e", "1992.5,1,f", "1995,0,later"]
    file.write_text("year,rating,label\n" + "\n".join(rows) + "\n")
    return file


def test_ratings_are_fitted_within_the_years_of_the_figure(article: CaseSet, ratings: Path) -> None:
    fitted = figure1(article, ratings).ratings
    expected = stats.linregress([1977, 1980, 1983, 1986, 1989, 1992.5], [1, 0, 2, 3, 2, 1])

    assert fitted is not None
    assert (len(fitted.points), fitted.used) == (7, 6)
    assert (expected.slope, expected.pvalue) == pytest.approx((fitted.line.slope, fitted.line.p))
    (first, low), (last, high) = fitted.ends
    assert (first, last) == (1977.0, 1992.5)
    assert (high - low) / (last - first) == pytest.approx(expected.slope)
    assert not fitted.slope_matches


def test_ratings_with_the_published_line_are_recognized(article: CaseSet, ratings: Path) -> None:
    slope = figure1(article, ratings).ratings
    assert slope is not None
    same = with_fact(
        with_fact(article, "figure1-slope", round(slope.line.slope, 3)), "figure1-p", round(slope.line.p, 3)
    )
    fitted = figure1(same, ratings).ratings

    assert fitted is not None
    assert fitted.slope_matches
    assert fitted.p_matches


def test_the_trail_of_ratings_is_their_content(article: CaseSet, ratings: Path) -> None:
    first = figure1(article, ratings).provenance.inputs[-1]
    ratings.write_text(ratings.read_text().replace("1995,0", "1995,1"))
    second = figure1(article, ratings).provenance.inputs[-1]

    assert first.name == str(ratings)
    assert first.digest != second.digest


@pytest.mark.parametrize("rows", ["1977,1\n1978,2\n", "1977,1\n1977,2\n1977,3\n", "1999,1\n" * 9, ""])
def test_too_few_ratings_for_a_line_are_refused(article: CaseSet, tmp_path: Path, rows: str) -> None:
    file = tmp_path / "few.csv"
    file.write_text("year,rating\n" + rows)

    with pytest.raises(InvalidData, match="at least three"):
        figure1(article, file)
