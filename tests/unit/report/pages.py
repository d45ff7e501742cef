"""What the tests ask of any page."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

__all__ = ["entries", "numbers_outside", "parse", "text_of"]

VOID_OF_NUMBERS = re.compile(
    r"""
    \b(?:1[5-9]|20)\d\d(?:s|[-\u2013](?:\d\d){1,2})?\b      # years, decades and spans of years
    | \b(?:Table|Figure|Section|eq\.|n\.)\s?\d+\b           # names of exhibits, laws and equations
    | \b(?:F|H|MC)\d+T?S?\b | \u03b2\s\d | F\d+\u2013F\d+    # claims, falsifiers and weights
    | SHA-256\s?[0-9a-f]* | \b301\b | \bto\s1\b | \b0\u20133\b  # digests, a law, odds, a scale
    | \b(?:90|95)%                                          # levels of intervals
    | \bk-hat\sbelow\s\.7 | \bover\s30\scounts              # conventions that are named as such
    """,
    re.VERBOSE,
)
"""What may stand without a trail: names that hold figures, years, and levels that are conventions."""


def parse(page: str) -> Element:
    """Parse a page strictly: the first breach of HTML raises."""
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    tree: Element = parser.parse(page)
    return tree


def text_of(element: Element) -> str:
    """Read the words of an element, those of its parts included."""
    return "".join(element.itertext())


def entries(tree: Element) -> list[dict[str, Any]]:
    """Read the trail that the page carries."""
    script = next(one for one in tree.iter("script") if one.get("id") == "trail-data")
    numbers: list[dict[str, Any]] = json.loads(text_of(script))["numbers"]
    return numbers


def numbers_outside(tree: Element) -> list[str]:
    """Find the numbers that a reader sees and that open no trail."""
    main = next(one for one in tree.iter("main"))
    found: list[str] = []
    for words, inside in _words(main, inside=False):
        if not inside:
            rest = VOID_OF_NUMBERS.sub(" ", words)
            found += [f"{number} in {words.strip()!r}" for number in re.findall(r"\d[\d.,]*", rest)]
    return found


def _words(element: Element, *, inside: bool) -> Any:
    if element.tag in {"svg", "{http://www.w3.org/2000/svg}svg", "script", "style"}:
        return
    named = element.get("class") == "works" or element.get("id") == "table-sources"
    here = inside or named or element.get("data-n") is not None or _is_heading_of_rates(element)
    yield element.text or "", here
    for child in element:
        yield from _words(child, inside=here)
        yield child.tail or "", here


def _is_heading_of_rates(element: Element) -> bool:
    return element.tag == "th" and re.fullmatch(r"\d0%", text_of(element)) is not None
