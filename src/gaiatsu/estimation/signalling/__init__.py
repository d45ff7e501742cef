"""The crisis game estimated from strategic choices."""
