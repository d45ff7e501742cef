"""Every word that a cell can hold, each from numbers that call for it."""

import pytest

from gaiatsu.estimation.compare.dates import DateAgreement
from gaiatsu.estimation.compare.extent import Extent, Movement
from gaiatsu.estimation.compare.scores import PairedDifference
from gaiatsu.estimation.compare.verdicts import (
    Thresholds,
    evidence_verdict,
    extent_verdict,
    overall_verdict,
    score_verdict,
    timing_verdict,
)

STEP = {"constant": 0.1, "trend": 0.1, "step": 0.8}


def agreement(within: float, earlier: float, later: float) -> DateAgreement:
    return DateAgreement(within, earlier, later, 0.0, 1.0)


@pytest.mark.parametrize(
    ("moves", "dates", "across", "word"),
    [
        (STEP, agreement(0.8, 0.1, 0.1), 1.0, "fits"),
        (STEP, agreement(0.1, 0.8, 0.1), 1.0, "too early"),
        (STEP, agreement(0.1, 0.1, 0.8), 1.0, "too late"),
        (STEP, agreement(0.4, 0.3, 0.3), 1.0, "cannot tell"),
        (STEP, None, 1.0, "cannot tell"),
        ({"constant": 0.7, "step": 0.3}, agreement(0.8, 0.1, 0.1), 1.0, "no movement"),
        ({"trend": 0.7, "step": 0.3}, agreement(0.8, 0.1, 0.1), 1.0, "gradual"),
        (STEP, agreement(0.8, 0.1, 0.1), -1.0, "wrong direction"),
    ],
)
def test_timing(moves: dict[str, float], dates: DateAgreement | None, across: float, word: str) -> None:
    assert timing_verdict(moves, dates, across) == word


def implied(low: float, high: float) -> Extent:
    return Extent(2.0, low + high, 2 * low, 2 * high, (low + high) / 2, low, high)


@pytest.mark.parametrize(
    ("extent", "moved", "word"),
    [
        (implied(0.6, 1.1), Movement(1.0, 0.2, 5.0), "enough"),
        (implied(0.0, 0.4), Movement(1.0, 0.2, 5.0), "too little"),
        (implied(0.2, 0.9), Movement(1.0, 0.2, 5.0), "cannot tell"),
        (implied(0.6, 1.1), Movement(1.0, 4.0, 0.25), "fell further before"),
    ],
)
def test_extent(extent: Extent, moved: Movement, word: str) -> None:
    assert extent_verdict(extent, moved) == word


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
        (("fits", "enough", "better", "for"), "fits"),
        (("fits", "enough", "cannot tell", "for under some priors"), "fits"),
        (("fits", "enough", "worse", "for"), "cannot tell"),
        (("fits", "cannot tell", "better", "for"), "cannot tell"),
        (("too early", "enough", "cannot tell", "cannot tell"), "does not fit"),
        (("too early", "enough", "better", "cannot tell"), "cannot tell"),
        (("cannot tell", "fell further before", "worse", "against"), "does not fit"),
        (("data needed", "enough", "better", "for"), "data needed"),
    ],
)
def test_the_row_as_a_whole(cells: tuple[str, str, str, str], word: str) -> None:
    assert overall_verdict(*cells) == word


def test_thresholds_decide_and_can_be_changed() -> None:
    difference = PairedDifference(3.0, 2.0, 15)

    assert score_verdict(difference, thresholds=Thresholds(standard_errors=1.0)) == "better"
