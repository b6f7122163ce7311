"""The line of a story: what an operator chose for it before it was started."""

from chat.service.choices import chosen
from chat.store.sql import open_line

KEY = b"the key of whoever keeps people "
"""What a test marks the lines of the staff's log with, where no node does."""


async def choose(database_url: str, **words: str) -> None:
    """Choose these *words* for the line, by their names; the others stay."""
    async with open_line(database_url) as lines:
        await lines.save(chosen(await lines.read(), words))


async def let_anybody_come_first(database_url: str) -> None:
    """From the next look on people may wait although no counsellor is there: nobody has to be on, and nobody wraps up."""
    await choose(database_url, minimum="0", wrap_up_minutes="0")
