"""American military bases abroad, about 2015."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

CONGO_WRONG, CONGO = 484, 490
TERRITORIES = (
    "American Samoa",
    "Antarctica",
    "Aruba",
    "Ascension Island",
    "BR Indian Ocean Territory",
    "Greenland",
    "Guam",
    "Hong Kong",
    "Johnston Atoll",
    "Netherlands Antilles",
    "Northern Mariana Islands",
    "Puerto Rico",
    "Virgin Islands",
    "Wake Island",
)

INFO = DatasetInfo(
    name="us_bases",
    title="U.S. bases abroad, about 2015",
    file="context/us_bases.parquet",
    columns=(
        Column("country", Kind.TEXT, "country or territory", source="countryname"),
        Column("ccode", Kind.INTEGER, "the state it belongs to"),
        Column("base", Kind.TEXT, "name of the place", source="basename"),
        Column("latitude", Kind.NUMBER, "latitude", "degrees", source="lat", lowest=-90, highest=90),
        Column("longitude", Kind.NUMBER, "longitude", "degrees", source="lon", lowest=-180, highest=180),
        Column("large", Kind.INTEGER, "1 for a base of size", source="base", lowest=0, highest=1),
        Column("lilypad", Kind.INTEGER, "1 for a small site", lowest=0, highest=1),
        Column("funded", Kind.INTEGER, "1 for a site of the host's, paid for", source="fundedsite"),
    ),
    key=("row",),
    rows=414,
    first_year=None,
    last_year=None,
    version="troopdata, commit 3946bcf",
    licence="GPL-3 or later for the package",
    citation="vine2015",
    where="https://github.com/meflynn/troopdata",
    digest="1921c4cf51fcd368e97aafe5d28d34c07bb00afcb90b3d9510c7d92671b171bb",
    country_columns=("ccode",),
    defects=(
        Defect(
            "recorded_twice",
            "Naples stands twice in two equal rows: the second is left out.",
            Action.LEFT_OUT,
            1,
        ),
        Defect(
            "wrong_congo",
            "Dungu lies in the Democratic Republic of the Congo and is coded 484, the other Congo: read as "
            "490.",
            Action.CORRECTED,
            1,
        ),
        Defect(
            "same_place",
            "Two names at one place, to the fifth decimal: some are one base under two spellings (Camp "
            "Kinser and Camo Kinser), so that counts are too high.",
            Action.FLAGGED,
            23,
        ),
        Defect("no_place", "No coordinates or no name.", Action.FLAGGED, 9),
        Defect(
            "territory_of_a_state",
            "A dependent territory, under the code of the state it belongs to: Guam counts as the United "
            "States, Greenland as Denmark, Antarctica as New Zealand.",
            Action.FLAGGED,
            38,
        ),
        Defect(
            "one_date",
            "A single list of about 2015 without opening or closing dates: no series can be made of it.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Correct one code; mark double entries, places without coordinates and territories."""
    twin = pl.struct("country", "base", "latitude", "longitude").is_first_distinct().not_()
    wrong = (pl.col("country") == "Congo, Democratic Republic") & (pl.col("ccode") == CONGO_WRONG)
    absent = pl.any_horizontal(pl.col("base", "latitude", "longitude").is_null())
    place = pl.struct("ccode", "latitude", "longitude").is_duplicated()
    rules = {
        "recorded_twice": twin,
        "wrong_congo": wrong,
        "same_place": place & pl.col("latitude").is_not_null() & ~twin,
        "no_place": absent,
        "territory_of_a_state": pl.col("country").is_in(TERRITORIES),
    }
    code = pl.when(wrong).then(CONGO).otherwise("ccode").alias("ccode")
    return table.with_columns(marks(rules), code)
