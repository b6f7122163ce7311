"""The line of a story in which anybody may come first: nobody has to be on before somebody is let in."""

from chat.service.choices import chosen
from chat.store.sql import open_line


async def let_anybody_come_first(database_url: str) -> None:
    """From the next look on people may wait although no counsellor is there."""
    async with open_line(database_url) as lines:
        await lines.save(chosen(await lines.read(), {"minimum": "0"}))
