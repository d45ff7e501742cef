"""Tests that share costly work run in one process: the runner has to honor the mark that says so."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("grouped")
@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="only one process runs the tests")
def test_the_runner_knows_the_group_of_a_test(request: pytest.FixtureRequest) -> None:
    assert request.node.nodeid.endswith("@grouped")
