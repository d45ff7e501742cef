"""What sanction cases, careers, accounts and disputes say about each falsifier they can reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.studies.external.implications import theory_draws, threat_ratio
from gaiatsu.studies.falsifiers.channels import independence_in_games, reputation_in_games
from gaiatsu.studies.falsifiers.field import (
    Bounded,
    cohort_weights,
    defended_concessions,
    growth_contrast,
    lag_rows,
    legitimacy_growth,
    nearness_change,
)
from gaiatsu.studies.falsifiers.field_rules import (
    Replacement,
    deference_status,
    enforcement_status,
    growth_status,
    lag_status,
    legitimacy_status,
    replacement_status,
)
from gaiatsu.studies.falsifiers.findings import Finding, Loaded
from gaiatsu.studies.falsifiers.linkage import linkage_finding
from gaiatsu.studies.falsifiers.rules import Status
from gaiatsu.studies.shares import Share
from gaiatsu.studies.state.change import decomposed

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from gaiatsu.sources import Dataset

__all__ = ["ON_FIELD_DATA", "read_field_data"]

NEEDED: Final = (
    "atop",
    "jhred_winners",
    "pwt",
    "reign_leaders",
    "section301",
    "sigint",
    "ties",
    "unga_idealpoints",
    "wto_retaliation",
)
LASTING: Final = (8.0, 12.0, 18.0)
"""Mean years in the house; no set says when members left."""
SENIOR: Final = (0.0, 10.0, 15.0, 20.0)
"""Years from the first election on which a member counts."""
ENTRY_AGE: Final = 25.0
"""Age at which a head of government is taken to have been formed."""
AROUND: Final = 5.0
"""Years before a date over which heads of government are averaged."""


def read_field_data(data_dir: Path | str) -> dict[str, Dataset]:
    """Read the data sets that some falsifier uses and the folder holds.

    Parameters
    ----------
    data_dir
        Folder of external data.

    Returns
    -------
    dict
        Data sets by name.

    Raises
    ------
    MissingData
        ``data_dir`` is not a folder.
    """
    from gaiatsu import sources

    folder = sources.data_folder(data_dir)
    present = set(sources.available(folder))
    return {name: sources.read(name, folder) for name in NEEDED if name in present}


def _tables(loaded: Loaded, *names: str) -> tuple[pl.DataFrame, ...] | None:
    if not set(names) <= loaded.data.keys():
        return None
    return tuple(loaded.data[name].table for name in names)


def _soured(loaded: Loaded) -> bool:
    scores = loaded.rivals.row("social-context").scores
    return scores is not None and scores.movement.across > 0.0


def _leaning(found: Bounded, status: Status) -> str:
    """Say where coded cases alone point: their interval lies on one side of zero and the status is open."""
    if status is not Status.CANNOT_TELL or found.low <= 0.0 <= found.high:
        return ""
    return "for" if found.low > 0.0 else "against"


def _filling(found: Bounded) -> str:
    return (
        f"{found.missing} cases have no coded outcome and could make it anything from {found.lowest:+.2f} "
        f"to {found.highest:+.2f}."
    )


# --- F3, F4, F14: sanction cases -------------------------------------------------------------------------


def _deference(loaded: Loaded) -> Finding | None:
    tables = _tables(loaded, "ties", "atop", "unga_idealpoints")
    found = None if tables is None else defended_concessions(*tables)
    if found is None:
        return None
    margin = loaded.thresholds.margin
    moved = nearness_change(*tables[1:]) if tables else None
    japan = (
        ""
        if moved is None
        else f" Japan's own votes moved by {moved[0]:+.2f} beyond theirs from 1985-92 to 1993-2000; "
        f"{moved[1]:.0%} of the other defended states moved away less."
    )
    return Finding(
        deference_status(found, thresholds=loaded.thresholds),
        "Votes in the United Nations stand in for deference, which they are not. As a defended state's "
        "nearness to the United States rises from its 10th to its 90th percentile within the state, "
        f"concessions change by {found.value:+.2f} ({found.low:+.2f} to {found.high:+.2f}; {found.counts}). "
        f"{_filling(found)}{japan} What elites say about the partner's role is coded in no set.",
        number=found.value,
        threshold=f"against when the shift lies below {margin:g}, supported when it lies above 0, either "
        "whatever the missing outcomes are",
        details=_details(found),
        interval=(found.low, found.high),
        data=("ties", "atop", "unga_idealpoints"),
    )


def _details(found: Bounded) -> dict[str, float]:
    return {
        "lowest": found.lowest,
        "highest": found.highest,
        "coded": float(found.coded),
        "missing": float(found.missing),
    }


def _legitimacy(loaded: Loaded) -> Finding | None:
    tables = _tables(loaded, "ties")
    if tables is None:
        return None
    found, trade = (legitimacy_growth(*tables, trade_only=only) for only in (False, True))
    status = legitimacy_status(found, published_smaller=True)
    return Finding(
        status,
        f"Among coded sanction threats an institution's backing gains {found.value:+.2f} more from 1995 on "
        f"({found.low:+.2f} to {found.high:+.2f}; acquiescence {found.counts}), in trade cases "
        f"{trade.value:+.2f} ({trade.low:+.2f} to {trade.high:+.2f}). {_filling(found)} The published split "
        "of Section 301 cases says the opposite: the gap was larger before the WTO (Pelc 2010). An "
        "institution's taking part is a rough sign of procedure, and grades of concession are not coded.",
        number=found.value,
        threshold="against when the growth lies below 0, or includes 0 while the published split says "
        "smaller; supported when it lies above 0 whatever the missing outcomes are",
        details={
            **_details(found),
            "trade": trade.value,
            "trade_low": trade.low,
            "trade_high": trade.high,
        },
        interval=(found.low, found.high),
        data=("ties",),
        leaning=_leaning(found, status),
    )


def _growth(loaded: Loaded) -> Finding | None:
    tables = _tables(loaded, "ties", "pwt")
    found = None if tables is None else growth_contrast(*tables)
    if found is None:
        return None
    margin = loaded.thresholds.margin
    return Finding(
        growth_status(found, low_state=_soured(loaded), thresholds=loaded.thresholds),
        f"From 1993 to 2005 Japan acquiesced in {found.counts}: a difference of {found.value:+.2f} "
        f"({found.low:+.2f} to {found.high:+.2f}) on {found.coded} coded cases. {_filling(found)} The "
        "social state after 1996 is not measured; the last that is known is low.",
        number=found.value,
        threshold=f"against when the difference lies above {margin:g}, supported when it lies below, either "
        "whatever the missing outcomes are and with the social state low",
        details=_details(found),
        interval=(found.low, found.high),
        data=("ties", "pwt"),
    )


# --- F5: disputes up to retaliation ----------------------------------------------------------------------


def _enforcement(loaded: Loaded) -> Finding | None:
    tables = _tables(loaded, "wto_retaliation")
    if tables is None:
        return None
    import polars as pl

    table = tables[0].filter(pl.col("complied").is_not_null())
    granted = pl.col("stage").str.starts_with("auth_granted")
    enforced, without = (
        Share(int(part["complied"].sum()), part.height)
        for part in (table.filter(granted), table.filter(~granted))
    )
    low, high = without.interval(0.90)
    limits = loaded.thresholds
    dockets, counted = _dockets(loaded)
    return Finding(
        enforcement_status(without, enforced, left_by_complying=True, thresholds=limits),
        f"Defendants complied within two years in {without} disputes that ended before retaliation was "
        f"authorized and in {enforced} in which it was. The first end there because the defendant complies, "
        "all had come as far as a request to retaliate, and the codes are weak: the set cannot speak for "
        "the claim. Under GATT a defendant could block any ruling, and multilateral cases still won 88.0 % "
        "against 43.8 % of unilateral ones (Pelc 2010), which does speak for it."
        f"{dockets}",
        number=without.rate,
        threshold=f"against when it is below {limits.compliance_none:g} and that with authorization above "
        f"it; supported when it exceeds {limits.compliance_shown:g} in disputes that are not sorted by it",
        details={
            "enforced": enforced.rate,
            "without_cases": without.cases,
            "enforced_cases": enforced.cases,
            **counted,
        },
        interval=(low, high),
        data=tuple(name for name in ("wto_retaliation", "section301") if name in loaded.data),
    )


def _dockets(loaded: Loaded) -> tuple[str, dict[str, float]]:
    """Count the Section 301 list by the way each docket took; its codes are weak."""
    tables = _tables(loaded, "section301")
    if tables is None:
        return "", {}
    import polars as pl

    known = tables[0].filter(pl.col("conceded").is_not_null())
    through = pl.col("quality").str.contains("by_way_of_the_wto")
    regime, own = (
        Share(int(part["conceded"].sum()), part.height)
        for part in (known.filter(through), known.filter(~through))
    )
    words = (
        f" On the list of Section 301 dockets from 1995 on, {regime} that went through the WTO ended in "
        f"concession and {own} of the others."
    )
    return words, {"dockets_through_wto": regime.rate, "dockets_otherwise": own.rate}


# --- F8: careers -----------------------------------------------------------------------------------------


def _careers(loaded: Loaded) -> Finding | None:
    tables = _tables(loaded, "jhred_winners")
    if tables is None:
        return None
    found = _replacements(loaded, np.asarray(tables[0]["year"].to_numpy(), dtype=float))
    limits = loaded.thresholds
    shares = sorted(one.share for one in found)
    middle = float(np.median(shares))
    shown = next(one for one in found if one.rule == _rule(LASTING[1], SENIOR[1]))
    return Finding(
        replacement_status(found, thresholds=limits),
        f"From real years of entry replacement carries {shares[0]:.2f} to {shares[-1]:.2f} of the change in "
        f"deference between the periods (median {middle:.2f}), depending on {len(found)} rules of survival "
        f"and seniority. By one of them ({shown.rule}) those first elected by 1952 hold "
        f"{shown.occupation_before:.2f} of the weight before and {shown.occupation_after:.2f} after. What "
        "each cohort thought is the theory's assumption, and ministries' careers are in no set.",
        number=middle,
        threshold=f"against when replacement carries less than {limits.replacement_none:g} under every rule, "
        f"supported when more than {limits.replacement_shown:g} under every rule with probability "
        f"{limits.certainty:g}",
        details={one.rule: one.share for one in found},
        interval=(shares[0], shares[-1]),
        data=tuple(name for name in ("jhred_winners", "reign_leaders") if name in loaded.data),
        measure="share of the change that replacement of real cohorts carries, median and range over rules",
    )


def _rule(lasting: float, senior: float) -> str:
    return f"members, {lasting:g} years on average, counted from year {senior:g}"


def _replacements(loaded: Loaded, entered: np.ndarray) -> tuple[Replacement, ...]:
    panel = loaded.panel
    dates = np.asarray([float(panel.date[part].mean()) for part in (~panel.after, panel.after)])
    edges = loaded.state.identities.edges
    weights = {
        _rule(lasting, senior): cohort_weights(entered, edges, dates, lasting=lasting, senior_from=senior)
        for senior in SENIOR
        for lasting in LASTING
    }
    if "reign_leaders" in loaded.data:
        weights["heads of government of the five years before"] = _heads(
            loaded.data["reign_leaders"].table, edges, dates
        )
    cells = loaded.state.identities.at(dates)
    draws = cells.seniority.shape[0]
    found = []
    for rule, weight in weights.items():
        seniority = np.broadcast_to(weight, (draws, *weight.shape))
        replacement, careers, within = decomposed(replace(cells, seniority=seniority))
        total = replacement + careers + within
        found.append(
            Replacement(
                rule,
                float(replacement.mean() / total.mean()),
                float(np.quantile(replacement / total, 0.05)),
                float(weight[0, 0]),
                float(weight[1, 0]),
            )
        )
    return tuple(found)


def _heads(leaders: pl.DataFrame, edges: np.ndarray, dates: np.ndarray) -> np.ndarray:
    """Weigh entry cohorts of heads of government by their months in office before each date."""
    spell = ("start_year", "start_month", "end_year", "end_month", "birth_year")
    japan = leaders.filter(ccode=740).drop_nulls(spell)
    start = (japan["start_year"] + (japan["start_month"] - 1) / 12.0).to_numpy()
    end = (japan["end_year"] + japan["end_month"] / 12.0).to_numpy()
    entered = (japan["birth_year"] + ENTRY_AGE).to_numpy()
    place = np.clip(np.searchsorted(edges, entered, side="right") - 1, 0, len(edges) - 2)
    found = np.zeros((len(dates), len(edges) - 1))
    for row, date in enumerate(dates):
        months = np.clip(np.minimum(end, date) - np.maximum(start, date - AROUND), 0.0, None)
        np.add.at(found[row], place, months)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


# --- F13: threats ----------------------------------------------------------------------------------------


def _threats(loaded: Loaded) -> Finding | None:
    tables = _tables(loaded, "sigint")
    if tables is None or loaded.threats is None:
        return None
    draws = theory_draws(loaded.case_set, "default", seed=loaded.seed, draws=1000)
    rows = lag_rows(tables[0], threat_ratio(draws))
    if not rows:
        return None
    plain, late, beside = (
        next(row for row in rows if (row.lag, row.exposure) == key)
        for key in ((0, "none"), (8, "none"), (0, "others"))
    )
    counts = loaded.threats.by_decade
    listed = ", ".join(f"{number} in the {decade}s" for decade, number in counts.items())
    soured = _soured(loaded)
    return Finding(
        lag_status(rows, soured=soured, thresholds=loaded.thresholds),
        f"Threats numbered {listed} while the context {'soured' if soured else 'did not sour'}. A sender "
        "that sees it eight years late would still have rarely made so many in the last decade (p = "
        f"{late.p:.3f}; with no lag {plain.p:.3f}). But it threatened everybody more: beside its threats to "
        f"others, Japan's share of the last decade is what one would expect (p = {beside.p:.2f} with no "
        "lag).",
        number=plain.p,
        threshold=f"against when p is below {loaded.thresholds.alpha:g} for every lag up to eight years, "
        "with threats to others as exposure and without; supported when threats did not rise",
        details={f"threats_{decade}s": float(number) for decade, number in counts.items()}
        | {f"p_{row.exposure}_lag_{row.lag}": row.p for row in rows},
        data=("sigint",),
        measure="chance of so many threats in the 1990s, given all three decades, without lag or exposure",
    )


# --- F15: scope ------------------------------------------------------------------------------------------


def _scope(loaded: Loaded) -> Finding | None:
    from gaiatsu import sources
    from gaiatsu.studies.field.scope import scope
    from gaiatsu.studies.field.scope_verdicts import SCOPE
    from gaiatsu.studies.field.specification import specification

    plan = specification("scope")
    if loaded.folder is None or not set(plan.data) <= set(sources.available(loaded.folder)):
        return None
    study = scope(loaded.folder, seed=loaded.seed)
    names = (plan.primary_coding.id, plan.primary_sample.id)
    gap, friends, rivals = (study.find(name, *names) for name in ("difference", "amicable", "hostile"))
    bounds = study.find("bounds", *names, variant="amicable")
    verdict = next(one for one in study.verdicts if one.question == SCOPE)
    turned = verdict.word != "cannot tell" and not verdict.bounded
    status = Status.CANNOT_TELL if turned else Status(verdict.word)
    said = {"against": "against", "supported": "for"}.get(verdict.word, "")
    caution = (
        f" As specified, coded cases speak {said} the claim; missing outcomes could undo it."
        if turned
        else ""
    )
    return Finding(
        status,
        f"The social index moves concessions by {friends.value:+.2f} among friends ({friends.low:+.2f} to "
        f"{friends.high:+.2f}) and by {rivals.value:+.2f} among rivals ({rivals.low:+.2f} to "
        f"{rivals.high:+.2f}).{caution} The terms of the index hardly go together, so it is a poor measure "
        "of any one thing.",
        number=gap.value,
        threshold="as in the specification of the study of scope, and only if no filling of the missing "
        "outcomes turns it around",
        details={"friends": friends.value, "rivals": rivals.value, "friends_most": bounds.high},
        interval=(gap.low, gap.high),
        data=tuple(plan.data),
        leaning=said if turned else "",
    )


ON_FIELD_DATA: Final[Mapping[str, Callable[[Loaded], Finding | None]]] = {
    "F1": independence_in_games,
    "F2": reputation_in_games,
    "F3": _deference,
    "F4": _legitimacy,
    "F5": _enforcement,
    "F8": _careers,
    "F9": linkage_finding,
    "F13": _threats,
    "F14": _growth,
    "F15": _scope,
}
"""Falsifiers that field data reach; each returns ``None`` where what it needs is not loaded."""
