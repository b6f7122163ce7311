"""Finds sentences for people in sources of three kinds: they belong in ``static/locales/`` and nowhere else."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

HOLE = "\ufffc"
"""Stands where a value is put in."""
WORD = r"[^\W\d_]+(?:['-][^\W\d_]+)*"
TWO_WORDS = re.compile(rf"{WORD}[,;:]? +(?:{HOLE}[,;:]? +)*{WORD}")
SPOKEN = ("alt", "aria-description", "aria-label", "aria-roledescription", "placeholder", "title")
"""The attributes that people see or hear."""

# One piece of JavaScript: a comment, a text in one of three quotes, or the regular expressions that our style allows.
JAVASCRIPT = re.compile(
    r"""
    //[^\n]* | /\*.*?\*/
    | (?P<text> "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
    | (?P<template> (?:\bhtml)?` )
    | (?<=[(,=:!&|?{;]) \s* /(?![/*]) (?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+ /[a-z]*
    | (?P<open> \{ ) | (?P<close> \} )
    """,
    re.VERBOSE | re.DOTALL,
)
TEMPLATE_END = re.compile(r"(?P<end>`)|(?P<hole>\$\{)|\\.", re.DOTALL)
MARKUP = "html`"
"""Stands before a template that is drawn on the page."""


def is_sentence(text: str) -> bool:
    """Whether this reads as said to people: two words or more that begin or end as a sentence does."""
    tidy = " ".join(text.split())
    begins = tidy.lstrip("\"'(")[:1].isupper()
    return bool(TWO_WORDS.search(tidy)) and (begins or tidy[-1] in ".?!")


def in_python(source: str) -> Iterator[str]:
    """The sentences in a module, without what documents it."""
    tree = ast.parse(source)
    documents = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    parts = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    for node in ast.walk(tree):
        if id(node) in documents or id(node) in parts:
            continue
        if isinstance(node, ast.JoinedStr):
            pieces = [str(one.value) if isinstance(one, ast.Constant) else HOLE for one in node.values]
            text = "".join(pieces)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if is_sentence(text):
            yield text


def texts_of(source: str) -> list[str]:
    """The texts in a script, templates among them with their holes closed; comments are passed over.

    A template that is drawn begins with MARKUP.
    """
    found: list[str] = []
    _read(source, 0, found, inside_hole=False)
    return found


def in_script(source: str) -> Iterator[str]:
    """The sentences in a script: texts that read as one, and whatever stands between the tags of a template."""
    for text in texts_of(source):
        if text.startswith(MARKUP):
            yield from in_page(text.removeprefix(MARKUP))
        elif is_sentence(text):
            yield text


def in_page(source: str) -> Iterator[str]:
    """The words in a page or a piece of one that do not come from a place or a hole."""
    reader = _Page()
    reader.feed(re.sub(r"\{\{[^}]*\}\}", HOLE, source))
    reader.close()
    yield from (text for text in reader.found if len(text) > 1 and re.search(WORD, text))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value.strip(HOLE) for name, value in attrs if name in SPOKEN and value]

    def handle_data(self, data: str) -> None:
        self.found += [piece.strip() for piece in data.split(HOLE)]


def _read(source: str, at: int, found: list[str], *, inside_hole: bool) -> int:
    """Read code from *at* on, to the end of the hole it stands in or of the source; where it stopped."""
    depth = 0
    while match := JAVASCRIPT.search(source, at):
        at = match.end()
        if match["text"]:
            found.append(match["text"][1:-1])
        elif match["template"]:
            at = _read_template(source, at, found, match["template"])
        elif match["open"]:
            depth += 1
        elif match["close"]:
            if inside_hole and depth == 0:
                return at
            depth -= 1
    return len(source)


def _read_template(source: str, at: int, found: list[str], opening: str) -> int:
    pieces: list[str] = []
    start = at
    while match := TEMPLATE_END.search(source, at):
        at = match.end()
        if match["end"]:
            pieces.append(source[start : match.start()])
            break
        if match["hole"]:
            pieces.append(source[start : match.start()] + HOLE)
            start = at = _read(source, at, found, inside_hole=True)
    mark = MARKUP if opening == MARKUP else ""
    found.append(mark + "".join(pieces))
    return at
