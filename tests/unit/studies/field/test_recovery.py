"""A known effect is found, none is not, and what is reported is what was specified."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.streams import stream
from gaiatsu.report.narrative.field_report import compose_field
from gaiatsu.report.sources import bare, texts
from gaiatsu.sources import Dataset
from gaiatsu.studies.field import decline, legitimacy
from gaiatsu.studies.field.decline_rates import four_cells, rates
from gaiatsu.studies.field.decline_tests import place_of_target
from gaiatsu.studies.field.design import Design
from gaiatsu.studies.field.legitimacy_models import models
from gaiatsu.studies.field.legitimacy_proxy import matched_dockets
from gaiatsu.studies.field.legitimacy_rates import rates as gains
from gaiatsu.studies.field.outcomes import prepared
from gaiatsu.studies.field.records import FieldStudy, assembled, judged
from gaiatsu.studies.field.specification import FieldSpecification, specification
from gaiatsu.studies.provenance import Provenance

_spec = importlib.util.spec_from_file_location("simulated", Path(__file__).with_name("simulated.py"))
assert _spec is not None
assert _spec.loader is not None
simulated = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(simulated)


def small(name: str) -> FieldSpecification:
    """The plan with its primary sample and coding alone, and fewer draws."""
    plan = specification(name)
    limits = {**plan.thresholds, "posterior_draws": 2000.0, "permutations": 500.0, "imputations": 20.0}
    return replace(plan, samples=(plan.primary_sample,), codings=(plan.primary_coding,), thresholds=limits)


def called(name: str, table: pl.DataFrame) -> dict[str, str]:
    plan = small(name)
    design = Design(plan, table, table, 1)
    found = {one.estimator: one for one in (rates(design) if name == "decline" else gains(design))}
    return {
        key: judged(
            key,
            one.probability,
            float(one.details.get("large", one.probability)),
            bounded=False,
            thresholds=plan.thresholds,
        ).word
        for key, one in found.items()
    }


def test_a_fall_of_japans_own_is_found() -> None:
    found = called("decline", simulated.cases(stream(1, "fall"), 3000, fall=0.4))

    assert found["within"] == found["beyond"] == "supported"
    assert found["others"] != "supported"


def test_without_a_fall_none_is_found() -> None:
    found = called("decline", simulated.cases(stream(2, "flat"), 4000))

    assert found["within"] == found["beyond"] == "against"


def test_a_fall_that_all_targets_share_is_not_japans_own() -> None:
    found = called("decline", simulated.cases(stream(9, "common"), 4000, common=0.3))

    assert found["within"] == found["others"] == "supported"
    assert found["beyond"] == "against"


def test_a_study_that_lacks_an_estimator_is_refused() -> None:
    table = simulated.cases(stream(10, "lack"), 50)
    plan = small("decline")
    trace = Provenance("x", (), 1, "0")
    study = FieldStudy(plan, tuple(rates(Design(plan, table, table, 1))), (), (), (), {}, trace)

    with pytest.raises(InvalidSpecification, match="lacks the estimators"):
        assembled(study)


def test_the_rate_of_false_calls_is_the_nominal_one() -> None:
    words = [called("decline", simulated.cases(stream(3, "false", i), 250))["beyond"] for i in range(60)]

    assert 0 <= words.count("supported") <= 8


def test_a_gain_from_an_institution_is_found_and_its_timing_not_invented() -> None:
    found = called("legitimacy", simulated.cases(stream(4, "gain"), 3000, gain=0.25))

    assert found["difference"] == "supported"
    assert found["timing"] != "supported"


def test_a_model_finds_the_size_of_a_gain() -> None:
    plan = specification("legitimacy")
    only = replace(plan, codings=tuple(one for one in plan.codings if one.id in {"broad", "ordered"}))
    table = simulated.cases(stream(5, "size"), 3000, gain=0.25, missing=0.3)
    found = next(
        one
        for one in models(Design(only, table, table, 1))
        if (one.estimator, one.sample) == ("logit", "trade")
    )

    assert found.value == pytest.approx(0.25, abs=0.05)
    assert found.low < 0.25 < found.high


@pytest.mark.parametrize(("name", "module"), [("decline", decline), ("legitimacy", legitimacy)])
def test_what_is_reported_is_what_was_specified_and_can_be_told(
    name: str, module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = simulated.cases(stream(6, name), 900, missing=0.2)
    data = Dataset("ties", "4.1", "morgan2014", "free", Path("x"), "0" * 64, False, (), table)
    monkeypatch.setattr(module, "read_sets", lambda *_, **__: {"ties": data})
    study = module.run(None, seed=1)
    keys = [(one.estimator, one.coding, one.sample, one.variant) for one in study.estimates]
    report = compose_field(study)
    told = [bare(text, report.trail.entries) for text in texts(report)]

    assert {one.estimator for one in study.estimates} == {one.id for one in specification(name).estimators}
    assert len(set(keys)) == len(keys)
    assert [verdict.question for verdict in study.verdicts]
    assert not [text for text in told if " nan" in text or "None" in text]
    assert any("Not the release that was examined" in line for line in report.imprint)
    assert all(entry.source for entry in report.trail.entries)


def test_every_target_is_put_in_japans_place() -> None:
    plan = small("decline")
    table = simulated.cases(stream(7, "place"), 600, fall=0.5)
    cases = prepared(table, plan.primary_sample, plan.primary_coding)
    found, p = place_of_target(cases, 1993, target=740, fewest=3)

    assert set(found) == set(np.unique(cases.target))
    assert found[740] == four_cells(cases, 1993).value == min(found.values())
    assert p == pytest.approx(1 / len(found))


def test_a_docket_matches_cases_of_its_target_within_a_year() -> None:
    table = simulated.cases(stream(8, "dockets"), 50).with_columns(
        target=pl.lit(20), start_year=pl.Series([1994, 1997] * 25), institution=pl.lit(1)
    )
    dockets = pl.DataFrame({"ccode": [20, None], "year": [1995, 1997], "quality": ["by_way_of_the_wto", ""]})
    found = matched_dockets(table, dockets)

    assert found.height == 25
    assert found["start_year"].unique().to_list() == [1994]
    assert found["by_panel"].all()
