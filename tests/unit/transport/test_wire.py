"""Program, page of reference and golden files say the same about the wire. Browsers read the same files."""

import json
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from chat.conversation.company import Part
from chat.conversation.model import EndReason, Kind, Notice, Side
from chat.errors import BadPayload
from chat.routing.board import AlarmKind
from chat.routing.door import Because, DoorState
from chat.routing.help_view import Reach
from chat.routing.house import DoorReason
from chat.routing.model import Doorway, Language, Safety, Status
from chat.routing.views import Phase, Why
from chat.transport import answers, board_shapes, circle_wire, company_wire, pushes, shapes, wire
from chat.transport.connection import Connection
from chat.transport.door import Event
from chat.transport.gateway import answered
from chat.transport.guard import SPEAKING
from chat.transport.shapes import Wire

CHECKOUT = Path(__file__).resolve().parents[3]
PAGE = (CHECKOUT / "docs" / "reference" / "wire.md").read_text("utf-8")
GOLDEN = {
    path.name: json.loads(path.read_text("utf-8"))
    for path in sorted((CHECKOUT / "tests" / "wire").glob("*.json"))
}

ANSWERS: dict[str, type[Wire]] = {
    "seeker.arrive": answers.Arrived,
    "seeker.resume": answers.Resumed,
    "outbox.hand_in": answers.HandedIn,
    "seat.take": answers.Seated,
    "message.send": answers.Stored,
    "log.sync": answers.Synced,
    "whisper.send": answers.Whispered,
    "room.send": answers.Whispered,
    "circle.sync": answers.Heard,
    "words.ask": answers.Worded,
    "words.use": answers.Used,
    "links.count": answers.Linked,
    "board.watch": answers.Watched,
    "door.order": answers.Watched,
}
"""What is answered, where that is more than Done."""

WORDS: tuple[type[Enum], ...] = (
    *(AlarmKind, Because, Doorway, DoorReason, DoorState, EndReason, Kind, Language, Notice),
    *(Part, Phase, Reach, Safety, Side, Status, Why),
)
"""Every closed list of words that stands on the wire."""


def structs(module: object) -> set[type[Wire]]:
    """The wire structs that a module defines."""
    found = (value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Wire))
    return {struct for struct in found if struct is not Wire and struct.__module__ == module.__name__}  # type: ignore[attr-defined]  # a module has a name


TO_SERVER = structs(wire) | structs(circle_wire) | structs(company_wire)
FROM_SERVER = structs(pushes)
EVENTS = {struct.event: struct for struct in TO_SERVER | FROM_SERVER if hasattr(struct, "event")}
EVERYTHING = TO_SERVER | FROM_SERVER | structs(answers) | structs(shapes) | structs(board_shapes)


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of a table of the page of reference."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    for line in section.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def documented(heading: str) -> set[tuple[str, str]]:
    """Every event of a table with each door it belongs to."""
    doors = {"all": ["seeker", "desk", "board"]}
    return {
        (row[0].strip("`"), door)
        for row in rows(heading)
        for door in doors.get(row[1], [door.strip() for door in row[1].split(",")])
    }


def told(direction: str) -> set[tuple[str, str]]:
    """Every event with each door for which there is a good golden file."""
    return {
        (golden["event"], golden["door"])
        for golden in GOLDEN.values()
        if golden["valid"] and golden["direction"] == direction
    }


def struct_of(golden: dict[str, Any]) -> type[Wire]:
    """What a golden payload must be read as."""
    if golden["direction"] != "answer":
        return EVENTS[golden["event"]]
    if not golden["payload"]["ok"]:
        return answers.ErrorWire
    return ANSWERS.get(golden["event"], answers.Done)


def carried(golden: dict[str, Any]) -> Any:
    """The payload without the words every answer begins with."""
    if golden["direction"] != "answer":
        return golden["payload"]
    if not golden["payload"]["ok"]:
        return golden["payload"]["error"]
    return {key: value for key, value in golden["payload"].items() if key != "ok"}


async def _nothing(_: Connection, __: Wire) -> answers.Done:
    return answers.Done()


def read(struct: type[Wire], payload: Any) -> Wire:
    """The payload as a door reads it. Raises BadPayload."""
    return Event(struct, _nothing, SPEAKING).decode((payload,))


