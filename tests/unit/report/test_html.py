"""The page: valid, whole, reachable by keyboard and by ear, and with a trail behind every number."""

from __future__ import annotations

import importlib.util
import itertools
import re
from pathlib import Path
from types import ModuleType
from xml.etree.ElementTree import Element

import pytest

from gaiatsu.report.bundle import files_of
from gaiatsu.report.document import Report


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pages = _load("pages")


@pytest.fixture
def page(report: Report) -> str:
    return files_of(report)["index.html"].decode()


@pytest.fixture
def tree(page: str) -> Element:
    return pages.parse(page)


def test_the_page_is_html_to_the_letter(page: str) -> None:
    pages.parse(page)


def test_the_page_asks_the_network_for_nothing(page: str) -> None:
    assert re.findall(r'(?:src|href|data|poster|srcset)="(?!#|data:,)[^"]*"', page) == []
    assert re.findall(r"@import|url\((?!#)|fetch\(|XMLHttpRequest|WebSocket", page) == []


def test_every_number_a_reader_sees_opens_its_trail(tree: Element) -> None:
    assert pages.numbers_outside(tree) == []


def test_every_button_leads_to_an_entry_that_prints_as_it_does(tree: Element) -> None:
    entries = pages.entries(tree)
    buttons = [one for one in tree.iter("button") if one.get("class") == "n"]

    assert buttons
    for button in buttons:
        assert entries[int(button.get("data-n", ""))]["text"] == pages.text_of(button)


def test_hostile_words_stay_words(tree: Element) -> None:
    assert 'hostile </script> & "quote" with #typst[ $x$ ]' in pages.text_of(tree)


def test_headings_step_down_one_at_a_time(tree: Element) -> None:
    levels = [int(one.tag[1]) for one in tree.iter() if re.fullmatch(r"h[1-6]", str(one.tag))]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_ids_are_used_once_and_references_to_them_lead_somewhere(tree: Element) -> None:
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    wanted = {one.get("aria-labelledby") for one in tree.iter()} - {None}
    wanted |= {str(one.get("href"))[1:] for one in tree.iter("a")}

    assert len(ids) == len(set(ids))
    assert wanted <= set(ids)


def test_a_picture_says_in_words_what_it_shows(tree: Element) -> None:
    drawings = [one for one in tree.iter("div") if one.get("class") == "drawing"]

    assert drawings
    for drawing in drawings:
        assert drawing.get("role") == "img"
        assert len(drawing.get("aria-label", "")) > 5
        assert all(child.get("aria-hidden") == "true" for child in drawing)


def test_a_table_has_a_caption_and_says_what_its_headings_head(tree: Element) -> None:
    tables = list(tree.iter("table"))

    assert tables
    for table in tables:
        assert table.find("caption") is not None
        assert all(head.get("scope") in {"col", "row", "rowgroup"} for head in table.iter("th"))


def test_the_page_has_its_landmarks_and_a_way_past_them(tree: Element) -> None:
    for tag in ("header", "main", "nav", "footer"):
        assert list(tree.iter(tag)), tag
    first = next(one for one in tree.iter("a"))

    assert first.get("href") == "#main"
    assert tree.get("lang") == "en"


def test_a_number_stays_on_the_line_of_its_sign(page: str) -> None:
    assert re.search(r'<span class="nb">p = <button[^>]*>\.0025</button>[.,)]</span>', page)


def test_a_caveat_stands_beside_what_it_qualifies(page: str) -> None:
    row = page.partition('class="row chart-row"')[2]

    assert row.index("figure-decline") < row.index('class="caveat"') < row.index('class="row heading-row"')
