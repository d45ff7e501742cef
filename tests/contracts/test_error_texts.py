"""Each error says what happened, with the value; what was expected; and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from gaiatsu import cases, errors
from gaiatsu.errors import GaiatsuError

GROUPS = {"GaiatsuError", "InputError"}  # never raised themselves


def unknown_name(folder: Path) -> None:
    cases.load("schopa1999")


def invalid_specification(folder: Path) -> None:
    from gaiatsu.estimation.ordinal.design import OrdinalDesign
    from gaiatsu.estimation.ordinal.separation import separation

    separation(OrdinalDesign(np.array([0, 1]), np.ones((2, 1)), ("x",), categories=2), "cauchit")


def invalid_data(folder: Path) -> None:
    from gaiatsu.studies.figure1 import figure1

    file = folder / "ratings.csv"
    file.write_text("year,rating\n1980,2\n1981,7\n1982,1\n")
    figure1(cases.load("schoppa1999"), file)


def missing_data(folder: Path) -> None:
    from gaiatsu.sources.locate import data_folder

    data_folder(folder / "nowhere")


def missing_extra(folder: Path) -> None:
    from gaiatsu.inference import draws

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draws, "find_spec", lambda name: None)
        draws.Draws.to_arviz(None)  # type: ignore[arg-type]


def output_error(folder: Path) -> None:
    from gaiatsu.report.bundle import put

    (folder / "report").write_text("a file in the way")
    put({"index.html": b""}, folder / "report")


def computation_error(folder: Path) -> None:
    import importlib

    module = importlib.import_module("gaiatsu.estimation.ordinal.separation")
    ended = SimpleNamespace(success=False, message="the problem is infeasible")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "linprog", lambda *_, **__: ended)
        module._solve(np.array([1.0]), np.array([[1.0]]))


def invalid_case_set(folder: Path) -> None:
    file = folder / "cases.yaml"
    file.write_text("schema_version: '1.0'\nid: mine\ntitle: Mine\ncitation: schoppa1999\nepisodes: []\n")
    cases.load(file)


def invalid_patch(folder: Path) -> None:
    base = cases.load("schoppa1999")
    patch = cases.scaffold(base, "episodes.film-1996.depth", 3.0, author="A. Reader", reason="Wider.")
    cases.apply_patch(base, patch.model_copy(update={"base_digest": "0" * 64}))


def uncoded_value(folder: Path) -> None:
    case_set = cases.load("schoppa1999")
    patch = cases.scaffold(case_set, "episodes.film-1996.depth", None, author="A", reason="Nobody knows.")
    tree = {**case_set.model_dump(mode="json"), "schema_version": "1.1"}
    later = cases.CaseSet.model_validate(tree)
    opened = cases.apply_patch(later, patch.model_copy(update={"base_digest": later.digest}))
    cases.require_fields(opened, ["depth"])


# the class; what provokes it; what the text must name: the value, and a way on
TEXTS: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "UnknownName": (unknown_name, ("'schopa1999'", "schoppa1999", "Expected:")),
    "InvalidSpecification": (invalid_specification, ("cauchit", "probit", "Expected:")),
    "InvalidData": (invalid_data, ("ratings.csv", "7", "Allowed: 0, 1, 2 or 3")),
    "MissingData": (missing_data, ("nowhere", "Expected:", "--data", "GAIATSU_DATA")),
    "MissingExtra": (missing_extra, ("arviz-base", "pip install 'gaiatsu[arviz]'")),
    "OutputError": (output_error, ("report", "it is a file", "--out")),
    "ComputationError": (computation_error, ("infeasible", "Rescale")),
    "InvalidCaseSet": (invalid_case_set, ("cases.yaml:5", "episodes", "Allowed:")),
    "UncodedValue": (uncoded_value, ("depth in 14 of 15", "Nobody knows", "Expected:", "patch")),
    "InvalidPatch": (invalid_patch, ("a-reader", "0000", "base_digest")),
}


def test_every_error_that_can_be_raised_has_a_text_here() -> None:
    kinds = {name for name in errors.__all__ if issubclass(getattr(errors, name), Exception)}

    assert kinds - GROUPS == set(TEXTS)


@pytest.mark.parametrize("name", TEXTS)
def test_an_error_names_the_value_and_the_way_on(name: str, tmp_path: Path) -> None:
    provoke, words = TEXTS[name]

    with pytest.raises(GaiatsuError) as caught:
        provoke(tmp_path)
    text = str(caught.value)

    assert type(caught.value).__name__ == name
    assert [word for word in words if word not in text] == [], text


def test_an_error_has_its_three_parts_in_order() -> None:
    error = GaiatsuError("It broke.", expected="it whole.", todo="Mend it.")

    assert str(error) == "It broke. Expected: it whole. Mend it."
    assert (error.what, error.expected, error.todo) == ("It broke.", "it whole.", "Mend it.")
