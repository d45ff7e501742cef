"""The report told: one module a study, each turning its record into a section."""
