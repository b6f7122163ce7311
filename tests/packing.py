"""What browsers fetch from an installed Luister, made from the sources as they stand."""

import subprocess
from pathlib import Path

from tests.architecture.walls import CHECKOUT


def pack(folder: Path) -> Path:
    """The packed tree, in *folder*, which is emptied first."""
    command = (str(CHECKOUT / "scripts" / "node.sh"), "node", "scripts/pack.js", str(folder))
    subprocess.run(command, cwd=CHECKOUT, check=True)
    return folder
