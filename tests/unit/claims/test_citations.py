from __future__ import annotations

import pytest

from gaiatsu.claims import bibliography, cite, claim, keys_of, registry, works
from gaiatsu.errors import UnknownName


def heads(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("@")]


def test_a_key_is_cited_by_its_entry() -> None:
    assert cite("hirschman1945") == bibliography()["hirschman1945"].bibtex


def test_every_claim_can_be_cited_by_name_and_as_itself() -> None:
    for entry in registry():
        assert cite(entry.id) == cite(entry)
        assert len(heads(cite(entry.id))) == 1 + len(entry.references)


def test_a_function_is_cited_by_its_docstring() -> None:
    assert keys_of("gaiatsu.claims.citations.cite") == ("schoppa1999",)
    assert keys_of(cite) == ("schoppa1999",)


def test_two_keys_of_one_work_give_one_entry() -> None:
    def both() -> None:
        """Say nothing.

        References
        ----------
        kowert1996, kowert_legro1996

        Examples
        --------
        year2000
        """

    assert [work.key for work in works(both)] == ["kowert_legro1996"]


def test_words_outside_the_references_are_no_citations() -> None:
    def talker() -> None:
        """See schoppa1999 for more."""

    with pytest.raises(UnknownName, match="Nothing is cited"):
        cite(talker)


def test_a_key_that_is_missing_from_the_bibliography_is_named() -> None:
    def careless() -> None:
        """Say nothing.

        References
        ----------
        nobody1999
        """

    with pytest.raises(UnknownName, match="no nobody1999"):
        cite(careless)


@pytest.mark.parametrize(
    "name",
    [
        "H9",
        "schopa1999",
        "",
        "os.path.join",
        "gaiatsu.nothing",
        "gaiatsu.claims.nothing",
        "gaiatsu..claims",
        "g a",
    ],
)
def test_what_cannot_be_cited_is_an_unknown_name(name: str) -> None:
    with pytest.raises(UnknownName, match=r"can be cited|schoppa1999"):
        cite(name)


def test_nothing_outside_the_program_is_imported_to_be_cited() -> None:
    with pytest.raises(UnknownName):
        cite("antigravity")


def test_keys_of_a_claim_begin_with_the_article() -> None:
    assert keys_of(claim("H3"))[0] == "schoppa1999"
