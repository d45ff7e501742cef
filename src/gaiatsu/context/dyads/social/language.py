"""Words in which one state speaks of another: plain dictionaries in English and Japanese, and their error."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["CATEGORIES", "MENTIONS", "TERMS", "Language", "Spoken", "Term", "read_speech", "share_error"]


class Language(StrEnum):
    """Language of a speech.

    Examples
    --------
    >>> Language("ja").value
    'ja'
    """

    ENGLISH = "en"
    JAPANESE = "ja"


CATEGORIES: Final = ("deference", "equality", "partnership", "pivot")


@dataclass(frozen=True)
class Term:
    """A group of words that is read as a sign of how another state is seen.

    Parameters
    ----------
    category
        One of ``CATEGORIES``.
    language
        Its language.
    pattern
        Regular expression.
    note
        Why it is taken as such a sign, and where it misleads.
    """

    category: str
    language: Language
    pattern: str
    note: str


EN, JA = Language.ENGLISH, Language.JAPANESE
TERMS: Final = (
    Term(
        "deference",
        EN,
        r"\b(?:protect\w*|guarantee\w*|umbrella|rel(?:y|ies|ied|iance)|depend(?:s|ed|ence|ent)? on|grateful"
        r"|gratitude|indebted|generosity|guidance|leadership of)\b",
        "being protected, thankful or led; 'protect' also stands for trade barriers and the environment",
    ),
    Term(
        "deference",
        JA,
        "庇護|依存|頼|感謝|好意|御礼|お願い|指導を|傘|おかげ|理解を求め|理解を得",
        "dependence, thanks, asking for understanding; interdependence (相互依存) is taken out first",
    ),
    Term(
        "equality",
        EN,
        r"\b(?:equals?|equally|equality|on a par|reciproc\w*|mutual(?:ly)?|two-way|level playing field)\b",
        "claims or offers of equal standing; 'equally' is often no more than 'also'",
    ),
    Term(
        "equality",
        JA,
        "対等|平等|イコール|互恵|相互(?!依存)|主張すべき|率直|双方",
        "equal standing, giving and taking on both sides, saying what must be said",
    ),
    Term(
        "partnership",
        EN,
        r"\b(?:partner\w*|all(?:y|ies)|alliances?|friend\w*|co-?operat\w*|ties"
        r"|work(?:ing)? (?:closely )?(?:together|with))\b",
        "partners, allies, friends, common work",
    ),
    Term(
        "partnership",
        JA,
        "パートナ|協力|協調|友好|同盟|信頼|連帯|友邦|きずな|共同|連携",
        "partners, cooperation, friendship, alliance, trust",
    ),
    Term(
        "pivot",
        EN,
        r"\b(?:cornerstone|linchpin|foundation|keystone|bedrock|most important)\b",
        "the relation as what all else rests on",
    ),
    Term(
        "pivot",
        JA,
        "基軸|基本|かなめ|要石|根幹|中核|不可欠|最も重要|極めて重要|基盤|基礎",
        "the same; 基本 also stands for the basis of anything else named in the sentence",
    ),
)
"""Chosen before any count was made of outcomes; each is checked by hand on passages in the tests."""

NOT_MEANT: Final = re.compile("相互依存|ラテンアメリカ|ラテン・アメリカ|中南米|北米|南米|欧米")
"""Compounds that hold a name or a term without meaning it."""

MENTIONS: Final[dict[int, tuple[str, str]]] = {
    2: (r"\bUnited States\b|\bU\.S\.|\bWashington\b", "米国|アメリカ|日米|対米|訪米|在日米軍|米軍|米側|米ソ"),
    20: (r"\bCanad(?:a|ian)\b", "カナダ|日加"),
    70: (r"\bMexic(?:o|an)\b", "メキシコ"),
    140: (r"\bBrazil(?:ian)?\b", "ブラジル"),
    160: (r"\bArgentin(?:a|e|ean|ian)\b", "アルゼンチン"),
    200: (r"\bUnited Kingdom\b|\b(?:Great )?Britain\b|\bBritish\b", "英国|イギリス|日英"),
    220: (r"\bFrance\b|\bFrench\b", "フランス|日仏"),
    260: (r"\bWest Germany\b|\bGerman(?:y|s)?\b", "ドイツ|日独"),
    325: (r"\bItal(?:y|ian)\b", "イタリア"),
    365: (r"\bSoviet\b|\bU\.?S\.?S\.?R\b|\bRussian?\b", "ソ連|日ソ|米ソ|ロシア|日露|日ロ"),
    710: (r"\bChin(?:a|ese)\b", "中国|日中"),
    732: (r"\bSouth Korean?\b|\bRepublic of Korea\b", "韓国|日韓"),
    740: (r"\bJapan(?:ese)?\b", "日本"),
    750: (r"\bIndian?\b", "インド(?!ネシア|シナ)"),
    800: (r"\bThai(?:land)?\b", "タイ国|日タイ"),
    840: (r"\bPhilippines?\b|\bFilipinos?\b", "フィリピン|日比"),
    850: (r"\bIndonesian?\b", "インドネシア"),
    900: (r"\bAustralian?\b", "豪州|オーストラリア|日豪"),
}
"""How each state is named, in English and in Japanese."""


@dataclass(frozen=True)
class Spoken:
    """What a speech says of one state.

    Parameters
    ----------
    length
        Words (English) or characters (Japanese) of the speech.
    mentions
        Times the state is named.
    sentences
        Sentences that name it.
    terms
        Of these, sentences that hold a term, in the order of ``CATEGORIES``.
    """

    length: int
    mentions: int
    sentences: int
    terms: tuple[int, ...]


def read_speech(text: str, *, language: Language, about: tuple[int, ...]) -> dict[int, Spoken]:
    """Count how often a speech names states, and in what words its sentences speak of them.

    The article reads deference in what elites say. Words can be counted without knowing what followed; what
    they mean in a given sentence cannot, so each count carries its sampling error and each term its note.

    Parameters
    ----------
    text
        The speech.
    language
        Its language.
    about
        Correlates of War codes of the states, each one of ``MENTIONS``.

    Returns
    -------
    dict
        `Spoken` by state.

    Examples
    --------
    >>> speech = "Our ties with Japan are strong. We sell cars. Japan must be an equal partner."
    >>> read_speech(speech, language=Language.ENGLISH, about=(740,))[740]
    Spoken(length=15, mentions=2, sentences=2, terms=(0, 1, 2, 0))
    """
    english = language is Language.ENGLISH
    plain = re.sub(r"-\n", "", text) if english else NOT_MEANT.sub("", text)
    length = len(plain.split()) if english else len(re.sub(r"\s", "", text))
    parts = re.split(r"(?<=[.!?])\s+" if english else "。", plain)
    found = {}
    for state in about:
        name = re.compile(MENTIONS[state][0 if english else 1])
        mentions = len(name.findall(plain))
        naming = [part for part in parts if name.search(part)] if mentions else []
        counts = (sum(bool(_of(word, language).search(part)) for part in naming) for word in CATEGORIES)
        found[state] = Spoken(length, mentions, len(naming), tuple(counts))
    return found


def _of(category: str, language: Language) -> re.Pattern[str]:
    pattern = next(t.pattern for t in TERMS if t.category == category and t.language is language)
    return re.compile(pattern, flags=re.IGNORECASE)


def share_error(hits: int, trials: int) -> float:
    """Give the standard deviation of a share under Jeffreys' prior, which does not vanish at no hit.

    Parameters
    ----------
    hits
        Sentences with a term.
    trials
        Sentences.

    Returns
    -------
    float

    Notes
    -----
    That of Beta(hits + 1/2, trials - hits + 1/2).

    Examples
    --------
    >>> round(share_error(0, 10), 3), round(share_error(5, 10), 3)
    (0.06, 0.144)
    """
    a, b = hits + 0.5, trials - hits + 0.5
    return float((a * b / ((a + b) ** 2 * (a + b + 1.0))) ** 0.5)
