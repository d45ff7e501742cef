"""The page of the channel test names every indicator, index and specification."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaiatsu.studies.channels.counts import CUTS
from gaiatsu.studies.channels.social import CONCEPTS, INDICATORS
from gaiatsu.studies.channels.specification import SPECIFICATIONS

PAGE = Path(__file__).parents[4] / "docs" / "theory" / "channel-test.md"
NAMES = [item.name for item in (*INDICATORS, *SPECIFICATIONS)] + [*CONCEPTS, *CUTS]


@pytest.mark.parametrize("name", sorted(set(NAMES)))
def test_the_page_names(name: str) -> None:
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8")
