"""A specification says what is computed and what it would mean, and holds the study to it."""

from __future__ import annotations

import pytest

from gaiatsu.claims import bibliography, registry
from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.sources import registry as data_sets
from gaiatsu.studies.field.specification import SCHEMA, parse, specification, specified

DOCUMENT = f"""
schema = "{SCHEMA}"
id = "x"
title = "t"
question = "q"
claims = ["H3"]
data = ["ties"]
written = "before"
unit = "u"
treatment = "t"
stopping = "s"
multiplicity = "m"

[thresholds]
margin = 0.1

[[samples]]
id = "all"
words = "all"
primary = true
trade_only = true

[[codings]]
id = "broad"
words = "b"
primary = true
success = ["a"]

[[estimators]]
id = "within"
title = "t"
estimand = "e"
method = "m"
role = "primary"
assumption = "none"

[[rules]]
question = "q"
word = "against"
when = "never"
"""


@pytest.mark.parametrize("name", specified())
def test_every_specification_of_the_package_loads(name: str) -> None:
    found = specification(name)

    assert found.id == name
    assert found.primary_sample in found.samples
    assert found.primary_coding in found.codings
    assert found.looks


@pytest.mark.parametrize("name", ["decline", "legitimacy"])
def test_a_specification_names_known_claims_and_works(name: str) -> None:
    found = specification(name)
    claims = {claim.id for claim in registry()}
    falsifiers = {falsifier for claim in registry() for falsifier in claim.falsifiers}
    works = {alias for key, work in bibliography().items() for alias in (key, work.key)}

    assert set(found.claims) <= claims | falsifiers
    assert {look.source for look in found.looks} <= works


@pytest.mark.parametrize("name", ["decline", "legitimacy"])
def test_a_specification_names_data_sets_that_have_a_reader(name: str) -> None:
    assert set(specification(name).data) <= {info.name for info in data_sets()}


def test_what_the_code_reads_is_kept_as_options() -> None:
    found = parse(DOCUMENT)

    assert found.sample("all").options["trade_only"] is True
    assert found.coding("broad").options["success"] == ("a",)
    assert found.thresholds["margin"] == 0.1


def test_another_document_has_another_digest() -> None:
    assert parse(DOCUMENT).digest != parse(DOCUMENT.replace("0.1", "0.2")).digest


def test_results_that_are_not_specified_are_refused() -> None:
    found = parse(DOCUMENT)
    found.check_reported(["within", "within"])

    with pytest.raises(InvalidSpecification, match=r"lacks the estimators \[\] and reports \['extra'\]"):
        found.check_reported(["within", "extra"])
    with pytest.raises(InvalidSpecification, match=r"lacks the estimators \['within'\]"):
        found.check_reported([])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('schema = "gaiatsu-specification-1.0"', 'schema = "other"', "has the schema 'other'"),
        ("primary = true\ntrade_only", "trade_only", "not exactly one primary sample"),
        ('role = "primary"', 'role = "main"', "estimators of unknown role"),
        ('word = "against"', 'word = "supported"', "no rule that speaks against"),
        ('when = "never"', 'when = "never"\nmood = "fine"', "has a Rule that cannot be read"),
        ('unit = "u"', "unit = ", "cannot be read"),
    ],
)
def test_a_document_that_is_no_specification_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(InvalidSpecification, match=said):
        parse(DOCUMENT.replace(old, new))


def test_an_unknown_study_or_coding_is_named() -> None:
    with pytest.raises(UnknownName, match="No study is called 'declin'"):
        specification("declin")
    with pytest.raises(UnknownName, match="no coding 'wide'"):
        specification("decline").coding("wide")
