"""The few marks that prose may hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gaiatsu.report.inline import Cite, Emphasis, Link, Number, Words, cited, parse
from gaiatsu.report.sources import bare


def test_marks_are_read_in_the_order_of_reading() -> None:
    text = "It *fell*, see [Table 1](#table-1): \ue0003\ue001 [@schoppa1999]."

    assert parse(text) == (
        Words("It "),
        Emphasis((Words("fell"),)),
        Words(", see "),
        Link((Words("Table 1"),), "#table-1"),
        Words(": "),
        Number(3),
        Words(" "),
        Cite("schoppa1999"),
        Words("."),
    )


def test_citations_are_listed() -> None:
    assert cited("[@pelc2010] and [@schoppa1999]") == ("pelc2010", "schoppa1999")


@given(st.text(alphabet=st.characters(exclude_characters="*[]\ue000\ue001")))
def test_words_without_marks_stay_as_they_are(text: str) -> None:
    assert text == bare(text)
