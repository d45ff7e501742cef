from __future__ import annotations

import re

import pytest

from gaiatsu.claims import bibliography, claim, registry
from gaiatsu.errors import UnknownName

HYPOTHESES = {"H1", "H2", "H2L", "H3", "H4T", "H4S", "IND", "MC1", "MC2", "MC3", "NEC", "SCO", "STR"}
RIVALS = {
    "RIV-trade", "RIV-asia", "RIV-capital", "RIV-cold-war", "RIV-audience", "RIV-electoral", "RIV-recession",
    "RIV-regime-audience", "RIV-shadow", "RIV-side-payments",
}  # fmt: skip


def test_every_claim_of_the_theory_is_registered_once() -> None:
    ids = [entry.id for entry in registry()]

    assert set(ids) == HYPOTHESES | RIVALS
    assert len(ids) == len(set(ids))


def test_rivals_are_claims_of_their_own() -> None:
    for entry in registry():
        assert set(entry.rivals) <= RIVALS, entry.id
        assert entry.id not in entry.rivals


def test_every_rival_competes_with_some_claim() -> None:
    assert {rival for entry in registry() for rival in entry.rivals} == RIVALS


def test_falsifiers_are_those_of_the_theory() -> None:
    named = {name for entry in registry() for name in entry.falsifiers}

    assert named <= {f"F{number}" for number in range(1, 16)}
    assert named >= {f"F{number}" for number in range(1, 13)}


def test_every_claim_has_a_falsifier() -> None:
    assert [entry.id for entry in registry() if not entry.falsifiers] == []


def test_every_reference_is_in_the_bibliography() -> None:
    known = bibliography()
    for entry in registry():
        assert {entry.source, *entry.references} <= set(known), entry.id


def test_every_claim_says_what_where_and_which_way() -> None:
    for entry in registry():
        assert all((entry.title, entry.statement, entry.locator, entry.direction, entry.mechanism)), entry.id
        assert entry.statement.endswith("."), entry.id
        assert not re.search(r"[\u201c\u201d\"]", entry.statement), f"{entry.id} quotes"


def test_capitals_do_not_matter_in_an_id() -> None:
    assert claim("riv-COLD-war").id == "RIV-cold-war"


def test_an_unknown_claim_brings_up_the_nearest() -> None:
    with pytest.raises(UnknownName, match="RIV-trade"):
        claim("RIV-trad")
