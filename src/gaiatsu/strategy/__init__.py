"""Strategies of both sides: what they do, what they are worth, and what would be better."""
