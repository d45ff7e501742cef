"""A user's ratings file: what is read, and what is said about what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaiatsu.errors import InvalidData, MissingData
from gaiatsu.studies.ratings import Rating, read_ratings


@pytest.fixture
def write(tmp_path: Path) -> Path:
    return tmp_path / "ratings.csv"


def test_rows_come_back_in_order_of_year(write: Path) -> None:
    write.write_text("year,rating,label\n1989.5,3,satellites\n1977,0,thrown silk\n")

    assert read_ratings(write) == (Rating(1977.0, 0, "thrown silk"), Rating(1989.5, 3, "satellites"))


def test_labels_may_be_missing_and_columns_may_stand_anywhere(write: Path) -> None:
    write.write_text("note, Rating ,YEAR\nx,2,1986\n")

    assert read_ratings(write) == (Rating(1986.0, 2, ""),)


def test_a_byte_order_mark_quotes_and_empty_lines_do_no_harm(write: Path) -> None:
    write.write_bytes('\ufeffyear,rating,label\r\n\r\n1986,2,"beef, and oranges"\r\n,,\r\n'.encode())

    assert read_ratings(write) == (Rating(1986.0, 2, "beef, and oranges"),)


def test_every_problem_is_named_with_file_row_field_and_value(write: Path) -> None:
    write.write_text("year,rating\n19999,2\n1986,4\n1987,2.5\nsoon,1\n1988\n1989,3\n")

    with pytest.raises(InvalidData) as raised:
        read_ratings(write)

    message = str(raised.value)
    assert "has 5 problem(s)" in message
    assert f"{write}:2: year = 19999: This is not a year. Allowed: a number from 1500 to 2200." in message
    assert f"{write}:3: rating = 4: This is not a grade. Allowed: 0, 1, 2 or 3." in message
    assert f"{write}:4: rating = 2.5" in message
    assert f"{write}:5: year = soon" in message
    assert f"{write}:6: The row has 1 cells, the header 2." in message


def test_a_row_can_have_two_problems(write: Path) -> None:
    write.write_text("year,rating\n,\nnan,-1\n")

    with pytest.raises(InvalidData, match="has 2 problem"):
        read_ratings(write)


def test_a_long_list_of_problems_is_cut(write: Path) -> None:
    write.write_text("year,rating\n" + "1986,9\n" * 30)

    with pytest.raises(InvalidData, match="and 10 more"):
        read_ratings(write)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no column 'year'"),
        ("year,grade\n1986,2\n", "no column 'rating'"),
        ("year,rating,rating\n1986,2,2\n", "two columns 'rating'"),
        ('year,rating\n1986,"2\n', "not a CSV file"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(write: Path, text: str, says: str) -> None:
    write.write_text(text)

    with pytest.raises(InvalidData, match=says):
        read_ratings(write)


def test_bytes_that_are_no_text_are_refused(write: Path) -> None:
    write.write_bytes(b"year,rating\n1986,\xff\xfe\n")

    with pytest.raises(InvalidData, match="not UTF-8"):
        read_ratings(write)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match=r"nothing\.csv cannot be read: No such file"):
        read_ratings(tmp_path / "nothing.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match="cannot be read"):
        read_ratings(tmp_path)
