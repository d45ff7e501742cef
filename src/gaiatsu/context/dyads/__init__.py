"""The panel of dyads: named additions joined to directed dyad-years or to episodes.

An addition says what its variables mean and computes them from external data sets; the engine alone joins
them, so that row count, reversal of direction and the absence of future information hold by construction.
"""
