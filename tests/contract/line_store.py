"""What every line store promises. A store joins by one fixture named ``store``."""

import asyncio

from chat.hours.model import Calendar, HolidayRule, Hours, Span
from chat.referral.entry import Country
from chat.service.line import Line, LineStore

ROSTER = Line("Rooster", "https://www.buienradar.nl/")
EVENING, NIGHT = Span(16 * 60, 22 * 60), Span(20 * 60, 26 * 60)
HOURS = Hours(
    "Europe/Brussels",
    ((EVENING,),) * 5 + ((EVENING, Span(22 * 60, 24 * 60)), (NIGHT,)),
    {"2026-12-25": (), "2026-12-31": (NIGHT,)},
    HolidayRule(Calendar.BELGIUM, (EVENING,)),
)
NOTES = Line(
    "I <3 📝 & “الطقس”; --",
    "https://nl.wikipedia.org/wiki/Appel_(vrucht)",
    Country.BELGIUM,
    hours=HOURS,
    minimum=5,
    frame_minutes=60,
    wrap_up_minutes=12,
    reunites=True,
    backup="+31 6 12345678",
)


class LineStoreContract:
    async def test_what_nobody_chose_is_neutral(self, store: LineStore) -> None:
        assert await store.read() == Line("Notities", "https://www.wikipedia.org/")

    async def test_a_line_comes_back_letter_for_letter(self, store: LineStore) -> None:
        await store.save(NOTES)
        assert await store.read() == NOTES
        assert await store.read() == NOTES

    async def test_the_last_line_saved_is_the_line(self, store: LineStore) -> None:
        for line in (ROSTER, NOTES, NOTES, ROSTER):
            await store.save(line)
        assert await store.read() == ROSTER

    async def test_of_lines_saved_at_once_one_is_kept_whole(self, store: LineStore) -> None:
        lines = [Line(f"Rooster {number}", f"https://nl{number}.wikipedia.org/") for number in range(12)]
        seen = await asyncio.gather(*(after(store, line) for line in lines))
        assert set(seen) <= set(lines)
        assert await store.read() in lines


async def after(store: LineStore, line: Line) -> Line:
    """What the store holds some time after *line* was saved in it."""
    await store.save(line)
    return await store.read()
