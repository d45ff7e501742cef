"""An executable, testable theory of coercive international bargaining."""

from __future__ import annotations

__version__ = "0.1.0.dev0"
