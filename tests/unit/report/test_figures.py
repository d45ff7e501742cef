"""Charts: valid specifications, labels that cover nothing, drawings that can be themed."""

from __future__ import annotations

import itertools
import re
from typing import Any

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaiatsu.report.document import Chart
from gaiatsu.report.figures import draw, render
from gaiatsu.report.figures.bars import Bar, BarPlot, bars
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.figures.labels import Label, place_labels, text_width
from gaiatsu.report.figures.lines import Band, Line, LinePlot, Mark, lines, spread
from gaiatsu.report.figures.tiles import Tile, TilePlot, _fit, tiles
from gaiatsu.report.figures.timeline import Timeline, timeline, timeline_narrow
from gaiatsu.report.palette import PALETTE

LINES = LinePlot(
    lines=(
        Line("up", ((1.0, 1.0), (2.0, 2.0))),
        Line("dashed", ((1.0, 2.0), (2.0, 1.9)), "concede", (4, 3), dots=True),
    ),
    x=(1, 2),
    y=(0.5, 3),
    x_title="x",
    y_title="y",
    bands=(Band(((1.0, 0.5, 1.0), (2.0, 1.0, 2.0)), label="band", at=(1.5, 1.0)),),
    marks=(Mark(1.5, "upright"), Mark(1.0, "level", level=True)),
    dots=((1.2, 1.2),),
    log=True,
    form=("d", "datum.label"),
)
DOTS = DotPlot(
    (
        Dot("with interval", 0.1, 0.05, 0.2, printed=".10", group="Group", faint=(0.02, 0.4)),
        Dot("hollow", 0.3, color="refuse", hollow=True),
        Dot("nothing", None),
    ),
    "p",
    (0.01, 1.0),
    threshold=(0.05, "p = .05"),
    log=True,
    ticks=(0.01, 0.1, 1),
    form="datum.label",
)
BARS = BarPlot(
    (Bar("one", {"a": 0.3, "b": 0.7}, "Group"), Bar("two", {"a": 1.0})), (("a", "concede"), ("b", "refuse"))
)
TILES = TilePlot(
    ("a row", "a row with a name that is much too long for a phone"), ("x", "y"), (Tile(0, 1, "band", "x"),)
)
TIMELINE = Timeline(
    episodes=(
        {"label": "Cigarettes", "date": 1986.8, "lane": "Rule", "conceded": True, "ratio": 6.6},
        {"label": "Film", "date": 1996.4, "lane": "Rule", "conceded": False, "ratio": 2.7},
    ),
    events=({"label": "Berlin Wall falls", "date": 1989.9}, {"label": "WTO opens", "date": 1995.0}),
    ratio=tuple({"year": year, "ratio": 9 - 0.3 * (year - 1980)} for year in range(1980, 1996)),
    lanes=("Rule",),
    divide=(1993.05, "After"),
    background="Ratio",
)
SPECS = {
    "lines": lines(LINES),
    "lines narrow": lines(LINES, narrow=True),
    "dots": dots(DOTS),
    "dots narrow": dots(DOTS, narrow=True),
    "bars": bars(BARS),
    "bars narrow": bars(BARS, narrow=True),
    "tiles": tiles(TILES),
    "tiles narrow": tiles(TILES, narrow=True),
    "timeline": timeline(TIMELINE),
    "timeline narrow": timeline_narrow(TIMELINE),
}


@pytest.mark.parametrize("name", SPECS)
def test_a_specification_keeps_the_schema_of_vega_lite(name: str) -> None:
    alt.Chart.from_dict(SPECS[name], validate=True)


@pytest.mark.parametrize("name", SPECS)
def test_a_drawing_uses_no_color_but_those_of_the_palette(name: str) -> None:
    drawing = render.inline(render.svg(SPECS[name]), "chart", kind="wide")

    assert re.findall(r'(?:fill|stroke)="(#[0-9a-fA-F]{3,8}|rgb[^"]*)"', drawing) == []


@pytest.mark.parametrize("name", SPECS)
def test_a_drawing_is_the_same_each_time(name: str) -> None:
    assert render.svg(SPECS[name]) == render.svg(SPECS[name])


def widths(name: str) -> float:
    match = re.search(r'viewBox="0 0 ([\d.]+) ', render.svg(SPECS[name]))
    assert match is not None
    return float(match[1])


@pytest.mark.parametrize("name", [name for name in SPECS if name.endswith("narrow")])
def test_a_narrow_drawing_fits_a_phone_without_shrinking_its_letters(name: str) -> None:
    assert widths(name) <= 375


def test_on_a_phone_the_rule_strikes_no_name_out() -> None:
    layers = dots(DOTS, narrow=True)["layer"]
    rule = next(one for one in layers if "strokeDash" in one["mark"])["data"]["values"]
    names = next(one for one in layers if one["mark"].get("dy") == -16)["data"]["values"]
    tops = [(row["y"] - 16 - 6, row["y"] - 16 + 6) for row in names]
    overlaps = [(top, span) for top in tops for span in rule if span["y"] < top[1] and top[0] < span["foot"]]

    assert len(rule) == len(names) == len(DOTS.dots)
    assert overlaps == []


