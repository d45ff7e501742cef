"""The setting at a date: dated series, material and social terms, the panel of episodes."""
