"""Dictionaries against a reader: each passage was read and marked before the dictionary was run on it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from gaiatsu.context.dyads.social.language import (
    CATEGORIES,
    MENTIONS,
    TERMS,
    Language,
    read_speech,
    share_error,
)

EN, JA = Language.ENGLISH, Language.JAPANESE
AMERICA, JAPAN = 2, 740

# (source, language, passage, what a reader finds: d deference, e equality, p partnership, v pivot)
READ = (
    (
        "Nixon 1970",
        EN,
        (
            "We have developed an historic new basis for Japanese-American friendship and cooperation, "
            "which is the linchpin for peace in the Pacific."
        ),
        "pv",
    ),
    ("Carter 1979", EN, "Our ties with Japan and our European allies are stronger than ever.", "p"),
    (
        "Reagan 1983",
        EN,
        (
            "Japan, with a population only about half the size of ours, graduates from its universities more "
            "engineers than we do."
        ),
        "",
    ),
    ("Clinton 1996", EN, "America is selling more cars than Japan for the first time since the 1970's.", ""),
    (
        "Clinton 1999",
        EN,
        (
            "I have already informed the Government of Japan that if that nation's sudden surge of steel "
            "imports into our country is not reversed, America will respond."
        ),
        "",
    ),
    (
        "Carter 1978",
        EN,
        (
            "That is what Harry Truman did when we helped Europe and Japan rebuild themselves and secured an "
            "international order that has protected freedom from aggression."
        ),
        "d",
    ),
    (
        "Nakasone 1982",
        JA,
        (
            "特に、米国は、わが国にとって、政治、経済等の広範な分野において固いきずなで結ばれた最も重要なパートナーで"
            "あります。"
        ),
        "pv",
    ),
    ("Takeshita 1987", JA, "日米関係は、我が国外交の基軸であります。", "v"),
    (
        "Uno 1989",
        JA,
        "米国との同盟関係によって確保された国の安全保障がもたらした安定的な対外環境により、可能となった。",
        "dp",
    ),
    (
        "Kaifu 1989",
        JA,
        "日米双方の抱える問題については、率直に話し合い、主張すべきことは主張し、協議に取り組みます。",
        "e",
    ),
    (
        "Kaifu 1990",
        JA,
        "今後とも、このような日米のグローバルパートナーシップをさらに強化してまいります。",
        "p",
    ),
    (
        "Miyazawa 1992",
        JA,
        "アジア・太平洋地域の平和と繁栄にとって、米国の存在、米国の関与が今後とも不可欠であります。",
        "dv",
    ),
    ("Murayama 1994", JA, "私は、日米安全保障体制を堅持します。", ""),
    ("Hatoyama 2009", JA, "その基盤となるのは、緊密かつ対等な日米同盟であります。", "epv"),
)

# Thirty of the 353 sentences in which prime ministers name the United States, drawn at random and marked
# before the dictionary was run: day of the speech, place among its sentences about America, mark.
DRAWN = (
    ("1963-10-18", 0, ""),
    ("1963-12-10", 0, ""),
    ("1964-11-21", 1, "pv"),
    ("1964-11-21", 2, "dp"),
    ("1964-11-21", 3, ""),
    ("1965-10-13", 2, ""),
    ("1966-07-12", 1, "p"),
    ("1967-12-05", 4, "ep"),
    ("1967-12-05", 6, ""),
    ("1967-12-05", 8, ""),
    ("1969-12-01", 3, ""),
    ("1970-11-25", 8, "e"),
    ("1974-12-14", 2, "p"),
    ("1975-09-16", 4, "pv"),
    ("1976-09-24", 1, ""),
    ("1986-09-12", 5, ""),
    ("1988-07-29", 7, "p"),
    ("1990-10-12", 5, ""),
    ("1991-11-08", 6, ""),
    ("1992-10-30", 2, "pv"),
    ("1993-08-23", 4, "e"),
    ("1997-09-29", 3, "p"),
    ("2000-07-28", 1, "v"),
    ("2001-05-07", 3, "p"),
    ("2001-09-27", 6, "pv"),
    ("2002-10-18", 3, "p"),
    ("2003-09-26", 2, ""),
    ("2008-09-29", 3, "pv"),
    ("2008-09-29", 4, "p"),
    ("2010-06-11", 4, ""),
)
LETTERS = dict(zip("depv", CATEGORIES, strict=True))


ABOUT = {EN: JAPAN, JA: AMERICA}


def found(language: Language, passage: str) -> set[str]:
    spoken = read_speech(passage, language=language, about=(ABOUT[language],))[ABOUT[language]]
    assert spoken.mentions > 0
    return {category for category, hits in zip(CATEGORIES, spoken.terms, strict=True) if hits}


def agreement(pairs: list[tuple[str, set[str]]]) -> dict[str, tuple[int, int, int]]:
    """For each category: marked by both, by the reader only, by the dictionary only."""
    table = {}
    for letter, category in LETTERS.items():
        marks = [(letter in reader, category in words) for reader, words in pairs]
        table[category] = (marks.count((True, True)), marks.count((True, False)), marks.count((False, True)))
    return table


def test_dictionaries_agree_with_the_reader_on_chosen_passages_as_far_as_stated() -> None:
    pairs = [(mark, found(language, passage)) for _, language, passage, mark in READ]

    assert agreement(pairs) == {
        "deference": (1, 2, 0),
        "equality": (2, 0, 0),
        "partnership": (6, 0, 0),
        "pivot": (5, 0, 0),
    }


@pytest.mark.data
def test_dictionaries_agree_with_the_reader_on_drawn_sentences_as_far_as_stated(data_dir: Path) -> None:
    # deference is not measured: of six sentences that hold its words one shows it
    from gaiatsu import sources

    speeches = dict(sources.read("jp_speeches", data_dir).table.select("date", "text").rows())
    about_america = {
        day: [
            part
            for part in text.split("。")
            if read_speech(part, language=JA, about=(AMERICA,))[AMERICA].mentions
        ]
        for day, text in speeches.items()
    }
    assert sum(map(len, about_america.values())) == 353
    pairs = [(mark, found(JA, about_america[date.fromisoformat(day)][place])) for day, place, mark in DRAWN]

    assert agreement(pairs) == {
        "deference": (1, 0, 5),
        "equality": (3, 0, 1),
        "partnership": (14, 0, 0),
        "pivot": (4, 2, 3),
    }


def test_enough_passages_were_read() -> None:
    assert len(READ) >= 10


def test_sentences_about_others_are_not_read() -> None:
    speech = "We rely on our allies. Japan sells cars. Cars are made by partners."
    spoken = read_speech(speech, language=EN, about=(JAPAN,))[JAPAN]

    assert (spoken.sentences, spoken.terms) == (1, (0, 0, 0, 0))


def test_interdependence_is_not_dependence() -> None:
    assert found(JA, "我が国と米国は相互依存の上に立っております。") == set()
    assert found(JA, "我が国は米国に依存しております。") == {"deference"}


def test_latin_america_is_not_the_united_states() -> None:
    spoken = read_speech("ラテンアメリカ諸国と中南米。", language=JA, about=(AMERICA,))[AMERICA]

    assert spoken.mentions == 0


def test_words_broken_at_the_end_of_a_line_are_joined() -> None:
    spoken = read_speech("The United States and Ja-\npan.", language=EN, about=(JAPAN,))[JAPAN]

    assert (spoken.mentions, spoken.length) == (1, 5)


def test_every_category_has_words_in_both_languages_and_a_note() -> None:
    assert {(term.category, term.language) for term in TERMS} == {
        (c, tongue) for c in CATEGORIES for tongue in Language
    }
    assert all(term.note for term in TERMS)


@pytest.mark.parametrize("state", MENTIONS)
def test_names_are_patterns_that_match_something(state: int) -> None:
    for pattern in MENTIONS[state]:
        assert re.compile(pattern).search("") is None


def test_the_error_of_a_share_is_that_of_draws(rng: np.random.Generator) -> None:
    drawn = rng.beta(2.5, 8.5, size=200_000)

    assert share_error(2, 10) == pytest.approx(drawn.std(), rel=0.01)
