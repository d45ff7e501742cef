"""The state of the relationship at each episode."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.context.panel import Panel, episode_panel
from gaiatsu.context.record import EventRecord, event_record
from gaiatsu.context.series import MaterialSeries
from gaiatsu.errors import InvalidSpecification
from gaiatsu.inference.priors import uniform
from gaiatsu.numerics.special import expit, logit
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.state import STATE_PARAMETERS, StateDraws, StateSettings, relationship_state, terms
from gaiatsu.terms import EventKind
from gaiatsu.theory.material import material_position
from gaiatsu.theory.norm_change.identity import identity_step, plasticity
from gaiatsu.theory.norm_change.seniority import seniority_weights
from gaiatsu.theory.norm_change.trust import evidence_of_honoring, evidence_of_violation, trust_step
from gaiatsu.theory.parameters import DEFAULT
from gaiatsu.theory.response import TERM_NAMES
from gaiatsu.theory.social import linked_hierarchy

DRAWS = 300


@pytest.fixture(scope="module")
def panel() -> Panel:
    return episode_panel(cases.load("schoppa1999"))


@pytest.fixture(scope="module")
def record() -> EventRecord:
    return event_record(cases.load("schoppa1999"))


@pytest.fixture(scope="module")
def state(panel: Panel, record: EventRecord) -> StateDraws:
    return relationship_state(panel, record, rng=stream(1, "state"), draws=DRAWS)


def at(state: StateDraws, column: str, episode: str) -> np.ndarray:
    return np.asarray(getattr(state, column)[:, state.ids.index(episode)])


def test_every_column_is_a_share_of_the_right_shape(state: StateDraws, panel: Panel) -> None:
    for column in state.columns.values():
        assert column.shape == (DRAWS, len(panel))
        assert column.min() >= 0.0
        assert column.max() <= 1.0


def test_trust_is_stepped_through_by_hand(state: StateDraws, record: EventRecord) -> None:
    """One draw, deal by deal, up to the Framework talks of September 1994."""
    draw = {name: float(values[17]) for name, values in state.parameters.items()}
    rest = float(logit(draw["resting_trust_of_sender"]))
    up = float(evidence_of_honoring(draw["honest_error"], cheat_rate=draw["cheat_rate"]))
    down = float(evidence_of_violation(draw["honest_error"], cheat_rate=draw["cheat_rate"]))
    deals = record.select(subject="trust_of_sender")
    x, now = rest, 1970.0
    for date, kind, weight in zip(deals.dates, deals.kinds, deals.weights, strict=True):
        gained = weight * (up if kind is EventKind.AGREEMENT_KEPT else -down)
        x = trust_step(x, rest, memory=draw["trust_memory"], evidence=gained, years=date - now)
        now = float(date)
    episode = "framework-telecom-medical-1994"
    date = float(state.dates[state.ids.index(episode)])
    x = trust_step(x, rest, memory=draw["trust_memory"], evidence=0.0, years=date - now)

    assert at(state, "trust_of_sender", episode)[17] == pytest.approx(float(expit(x)), rel=1e-12)


def test_hierarchy_is_stepped_through_by_hand(panel: Panel, record: EventRecord) -> None:
    """One draw, cohort by cohort and month by month, by the plain loop."""
    state = relationship_state(panel, record, rng=stream(5), draws=3)
    draw = {name: float(values[2]) for name, values in state.parameters.items()}
    place = state.ids.index("film-1996")
    date = float(state.dates[place])
    edges, shocks = state.identities.edges, record.select(EventKind.SHOCK)

    def followed(imprint: float, entry: float) -> float:
        h = imprint
        for step in range(round((entry - 1970.0) * 12), int((date - 1970.0) * 12)):
            month = 1970.0 + step / 12
            g = plasticity(
                np.asarray([month]),
                shocks.dates,
                base=draw["plasticity_base"],
                jump=draw["plasticity_shock"] * shocks.weights,
                decay=draw["shock_decay"],
            )[0]
            h = identity_step(h, material_position(panel.dependence.at(month)), plasticity=g, years=1 / 12)
        return float(h)

    pi = sum(
        share
        * seniority_weights(
            edges, np.asarray([date]), mean=draw[f"{who}_seniority"], spread=draw[f"{who}_spread"]
        )[0]
        for who, share in (("official", draw["official_share"]), ("politician", 1 - draw["official_share"]))
    )
    later = [followed(float(material_position(panel.dependence.at(entry))), entry) for entry in edges[2:-1]]
    by_domain = [
        np.dot(pi, [followed(draw["imprint_occupation"], 1970.0), followed(draw[alliance], 1970.0), *later])
        for alliance in ("imprint_alliance_security", "imprint_alliance_economic")
    ]
    chi = draw["security_share"] * draw["security_share_retained"]

    assert state.hierarchy_security[2, place] == pytest.approx(by_domain[0], rel=1e-10)
    assert state.hierarchy_economic[2, place] == pytest.approx(by_domain[1], rel=1e-10)
    assert state.hierarchy[2, place] == pytest.approx(
        linked_hierarchy(*by_domain, security_share=chi), rel=1e-10
    )


def test_the_first_strike_costs_trust_and_the_second_costs_more(state: StateDraws) -> None:
    before = at(state, "trust_of_sender", "endaka-1987").mean()
    first = at(state, "trust_of_sender", "beef-oranges-1988").mean()
    second = at(state, "trust_of_sender", "framework-telecom-medical-1994").mean()

    assert before > first > second


def test_the_first_refusals_precede_the_second_strike_and_the_new_regime(state: StateDraws) -> None:
    """The current account target of 1993 met neither; trust there is what one strike left."""
    refused = at(state, "trust_of_sender", "current-account-1993")
    last_deal = at(state, "trust_of_sender", "autos-1992")

    assert refused.mean() > last_deal.mean()
    assert at(state, "legitimacy", "current-account-1993").mean() == 0.5


def test_an_event_of_the_episode_itself_does_not_count(panel: Panel, record: EventRecord) -> None:
    """The walk-out of February 1994 belongs to the talks that ended in September."""
    kept = [name != "summit-walkout-1994" for name in record.ids]
    without = relationship_state(panel, record.take(kept), rng=stream(1, "state"), draws=DRAWS)
    whole = relationship_state(panel, record, rng=stream(1, "state"), draws=DRAWS)

    own, later = (whole.ids.index(name) for name in ("framework-telecom-medical-1994", "film-1996"))
    assert np.array_equal(without.resolve[:, own], whole.resolve[:, own])
    assert not np.array_equal(without.resolve[:, later], whole.resolve[:, later])


def test_outcomes_never_enter(panel: Panel, record: EventRecord, state: StateDraws) -> None:
    turned = panel.replace(
        concession=3 - panel.concession, conceded=~panel.conceded, backlash=2 - panel.backlash
    )
    again = relationship_state(turned, record, rng=stream(1, "state"), draws=DRAWS)

    assert all(np.array_equal(again.columns[name], column) for name, column in state.columns.items())


def test_the_draws_of_one_seed_are_the_same_bits(
    panel: Panel, record: EventRecord, state: StateDraws
) -> None:
    again = relationship_state(panel, record, rng=stream(1, "state"), draws=DRAWS)

    assert all(np.array_equal(again.columns[name], column) for name, column in state.columns.items())


def test_without_events_the_relationship_rests(panel: Panel, record: EventRecord) -> None:
    quiet = relationship_state(panel, record.take([]), rng=stream(2), draws=50)

    for column, rest in (("trust_of_sender", "resting_trust_of_sender"), ("resolve", "resolve_prior")):
        levels = quiet.columns[column]
        assert np.ptp(levels, axis=1).max() == 0.0
        np.testing.assert_allclose(levels[:, 0], quiet.parameters[rest])


def test_without_shocks_hierarchy_changes_less(panel: Panel, record: EventRecord) -> None:
    calm = record.take([kind is not EventKind.SHOCK for kind in record.kinds])
    with_shocks, without = (
        relationship_state(panel, events, rng=stream(3), draws=100) for events in (record, calm)
    )

    assert np.all(with_shocks.hierarchy[:, :5] == without.hierarchy[:, :5])
    assert with_shocks.hierarchy[:, -1].mean() < without.hierarchy[:, -1].mean()


def test_fewer_security_careers_lower_deference_from_1995(panel: Panel, record: EventRecord) -> None:
    ignored = StateSettings(security_turnover="no-such-event")
    with_turnover, without = (
        relationship_state(panel, record, rng=stream(3), draws=200, settings=settings)
        for settings in (StateSettings(), ignored)
    )
    after = panel.date > 1995.5

    assert np.array_equal(with_turnover.hierarchy[:, ~after], without.hierarchy[:, ~after])
    assert with_turnover.hierarchy[:, after].mean() < without.hierarchy[:, after].mean()


def test_credibility_is_reputation_and_posture(state: StateDraws, panel: Panel) -> None:
    posture = state.parameters["posture_credibility"][:, None] * panel.public_posture

    np.testing.assert_allclose(state.credibility, expit(logit(state.resolve) + posture), rtol=1e-12)


def test_only_parameters_that_matter_are_drawn(state: StateDraws) -> None:
    assert tuple(state.parameters) == STATE_PARAMETERS
    assert set(STATE_PARAMETERS) <= set(DEFAULT)


def test_a_replaced_prior_reaches_the_state(panel: Panel, record: EventRecord) -> None:
    sure = relationship_state(
        panel, record, rng=stream(4), draws=50, priors={"resting_trust_of_sender": uniform(0.30, 0.31)}
    )

    assert sure.trust_of_sender[:, 0].max() <= 0.31


def test_the_terms_are_the_panel_and_the_state_with_the_theorys_signs(
    state: StateDraws, panel: Panel
) -> None:
    made = terms(panel, state)

    assert tuple(made) == TERM_NAMES
    assert {term.shape for term in made.values()} == {(DRAWS, 15)}
    np.testing.assert_allclose(
        made["material"], state.credibility * panel.threatened_cost * panel.asymmetry, rtol=1e-14
    )
    np.testing.assert_allclose(made["trust"], -(1 - state.trust_of_sender) * panel.exposure, rtol=1e-14)
    np.testing.assert_allclose(made["legitimacy"], state.legitimacy - 0.5)
    assert np.all(made["reactance"] == -1.0)


def test_the_summary_has_a_row_for_each_column_and_episode(state: StateDraws) -> None:
    rows = state.summary()

    assert len(rows) == 15 * len(state.columns)
    row = next(row for row in rows if (row.column, row.episode) == ("hierarchy", "film-1996"))
    draws = at(state, "hierarchy", "film-1996")
    assert row.mean == pytest.approx(draws.mean())
    assert (row.low, row.high) == pytest.approx(tuple(np.quantile(draws, [0.05, 0.95])))


def test_a_series_that_starts_after_the_episodes_is_refused(panel: Panel, record: EventRecord) -> None:
    late = MaterialSeries("dependence_ratio", np.asarray([2000.0]), np.asarray([3.0]), "ratio", "s")

    with pytest.raises(InvalidSpecification, match="starts in 2000"):
        relationship_state(dataclasses.replace(panel, dependence=late), record, rng=stream(1), draws=2)
