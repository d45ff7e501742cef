"""How the social context changes: one-step functions of a relationship's state (eq. 6 to 11).

``reputation`` and ``trust`` change with what the parties do to each other (social interaction); ``identity``
changes with shocks (the ecological mechanism); ``seniority`` brings new cohorts to the top; ``decomposition``
says which of these moved the average.
"""
