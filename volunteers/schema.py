"""The tables of people and nothing else."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
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
    # A column that points to another account keeps its id when that account goes: who it was is still true.
    Column("mentor", String(32)),
    # Dates as 2027-01-31: the same in every database, and in the order of time.
    Column("vog_seen_on", String(10)),
    Column("vog_seen_by", String(32)),
    Column("vog_valid_until", String(10)),
    Column("standing", String(8), nullable=False, server_default=text("'active'")),
    Column("failed", Integer, nullable=False, server_default=text("0")),
)


def _volunteer(*, is_key: bool = False) -> Column[str]:
    return Column(
        "volunteer_id", ForeignKey("volunteers.id", ondelete="CASCADE"), primary_key=is_key, nullable=False
    )


# Times are whole seconds since 1970 in UTC: the same in every database.
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _volunteer(),
    Column("opened_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("failed", Integer, nullable=False),
)

pending = Table(
    "pending_sign_ins",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _volunteer(),
    Column("challenge", LargeBinary, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

factors = Table(
    "factors",
    metadata,
    Column("id", String(32), primary_key=True),
    _volunteer(),
    Column("place", Integer, nullable=False),
    Column("kind", String(7), nullable=False),
    Column("label", String(40), nullable=False),
    Column("added_on", String(10), nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("credential", Text, unique=True),
    Column("used", BigInteger, nullable=False),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    _volunteer(is_key=True),
    Column("code_hash", String(64), primary_key=True),
)

invitations = Table(
    "invitations",
    metadata,
    _volunteer(is_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

resets = Table(
    "resets",
    metadata,
    _volunteer(is_key=True),
    Column("asked_by", String(32), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
)

known_browsers = Table(
    "known_browsers",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _volunteer(),
    Column("expires_at", BigInteger, nullable=False),
)

# One line for each act of the staff; nothing here points to an account, for a line outlives it.
audit_lines = Table(
    "audit_lines",
    metadata,
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("deed", String(24), nullable=False),
    Column("done_by", String(32)),
    Column("whom", String(32)),
    Column("number", BigInteger),
    Column("mark", String(64), nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", "only"), primary_key=True, autoincrement=False),
    Column("place", BigInteger, nullable=False),
    Column("mark", String(64), nullable=False),
    Column("removed", BigInteger, nullable=False),
    Column("removed_mark", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
)

shifts = Table(
    "shifts",
    metadata,
    Column("id", String(32), primary_key=True),
    # Whole seconds since 1970 in UTC.
    Column("begins", BigInteger, nullable=False),
    Column("ends", BigInteger, CheckConstraint("begins < ends", "ends"), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column(
        "minimum", Integer, CheckConstraint("minimum >= 1 AND minimum <= most", "minimum"), nullable=False
    ),
    Column("most", Integer, nullable=False),
    Column("led", Boolean, nullable=False),
    Column("note", String(16), nullable=True),
    Column("cancelled", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)

places = Table(
    "places",
    metadata,
    Column("shift_id", ForeignKey("shifts.id", ondelete="CASCADE"), primary_key=True),
    Column("volunteer_id", ForeignKey("volunteers.id", ondelete="CASCADE"), primary_key=True),
    Column("post", String(16), nullable=False),
    Column("state", String(16), nullable=False),
)