@pytest.mark.parametrize("name", [name for name in SPECS if not name.endswith("narrow")])
def test_a_wide_drawing_fits_the_column(name: str) -> None:
    assert 500 <= widths(name) <= 760


def test_no_letter_is_smaller_than_eleven_pixels() -> None:
    for spec in SPECS.values():
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', render.svg(spec))]

        assert min(sizes) >= 11


def test_ids_inside_a_drawing_are_put_under_the_name_of_its_chart() -> None:
    drawing = render.svg(SPECS["lines"])
    ids = set(re.findall(r'\bid="([^"]+)"', drawing))
    named = render.inline(drawing, "mine", kind="wide")

    assert ids
    assert {f"mine-wide-{one}" for one in ids} == set(re.findall(r'\bid="([^"]+)"', named))
    assert set(re.findall(r"url\(#([^)]+)\)", named)) <= {f"mine-wide-{one}" for one in ids}


def test_a_drawing_as_a_file_names_itself_and_asks_for_nothing() -> None:
    drawing = render.standalone(render.svg(SPECS["dots"]), "p < .05 & more")

    assert "<title>p &lt; .05 &amp; more</title>" in drawing
    assert not re.search(r'(?:href|src)="', drawing)


def test_a_drawing_for_paper_has_no_ground() -> None:
    assert PALETTE["paper"].light in render.svg(SPECS["bars"]).partition("<g")[0]
    assert PALETTE["paper"].light not in render.on_paper(render.svg(SPECS["bars"])).partition("<g")[0]


def test_a_png_begins_like_one() -> None:
    assert render.png(render.svg(SPECS["bars"])).startswith(b"\x89PNG")


def overlap(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def box(place: Any, text: str, size: float) -> tuple[float, float, float, float]:
    width = text_width(text, size)
    left = place.x - {"left": 0.0, "center": width / 2, "right": width}[place.align]
    return left, place.y - 0.6 * size, left + width, place.y + 0.6 * size


@given(st.lists(st.tuples(st.integers(20, 580), st.integers(20, 180)), min_size=1, max_size=8, unique=True))
def test_labels_with_room_enough_cover_neither_each_other_nor_a_point(points: list[tuple[int, int]]) -> None:
    labels = [Label(x, y, "label", radius=2) for x, y in points]
    far_apart = all(abs(a[0] - b[0]) > 90 or abs(a[1] - b[1]) > 40 for a in points for b in points if a != b)
    places = place_labels(labels, size=11, bounds=(-200, -200, 800, 400))
    boxes = [box(place, "label", 11) for place in places]

    if far_apart:
        assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


def test_a_label_keeps_off_an_obstacle() -> None:
    wall = (105.0, 0.0, 110.0, 200.0)
    place = place_labels([Label(100, 100, "word")], size=11, bounds=(0, 0, 300, 200), obstacles=[wall])[0]

    assert not overlap(box(place, "word", 11), wall)


@given(st.lists(st.floats(0, 500), min_size=1, max_size=12))
def test_names_at_the_ends_of_lines_are_moved_apart_and_stay_in_order(places: list[float]) -> None:
    moved = spread(places, 14.0)
    ranked = [moved[number] for number in sorted(range(len(places)), key=lambda n: places[n])]

    assert all(b - a >= 14 - 1e-9 for a, b in itertools.pairwise(ranked))


def charts(count: int) -> list[Chart]:
    return [
        Chart(f"c{number}", "A chart", SPECS["bars"], SPECS["bars narrow"], "Bars.")
        for number in range(count)
    ]


def test_charts_are_the_same_bytes_on_one_processor_and_on_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw.os, "cpu_count", lambda: 2)
    shared = draw.draw_all(charts(draw.WORTH_IT))
    monkeypatch.setattr(draw.os, "cpu_count", lambda: 1)
    alone = draw.draw_all(charts(draw.WORTH_IT))

    assert shared == alone
    assert list(shared) == [chart.id for chart in charts(draw.WORTH_IT)]


def test_what_the_second_process_fails_to_draw_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(draw.sys, "executable", "/bin/false")

    assert len(draw.draw_all(charts(draw.WORTH_IT))) == draw.WORTH_IT


def test_a_name_of_a_tile_row_loses_its_prefix_and_its_year_before_letters() -> None:
    name = "Trust in the sender: chip deal stretched (1987)"
    rooms = (400.0, 160.0, 120.0, 60.0)

    assert [_fit(name, room) for room in rooms] == [
        name,
        "Chip deal stretched (1987)",
        "Chip deal stretched",
        "Chip deal\u2026",
    ]
