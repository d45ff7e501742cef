"""Everything in the catalog loads, says where each value comes from, and is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaiatsu import cases
from gaiatsu.cases import CODED_FIELDS
from gaiatsu.claims import bibliography

FOLDER = Path(__file__).parents[2] / "src" / "gaiatsu" / "cases" / "catalog"
SETS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
PATCHES = sorted(f"{path.parent.name}/{path.stem}" for path in FOLDER.glob("patches/*/*.yaml"))


def test_every_file_of_the_catalog_is_listed() -> None:
    assert tuple(SETS) == cases.catalog()
    assert [name for case_set in SETS for name in cases.patches(case_set)] == PATCHES
    assert not [path for path in FOLDER.rglob("*.y*ml") if path.suffix != ".yaml"]


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_named_by_its_citation_and_has_no_doubts(name: str) -> None:
    case_set = cases.load(name)

    assert (case_set.id, case_set.citation) == (name, name)
    assert cases.doubts(case_set) == ()
    assert case_set.history == ()


@pytest.mark.parametrize("name", SETS)
def test_every_value_of_a_set_has_its_source_place_and_reason(name: str) -> None:
    case_set = cases.load(name)
    coded = [getattr(episode, field) for episode in case_set.episodes for field in CODED_FIELDS]

    for value in (*coded, *case_set.events):
        assert value.source in bibliography()
        assert value.locator.strip()
        assert (value.reason is None) == (value.coder == "article")


@pytest.mark.parametrize("name", SETS)
def test_a_set_cites_the_packaged_bibliography_only(name: str) -> None:
    assert dict(cases.load(name).references) == {}


@pytest.mark.parametrize("name", PATCHES)
def test_a_patch_applies_to_its_set_and_says_why(name: str) -> None:
    case_set, patch_name = name.split("/")
    patch = cases.load_patch(name)
    changed = cases.load(case_set, patches=[name])

    assert patch.id == patch_name
    assert patch.base_digest == cases.load(case_set).digest
    assert changed.applied_patches == (patch_name,)
    assert all(change.reason for change in patch.changes)


@pytest.mark.parametrize("name", SETS)
def test_the_patches_of_a_set_apply_together(name: str) -> None:
    names = cases.patches(name)

    assert len(names) == len(cases.load(name, patches=names).applied_patches)
