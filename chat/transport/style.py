"""What a line adds to the style sheets of its pages: its own accent."""

from __future__ import annotations

from chat.service.accent import shades
from chat.service.line import Line

ADDRESS = "/line.css"
"""Where the browser finds it: the policy of the pages allows no style within them."""


def style_of(line: Line) -> str:
    """The rule with this line's colours, which goes before those of tokens.css; empty for the colours it has there."""
    found = None if line.accent == Line().accent else shades(line.accent)
    if found is None:
        return ""
    light, dark = found
    colours = {
        "accent": (light.accent, dark.accent),
        "on-accent": (light.on_accent, dark.on_accent),
        "mine": (light.mine, dark.mine),
    }
    rules = "; ".join(f"--{name}: light-dark({day}, {night})" for name, (day, night) in colours.items())
    return f":root {{ {rules} }}\n"


def link_to_style(line: Line) -> str:
    """What a page's head says of it; empty when there is nothing to fetch."""
    return f'<link rel="stylesheet" href="{ADDRESS}" />' if style_of(line) else ""
