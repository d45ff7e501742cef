"""The pages on the theory name every function and parameter that the theory has, and say what it says."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import gaiatsu.theory
from gaiatsu import cases
from gaiatsu.context.panel import episode_panel
from gaiatsu.studies.state import StateStudy, state_study
from gaiatsu.theory.parameters import DEFAULT, PRIOR_SETS, Origin
from gaiatsu.theory.rivals import RIVALS

PAGES = Path(__file__).parents[2] / "docs" / "theory"
TEXT = "\n".join(path.read_text() for path in sorted(PAGES.glob("*.md")))
NAMED = re.compile(r"`(gaiatsu\.[\w.]+)`")


def resolves(path: str) -> bool:
    """Whether a dotted path is a module or something a module holds."""
    *parts, last = path.split(".")
    try:
        return hasattr(importlib.import_module(".".join(parts)), last)
    except ModuleNotFoundError:
        return False


def mechanisms() -> set[str]:
    """Dotted path of every public function of the theory."""
    found = set()
    for info in pkgutil.walk_packages(gaiatsu.theory.__path__, "gaiatsu.theory."):
        module = importlib.import_module(info.name)
        if info.ispkg:
            continue
        functions = (getattr(module, name) for name in getattr(module, "__all__", ()))
        found |= {f"{info.name}.{item.__name__}" for item in functions if inspect.isfunction(item)}
    return found


def test_every_function_of_the_theory_stands_beside_its_equation() -> None:
    exempt = {"catalog", "draws"}  # parameters and rivals are named by the room that offers them
    expected = {path for path in mechanisms() if path.split(".")[-2] not in exempt}

    assert sorted(expected - set(NAMED.findall(TEXT))) == []


def test_every_name_on_the_pages_exists() -> None:
    assert [path for path in sorted(set(NAMED.findall(TEXT))) if not resolves(path)] == []


@pytest.mark.parametrize("name", DEFAULT)
def test_the_table_of_parameters_says_what_the_program_uses(name: str) -> None:
    parameter = DEFAULT[name]
    ours = " *Ours.*" if parameter.origin is Origin.OURS else ""
    cells = (f"`{name}`", parameter.symbol, parameter.prior, parameter.unit, parameter.meaning + ours)
    row = f"| {' | '.join(map(str, cells))} |"

    assert row in (PAGES / "parameters.md").read_text().splitlines()


def test_the_table_of_sets_says_what_the_program_uses() -> None:
    page = (PAGES / "parameters.md").read_text()

    for name, priors in PRIOR_SETS.items():
        social = "as below" if name == "default" else str(priors["hierarchy"])
        assert f"| {name} | {social} | {priors['material']} |" in page


COLUMNS = {
    "trust of the sender": "trust_of_sender",
    "trust of the target": "trust_of_target",
    "hierarchy": "hierarchy",
    "legitimacy": "legitimacy",
    "reputation for resolve": "resolve",
    "weight of the occupation cohort": "occupation_weight",
}


def short(number: float) -> str:
    return f"{number:.2f}".removeprefix("0")


@pytest.fixture(scope="module")
def study() -> StateStudy:
    return state_study(cases.load("schoppa1999"), seed=1999)


def test_the_table_of_states_says_what_the_program_computes(study: StateStudy) -> None:
    page = (PAGES / "state.md").read_text().splitlines()
    after = episode_panel(cases.load("schoppa1999")).after
    means = study.state.mean()

    for label, column in COLUMNS.items():
        values = short(means[column][~after].mean()), short(means[column][after].mean())
        assert f"| {label} | {values[0]} | {values[1]} |" in page


def test_the_sentences_on_the_state_say_what_the_program_computes(study: StateStudy) -> None:
    page = " ".join((PAGES / "state.md").read_text().split())
    strikes = study.two_strike
    assert strikes is not None

    said = (strikes.closed_form, strikes.on_record, strikes.first_decisive, strikes.never_decisive)
    assert "probability {} over the prior and {} on the record".format(*map(short, said[:2])) in page
    assert "already ended trust has {}, that both were survived {}".format(*map(short, said[2:])) in page
    assert f"gives {', '.join(short(row[2]) for row in strikes.by_threshold)}." in page
    assert f"by about {short(-study.change_before.replacement.mean())} between 1978 and 1992" in page
    assert f"by about {short(-study.change.replacement.mean())} between the mean dates" in page


def test_every_rival_has_a_row_with_its_sign_and_lags() -> None:
    page = (PAGES / "rivals.md").read_text()
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (\S+ \| [\d-]*) ?\|", page, flags=re.MULTILINE))
    signs = {1: "+", -1: "−", 0: "±"}

    expected = {}
    for rival in RIVALS:
        low, high = (f"{lag:g}" for lag in rival.lag_range)
        lags = "" if not rival.available else low if low == high else f"{low}-{high}"
        expected[rival.id] = f"{signs[rival.sign]} | {lags}"
    assert rows == expected


def test_the_check_sees_a_name_that_does_not_exist() -> None:
    assert resolves("gaiatsu.theory.response.payoff")
    assert not resolves("gaiatsu.theory.response.nothing")
    assert not resolves("gaiatsu.nowhere.nothing")
