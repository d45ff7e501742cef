"""Sweeps that are shipped, each a file of its own."""
