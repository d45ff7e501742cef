"""Country codes by date, and every data set that carries two codes of one state."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from gaiatsu.errors import UnknownName
from gaiatsu.sources import codes

SCHEMES = codes.SCHEMES

# What files say against the standard: Germany and Yemen under their present codes before they were one
# (U.S. troops), South Yemen under the letters of the North (General Assembly), the Vatican under the code of
# the Papal States (U.S. troops).
CONTRADICTIONS = {(255, "DEU"), (679, "YEM"), (680, "YAR"), (327, "VAT")}


@pytest.mark.parametrize(
    ("ccode", "year", "letters"),
    [
        (2, None, "USA"),
        (740, 1990, "JPN"),
        (365, 1921, "RUS"),
        (365, 1922, "SUN"),
        (365, 1991, "SUN"),
        (365, 1992, "RUS"),
        (260, 1970, "DEU"),
        (260, 1990, "DEU"),
        (265, 1970, "DDR"),
        (255, 1991, "DEU"),
        (315, 1980, "CSK"),
        (316, 1993, "CZE"),
        (317, 1993, "SVK"),
        (345, 1991, "YUG"),
        (345, 2004, "SCG"),
        (345, 2010, "SRB"),
        (341, 2010, "MNE"),
        (347, 2010, "XKX"),
        (678, 1985, "YEM"),
        (678, 1990, "YEM"),
        (679, 2000, "YEM"),
        (680, 1985, "YMD"),
        (816, 1970, "VDR"),
        (816, 1980, "VNM"),
        (490, 1980, "ZAR"),
        (490, 2000, "COD"),
        (770, 1960, "PAK"),
        (771, 1980, "BGD"),
        (1000, 1985, "EEC"),
    ],
)
def test_a_state_has_the_letters_of_the_day(ccode: int, year: int | None, letters: str) -> None:
    assert codes.iso3(ccode, year) == letters


@pytest.mark.parametrize(
    ("code", "scheme", "year", "ccode"),
    [
        ("DEU", "iso3", 1989, 260),
        ("DEU", "iso3", 1990, 255),
        ("DEU", "iso3", 1938, 255),
        ("deu", "iso3", None, 255),
        ("RUS", "iso3", 1970, 365),
        ("SUN", "iso3", 1970, 365),
        ("SRB", "iso3", 1995, 345),
        ("YUG", "iso3", 1970, 345),
        ("VNM", "iso3", 1970, 816),
        ("VNM", "iso3", 2000, 816),
        ("YEM", "iso3", 1989, 678),
        ("YEM", "iso3", 1990, 679),
        ("ROM", "iso3", 1980, 360),
        ("TMP", "iso3", None, 860),
        (276, "iso_numeric", 1980, 260),
        (280, "iso_numeric", 1980, 260),
        ("004", "iso_numeric", None, 700),
        (729, "iso_numeric", 2000, 625),
        (736, "iso_numeric", 2000, 625),
        (134, "ifs", 1980, 260),
        (134, "ifs", 1991, 255),
        (111, "ifs", None, 2),
    ],
)
def test_a_code_names_the_state_of_the_day(
    code: str | int, scheme: str, year: int | None, ccode: int
) -> None:
    assert codes.ccode_of(code, scheme, year) == ccode


@pytest.mark.parametrize(
    ("code", "scheme", "year", "said"),
    [
        ("HKG", "iso3", None, r"'HKG'\. Expected"),
        ("DDR", "iso3", 1995, r"'DDR' in 1995"),
        (163, "ifs", None, "163"),
        ("USA", "iso4", None, "No scheme of country codes is called 'iso4'"),
    ],
)
def test_a_code_of_no_state_is_refused(code: str | int, scheme: str, year: int | None, said: str) -> None:
    with pytest.raises(UnknownName, match=said):
        codes.ccode_of(code, scheme, year)


def test_a_state_without_a_code_is_refused_by_number_and_year() -> None:
    with pytest.raises(UnknownName, match="country code 817"):
        codes.iso3(817)
    with pytest.raises(UnknownName, match="country code 265 in 1995"):
        codes.iso3(265, 1995)
    with pytest.raises(UnknownName, match="country code 741"):
        codes.state_name(741)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("to_ccode", [True, False])
def test_a_join_by_code_and_year_finds_one_state(scheme: str, to_ccode: bool) -> None:
    table = codes.code_table(scheme, to_ccode=to_ccode)
    years = table.with_columns(year=pl.int_ranges("first_year", pl.col("last_year") + 1)).explode("year")
    key = ["code", "year"] if to_ccode else ["ccode", "year"]

    assert years.select(key).is_duplicated().sum() == 0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_there_and_back_gives_the_same_state(scheme: str) -> None:
    table = codes.code_table(scheme, to_ccode=False)
    handed_on = {(678, 1990), (260, 1990)}

    for _, ccode, first, last in table.iter_rows():
        for year in {first, last, 1990} & set(range(first, last + 1)):
            if (ccode, year) not in handed_on:
                assert codes.ccode_of(codes.code_of(ccode, scheme, year), scheme, year) == ccode


def pairs(path: Path, letters: str = "iso3c", year: str | None = "year") -> list[tuple[int, str, int | None]]:
    """Pairs of codes in a file, with the year where it has one."""
    table = pl.read_parquet(path, columns=["ccode", letters, *([year] if year else [])])
    text = pl.col(letters).cast(pl.String)
    table = table.filter(text.str.len_chars() > 0, pl.col("ccode") < 1000).unique()
    return [(int(row[0]), str(row[1]), row[2] if year else None) for row in table.iter_rows()]


@pytest.mark.data
def test_the_codes_are_those_of_every_file_that_carries_both(data_dir: Path) -> None:
    context = data_dir / "context"
    found = [
        *pairs(context / "unga_idealpoints_2025.parquet"),
        *pairs(context / "us_troops_country_year.parquet"),
        *pairs(context / "us_bases.parquet", year=None),
    ]
    table = codes.code_table()
    known = {(code, year): c for code, c, a, b in table.iter_rows() for year in range(a, b + 1)}
    latest = {code: codes.ccode_of_iso3(code) for code in table["code"]}
    wrong = {(c, i) for c, i, year in found if (known.get((i, year)) if year else latest.get(i)) != c}

    assert len(found) > 20_000
    assert wrong == CONTRADICTIONS


@pytest.mark.data
def test_every_state_of_the_system_has_a_name_and_every_current_one_a_code(data_dir: Path) -> None:
    states = pl.read_parquet(data_dir / "context" / "cow_states.parquet")
    current = states.filter(pl.col("endyear") == 2016)["ccode"].cast(pl.Int64).to_list()

    assert [code for code in states["ccode"].cast(pl.Int64) if not codes.state_name(code)] == []
    assert len({codes.iso3(code, 2016) for code in current}) == 195
