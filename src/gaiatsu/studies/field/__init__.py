"""Studies on data that the article never saw, each specified before it was run."""
