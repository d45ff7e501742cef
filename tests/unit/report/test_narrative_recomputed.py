"""The section on Table 1 computed again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gaiatsu import cases
from gaiatsu.report.document import Table
from gaiatsu.report.narrative import table1_recomputed
from gaiatsu.report.trail import Trail
from gaiatsu.studies.table1_recomputed import RecomputedTable1, recompute_table1

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def study(data_dir: Path) -> RecomputedTable1:
    found = recompute_table1(cases.load("schoppa1999"), data_dir)
    assert found is not None
    return found


def test_it_is_told_only_where_it_was_computed(study: RecomputedTable1) -> None:
    assert table1_recomputed.told(Trail({"recomputed": study}))
    assert not table1_recomputed.told(Trail({"recomputed": None}))
    assert not table1_recomputed.told(Trail({}))


def test_the_finding_says_whether_a_conclusion_changes(study: RecomputedTable1) -> None:
    other = replace(study.conclusions[0], recomputed=False)
    changed = replace(study, conclusions=(other, *study.conclusions[1:]))
    said = []
    for one in (study, changed):
        trail = Trail({"recomputed": one})
        said.append(trail.read(table1_recomputed.section(trail).finding))

    assert ".971 to 0.991" in said[0].replace("0.971", ".971")
    assert "none of seven conclusions changes" in said[0]
    assert "one of seven conclusions change: not-linear" in said[1]


def test_each_number_has_a_trail_and_each_year_a_row(study: RecomputedTable1) -> None:
    trail = Trail({"recomputed": study})
    section = table1_recomputed.section(trail)
    years = next(
        block for block in section.blocks if isinstance(block, Table) and block.id == "table1-recomputed"
    )

    assert len(years.rows) == 26
    assert all(entry.source == "recomputed" for entry in trail.entries if not entry.path.startswith("study"))


def test_without_an_older_product_the_vintage_is_not_spoken_of(study: RecomputedTable1) -> None:
    bare = replace(study, gaps=tuple(replace(one, vintage=None) for one in study.gaps))
    trail = Trail({"recomputed": bare})
    text = trail.read(str(table1_recomputed.section(trail)))

    assert "The product does not help" not in text
    assert "not loaded" in text
