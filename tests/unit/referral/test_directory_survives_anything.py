"""Whatever stands in the file, reading it ends in a directory or in its faults."""

import re
from importlib import resources

from hypothesis import given, settings
from hypothesis import strategies as st

from chat.referral.directory import NEVER_WITHOUT_ALWAYS_SAY, Directory, DirectoryFault, parse
from chat.referral.entry import Hours

NAME = "directory.toml"
SHIPPED = resources.files("chat.referral").joinpath(NAME).read_text("utf-8")
LINES = SHIPPED.splitlines()
VALUES = [number for number, line in enumerate(LINES) if re.match(r"\w+ = ", line)]
# Every type TOML has, and texts that are nearly right.
STRANGE = [
    *(
        "1",
        "-1",
        "1.5",
        "nan",
        "true",
        "[]",
        "[1]",
        "[{}]",
        "{}",
        "1979-05-27",
        "1979-05-27T07:32:00Z",
        "07:32:00",
    ),
    *(
        '""',
        '" "',
        '"x"',
        '"nl-112"',
        '"NL"',
        '"high"',
        '"low"',
        '"always"',
        '"look_at_site"',
        '"9"',
        "'''\n'''",
        '"\\u0000"',
    ),
]


# A busy machine is no fault of the reader's, so only the test run as a whole has a time limit.
never_late = settings(deadline=None, max_examples=200)


def assert_directory_or_faults(text: str) -> None:
    """Reading either gives a directory that keeps every rule or names the file and at least one fault."""
    result: Directory | DirectoryFault
    try:
        result = parse(text, NAME)
    except DirectoryFault as fault:
        result = fault
    if isinstance(result, DirectoryFault):
        assert result.faults
        assert str(result).startswith(f"{NAME}: ")
        return
    assert result.entries
    assert len({entry.id for entry in result.entries}) == len(result.entries)
    for entry in result.entries:
        assert entry.phone is not None or entry.site is not None
        assert entry.site is None or entry.site.startswith("https://")
        assert entry.site is not None or entry.hours is not Hours.LOOK_AT_SITE
        for words in entry.words.values():
            assert words.for_whom
            assert words.always_say or entry.id not in NEVER_WITHOUT_ALWAYS_SAY


@never_late
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    assert_directory_or_faults(text)


@never_late
@given(st.text(alphabet='[]{}=".,\n#entryforma1 -_'))
def test_any_text_that_looks_like_toml_is_read_or_refused(text: str) -> None:
    assert_directory_or_faults(text)


@never_late
@given(st.data())
def test_the_shipped_file_with_a_piece_cut_or_put_in_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SHIPPED)))
    end = data.draw(st.integers(start, min(len(SHIPPED), start + 200)))
    put_in = data.draw(st.text(max_size=20))
    assert_directory_or_faults(SHIPPED[:start] + put_in + SHIPPED[end:])


@never_late
@given(st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(STRANGE)), min_size=1, max_size=4))
def test_the_shipped_file_with_other_values_is_read_or_refused(changes: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for number, value in changes:
        lines[number] = f"{lines[number].split(' = ')[0]} = {value}"
    assert_directory_or_faults("\n".join(lines))


@never_late
@given(st.permutations(range(len(LINES))).map(lambda order: order[:60]))
def test_lines_of_the_shipped_file_in_any_order_are_read_or_refused(order: list[int]) -> None:
    assert_directory_or_faults("\n".join(LINES[number] for number in order))
