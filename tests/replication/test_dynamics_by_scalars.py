"""One relationship after another by the equations as they are written, number by number, against the engine.

The hand-written loop of the benchmark shares its arrays and its setting with the engine's own example. Here
nothing is an array, every cohort is followed by itself, and the setting uses what the example leaves out:
conduct towards others, a turnover of careers, stakes, shocks of several weights and steps within a year.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from gaiatsu.dynamics import DEMAND_TYPES, Demands, RunOptions, Setting, draw_parameters, run
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.histories import COLUMNS, INDICES
from gaiatsu.dynamics.policy import Chance
from gaiatsu.dynamics.run import chances_of

SEED, SIZE, START, YEARS, STEPS, TURNOVER = 5, 8, 1970, 26, 4, 1985.5
ASKED = Demands(
    per_year=0.9,
    mix=(0.4, 0.3, 0.2, 0.1),
    threatened_cost=(0.7, 0.5, 0.4, 0.3),
    public_posture=(0.6, 0.2, 0.5, 0.9),
    unilateral=(0.5, 0.3, 0.6, 0.2),
    authorized=(0.2, 0.4, 0.1, 0.3),
    linkage=(0.5, 0.2, 0.0, 0.4),
    domestic_support=(0.1, 0.5, 0.3, 0.2),
    target_in_violation=(0.3, 0.5, 0.1, 0.4),
    exposure=(1.0, 0.35, 0.5, 0.8),
    prize=1.7,
    stake=0.4,
    own_cost=0.3,
    stretch=0.4,
    breach=0.3,
)


def full_setting() -> Setting:
    ratio, others = np.linspace(6.0, 1.5, YEARS), np.random.default_rng(0).random((2, YEARS))
    base = quiet_setting(START, START + YEARS, shocks=(1980.3, 1989.86))
    return replace(
        base,
        dependence_ratio=ratio,
        asymmetry=np.log(ratio) / math.log(5.0),
        dispute_settlement=np.linspace(0.0, 1.0, YEARS),
        violation_elsewhere=(np.arange(YEARS) % 3 == 0).astype(float),
        demands=((START, ASKED),),
        shock_weights=(1.0, 0.4),
        kept_elsewhere=others[0],
        dropped_elsewhere=others[1],
        elites=replace(base.elites, turnover=TURNOVER, steps_per_year=STEPS),
    )


def logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def normal(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def log_odds(p: float) -> float:
    return math.log(p / (1.0 - p))


class Seen(NamedTuple):
    """H, tau and R, true or as perceived."""

    hierarchy: float
    trust: float
    resolve: float


class Pressed(NamedTuple):
    """What a demand comes to: l, eta, the index of eq. 5, q, and the law of the grades."""

    legitimacy: float
    payoff: float
    provocation: float
    credibility: float
    law: list[float]


class Cohort:
    """Those who entered between two dates, and their identity in security and economic matters."""

    def __init__(self, first: float, last: float, security: float, economic: float) -> None:
        self.first, self.last, self.identities = first, last, [security, economic]


class Scalar:
    """A relationship by eq. 1 to 10."""

    def __init__(self, setting: Setting, p: dict[str, float], alpha: np.ndarray) -> None:
        self.setting, self.p, self.alpha = setting, p, alpha
        self.rest = [log_odds(p["resting_trust_of_sender"]), log_odds(p["resting_trust_of_target"])]
        self.trust = list(self.rest)
        prior = p["resolve_prior_weight"]
        self.prior = [prior * p["resolve_prior"], prior * (1.0 - p["resolve_prior"])]
        self.counts = list(self.prior)
        self.past: list[Seen] = []
        self.deal, since, self.cohorts = 0.0, -math.inf, []
        for one in setting.elites.founding:
            named = [p[each] if isinstance(each, str) else each for each in (one.security, one.economic)]
            self.cohorts.append(Cohort(since, one.closes, *named))
            since = one.closes
        self.enter(0)

    def position(self, t: int) -> float:
        ratio = float(self.setting.dependence_ratio[t])
        return max(0.0, (ratio - 1.0) / (ratio + 1.0))

    def enter(self, t: int) -> None:
        self.cohorts.append(Cohort(START + t, START + t + 1.0, self.position(t), self.position(t)))

    def entered_by(self, edge: float, when: float) -> float:
        total = 0.0
        for who, share in (
            ("official", self.p["official_share"]),
            ("politician", 1.0 - self.p["official_share"]),
        ):
            mean, spread = self.p[f"{who}_seniority"], self.p[f"{who}_spread"]
            total += share * normal((mean + min(edge, when) - when) / spread) / normal(mean / spread)
        return total

    def hierarchy(self, t: int) -> tuple[float, float, float]:
        when = float(START + t)
        weights = [self.entered_by(c.last, when) - self.entered_by(c.first, when) for c in self.cohorts]
        security, economic = (
            sum(w * c.identities[side] for w, c in zip(weights, self.cohorts, strict=True)) for side in (0, 1)
        )
        chi = self.p["security_share"] * (self.p["security_share_retained"] if when > TURNOVER else 1.0)
        return chi * security + (1.0 - chi) * economic, security, economic

    def pressed(
        self, t: int, kind: int, channel: tuple[float, float, float], seen: Seen, threat: float
    ) -> Pressed:
        p, s, (V, U, G) = self.p, self.setting, channel
        A, M = ASKED.public_posture[kind], min(1.0, ASKED.threatened_cost[kind] + ASKED.linkage[kind])
        X = (1.0 - s.dispute_settlement[t]) * (1.0 + s.violation_elsewhere[t]) / 2.0
        legitimacy = min(1.0, max(0.0, 0.5 + V / 2 + threat * (G / 2 - U * (1.0 - X) / 2)))
        q = logistic(
            log_odds(seen.resolve)
            + p["posture_credibility"] * A * threat
            + p["stake_credibility"] * ASKED.stake
            - p["own_cost_credibility"] * ASKED.own_cost
        )
        eta = (
            p["material"] * q * M * threat * s.asymmetry[t]
            + p["domestic_support"] * ASKED.domestic_support[kind]
            + p["hierarchy"] * seen.hierarchy
            + p["legitimacy"] * (legitimacy - 0.5)
            - p["trust"] * (1.0 - seen.trust) * ASKED.exposure[kind]
            - p["depth"] * self.depth(kind)
            - p["public_posture"] * A * threat
            - p["reactance"] * threat
        )
        index = (
            p["backlash_public_posture"] * A * threat
            + p["backlash_threat"] * M * threat
            - p["backlash_legitimacy"] * (legitimacy - 0.5)
            - p["backlash_hierarchy"] * seen.hierarchy
            - p["backlash_trust"] * seen.trust
        )
        weights = [math.exp(y * eta - self.alpha[kind][:y].sum()) for y in range(4)]
        return Pressed(legitimacy, eta, index, q, [weight / sum(weights) for weight in weights])

    def depth(self, kind: int) -> float:
        distrust = 1.0 - logistic(self.trust[1])
        return logistic(self.p[f"depth_{DEMAND_TYPES[kind].value}"] + self.p["sender_trust"] * distrust)

    def year(self, t: int, u: np.ndarray) -> dict[str, float]:
        p = self.p
        joint, security, economic = self.hierarchy(t)
        now = Seen(joint, logistic(self.trust[0]), self.counts[0] / sum(self.counts))
        self.past.append(now)
        perceived = self.past[max(0, t - math.ceil(p["perception_lag"]))]
        kind = sum(u[Chance.DEMAND] >= edge for edge in (0.4, 0.4 + 0.3, 0.4 + 0.3 + 0.2))
        asked = u[Chance.ASKED] < ASKED.per_year
        alone, either = ASKED.unilateral[kind], ASKED.unilateral[kind] + ASKED.authorized[kind]
        U = float(u[Chance.CHANNEL] < alone)
        V = float(u[Chance.VIOLATION] < ASKED.target_in_violation[kind])
        channel = V, U, float(not U and u[Chance.CHANNEL] < either)
        hoped, quiet = (self.pressed(t, kind, channel, perceived, threat) for threat in (1.0, 0.0))
        more = sum(y * (a - b) for y, (a, b) in enumerate(zip(hoped.law, quiet.law, strict=True))) / 3.0
        gain = ASKED.prize * more - sum(hoped.law[:2]) * ASKED.own_cost * hoped.credibility
        threat = float(asked and u[Chance.THREAT] < logistic(p["threat_sensitivity"] * gain))
        met = self.pressed(t, kind, channel, now, threat)
        grade = sum(u[Chance.CONCESSION] >= edge for edge in np.cumsum(met.law)[:3]) if asked else -1
        cuts = p["backlash_first"], p["backlash_first"] + p["backlash_gap"]
        hit = sum(u[Chance.BACKLASH] < logistic(met.provocation - cut) for cut in cuts) if threat else -1
        resisted = bool(threat) and grade < 2
        carried = resisted and u[Chance.CARRY] < met.credibility
        stretched = self.deal > 0.0 and u[Chance.STRETCH] < ASKED.stretch * self.deal
        deal = -1.0 if self.deal == 0.0 else float(not stretched)
        depth = self.depth(kind)
        self.learn(t, u, (stretched, carried, resisted and not carried), max(hit, 0))
        self.move(t, max(hit, 0), ASKED.linkage[kind] * threat)
        self.deal = ASKED.exposure[kind] * (grade >= 1)
        return {
            "hierarchy": joint,
            "hierarchy_security": security,
            "hierarchy_economic": economic,
            "trust_of_sender": now.trust,
            "resolve": now.resolve,
            "depth": depth,
            "legitimacy": met.legitimacy,
            "payoff": met.payoff,
            "provocation": met.provocation,
            "credibility": met.credibility,
            "demand": kind if asked else -1,
            "threatened": threat,
            "concession": grade,
            "backlash": hit,
            "carried_out": float(carried) if resisted else -1,
            "deal": deal,
        }

    def learn(self, t: int, u: np.ndarray, acts: tuple[bool, bool, bool], hit: int) -> None:
        p, (stretched, carried, dropped), there = self.p, acts, self.deal > 0.0
        honored = math.log((1.0 - p["honest_error"]) / (1.0 - p["cheat_rate"]))
        violated = -math.log(p["cheat_rate"] / p["honest_error"])
        shown = there * (violated if stretched else honored) + hit / 2 * p["backlash_distrust"] * violated
        broken = there * (violated if u[Chance.BREACH] < ASKED.breach else honored)
        for side, evidence in enumerate((shown, broken)):
            rest = self.rest[side]
            self.trust[side] = rest + p["trust_memory"] * (self.trust[side] - rest) + evidence
        elsewhere = self.setting.kept_elsewhere[t], self.setting.dropped_elsewhere[t]
        seen = int(there and not stretched) + int(carried), int(stretched) + int(dropped)
        for side, prior in enumerate(self.prior):
            faded = prior + p["resolve_memory"] * (self.counts[side] - prior)
            self.counts[side] = faded + seen[side] + p["extra_dyadic_weight"] * elsewhere[side]

    def move(self, t: int, hit: int, linked: float) -> None:
        p, kept = self.p, 1.0
        for step in range(STEPS):
            when, left = START + t + step / STEPS, 1.0 - p["plasticity_base"]
            for date, weight in zip(self.setting.shock_dates, self.setting.shock_weights, strict=True):
                if when >= date:
                    left *= 1.0 - p["plasticity_shock"] * weight * math.exp(-(when - date) / p["shock_decay"])
            kept *= left ** (1.0 / STEPS)
        wear = 1.0 - hit / 2 * p["backlash_defiance"]
        for cohort in self.cohorts:
            for side, share in enumerate((wear * (1.0 - p["linkage_cost"] * linked), wear)):
                pulled = kept * cohort.identities[side] + (1.0 - kept) * self.position(t)
                cohort.identities[side] = share * pulled
        if t + 1 < YEARS:
            self.enter(t + 1)


def test_every_number_of_a_full_setting_is_that_of_the_equations() -> None:
    setting, drawn = full_setting(), draw_parameters(SIZE, seed=3)
    found = run(setting, drawn, seed=SEED, options=RunOptions(columns=(*COLUMNS, *INDICES)))
    luck = [chances_of(SEED, 0, START + t) for t in range(YEARS)]

    for place in range(SIZE):
        p = {name: float(column[place]) for name, column in drawn.values.items()}
        one = Scalar(setting, p, drawn.thresholds[..., place])
        for t in range(YEARS):
            for name, value in one.year(t, luck[t][:, place]).items():
                assert abs(found[name][t, place] - value) < 1e-12, (name, t, place)
