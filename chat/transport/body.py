"""An answer that is made once and sent often: compressed for a browser that takes that, as it is for any other."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass

from aiohttp import ETag, web


@dataclass(frozen=True, slots=True)
class Body:
    """One answer's bytes, in both forms, and the name of what they say."""

    plain: bytes
    zipped: bytes
    name: str

    def answer(
        self, request: web.Request, content_type: str, *, status: int = 200, cache: str = "no-cache"
    ) -> web.Response:
        """What *request* gets; nothing new when it has just this already and may keep it."""
        headers = {"Cache-Control": cache}
        keeps = cache != "no-store"
        if keeps and any(held.value in (self.name, "*") for held in request.if_none_match or ()):
            answer = web.Response(status=304, headers=headers)
        elif takes_gzip(request.headers.get("Accept-Encoding", "")):
            headers["Content-Encoding"] = "gzip"
            answer = self._whole(self.zipped, content_type, status, headers)
        else:
            answer = self._whole(self.plain, content_type, status, headers)
        if keeps:
            answer.etag = ETag(self.name, is_weak=True)
        return answer

    @staticmethod
    def _whole(body: bytes, content_type: str, status: int, headers: dict[str, str]) -> web.Response:
        return web.Response(
            body=body, status=status, content_type=content_type, charset="utf-8", headers=headers
        )


def body_of(plain: bytes) -> Body:
    """*plain*, ready to be sent."""
    return Body(plain, gzip.compress(plain, mtime=0), hashlib.sha256(plain).hexdigest()[:16])


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a browser that says this takes gzip; naming it with a weight of 0 forbids it."""
    for coding in accept_encoding.lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
