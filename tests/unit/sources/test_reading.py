"""What the registry promises, and what reading a data set gives and refuses."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from gaiatsu import sources
from gaiatsu.claims import bibliography
from gaiatsu.errors import InvalidData, MissingData, UnknownName
from gaiatsu.sources import Action

NAMES = [entry.name for entry in sources.registry()]


def nmc(**columns: list[object]) -> pl.DataFrame:
    """Three rows of capabilities, with any column replaced."""
    rows: dict[str, list[object]] = {
        "ccode": [2, 740, 2],
        "year": [1990, 1990, 1991],
        "milex": [10, 3, 11],
        "milper": [2000, 200, 2100],
        "tpop": [249907.0, 123478.0, 252000.0],
        "cinc": [0.7, 0.3, 1.0],
    }
    return pl.DataFrame({**rows, **columns})


def put(folder: Path, table: pl.DataFrame, name: str = "cow_nmc") -> Path:
    """Write a table where the reader of a data set looks for it."""
    path = folder / sources.info(name).file
    path.parent.mkdir(parents=True, exist_ok=True)
    table.write_parquet(path)
    return path


# --- the registry ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_is_complete(name: str) -> None:
    entry = sources.info(name)
    columns = [column.name for column in entry.columns]

    assert entry.name == name
    assert all((entry.title, entry.licence, entry.version, entry.where, len(entry.digest) == 64))
    assert len(set(columns)) == len(columns)
    assert set(entry.key) <= {"row", *columns}
    assert set(entry.country_columns) <= set(columns)
    assert (entry.first_year is None) == (entry.last_year is None)
    assert entry.first_year is None or entry.first_year <= (entry.last_year or 0)


@pytest.mark.parametrize("name", NAMES)
def test_every_citation_resolves(name: str) -> None:
    assert sources.info(name).citation in bibliography()


@pytest.mark.parametrize("name", NAMES)
def test_defects_have_distinct_ids_and_say_what_is_wrong(name: str) -> None:
    defects = sources.info(name).defects

    assert len({defect.id for defect in defects}) == len(defects)
    assert [defect.id for defect in defects if len(defect.description) < 20] == []
    assert [defect.id for defect in defects if ";" in defect.id] == []


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownName, match=r"'cow_nmv'.*cow_nmc"):
        sources.info("cow_nmv")


def test_the_package_offers_what_it_lists() -> None:
    assert callable(sources.registry)
    assert [name for name in sources.__all__ if getattr(sources, name, None) is None] == []
    with pytest.raises(AttributeError, match="nothing"):
        _ = sources.nothing  # type: ignore[attr-defined]


# --- finding files ---------------------------------------------------------------------------------------


def test_without_a_folder_the_message_says_how_to_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GAIATSU_DATA", raising=False)

    with pytest.raises(MissingData, match=r"--data.*GAIATSU_DATA"):
        sources.read("cow_nmc")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match="nowhere is not a folder"):
        sources.read("cow_nmc", tmp_path / "nowhere")


def test_a_missing_file_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match=r"cow_nmc.*context/cow_nmc\.parquet.*correlatesofwar\.org"):
        sources.read("cow_nmc", tmp_path)


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, nmc())
    monkeypatch.setenv("GAIATSU_DATA", str(tmp_path))

    assert sources.available() == ("cow_nmc",)
    assert sources.read("cow_nmc").table.height == 3


@pytest.mark.parametrize("place", ["context/cow_nmc.csv", "cow_nmc.csv", "cow_nmc.parquet"])
def test_a_file_may_be_csv_and_may_stand_at_the_top(tmp_path: Path, place: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(exist_ok=True)
    write = nmc().write_csv if path.suffix == ".csv" else nmc().write_parquet
    write(path)

    read = sources.read("cow_nmc", tmp_path)

    assert read.path == path
    assert read.table["cinc"].to_list() == [0.7, 0.3, 1.0]
    assert not read.recognized


# --- what is refused -------------------------------------------------------------------------------------


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    put(tmp_path, nmc().drop("cinc"))

    with pytest.raises(InvalidData, match=r"cow_nmc\.parquet lacks the column 'cinc'.*milex"):
        sources.read("cow_nmc", tmp_path)


def test_a_truncated_file_is_refused_by_name(tmp_path: Path) -> None:
    path = put(tmp_path, nmc())
    path.write_bytes(path.read_bytes()[:-60])

    with pytest.raises(InvalidData, match=r"cow_nmc\.parquet cannot be read as Parquet.*get it again"):
        sources.read("cow_nmc", tmp_path)


@pytest.mark.parametrize("content", [b"", b"not a table", b"PAR1" + bytes(range(256))])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "context" / "cow_nmc.parquet"
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(InvalidData, match="cannot be read as Parquet"):
        sources.read("cow_nmc", tmp_path)


def test_a_csv_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cow_nmc.csv").write_bytes(b"ccode,year,milex,milper,tpop,cinc\n2,\xff\xfe1990,1,1,1,1\n")

    with pytest.raises(InvalidData, match=r"cow_nmc\.csv"):
        sources.read("cow_nmc", tmp_path)


def test_a_value_of_the_wrong_type_is_named_with_its_row_and_field(tmp_path: Path) -> None:
    put(tmp_path, nmc(year=["1990", "ninety", "1991"]))

    with pytest.raises(InvalidData, match=r"row 2, field year: 'ninety' .*Expected: integer"):
        sources.read("cow_nmc", tmp_path)


def test_a_fraction_is_not_an_integer(tmp_path: Path) -> None:
    put(tmp_path, nmc(year=[1990.0, 1990.5, 1991.0]))

    with pytest.raises(InvalidData, match=r"row 2, field year: 1990\.5"):
        sources.read("cow_nmc", tmp_path)


def test_a_value_out_of_bounds_is_named(tmp_path: Path) -> None:
    put(tmp_path, nmc(year=[1990, 1990, 19999]))

    with pytest.raises(InvalidData, match=r"row 3, field year: 19999 .*at least 1816 and at most 2100"):
        sources.read("cow_nmc", tmp_path)


def test_a_name_that_differs_in_the_file_is_shown_beside_ours(tmp_path: Path) -> None:
    states = pl.DataFrame(
        {
            "stateabb": ["USA"],
            "ccode": [2],
            "statenme": ["United States"],
            "styear": ["x"],
            "stmonth": [1],
            "stday": [1],
            "endyear": [2016],
            "endmonth": [12],
            "endday": [31],
        }
    )
    put(tmp_path, states, "cow_states")

    with pytest.raises(InvalidData, match=r"field styear \(start_year\)"):
        sources.read("cow_states", tmp_path)


def test_an_unknown_country_code_is_named(tmp_path: Path) -> None:
    put(tmp_path, nmc(ccode=[2, 123456, 2]))

    with pytest.raises(InvalidData, match=r"row 2, field ccode: 123456 .*country code"):
        sources.read("cow_nmc", tmp_path)


def test_the_list_of_states_narrows_the_codes_where_it_is_at_hand(tmp_path: Path) -> None:
    put(tmp_path, nmc(ccode=[2, 741, 2]))
    assert sources.read("cow_nmc", tmp_path).table.height == 3

    states = pl.DataFrame(
        {
            "stateabb": ["USA", "JPN"],
            "ccode": [2, 740],
            "statenme": ["United States", "Japan"],
            "styear": [1816, 1860],
            "stmonth": [1, 1],
            "stday": [1, 1],
            "endyear": [2016, 2016],
            "endmonth": [12, 12],
            "endday": [31, 31],
        }
    )
    put(tmp_path, states, "cow_states")

    with pytest.raises(InvalidData, match="741"):
        sources.read("cow_nmc", tmp_path)


def test_two_rows_of_one_name_are_refused(tmp_path: Path) -> None:
    put(tmp_path, nmc(year=[1990, 1990, 1990]))

    with pytest.raises(InvalidData, match=r"rows 1 and 3 are both ccode 2, year 1990"):
        sources.read("cow_nmc", tmp_path)


def test_a_row_without_a_name_is_refused(tmp_path: Path) -> None:
    put(tmp_path, nmc(year=[1990, None, 1991]))

    with pytest.raises(InvalidData, match=r"row 2: one of ccode, year is missing"):
        sources.read("cow_nmc", tmp_path)


@pytest.mark.parametrize("day", ["1993-13-45", "9 August 1993"])
def test_a_day_that_is_none_is_refused_with_row_and_field(tmp_path: Path, day: str) -> None:
    capitals = {"ccode": [2, 740], "capital": ["Washington", "Tokyo"], "statenme": ["USA", "Japan"]}
    days = {"stdate": ["1816-01-01", day], "enddate": ["9999-12-31", None]}
    places = {"lat": [38.9, 35.7], "lng": [-77.0, 139.7]}
    put(tmp_path, pl.DataFrame(capitals | days | places), "cow_capitals")

    with pytest.raises(InvalidData, match=rf"row 2, field stdate \(start\): '{day}' cannot .* a day of the"):
        sources.read("cow_capitals", tmp_path)


# --- what is returned ------------------------------------------------------------------------------------


def test_defects_are_counted_in_the_file_at_hand(tmp_path: Path) -> None:
    put(tmp_path, nmc(cinc=[0.7, 0.4, 1.0]))

    read = sources.read("cow_nmc", tmp_path)
    found = {entry.defect.id: entry.rows for entry in read.defects}

    assert found["cinc_over_one"] == 2
    assert read.table["quality"].to_list() == ["cinc_over_one", "cinc_over_one", ""]
    assert read.table["row"].to_list() == [1, 2, 3]


def test_a_missing_value_stays_missing(tmp_path: Path) -> None:
    put(tmp_path, nmc(milex=[None, "3", " "]))

    assert sources.read("cow_nmc", tmp_path).table["milex"].to_list() == [None, 3.0, None]


@pytest.mark.data
@pytest.mark.parametrize("name", NAMES)
def test_the_release_that_was_examined_is_read_as_registered(name: str, data_dir: Path) -> None:
    entry, read = sources.info(name), sources.read(name, data_dir)
    left_out = sum(found.rows for found in read.defects if found.defect.action is Action.LEFT_OUT)
    counted = {found.defect.id: found.rows for found in read.defects if found.rows}

    assert read.recognized
    assert read.table.height + left_out == entry.rows
    assert counted == {defect.id: defect.rows for defect in entry.defects if defect.rows}
    assert read.table["quality"].null_count() == 0
    if entry.first_year and "year" in {column.name for column in entry.columns}:
        years = read.table.filter(~pl.col("quality").str.contains("no_estimate"))["year"]
        assert (years.min(), years.max()) == (entry.first_year, entry.last_year)
