"""When something changed, and whether it broke, bent or drifted: breaks, shapes, dated outcomes."""
