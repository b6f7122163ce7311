"""What an operator reads when what they chose for the line cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from chat.referral.entry import Country
from chat.service.choices import CHOICES

LINE_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "title_invalid": "a title has 1 to 40 characters and no word that tells what this site is",
        "exit_site_invalid": "the exit site is the https address of a public site that tells nothing",
        "country_invalid": f"the country is one of {', '.join(Country)}",
        "accent_invalid": "an accent is # and six hexadecimal digits, of a colour dark enough to read on light paper",
        "unknown_choice": f"there is nothing to choose but {', '.join(CHOICES)}",
    }
)
"""By the code of a refusal about the line."""
