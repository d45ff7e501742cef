"""``gaiatsu falsify``."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import Result

pytestmark = pytest.mark.xdist_group("falsify")


def test_fifteen_falsifiers_are_printed_with_their_status(falsified: Result) -> None:
    written = json.loads(falsified.stdout)

    assert falsified.exit_code == 0
    assert [f"F{number}" for number in range(1, 16)] == [row["id"] for row in written["falsifiers"]]
    assert sum(written["summary"].values()) == 15


@pytest.mark.parametrize("name", ["F6", "F7", "F10", "F11"])
def test_those_that_the_episodes_reach_are_computed(falsified: Result, name: str) -> None:
    row = next(row for row in json.loads(falsified.stdout)["falsifiers"] if row["id"] == name)

    assert row["status"] != "data needed"
    assert isinstance(row["number"], float)


def test_people_read_status_number_and_threshold(as_in_readme: Any) -> None:
    done = as_in_readme("gaiatsu falsify")[1]

    assert done.returncode == 0
    assert done.stdout.startswith("15 falsifiers:")
    assert "F11" in done.stdout
    assert "Status changes:" in done.stdout
    assert "No external data were read" in done.stderr
