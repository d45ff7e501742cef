from __future__ import annotations

from typing import Any

import pytest

from gaiatsu import cases
from gaiatsu.cases import CaseSet

Tree = dict[str, Any]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"conceded": True, "concession": 0}, "conceded"),
        ({"conceded": False, "concession": 3}, "conceded"),
        ({"authorised": True, "unilateral": False, "threatened_cost": 0.0}, "authorised"),
        ({"numeric_target": True, "explicitness": 0.0}, "numeric_target"),
    ],
)
def test_codings_that_sit_oddly_together_are_pointed_out(tree: Tree, changes: Tree, field: str) -> None:
    for name, value in changes.items():
        tree["episodes"][0][name]["value"] = value

    (doubt,) = cases.doubts(CaseSet.model_validate(tree), file="mine.yaml")

    assert doubt.field == f"episodes.film-1996.{field}"
    assert doubt.file == "mine.yaml"


def test_the_shipped_set_raises_no_doubt() -> None:
    assert cases.doubts(cases.load("schoppa1999")) == ()
