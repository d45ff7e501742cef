"""Whether the social context moves what conceding is worth to the target, or only how credible the threat is.

`data` lays sanction crises and the context of their dyads side by side, one row a sender, a target and a
period; `specification` says which of it enters which payoff of the crisis game.
"""
