"""``gaiatsu fit game`` as a user meets it."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gaiatsu.cli.fit import fit

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
FORMULAS, CRISES = HOW_TO / "game.yaml", HOW_TO / "crises.csv"
GAME = FORMULAS.read_text()
TRUTH = (1.0, -0.3, 2.5, 0.4, -1.8, -1.7, -1.3)  # what made the crises of the how-to
PUBLISHED = """
outcomes: {status_quo: sq, concession: cd, stand_firm: sf, back_down: bd}
payoffs:
  sender_status_quo: sqrt(senderecondep) + senderdemocracy + contig + ally - 1
  sender_prize: anticipatedsendercosts
  target_concession: sqrt(targetecondep) + anticipatedtargetcosts + contig + ally
  sender_stand_firm: sqrt(senderecondep) + senderdemocracy + lncaprat
  target_stand_firm: targetdemocracy + lncaprat
  sender_back_down: senderdemocracy
cluster: dyadID
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(fit, ["game", *map(str, words)])


def fitted(*words: str | Path) -> dict[str, object]:
    done = run("--formula-file", FORMULAS, "--data", CRISES, "--json", *words)
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("method", ["fml", "cml", "pl"])
def test_each_method_finds_the_coefficients_that_made_the_crises(method: str) -> None:
    found = fitted("--method", method)

    rows = [row for payoff in found["coefficients"].values() for row in payoff.values()]  # type: ignore[attr-defined]
    assert found["status"] == "CONVERGED"
    for row, truth in zip(rows, TRUTH, strict=True):
        assert abs(row["estimate"] - truth) < 4 * row["standard_error"]
    assert found["aic"] == pytest.approx(14 - 2 * found["log_likelihood"])  # type: ignore[operator]


def test_beliefs_that_do_not_settle_are_a_status_and_not_an_estimate_in_disguise() -> None:
    """Nested pseudo-likelihood is a fixed-point iteration; on these crises it cycles."""
    found = fitted("--method", "npl")

    assert found["status"] == "BELIEFS_UNSETTLED"
    assert found["effects"] is None


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A fit with its files, and what people read of it."""
    out = tmp_path_factory.mktemp("game") / "fit"
    return out, run("--formula-file", FORMULAS, "--data", CRISES, "--out", out, "--draws", "50")


@pytest.mark.xdist_group("fit")
def test_people_read_a_table_and_what_qualifies_it(written: tuple[Path, Result]) -> None:
    out, done = written

    assert "target_concession" in done.stdout
    assert "searches agreed on the log likelihood" in done.stdout
    names = {path.name for path in out.iterdir()}
    assert names == {
        "index.html", "table.txt", "table.tex", "coefficients.csv", "covariance.csv", "predictions.csv",
        "effects.csv", "draws.csv", "trail.json",
    }  # fmt: skip
    with (out / "predictions.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 150
    outcomes = ("status_quo", "concession", "stand_firm", "back_down")
    assert all(sum(float(row[name]) for name in outcomes) == pytest.approx(1) for row in rows)
    latex = (out / "table.tex").read_text()
    assert latex.count(r"\\") == 7 + 5 + 7 + 1  # coefficients, payoffs, numbers of the fit, head
    assert "_" not in latex.replace(r"\_", "")


@pytest.mark.xdist_group("fit")
def test_a_second_run_replaces_its_own_files_and_nothing_else(
    written: tuple[Path, Result], tmp_path: Path
) -> None:
    out = shutil.copytree(written[0], tmp_path / "fit")
    assert written[1].exit_code == 0
    assert run("--formula-file", FORMULAS, "--data", CRISES, "--out", out).exit_code == 0
    (out / "notes.txt").write_text("mine")

    done = run("--formula-file", FORMULAS, "--data", CRISES, "--out", out)

    assert "holds files that no report put there: notes.txt" in str(done.exception)


@pytest.mark.parametrize(
    ("formulas", "said"),
    [
        ("outcomes: {status_quo: sq}\npayoffs: {}", "No column was named for the outcome concession"),
        ("payoffs: {}", "'outcomes' is missing"),
        ("outcomes: {status_quo: sq}\npayofs: {}", "line 2: 'payofs' is not known"),
        ("[1, 2]", "the file holds list"),
        (GAME.replace("alliance", "allied"), "The table has no column 'allied'"),
        (GAME.replace("prize: sender_costs", "prize: sender_costs +"), "cannot be read"),
        (GAME.replace("target_prize: 1", "target_prize: one"), "target_prize is fixed at 'one'"),
        (
            GAME.replace("dependence + alliance - 1", "1").replace("fixed:", "  target_prize: 1\nfixed:"),
            "The regressor constant stands in every payoff of the target",
        ),
    ],
)  # fmt: skip
def test_an_unusable_specification_names_what_is_wrong(formulas: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(formulas)

    done = run("--formula-file", file, "--data", CRISES)

    assert done.exit_code != 0
    assert said in str(done.exception)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda row: {**row, "cd": "-1"}, "Column 'cd' has -1 in row 1"),
        (lambda row: {**row, "cd": "1.5"}, "Column 'cd' has 1.5 in row 1"),
        (lambda row: {**row, "dependence": ""}, "Column 'dependence' has no number in row 1"),
        (lambda row: {**row, "sq": "0", "cd": "0", "sf": "0", "bd": "0"}, "Row 1 has no outcome"),
    ],
)
def test_an_unusable_row_is_named(change: object, said: str, tmp_path: Path) -> None:
    with CRISES.open() as file:
        rows = list(csv.DictReader(file))
    rows[0] = change(rows[0])  # type: ignore[operator]
    table = tmp_path / "crises.csv"
    with table.open("w") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)

    assert said in str(run("--formula-file", FORMULAS, "--data", table).exception)


@pytest.mark.data
def test_the_published_specification_reaches_the_published_maximum(tmp_path: Path, data_dir: Path) -> None:
    """-3927.9095 by constrained likelihood, as its authors' log prints it; ours says what it is worth."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(PUBLISHED)
    table = data_dir / "cases" / "sigint" / "sanctionsData.csv"

    found = json.loads(run("--formula-file", spec, "--data", table, "--json").stdout)

    assert found["log_likelihood"] == pytest.approx(-3927.9095149, abs=1e-5)
    assert found["aic"] == pytest.approx(40 + 2 * 3927.9095149, abs=1e-4)
    assert found["status"] == "WEAKLY_IDENTIFIED"
    assert found["starts"]["agreed"] >= 3
    assert found["coefficients"]["target_concession"]["sqrt(targetecondep)"]["estimate"] == pytest.approx(
        2.83, abs=0.01
    )
