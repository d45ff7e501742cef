"""Exact tests against SciPy's on the same tables, and the whole study of Figure 2."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest
from scipy import stats

from gaiatsu import cases
from gaiatsu.numerics.exact import exact_p, exact_test
from gaiatsu.studies.figure2 import figure2

TABLES = [[[a, 8 - a], [b, 7 - b]] for a, b in itertools.product(range(9), range(8)) if 0 < a + b < 15]
STRATA = [[[3, 0], [0, 3]], [[2, 0], [1, 1]], [[3, 0], [0, 2]]]
STUDY_BUDGET = 2.0
ROUNDS = 3


def fastest(run: Callable[[], object]) -> float:
    """Least processor time of several runs."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def test_p_values_cost_no_more_than_scipys(benchmark: Any) -> None:
    ours = fastest(lambda: [exact_p(table) for table in TABLES])
    theirs = fastest(lambda: [stats.fisher_exact(table) for table in TABLES])
    benchmark.extra_info["ratio to scipy.stats.fisher_exact"] = ours / theirs
    benchmark(exact_p, TABLES[0])

    assert ours <= theirs


def test_intervals_cost_no_more_than_scipys(benchmark: Any) -> None:
    some = TABLES[::4]
    ours = fastest(lambda: [exact_test(table) for table in some])
    theirs = fastest(lambda: [stats.contingency.odds_ratio(table).confidence_interval() for table in some])
    benchmark.extra_info["ratio to scipy.stats.contingency.odds_ratio"] = ours / theirs
    benchmark(exact_test, STRATA)

    assert ours <= theirs


@pytest.mark.benchmark(timer=time.process_time)
def test_the_whole_study_of_figure_2_is_quick(benchmark: Any) -> None:
    case_set = cases.load("schoppa1999")
    benchmark.pedantic(figure2, args=(case_set,), rounds=1)

    assert fastest(lambda: figure2(case_set)) <= STUDY_BUDGET
