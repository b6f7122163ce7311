"""Write requirements/*.lock anew from pyproject.toml: every version pinned, every file hashed, no index named."""

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
UV = str(Path(sys.executable).with_name("uv"))
COMPILE = (
    *(UV, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"),
)
LOCKS = {  # in this order: what runs is tested in the versions it runs with
    "run": ("pyproject.toml", "--group=build"),
    "test": ("pyproject.toml", "--group=build", "--group=test", "--constraints=requirements/run.lock"),
    "node": ("--group=node",),
}

for name, sources in LOCKS.items():
    subprocess.run(
        [*COMPILE, *sys.argv[1:], *sources, "-o", f"requirements/{name}.lock"], cwd=CHECKOUT, check=True
    )
