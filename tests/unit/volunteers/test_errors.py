"""The tree of refusals."""

import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from volunteers import errors
from volunteers.errors import PeopleError
from volunteers.roster import errors as roster


def tree(root: type[PeopleError]) -> Iterator[type[PeopleError]]:
    yield root
    for branch in root.__subclasses__():
        yield from tree(branch)


def leaves() -> list[type[PeopleError]]:
    return [error for error in tree(PeopleError) if not error.__subclasses__()]


@pytest.mark.parametrize("file", [errors, roster])
def test_the_tree_at_the_head_of_a_file_is_the_tree_of_what_stands_in_it(file: ModuleType) -> None:
    drawing = [line for line in (file.__doc__ or "").splitlines() if line.startswith("    ")]
    drawn = [line.lstrip(" |+-").split() for line in drawing]
    branches = {error.__name__ for error in tree(PeopleError) if error.__subclasses__()}
    here = [error for error in tree(PeopleError) if error is PeopleError or error.__module__ == file.__name__]
    expected = [[error.__name__, *([] if error.__subclasses__() else [error.code])] for error in here]
    assert [words[:1] if words[0] in branches else words for words in drawn] == expected


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = [error.code for error in leaves()]
    assert len(set(codes)) == len(codes) > 10
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)


def test_a_refusal_says_its_code_and_nothing_else() -> None:
    assert {str(error()) for error in leaves()} == {error.code for error in leaves()}
