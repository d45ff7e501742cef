from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal import OrdinalDesign, PriorSet
from gaiatsu.estimation.ordinal.design import check_link
from gaiatsu.inference.priors import normal

GOOD: dict[str, Any] = {"y": np.array([0, 3, 1]), "X": np.zeros((3, 2)), "terms": ("a", "b")}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"y": np.array([0, 4, 1])}, "outcomes 0 to 4 in 4 categories"),
        ({"y": np.array([-1, 3, 1])}, "outcomes -1 to 3 in 4 categories"),
        ({"terms": ("a",)}, "2 columns for 1 terms"),
        ({"terms": ("a", "a")}, "named twice"),
        ({"X": np.full((3, 2), np.nan)}, "not finite"),
        ({"categories": 1}, "1 categories"),
        ({"cases": ("x",)}, "1 names for 3 cases"),
        ({"weights": np.array([1.0, -1.0, 1.0])}, "negative"),
        ({"group": np.array([0, 1, 2]), "groups": ("p", "q")}, "groups outside"),
    ],
)
def test_a_design_that_contradicts_itself_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidSpecification, match=message):
        OrdinalDesign(**{**GOOD, **change})


def test_an_empty_design_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="0 outcomes"):
        OrdinalDesign(np.array([], dtype=int), np.zeros((0, 1)), ("a",))


def test_taking_rows_keeps_everything_of_them() -> None:
    design = OrdinalDesign(**GOOD, group=np.array([0, 1, 0]), groups=("p", "q"), cases=("x", "y", "z"))
    taken = design.take(np.array([2, 0]))

    assert (taken.y.tolist(), taken.cases, taken.groups) == ([1, 0], ("z", "x"), ("p", "q"))


def test_terms_can_be_chosen_in_any_order() -> None:
    design = OrdinalDesign(np.array([0, 1]), np.array([[1.0, 2.0], [3.0, 4.0]]), ("a", "b"))

    assert design.only(("b",)).X.tolist() == [[2.0], [4.0]]


def test_a_prior_set_without_thresholds_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="'sparse' has no prior for 'threshold_first'"):
        PriorSet("sparse", {"a": normal(0, 1)})


def test_a_missing_prior_is_named(priors: PriorSet) -> None:
    with pytest.raises(InvalidSpecification, match="no prior for 'capital_flows'"):
        priors["capital_flows"]
    assert str(priors.extended(capital_flows=normal(0, 2))["capital_flows"]) == "N(0, 2)"


def test_an_unknown_link_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="'cloglog'"):
        check_link("cloglog")
