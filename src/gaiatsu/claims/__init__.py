"""What the article says: claims with locators, directions and rivals; citations."""

from __future__ import annotations

from gaiatsu.claims.bibliography import Reference, bibliography
from gaiatsu.claims.citations import cite, keys_of, works
from gaiatsu.claims.registry import Claim, claim, registry

__all__ = ["Claim", "Reference", "bibliography", "cite", "claim", "keys_of", "registry", "works"]
