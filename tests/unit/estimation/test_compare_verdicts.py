"""Every word that a cell can hold, each from numbers that call for it."""

import pytest

from gaiatsu.estimation.compare.dates import DateAgreement
from gaiatsu.estimation.compare.explanation import LagFit
from gaiatsu.estimation.compare.extent import Extent, Movement
from gaiatsu.estimation.compare.scores import PairedDifference
from gaiatsu.estimation.compare.verdicts import (
    Thresholds,
    evidence_verdict,
    extent_verdict,
    lag_verdict,
    overall_verdict,
    score_verdict,
    timing_masses,
    timing_verdict,
)

STEP = {"constant": 0.1, "trend": 0.1, "step": 0.8}


def agreement(within: float, earlier: float, later: float) -> DateAgreement:
    return DateAgreement(within, earlier, later, 0.0, 1.0)


@pytest.mark.parametrize(
    ("moves", "dates", "across", "word"),
    [
        (STEP, agreement(0.9, 0.1, 0.0), 1.0, "fits"),
        (STEP, agreement(0.1, 0.9, 0.0), 1.0, "too early"),
        (STEP, agreement(0.0, 0.1, 0.9), 1.0, "too late"),
        (STEP, agreement(0.4, 0.3, 0.3), 1.0, "cannot tell"),
        (STEP, agreement(0.8, 0.1, 0.1), 1.0, "cannot tell"),
        ({}, None, 1.0, "cannot tell"),
        ({"constant": 0.7, "step": 0.3}, agreement(1.0, 0.0, 0.0), 1.0, "no movement"),
        ({"constant": 1.0}, None, 1.0, "no movement"),
        ({"trend": 0.7, "step": 0.3}, agreement(1.0, 0.0, 0.0), 1.0, "gradual"),
        (STEP, agreement(0.9, 0.1, 0.0), -1.0, "wrong direction"),
    ],
)
def test_timing(moves: dict[str, float], dates: DateAgreement | None, across: float, word: str) -> None:
    assert timing_verdict(timing_masses(moves, dates), across) == word


def test_the_words_of_timing_share_one_probability() -> None:
    masses = timing_masses(
        {"constant": 0.2, "trend": 0.1, "step": 0.3, "bend": 0.4}, agreement(0.5, 0.3, 0.2)
    )

    assert sum(masses.values()) == pytest.approx(1.0)
    assert masses["fits"] == pytest.approx(0.35)


def implied(enough: float) -> Extent:
    return Extent(2.0, 1.0, 0.2, 1.8, 0.5, 0.1, 0.9, enough, 0.5)


def moved(spent: float) -> Movement:
    return Movement(1.0, 0.5, 2.0, spent)


@pytest.mark.parametrize(
    ("enough", "spent", "word"),
    [
        (0.8, 0.1, "enough"),
        (0.2, 0.1, "too little"),
        (0.5, 0.1, "cannot tell"),
        (0.8, 0.9, "fell further before"),
        (0.8, 0.5, "enough"),
    ],
)
def test_extent(enough: float, spent: float, word: str) -> None:
    assert extent_verdict(implied(enough), moved(spent)) == word


@pytest.mark.parametrize(
    ("total", "error", "word"),
    [
        (5.0, 2.0, "better"),
        (-5.0, 2.0, "worse"),
        (3.0, 2.0, "cannot tell"),
        (5.0, float("nan"), "cannot tell"),
    ],
)
def test_prediction(total: float, error: float, word: str) -> None:
    assert score_verdict(PairedDifference(total, error, 15)) == word


@pytest.mark.parametrize(
    ("factors", "word"),
    [
        ([2.0, 3.0, 1.2], "for"),
        ([-2.0, -3.0, -1.2], "against"),
        ([2.0, 0.1, 0.2], "for under some priors"),
        ([-2.0, 0.1, 0.2], "against under some priors"),
        ([2.0, 0.1, -2.0], "priors disagree"),
        ([0.5, 0.1, -0.5], "cannot tell"),
    ],
)
def test_evidence(factors: list[float], word: str) -> None:
    assert evidence_verdict(factors) == word


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        (("fits", "enough", "better", "cannot tell", "for"), "passes"),
        (("fits", "enough", "cannot tell", "cannot tell", "for under some priors"), "passes"),
        (("fits", "enough", "better", "worse", "for"), "cannot tell"),
        (("fits", "enough", "worse", "worse", "for"), "cannot tell"),
        (("fits", "cannot tell", "better", "cannot tell", "for"), "cannot tell"),
        (("too early", "enough", "cannot tell", "cannot tell", "cannot tell"), "falls short"),
        (("too early", "enough", "better", "cannot tell", "cannot tell"), "cannot tell"),
        (("too early", "enough", "better", "worse", "for"), "falls short"),
        (("cannot tell", "fell further before", "worse", "worse", "against"), "falls short"),
        (("data needed", "enough", "better", "better", "for"), "data needed"),
    ],
)
def test_the_row_as_a_whole(cells: tuple[str, str, str, str, str], word: str) -> None:
    timing, extent, score, over_dummy, evidence = cells

    found = [
        overall_verdict(
            timing, extent, score=score, over_dummy=over_dummy, evidence=evidence, as_dummy=as_dummy
        )
        for as_dummy in (False, True)
    ]

    assert found == [word, "as the dummy" if word == "passes" else word]


@pytest.mark.parametrize(
    ("factors", "word"),
    [
        ([2.0, 0.1], "without lag"),
        ([0.1, 2.0], "only with a lag of 3 years"),
        ([0.1, 0.2], "at no lag"),
    ],
)
def test_lags(factors: list[float], word: str) -> None:
    lags = [LagFit(lag, factor, -20.0, 0.5) for lag, factor in zip((0.0, 3.0), factors, strict=True)]

    assert lag_verdict(lags) == word


def test_thresholds_decide_and_can_be_changed() -> None:
    difference = PairedDifference(3.0, 2.0, 15)

    assert score_verdict(difference, thresholds=Thresholds(standard_errors=1.0)) == "better"
