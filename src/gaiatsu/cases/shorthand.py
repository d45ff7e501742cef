"""Say once what holds for many values: gaps of a whole set, and rules that coded whole columns.

A document in shorthand and the same document written out are one case set, with one digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError

from gaiatsu.cases.episode import OPEN_FIELDS
from gaiatsu.cases.fields import Breach, Breaches, Uncoded
from gaiatsu.cases.origin import Rule

__all__ = ["fold", "unfold"]

INHERITED: Final = ("source", "locator", "coder", "confidence", "reason")
_PLACEHOLDER: Final = Uncoded(uncoded=True, source="none", locator="none", coder="none", reason="none")


def unfold(tree: Any) -> Any:
    """Write out a document in shorthand; anything else is handed back as it is.

    Parameters
    ----------
    tree
        A document as plain values, not yet held against the schema.

    Returns
    -------
    Any
        The document with each episode's fields in full; the argument is not changed.

    Raises
    ------
    Breaches
        When a value names a rule that the document does not have.
    """
    if not isinstance(tree, dict) or not isinstance(tree.get("episodes"), list | tuple):
        return tree
    gaps, rules = tree.get("uncoded") or {}, tree.get("rules") or {}
    if not isinstance(gaps, dict) or not isinstance(rules, dict) or not (gaps or rules):
        return tree
    shared = {name: _gap(name, value) for name, value in gaps.items() if name in OPEN_FIELDS}
    given = {name: _inheritance(rule) for name, rule in rules.items()}
    breaches: list[Breach] = []
    episodes = [
        _episode(episode, shared, given, (place, breaches)) if isinstance(episode, dict) else episode
        for place, episode in enumerate(tree["episodes"])
    ]
    if breaches:
        raise Breaches(breaches)
    return {**tree, "episodes": episodes}


def _gap(name: str, value: Any) -> Uncoded:
    """One gap for all episodes; a faulty one is reported where it stands, not at every episode."""
    if isinstance(value, Uncoded):
        return value
    try:
        return Uncoded.model_validate(value).named(name)
    except ValidationError:
        return _PLACEHOLDER.named(name)


def _inheritance(rule: Any) -> dict[str, Any]:
    if isinstance(rule, Rule):
        rule = rule.model_dump(mode="json")
    return {key: rule[key] for key in INHERITED if key in rule} if isinstance(rule, dict) else {}


def _episode(
    episode: dict[str, Any],
    shared: Mapping[str, Uncoded],
    rules: Mapping[str, dict[str, Any]],
    found: tuple[int, list[Breach]],
) -> dict[str, Any]:
    full = {**shared, **episode}
    place, breaches = found
    for field in OPEN_FIELDS:
        value = full.get(field)
        if not isinstance(value, dict) or not isinstance(value.get("rule"), str):
            continue
        if value["rule"] not in rules:
            loc = ("episodes", place, field, "rule")
            breaches.append(Breach(loc, value["rule"], "no rule has this name", _near(value["rule"], rules)))
            continue
        inherited = rules[value["rule"]]
        full[field] = {**_fitting(inherited, value), **value}
    return full


def _fitting(inherited: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a gap cannot inherit: it has no confidence."""
    if "uncoded" in value:
        return {key: entry for key, entry in inherited.items() if key != "confidence"}
    return inherited


def _near(name: str, rules: Iterable[str]) -> str:
    known = sorted(rules)
    return f"a name of the document's rules: {', '.join(get_close_matches(name, known, n=3) or known[:10])}"


def fold(tree: dict[str, Any]) -> dict[str, Any]:
    """Shorten a document by what its own gaps and rules say already.

    Parameters
    ----------
    tree
        A case set as plain values, written out in full.

    Returns
    -------
    dict
        The document in shorthand; :func:`unfold` gives the full one back.
    """
    gaps, rules = tree.get("uncoded", {}), tree.get("rules", {})
    given = {name: _inheritance(rule) for name, rule in rules.items()}
    return {**tree, "episodes": [_folded(episode, gaps, given) for episode in tree["episodes"]]}


def _folded(
    episode: dict[str, Any], gaps: Mapping[str, Any], rules: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    short: dict[str, Any] = {}
    for name, value in episode.items():
        if value in ([], "") or (name in OPEN_FIELDS and name in gaps and value == gaps[name]):
            continue
        short[name] = _short(value, rules) if name in OPEN_FIELDS and isinstance(value, dict) else value
    return short


def _short(value: dict[str, Any], rules: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    inherited = rules.get(value.get("rule", ""), {})
    return {
        key: entry for key, entry in value.items() if entry is not None and inherited.get(key, ...) != entry
    }
