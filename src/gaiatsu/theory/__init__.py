"""The theory, written once: pure functions over arrays of either library."""
