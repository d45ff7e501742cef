"""The social context of a dyad as indicators with stated uncertainty, never as truth.

Each indicator says what it is computed from, how, with what error, and what it does not measure. None of them
is deference, trust or identity; each is a trace that those might leave. A materialist rival never reads them.
"""
