"""The line's one colour can be read wherever it stands, whichever an operator chose."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.service.accent import DARK_PAPERS, LIGHT_PAPERS, READABLE, contrast, shades
from chat.service.line import Line
from chat.transport.style import link_to_style, style_of
from tests.architecture.walls import CHECKOUT

MESSAGE_TEXT = 7.0  # AAA
TOKEN = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TOKENS = {
    name: (light, dark)
    for name, light, dark in TOKEN.findall((CHECKOUT / "static" / "css" / "tokens.css").read_text("utf-8"))
}
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#123456", "#123456") == 1


def test_papers_and_accent_are_those_of_the_style_sheet() -> None:
    papers = [TOKENS[name] for name in ("paper", "surface", "sunken")]
    assert tuple(zip(*papers, strict=True)) == (LIGHT_PAPERS, DARK_PAPERS)
    assert TOKENS["accent"][0] == Line().accent


@given(COLOURS)
def test_whatever_colour_is_taken_can_be_read_on_light_and_dark_paper(colour: str) -> None:
    found = shades(colour)
    readable = min(contrast(colour, paper) for paper in LIGHT_PAPERS) >= READABLE
    assert (found is not None) == readable
    for index, (shade, papers) in enumerate(zip(found or (), (LIGHT_PAPERS, DARK_PAPERS), strict=False)):
        assert min(contrast(shade.accent, paper) for paper in papers) >= READABLE
        assert contrast(shade.accent, shade.on_accent) >= READABLE
        assert contrast(shade.mine, TOKENS["ink"][index]) >= MESSAGE_TEXT
        assert contrast(shade.mine, TOKENS["quiet"][index]) >= READABLE
    assert found is None or found[0].accent == colour


def test_our_own_colours_need_no_other_style_sheet() -> None:
    assert (style_of(Line()), link_to_style(Line())) == ("", "")


def test_another_colour_is_said_once_for_light_and_once_for_dark() -> None:
    style = style_of(Line(accent="#5b2a86"))
    assert style.startswith(":root { --accent: light-dark(#5b2a86, #")
    assert re.fullmatch(r":root \{ (--[a-z-]+: light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\);? ){3}\}\n", style)
    assert link_to_style(Line(accent="#5b2a86")) == '<link rel="stylesheet" href="/line.css" />'
