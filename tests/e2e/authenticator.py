"""A device that keeps passkeys, as the browser sees one."""

from playwright.sync_api import Page

INSIDE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Authenticator:
    """The device of one page; whoever holds it says yes at once."""

    def __init__(self, page: Page) -> None:
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("WebAuthn.enable")
        self._id = self._devtools.send("WebAuthn.addVirtualAuthenticator", {"options": INSIDE})[
            "authenticatorId"
        ]

    @property
    def keys(self) -> int:
        """How many passkeys are in it."""
        told = self._devtools.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        return len(told["credentials"])
