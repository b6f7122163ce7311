"""What an operator does at the command line with a deployment that may be running: its key, and how the line shows itself."""

from __future__ import annotations

from collections.abc import Mapping

from chat.errors import SettingsFault
from chat.hours.errors import HoursFault
from chat.service.choices import chosen, words_of
from chat.service.line import DatabaseRefused, LineFault
from chat.service.sentences import sentence
from chat.settings import Settings
from chat.store.life import Life
from chat.store.sql import open_line
from volunteers.cli import SENTENCES


def deployment_key(settings: Settings) -> bytes:
    """The deployment's secret. Raises OSError when it cannot be read."""
    return settings.key or Life(settings.data).key()


async def change_line(settings: Settings, words: Mapping[str, str]) -> Mapping[str, str]:
    """Every word of the line after choosing *words*. Raises SettingsFault."""
    try:
        async with open_line(settings.database_url) as store:
            line = await store.read()
            faults = []
            for name, word in words.items():
                try:
                    line = chosen(line, {name: word})
                except (LineFault, HoursFault) as refusal:
                    faults.append(f"{name}: {sentence(refusal)}")
            if faults:
                raise SettingsFault(tuple(faults))
            if words:
                await store.save(line)
            return words_of(line)
    except DatabaseRefused as refusal:
        raise SettingsFault((SENTENCES[refusal.code],)) from None