def inside(value: object) -> Iterator[object]:
    """A value and all that stands in it."""
    yield value
    if isinstance(value, Wire):
        for name in value.__struct_fields__:
            yield from inside(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from inside(item)


VALID = [name for name, golden in GOLDEN.items() if golden["valid"]]
INVALID = [name for name, golden in GOLDEN.items() if not golden["valid"]]


@pytest.mark.parametrize("name", VALID)
def test_a_good_example_is_read_strictly_and_written_the_same(name: str) -> None:
    golden = GOLDEN[name]
    value = read(struct_of(golden), carried(golden))
    again = json.loads(msgspec.json.encode(value))
    if golden["direction"] == "to_server":
        # A browser may leave out what is null.
        again = {key: held for key, held in again.items() if key in golden["payload"] or held is not None}
    assert again == carried(golden)


@pytest.mark.parametrize("name", INVALID)
def test_a_bad_example_is_refused_and_the_field_named(name: str) -> None:
    golden = GOLDEN[name]
    with pytest.raises(BadPayload) as refused:
        read(struct_of(golden), golden["payload"])
    assert refused.value.field == golden["field"]


@pytest.mark.parametrize("name", GOLDEN)
def test_an_example_says_what_it_is_and_is_called_after_its_event(name: str) -> None:
    golden = GOLDEN[name]
    assert set(golden) == {"event", "door", "direction", "payload", "valid"} | (
        set() if golden["valid"] else {"field"}
    )
    assert re.fullmatch(re.escape(golden["event"]) + r"(--[a-z0-9-]+)?\.json", name)


def test_every_event_of_every_door_has_an_example_and_a_row_in_the_page() -> None:
    assert told("to_server") == documented("To the server")
    assert told("from_server") == documented("From the server")
    assert told("answer") == documented("To the server")


def test_every_event_of_the_program_has_a_row_in_the_table_of_its_direction() -> None:
    to_server = {event for event, struct in EVENTS.items() if struct in TO_SERVER}
    assert {row[0].strip("`") for row in rows("To the server")} == to_server
    assert {row[0].strip("`") for row in rows("From the server")} == set(EVENTS) - to_server
    assert set(EVENTS.values()) == TO_SERVER | FROM_SERVER
    assert set(get_args(pushes.FromServer)) == FROM_SERVER


def test_every_row_names_exactly_the_fields_of_its_event_and_answer() -> None:
    for event, _, *cells in [*rows("To the server"), *rows("From the server")]:
        name = event.strip("`")
        for cell, struct in zip(cells, (EVENTS[name], ANSWERS.get(name, answers.Done)), strict=False):
            # What stands in brackets, or after a colon, tells what a field holds.
            named = re.findall(r"(?:^|, )`([a-z_]+)`", re.sub(r" \([^)]*\)", "", cell))
            assert tuple(named) == struct.__struct_fields__, name


def test_every_value_of_the_program_is_in_the_page_field_by_field() -> None:
    lists = {
        tuple(word.strip(' "?') for word in braces.split(","))
        for braces in re.findall(r"\{([a-z_?, ]+)\}", PAGE.replace("\n", " "))
    }
    assert {
        struct.__name__
        for struct in structs(shapes) | structs(board_shapes)
        if struct.__struct_fields__ not in lists
    } == set()
    error = re.search(
        r'"error": \{([^}]+)\}', PAGE.split("acknowledged with one:")[1].replace('{"code": "..."}', "")
    )
    assert error is not None
    assert tuple(re.findall(r'"([a-z_]+)"\??:', error[1])) == answers.ErrorWire.__struct_fields__


def test_every_struct_and_every_word_is_shown_by_an_example() -> None:
    shown = [
        value for name in VALID for value in inside(read(struct_of(GOLDEN[name]), carried(GOLDEN[name])))
    ]
    assert {type(value) for value in shown if isinstance(value, Wire)} == EVERYTHING
    words: set[Enum] = {word for kind in WORDS for word in kind}
    assert words == {value for value in shown if isinstance(value, Enum)}
    assert {word.value for word in words if f"`{word.value}`" not in PAGE} == set()


def test_every_field_that_may_be_null_is_shown_with_and_without() -> None:
    filled: dict[tuple[type, str], set[bool]] = {}
    for name in VALID:
        for value in inside(read(struct_of(GOLDEN[name]), carried(GOLDEN[name]))):
            for field in value.__struct_fields__ if isinstance(value, Wire) else ():
                filled.setdefault((type(value), field), set()).add(getattr(value, field) is not None)
    optional = {
        (struct, field.name)
        for struct in EVERYTHING
        for field in msgspec.inspect.type_info(struct).fields  # type: ignore[attr-defined]  # a struct has fields
        if isinstance(field.type, msgspec.inspect.UnionType)
        and any(isinstance(one, msgspec.inspect.NoneType) for one in field.type.types)
    }
    assert {key for key, seen in filled.items() if seen == {True, False}} == optional


def test_an_answer_begins_with_ok() -> None:
    golden = GOLDEN["outbox.hand_in--answer.json"]
    value = read(answers.HandedIn, carried(golden))
    assert isinstance(value, answers.HandedIn)
    assert json.loads(msgspec.json.encode(answered(value))) == golden["payload"]


def test_frozen_values_cannot_be_changed_on_their_way() -> None:
    assert all(struct.__struct_config__.frozen for struct in EVERYTHING)
    assert all(struct.__struct_config__.forbid_unknown_fields for struct in EVERYTHING)
