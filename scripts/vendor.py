"""Copy the browser's libraries from node_modules/ to static/vendor/, with their licences.

Modules are followed along their relative imports, so a copied file never misses a neighbour. Beside each
stands a one-line declaration that leads tsc to the package's own types.
"""

import re
import shutil
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGES = CHECKOUT / "node_modules"
VENDOR = CHECKOUT / "static" / "vendor"

LIT = ("async-directive", "directive", "lit-html")
LIT_DIRECTIVES = ("class-map", "guard", "if-defined", "keyed", "live", "ref", "repeat", "style-map")
RELATIVE_IMPORT = re.compile(r"""(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")


def follow(module: Path) -> set[Path]:
    """Every module that *module* loads, itself included."""
    found: set[Path] = set()
    todo = [module]
    while todo:
        current = todo.pop()
        if current not in found:
            found.add(current)
            todo += [
                (current.parent / name).resolve()
                for name in RELATIVE_IMPORT.findall(current.read_text("utf-8"))
            ]
    return found


def place(source: Path, target: Path, types: str) -> None:
    """Copy one module and declare its types."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.with_suffix(".d.ts").write_text(f'export * from "{types}";\n', "utf-8")


def main() -> None:
    """Fill static/vendor/ anew."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    lit = PACKAGES / "lit-html"
    roots = [lit / f"{name}.js" for name in LIT] + [
        lit / "directives" / f"{name}.js" for name in LIT_DIRECTIVES
    ]
    for module in sorted(set().union(*map(follow, roots))):
        path = module.relative_to(lit)
        place(
            module,
            VENDOR / "lit-html" / path,
            "lit-html" if path.name == "lit-html.js" else f"lit-html/{path.as_posix()}",
        )
    # The package's exports do not list the ready-made module, so it is taken by path.
    io = PACKAGES / "socket.io-client"
    place(
        io / "dist" / "socket.io.esm.min.js",
        VENDOR / "socket.io-client" / "socket.io.esm.min.js",
        "socket.io-client",
    )
    for package in (lit, io):
        shutil.copyfile(package / "LICENSE", VENDOR / package.name / "LICENSE")


if __name__ == "__main__":
    try:
        main()
    except FileNotFoundError as error:
        sys.exit(f"A browser library is not what it was: {error.filename} is missing. See scripts/vendor.py.")
