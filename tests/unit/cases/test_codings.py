from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from gaiatsu import cases
from gaiatsu.cases import CaseSet, Change, Patch, apply_patch, scaffold
from gaiatsu.errors import InvalidPatch


@pytest.fixture(scope="module")
def base() -> CaseSet:
    return cases.load("schoppa1999")


def patch(base: CaseSet, *changes: tuple[str, Any], name: str = "mine", digest: str = "") -> Patch:
    return Patch(
        id=name,
        author="A. Reader",
        date="2026-11-23",
        reason="Another reading of the text.",
        base_digest=digest or base.digest,
        changes=tuple(Change(path=path, value=value, reason="For a reason.") for path, value in changes),
    )


def test_a_patch_changes_the_value_its_coder_its_reason_and_nothing_else(base: CaseSet) -> None:
    changed = apply_patch(base, patch(base, ("episodes.film-1996.depth", 3)))

    before, after = base.episode("film-1996"), changed.episode("film-1996")
    assert after.depth.value == 3
    assert (after.depth.coder, after.depth.reason) == ("a-reader", "For a reason.")
    assert (after.depth.source, after.depth.locator) == (before.depth.source, before.depth.locator)
    assert before.model_copy(update={"depth": after.depth}) == after
    assert [e for e in base.episodes if e.id != "film-1996"] == [
        e for e in changed.episodes if e.id != "film-1996"
    ]


def test_the_base_is_left_as_it_was(base: CaseSet) -> None:
    digest = base.digest
    apply_patch(base, patch(base, ("episodes.film-1996.depth", 3)))

    assert digest == base.digest
    assert base.applied_patches == ()


def test_the_result_knows_what_it_has_been_through(base: CaseSet) -> None:
    changed = apply_patch(base, patch(base, ("episodes.film-1996.conceded", True)))

    (applied,) = changed.history
    assert changed.applied_patches == ("mine",)
    assert (applied.changes[0].before, applied.changes[0].after) == ("false", "true")
    assert changed.digest != base.digest
    assert changed.base_digest == base.digest


def test_a_changed_value_of_the_article_is_no_longer_the_articles(base: CaseSet) -> None:
    assert base.episode("auto-parts-1995").conceded.coder == "article"

    changed = apply_patch(base, patch(base, ("episodes.auto-parts-1995.conceded", False)))

    assert changed.episode("auto-parts-1995").conceded.coder == "a-reader"


def test_a_change_may_bring_another_source_and_place(base: CaseSet) -> None:
    change = Change(
        path="events.cellular-telephones-1989.weight",
        value=0.5,
        reason="Half a breach.",
        source="tyson1993",
        locator="p. 68",
        confidence="low",
    )
    changed = apply_patch(base, patch(base, ("x", 0)).model_copy(update={"changes": (change,)}))

    event = changed.event("cellular-telephones-1989")
    assert (event.weight, event.source, event.locator, event.confidence) == (0.5, "tyson1993", "p. 68", "low")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("episodes.tax-cut-1994.end", "1994-12"),
        ("events.auto-pledge-stretched-1994.date", "1994-01"),
        ("events.yeltsin-1992.agreement", "none-of-ours"),
        ("statements.hatakeyama-1993.independence", "independent"),
        ("facts.ldp-margin.value", 15),
        ("facts.ldp-margin.upper", 16),
    ],
)
def test_every_kind_of_record_can_be_argued_with(base: CaseSet, path: str, value: Any) -> None:
    changed = apply_patch(base, patch(base, (path, value)))

    collection, name, field = path.split(".")
    record = next(record for record in getattr(changed, collection) if record.id == name)
    assert getattr(record, field) == value


def test_a_patch_for_another_base_names_both_digests(base: CaseSet) -> None:
    with pytest.raises(InvalidPatch) as caught:
        apply_patch(base, patch(base, ("episodes.film-1996.depth", 3), digest="0" * 64))

    assert "0" * 64 in str(caught.value)
    assert base.digest in str(caught.value)


