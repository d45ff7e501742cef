"""A strategy file means what it says, and what it cannot mean is refused with its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gaiatsu.dynamics import draw_parameters, observed_policy, run
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.strategy.mixing import Blend, Switch
from gaiatsu.strategy.package import Package
from gaiatsu.studies.advise.reading import TEMPLATE, read_strategy


def written(folder: Path, text: str, name: str = "mine") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text)
    return path


def test_the_template_can_be_read_and_says_what_it_shows(tmp_path: Path) -> None:
    found = read_strategy(written(tmp_path, TEMPLATE))

    assert (found.name, found.title) == ("mine", "Firm but fair")
    assert found.policy == Package(
        asks="rules and allies",
        threatens="where it pays",
        channel="the usual",
        threatened_cost=0.5,
        public_posture=0.0,
        linkage=0.0,
        stretch=0.0,
    )


def test_what_is_left_out_is_that_of_the_strategy_below(tmp_path: Path) -> None:
    text = "title: Public\nbased_on: social\npublic_posture: 0.7\n"
    social = LIBRARY["social"].policy
    assert isinstance(social, Package)
    found = read_strategy(written(tmp_path, text)).policy
    assert isinstance(found, Package)

    assert (found.asks, found.stretch, found.public_posture) == (social.asks, social.stretch, 0.7)


def test_a_file_that_changes_nothing_is_the_status_quo_to_the_bit(tmp_path: Path) -> None:
    found = read_strategy(written(tmp_path, "title: Same\n")).policy
    setting, drawn = quiet_setting(1970, 1985), draw_parameters(200, seed=1)
    one = run(setting, drawn, seed=1, policy=found)
    other = run(setting, drawn, seed=1, policy=observed_policy)

    assert all(np.array_equal(one[name], other[name]) for name in one.columns)


def test_a_switch_plays_one_where_the_condition_holds_and_the_other_elsewhere(tmp_path: Path) -> None:
    text = "title: S\nswitch: {when: year, below: 1980, use: materialist, otherwise: quiet}\n"
    found = read_strategy(written(tmp_path, text)).policy
    assert isinstance(found, Switch)
    setting, drawn = quiet_setting(1970, 1990), draw_parameters(100, seed=1)
    mixed = run(setting, drawn, seed=1, policy=found)
    hard = run(setting, drawn, seed=1, policy=LIBRARY["materialist"].policy)

    assert np.array_equal(mixed["threatened"][:10], hard["threatened"][:10])
    assert np.array_equal(mixed["hierarchy"][:11], hard["hierarchy"][:11])
    assert not mixed["threatened"][10:].any()


def test_a_blend_plays_each_as_often_as_its_weight_says(tmp_path: Path) -> None:
    text = "title: B\nblend: {quiet: 3, materialist: 1}\n"
    found = read_strategy(written(tmp_path, text)).policy
    assert isinstance(found, Blend)
    histories = run(quiet_setting(1970, 1990), draw_parameters(1000, seed=1), seed=1, policy=found)
    asked = histories["demand"] >= 0
    share = histories["threatened"][asked].mean()

    assert share == pytest.approx(0.25, abs=4 * np.sqrt(0.25 * 0.75 / asked.sum()))


def test_files_may_name_files_beside_them(tmp_path: Path) -> None:
    written(tmp_path, "title: Below\nthreatens: never\n", "below")
    found = read_strategy(written(tmp_path, "title: Above\nbased_on: below.yaml\nstretch: 1\n"))

    assert found.policy == Package(threatens="never", stretch=1.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: X\nthreatens: sometimes\n", "threatens"),
        ("title: X\nstretch: 2\n", "stretch"),
        ("title: X\nthreat: 1\n", "threat"),
        ("title: X\nbased_on: tit-for-tat\nstretch: 0\n", "tit-for-tat does not consist of tactics"),
        ("title: X\nstretch: 0\nblend: {social: 1}\n", "blend, stretch together"),
        ("title: X\nswitch: {when: year, use: social, otherwise: quiet}\n", "below or above"),
        ("title: X\nblend: {social: 0}\n", "blend.social"),
        ("title: [", "not YAML"),
        ("based_on: social\n", "title"),
        ("title: X\nbased_on: mine.yaml\n", "none made of itself"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InvalidSpecification, match=said):
        read_strategy(written(tmp_path, text))


def test_a_file_cannot_take_the_name_of_a_strategy_of_the_index(tmp_path: Path) -> None:
    with pytest.raises(InvalidSpecification, match="has the name of a strategy"):
        read_strategy(written(tmp_path, "title: X\n", "social"))


def test_neither_a_file_nor_a_name_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="social"):
        read_strategy(tmp_path / "socail")
    with pytest.raises(UnknownName, match="resolute"):
        read_strategy(written(tmp_path, "title: X\nblend: {resolut: 1}\n"))
