"""Exact conditional tests agree with what R prints (validation/exact)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gaiatsu.numerics.exact import exact_test

PUBLISHED = json.loads(
    (Path(__file__).parents[2] / "validation" / "exact" / "published.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", ["rabbits", "tea"])
def test_p_values_agree_with_r(name: str) -> None:
    case = PUBLISHED[name]
    p = exact_test(case["tables"]).p

    assert case["greater"] == pytest.approx(p.greater, abs=case["tolerance"])
    assert case["two_sided"] == pytest.approx(p.two_sided, abs=case["tolerance"])


def test_estimate_and_interval_agree_with_r() -> None:
    case = PUBLISHED["tea"]
    result = exact_test(case["tables"])

    assert case["odds_ratio"] == pytest.approx(result.odds_ratio, rel=case["relative_tolerance"])
    assert case["interval_95"] == pytest.approx(
        list(result.interval), rel=case["interval_relative_tolerance"]
    )
