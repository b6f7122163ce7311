"""The tables of people and nothing else."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

volunteers = Table(
    "volunteers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(40), nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    # Words in alphabetical order, one space between: read and written whole, never searched.
    Column("roles", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("capacity", Integer, CheckConstraint("capacity BETWEEN 1 AND 3", "capacity"), nullable=False),
    Column("practice", Boolean, nullable=False),
    Column("skills", Text, nullable=False, server_default=text("''")),
    Column("leads", Boolean, nullable=False, server_default=false()),
    Column("password_hash", Text, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("volunteer_id", ForeignKey("volunteers.id", ondelete="CASCADE"), nullable=False),
    # Whole seconds since 1970 in UTC: the same in every database.
    Column("expires_at", BigInteger, nullable=False),
)
