from __future__ import annotations

import itertools

import numpy as np
import pytest

from gaiatsu.estimation.ordinal import LINKS, OrdinalDesign, fit_penalized, separation


def _design(y: list[int], x: list[float], categories: int = 2) -> OrdinalDesign:
    return OrdinalDesign(np.array(y), np.array(x)[:, None], ("x",), categories=categories)


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize(
    ("y", "x", "kind"),
    [
        ([0, 0, 1, 1], [1.0, 2.0, 3.0, 4.0], "complete"),
        ([1, 1, 0, 0], [1.0, 2.0, 3.0, 4.0], "complete"),
        ([0, 0, 1, 1], [1.0, 2.0, 2.0, 3.0], "quasi"),
        ([0, 1, 0, 1], [1.0, 2.0, 3.0, 4.0], "none"),
    ],
)
def test_textbook_cases_of_two_grades(link: str, y: list[int], x: list[float], kind: str) -> None:
    assert separation(_design(y, x), link).kind == kind


@pytest.mark.parametrize("link", LINKS)
def test_two_grades_agree_with_brute_force_over_every_outcome(link: str) -> None:
    x = [1.0, 2.0, 3.0, 4.0, 5.0]
    for y in itertools.product((0, 1), repeat=5):
        if 0 < sum(y) < 5:
            low, high = ([a for a, b in zip(x, y, strict=True) if b == grade] for grade in (0, 1))
            sorted_ = max(low) < min(high) or max(high) < min(low)
            assert (separation(_design(list(y), x), link).kind == "complete") == sorted_


@pytest.mark.parametrize("link", LINKS)
def test_what_is_separated_has_estimates_that_grow_as_the_penalty_fades(link: str) -> None:
    rng = np.random.default_rng(11)
    seen = set()
    for _ in range(30):
        design = OrdinalDesign(rng.integers(0, 3, 7), rng.normal(size=(7, 2)), ("a", "b"), categories=3)
        found = separation(design, link)
        norms = [np.abs(fit_penalized(design, link, strength=m).estimate).max() for m in (1e-2, 1e-4, 1e-6)]
        grows = norms[2] - norms[1] > 0.5 * (norms[1] - norms[0]) and norms[2] - norms[1] > 0.2
        assert grows == (found.kind != "none")
        seen.add(found.kind)
    assert "none" in seen
    assert "complete" in seen


def test_ordered_grades_can_separate_at_one_end_only() -> None:
    design = OrdinalDesign(
        np.array([0, 1, 0, 1, 2, 2]),
        np.array([[1.0], [2.0], [3.0], [2.5], [8.0], [9.0]]),
        ("x",),
        categories=3,
    )

    assert separation(design, "logit").kind == "none"
    assert separation(design, "adjacent").kind == "none"


def test_a_grade_without_cases_is_reported() -> None:
    found = separation(_design([0, 2, 0, 2], [1.0, 2.0, 3.0, 4.0], categories=3), "logit")

    assert found.empty == (1,)


def test_the_direction_names_what_diverges() -> None:
    X = np.column_stack([[1.0, 2.0, 3.0, 4.0], [0.3, -0.2, 0.1, -0.4]])
    found = separation(OrdinalDesign(np.array([0, 0, 1, 1]), X, ("sorts", "noise"), categories=2), "logit")

    assert "sorts" in found.direction


def test_a_collinear_term_is_not_separation() -> None:
    x = np.array([1.0, 2.0, 3.0, 4.0])
    design = OrdinalDesign(np.array([0, 1, 0, 1]), np.column_stack([x, x]), ("x", "again"), categories=2)

    assert separation(design, "logit").kind == "none"
