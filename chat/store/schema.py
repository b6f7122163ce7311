"""The tables of the line: its own settings, and return words."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, MetaData, String, Table, Text

metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s"})

line_settings = Table(
    "line_settings",
    metadata,
    # One of chat.service.choices.CHOICES; a row for each that was saved, and a new one needs no new column.
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

return_links = Table(
    "return_links",
    metadata,
    # Of four words only this is kept (store.slow_hash); a link ends with its row.
    Column("digest", LargeBinary(32), primary_key=True),
    Column("counsellor", String(64), nullable=False),
    # The ISO week in which it counts no more: nothing finer is written down.
    Column("expires_week", String(8), nullable=False),
    # A row number would tell which link was made before which.
    sqlite_with_rowid=False,
)
