"""Moved boundaries against doing the same by hand."""

from __future__ import annotations

import itertools

import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies import boundaries
from gaiatsu.studies.boundaries import placebo
from gaiatsu.studies.robustness import Outcome, conclusions

ROWS = [
    ("a", "rule", 1980.0, True),
    ("b", "results", 1981.0, True),
    ("c", "results", 1982.0, True),
    ("d", "rule", 1983.0, True),
    ("e", "results", 1983.0, False),
    ("f", "rule", 1985.0, False),
    ("g", "results", 1986.0, False),
    ("h", "rule", 1987.0, True),
]


def divided(at: float, successes: list[bool] | None = None) -> list[Outcome]:
    """The episodes with everything later than a date put after."""
    outcomes = [row[3] for row in ROWS] if successes is None else successes
    return [
        Outcome(row[0], row[1], row[2], row[2] > at, success)
        for row, success in zip(ROWS, outcomes, strict=True)
    ]


def smallest(successes: list[bool] | None, test: str) -> float:
    """Smallest p-value over all boundaries."""
    dates = sorted({row[2] for row in ROWS})[:-1]
    return min(float(getattr(conclusions(divided(at, successes)), test)) for at in dates)


@pytest.fixture(scope="module")
def study() -> boundaries.PlaceboStudy:
    return placebo(divided(1984.0))


def test_every_date_but_the_last_can_be_a_boundary(study: boundaries.PlaceboStudy) -> None:
    assert [one.last_before for one in study.boundaries] == [1980, 1981, 1982, 1983, 1985, 1986]
    assert [one.n_before for one in study.boundaries] == [1, 2, 3, 5, 6, 7]


def test_each_boundary_is_the_comparison_at_its_date(study: boundaries.PlaceboStudy) -> None:
    for one in study.boundaries:
        p = conclusions(divided(one.last_before))

        assert p.stratified_one_sided == pytest.approx(one.stratified_one_sided)
        assert p.unstratified_one_sided == pytest.approx(one.unstratified_one_sided)


def test_the_actual_boundary_is_recognized_and_ranked(study: boundaries.PlaceboStudy) -> None:
    assert [one.is_actual for one in study.boundaries] == [False, False, False, True, False, False]
    assert study.actual_rank_unstratified == 1 + sum(
        one.unstratified_one_sided < study.boundaries[3].unstratified_one_sided for one in study.boundaries
    )


def test_a_division_that_is_not_one_of_dates_has_no_rank() -> None:
    mixed = [Outcome(row[0], row[1], row[2], row[0] in "beg", row[3]) for row in ROWS]

    assert placebo(mixed).actual_rank_stratified is None


def test_the_selected_p_value_counts_every_arrangement(study: boundaries.PlaceboStudy) -> None:
    best = smallest(None, "unstratified_one_sided")
    arrangements = [[i in chosen for i in range(8)] for chosen in itertools.combinations(range(8), 5)]
    as_good = [smallest(one, "unstratified_one_sided") <= best + 1e-12 for one in arrangements]

    assert study.arrangements_unstratified == len(arrangements)
    assert sum(as_good) / len(as_good) == pytest.approx(study.selected_p_unstratified)


def test_the_stratified_one_deals_outcomes_within_types(study: boundaries.PlaceboStudy) -> None:
    best = smallest(None, "stratified_one_sided")
    rule, results = ([i for i, row in enumerate(ROWS) if row[1] == name] for name in ("rule", "results"))
    arrangements = [
        [i in (*first, *second) for i in range(8)]
        for first in itertools.combinations(rule, 3)
        for second in itertools.combinations(results, 2)
    ]
    as_good = [smallest(one, "stratified_one_sided") <= best + 1e-12 for one in arrangements]

    assert study.arrangements_stratified == len(arrangements)
    assert sum(as_good) / len(as_good) == pytest.approx(study.selected_p_stratified)


def test_too_many_arrangements_are_not_enumerated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "MOST_ARRANGEMENTS", 10)
    study = placebo(divided(1984.0))

    assert (study.selected_p_unstratified, study.arrangements_unstratified) == (None, 56)


def test_one_date_has_no_boundary() -> None:
    with pytest.raises(InvalidSpecification, match="one date"):
        placebo([Outcome("a", "rule", 1990.0, False, True), Outcome("b", "rule", 1990.0, True, True)])
