"""The command line: one module a command group, thin and lazily loaded."""

from __future__ import annotations

from gaiatsu.cli.main import main

__all__ = ["main"]
