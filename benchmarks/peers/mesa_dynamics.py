"""The full model of a run as agents in Mesa 3: one agent a relationship, plain numbers, one method a year.

Needs Mesa, which gaiatsu does not. The caller hands over everything as plain numbers (``exchange`` in
``benchmarks/dynamics_peers.py`` writes them), so that this file runs where gaiatsu is not installed.
"""

from __future__ import annotations

import bisect
import math
from typing import Any

import mesa


def _logit(p: float) -> float:
    return math.log(p / (1.0 - p))


def _expit(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def _phi(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


class Relationship(mesa.Agent):
    """A sender and its target."""

    def __init__(self, model: Any, p: dict[str, float], alpha: list[list[float]]) -> None:
        super().__init__(model)
        self.p, self.alpha = p, alpha
        self.xs, self.xt = _logit(p["resting_trust_of_sender"]), _logit(p["resting_trust_of_target"])
        self.a0 = p["resolve_prior_weight"] * p["resolve_prior"]
        self.b0 = p["resolve_prior_weight"] * (1.0 - p["resolve_prior"])
        self.x, self.y, self.a, self.b = self.xs, self.xt, self.a0, self.b0
        self.deal, self.seen = 0.0, []
        self.lag = math.ceil(p["perception_lag"])
        self.up = math.log((1.0 - p["honest_error"]) / (1.0 - p["cheat_rate"]))
        self.down = math.log(p["cheat_rate"] / p["honest_error"])
        s = model.setting
        self.cohorts = [
            [s["closes"], p["imprint_occupation"], p["imprint_occupation"]],
            [float(s["start"]), p["imprint_alliance_security"], p["imprint_alliance_economic"]],
            [float(s["start"] + 1), s["position"][0], s["position"][0]],
        ]
        self.history: list[tuple[float, ...]] = []

    def standing(self, age: float) -> float:
        p, total = self.p, 0.0
        for who, share in (("official", p["official_share"]), ("politician", 1.0 - p["official_share"])):
            mean, spread = p[f"{who}_seniority"], p[f"{who}_spread"]
            total += share * _phi((mean - max(age, 0.0)) / spread) / _phi(mean / spread)
        return total

    def top(self, year: int) -> tuple[float, float]:
        before, security, economic = 0.0, 0.0, 0.0
        for closes, own, other in self.cohorts:
            reached = self.standing(year - closes)
            security += (reached - before) * own
            economic += (reached - before) * other
            before = reached
        return security, economic

    def weights(self, eta: float, k: int) -> tuple[float, ...]:
        total, out = 0.0, [1.0]
        for grade in range(3):
            total += eta - self.alpha[k][grade]
            out.append(math.exp(total))
        return tuple(out)

    def step(self) -> None:
        p, s, t = self.p, self.model.setting, self.model.t
        d, year = s["demands"], s["start"] + t
        u = (
            [self.random.random() for _ in range(10)]
            if self.model.chances is None
            else self.model.chances(t, self)
        )
        hs, he = self.top(year)
        h = p["security_share"] * hs + (1.0 - p["security_share"]) * he
        tau, tau_t, resolve = _expit(self.x), _expit(self.y), self.a / (self.a + self.b)
        self.seen.append((h, tau, resolve))
        hp, tp, rp = self.seen[max(t - self.lag, 0)]
        asked = u[0] < d["per_year"]
        k = bisect.bisect_right(d["edges"], u[1])
        v = 1.0 if u[2] < d["target_in_violation"][k] else 0.0
        alone = u[3] < d["unilateral"][k]
        regime = not alone and u[3] < d["unilateral"][k] + d["authorized"][k]
        cost, posture = min(d["threatened_cost"][k] + d["linkage"][k], 1.0), d["public_posture"][k]
        sigma = d["exposure"][k]
        depth = _expit(p["depth_" + d["names"][k]] + p["sender_trust"] * (1.0 - tau_t))
        excuse = (1.0 - s["dispute_settlement"][t]) * (1.0 + s["violation_elsewhere"][t]) / 2.0
        quiet = 0.5 + 0.5 * v
        pressed = min(max(quiet + 0.5 * regime - 0.5 * alone * (1.0 - excuse), 0.0), 1.0)
        fixed = p["stake_credibility"] * d["stake"] - p["own_cost_credibility"] * d["own_cost"]
        plain = p["domestic_support"] * d["domestic_support"][k] - p["depth"] * depth

        def answer(threat: bool, q: float, seen: tuple[float, float]) -> tuple[float, ...]:
            eta = plain + p["hierarchy"] * seen[0] - p["trust"] * (1.0 - seen[1]) * sigma
            eta += p["legitimacy"] * ((pressed if threat else quiet) - 0.5)
            if threat:
                eta += (
                    p["material"] * q * cost * s["asymmetry"][t]
                    - p["public_posture"] * posture
                    - p["reactance"]
                )
            return self.weights(eta, k)

        believed = _expit(_logit(rp) + p["posture_credibility"] * posture + fixed)
        one, two = answer(True, believed, (hp, tp)), answer(False, 0.0, (hp, tp))
        gain = sum(g * w for g, w in enumerate(one)) / sum(one) - sum(g * w for g, w in enumerate(two)) / sum(
            two
        )
        value = d["prize"] * gain / 3.0 - (one[0] + one[1]) / sum(one) * d["own_cost"] * believed
        threat = asked and u[4] < _expit(p["threat_sensitivity"] * value)
        q = _expit(_logit(resolve) + p["posture_credibility"] * posture * threat + fixed)
        law = answer(threat, q, (h, tau))
        level, grade, below = u[5] * sum(law), 0, law[0]
        while grade < 3 and level >= below:
            grade += 1
            below += law[grade]
        resisted = threat and grade < 2
        carried = resisted and u[6] < q
        hit = 0
        if threat:
            ell = pressed
            index = p["backlash_public_posture"] * posture + p["backlash_threat"] * cost
            index -= (
                p["backlash_legitimacy"] * (ell - 0.5)
                + p["backlash_hierarchy"] * h
                + p["backlash_trust"] * tau
            )
            index -= _logit(u[7])
            hit = (index > p["backlash_first"]) + (index > p["backlash_first"] + p["backlash_gap"])
        opened = self.deal > 0.0
        stretched = opened and u[8] < d["stretch"] * self.deal
        broken = opened and u[9] < d["breach"]
        kept = opened and not broken
        honored = opened and not stretched
        evidence = honored * self.up - stretched * self.down - hit / 2.0 * p["backlash_distrust"] * self.down
        self.x = self.xs + p["trust_memory"] * (self.x - self.xs) + evidence
        self.y = self.xt + p["trust_memory"] * (self.y - self.xt) + kept * self.up - broken * self.down
        self.a = self.a0 + p["resolve_memory"] * (self.a - self.a0) + carried + honored
        self.b = self.b0 + p["resolve_memory"] * (self.b - self.b0) + (resisted and not carried) + stretched
        self.deal = sigma if asked and grade >= 1 else 0.0
        wear = 1.0 - hit / 2.0 * p["backlash_defiance"]
        worn = wear * (1.0 - p["linkage_cost"] * d["linkage"][k] * threat)
        left = 1.0 - p["plasticity_base"]
        for date in s["shocks"]:
            if date <= year:
                left *= 1.0 - p["plasticity_shock"] * math.exp(-(year - date) / p["shock_decay"])
        pull = (1.0 - left) * s["position"][t]
        for cohort in self.cohorts:
            cohort[1] = worn * (left * cohort[1] + pull)
            cohort[2] = wear * (left * cohort[2] + pull)
        if t + 1 < s["years"]:
            self.cohorts.append([float(year + 2), s["position"][t + 1], s["position"][t + 1]])
        self.history.append((h, tau, tau_t, resolve, grade if asked else -1, hit if threat else -1))


class World(mesa.Model):
    """Relationships that do not meet."""

    def __init__(
        self, setting: dict[str, Any], relationships: list[Any], *, seed: int, chances: Any = None
    ) -> None:
        super().__init__(seed=seed)
        self.setting, self.t, self.chances = setting, 0, chances
        for p, alpha in relationships:
            Relationship(self, p, alpha)

    def step(self) -> None:
        """Drive every relationship through a year."""
        self.agents.do("step")
        self.t += 1
