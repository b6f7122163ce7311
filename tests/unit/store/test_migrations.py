"""The history of the line's tables ends where the program begins."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    column,
    create_engine,
    select,
    table,
    update,
)

from chat.service.line import DatabaseNewer
from chat.store.migrations import VERSION_TABLE, upgrade
from chat.store.schema import line_settings, metadata
from volunteers import migrations as people_migrations
from volunteers import schema as people_schema

VERSION = table(VERSION_TABLE, column("version_num"))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return create_engine(f"sqlite:///{tmp_path}/luister.db")


def differences(connection: Connection, wanted: MetaData) -> list[object]:
    options = {"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), wanted))


def test_a_migrated_database_has_the_tables_that_the_program_uses(engine: Engine) -> None:
    with engine.begin() as connection:
        assert differences(connection, metadata)
        upgrade(connection)
        assert differences(connection, metadata) == []


def test_a_column_that_the_migrations_forgot_is_seen(engine: Engine) -> None:
    forgetful = MetaData()
    for ours in metadata.sorted_tables:
        ours.to_metadata(forgetful)
    forgetful.tables[line_settings.name].append_column(Column("forgotten", String(8)))
    with engine.begin() as connection:
        upgrade(connection)
        assert len(differences(connection, forgetful)) == 1


def test_a_second_upgrade_changes_nothing(engine: Engine) -> None:
    for _ in range(2):
        with engine.begin() as connection:
            upgrade(connection)
            assert connection.scalars(select(VERSION)).all() == ["0002"]


def test_a_database_of_a_later_release_is_refused_and_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        upgrade(connection)
        connection.execute(update(VERSION).values(version_num="9999"))
    with pytest.raises(DatabaseNewer), engine.begin() as connection:
        upgrade(connection)
    with engine.begin() as connection:
        assert connection.scalars(select(VERSION)).all() == ["9999"]


def test_line_and_people_have_names_of_their_own_for_everything() -> None:
    ours = {*metadata.tables, VERSION_TABLE}
    theirs = {*people_schema.metadata.tables, people_migrations.VERSION_TABLE}
    assert len(ours) == 3
    assert len(theirs) == 13
    assert ours.isdisjoint(theirs)
