"""The page in a browser: numbers open their trail by mouse and keyboard, on a screen and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from gaiatsu.report.bundle import put
from gaiatsu.report.document import (
    Callout,
    Caveat,
    Chart,
    Column,
    FrontPage,
    Prose,
    Report,
    Row,
    Section,
    Table,
)
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.trail import Trail
from gaiatsu.studies.figure2 import figure2

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next((path for path in map(shutil.which, NAMES) if path), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip(f"NO BROWSER: none of {', '.join(NAMES)} is installed, so the page is not tried in one")
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="NO PLAYWRIGHT: the page is not tried in a browser"
    )
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    from gaiatsu.report.bundle import files_of

    out = tmp_path_factory.mktemp("report") / "out"
    put(files_of(_report()), out)
    return (out / "index.html").as_uri()


def _report() -> Report:
    from gaiatsu import cases

    trail = Trail({"figure2": figure2(cases.load("schoppa1999"))})
    p = trail.number("figure2", "stratified.p.greater", "p")
    rows = tuple(
        Row(
            (
                kind,
                trail.number("figure2", f"tables[stratum={kind}].before_conceded", "d"),
                trail.number("figure2", f"tables[stratum={kind}].after_conceded", "d"),
            )
        )
        for kind in ("results", "rule", "macroeconomic")
    )
    columns = (Column("kind", "Type"), Column("before", "Before", "right"), Column("after", "After", "right"))
    plot = DotPlot((Dot("as coded", 0.0025),), "p", (0.0, 1.0))
    chart = Chart("plot", "A plot", dots(plot), dots(plot, narrow=True), "One point.")
    front = FrontPage(
        "Did it?",
        f"It did (p = {p}).",
        chart,
        Table("kinds", "Concessions", columns, rows),
        Callout("Box", ("One.",)),
    )
    folded = Table("again", "Concessions again", columns, rows, folded=True)
    section = Section("more", "More", "What else?", "Nothing.", (folded, Caveat("Beware."), Prose("Words.")))
    return Report("The article examined", "A test", front, (section,), trail, ("gaiatsu",))


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    troubles: list[str] = []
    asked: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    opened.on(
        "request",
        lambda request: None if request.url.startswith(("file:", "data:")) else troubles.append(request.url),
    )
    opened.goto(address)
    yield opened
    opened.close()

    assert troubles == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_a_number_opens_its_trail(page: Page) -> None:
    page.get_by_role("button", name=".0025").first.click()
    dialog = page.get_by_role("dialog")

    assert dialog.is_visible()
    text = dialog.inner_text()
    for words in (
        "0.0025",
        "figure2.stratified.p.greater",
        "gaiatsu.studies.figure2.figure2",
        "film-1996",
        "sha256",
    ):
        assert words in text
    assert "Schoppa, Leonard J. 1999" in text


def test_the_trail_closes_and_gives_the_place_back(page: Page) -> None:
    button = page.get_by_role("button", name=".0025").first
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")

    assert not page.get_by_role("dialog").is_visible()
    assert button.evaluate("one => one === document.activeElement")


def test_a_table_is_one_stop_and_arrows_move_inside_it(page: Page) -> None:
    numbers = page.locator("#table-kinds .n")

    assert numbers.evaluate_all("all => all.map(one => String(one.tabIndex)).filter(t => t !== '-1')") == [
        "0"
    ]
    numbers.first.focus()
    page.keyboard.press("ArrowDown")
    assert numbers.nth(2).evaluate("one => one === document.activeElement")
    page.keyboard.press("ArrowRight")
    assert numbers.nth(3).evaluate("one => one === document.activeElement")
    page.keyboard.press("End")
    assert numbers.last.evaluate("one => one === document.activeElement")
    page.keyboard.press("Home")
    assert numbers.first.evaluate("one => one === document.activeElement")


def test_the_first_stop_leads_past_the_head(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_light_and_dark_can_be_chosen_and_are_remembered(page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    page.get_by_role("button", name="Dark").click()
    after = page.evaluate(ground)

    assert before != after
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"
    page.reload()
    assert page.evaluate(ground) == after


def test_a_dark_screen_is_met_with_a_dark_page(browser: Browser, address: str) -> None:
    opened = browser.new_page(color_scheme="dark")
    opened.goto(address)
    ground = opened.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = opened.evaluate("getComputedStyle(document.querySelector('.drawing text')).fill")
    opened.close()

    assert sum(int(part) for part in ground[4:-1].split(",")) < 150
    assert sum(int(part) for part in ink[4:-1].split(",")) > 300


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_screen_has_to_be_moved_sideways(browser: Browser, address: str, width: int) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 800})
    opened.goto(address)
    wide = opened.evaluate("document.documentElement.scrollWidth")
    shown = opened.locator(".drawing svg:visible").evaluate_all(
        "all => all.map(one => one.getAttribute('class'))"
    )
    opened.close()

    assert wide <= width
    assert set(shown) == {"narrow" if width < 600 else "wide"}


def test_paper_shows_what_the_screen_folds_away(page: Page) -> None:
    assert not page.locator("#table-again").is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#table-again").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.locator("#table-again").is_visible()


def test_a_caveat_stands_in_the_margin_of_a_wide_screen(page: Page) -> None:
    caveat, block = page.locator(".caveat").bounding_box(), page.locator("details.folded").bounding_box()

    assert caveat is not None
    assert block is not None
    assert caveat["x"] >= block["x"] + 500
    assert abs(caveat["y"] - block["y"]) < 60
