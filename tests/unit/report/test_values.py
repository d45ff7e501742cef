"""Plain values and the way to them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaiatsu.report.values import dump, look_up, plain, steps
from gaiatsu.terms import DemandType


@dataclass(frozen=True)
class Row:
    name: str
    p: float


@dataclass(frozen=True)
class Study:
    rows: tuple[Row, ...]
    by_kind: dict[str, Row]
    array: np.ndarray


STUDY = Study((Row("a", 0.1), Row("b", 0.2), Row("c", 0.2)), {"x": Row("d", 0.3)}, np.array([1.5, 2.5]))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("rows.0.p", 0.1),
        ("rows.-1.name", "c"),
        ("rows.b.p", 0.2),
        ("rows[p=0.2].name", "b"),
        ("rows[p=0.2,name=c].name", "c"),
        ("by_kind.x.p", 0.3),
        ("array.1", 2.5),
    ],
)
def test_a_path_leads_to_its_value(path: str, expected: object) -> None:
    assert expected == look_up(STUDY, path)


def test_a_star_takes_every_item_that_matches() -> None:
    assert [row.name for row in look_up(STUDY, "rows[*p=0.2]")] == ["b", "c"]
    assert look_up(STUDY, "rows[*p=7]") == []


@pytest.mark.parametrize("path", ["rows.7", "rows.z", "rows[p=7]", "by_kind.y", "nothing", "rows.0.q"])
def test_a_wrong_step_is_named_with_what_there_is(path: str) -> None:
    with pytest.raises(KeyError, match="on the way to"):
        look_up(STUDY, path)


def test_brackets_may_hold_dots() -> None:
    assert steps("a[x=.5].b") == ("a", "[x=.5]", "b")


def test_a_record_becomes_what_json_can_hold() -> None:
    value = {
        DemandType.RULE: (1, 2.5, None, True),
        "day": date(1993, 12, 15),
        "array": np.array([[1, 2]]),
        "scalar": np.float64(0.5),
        "count": np.int64(3),
        "truth": np.bool_(True),
        "set": frozenset({"b", "a"}),
        "row": Row("a", float("inf")),
        "nothing": float("nan"),
    }

    assert json.loads(dump(value)) == {
        "rule": [1, 2.5, None, True],
        "day": "1993-12-15",
        "array": [[1, 2]],
        "scalar": 0.5,
        "count": 3,
        "truth": True,
        "set": ["a", "b"],
        "row": {"name": "a", "p": "inf"},
        "nothing": None,
    }


def test_what_has_no_plain_form_says_so() -> None:
    with pytest.raises(TypeError, match="a object has no plain form"):
        plain(object())


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=12,
    )
)
def test_nothing_is_lost_on_the_way_through_json(value: object) -> None:
    assert value == json.loads(dump(value))


def test_items_are_found_by_a_word_that_a_field_holds() -> None:
    record = {"rows": [SimpleNamespace(id="a", on=("H2", "RIV")), SimpleNamespace(id="b", on=("H2",))]}

    assert [row.id for row in look_up(record, "rows[*on~RIV]")] == ["a"]
    assert [row.id for row in look_up(record, "rows[*on~H2,id=b]")] == ["b"]
