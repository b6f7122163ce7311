"""Who works here, and who is signed in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from volunteers.audit import KEPT_FOR, Act, Deed
from volunteers.credentials import SessionToken, hash_of
from volunteers.facts import VolunteerId
from volunteers.model import Volunteer
from volunteers.records import PUT_BACK, PeopleStore, Session

SESSION_LASTS = timedelta(hours=12)
"""From signing in, however busy somebody is: one shift and its edges (REQ-E4)."""
IDLE_LASTS = timedelta(minutes=15)
"""So long a session stays open that nobody uses: no page of theirs is connected, and none asked for anything (REQ-E4)."""
SEEN_EVERY = timedelta(minutes=1)
"""That somebody is there is written down no oftener."""


class Directory:
    """What the rest of the program may ask about people."""

    def __init__(self, store: PeopleStore, *, now: Callable[[], datetime]) -> None:
        """Read people in *store*; *now* tells the time in UTC, with its time zone."""
        self._store = store
        self._now = now

    @property
    def now(self) -> datetime:
        """The present moment, as expiry is judged by it."""
        return self._now()

    async def volunteer_of(self, token: SessionToken) -> Volunteer | None:
        """Whose live session this token opens; None when it is unknown, signed out, idle or expired."""
        session = await self.session_of(token)
        return None if session is None else session.volunteer

    async def session_of(self, token: SessionToken, *, is_there: bool = True) -> Session | None:
        """The live session this token opens; None when it is unknown, signed out, idle or expired.

        *is_there*: somebody asks, and not their page by itself while nobody looks at it.
        """
        sessions = await self._live([token], is_there=is_there)
        return sessions[0] if sessions else None

    async def live(self, tokens: Collection[SessionToken]) -> frozenset[SessionToken]:
        """Those of the tokens whose session is live; somebody is there in each of them. One question, however many."""
        hashes = {session.token_hash for session in await self._live(tokens)}
        return frozenset(token for token in tokens if hash_of(token) in hashes)

    async def sign_out(self, token: SessionToken) -> None:
        """End the session of this token, if there is one."""
        for session in await self._store.sessions([hash_of(token)]):
            noted = Act(Deed.SIGNED_OUT, self._now(), session.volunteer.id)
            await self._store.close_session(session.token_hash, noted)

    async def names(self, who: Collection[VolunteerId]) -> Mapping[VolunteerId, str]:
        """The working names of these volunteers; who has no account any more is left out."""
        return await self._store.names(who)

    async def skills(self) -> frozenset[str]:
        """Every skill that counts today for anybody."""
        today = self._now().date()
        everybody = await self._store.people()
        return frozenset(word for one in everybody.values() for word in one.skills_on(today))

    async def note(self, kind: Deed, by: VolunteerId) -> None:
        """Write down what a volunteer did elsewhere than with accounts. Raises Storage."""
        await self._store.note(Act(kind, self._now(), by))

    async def remove_old_lines(self) -> None:
        """Remove what was written down more than 90 days ago. Raises Storage."""
        now = self._now()
        await self._store.remove_lines(now - KEPT_FOR, now)

    async def holds_practice_accounts(self) -> bool:
        """Whether accounts of the practice environment are kept here."""
        return await self._store.has_accounts(practice=True)

    async def holds_real_accounts(self) -> bool:
        """Whether accounts of people who meet real seekers are kept here."""
        return await self._store.has_accounts(practice=False)

    async def remove_practice_accounts(self) -> None:
        """Forget the practice environment's accounts and sign them out."""
        await self._store.remove_practice_accounts()

    async def _live(self, tokens: Collection[SessionToken], *, is_there: bool = True) -> list[Session]:
        if not tokens:
            return []
        now = self._now()
        found = await self._store.sessions([hash_of(token) for token in tokens])
        live = [session for session in found if is_live(session, now)]
        unseen = [one.token_hash for one in live if not now - SEEN_EVERY < one.seen_at <= now]
        if unseen and is_there:
            await self._store.touch_sessions(unseen, now)
        return live


def is_live(session: Session, now: datetime) -> bool:
    """Whether it is neither over nor idle; one of a time that has not come, because a clock was put back, is over too."""
    return (
        session.opened_at - PUT_BACK <= now < session.opened_at + SESSION_LASTS
        and now < session.seen_at + IDLE_LASTS
    )
