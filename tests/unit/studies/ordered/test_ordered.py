from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gaiatsu.cases import CaseSet
from gaiatsu.context.panel import episode_panel
from gaiatsu.context.record import event_record
from gaiatsu.errors import UnknownName
from gaiatsu.estimation.ordinal import PriorSet, fit_bayes, prior_predictive
from gaiatsu.inference.draws import interval
from gaiatsu.numerics.streams import stream
from gaiatsu.report.values import dump
from gaiatsu.studies.ordered import OrderedSettings, OrderedStudy, ordered_models
from gaiatsu.studies.ordered.materials import Materials, materials
from gaiatsu.studies.ordered.predictive import PROBIT_UNIT, predictive_row, prior_set
from gaiatsu.studies.state import relationship_state, terms
from gaiatsu.theory.parameters import PRIOR_SETS, SOCIAL_TERMS

TINY = OrderedSettings(("adjacent",), ("default",), state_draws=3, draws=150, plug_in_draws=500)


@pytest.fixture(scope="module")
def given(article: CaseSet) -> Materials:
    panel = episode_panel(article)
    state = relationship_state(panel, event_record(article), rng=stream(7, "state"), draws=500)
    return materials(panel, terms(panel, state), state_draws=12)


def test_every_link_meets_every_prior_set(study: OrderedStudy) -> None:
    models = [(link, prior) for link in ("adjacent", "probit") for prior in ("default", "article")]

    for rows in (study.predictive, study.shifts, study.reliability):
        assert [(row.link, row.prior) for row in rows] == models
    assert set(study.draws) == {"/".join(model) for model in models}
    assert {row.term for row in study.attributions} == {"material", *SOCIAL_TERMS}


def test_the_composite_is_the_sum_of_its_terms_in_every_draw(study: OrderedStudy) -> None:
    draws = study.draws["adjacent/default"]
    social = [draws.coords["term"].index(term) for term in SOCIAL_TERMS]

    np.testing.assert_allclose(
        draws.flat("contribution")[:, social].sum(axis=1), draws.flat("composite_social_shift")
    )


def test_the_exported_draws_are_those_of_the_summary(study: OrderedStudy) -> None:
    exported = interval(study.draws["adjacent/default"].flat("composite_social_shift"))

    assert exported == study.headline.composite


def test_what_was_believed_before_is_the_prior_times_the_change(
    study: OrderedStudy, given: Materials
) -> None:
    rng = np.random.default_rng(1)
    priors = PRIOR_SETS["default"]
    total = sum(
        priors[term].sample(rng, 40_000) * rng.choice(given.change[:, given.place(term)], 40_000)
        for term in SOCIAL_TERMS
    )

    assert study.headline.before_data.mean == pytest.approx(total.mean(), abs=0.03)
    assert study.headline.before_data.p_negative == pytest.approx((total < 0).mean(), abs=0.03)


def test_the_article_set_is_certain_of_the_sign_before_any_outcome(study: OrderedStudy) -> None:
    shift = study.shift("adjacent", "article")

    assert shift.before_data.p_negative > 0.99
    assert shift.contraction < 0.5


def test_plugging_in_the_state_changes_little(study: OrderedStudy) -> None:
    for shift in study.shifts:
        assert shift.plug_in.mean == pytest.approx(shift.composite.mean, abs=0.12)


def test_contraction_compares_variances(study: OrderedStudy) -> None:
    draws = study.draws["adjacent/default"].flat("beta")
    row = next(row for row in study.coefficients if (row.link, row.term) == ("adjacent", "trust"))

    assert row.prior_sd == pytest.approx(1.5, rel=0.05)
    assert row.contraction == pytest.approx(1 - draws[:, 4].var() / row.prior_sd**2, abs=0.02)


def test_shares_of_the_four_causes_add_up(study: OrderedStudy) -> None:
    shares = [
        row.share.mean for row in study.attributions if (row.link, row.prior) == ("adjacent", "default")
    ]

    assert sum(shares) == pytest.approx(1.0)


def test_the_penalized_shift_has_the_error_of_its_weights(study: OrderedStudy) -> None:
    shift = study.penalized_shifts[0]

    assert shift.estimate < 0 < shift.standard_error
    assert {row.name for row in study.penalized} >= {"trust", "alpha_1", "alpha_2", "alpha_3"}
    assert "reactance" not in {row.name for row in study.penalized}


def test_a_prior_set_that_is_too_certain_is_flagged_and_shrunk(given: Materials) -> None:
    row = predictive_row(given.plug_in, "adjacent", "default", seed=3)
    priors = prior_set("default", "adjacent").scaled(row.factor)
    tempered = prior_predictive(given.plug_in, "adjacent", priors, rng=np.random.default_rng(2), draws=8000)

    assert not row.within
    assert row.concentrated > 0.2
    assert tempered.concentrated == pytest.approx(0.2, abs=0.02)


def test_a_set_that_doubts_is_left_alone(given: Materials) -> None:
    row = predictive_row(given.plug_in, "adjacent", "sceptical", seed=3)

    assert (row.within, row.factor) == (True, 1.0)


def test_a_flagged_set_shows_its_shift_when_shrunk(study: OrderedStudy) -> None:
    for row, shift in zip(study.predictive, study.shifts, strict=True):
        assert (shift.tempered is None) == row.within


def test_priors_of_a_probit_are_carried_over_to_its_unit() -> None:
    logit, probit = (prior_set("default", link)["material"] for link in ("logit", "probit"))

    assert probit.second == pytest.approx(logit.second * PROBIT_UNIT)


def test_the_same_seed_gives_the_same_study(article: CaseSet) -> None:
    first, second = (ordered_models(article, seed=5, settings=TINY) for _ in range(2))

    assert dump(dataclasses.replace(first, draws={})) == dump(dataclasses.replace(second, draws={}))


def test_outcomes_that_fall_with_the_social_terms_give_a_shift_below_zero(given: Materials) -> None:
    social = given.plug_in.X[:, given.social].sum(axis=1)
    graded = np.digitize(social, np.quantile(social, [0.25, 0.5, 0.75]))
    plain = PriorSet("default", PRIOR_SETS["default"])
    shifts = []
    for y in (graded, 3 - graded):
        design = given.plug_in.with_outcomes(y)
        fit = fit_bayes(design, "adjacent", plain, rng=np.random.default_rng(1))
        assert fit.draws is not None
        shifts.append(float((fit.draws.flat("beta") @ (given.change.mean(axis=0) * given.social)).mean()))

    assert shifts[0] < 0 < shifts[1]


def test_a_model_that_was_not_fitted_is_named(study: OrderedStudy) -> None:
    with pytest.raises(UnknownName, match="'logit' and the prior set 'default'"):
        study.shift("logit", "default")


def test_the_trail_names_function_seed_and_inputs(study: OrderedStudy) -> None:
    assert study.provenance.function == "gaiatsu.studies.ordered.study.ordered_models"
    assert study.provenance.seed == 7
    assert [one.name for one in study.provenance.inputs][:2] == ["schoppa1999/episodes", "schoppa1999/events"]


def test_draws_can_be_handed_to_arviz(study: OrderedStudy) -> None:
    tree = study.draws["probit/article"].to_arviz()

    assert "composite_social_shift" in tree["posterior"].data_vars


def test_a_term_that_nobody_moved_has_no_part(study: OrderedStudy) -> None:
    reactance = next(row for row in study.means if row.term == "reactance")

    assert reactance.change == 0.0
