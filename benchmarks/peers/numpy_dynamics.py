"""The full model of a run as one hand-written NumPy function: no records, no shared functions, no checks.

It drives the setting of ``gaiatsu.dynamics.examples``. A benchmark compares the time and, on the same random
numbers, the results.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import expit, logit, ndtr

Floats = Any


def simulate(p: dict[str, Floats], alpha: Floats, setting: Any, draw: Any) -> dict[str, Floats]:
    """Drive the relationships; ``draw(year)`` gives ten rows of uniform numbers."""
    n, years = alpha.shape[-1], setting.stop - setting.start
    d = setting.demands[0][1]
    which = np.arange(n)
    f = np.exp(-np.cumsum(alpha, axis=1))
    mix = np.cumsum(d.mix)
    M0, A0, U0, G0, L0 = (
        np.asarray(x) for x in (d.threatened_cost, d.public_posture, d.unilateral, d.authorized, d.linkage)
    )
    N0, V0, E0 = (np.asarray(x) for x in (d.domestic_support, d.target_in_violation, d.exposure))
    delta = np.stack([p["depth_results"], p["depth_rule"], p["depth_macroeconomic"], p["depth_other"]])
    up = np.log1p(-p["honest_error"]) - np.log1p(-p["cheat_rate"])
    down = np.log(p["cheat_rate"]) - np.log(p["honest_error"])
    xs, xt = logit(p["resting_trust_of_sender"]), logit(p["resting_trust_of_target"])
    a0 = p["resolve_prior_weight"] * p["resolve_prior"]
    b0 = p["resolve_prior_weight"] * (1 - p["resolve_prior"])
    x, y, a, b = xs.copy(), xt.copy(), a0.copy(), b0.copy()
    fixed = p["stake_credibility"] * d.stake - p["own_cost_credibility"] * d.own_cost
    c1, c2 = p["backlash_first"], p["backlash_first"] + p["backlash_gap"]
    lag = np.ceil(p["perception_lag"]).astype(int)
    deep = lag.max() + 1
    memory = np.empty((deep, 3, n))
    ages = np.arange(years + 2.0)[:, None]
    closes = setting.elites.founding[0].closes

    def standing(age: Floats) -> Floats:
        one = ndtr((p["official_seniority"] - age) / p["official_spread"]) / ndtr(
            p["official_seniority"] / p["official_spread"]
        )
        two = ndtr((p["politician_seniority"] - age) / p["politician_spread"]) / ndtr(
            p["politician_seniority"] / p["politician_spread"]
        )
        return p["official_share"] * one + (1 - p["official_share"]) * two

    top = standing(ages)
    weight = top[:-1] - top[1:]
    old = standing(np.maximum(setting.start + ages - closes, 0.0))
    occupation = p["imprint_occupation"]
    alliance = np.stack([p["imprint_alliance_security"], p["imprint_alliance_economic"]])
    entry = np.empty((years + 1, 2, n))
    position = np.clip((setting.dependence_ratio - 1) / (setting.dependence_ratio + 1), 0, 1)
    P, U = np.zeros((2, n)), np.ones((2, n))
    entry[0] = position[0]
    H = old[0] * occupation + (1 - old[0]) * alliance
    chi = p["security_share"]
    kept0 = 1 - p["plasticity_base"]
    faded = [np.zeros(n) for _ in setting.shock_dates]
    fade = np.exp(-1 / p["shock_decay"])
    deal = np.zeros(n)
    out = {k: np.empty((years, n)) for k in ("hierarchy", "trust_of_sender", "trust_of_target", "resolve")}
    out |= {k: np.empty((years, n), np.int8) for k in ("concession", "backlash")}
    out |= {f"change_{k}": np.empty((years, n)) for k in ("replacement", "drift", "shock", "interaction")}
    for t in range(years):
        year, u = setting.start + t, draw(setting.start + t)
        h = chi * H[0] + (1 - chi) * H[1]
        tau, tauT, R = expit(x), expit(y), a / (a + b)
        now = memory[t % deep]
        now[0], now[1], now[2] = h, tau, R
        back = (t - np.minimum(lag, t)) % deep
        hp, taup, Rp = memory[back, 0, which], memory[back, 1, which], memory[back, 2, which]
        asked = u[0] < d.per_year
        k = (u[1] >= mix[0]).astype(int) + (u[1] >= mix[1]) + (u[1] >= mix[2])
        V = u[2] < V0[k]
        un = u[3] < U0[k]
        au = ~un & (u[3] < U0[k] + G0[k])
        M, A, N, sigma = np.minimum(M0[k] + L0[k], 1), A0[k], N0[k], E0[k]
        D = expit(delta[k, which] + p["sender_trust"] * (1 - tauT))
        excuse = (1 - setting.dispute_settlement[t]) * (1 + setting.violation_elsewhere[t]) / 2
        quiet = 0.5 + 0.5 * V
        pressed = np.clip(quiet + 0.5 * au - 0.5 * un * (1 - excuse), 0, 1)
        posture = p["posture_credibility"] * A
        q = expit(logit(Rp) + posture + fixed)
        plain = p["domestic_support"] * N - p["depth"] * D
        social = p["hierarchy"] * hp - p["trust"] * (1 - taup) * sigma
        base = plain + social
        f1, f2, f3 = f[k, 0, which], f[k, 1, which], f[k, 2, which]
        at = setting.asymmetry[t]
        bite = p["material"] * M * at
        sting = p["public_posture"] * A + p["reactance"]
        e = np.exp(base + bite * q + p["legitimacy"] * (pressed - 0.5) - sting)
        w1, w2, w3 = e * f1, e * e * f2, e * e * e * f3
        s = 1 + w1 + w2 + w3
        gain, refused = (w1 + 2 * w2 + 3 * w3) / s, (1 + w1) / s
        e = np.exp(base + p["legitimacy"] * (quiet - 0.5))
        w1, w2, w3 = e * f1, e * e * f2, e * e * e * f3
        gain -= (w1 + 2 * w2 + 3 * w3) / (1 + w1 + w2 + w3)
        value = d.prize * gain / 3 - refused * d.own_cost * q
        threat = asked & (u[4] < expit(p["threat_sensitivity"] * value))
        q = expit(logit(R) + posture * threat + fixed)
        ell = np.where(threat, pressed, quiet)
        eta = plain + p["hierarchy"] * h - p["trust"] * (1 - tau) * sigma + p["legitimacy"] * (ell - 0.5)
        e = np.exp(eta + (bite * q - sting) * threat)
        w1, w2, w3 = e * f1, e * e * f2, e * e * e * f3
        level = u[5] * (1 + w1 + w2 + w3)
        grade = (level >= 1).astype(np.int8) + (level >= 1 + w1) + (level >= 1 + w1 + w2)
        resisted = threat & (grade < 2)
        carried = resisted & (u[6] < q)
        index = p["backlash_public_posture"] * A * threat + p["backlash_threat"] * M * threat
        index -= (
            p["backlash_legitimacy"] * (ell - 0.5) + p["backlash_hierarchy"] * h + p["backlash_trust"] * tau
        )
        index -= logit(u[7])
        hit = ((index > c1).astype(float) + (index > c2)) * threat
        opened = deal > 0
        stretched = opened & (u[8] < d.stretch * deal)
        broken = opened & (u[9] < d.breach)
        honored, kept_deal = opened & ~stretched, opened & ~broken
        x = (
            xs
            + p["trust_memory"] * (x - xs)
            + honored * up
            - stretched * down
            - hit / 2 * p["backlash_distrust"] * down
        )
        y = xt + p["trust_memory"] * (y - xt) + kept_deal * up - broken * down
        a = a0 + p["resolve_memory"] * (a - a0) + carried + honored
        b = b0 + p["resolve_memory"] * (b - b0) + (resisted & ~carried) + stretched
        deal = np.where(asked & (grade >= 1), sigma, 0)
        wear = 1 - hit / 2 * p["backlash_defiance"]
        worn = np.stack([wear * (1 - p["linkage_cost"] * L0[k] * threat), wear])
        kept = kept0.copy()
        for j, date in enumerate(setting.shock_dates):
            if date < year + 1:
                faded[j] = (
                    fade * faded[j]
                    if faded[j].any()
                    else (np.exp(-(year - date) / p["shock_decay"]) if date <= year else faded[j])
                )
                kept *= 1 - p["plasticity_shock"] * setting.shock_weights[j] * faded[j]
        mean = old[t + 1] * occupation + (top[t + 1] - old[t + 1]) * alliance
        if t + 1 > 0:
            mean = mean + np.einsum("cn,cdn->dn", weight[t::-1], entry[: t + 1])
        X = P + U * mean
        pull = (1 - kept) * position[t]
        after = worn * (kept * X + pull)
        middle = 0.5 * (H + X)
        gap = position[t] - middle
        drift, shock = (1 - kept0) * gap, (kept0 - kept) * gap
        interaction = (worn - 1) * (kept * middle + pull)
        rest = after - H - drift - shock - interaction
        for name, part in (
            ("replacement", rest),
            ("drift", drift),
            ("shock", shock),
            ("interaction", interaction),
        ):
            out[f"change_{name}"][t] = chi * part[0] + (1 - chi) * part[1]
        P, U, H = worn * (kept * P + pull), worn * kept * U, after
        if t + 1 < years:
            entry[t + 1] = (position[t + 1] - P) / U
        out["hierarchy"][t], out["trust_of_sender"][t], out["trust_of_target"][t], out["resolve"][t] = (
            h,
            tau,
            tauT,
            R,
        )
        out["concession"][t] = np.where(asked, grade, -1)
        out["backlash"][t] = np.where(threat, hit, -1)
    return out
