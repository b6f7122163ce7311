"""The tree of refusals."""

import re
from collections.abc import Iterator

from volunteers import errors
from volunteers.errors import PeopleError


def tree(root: type[PeopleError]) -> Iterator[type[PeopleError]]:
    yield root
    for branch in root.__subclasses__():
        yield from tree(branch)


def leaves() -> list[type[PeopleError]]:
    return [error for error in tree(PeopleError) if not error.__subclasses__()]


def test_the_tree_at_the_head_of_the_file_is_the_tree() -> None:
    drawing = [line for line in (errors.__doc__ or "").splitlines() if line.startswith("    ")]
    drawn = [line.lstrip(" |+-").split() for line in drawing]
    branches = {error.__name__ for error in tree(PeopleError) if error.__subclasses__()}
    expected = [
        [error.__name__, *([] if error.__subclasses__() else [error.code])] for error in tree(PeopleError)
    ]
    assert [words[:1] if words[0] in branches else words for words in drawn] == expected


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = [error.code for error in leaves()]
    assert len(set(codes)) == len(codes) > 10
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)


def test_a_refusal_says_its_code_and_nothing_else() -> None:
    assert {str(error()) for error in leaves()} == {error.code for error in leaves()}
