from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gaiatsu import cases
from gaiatsu.errors import InvalidCaseSet, InvalidPatch, UnknownName

Tree = dict[str, Any]
Write = Callable[..., Path]


def test_the_catalog_is_listed_whether_or_not_its_folder_was_imported() -> None:
    before = cases.catalog()
    import gaiatsu.cases.catalog

    assert "schoppa1999" in before
    assert before == cases.catalog()
    assert callable(gaiatsu.cases.catalog)


def test_a_shipped_set_is_read_once() -> None:
    assert cases.load("schoppa1999") is cases.load("schoppa1999")


def test_a_file_is_loaded_by_path_and_by_name(tree: Tree, written: Write) -> None:
    path = written(tree)

    assert cases.load(path) == cases.load(str(path))


def test_yaml_and_json_say_the_same(tree: Tree, written: Write) -> None:
    as_json = written(json.dumps(tree, indent="\t"), name="mine.json")

    assert cases.load(written(tree)) == cases.load(as_json)


def test_an_unknown_name_brings_up_the_nearest() -> None:
    with pytest.raises(UnknownName, match="schoppa1999"):
        cases.load("schopa99")


def test_an_unknown_name_brings_up_all_when_none_is_near() -> None:
    with pytest.raises(UnknownName, match=r"one of schoppa1999.*my-cases\.yaml"):
        cases.load("zzz")


@pytest.mark.parametrize("name", ["none.yaml", "none.JSON", "folder/none", "folder\\none"])
def test_what_looks_like_a_file_is_missed_as_a_file(name: str) -> None:
    with pytest.raises(InvalidCaseSet, match="cannot be opened"):
        cases.load(name)


def test_a_name_too_long_for_a_file_is_only_unknown() -> None:
    with pytest.raises(UnknownName):
        cases.load("x" * 5000)


def test_checking_returns_problems_and_raises_only_for_what_cannot_be_read(
    tree: Tree, written: Write
) -> None:
    assert cases.check(written(tree)) == ()

    tree["episodes"][0]["concession"]["value"] = 4
    assert len(cases.check(written(tree))) == 1

    with pytest.raises(InvalidCaseSet):
        cases.check(written("a: ["))


def test_checking_knows_a_patch_from_a_case_set(written: Write) -> None:
    good = {"id": "p", "author": "A. Reader", "date": "2026", "reason": "A reason.", "base_digest": "0" * 64}
    change = {"path": "episodes.film-1996.depth", "value": 3, "reason": "A reason."}

    assert cases.check(written(good | {"changes": [change]})) == ()
    assert [p.field for p in cases.check(written(good | {"changes": []}))] == ["changes"]
    assert cases.is_patch(written(good))
    assert not cases.is_patch(written({"episodes": []}))


def test_shipped_patches_are_listed_with_their_set() -> None:
    names = cases.patches("schoppa1999")

    assert "schoppa1999/auto-parts-held-out" in names
    with pytest.raises(UnknownName):
        cases.patches("bayard1994")


def test_patches_are_applied_while_loading(written: Write) -> None:
    base = cases.load("schoppa1999")
    mine = cases.scaffold(base, "episodes.film-1996.depth", 3.0, author="A. Reader", reason="A reason.")
    path = written(mine.model_dump(mode="json"), name="patch.yaml")

    changed = cases.load("schoppa1999", patches=["schoppa1999/auto-parts-held-out", path])

    assert changed.applied_patches == ("auto-parts-held-out", mine.id)
    assert changed == cases.load("schoppa1999", patches=["schoppa1999/auto-parts-held-out", mine])


def test_an_unknown_patch_brings_up_the_nearest() -> None:
    with pytest.raises(UnknownName, match="beef-through-gatt"):
        cases.load_patch("schoppa1999/beef-gatt")


def test_a_file_that_is_no_patch_is_an_invalid_patch(tree: Tree, written: Write) -> None:
    with pytest.raises(InvalidPatch, match="base_digest"):
        cases.load_patch(written(tree))


def test_the_message_counts_and_lists_the_problems_in_the_order_of_the_file(
    tree: Tree, written: Write
) -> None:
    tree["facts"][0]["value"] = "many"
    tree["episodes"][0]["depth"]["value"] = 9

    with pytest.raises(InvalidCaseSet) as caught:
        cases.load(written(tree))

    text = str(caught.value)
    assert "breaks the schema in 2 places" in text
    assert text.index("depth") < text.index("facts[0].value")
    rows = [problem.row for problem in caught.value.problems]
    assert rows == sorted(rows)
    assert all(rows)
