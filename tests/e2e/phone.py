"""A phone that lies in a pocket: it lets nothing of the page run, and its line goes."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.e2e.inside import Inside


@contextmanager
def asleep(page: Page, node: Inside, door: str) -> Iterator[None]:
    """The phone lets nothing of the page run any more, and everybody's line at this *door* breaks."""
    phone = page.context.new_cdp_session(page)
    phone.send("Debugger.enable")
    phone.send("Debugger.pause")
    node.cut(door)
    try:
        yield
    finally:
        phone.send("Debugger.disable")
