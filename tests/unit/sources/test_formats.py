"""Producers' own formats: the same table comes out of each, and a broken file is named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import polars as pl
import pyreadstat
import pytest
import rdata

from gaiatsu import sources
from gaiatsu.errors import InvalidData
from gaiatsu.sources import formats, reading

STATES = {
    "stateabb": ["JPN", "CDI"],
    "ccode": [740, 437],
    "statenme": ["Japan", "Côte d’Ivoire"],
    "styear": [1952, 1960],
    "stmonth": [4, 8],
    "stday": [28, 7],
    "endyear": [2016, 2016],
    "endmonth": [12, 12],
    "endday": [31, 31],
}


def read(folder: Path) -> pl.DataFrame:
    """The states as their reader gives them from whatever file is there."""
    return sources.read("cow_states", folder).table.select("ccode", "name", "start_year", "end_day")


EXPECTED = [(740, "Japan", 1952, 31), (437, "Côte d’Ivoire", 1960, 31)]


@pytest.mark.parametrize("ending", ["dta", "rda", "rds", "RData", "xlsx", "csv", "parquet"])
def test_every_format_gives_the_same_table(tmp_path: Path, ending: str) -> None:
    frame, path = pd.DataFrame(STATES), tmp_path / f"cow_states.{ending}"
    match ending:
        case "dta":
            pyreadstat.write_dta(frame, path)
        case "rda" | "RData":
            rdata.write_rda(path, {"states": frame})
        case "rds":
            rdata.write_rds(path, frame)
        case "xlsx":
            write_workbook(path, {"notes": [["nothing"]], "states": rows(STATES)})
        case "csv":
            frame.to_csv(path, index=False)
        case _:
            pl.DataFrame(STATES).write_parquet(path)
    if ending == "xlsx":
        raw = formats.read_raw(path, sheet="states")
        assert raw.columns == list(STATES)
        assert raw["ccode"].to_list() == ["740", "437"]
    else:
        assert read(tmp_path).rows() == EXPECTED


def rows(table: dict[str, list[object]]) -> list[list[object]]:
    """A header and rows."""
    return [list(table), *map(list, zip(*table.values(), strict=True))]


def write_workbook(path: Path, sheets: dict[str, list[list[object]]]) -> None:
    """The smallest workbook that holds these sheets."""
    import zipfile

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(sheets) + 1)

    def cell(value: object) -> str:
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        return f"<c><v>{value}</v></c>"

    with zipfile.ZipFile(path, "w") as book:
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            + "".join(
                f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
                for n in numbers
            )
            + "</Types>",
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            + "".join(
                f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>'
                for n, name in zip(numbers, sheets, strict=True)
            )
            + "</sheets></workbook>",
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">'
            + "".join(
                f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
                for n in numbers
            )
            + "</Relationships>",
        )
        for n, content in zip(numbers, sheets.values(), strict=True):
            body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in content)
            book.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>',
            )


def test_missing_values_are_missing_in_every_format(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": [1.5, None], "d": [dt.date(1993, 7, 10), None], "s": ["a", None]})
    pyreadstat.write_dta(frame, tmp_path / "t.dta")
    rdata.write_rds(tmp_path / "t.rds", frame[["x", "s"]])

    stata, r = formats.read_raw(tmp_path / "t.dta"), formats.read_raw(tmp_path / "t.rds")

    assert stata["x"].to_list() == r["x"].to_list() == [1.5, None]
    assert stata["d"].to_list() == [dt.date(1993, 7, 10), None]
    assert r["s"].to_list() == ["a", None]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("latin-1", b""), ("cp1252", b""), ("utf-16", b"")],
)
def test_text_is_read_in_the_encodings_that_producers_use(tmp_path: Path, encoding: str, mark: bytes) -> None:
    text = "ccode,name\n437,Côte d'Ivoire\n"
    (tmp_path / "t.csv").write_bytes(mark + text.encode(encoding))

    raw = formats.read_raw(tmp_path / "t.csv")

    assert raw.columns == ["ccode", "name"]
    assert raw["name"].to_list() == ["Côte d'Ivoire"]


def test_signs_of_the_windows_variant_are_read_and_bytes_that_it_lacks_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("name\nCôte d’Ivoire\n".encode("cp1252"))
    (tmp_path / "u.csv").write_bytes(b"name\nA\x81\xe9\n")

    assert formats.read_raw(tmp_path / "t.csv")["name"].to_list() == ["Côte d’Ivoire"]
    with pytest.raises(InvalidData, match=r"u\.csv, line 2: the byte 0x81 is no sign in Latin-1"):
        formats.read_raw(tmp_path / "u.csv")


def test_columns_may_be_parted_by_tabs(tmp_path: Path) -> None:
    (tmp_path / "t.tab").write_text("ccode\tname\n740\tJapan, the\n")

    assert formats.read_raw(tmp_path / "t.tab").rows() == [("740", "Japan, the")]


def test_signs_of_a_pattern_in_a_folder_name_are_only_a_name(tmp_path: Path) -> None:
    place = tmp_path / "data [new]*"
    place.mkdir()
    pl.DataFrame({"year": [1990]}).write_parquet(place / "a.parquet")

    assert formats.read_raw(place / "a.parquet")["year"].to_list() == [1990]


def test_lone_carriage_returns_end_lines(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"a,b\r1,2\r3,4\r")

    assert formats.read_raw(tmp_path / "t.csv").rows() == [("1", "2"), ("3", "4")]


@pytest.mark.parametrize("ending", ["parquet", "xlsx", "xls", "dta", "rda", "rds"])
@pytest.mark.parametrize("content", [b"", b"not that format at all", b"PK\x03\x04" + bytes(64)])
def test_a_broken_file_is_refused_by_name_and_format(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"t.{ending}"
    path.write_bytes(content)

    with pytest.raises(InvalidData, match=rf"t\.{ending} cannot be read as .*get it again"):
        formats.read_raw(path)


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.sav").write_bytes(b"x")

    with pytest.raises(InvalidData, match=r"ends in \.sav.*\.parquet"):
        formats.read_raw(tmp_path / "t.sav")


def test_an_r_file_without_a_table_is_refused(tmp_path: Path) -> None:
    rdata.write_rda(tmp_path / "t.rda", {"x": [1, 2]})

    with pytest.raises(InvalidData, match="holds no table"):
        formats.read_raw(tmp_path / "t.rda")


def test_a_column_may_have_the_name_of_another_packaging(tmp_path: Path) -> None:
    from dataclasses import replace

    from gaiatsu.sources import tables

    entry = sources.info("cow_states")
    renamed = tuple(
        replace(column, aliases=("COWcode",)) if column.name == "ccode" else column
        for column in entry.columns
    )
    pl.DataFrame(STATES).rename({"ccode": "COWcode"}).write_parquet(tmp_path / "s.parquet")

    table = tables.load(tmp_path / "s.parquet", replace(entry, columns=renamed))

    assert table["ccode"].to_list() == [740, 437]
    with pytest.raises(InvalidData, match="lacks the column 'ccode'"):
        tables.load(tmp_path / "s.parquet", entry)


@pytest.mark.data
def test_the_workbook_of_the_sanction_cases_equals_the_text(data_dir: Path) -> None:
    workbook = reading.read_from(data_dir / "cases/ties/TIESv4-1.xls", sources.info("ties"), data_dir)
    text = sources.read("ties", data_dir)

    assert workbook.table.equals(text.table)
    assert workbook.recognized
    assert workbook.digest != text.digest


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("gml_mid", "cases/mid/gml_dirdisp.csv"),
        ("thompson_rivalries", "cases/mid/tss_rivalries.csv"),
        ("sigint_1year", "cases/sigint_replication/SanctionsDataSet_1yearsT12.csv"),
    ],
)
def test_the_same_set_in_a_second_place_is_the_same_table(name: str, file: str, data_dir: Path) -> None:
    second = reading.read_from(data_dir / file, sources.info(name), data_dir)

    assert second.table.equals(sources.read(name, data_dir).table)
    assert second.recognized


# --- the producers' own columns, where they differ from the files that were examined ----------------------

OWN_FILES: list[tuple[str, str, str, dict[str, list[object]], dict[str, object]]] = [
    (
        "atop",
        "csv",
        "",
        {
            "stateA": [2],
            "stateB": [740],
            "year": [1960],
            "defense": [1],
            "offense": [0],
            "neutral": [0],
            "nonagg": [0],
            "consul": [1],
        },
        {"ccode1": 2, "ccode2": 740, "defense": 1, "consultation": 1},
    ),
    (
        "pwt",
        "xlsx",
        "Data",
        {"countrycode": ["JPN"], "country": ["Japan"], "year": [1993], "rgdpna": [4.1e6], "pop": [125.7]},
        {"iso3": "JPN", "gdp": 4.1e6, "population": 125.7},
    ),
    (
        "maddison",
        "xlsx",
        "Full data",
        {
            "countrycode": ["JPN"],
            "country": ["Japan"],
            "year": [1990],
            "cgdppc": [29000.0],
            "rgdpnapc": [29567.0],
            "pop": [123540],
        },
        {"code": "JPN", "iso3": "JPN", "gdp_per_head": 29567.0},
    ),
    (
        "polity5",
        "csv",
        "",
        {
            "ccode": [740],
            "country": ["Japan"],
            "year": [1993],
            "democ": [10],
            "autoc": [0],
            "polity2": [10],
        },
        {"code": 740, "ccode": 740, "polity2": 10},
    ),
    (
        "cow_trade",
        "csv",
        "",
        {"ccode1": [2], "ccode2": [740], "year": [1945], "flow1": [-9], "flow2": [12.5]},
        {"imports1": None, "imports2": 12.5},
    ),
    (
        "cow_nmc",
        "dta",
        "",
        {"ccode": [2], "year": [1816], "milex": [-9], "milper": [17], "tpop": [8659], "cinc": [0.04]},
        {"milex": None, "milper": 17.0},
    ),
]


@pytest.mark.parametrize(("name", "ending", "sheet", "columns", "values"), OWN_FILES)
def test_a_producer_s_own_columns_are_understood(
    tmp_path: Path,
    name: str,
    ending: str,
    sheet: str,
    columns: dict[str, list[object]],
    values: dict[str, object],
) -> None:
    path = tmp_path / Path(sources.info(name).file).with_suffix(f".{ending}")
    path.parent.mkdir()
    match ending:
        case "xlsx":
            write_workbook(path, {"Info": [["of the producer's"]], sheet: rows(columns)})
        case "dta":
            pyreadstat.write_dta(pd.DataFrame(columns), path)
        case _:
            pd.DataFrame(columns).to_csv(path, index=False)

    row = sources.read(name, tmp_path).table.row(0, named=True)

    assert {key: row[key] for key in values} == values


def test_a_workbook_without_the_sheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pwt_10_01.xlsx"
    write_workbook(path, {"Legend": [["rgdpna"], ["real GDP"]]})

    with pytest.raises(InvalidData, match=r"pwt_10_01\.xlsx cannot be read as Excel.*Data"):
        sources.read("pwt", tmp_path)


@pytest.mark.parametrize("ending", ["USA,2", "USA,2,Unit"])
def test_a_table_that_breaks_off_within_a_row_is_refused(tmp_path: Path, ending: str) -> None:
    (tmp_path / "t.csv").write_text(f"abb,code,name,year\nJPN,740,Japan,1952\n{ending}")

    said = rf"t\.csv breaks off in its last row: {ending.count(',') + 1} of 4 fields are there.*get it again"
    with pytest.raises(InvalidData, match=said):
        formats.read_raw(tmp_path / "t.csv")


def test_a_whole_last_row_needs_no_line_end(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('abb,code\nJPN,740\nUSA,"2,\n3"')
    (tmp_path / "u.csv").write_text("abb,code\nJPN,740\nUSA,2")

    assert formats.read_raw(tmp_path / "t.csv").height == formats.read_raw(tmp_path / "u.csv").height == 2


def test_japanese_text_in_an_older_encoding_is_refused_and_never_garbled(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("name\nMiyazawa\n城島光力\n".encode("shift_jis"))

    with pytest.raises(InvalidData, match=r"t\.csv, line 3: the byte 0x8f .*Save the file again as UTF-8"):
        formats.read_raw(tmp_path / "t.csv")
