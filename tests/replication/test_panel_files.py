"""What is written can be read again with the same values, and the codebook says what the rows hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
import rdata

from gaiatsu import panel
from gaiatsu.context.dyads.spec import PanelTable, frame_digest
from gaiatsu.errors import OutputError
from gaiatsu.report.codebook import codebook_of
from gaiatsu.report.panel_files import FORMATS, write_panel

pytestmark = pytest.mark.data

KEYS = ("ccode1", "ccode2", "year")


@pytest.fixture(scope="module")
def table(data_dir: Path) -> PanelTable:
    """Rows with text, marks, whole numbers, fractions and gaps of each."""
    request = panel("dyad-year", years=(1988, 2010), data=data_dir).add(
        "trade", "alliance", "troops", "leaders"
    )
    return request.dyad("USA", "JPN").dyad("RUS", "DEU").build()


def read(path: Path) -> pl.DataFrame:
    """Read a file back with the reader of its format."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    if path.suffix == ".csv":
        return pl.read_csv(path, infer_schema_length=None)
    if path.suffix == ".dta":
        return pl.DataFrame(pyreadstat.read_dta(path, output_format="polars")[0])
    frame = rdata.read_rds(path)
    columns = {str(name): frame[name].astype(object).to_list() for name in frame.columns}
    return pl.DataFrame(
        {
            name: [None if v is None or v != v else v for v in map(_plain, values)]
            for name, values in columns.items()
        },
        strict=False,
    )


def _plain(value: object) -> object:
    return None if type(value).__name__ == "NAType" else value


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_gives_back_the_same_values(table: PanelTable, tmp_path: Path, ending: str) -> None:
    again = read(write_panel(table, tmp_path / f"panel{ending}")[0])

    assert again.columns == table.frame.columns
    for name in table.frame.columns:
        wrote, back = table.frame[name].to_list(), again[name].to_list()
        empty = ("", None) if ending == ".dta" else (None,)  # Stata has no missing text
        pairs = zip(wrote, back, strict=True)
        wrong = [(a, b) for a, b in pairs if not (a == b or (a is None and b in empty))]
        assert wrong == [], name


def test_missing_text_stays_missing_in_r(table: PanelTable, tmp_path: Path) -> None:
    """The writer of R files would give a missing category the last value."""
    again = read(write_panel(table, tmp_path / "panel.rds")[0])

    assert table.frame["trade_quality"].null_count() > 0
    assert again["trade_quality"].null_count() == table.frame["trade_quality"].null_count()


def test_stata_shows_a_label_for_each_column(table: PanelTable, tmp_path: Path) -> None:
    path = write_panel(table, tmp_path / "panel.dta")[0]
    labels = pyreadstat.read_dta(path, metadataonly=True)[1].column_names_to_labels

    assert labels["us_troops2"] == "target: U.S. active-duty troops, as reported"
    assert all(0 < len(labels[name] or "") <= 80 for name in table.frame.columns)


def test_the_machine_readable_codebook_describes_each_column(table: PanelTable, tmp_path: Path) -> None:
    rows, _, machine, _ = write_panel(table, tmp_path / "panel.parquet")
    book = json.loads(machine.read_text())

    assert book["schema"] == "gaiatsu-codebook-1.0"
    assert [column["name"] for column in book["columns"]] == table.frame.columns
    assert book["rows"] == table.frame.height
    assert book["digest"] == frame_digest(pl.read_parquet(rows))
    for column in book["columns"]:
        values = table.frame[column["name"]]
        assert column["missing"] == values.null_count()
        assert column["meaning"]
        if values.dtype.is_numeric() and values.null_count() < len(values):
            assert column["lowest"] == values.min()


def test_marks_are_explained_with_the_data_sets(table: PanelTable, tmp_path: Path) -> None:
    book = json.loads(write_panel(table, tmp_path / "panel.csv")[2].read_text())
    explained = {defect["id"] for data in book["datasets"] for defect in data["defects"]}
    made = {"occupied_japan", "one_sided_here_only"}  # marks of additions, explained in their notes
    seen = set()
    for name in table.quality_columns:
        seen |= {mark for marks in table.frame[name].drop_nulls().to_list() for mark in str(marks).split(";")}

    assert "reporting_spike" in seen
    assert seen - explained - made == set()


def test_the_works_to_cite_are_those_of_the_data_sets_that_were_read(
    table: PanelTable, tmp_path: Path
) -> None:
    bib = write_panel(table, tmp_path / "panel.csv")[3].read_text()

    assert set(re.findall(r"^@\w+\{(\w+),", bib, flags=re.MULTILINE)) == {
        "allen2022",
        "barbieri2009",
        "cow2017",
        "gibler2009",
        "goemans2009",
        "leeds2002",
        "singer1972",
        "worldbank2024",
    }


def test_the_page_needs_nothing_from_outside(table: PanelTable, tmp_path: Path) -> None:
    page = write_panel(table, tmp_path / "panel.csv")[1].read_text()

    assert not re.findall(r"<(?:script|link|img)\b|@import|url\(", page)
    assert [name for name in table.frame.columns if f"<code>{name}</code>" not in page] == []
    assert "--dyad 2,740 --dyad 365,255" in page


def test_the_codebook_names_the_digest_of_the_file(table: PanelTable, tmp_path: Path) -> None:
    import hashlib

    path = write_panel(table, tmp_path / "panel.csv")[0]

    assert codebook_of(table, path).file_digest == hashlib.sha256(path.read_bytes()).hexdigest()


# --- nothing half-written ---------------------------------------------------------------------------------


def full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("failing", "raised"), [(full, OutputError), (interrupted, KeyboardInterrupt)])
def test_a_failed_write_leaves_what_was_there(
    table: PanelTable,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failing: object,
    raised: type[BaseException],
) -> None:
    out = tmp_path / "panel.csv"
    out.write_text("older")
    monkeypatch.setattr(pl.DataFrame, "write_csv", failing)

    with pytest.raises(raised):
        write_panel(table, out)

    assert [path.name for path in tmp_path.iterdir()] == ["panel.csv"]
    assert out.read_text() == "older"


def test_a_full_disk_is_named(table: PanelTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pl.DataFrame, "write_csv", full)

    with pytest.raises(OutputError, match=r"panel\.csv: No space left on device"):
        write_panel(table, tmp_path / "panel.csv")
