"""What only PostgreSQL can do to the stores: be away, be silent, come back, and be opened by two nodes at once."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, NullPool, column, make_url, table, text, update
from sqlalchemy.ext.asyncio import create_async_engine

from chat.errors import LuisterError
from chat.service import line as line_errors
from chat.store import migrations as line_migrations
from chat.store import schema as line_schema
from chat.store.sql import SqlLineStore, open_line
from tests.architecture.walls import CHECKOUT
from tests.contract.line_store import NOTES, ROSTER
from tests.contract.people_store import CHANGED, a_session, an_account
from tests.line import KEY
from tests.servers.postgres import Postgres
from tests.waiting import comes_true
from volunteers import errors as people_errors
from volunteers import migrations as people_migrations
from volunteers import schema as people_schema
from volunteers.errors import PeopleError, Storage
from volunteers.model import name_key
from volunteers.store import WITHIN_SECONDS, SqlPeople, open_people

pytestmark = pytest.mark.in_seconds

BUSY_MACHINE_SECONDS = 1.5
REFUSALS = (PeopleError, LuisterError)
NOOR = an_account()
OPEN_PEOPLE = partial(open_people, key=KEY)

NODE = """
import asyncio, sys
from chat.store.sql import open_line
from volunteers.store import open_people

async def start():
    async with open_people(sys.argv[1], bytes(32)) as people, open_line(sys.argv[1]) as line:
        await people.has_accounts(practice=True)
        await line.read()

