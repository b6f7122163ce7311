"""The history of the tables ends where the program begins."""

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
    Table,
    column,
    create_engine,
    inspect,
    select,
    table,
    update,
)

from volunteers.errors import DatabaseNewer
from volunteers.migrations import VERSION_TABLE, upgrade
from volunteers.schema import metadata

VERSION = table(VERSION_TABLE, column("version_num"))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return create_engine(f"sqlite:///{tmp_path}/people.db")


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
    for known in metadata.tables.values():
        known.to_metadata(forgetful)
    forgetful.tables["sessions"].append_column(Column("forgotten", String(8)))
    with engine.begin() as connection:
        upgrade(connection)
        assert len(differences(connection, forgetful)) == 1


def test_checks_are_kept_by_the_database_too(engine: Engine) -> None:
    with engine.begin() as connection:
        upgrade(connection)
        known = inspect(connection)
        named = {check["name"] for table in metadata.tables for check in known.get_check_constraints(table)}
    assert named == {"ck_volunteers_capacity", "ck_audit_head_only", "ck_shifts_ends", "ck_shifts_minimum"}


def test_a_second_upgrade_changes_nothing(engine: Engine) -> None:
    for _ in range(2):
        with engine.begin() as connection:
            upgrade(connection)
            assert connection.scalars(select(VERSION)).all() == ["0005"]


def test_a_database_of_a_later_release_is_refused_and_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        upgrade(connection)
        connection.execute(update(VERSION).values(version_num="9999"))
    with pytest.raises(DatabaseNewer), engine.begin() as connection:
        upgrade(connection)
    with engine.begin() as connection:
        assert connection.scalars(select(VERSION)).all() == ["9999"]


def test_what_others_keep_in_the_same_database_is_left_alone(engine: Engine) -> None:
    neighbour = Table("alembic_version", MetaData(), Column("version_num", String(32)))
    with engine.begin() as connection:
        neighbour.create(connection)
        connection.execute(neighbour.insert().values(version_num="of somebody else"))
        upgrade(connection)
        assert connection.scalars(neighbour.select()).all() == ["of somebody else"]
