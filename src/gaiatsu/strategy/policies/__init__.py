"""Strategies of the sender, one a module; `gaiatsu.strategy.library` is their index."""
