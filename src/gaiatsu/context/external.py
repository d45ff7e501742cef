"""Material series of the U.S.-Japan dyad from external data sets, beside those the article prints.

Every series here is a constraint or a resource. Distances between ideal points, indices of hierarchy and the
like are social readings and are deliberately not offered: a materialist rival must not see them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu import sources
from gaiatsu.context import ingredients as of
from gaiatsu.context.series import MaterialSeries, Quality, Reading

if TYPE_CHECKING:
    from pathlib import Path


__all__ = ["RECIPES", "Recipe", "material_series", "missing_series"]

SUSPECT_MARKS: Final = frozenset(
    {
        "same_both_ways",
        "nearly_empty_year",
        "same_as_1952",
        "reporting_spike",
        "official_differs",
        "no_day",
    }
)


@dataclass(frozen=True)
class Recipe:
    """How one material series is made.

    Parameters
    ----------
    name
        Name of the series.
    title
        What it measures, for print.
    unit
        Its unit.
    needs
        Data sets it is made from.
    rows
        Function of the data sets that returns date, value and defect marks.
    reading
        How it is read between its dates.
    computed
        Whether the values are computed rather than read off.
    """

    name: str
    title: str
    unit: str
    needs: tuple[str, ...]
    rows: Callable[[of.Tables], of.Rows]
    reading: Reading = Reading.ANNUAL
    computed: bool = True

    def series(self, tables: of.Tables) -> MaterialSeries:
        """Make the series from data sets that were read."""
        rows = sorted(self.rows(tables))
        plain = Quality.RECOMPUTED if self.computed else Quality.AS_PUBLISHED
        return MaterialSeries(
            self.name,
            np.asarray([date for date, _, _ in rows]),
            np.asarray([value for _, value, _ in rows]),
            self.unit,
            "; ".join(f"{tables[need].citation}, {need} {tables[need].version}" for need in self.needs),
            tuple(Quality.SUSPECT if SUSPECT_MARKS & set(mark.split(";")) else plain for _, _, mark in rows),
            self.reading,
        )


def material_series(data_dir: Path | str | None = None) -> dict[str, MaterialSeries]:
    """Every external material series of the dyad that the data at hand allow.

    The article dismisses materialist explanations because their causes moved too early, too slowly or not
    at all. That is a statement about series, so the series have to be on the table.

    Parameters
    ----------
    data_dir
        Folder of external data; the environment variable ``GAIATSU_DATA`` when left out.

    Returns
    -------
    dict
        Series by name. `missing_series` says which could not be made, and for want of what.

    Raises
    ------
    MissingData
        No folder was named.
    InvalidData
        A file is not what it should be.
    """
    folder = sources.data_folder(data_dir)
    present = set(sources.available(folder))
    makeable = [recipe for recipe in RECIPES if present.issuperset(recipe.needs)]
    wanted = sorted({need for recipe in makeable for need in recipe.needs})
    tables = {name: sources.read(name, folder) for name in wanted}
    return {recipe.name: recipe.series(tables) for recipe in makeable}


def missing_series(data_dir: Path | str | None = None) -> dict[str, tuple[str, ...]]:
    """Series that cannot be made, each with the data sets it lacks.

    Parameters
    ----------
    data_dir
        Folder of external data; the environment variable ``GAIATSU_DATA`` when left out.
    """
    present = set(sources.available(data_dir))
    lacking = {recipe.name: tuple(n for n in recipe.needs if n not in present) for recipe in RECIPES}
    return {name: needs for name, needs in lacking.items() if needs}


LMF, NMC, REIGN = ("lmf_external_wealth",), ("cow_nmc",), ("reign_elections",)
TRADE = ("cow_trade", "wb_gdp")
PERCENT = "% of GDP"

RECIPES: Final = (
    Recipe(
        "recomputed_dependence_ratio",
        "Target's over sender's export dependence",
        "ratio",
        TRADE,
        of.dependence_rows("ratio"),
    ),
    Recipe(
        "recomputed_target_export_share",
        "Target's exports to the sender",
        PERCENT,
        TRADE,
        of.dependence_rows("target_export_share"),
    ),
    Recipe(
        "recomputed_sender_export_share",
        "Sender's exports to the target",
        PERCENT,
        TRADE,
        of.dependence_rows("sender_export_share"),
    ),
    Recipe(
        "recomputed_alternative_market_share",
        "Target's exports to Asia",
        PERCENT,
        TRADE,
        of.dependence_rows("alternative_market_share"),
    ),
    Recipe(
        "sender_capital_dependence",
        "Sender's current-account deficit, the capital it must attract",
        PERCENT,
        LMF,
        of.wealth_rows(of.SENDER, "current_account", of.SENDER, sign=-1.0),
    ),
    Recipe(
        "sender_capital_dependence_stock",
        "Sender's net foreign liabilities",
        PERCENT,
        LMF,
        of.wealth_rows(of.SENDER, "net_assets", of.SENDER, sign=-1.0),
    ),
    Recipe(
        "target_capital_supply",
        "Target's current-account surplus, against the sender's economy",
        "% of the sender's GDP",
        LMF,
        of.wealth_rows(of.TARGET, "current_account", of.SENDER),
    ),
    Recipe(
        "target_capital_stock",
        "Target's net foreign assets, against the sender's economy",
        "% of the sender's GDP",
        LMF,
        of.wealth_rows(of.TARGET, "net_assets", of.SENDER),
    ),
    Recipe(
        "target_security_dependence",
        "Share of the soldiers in the target who are the sender's",
        "0-1",
        ("us_troops", "cow_nmc"),
        of.defense_share_rows,
    ),
    Recipe(
        "troops_per_thousand",
        "Sender's troops in the target",
        "per 1,000 inhabitants",
        ("us_troops", "cow_nmc"),
        of.troops_rows,
    ),
    Recipe(
        "security_guarantee",
        "Defense owed to the target less defense owed by it",
        "-1, 0, 1",
        ("atop",),
        of.guarantee_rows,
    ),
    Recipe(
        "capability_ratio",
        "Sender's capabilities over the target's",
        "ratio of CINC",
        NMC,
        of.capabilities_rows(of.SENDER.ccode, of.TARGET.ccode),
    ),
    Recipe(
        "common_threat",
        "Soviet or Russian capabilities over the sender's",
        "ratio of CINC",
        NMC,
        of.capabilities_rows(of.RIVAL_POWER, of.SENDER.ccode),
    ),
    Recipe(
        "target_democracy",
        "Electoral democracy in the target",
        "0-1",
        ("democracy",),
        of.score_rows("democracy", of.TARGET.ccode, "polyarchy"),
        computed=False,
    ),
    Recipe(
        "sender_democracy",
        "Electoral democracy in the sender",
        "0-1",
        ("democracy",),
        of.score_rows("democracy", of.SENDER.ccode, "polyarchy"),
        computed=False,
    ),
    Recipe(
        "target_polity",
        "Polity score of the target",
        "-10 to 10",
        ("polity5",),
        of.score_rows("polity5", of.TARGET.ccode, "polity2"),
        computed=False,
    ),
    Recipe(
        "target_growth",
        "Growth of the target's GDP",
        "% a year",
        ("pwt",),
        of.growth_rows("pwt", of.TARGET.iso3, "gdp"),
    ),
    Recipe(
        "sender_growth",
        "Growth of the sender's GDP",
        "% a year",
        ("pwt",),
        of.growth_rows("pwt", of.SENDER.iso3, "gdp"),
    ),
    Recipe(
        "target_growth_per_head",
        "Growth of the target's GDP per head",
        "% a year",
        ("maddison",),
        of.growth_rows("maddison", of.TARGET.iso3, "gdp_per_head"),
    ),
    Recipe(
        "years_to_presidential_election",
        "Years to the next U.S. presidential election",
        "years",
        REIGN,
        of.until_presidential_rows,
        Reading.LINEAR,
    ),
    Recipe(
        "years_to_house_deadline",
        "Years until Japan's lower house must be elected anew",
        "years",
        REIGN,
        of.until_house_deadline_rows,
        Reading.LINEAR,
    ),
    Recipe(
        "target_leader_tenure",
        "Years the target's head of government has been in office",
        "years",
        ("archigos",),
        of.tenure_rows,
        Reading.LINEAR,
    ),
)
"""Every external material series, with the data sets it needs."""
