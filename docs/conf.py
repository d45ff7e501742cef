"""How Sphinx builds the documentation."""

from __future__ import annotations

from importlib.metadata import version as installed_version

project = "gaiatsu"
author = "The gaiatsu authors"
project_copyright = "2026, The gaiatsu authors"
version = release = installed_version("gaiatsu")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.mathjax",
]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "gaiatsu"
nitpicky = False
myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_typehints = "none"  # the docstrings name each parameter with its unit and range
napoleon_google_docstring = False
napoleon_use_rtype = False
