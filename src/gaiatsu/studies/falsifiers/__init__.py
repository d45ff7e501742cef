"""What would refute each claim: the rules, the numbers behind them, and what is said of each."""
