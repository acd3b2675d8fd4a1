"""The folder that a run works in."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def workspace(name: str, keep: bool = False) -> Iterator[Path]:
    """Open to the accounts that PostgreSQL and others run as. Goes with the run, unless it is kept."""
    directory = Path(tempfile.mkdtemp(prefix=f"kontor_{name}."))
    directory.chmod(0o755)
    try:
        yield directory
    finally:
        if keep:
            print(f"kept: {directory}", file=sys.stderr)
        else:
            shutil.rmtree(directory, ignore_errors=True)
