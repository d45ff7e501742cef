"""Engines that fit the theory to cases and compare it with its rivals."""