asyncio.run(start())
"""

Question = Callable[[], Awaitable[object]]
Opened = Callable[[str], AbstractAsyncContextManager[object]]


@pytest.fixture
async def people(postgres_url: str) -> AsyncIterator[SqlPeople]:
    """A store with Noor in it, whose pool is full of open connections."""
    async with open_people(postgres_url, KEY) as store:
        await store.add(NOOR)
        await asyncio.gather(*(store.account_named(name_key("Noor")) for _ in range(20)))
        yield store


@pytest.fixture
async def line(postgres_url: str) -> AsyncIterator[SqlLineStore]:
    async with open_line(postgres_url) as store:
        await store.save(NOTES)
        yield store


async def refused(question: Question) -> str | None:
    """The code it is refused with, soon enough; None when it is answered."""
    async with asyncio.timeout(WITHIN_SECONDS + BUSY_MACHINE_SECONDS):
        try:
            await question()
        except REFUSALS as refusal:
            return refusal.code
    return None


def questions(people: SqlPeople) -> list[Question]:
    session = a_session(NOOR)
    return [
        lambda: people.add(an_account("Sam", number=2)),
        lambda: people.account_named(name_key("Noor")),
        lambda: people.open_session(session),
        lambda: people.sessions([session.token_hash]),
        lambda: people.change(NOOR.volunteer.id, lambda _: NOOR.volunteer, CHANGED),
        lambda: people.factors(NOOR.volunteer.id),
        lambda: people.close_session(session.token_hash),
        lambda: people.close_expired(session.opened_at, session.opened_at),
        lambda: people.has_accounts(practice=False),
        people.remove_practice_accounts,
    ]


@pytest.mark.parametrize("away", ["stop", "kill", "pause"])
async def test_while_it_is_away_every_method_is_refused_soon_and_then_answers_by_itself(
    postgres: Postgres, people: SqlPeople, away: str
) -> None:
    getattr(postgres, away)()
    codes = await asyncio.gather(*(refused(question) for question in questions(people)))
    assert codes == ["storage"] * len(codes)
    postgres.heal()
    assert await people.account_named(name_key("Noor")) == NOOR
    assert await people.account_named(name_key("Sam")) is None
    assert await asyncio.gather(*(refused(question) for question in questions(people))) == [None] * len(codes)


async def test_a_restart_that_nobody_saw_refuses_nobody(postgres: Postgres, people: SqlPeople) -> None:
    postgres.stop()
    postgres.start()
    noor = [lambda: people.account_named(name_key("Noor"))] * 20
    assert await asyncio.gather(*(refused(question) for question in noor)) == [None] * 20


@pytest.mark.parametrize("away", ["stop", "kill", "pause"])
async def test_a_line_is_not_saved_while_it_is_away(
    postgres: Postgres, line: SqlLineStore, away: str
) -> None:
    getattr(postgres, away)()
    assert await refused(lambda: line.save(ROSTER)) == "database_unusable"
    assert await refused(line.read) == "database_unusable"
    postgres.heal()
    assert await line.read() == NOTES
    await line.save(ROSTER)
    assert await line.read() == ROSTER


@pytest.mark.parametrize("away", ["stop", "pause"])
@pytest.mark.parametrize("opened", [OPEN_PEOPLE, open_line], ids=["people", "line"])
async def test_a_node_cannot_start_and_says_so_soon_while_it_is_away(
    postgres: Postgres, postgres_url: str, opened: Opened, away: str
) -> None:
    async def start() -> None:
        async with opened(postgres_url):
            pass

    getattr(postgres, away)()
    assert await refused(start) == "database_unusable"
    postgres.heal()
    assert await refused(start) is None


async def test_a_node_can_stop_while_it_is_silent(postgres: Postgres, postgres_url: str) -> None:
    async with AsyncExitStack() as stack:
        people = await stack.enter_async_context(open_people(postgres_url, KEY))
        await asyncio.gather(*(people.has_accounts(practice=True) for _ in range(20)))
        postgres.pause()
        async with asyncio.timeout(WITHIN_SECONDS + BUSY_MACHINE_SECONDS):
            await stack.aclose()


async def test_whatever_the_moment_of_its_death_the_refusal_is_a_typed_one(
    postgres: Postgres, people: SqlPeople
) -> None:
    answered = refused_count = 0
    going_on = True

    async def keep_asking() -> None:
        nonlocal answered, refused_count
        while going_on:
            try:
                await people.account_named(name_key("Noor"))
            except Storage:
                refused_count += 1
            else:
                answered += 1

    async def one_more_is_answered() -> None:
        before = answered
        await comes_true(lambda: answered > before)

    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(keep_asking())
        for _ in range(10):
            await asyncio.to_thread(postgres.kill)
            await asyncio.to_thread(postgres.start)
            await one_more_is_answered()
        going_on = False
    assert answered >= 10
    assert refused_count >= 10


async def test_no_more_than_five_connections_are_ever_open(people: SqlPeople) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(5):
            _ = await stack.enter_async_context(people._engine.connect())
        assert await refused(lambda: people.account_named(name_key("Noor"))) == "storage"
    assert await people.account_named(name_key("Noor")) == NOOR


async def test_every_connection_is_given_back_whatever_came_of_it(people: SqlPeople) -> None:
    asking = [refused(lambda: people.account_named(name_key("Noor"))) for _ in range(100)]
    assert set(await asyncio.gather(*asking)) <= {None, "storage"}
    pool = people._engine.sync_engine.pool
    assert pool.status().split("Current Checked out connections: ")[1].strip() == "0"


async def test_one_who_gives_up_waiting_leaves_nothing_open(people: SqlPeople) -> None:
    async with people._engine.begin() as connection:
        await connection.execute(text("LOCK TABLE volunteers IN ACCESS EXCLUSIVE MODE"))
        asking = [asyncio.ensure_future(people.account_named(name_key("Noor"))) for _ in range(20)]
        waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        async with asyncio.timeout(WITHIN_SECONDS):
            while not await connection.scalar(waiting):
                continue
        for one in asking:
            one.cancel()
        given_up = await asyncio.gather(*asking, return_exceptions=True)
        assert {type(one) for one in given_up} == {asyncio.CancelledError}
    assert await people.account_named(name_key("Noor")) == NOOR


async def test_a_statement_that_takes_too_long_is_refused_and_stopped_at_the_server(
    people: SqlPeople,
) -> None:
    async with people._engine.begin() as connection:
        await connection.execute(text("LOCK TABLE volunteers IN ACCESS EXCLUSIVE MODE"))
        assert await refused(lambda: people.account_named(name_key("Noor"))) == "storage"
        waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        async with asyncio.timeout(WITHIN_SECONDS):
            while await connection.scalar(waiting):
                continue


async def test_many_slow_statements_are_refused_as_a_whole(people: SqlPeople) -> None:
    async def slow() -> None:
        async with people._transaction() as connection:
            for _ in range(3):
                await connection.execute(text(f"SELECT pg_sleep({WITHIN_SECONDS / 2})"))

    assert await refused(slow) == "storage"


@pytest.mark.parametrize(
    ("opened", "upgrade"), [(OPEN_PEOPLE, people_migrations.upgrade), (open_line, line_migrations.upgrade)]
)
async def test_a_node_that_starts_while_another_migrates_waits_for_it(
    postgres_url: str, opened: Opened, upgrade: Callable[[Connection], None]
) -> None:
    async def start() -> None:
        async with opened(postgres_url):
            pass

    first = create_async_engine(
        make_url(postgres_url).set(drivername="postgresql+asyncpg"), poolclass=NullPool
    )
    async with first.connect() as connection:
        await connection.run_sync(upgrade)
        second = asyncio.ensure_future(start())
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        async with asyncio.timeout(BUSY_MACHINE_SECONDS):
            while not await connection.scalar(waiting):
                continue
        await connection.commit()
    await second


async def test_four_nodes_that_start_at_once_all_do(postgres_url: str) -> None:
    nodes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", NODE, postgres_url), stderr=asyncio.subprocess.PIPE, cwd=CHECKOUT
        )
        for _ in range(4)
    ]
    told = [(await node.communicate())[1].decode() for node in nodes]
    assert [node.returncode for node in nodes] == [0] * 4, told


async def test_two_lines_saved_at_once_by_two_nodes_are_each_whole(postgres_url: str) -> None:
    async with open_line(postgres_url) as here, open_line(postgres_url) as there:
        for _ in range(20):
            await asyncio.gather(here.save(NOTES), there.save(ROSTER))
            assert await here.read() in (NOTES, ROSTER)


def differences(connection: Connection, version_table: str, wanted: MetaData) -> list[object]:
    options = {"version_table": version_table, "compare_type": True, "compare_server_default": True}
    return [
        one
        for one in compare_metadata(MigrationContext.configure(connection, opts=options), wanted)
        if not (one[0] == "remove_table" and one[1].name not in wanted.tables)
    ]


@pytest.mark.usefixtures("line")
async def test_the_migrated_tables_are_those_that_the_program_uses(people: SqlPeople) -> None:
    async with people._engine.begin() as connection:
        for package, schema in ((people_migrations, people_schema), (line_migrations, line_schema)):
            found = await connection.run_sync(differences, package.VERSION_TABLE, schema.metadata)
            assert found == []


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize(
    ("opened", "version_table", "refusal"),
    [
        (OPEN_PEOPLE, people_migrations.VERSION_TABLE, people_errors.DatabaseNewer),
        (open_line, line_migrations.VERSION_TABLE, line_errors.DatabaseNewer),
    ],
)
async def test_the_database_of_a_later_release_is_refused(
    people: SqlPeople,
    opened: Opened,
    version_table: str,
    refusal: type[Exception],
    postgres_url: str,
) -> None:
    async with people._engine.begin() as connection:
        version = table(version_table, column("version_num"))
        await connection.execute(update(version).values(version_num="9999"))
    with pytest.raises(refusal):
        async with opened(postgres_url):
            pass
