"""The tables of the line's own settings and nothing else."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, String, Table, Text

metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s"})

line_settings = Table(
    "line_settings",
    metadata,
    # One of chat.service.choices.CHOICES; a row for each that was saved, and a new one needs no new column.
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
