"""The trail of every number."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from gaiatsu.report.trail import Trail
from gaiatsu.report.values import dump


def test_a_number_is_remembered_with_value_meaning_and_source(trail: Trail) -> None:
    text = trail.read(f"p = {trail.number('figure2', 'p', 'p')}.")
    entry = trail.entries[0]

    assert text == "p = .0025."
    assert entry.value == 0.002486402486
    assert (entry.step, entry.path, entry.source) == ("figure2", "p", "figure2")
    assert entry.meaning == "Probability of so large a difference if there were none."
    assert trail.sources["figure2"].function == "gaiatsu.studies.sample.sample"


def test_a_field_described_with_others_has_their_meaning(trail: Trail) -> None:
    trail.number("figure2", "high", "1f")

    assert trail.entries[0].meaning == "Ends of the interval."


def test_the_same_number_in_the_same_format_is_one_entry(trail: Trail) -> None:
    first, again, other = (trail.number("figure2", "p", fmt) for fmt in ("p", "p", "%"))

    assert first == again != other
    assert len(trail.entries) == 2


def test_a_number_that_is_not_in_the_record_cannot_be_printed(trail: Trail) -> None:
    with pytest.raises(KeyError, match="there is"):
        trail.number("figure2", "q", "p")


def test_items_are_counted_and_numbers_added_and_subtracted(trail: Trail) -> None:
    assert trail.value("figure2", "counts.#") == 2
    assert trail.value("figure2", "counts.results + counts.rule") == 10
    assert trail.value("figure2", "counts.results - counts.rule") == 2


@pytest.mark.parametrize(("reducer", "expected"), [("mean", 2.0), ("q50", 2.0), ("q05", 1.1), ("q95", 2.9)])
def test_draws_are_reduced(reducer: str, expected: float) -> None:
    trail = Trail({"state": {"draws": np.array([1.0, 2.0, 3.0])}})

    assert math.isclose(expected, trail.value("state", f"draws | {reducer}"))


def test_an_entry_keeps_the_rows_it_was_narrowed_to(trail: Trail) -> None:
    trail.number("figure2", "counts.rule", "d", rows=["film-1996"])

    assert trail.entries[0].rows == ("film-1996",)


def test_the_trail_is_json_with_whole_numbers(trail: Trail) -> None:
    trail.number("figure2", "high", "1f")
    trail.number("figure2", "p", "p")
    written = json.loads(dump(trail.plain()))

    assert [number["value"] for number in written["numbers"]] == ["inf", 0.002486402486]
    assert written["sources"]["figure2"]["inputs"][0]["rows"] == ["film-1996", "beef-oranges-1988"]
