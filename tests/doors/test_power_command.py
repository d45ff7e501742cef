"""``gaiatsu power`` as a user meets it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from gaiatsu.cli.main import main
from gaiatsu.cli.power import power


def run(*words: str) -> Result:
    return CliRunner().invoke(power, list(words), catch_exceptions=False)


def test_the_first_sentence_says_what_the_design_can_show() -> None:
    result = run("--episodes", "30", "--replicates", "20")

    assert result.exit_code == 0
    assert result.stdout.startswith(
        "With 15 episodes and effects of this size, the composite social shift is called"
    )
    assert "30 episodes of this dyad (30 episodes, 20 simulations)" in result.stdout


def test_json_is_one_object_with_every_design() -> None:
    found = json.loads(
        run("--episodes", "25", "--replicates", "10", "--effects", "trust=2.5", "--json").stdout
    )

    assert found["command"] == "power"
    assert found["effects"]["trust"] == 2.5
    assert found["effects"]["material"] == 0.8
    assert [design["episodes"] for design in found["designs"]] == [15, 25]
    assert {row["effect"] for row in found["designs"][0]["rows"]} >= {"trust", "composite social shift"}
    assert set(found) >= {"rule", "prior", "causes", "provenance"}


def test_the_same_seed_gives_the_same_bytes() -> None:
    words = ("--episodes", "20", "--replicates", "5", "--seed", "4", "--json")

    assert run(*words).stdout == run(*words).stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--effects", "trust=much"], "'trust=much' cannot be read"),
        (["--effects", "fear=1"], "one for each of material"),
        (["nowhere2024"], "nowhere2024"),
    ],
)
def test_what_cannot_be_used_ends_with_code_2(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["power", *words])

    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_too_few_episodes_end_with_code_2() -> None:
    assert run("--episodes", "1").exit_code == 2