@pytest.mark.parametrize(
    "path",
    [
        "episodes.film-1995.depth",
        "episodes.film-1996.dept",
        "episodes.film-1996.title",
        "series.table1.rows",
        "film-1996.depth",
        "",
        "...",
    ],
)
def test_a_path_that_does_not_exist_is_named(base: CaseSet, path: str) -> None:
    with pytest.raises(InvalidPatch, match="names no value of 'schoppa1999'"):
        apply_patch(base, patch(base, (path or " x", 3)))


def test_a_path_that_is_nearly_right_is_corrected(base: CaseSet) -> None:
    with pytest.raises(InvalidPatch, match=r"episodes\.film-1996\.depth"):
        scaffold(base, "episodes.film-1996.dept", 3, author="A", reason="B")


def test_a_result_that_breaks_the_rules_is_refused(base: CaseSet) -> None:
    with pytest.raises(InvalidPatch, match=r"breaks the rules.*depth"):
        apply_patch(base, patch(base, ("episodes.film-1996.depth", 9)))
    with pytest.raises(InvalidPatch, match="cannot be unilateral as well"):
        apply_patch(base, patch(base, ("episodes.film-1996.authorised", True)))


def test_a_patch_that_changes_nothing_is_refused(base: CaseSet) -> None:
    with pytest.raises(InvalidPatch, match="changes nothing"):
        apply_patch(base, patch(base, ("episodes.film-1996.conceded", False)))


def test_a_patch_is_applied_once(base: CaseSet) -> None:
    mine = patch(base, ("episodes.film-1996.depth", 3))

    with pytest.raises(InvalidPatch, match="applied already"):
        apply_patch(apply_patch(base, mine), mine)


def test_patches_of_one_base_apply_in_either_order(base: CaseSet) -> None:
    one = patch(base, ("episodes.film-1996.depth", 3), name="one")
    two = patch(base, ("episodes.tax-cut-1994.depth", 3), name="two")

    forth = apply_patch(apply_patch(base, one), two)
    back = apply_patch(apply_patch(base, two), one)

    assert forth.digest == back.digest
    assert forth.applied_patches == ("one", "two")


def test_two_patches_that_change_one_value_do_not_mix(base: CaseSet) -> None:
    one = patch(base, ("episodes.film-1996.depth", 3), name="one")
    two = patch(base, ("episodes.film-1996.depth", 1), name="two")

    with pytest.raises(InvalidPatch, match=r"'one' and 'two' both change episodes\.film-1996\.depth"):
        apply_patch(apply_patch(base, one), two)


def test_a_patch_written_after_another_may_change_its_value(base: CaseSet) -> None:
    changed = apply_patch(base, patch(base, ("episodes.film-1996.depth", 3), name="one"))
    two = patch(changed, ("episodes.film-1996.depth", 1), name="two")

    assert apply_patch(changed, two).episode("film-1996").depth.value == 1


def test_a_scaffold_is_a_patch_for_this_very_set(base: CaseSet) -> None:
    mine = scaffold(base, "episodes.film-1996.backlash", 2, author="Ann Reader", reason="A reason.")

    assert mine.id == "ann-reader-episodes-film-1996-backlash"
    assert date.fromisoformat(mine.date)
    assert apply_patch(base, mine).episode("film-1996").backlash.value == 2


def test_every_path_on_offer_leads_to_a_value(base: CaseSet) -> None:
    offered = list(cases.paths(base))

    assert len(offered) == 15 * 18 + 36 * 6 + 17 * 4 + 31 * 3
    for path in offered[::25]:
        collection, name, field = path.split(".")
        record = next(record for record in getattr(base, collection) if record.id == name)
        assert hasattr(record, field)


def test_a_patch_needs_a_change_and_a_plain_value(base: CaseSet) -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        patch(base)
    with pytest.raises(ValidationError, match="not a plain value"):
        Change(path="episodes.film-1996.depth", value=[1], reason="For a reason.")  # type: ignore[arg-type]


def test_a_patch_survives_the_way_to_json_and_back(base: CaseSet) -> None:
    mine = patch(base, ("episodes.film-1996.depth", 3), ("events.yeltsin-1992.agreement", None))

    assert mine == Patch.model_validate(json.loads(mine.model_dump_json()))
