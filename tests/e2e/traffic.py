"""What a page sent for, counted as Chromium itself counts it (Chrome DevTools Protocol)."""

from typing import Any

from playwright.sync_api import Page

Event = dict[str, Any]


class Traffic:
    """Everything one page asks for from now on."""

    def __init__(self, page: Page) -> None:
        self.urls: list[str] = []
        self.bytes = 0
        self._page = page
        network = page.context.new_cdp_session(page)
        network.on("Network.requestWillBeSent", self._asked)
        network.on("Network.loadingFinished", self._finished)
        network.on("Network.webSocketCreated", self._asked)
        network.on("Network.webSocketHandshakeResponseReceived", self._shaken)
        network.on("Network.webSocketFrameReceived", self._framed)
        network.on("Network.webSocketFrameSent", self._framed)
        network.send("Network.enable")

    def _asked(self, event: Event) -> None:
        self.urls.append(event["url"] if "url" in event else event["request"]["url"])

    def _finished(self, event: Event) -> None:
        """The answer is here; its headers are counted in."""
        self.bytes += int(event["encodedDataLength"])

    def _shaken(self, event: Event) -> None:
        self.bytes += len(event["response"]["headersText"])

    def _framed(self, event: Event) -> None:
        self.bytes += len(event["response"]["payloadData"].encode())
