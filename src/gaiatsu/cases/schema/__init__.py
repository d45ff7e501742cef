"""The schema of case sets and patches, written from the records, as JSON Schema and as a page to read."""

from __future__ import annotations

from gaiatsu.cases.schema.page import schema_page
from gaiatsu.cases.schema.write import VERSION, case_set_schema, patch_schema, render

__all__ = ["VERSION", "case_set_schema", "patch_schema", "render", "schema_page"]
