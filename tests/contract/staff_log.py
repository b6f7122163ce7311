"""What every store promises of the staff's log. A store joins by one fixture named ``stores``: two nodes at one database."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.line import KEY
from volunteers.audit import KEPT_FOR, Act, Broken, Chain, Deed, Fault
from volunteers.credentials import SessionToken, TokenHash, hash_of
from volunteers.errors import NameTaken, Storage
from volunteers.facts import VolunteerId
from volunteers.model import Role, Standing, Volunteer
from volunteers.records import Account, Session
from volunteers.store import SqlPeople

NOW = datetime(2026, 11, 27, 9, 12, 4, tzinfo=UTC)
Stores = tuple[SqlPeople, SqlPeople]


def who(number: int) -> VolunteerId:
    return VolunteerId(f"{number:032x}")


def an_account(number: int = 1, name: str = "Noor") -> Account:
    return Account(Volunteer(who(number), name, frozenset({Role.COUNSELLOR}), frozenset({"nl"})))


def an_act(deed: Deed = Deed.DOOR_ORDERED, at: datetime = NOW) -> Act:
    return Act(deed, at, who(1))


async def verified(store: SqlPeople) -> int:
    head, lines = await store.audit_log()
    return Chain(KEY).verify(head, lines)


async def fault_of(store: SqlPeople) -> tuple[Fault, int]:
    with pytest.raises(Broken) as broken:
        await verified(store)
    return broken.value.fault, broken.value.place


async def deeds(store: SqlPeople) -> list[Deed | None]:
    _, lines = await store.audit_log()
    return [None if line.act is None else line.act.deed for line in lines]


async def by_hand(store: SqlPeople, *statements: str) -> None:
    """What somebody does who got at the database."""
    async with store._engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))


class StaffLogContract:
    async def test_a_new_log_is_empty_and_whole(self, stores: Stores) -> None:
        assert await verified(stores[0]) == 0

    async def test_what_is_noted_comes_back_in_order_as_it_was(self, stores: Stores) -> None:
        acts = [
            an_act(),
            Act(Deed.ROLES_CHANGED, NOW, who(1), who(2)),
            Act(Deed.INVITED, NOW + timedelta(seconds=1), None, who(3)),
        ]
        for act in acts:
            await stores[0].note(act)
        _, lines = await stores[1].audit_log()
        assert [(line.place, line.act) for line in lines] == list(enumerate(acts, 1))
        assert await verified(stores[1]) == 3

    async def test_nodes_that_write_at_once_never_fork_the_chain(self, stores: Stores) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(20):
                for store in stores:
                    group.create_task(store.note(an_act(at=NOW + timedelta(seconds=number))))
        assert await verified(stores[0]) == 40

    async def test_a_line_is_written_with_the_act_or_neither_is(self, stores: Stores) -> None:
        store, account = stores[0], an_account()
        await store.add(account, noted=Act(Deed.INVITED, NOW, None, who(1)))
        with pytest.raises(NameTaken):
            await store.add(an_account(2), noted=Act(Deed.INVITED, NOW, None, who(2)))
        token = hash_of(SessionToken("noor"))
        session = Session(token, account.volunteer, NOW, NOW)
        assert await store.open_session(session, an_act(Deed.SIGNED_IN))
        await store.close_session(token, an_act(Deed.SIGNED_OUT))
        await store.close_session(token, an_act(Deed.SIGNED_OUT))
        shut = replace(account.volunteer, standing=Standing.DISABLED)
        await store.change(who(1), lambda _: shut, Act(Deed.DISABLED, NOW, who(2), who(1)))
        assert not await store.open_session(session, an_act(Deed.SIGNED_IN))
        assert await deeds(store) == [Deed.INVITED, Deed.SIGNED_IN, Deed.SIGNED_OUT, Deed.DISABLED]
        assert await verified(store) == 4

    async def test_what_cannot_be_written_down_is_not_done(self, stores: Stores) -> None:
        store, account = stores[0], an_account()
        await store.add(account, noted=Act(Deed.INVITED, NOW, None, who(1)))
        await by_hand(store, "UPDATE audit_head SET place = 0")
        token: TokenHash = hash_of(SessionToken("noor"))
        with pytest.raises(Storage):
            await store.open_session(Session(token, account.volunteer, NOW, NOW), an_act(Deed.SIGNED_IN))
        with pytest.raises(Storage):
            await store.add(an_account(2, "Sam"), noted=Act(Deed.INVITED, NOW, None, who(2)))
        assert await store.sessions([token]) == []
        assert await store.account(who(2)) is None

    async def test_lines_of_more_than_90_days_ago_go_and_the_rest_still_fits(self, stores: Stores) -> None:
        store = stores[0]
        for day in range(4):
            await store.note(an_act(at=NOW + timedelta(days=day)))
        early = NOW + KEPT_FOR
        await store.remove_lines(early - KEPT_FOR, early)
        assert await verified(store) == 4
        later = NOW + KEPT_FOR + timedelta(days=1, seconds=1)
        async with asyncio.TaskGroup() as group:
            for node in stores:
                group.create_task(node.remove_lines(later - KEPT_FOR, later))
        _, lines = await store.audit_log()
        assert [line.place for line in lines] == [3, 4, 5]
        assert lines[-1].act == Act(Deed.LINES_REMOVED, later, None, number=2)
        assert await verified(store) == 3
        await store.note(an_act(at=later))
        much_later = later + KEPT_FOR + timedelta(days=1)
        await store.remove_lines(much_later - KEPT_FOR, much_later)
        assert await deeds(store) == [Deed.LINES_REMOVED]
        assert await verified(store) == 1

    @pytest.mark.parametrize(
        ("statement", "fault"),
        [
            (f"UPDATE audit_lines SET done_by = '{'9' * 32}' WHERE place = 3", (Fault.CHANGED, 3)),  # noqa: S608 - a statement of ours
            ("UPDATE audit_lines SET done_by = NULL WHERE place = 3", (Fault.CHANGED, 3)),
            ("UPDATE audit_lines SET done_by = 'Sam belde Anna' WHERE place = 3", (Fault.CHANGED, 3)),
            ("UPDATE audit_lines SET deed = 'signed_out' WHERE place = 1", (Fault.CHANGED, 1)),
            ("UPDATE audit_lines SET deed = 'nothing' WHERE place = 5", (Fault.CHANGED, 5)),
            ("UPDATE audit_lines SET at = at - 60 WHERE place = 2", (Fault.CHANGED, 2)),
            ("UPDATE audit_lines SET at = 9000000000000000000 WHERE place = 2", (Fault.CHANGED, 2)),
            ("UPDATE audit_lines SET number = 1 WHERE place = 4", (Fault.CHANGED, 4)),
            ("DELETE FROM audit_lines WHERE place = 1", (Fault.MISSING, 1)),
            ("DELETE FROM audit_lines WHERE place = 4", (Fault.MISSING, 4)),
            ("DELETE FROM audit_lines WHERE place >= 4", (Fault.MISSING, 4)),
            ("DELETE FROM audit_lines", (Fault.MISSING, 1)),
            ("UPDATE audit_head SET place = 3", (Fault.HEAD, 3)),
            ("UPDATE audit_head SET removed = 1", (Fault.HEAD, 5)),
            ("DELETE FROM audit_head", (Fault.HEAD, 0)),
        ],
    )
    async def test_whatever_is_done_to_the_rows_is_found_at_its_place(
        self, stores: Stores, statement: str, fault: tuple[Fault, int]
    ) -> None:
        for number in range(5):
            await stores[0].note(an_act(at=NOW + timedelta(seconds=number)))
        await by_hand(stores[0], statement)
        assert await fault_of(stores[1]) == fault

    async def test_two_rows_that_changed_places_are_found(self, stores: Stores) -> None:
        for number in range(4):
            await stores[0].note(an_act(at=NOW + timedelta(seconds=number)))
        move = "UPDATE audit_lines SET place = "
        await by_hand(
            stores[0], move + "9 WHERE place = 2", move + "2 WHERE place = 3", move + "3 WHERE place = 9"
        )
        assert await fault_of(stores[1]) == (Fault.CHANGED, 2)
