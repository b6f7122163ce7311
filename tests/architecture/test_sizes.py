"""A file is read in one sitting."""

from collections.abc import Iterator
from pathlib import Path

from tests.architecture.walls import CHECKOUT

MOST_LINES = 300


def sources(root: Path) -> Iterator[Path]:
    """Every file of ours under *root* that has a length to keep."""
    for folder, ending in (("chat", "py"), ("volunteers", "py"), ("static/js", "js")):
        yield from sorted((root / folder).rglob(f"*.{ending}"))


def too_long(root: Path) -> list[str]:
    """The files past the length, with theirs."""
    lengths = {
        path.relative_to(root).as_posix(): path.read_text("utf-8").count("\n") for path in sources(root)
    }
    return [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > MOST_LINES]


def test_no_file_is_longer_than_one_sitting() -> None:
    assert {path.suffix for path in sources(CHECKOUT)} == {".py", ".js"}
    assert too_long(CHECKOUT) == []


def test_a_file_that_is_too_long_is_seen(tmp_path: Path) -> None:
    for folder, name in (("chat", "long.py"), ("static/js", "long.js"), ("volunteers", "short.py")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / name).write_text("\n" * (301 if name.startswith("long") else 300), "utf-8")
    assert too_long(tmp_path) == ["chat/long.py: 301 lines", "static/js/long.js: 301 lines"]
