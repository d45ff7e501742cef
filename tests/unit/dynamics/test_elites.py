"""Cohorts and identities against the paths that the studies of the record compute."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.context.elites import OCCUPATION_END
from gaiatsu.context.panel import episode_panel
from gaiatsu.context.record import event_record
from gaiatsu.dynamics import Demands, ElitePlan, Founding, Record, Setting, draw_parameters, run
from gaiatsu.dynamics.cohorts import cohort_paths
from gaiatsu.dynamics.elites import retention
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.histories import PARTS
from gaiatsu.dynamics.step import prepare
from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.state.identities import identity_model
from gaiatsu.studies.state.relationship import deal_evidence, resting_log_odds
from gaiatsu.studies.state.settings import StateSettings
from gaiatsu.terms import EventKind, Side
from gaiatsu.theory.norm_change.reputation import resolve_from_record
from gaiatsu.theory.norm_change.trust import trust_from_record

DRAWS = draw_parameters(60, seed=2).replace(backlash_defiance=0.0, backlash_distrust=0.0)
YEARS = np.arange(1970, 1997)
SILENT = Demands(0.0, (1.0, 0.0, 0.0, 0.0), (0.0,) * 4, (0.0,) * 4, (0.0,) * 4)


@pytest.fixture(scope="module")
def record_setting() -> Setting:
    case_set = cases.load("schoppa1999")
    record = event_record(case_set)
    shocks = record.select(EventKind.SHOCK)
    dependence = episode_panel(case_set).dependence
    signs = {EventKind.AGREEMENT_KEPT: 1.0, EventKind.AGREEMENT_STRETCHED: -1.0}
    signs |= {EventKind.THREAT_CARRIED_OUT: 1.0, EventKind.THREAT_DROPPED: -1.0}
    columns = {}
    for side, name in ((Side.SENDER, "sender"), (Side.TARGET, "target")):
        deals = record.select(*list(signs)[:2], subject=f"trust_of_{side.value}")
        columns[f"{name}_dates"] = tuple(deals.dates)
        columns[f"{name}_signs"] = tuple(
            signs[kind] * weight for kind, weight in zip(deals.kinds, deals.weights, strict=True)
        )
    acts = record.select(*signs, actor=Side.SENDER)
    columns["resolve_dates"] = tuple(acts.dates)
    columns["resolve_signs"] = tuple(
        signs[kind] * weight for kind, weight in zip(acts.kinds, acts.weights, strict=True)
    )
    founding = (
        Founding("occupation", OCCUPATION_END, "imprint_occupation", "imprint_occupation"),
        Founding("alliance", 1970.0, "imprint_alliance_security", "imprint_alliance_economic"),
    )
    zeros = np.zeros(YEARS.size)
    return Setting(
        1970, 1970, 1997, np.asarray(dependence.at(YEARS)), zeros, zeros, zeros,
        ElitePlan(founding, 1970, turnover=float(record.dates[record.place("hayashi-1995")])),
        ((1970, SILENT),),
        tuple(shocks.dates), tuple(shocks.weights),
        Record(deals=True, threats=True, **columns),
    )  # fmt: skip


def test_the_hierarchy_is_the_one_that_the_studies_read_from_the_record(record_setting: Setting) -> None:
    case_set = cases.load("schoppa1999")
    model = identity_model(
        episode_panel(case_set).dependence, event_record(case_set),
        until=1997.0, parameters=DRAWS.values, settings=StateSettings(),
    )  # fmt: skip
    cells = model.at(YEARS.astype(float))
    histories = run(record_setting, DRAWS, seed=1)

    assert np.abs(histories["hierarchy"] - cells.hierarchy.T).max() < 1e-12
    assert np.abs(histories["hierarchy_security"] - cells.by_domain[..., 0].T).max() < 1e-12


def test_trust_and_reputation_are_those_that_the_studies_read_from_the_record(
    record_setting: Setting,
) -> None:
    record = event_record(cases.load("schoppa1999"))
    histories = run(record_setting, DRAWS, seed=1)
    dates = YEARS.astype(float)
    for side in (Side.SENDER, Side.TARGET):
        deals = record.select(subject=f"trust_of_{side.value}")
        expected = trust_from_record(
            dates,
            deals.dates,
            resting=resting_log_odds(DRAWS.values, side)[:, None],
            evidence=deal_evidence(deals, DRAWS.values)[:, None, :],
            memory=DRAWS["trust_memory"][:, None, None],
        )
        assert np.abs(histories[f"trust_of_{side.value}"] - expected.T).max() < 1e-12
    kinds = (EventKind.THREAT_CARRIED_OUT, EventKind.AGREEMENT_KEPT)
    acts = record.select(*kinds, EventKind.THREAT_DROPPED, EventKind.AGREEMENT_STRETCHED, actor=Side.SENDER)
    kept = np.asarray([kind in kinds for kind in acts.kinds], dtype=float)
    strength, mean = DRAWS["resolve_prior_weight"][:, None], DRAWS["resolve_prior"][:, None]
    expected = resolve_from_record(
        dates,
        acts.dates,
        followed_through=acts.weights * kept,
        dropped=acts.weights * (1.0 - kept),
        prior=(strength * mean, strength * (1.0 - mean)),
        memory=DRAWS["resolve_memory"][:, None, None],
    )

    assert np.abs(histories["resolve"] - expected.T).max() < 1e-12


def test_a_run_that_starts_late_finds_the_identities_where_an_early_one_has_them(
    record_setting: Setting,
) -> None:
    late = replace(record_setting, start=1988)
    early = run(record_setting, DRAWS, seed=1)

    for name in ("hierarchy", "trust_of_sender", "trust_of_target", "resolve"):
        assert np.abs(run(late, DRAWS, seed=1)[name] - early[name][18:]).max() < 1e-12


def cohort_by_cohort(setting: Setting, wear: np.ndarray) -> np.ndarray:
    """Hierarchy of each domain by year, by following every cohort of every relationship for itself."""
    elites = prepare(setting, DRAWS).elites
    size = len(DRAWS)
    identity = [
        [np.broadcast_to(DRAWS[kind], size).copy() for kind in (cohort.security, cohort.economic)]
        for cohort in setting.elites.founding
    ]
    out = []
    for row, year in enumerate(range(setting.start, setting.stop)):
        position = elites.position[row]
        identity.append([np.full(size, position), np.full(size, position)])
        edges = [cohort.closes for cohort in setting.elites.founding]
        edges += [float(first + 1) for first in range(setting.start, year + 1)]
        ages = [max(min(year, setting.elites.frozen_from) - edge, 0.0) for edge in edges]
        reached = [np.ones(size) * _standing(age) for age in ages]
        weights = [reached[0], *(b - a for a, b in pairwise(reached))]
        out.append([sum(w * h[d] for w, h in zip(weights, identity, strict=True)) for d in (0, 1)])
        kept = _kept(setting, year)
        for cohort in identity:
            for domain in (0, 1):
                cohort[domain] = wear[row, domain] * (kept * cohort[domain] + (1.0 - kept) * position)
    return np.asarray(out)


def _standing(age: float) -> np.ndarray:
    from scipy.stats import norm

    def one(who: str) -> np.ndarray:
        mean, spread = DRAWS[f"{who}_seniority"], DRAWS[f"{who}_spread"]
        return np.asarray(norm.cdf((mean - age) / spread) / norm.cdf(mean / spread))

    share = DRAWS["official_share"]
    return np.asarray(share * one("official") + (1.0 - share) * one("politician"))


def _kept(setting: Setting, year: int) -> np.ndarray:
    kept = 1.0 - DRAWS["plasticity_base"]
    for date, weight in zip(setting.shock_dates, setting.shock_weights, strict=True):
        if date <= year:
            faded = np.exp(-(year - date) / DRAWS["shock_decay"])
            kept = kept * (1.0 - DRAWS["plasticity_shock"] * weight * faded)
    return np.asarray(kept)


@pytest.mark.parametrize("frozen", [np.inf, 1990.0])
def test_the_common_path_equals_following_every_cohort_even_where_deference_is_worn_away(
    frozen: float,
) -> None:
    setting = quiet_setting(1970, 2015, shocks=(1985.2, 2001.7))
    setting = replace(setting, elites=replace(setting.elites, frozen_from=frozen))
    rng = np.random.Generator(np.random.Philox(8))
    wear = np.where(rng.random((45, 2, 60)) < 0.1, 1e-60, rng.uniform(0.5, 1.0, (45, 2, 60)))
    elites = prepare(setting, DRAWS).elites
    top, ours = elites.begin(), []
    for row, year in enumerate(range(1970, 2015)):
        ours.append(top.hierarchy)
        top = elites.advance(
            top, year, kept=retention(elites, year), wear=wear[row], replaced=elites.replaced(top, year)
        )

    assert np.abs(np.asarray(ours) - cohort_by_cohort(setting, wear)).max() < 1e-12


def test_with_nobody_leaving_the_top_nothing_is_replaced() -> None:
    setting = quiet_setting(1970, 2000, shocks=(1985.2,))
    frozen = replace(setting, elites=replace(setting.elites, frozen_from=1975.0))
    histories = run(frozen, DRAWS, seed=1)

    assert np.abs(histories["change_replacement"][5:]).max() < 1e-14
    assert np.abs(histories["change_replacement"][:5]).max() > 0.0


def test_without_shocks_no_change_is_a_shocks() -> None:
    histories = run(quiet_setting(1970, 1990), DRAWS, seed=1)

    assert not histories["change_shock"].any()
    assert all(
        histories[name].any()
        for name in PARTS
        if name not in ("change_shock", "change_careers", "change_interaction")
    )


@pytest.mark.parametrize("frozen_from", [np.inf, 1985.0, 1960.0])
def test_the_weights_at_the_top_add_up_to_one_also_where_it_stops_aging(frozen_from: float) -> None:
    setting = quiet_setting(1970, 1995)
    setting = replace(setting, elites=replace(setting.elites, frozen_from=frozen_from))
    paths = cohort_paths(setting, draw_parameters(5, seed=1), seed=1)

    assert np.allclose(sum(path.weight for path in paths), 1.0, rtol=0.0, atol=1e-12)


def test_a_top_that_stops_aging_within_a_year_is_refused() -> None:
    """Cohorts that enter by whole years would then leave part of the top to nobody."""
    with pytest.raises(InvalidSpecification, match=r"1985\.5"):
        replace(quiet_setting(1970, 1995).elites, frozen_from=1985.5)
