"""The reference page of the strategies, written from the two indexes."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.strategy.library import LIBRARY
from gaiatsu.strategy.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["page"]

_HEAD: Final = """\
# Strategies

Strategies of the sender and of the target that `gaiatsu advise` and `gaiatsu tournament` play, with what
each declares about its conduct; a test compares every declaration with what the strategy does.
`gaiatsu tournament --list` prints the same. A sender's strategy of one's own is a YAML file:
[](../how-to/advise-a-negotiator.md).

"""


def page() -> str:
    """Write the page.

    Returns
    -------
    str
        Markdown.
    """
    return _HEAD + "\n".join([*_side("Of the sender", LIBRARY), *_side("Of the target", TARGETS)])


def _side(title: str, index: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {title}\n"
    for name, one in index.items():
        declared = [
            f"{field.name.replace('_', ' ')} **{'yes' if getattr(one.properties, field.name) else 'no'}**"
            for field in fields(one.properties)
        ]
        yield f"### `{name}`\n"
        yield f"{one.summary}\n"
        yield f"- Literature: {', '.join(f'`{key}`' for key in one.literature)}"
        yield f"- Declares: {', '.join(declared)}\n"
