from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.outliers_influence import variance_inflation_factor

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.ordered import collinearity


def test_variance_inflation_is_that_of_statsmodels(rng: np.random.Generator) -> None:
    common = rng.normal(size=(15, 1))
    X = common + 0.5 * rng.normal(size=(15, 4))
    found = collinearity(X, ("a", "b", "c", "d"))
    design = np.column_stack([np.ones(15), X])

    np.testing.assert_allclose(found.vif, [variance_inflation_factor(design, j) for j in range(1, 5)])
    np.testing.assert_allclose(found.correlation, np.corrcoef(X, rowvar=False))


def test_the_condition_number_of_an_orthogonal_design_is_one() -> None:
    X = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])

    assert collinearity(X, ("a", "b")).condition_number == pytest.approx(1.0)
    assert collinearity(X, ("a", "b")).vif.tolist() == pytest.approx([1.0, 1.0])


def test_a_sum_of_other_terms_has_infinite_inflation(rng: np.random.Generator) -> None:
    X = rng.normal(size=(15, 2))
    found = collinearity(np.column_stack([X, X.sum(axis=1)]), ("a", "b", "sum"))

    assert np.isinf(found.vif).all()
    assert found.condition_number == np.inf


def test_constant_terms_are_left_out_and_the_strongest_pair_is_named(rng: np.random.Generator) -> None:
    x = rng.normal(size=15)
    X = np.column_stack([x, np.ones(15), rng.normal(size=15), -x + 0.01 * rng.normal(size=15)])
    found = collinearity(X, ("a", "one", "b", "minus a"))

    assert found.terms == ("a", "b", "minus a")
    assert found.strongest == ("a", "minus a")
    assert found.largest < -0.99


def test_a_single_term_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="Only 1 of the terms"):
        collinearity(np.column_stack([np.arange(5.0), np.ones(5)]), ("a", "one"))
