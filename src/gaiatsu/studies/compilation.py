"""Where compiled sampler code is kept between runs."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

__all__ = ["keep_compiled"]

_FOLDER = "JAX_COMPILATION_CACHE_DIR"
_SHORTEST = "JAX_PERSISTENT_COMPILATION_CACHE_MIN_COMPILE_TIME_SECS"


def keep_compiled(folder: Path | None = None) -> Path:
    """Ask JAX to keep what it compiles, so that a second run need not compile it again.

    Only chains need compiling; importance sampling does not. The command line calls this once, before
    anything is computed, because engines touch no files. A folder that the user has chosen by JAX's own
    environment variable is left alone.

    Parameters
    ----------
    folder
        Where to keep it; a folder in the user's cache when left out.

    Returns
    -------
    pathlib.Path
        The folder in use. It is made when JAX first writes to it.
    """
    chosen = Path(platformdirs.user_cache_dir("gaiatsu")) / "compiled" if folder is None else folder
    os.environ.setdefault(_FOLDER, str(chosen))
    os.environ.setdefault(_SHORTEST, "0.2")
    return Path(os.environ[_FOLDER])
