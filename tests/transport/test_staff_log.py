"""What a supervisor orders of the line is written down; a log that cannot be written keeps no door open."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from chat.operating import deployment_key
from tests.transport.house import NOOR, House
from volunteers.audit import Act, Chain, Deed
from volunteers.store import open_people

ORDER = {"closed": True, "cap": None, "reason": "incident"}


async def acts(house: House) -> list[Act]:
    """What the log says that is no signing in, when it is whole."""
    key = deployment_key(house.settings)
    async with open_people(house.settings.database_url, key) as store:
        head, lines = await store.audit_log()
    Chain(key).verify(head, lines)
    return [line.act for line in lines if line.act is not None and line.act.deed is not Deed.SIGNED_IN]


async def test_an_order_to_the_door_has_a_line_with_the_supervisor_and_nothing_more(house: House) -> None:
    board = await house.board(NOOR)
    await board.refused("door.order", ORDER)
    await board.done("board.watch", {})
    await board.done("door.order", ORDER)
    await board.done("links.revoke", {"counsellor": None})
    ordered, revoked = await acts(house)
    assert (ordered.deed, revoked.deed) == (Deed.DOOR_ORDERED, Deed.WORDS_REVOKED)
    assert ordered.by == revoked.by
    assert ordered.by is not None
    assert (ordered.whom, ordered.number) == (None, None)


def misplace(file: Path) -> None:
    """The log goes on where something stands already; not on the loop, where the node may have to finish writing first."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE audit_head SET place = 0")
        database.commit()


async def test_a_door_is_closed_although_it_cannot_be_written_down_and_that_is_counted(house: House) -> None:
    board = await house.board(NOOR)
    await board.done("board.watch", {})
    await asyncio.to_thread(misplace, house.settings.data / "luister.db")
    answer = await board.done("door.order", ORDER)
    assert answer["view"]["closed"] is True
    assert house.node.faults.count == 1
