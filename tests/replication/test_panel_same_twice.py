"""The same request gives the same rows, to the last bit."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaiatsu import panel
from gaiatsu.context.dyads.registry import ADDITIONS
from gaiatsu.context.dyads.spec import frame_digest

pytestmark = pytest.mark.data

STATES = ("USA", "JPN", "GBR", "CHN", "DEU")


def test_every_column_is_the_same_when_built_again(data_dir: Path) -> None:
    """Sums of fractions depend on the order of their terms, which a table without an order does not keep."""
    request = panel(years=(1985, 2000), data=data_dir).add(*ADDITIONS).among(*STATES)
    first, second = (request.build().frame for _ in range(2))

    different = [c for c in first.columns if frame_digest(first.select(c)) != frame_digest(second.select(c))]

    assert different == []
