"""Packs what browsers fetch while a wheel is built, so that no wheel carries files of another day (hatchling calls this)."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Packing(BuildHookInterface[Any]):
    """The packed tree becomes chat/_static; see scripts/pack.js."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Pack. A checkout that is installed as it stands (editable) serves its sources and packs nothing."""
        if version == "editable":
            return
        tool = str(Path(self.root, "scripts", "node.sh"))
        # A folder of its own, which goes with this process: two builds at a time must not take each other's files away.
        self._folder = TemporaryDirectory(prefix="luister-packed-")
        try:
            subprocess.run((tool, "node", "scripts/pack.js", self._folder.name), cwd=self.root, check=True)
        except (OSError, subprocess.CalledProcessError):
            sys.exit("What browsers fetch cannot be packed. `make wheel` sees to what that needs.")
        build_data["force_include"][self._folder.name] = "chat/_static"
