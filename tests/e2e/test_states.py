"""Every state of every page: a picture of it, nothing for axe-core to find, no scrolling sideways, a place for the keyboard.

``GALLERY=folder`` keeps the pictures, on a phone and at a desk, with an index (``make gallery``).
"""

import html
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.architecture.walls import CHECKOUT
from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Servers, inside
from tests.e2e.states import accounts, duty, roster, seeker, shift, staff, together, waiting
from tests.e2e.states.catalogue import HERE, ROWS, STATES
from tests.e2e.states.looking import Look, Shown, variants
from tests.e2e.states.stage import DEVICES, STORIES, Stage, Story

GALLERY = os.environ.get("GALLERY")
TELLERS = (seeker, waiting, staff, shift, together, accounts, duty, roster)
USUAL_DEVICE = {seeker.PAGE: "phone", staff.DESK: "desk", staff.BOARD: "desk"}
TOLD = [
    pytest.param(story, device, id=f"{story.page}-{story.tell.__name__}-{device}")
    for story in STORIES
    for device in (DEVICES if GALLERY else (USUAL_DEVICE[story.page],))
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the pictures go; at the end there is an index of them."""
    place = Path(GALLERY) if GALLERY else tmp_path_factory.mktemp("gallery")
    place.mkdir(parents=True, exist_ok=True)
    yield place
    (place / "index.html").write_text(index(place), "utf-8")


@pytest.fixture
def node(tmp_path: Path, servers: Servers | None, story: Story) -> Iterator[Inside]:
    """A node of the line on which the story plays."""
    with inside(tmp_path, on=story.on, servers=servers) as started:
        yield started


@pytest.mark.parametrize(("story", "device"), TOLD)
def test_every_state_can_be_used_by_everybody(
    node: Inside, browsers: Browsers, folder: Path, story: Story, device: str
) -> None:
    look = Look(folder, story.page, device, whole=bool(GALLERY))
    shown = []
    for state in story.tell(Stage(node, browsers, device)):
        look.at(state)
        shown.append(state.name)
    assert tuple(shown) == story.states
    assert look.findings == []
    wanted = {name for state in story.ids for name in variants(state, device)}
    assert {picture.name for picture in look.pictures if picture.stat().st_size > 0} == wanted
    assert look.axe_runs == len(wanted)


def test_every_state_of_the_catalogue_is_shown_once_or_says_which_issue_brings_it() -> None:
    assert {story.tell.__module__ for story in STORIES} == {teller.__name__ for teller in TELLERS}
    assert Counter(state for story in STORIES for state in story.ids) == Counter(HERE)
    assert {state.issue for state in STATES} <= {None, *range(4, 13)}


def test_every_row_has_a_state_and_every_state_a_row() -> None:
    for page, rows in ROWS.items():
        assert list(dict.fromkeys(state.row for state in STATES if state.page == page)) == list(rows)
    assert Counter(state.id for state in STATES).most_common(1)[0][1] == 1


def test_nothing_but_colours_is_another_in_the_dark() -> None:
    files = [*(CHECKOUT / "static").rglob("*.*"), *(CHECKOUT / "chat").rglob("*.py")]
    text = {
        file.relative_to(CHECKOUT).as_posix(): file.read_text("utf-8")
        for file in files
        if file.suffix in {".css", ".js", ".html", ".svg", ".py"} and "vendor" not in file.parts
    }
    assert [name for name in text if "prefers-color-scheme" in text[name]] == []
    # This takes two colours and nothing else.
    assert {name for name in text if "light-dark(" in text[name]} == {
        "static/css/tokens.css",
        "chat/transport/style.py",
    }


@pytest.mark.usefixtures("program")
def test_what_is_wrong_with_a_page_is_seen(browsers: Browsers, tmp_path: Path) -> None:
    page = browsers.phone()
    page.goto("/hulp")
    page.evaluate(PLANT)
    look = Look(tmp_path, "seeker", "phone", whole=False)
    look.at(Shown("planted", page, turn=stay))
    found = " ".join(look.findings)
    for wanted in (
        "button-name",
        "nl light: color-contrast: h1",
        "nl dark: color-contrast: ",
        "too wide",
        "scrolls sideways by itself: DIV planted",
        "too small to press",
        "the bar covers",
        "the keyboard is nowhere",
    ):
        assert wanted in found


PLANT = """
() => {
  const [title] = document.getElementsByTagName("h1");
  title.style.color = "#ccc";
  const button = document.createElement("button");
  button.style.width = button.style.height = "20px";
  const wide = document.createElement("p");
  wide.style.width = "500px";
  wide.textContent = "wide";
  const scroller = document.createElement("div");
  scroller.className = "planted";
  scroller.style.overflow = "auto";
  scroller.style.width = "100px";
  scroller.append(wide.cloneNode(true));
  const dark = document.createElement("p");
  dark.style.color = "#222";
  dark.textContent = "dark";
  title.after(dark, button, wide, scroller);
  document.querySelector(".bar").style.paddingBlock = "2rem";
}
"""


def stay(_page: Page, _language: str) -> None:
    """A page that is looked at in one language."""


def index(folder: Path) -> str:
    """A page with every picture, by state; and every state that is still to come."""
    pictures = sorted(folder.glob("*.png"))
    parts = []
    for state in STATES:
        title = f"{state.page}: {state.name}"
        if state.issue is not None:
            parts.append(f"<h2>{html.escape(title)}</h2><p>comes with issue {state.issue}</p>")
            continue
        found = [one.name for one in pictures if one.name.startswith(f"{state.id}.")]
        images = "".join(
            f'<a href="{name}"><img loading="lazy" src="{name}" alt="{name}" title="{name}"></a>'
            for name in found
        )
        parts.append(f"<h2>{html.escape(title)}</h2><p>{html.escape(state.row)}</p><div>{images}</div>")
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Luister: every state</title>
<style>body {{ font: 1rem system-ui; margin: 2rem }} div {{ display: flex; flex-wrap: wrap; gap: 1rem }}
img {{ max-height: 24rem; max-width: 32rem; border: 1px solid #999 }}</style>
<h1>Every state of every page</h1>
{"".join(parts)}</html>
"""
