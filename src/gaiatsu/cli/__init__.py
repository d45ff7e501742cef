"""The command line: one module a command group, thin and lazily loaded."""
