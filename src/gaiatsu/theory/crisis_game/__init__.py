"""The crisis game of incomplete information, and all its equilibria."""

from gaiatsu.theory.crisis_game.certificate import Certificate
from gaiatsu.theory.crisis_game.payoffs import NAMES, Payoffs, payoffs
from gaiatsu.theory.crisis_game.solver import OUTCOMES, Equilibria, equilibria

__all__ = ["NAMES", "OUTCOMES", "Certificate", "Equilibria", "Payoffs", "equilibria", "payoffs"]
