"""The headers that stand on every answer, whatever it is (REQ-D1, D2, B5)."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import web

from chat.transport.pages import STAFF_PAGES

NAMED_BY_CONTENT = "/static/packed/"
"""Below this address a name tells what a file holds (scripts/pack.js): another content has another name."""
FOR_GOOD = "public, max-age=31536000, immutable"


def content_security_policy(origins: frozenset[str]) -> str:
    """Nothing from elsewhere, nothing inline; text becomes a page only through lit-html's own policy."""
    # Older browsers do not count a WebSocket of the same host as 'self'. No policy can name an IPv6 address.
    hosts = [urlsplit(origin) for origin in origins if "[" not in origin]
    sockets = sorted(f"{'wss' if host.scheme == 'https' else 'ws'}://{host.netloc}" for host in hosts)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            f"connect-src 'self' {' '.join(sockets)}",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html",
        )
    )


def headers_for(origins: frozenset[str], *, is_production: bool) -> dict[str, str]:
    """What every answer carries."""
    headers = {
        "Content-Security-Policy": content_security_policy(origins),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": _permissions("screen-wake-lock"),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-DNS-Prefetch-Control": "off",
        "X-Frame-Options": "DENY",
    }
    if is_production:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
    "screen-wake-lock",
)
_PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")


def _permissions(*allowed: str) -> str:
    return ", ".join(f"{feature}=({'self' if feature in allowed else ''})" for feature in _FEATURES)


def permissions_at(path: str) -> dict[str, str]:
    """What a page of staff may do in place of what every answer says; docs/adr/0019-passkeys-on-staff-pages.md."""
    return {"Permissions-Policy": _permissions(*_PASSKEYS)} if path in STAFF_PAGES else {}


def add_headers(app: web.Application, headers: dict[str, str]) -> None:
    """Put *headers* on every answer of *app*, refusals and upgrades included, and how long it may be kept."""

    async def prepare(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(headers | permissions_at(request.path))
        named = response.status < HTTPStatus.BAD_REQUEST and request.path.startswith(NAMED_BY_CONTENT)
        response.headers.setdefault("Cache-Control", FOR_GOOD if named else "no-cache")
        # In a cache, what is compressed for one browser must not go to another that cannot read it.
        response.headers.setdefault("Vary", "Accept-Encoding")
        response.headers.popall("Server", None)

    app.on_response_prepare.append(prepare)
