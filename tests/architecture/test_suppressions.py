"""A check is silenced only with a reason on the same line."""

import re
from pathlib import Path

import pytest

from tests.architecture.walls import CHECKOUT

FOLDERS = ("benchmarks", "chat", "scripts", "static", "tests", "volunteers")
ENDINGS = frozenset({".py", ".js"})

# In two halves, or this file would find itself.
NOQA, IGNORE, COVER, SKIP, ESLINT = "noqa", "ignore", "no cover", "skip", "eslint-disable"
CODES = r"[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*"
RULES = r"[a-z@/-]+(?:,\s*[a-z@/-]+)*"
SILENCERS = re.compile(
    rf"(?:#\s*{NOQA}(?::\s*{CODES})?"
    rf"|#\s*type:\s*{IGNORE}(?:\[{RULES}\])?"
    rf"|#\s*pragma:\s*(?:{COVER}|no branch)"
    rf"|//\s*@ts-(?:{IGNORE}|expect-error|nocheck)"
    rf"|(?://|/\*)\s*{ESLINT}(?:-next-line|-line)?(?:\s+{RULES})?"
    rf"|pytest\.(?:mark\.)?(?:{SKIP}(?:if)?|xfail|importor{SKIP})\b"
    rf"|\b(?:test|it|describe)\.(?:{SKIP}|todo)\b)"
    r"(?P<rest>.*)"
)
# Two words at the least, after a mark that opens a comment or a string.
REASON = re.compile(r"""(?:\#|-|//|["'])\s*[A-Za-z]\S*\s+\S+""")


def silent(text: str) -> list[int]:
    """The lines, counted from 1, that silence a check and do not say why."""
    return [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if (found := SILENCERS.search(line)) and not REASON.search(found["rest"])
    ]


def files() -> list[Path]:
    """Every source of ours; what npm brought is not."""
    found = [path for folder in FOLDERS for path in (CHECKOUT / folder).rglob("*") if path.suffix in ENDINGS]
    return [path for path in found if "vendor" not in path.relative_to(CHECKOUT).parts]


def test_every_silenced_check_says_why() -> None:
    assert len(files()) > len(FOLDERS)
    found = {path.relative_to(CHECKOUT).as_posix(): silent(path.read_text("utf-8")) for path in files()}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        f"import x  # {NOQA}: F401",
        f"import x  # {NOQA}",
        f"f(x)  # type: {IGNORE}[arg-type]",
        f"f(x)  # type: {IGNORE}[arg-type]  # why",
        f"else:  # pragma: {COVER}",
        f"// @ts-{IGNORE}",
        f"// {ESLINT}-next-line no-console",
        f"@pytest.mark.{SKIP}",
        f"    pytest.{SKIP}()",
        f"test.{SKIP}(arrive)",
    ],
)
def test_a_silenced_check_without_a_reason_is_seen(line: str) -> None:
    assert silent("x = 1\n" + line) == [2]


@pytest.mark.parametrize(
    "line",
    [
        f"import x  # {NOQA}: F401 -- the registry looks for it",
        f"f(x)  # type: {IGNORE}[arg-type]  # the library's stub is wrong",
        f"else:  # pragma: {COVER}  # only on Windows",
        "// @ts-expect-error -- the type lacks it",
        f"@pytest.mark.{SKIP}(reason='needs a second machine')",
        "raise ValueError  # nothing is silenced here",
    ],
)
def test_a_reason_on_the_same_line_is_enough(line: str) -> None:
    assert silent(line) == []
