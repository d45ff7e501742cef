"""The study on the article's own case set, small, and a panel whose causes are known."""

from __future__ import annotations

import pytest

from gaiatsu import cases
from gaiatsu.cases import CaseSet
from gaiatsu.studies.ordered import OrderedSettings, OrderedStudy, ordered_models

SMALL = OrderedSettings(
    links=("adjacent", "probit"),
    prior_sets=("default", "article"),
    state_draws=12,
    draws=300,
    plug_in_draws=2000,
)


@pytest.fixture(scope="session")
def article() -> CaseSet:
    """The case set that ships."""
    return cases.load("schoppa1999")


@pytest.fixture(scope="session")
def study(article: CaseSet) -> OrderedStudy:
    """The study with fewer draws."""
    return ordered_models(article, seed=7, settings=SMALL)
