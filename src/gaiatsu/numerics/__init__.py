"""Small mathematics without politics: exact tests, trends, normal laws, random streams."""
