"""Counts of sanction threats by directed dyad and decade, laid beside the theory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import betainc

from gaiatsu.studies.external.comparison import (
    Comparison,
    Measurement,
    Tables,
    Values,
    near,
    shift,
    spelled,
)
from gaiatsu.studies.external.implications import (
    TheoryDraws,
    cost_effect,
    deference_effect,
    dependence_effect,
    social_decline,
    threat_trend,
)
from gaiatsu.studies.external.records import Evidence, Origin, Recomputed
from gaiatsu.studies.external.reduced import alliance_shift, cost_shift, dependence_shift
from gaiatsu.studies.shares import Share, fisher, probability_first
from gaiatsu.studies.threats import (
    JAPAN,
    USA,
    concession_by_target,
    concession_share,
    obliged_decades,
    threat_outcomes,
)

if TYPE_CHECKING:
    import polars as pl

__all__ = ["DYADS"]

TAIWAN, KOREA = 713, 732
FEWEST: Final = 10
"""Threats a target must have met to be ranked."""
DECADES: Final = (1970, 1980, 1990)
DYAD_DECADES: Final = "dyad-decades; a threat ends in concession, imposition or back-down"


def _american(tables: Tables) -> pl.DataFrame:
    return tables["sigint"].table.filter(ccode1=USA)


# --- levels ----------------------------------------------------------------------------------------------


def _credibility(model: TheoryDraws) -> np.ndarray:
    return np.asarray(model.parameters["resolve_prior"])


def _concession(model: TheoryDraws) -> np.ndarray:
    return model.concede()


def _carried_out(tables: Tables) -> Measurement:
    outcomes = threat_outcomes(_american(tables))
    share = Share(outcomes["stand_firm"], outcomes["stand_firm"] + outcomes["back_down"])
    ours = Recomputed(
        {"share": share.rate, "carried_out": share.successes, "resisted": share.cases},
        f"U.S. as sender, {DYAD_DECADES}; imposed over imposed and dropped",
        near(share.rate, 0.657, 3) and share.cases == 201,
        "Those who count every sender find .714 of 489.",
    )
    low, high = share.interval()
    finding = (
        f"The United States carried out {share} = {share.rate:.3f} ({low:.2f} to {high:.2f}) of the threats "
        "that were resisted."
    )
    return Measurement(Evidence(0, 1.0, share.rate), finding, ours)


def _outcomes(tables: Tables) -> Measurement:
    outcomes = threat_outcomes(tables["sigint"].table)
    total = sum(outcomes.values())
    rates = {name: count / total for name, count in outcomes.items()}
    printed = zip(rates.values(), (0.227, 0.551, 0.221), strict=True)
    ours = Recomputed(
        {**rates, "threats": total},
        f"every sender, {DYAD_DECADES}",
        total == 633 and all(near(rate, number, 3) for rate, number in printed),
    )
    words = zip(rates.values(), ("conceded", "imposed", "dropped"), strict=True)
    low, high = concession_share(tables["sigint"].table).interval()
    finding = ", ".join(f"{rate:.3f} {word}" for rate, word in words)
    finding += f" (concession {low:.2f} to {high:.2f}, as if threats were independent)."
    return Measurement(Evidence(0, 1.0, rates["concede"]), finding, ours)


# --- counts by dyad and decade -----------------------------------------------------------------------------


def _by_decade(tables: Tables) -> Measurement:
    japan = _american(tables).filter(ccode2=JAPAN)
    shares = {f"{year}s": concession_share(japan.filter(decade=year)) for year in DECADES}
    last, first = (
        shares["1990s"],
        Share(
            shares["1970s"].successes + shares["1980s"].successes,
            shares["1970s"].cases + shares["1980s"].cases,
        ),
    )
    evidence = shift(last, first)
    ours = Recomputed(
        {
            **{name: str(share) for name, share in shares.items()},
            "fisher_1990s_against_before": fisher(last, first),
        },
        f"U.S. against Japan, {DYAD_DECADES}; conceded at the threat stage",
        [str(share) for share in shares.values()] == ["1/3", "3/7", "8/15"],
        "The last decade holds three years before the change.",
    )
    listing = ", ".join(f"{share} in the {name}" for name, share in shares.items())
    fell = 1 - evidence.certainty if evidence.direction > 0 else evidence.certainty
    finding = (
        f"{listing}: from the two decades before, {spelled(last, first)}; the chance that concessions fell "
        f"is {fell:.2f}."
    )
    return Measurement(evidence, finding, ours)


def _more_threats(tables: Tables) -> Measurement:
    american = _american(tables)
    japan, everybody = (
        [concession_share(table.filter(decade=year)).cases for year in DECADES]
        for table in (american.filter(ccode2=JAPAN), american)
    )
    others = [whole - part for whole, part in zip(everybody, japan, strict=True)]
    total = sum(japan)
    alone, beside = (
        float(betainc(japan[-1], total - japan[-1] + 1, share))
        for share in (1 / len(japan), others[-1] / sum(others) if sum(others) else 1 / len(japan))
    )
    ours = Recomputed(
        {"1970s": japan[0], "1980s": japan[1], "1990s": japan[2], "p_one_sided": alone}
        | {f"others_{year}s": count for year, count in zip(DECADES, others, strict=True)}
        | {"p_beside_others": beside},
        f"U.S. against Japan, {DYAD_DECADES}; threats of the last decade against a third of all",
        japan == [3, 7, 15],
    )
    finding = (
        f"Threats went {_arrows(japan)}; so many in the last of three decades has probability {alone:.3f} "
        f"by chance. But threats to everybody else went {_arrows(others)}; beside them the probability is "
        f"{beside:.2f}."
    )
    return Measurement(Evidence(1, 1 - alone), finding, ours)


def _arrows(counts: list[int]) -> str:
    return " -> ".join(map(str, counts))


def _japan_and_others(tables: Tables) -> Measurement:
    american = _american(tables)
    shares = concession_by_target(american)
    japan = shares[JAPAN]
    total = concession_share(american)
    others = Share(total.successes - japan.successes, total.cases - japan.cases)
    p = fisher(japan, others)
    values: Values = {"japan": str(japan), "others": str(others), "p": p}
    listed: Values = {"taiwan": shares[TAIWAN].rate, "korea": shares[KOREA].rate}
    printed = (
        (japan.rate, 0.48),
        (others.rate, 0.25),
        (shares[TAIWAN].rate, 0.50),
        (shares[KOREA].rate, 0.43),
    )
    close = all(near(value, number, 2) for value, number in printed) and near(p, 0.017, 3)
    ours = Recomputed(
        {**values, **listed},
        f"U.S. as sender, {DYAD_DECADES}",
        close,
        "61 of 249 is .245, which rounds to .24 and not to .25.",
    )
    finding = (
        f"Japan gave in to {japan.rate:.2f} of threats, other targets to {others.rate:.2f} (p = {p:.3f}): "
        f"{spelled(japan, others)}."
    )
    return Measurement(shift(japan, others), finding, ours)


def _ranking(tables: Tables) -> Measurement:
    shares = concession_by_target(_american(tables), at_least=FEWEST)
    named = {str(code): share for code, share in shares.items()}
    first = probability_first(named, str(JAPAN))
    rank = list(shares).index(JAPAN) + 1
    ours = Recomputed(
        {"rank": rank, "targets": len(shares), "probability_first": first},
        f"U.S. as sender, {DYAD_DECADES}; targets with at least {FEWEST} threats, Jeffreys priors",
    )
    finding = f"Japan ranks {rank} of {len(shares)}; the chance that none was more responsive is {first:.2f}."
    return Measurement(Evidence(1, first), finding, ours)


# --- what goes with concessions --------------------------------------------------------------------------


def _alliance(tables: Tables) -> Measurement:
    return alliance_shift(obliged_decades(tables["sigint"].table, tables["atop"].table))


def _material(tables: Tables) -> Measurement:
    table = tables["sigint"].table
    return dependence_shift(table, beside=cost_shift(table))


def _split(table: pl.DataFrame, high: pl.Expr, coding: str) -> tuple[Share, Share, Recomputed]:
    above, below = concession_share(table.filter(high)), concession_share(table.filter(~high))
    values: Values = {
        "above": str(above),
        "below": str(below),
        "above_rate": above.rate,
        "below_rate": below.rate,
    }
    return above, below, Recomputed({**values, "p": fisher(above, below)}, f"{coding}; {DYAD_DECADES}")


def _obligations(tables: Tables) -> Measurement:
    import polars as pl

    table = obliged_decades(_american(tables), tables["atop"].table)
    above, below, ours = _split(
        table,
        pl.col("obliged"),
        "U.S. as sender; it owed the target defense in five or more of the decade's years",
    )
    finding = (
        f"Targets it must defend gave in to {above.rate:.2f} of U.S. threats, others to {below.rate:.2f}: "
        f"{spelled(above, below)}."
    )
    return Measurement(shift(above, below), finding, ours)


def _dependence(tables: Tables) -> Measurement:
    import polars as pl

    table = tables["sigint"].table
    middle = table["target_dependence"].median()
    above, below, ours = _split(
        table, pl.col("target_dependence") > middle, "every sender; target's dependence above its median"
    )
    finding = (
        f"Dependent targets gave in to {above.rate:.2f} of threats, the others to {below.rate:.2f}: "
        f"{spelled(above, below)}."
    )
    return Measurement(shift(above, below), finding, ours)


def _costs(tables: Tables) -> Measurement:
    import polars as pl

    above, below, ours = _split(
        tables["sigint"].table, pl.col("target_costs") >= 2, "every sender; major or severe costs expected"
    )
    finding = (
        f"Targets that expected major costs gave in to {above.rate:.2f}, the others to {below.rate:.2f}: "
        f"{spelled(above, below)}."
    )
    return Measurement(shift(above, below), finding, ours)


# --- the rows ----------------------------------------------------------------------------------------------


SIGINT: Final = ("sigint",)
DYADS: Final = (
    Comparison(
        "carried-out",
        "U.S. threats carried out given resistance",
        ".657 of 201",
        Origin.COMPUTED,
        "crismancox2021",
        ("H1", "eq. 3"),
        "reputation for resolve before any record",
        _credibility,
        _carried_out,
        SIGINT,
        True,
    ),
    Comparison(
        "threat-outcomes",
        "Outcomes of threats, every sender",
        "concede .227, imposed .551, back down .221 of 633",
        Origin.COMPUTED,
        "crismancox2021",
        ("eq. 1",),
        "concession of two grades or more, at an episode like the article's",
        _concession,
        _outcomes,
        SIGINT,
        True,
    ),
    Comparison(
        "decades",
        "U.S.-Japan concession at the threat stage, 1970s, 1980s, 1990s",
        "1/3, 3/7, 8/15",
        Origin.COMPUTED,
        "crismancox2021",
        ("H2", "H3", "H4T", "F11"),
        "the same demand in the social state of after against before",
        social_decline,
        _by_decade,
        SIGINT,
    ),
    Comparison(
        "more-threats",
        "U.S. threats against Japan, 1970s, 1980s, 1990s",
        "3 -> 7 -> 15",
        Origin.COMPUTED,
        "crismancox2021",
        ("eq. 4", "F13"),
        "the chance of a threat after against before, if the sender sees the context clearly",
        threat_trend,
        _more_threats,
        SIGINT,
    ),
    Comparison(
        "japan-and-others",
        "Concession to U.S. threats, Japan against other targets",
        ".48 against .25, p = .017; Taiwan .50, Korea .43",
        Origin.COMPUTED,
        "crismancox2021",
        ("H2", "beta_H"),
        "a target that defers against one that sees itself as an equal",
        deference_effect,
        _japan_and_others,
        SIGINT,
    ),
    Comparison(
        "most-responsive",
        "Japan the most responsive target of U.S. threats",
        "Taiwan ahead, Korea close",
        Origin.COMPUTED,
        "crismancox2021",
        ("H2", "beta_H"),
        "a target that defers against one that sees itself as an equal",
        deference_effect,
        _ranking,
        SIGINT,
    ),
    Comparison(
        "alliance-coefficient",
        "Alliance in the target's payoff from conceding",
        "-.026 (SE .102)",
        Origin.COMPUTED,
        "crismancox2021",
        ("H2", "beta_H"),
        "a target that defers against one that sees itself as an equal",
        deference_effect,
        _alliance,
        ("sigint", "atop"),
    ),
    Comparison(
        "obligations",
        "Concession to U.S. threats by targets it must defend against others",
        "not on record",
        Origin.COMPUTED,
        "crismancox2021",
        ("H2", "beta_H"),
        "a target that defers against one that sees itself as an equal",
        deference_effect,
        _obligations,
        ("sigint", "atop"),
    ),
    Comparison(
        "material-coefficients",
        "Target's dependence and expected costs in its payoff",
        "+2.34 (SE .90); +.117 (SE .050)",
        Origin.COMPUTED,
        "crismancox2021",
        ("RIV", "beta_M"),
        "full against slight asymmetry of dependence",
        dependence_effect,
        _material,
        SIGINT,
    ),
    Comparison(
        "dependent-targets",
        "Concession by dependent targets against others",
        "not on record",
        Origin.COMPUTED,
        "crismancox2021",
        ("RIV", "beta_M"),
        "full against slight asymmetry of dependence",
        dependence_effect,
        _dependence,
        SIGINT,
    ),
    Comparison(
        "costly-threats",
        "Concession where major costs are expected against others",
        "not on record",
        Origin.COMPUTED,
        "crismancox2021",
        ("RIV", "beta_M"),
        "severe against light threatened costs",
        cost_effect,
        _costs,
        SIGINT,
    ),
)
"""Rows that counts by dyad and decade fill."""
