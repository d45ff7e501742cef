"""Generations from real careers: when people at the top were formed, and how long they took to get there."""
