from __future__ import annotations

import re
import unicodedata

import pytest

from gaiatsu.claims import bibliography
from gaiatsu.claims.bibliography import read_bibtex
from gaiatsu.errors import InvalidData

NEEDED = {
    "article": {"author", "journal", "title", "year"},
    "book": {"title", "year"},
    "incollection": {"author", "booktitle", "title", "year"},
    "inproceedings": {"author", "booktitle", "title", "year"},
    "phdthesis": {"author", "school", "title", "year"},
    "misc": {"author", "howpublished", "title", "year"},
    "unpublished": {"author", "note", "title", "year"},
}


def test_every_work_has_what_its_kind_needs() -> None:
    for key, work in bibliography().items():
        missing = NEEDED[work.kind] - {field for field, _ in work.fields}
        assert not missing, key
        assert work.get("author") or work.get("editor"), key


def test_keys_end_in_the_year_of_the_work() -> None:
    for work in bibliography().values():
        for key in (work.key, *work.aliases):
            year = re.search(r"(\d{4})[a-z]?$", key)
            assert year, key
            assert work.get("year") == year[1], key


def spellings(author: str) -> set[str]:
    """Ways to write a name, or the words and initials of a body's name, in plain letters."""
    german = author.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    names = {_plain(author), _plain(german), *map(_plain, author.split())}
    return {*names, *(name.rstrip("ab") for name in names), "".join(word[0] for word in author.split())}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name.replace("ø", "o")))


def test_a_key_begins_with_the_first_author() -> None:
    for key, work in bibliography().items():
        first = (work.get("author") or work.get("editor")).split(" and ")[0].split(",")[0].lower()
        begins = key.split("_")[0].rstrip("0123456789ab")

        assert begins in spellings(first) | {"cow"} or _plain(first).startswith(begins), key


def test_a_work_is_found_under_each_of_its_keys() -> None:
    known = bibliography()

    assert known["kowert1996"] is known["kowert_legro1996"]
    assert known["kowert1996"].key == "kowert_legro1996"


def test_the_article_is_cited_as_published() -> None:
    article = bibliography()["schoppa1999"]

    assert article.text == (
        "Schoppa, Leonard J. 1999. The Social Context in Coercive International Bargaining. "
        "International Organization 53 (2): 307\u2013342."
    )


@pytest.mark.parametrize(
    ("key", "short"),
    [
        ("schoppa1999", "Schoppa 1999"),
        ("pruitt_carnevale1993", "Pruitt and Carnevale 1993"),
        ("whang2013", "Whang, McLean and Kuberski 2013"),
        ("bapat2013", "Bapat et al. 2013"),
        ("coppedge2024", "Coppedge et al. 2024"),
        ("katzenstein1996b", "Katzenstein 1996"),
        ("worldbank2024", "World Bank 2024"),
    ],
)
def test_a_work_has_a_short_name(key: str, short: str) -> None:
    assert short == bibliography()[key].short


def test_an_edited_volume_says_so() -> None:
    assert bibliography()["mochizuki1997"].text.startswith("Mochizuki, Mike M. (ed.). 1997.")
    assert bibliography()["kramer1996"].text.startswith("Kramer, Roderick M., and Tom R. Tyler (eds.). 1996.")


def test_bibtex_reads_back_as_the_same_work() -> None:
    for work in bibliography().values():
        assert read_bibtex(work.bibtex + "\n") == {work.key: work}


def test_braces_are_balanced() -> None:
    for key, work in bibliography().items():
        assert work.bibtex.count("{") == work.bibtex.count("}"), key


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@book{a1999,\n  title: A,\n}\n", 2),
        ("@book{a1999,\n  title = {A},\n", 2),
        ("@book{a1999,\n}\n@book{a1999,\n}\n", 3),
        ("@Book{a1999,\n}\n", 1),
        ("title = {A}\n", 1),
    ],
)
def test_a_damaged_file_is_named_by_its_line(text: str, line: int) -> None:
    with pytest.raises(InvalidData, match=f"line {line}"):
        read_bibtex(text)
