"""What the article says: claims with locators, directions and rivals; citations."""

from __future__ import annotations

from gaiatsu.claims.bibliography import Reference, bibliography

__all__ = ["Reference", "bibliography"]
