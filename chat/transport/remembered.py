"""Who was signed in when it could last be asked: believed for a while when the database of people is away.

A counsellor whose line blips comes back within seconds; if nobody could say then who they are, the conversation would be
handed to somebody else after a minute, although nothing happened to it (docs/adr/0023-believed-for-a-while.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NewType

from aiohttp import web

from chat.clock import Clock
from chat.errors import Storage
from chat.identifiers import Instant, Seconds, VolunteerId
from chat.routing.model import BEGINNING
from chat.service.ports import Staff, StaffMember

HERE = Seconds(15 * 60.0)
"""So long after they were last here somebody is believed: as long as a session that nobody uses stays open (REQ-E4)."""
AT_MOST = Seconds(60 * 60.0)
"""So long after the database last knew them, however busy they are."""
ASK_AGAIN = Seconds(1.0)
"""A database that is away may keep each question waiting for seconds, and a page waits for six: the next one is asked after this."""

FIRST_REFUSAL = 400
"""Below it an HTTP status says that something was done."""

OWN = "/session"
"""The room in which somebody changes nothing but their own session, and what opens it."""

SessionOf = Callable[[str], str | None]
"""Finds the staff session in a Cookie header."""
_Hashed = NewType("_Hashed", bytes)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A member, when the database last knew them, and when they were last here."""

    member: StaffMember
    known: Instant
    here: Instant


class RememberedStaff:
    """Implements ``service.ports.Staff`` over another: what that said last holds while it cannot be reached.

    Only who was seen at this node is remembered, in its memory and nowhere else, and by no token that opens anything.
    """

    def __init__(self, staff: Staff, clock: Clock) -> None:
        self._staff = staff
        self._clock = clock
        self._seen: dict[_Hashed, _Seen] = {}
        self._skills: frozenset[str] | None = None
        self._forgot = 0
        """How often somebody was forgotten: what was asked before may be true no more when it is answered."""
        self._failed = Instant(BEGINNING - ASK_AGAIN)

    async def member(self, session: str, *, is_there: bool = True) -> StaffMember | None:
        """Who stands behind a session, as far as is known; None when nobody does. Raises Storage when nobody can tell now."""
        who, forgot = _hashed(session), self._forgot
        if self._is_away() and (believed := self._believed(who, is_there=is_there)) is not None:
            return believed
        try:
            member = await self._staff.member(session, is_there=is_there)
        except Storage:
            self._failed = self._clock.now()
            believed = self._believed(who, is_there=is_there)
            if believed is None:
                raise
            return believed
        if member is None:
            self.forget(session)
        elif forgot == self._forgot and is_there:
            now = self._clock.now()
            self._seen = {one: seen for one, seen in self._seen.items() if _holds(seen, now)}
            self._seen[who] = _Seen(member, now, now)
        return member

    async def live(self, sessions: Collection[str]) -> frozenset[str]:
        """Those of the sessions that are not over: somebody is there in each, and of the others nobody is believed any more.

        Raises Storage when nobody can tell now; whoever is asked for is here all the same.
        """
        try:
            live = await self._staff.live(sessions)
        except Storage:
            self._failed = self._clock.now()
            for session in sessions:
                self._believed(_hashed(session))
            raise
        for session in set(sessions) - live:
            self.forget(session)
        for session in live:
            who, now = _hashed(session), self._clock.now()
            if who not in self._seen:
                await self.member(session)
            else:
                self._seen[who] = replace(self._seen[who], known=now, here=now)
        return live

    async def names(self, who: Collection[VolunteerId]) -> Mapping[VolunteerId, str]:
        """The working names of these volunteers. Raises Storage when nobody can tell now."""
        return await self._staff.names(who)

    async def skills(self) -> frozenset[str]:
        """Every skill that anybody's account states, or stated last. Raises Storage when that was never known here."""
        if self._skills is not None and self._is_away():
            return self._skills
        try:
            self._skills = await self._staff.skills()
        except Storage:
            self._failed = self._clock.now()
            if self._skills is None:
                raise
        return self._skills

    def forget(self, session: str) -> None:
        """This session is over: from now on only the database is believed about it."""
        self._forgot += 1
        self._seen.pop(_hashed(session), None)

    def forget_everybody(self) -> None:
        """Whatever is known of anybody may have changed: from now on only the database is believed, until it is asked again."""
        self._forgot += 1
        self._seen.clear()

    def _is_away(self) -> bool:
        return self._clock.now() - self._failed < ASK_AGAIN

    def _believed(self, who: _Hashed, *, is_there: bool = True) -> StaffMember | None:
        """Whom nobody can vouch for now, but somebody could not long ago; None when nobody could."""
        seen, now = self._seen.get(who), self._clock.now()
        if seen is None or not _holds(seen, now):
            return None
        if is_there:
            self._seen[who] = replace(seen, here=now)
        return seen.member


def forgetting(
    rooms: Iterable[web.RouteDef], staff: RememberedStaff, session_of: SessionOf
) -> list[web.RouteDef]:
    """The *rooms*, in which whoever changes something about their session is forgotten before they are answered.

    Where it is about somebody else everybody is: who it was about is not said in any one way. The watch over sessions has those who are
    here known again within a second.
    """
    return [room if room.method == "GET" else _forgetting(room, staff, session_of) for room in rooms]


def _forgetting(room: web.RouteDef, staff: RememberedStaff, session_of: SessionOf) -> web.RouteDef:
    is_own = room.path == OWN or room.path.startswith(f"{OWN}/")

    async def answer(request: web.Request) -> web.StreamResponse:
        response: web.StreamResponse = await room.handler(request)
        session = session_of(request.headers.get("Cookie", ""))
        # What was refused changed nothing, and while the database is away everything is refused.
        if response.status < FIRST_REFUSAL and is_own and session is not None:
            staff.forget(session)
        elif response.status < FIRST_REFUSAL and not is_own:
            staff.forget_everybody()
        return response

    return web.RouteDef(room.method, room.path, answer, room.kwargs)


def _holds(seen: _Seen, now: Instant) -> bool:
    return now < seen.here + HERE and now < seen.known + AT_MOST


def _hashed(session: str) -> _Hashed:
    return _Hashed(sha256(session.encode()).digest())
