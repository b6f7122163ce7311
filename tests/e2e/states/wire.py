"""The line between one page and its node, which a story can cut, and on which it can answer in the node's place."""

import json
import re

from playwright.sync_api import Page, WebSocketRoute

SOCKETS = re.compile(r"/socket\.io/")
SENT = re.compile(r'42(/\w+,\d+)\["(?:message\.send|outbox\.hand_in|offer\.accept)"')
ASKED = re.compile(r'42(/\w+,\d+)\["([\w.]+)"')
ONLINE = "() => dispatchEvent(new Event('online'))"
LOOKS_EVERY_MS = 20
KNOCK = re.compile(r"40(/\w+),")


class Wire:
    """What a page says and hears, from the moment it is opened.

    *silent*: connections come about, and nobody answers. *version*: the door says that the page is
    too old. *holds*: what is sent, or accepted, comes no further than here. *refuses*: an event, and the code with which it is
    answered in the node's place. *renamed*: words the node says, and what the page hears
    instead.
    """

    def __init__(self, page: Page) -> None:
        self.silent = False
        self.version = False
        self.holds = False
        self.refuses: tuple[str, str] | None = None
        self.renamed: dict[str, str] = {}
        self._open: list[WebSocketRoute] = []
        self._held: list[tuple[WebSocketRoute, str]] = []
        self._page = page
        page.route_web_socket(SOCKETS, self._connect)

    def cut(self) -> None:
        """Tear the connection; nobody answers the next until :meth:`mend`."""
        self.silent = True
        self._tear()

    def refuse(self, code: str) -> None:
        """Answer what is held, once something is, with this code."""
        while not self._held:
            self._page.wait_for_timeout(LOOKS_EVERY_MS)
        held, self._held, self.holds = self._held, [], False
        for page, number in held:
            page.send(f'43{number}[{{"ok":false,"error":{{"code":"{code}"}}}}]')

    def tell(self, door: str, event: str, **payload: object) -> None:
        """Say something in the node's place to whoever is connected at this door."""
        for page in self._open[::2]:
            page.send(f"42{door},{json.dumps([event, payload])}")

    def mend(self) -> None:
        """Connections are answered again, and the page tries one at once."""
        self.silent = False
        self._tear()
        self._page.evaluate(ONLINE)

    def _connect(self, page: WebSocketRoute) -> None:
        if self.silent:
            self._open.append(page)
            return
        server = page.connect_to_server()
        page.on_message(lambda said: self._said(page, server, said))
        server.on_message(lambda told: page.send(self._told(told)))
        self._open += [page, server]

    def _tear(self) -> None:
        while self._open:
            self._open.pop().close(code=3000, reason="cut")

    def _said(self, page: WebSocketRoute, server: WebSocketRoute, said: str | bytes) -> None:
        text = str(said)
        if self.version and (knock := KNOCK.match(text)):
            page.send(f'44{knock[1]},{{"message":"version"}}')
        elif self.refuses and (asked := ASKED.match(text)) and asked[2] == self.refuses[0]:
            page.send(f'43{asked[1]}[{{"ok":false,"error":{{"code":"{self.refuses[1]}"}}}}]')
        elif self.holds and (sent := SENT.match(text)):
            self._held.append((page, sent[1]))
        else:
            server.send(said)

    def _told(self, told: str | bytes) -> str | bytes:
        if isinstance(told, bytes):
            return told
        for word, other in self.renamed.items():
            told = told.replace(word, other)
        return told
