"""The version, where every room may read it without importing the shop window."""

from __future__ import annotations

__version__ = "0.1.0.dev0"
