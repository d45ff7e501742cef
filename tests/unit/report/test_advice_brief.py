"""The brief is one page, however many strategies are compared, and the same bytes each time."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from gaiatsu.report.advice import write_advice
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.studies.advise import Advice, AdviceOptions, advise
from gaiatsu.studies.simulate import find_scenario


@pytest.fixture(scope="module")
def crowded() -> Advice:
    """A dozen strategies beside those of the index."""
    extra = tuple(
        replace(LIBRARY["resolute"], name=f"mine-{place}", title=f"Mine number {place}")
        for place in range(12)
    )
    options = AdviceOptions(draws=40, replicates=1, first=2008, beyond=1, rivals=False, tries=0, extra=extra)
    return advise(find_scenario("template"), options=options)


def test_a_crowd_of_strategies_stays_on_one_page(crowded: Advice, tmp_path: Path) -> None:
    files = write_advice(crowded, tmp_path / "out")
    brief = (tmp_path / "out" / "brief.pdf").read_bytes()
    (page,) = pypdf.PdfReader(io.BytesIO(brief)).pages

    assert files[0] == "brief.pdf"
    assert "Mine number 11" in page.extract_text()
    assert "What it depends on" in page.extract_text()
    assert "Made by gaiatsu" in page.extract_text()
    write_advice(crowded, tmp_path / "again")
    assert (tmp_path / "again" / "brief.pdf").read_bytes() == brief
