"""Whatever stands in a file, a reader returns a table or names the file; it never fails otherwise."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaiatsu import sources
from gaiatsu.errors import InvalidData

INFO = sources.info("sigint")
HEADERS = [column.header for column in INFO.columns]
CELLS = st.one_of(st.none(), st.integers(-5, 3000), st.floats(width=32), st.text(max_size=4))


def attempt(name: str, content: bytes) -> str:
    """The complaint of the reader about a file of that name, empty if there is none."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        try:
            read = sources.read("sigint", folder)
        except InvalidData as error:
            return str(error)
    return "" if read.table["quality"].null_count() == 0 else "a row without quality"


def named_or_read(name: str, content: bytes) -> bool:
    """Whether a file is read, or refused by its name."""
    complaint = attempt(name, content)
    return complaint == "" or name in complaint


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_bytes_as_csv(content: bytes) -> None:
    assert named_or_read("sanctionsData.csv", content)


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_bytes_as_parquet(content: bytes) -> None:
    assert named_or_read("sanctionsData.parquet", b"PAR1" + content + b"PAR1")


@given(st.lists(st.lists(CELLS, min_size=len(HEADERS), max_size=len(HEADERS)), max_size=4))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_cells_under_the_right_headers(rows: list[list[object]]) -> None:
    text = pl.DataFrame(
        {
            header: [None if row[i] is None else str(row[i]) for row in rows]
            for i, header in enumerate(HEADERS)
        },
        schema=dict.fromkeys(HEADERS, pl.String),
    )
    assert named_or_read("sanctionsData.csv", text.write_csv().encode(errors="replace"))


@pytest.mark.data
@given(cut=st.floats(0.0, 0.999))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_real_file_cut_anywhere(cut: float, data_dir: Path) -> None:
    content = (data_dir / sources.info("lake_hierarchy").file).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "lake_hierarchy.parquet").write_bytes(content[: int(cut * len(content))])
        with pytest.raises(InvalidData, match="cannot be read as Parquet"):
            sources.read("lake_hierarchy", folder)
