"""Write the schema files into a folder: ``python -m gaiatsu.cases.schema FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from gaiatsu.cases.schema import case_set_schema, patch_schema, render, schema_page


def main(folder: Path) -> None:
    """Write both schemas and the page about them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case_set.schema.json").write_text(render(case_set_schema()), encoding="utf-8")
    (folder / "patch.schema.json").write_text(render(patch_schema()), encoding="utf-8")
    (folder / "case-schema.md").write_text(schema_page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
