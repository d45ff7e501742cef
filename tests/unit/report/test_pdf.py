"""The paper: opens, holds the same words, and is the same bytes each time."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdf
import pytest

from gaiatsu.report.bundle import files_of
from gaiatsu.report.document import Column, Report, Row, Table
from gaiatsu.report.pdf import shares, source


@pytest.fixture
def paper(report: Report) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(files_of(report)["report.pdf"]))


def words(paper: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def test_the_paper_has_its_pages_its_title_and_its_language(paper: pypdf.PdfReader) -> None:
    assert len(paper.pages) == 2
    assert paper.metadata is not None
    assert paper.metadata.title == "The article examined"
    assert paper.trailer["/Root"]["/Lang"] == "en"


def test_the_paper_says_what_the_page_says(paper: pypdf.PdfReader) -> None:
    text = words(paper)

    for passage in (
        "They did: one-sided p = .0025, after Schoppa 1999.",
        "Fifteen cases: the interval runs from \u22120.08 to \u221e.",
        "Counted from the case set & nothing else.",
        'hostile </script> & "quote" with #typst[ $x$ ]',
    ):
        assert passage in text


def test_the_paper_has_page_one_on_page_one(paper: pypdf.PdfReader) -> None:
    first = paper.pages[0].extract_text()

    for passage in ("Did it?", "The evidence is", "Two points", "Explanations", "Box"):
        assert passage in first


def test_every_letter_is_in_the_file(paper: pypdf.PdfReader) -> None:
    for page in paper.pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font["/DescendantFonts"][0]["/FontDescriptor"]

            assert {"/FontFile2", "/FontFile3"} & set(descendant)


def test_pictures_on_paper_have_words_too(report: Report) -> None:
    assert 'drawing("decline.svg", "Two points; the later is lower, p = .0025.' in source(report)


def test_no_word_can_become_a_command(report: Report) -> None:
    assert "#typst[" not in source(report).replace('"', "\0").split("\0")[0]
    assert '\\"quote\\"' in source(report)


def test_a_table_taller_than_a_page_goes_on_over_the_page(report: Report) -> None:
    rows = tuple(Row((f"mark{number:02d}x " + "and so on " * 30, "1")) for number in range(24))
    columns = (Column("what", "What"), Column("number", "Number", "right"))
    section = replace(report.sections[0], blocks=(Table("tall", "A tall table", columns, rows),))
    made = files_of(replace(report, sections=(section,)))["report.pdf"]
    places: list[tuple[int, float]] = []

    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(made)).pages):

        def note(text: str, matrix: list[float], *_: object, number: int = number) -> None:
            if "mark" in text:
                places.append((number, matrix[5]))

        page.extract_text(visitor_text=note)

    assert len(set(places)) == len(rows)
    assert len({number for number, _ in places}) > 1
    assert min(height for _, height in places) > 0


def placed(report: Report) -> dict[str, int]:
    """Page of every mark such as ``7-row03-ends`` in the paper of a report."""
    pages = pypdf.PdfReader(io.BytesIO(files_of(report)["report.pdf"])).pages
    marks = [re.findall(r"\d+-[a-z0-9]+-[a-z]+", re.sub(r"-\s+", "-", page.extract_text())) for page in pages]
    return {mark: number for number, found in enumerate(marks) for mark in found}


def test_no_row_breaks_and_none_is_left_alone_and_a_note_stays_with_its_table(report: Report) -> None:
    columns = (Column("what", "What"), Column("number", "Number", "right"))
    counts = dict(
        enumerate(range(5, 21))
    )  # five rows fill a page: the ends of so many tables fall everywhere
    tables = []
    for number, count in counts.items():
        rows = tuple(
            Row((f"{number}-row{place:02d}-begins {'and so on ' * 90} {number}-row{place:02d}-ends", "1"))
            for place in range(count)
        )
        note = f"{number}-note-starts {'and so on ' * 60} {number}-note-ends"
        tables.append(Table(f"tall{number}", "A tall table", columns, rows, note=note))
    section = replace(report.sections[0], blocks=tuple(tables))
    pages = placed(replace(report, sections=(section,)))
    whole = [(mark, mark.replace("begins", "ends")) for mark in pages if mark.endswith("begins")]

    assert len(whole) == sum(counts.values())
    assert [pages[first] - pages[second] for first, second in whole] == [0] * len(whole)
    for number, count in counts.items():
        first, second, last_but_one, last = (
            pages[f"{number}-row{place:02d}-ends"] for place in (0, 1, count - 2, count - 1)
        )
        assert (first, last_but_one) == (second, last)
        assert pages[f"{number}-note-starts"] == pages[f"{number}-note-ends"] == last


def test_rows_too_high_for_a_page_may_break(report: Report) -> None:
    columns = (Column("what", "What"), Column("number", "Number", "right"))
    row = Row(("0-row00-begins " + "and so on " * 1300 + " 0-row00-ends", "1"))
    table = Table("high", "A high row", columns, (row,), note="0-note-ends")
    pages = placed(replace(report, sections=(replace(report.sections[0], blocks=(table,)),)))

    assert pages["0-row00-begins"] < pages["0-row00-ends"] <= pages["0-note-ends"]


def test_the_letters_of_a_line_go_to_the_column_that_makes_rows_low() -> None:
    lengths = [[4, 20, 200], [4, 20, 30]]
    wide = shares(lengths, [4, 8, 8], [4, 20, 70], 80)

    assert sum(wide) == 80
    assert wide[0] == 4
    assert wide[2] > 50
    assert shares(lengths, [4, 8, 8], [4, 20, 70], 200) == [4, 20, 70]
    assert shares(lengths, [9, 9, 9], [9, 20, 70], 10) == [9, 9, 9]


def test_headings_inside_a_table_go_on_with_it_over_the_page(report: Report) -> None:
    assert re.search(r'group-row\(2\)\[#"Figure 2"\]', source(report))
    assert "table.header(level: 2, repeat: true" in source(report)
