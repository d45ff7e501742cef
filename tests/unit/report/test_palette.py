"""Colors that can be read, on paper, on a dark screen and by those who see fewer of them."""

from __future__ import annotations

import itertools
import math

import pytest

from gaiatsu.report.palette import PALETTE, Color, contrast

TEXT = [color for color in PALETTE.values() if color.kind == "text"]
MARKS = [color for color in PALETTE.values() if color.kind == "mark"]
GROUNDS = ("paper", "panel")

# Machado, Oliveira and Fernandes (2009), severity 1, linear light.
DEFICIENCIES = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def linear(color: str) -> list[float]:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(max(value, 0.0), 1.0) for value in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("color", TEXT, ids=lambda color: color.name)
def test_text_reads_at_a_contrast_of_four_and_a_half(color: Color, ground: str, shade: str) -> None:
    assert contrast(getattr(color, shade), getattr(PALETTE[ground], shade)) >= 4.5


@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize("color", MARKS, ids=lambda color: color.name)
def test_marks_stand_out_at_a_contrast_of_three(color: Color, shade: str) -> None:
    assert contrast(getattr(color, shade), getattr(PALETTE["paper"], shade)) >= 3


@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_concessions_and_refusals_differ_for_every_eye(deficiency: str, shade: str) -> None:
    matrix = DEFICIENCIES[deficiency]
    seen = []
    for name in ("concede", "refuse"):
        rgb = linear(getattr(PALETTE[name], shade))
        seen.append(lab([sum(a * b for a, b in zip(row, rgb, strict=True)) for row in matrix]))

    assert math.dist(*seen) > 40


def test_every_color_is_told_from_every_other_by_its_number() -> None:
    for one, two in itertools.combinations(PALETTE.values(), 2):
        assert one.light != two.light
        assert one.dark != two.dark


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
