"""What a young person may see of the desk; what counsellors see is in ``seat_view``, what supervisors see in ``board``."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chat.conversation.company import Companion
from chat.conversation.model import EndReason
from chat.identifiers import ConversationId, Instant, Seconds, SeekerId
from chat.routing.door import opening
from chat.routing.model import Desk, Language, Waiting
from chat.routing.staffing import is_attended
from chat.routing.turn import queue
from chat.routing.waiting_time import LONGEST, Band, Forecast, outlook


class Phase(StrEnum):
    """Where a conversation stands."""

    WAITING = "waiting"
    TALKING = "talking"
    ENDED = "ended"


class Why(StrEnum):
    """Why somebody is the next, in one word; screens say it in one sentence. PASSED_ON: a colleague is still with them, and asks for somebody."""

    PASSED_ON = "passed_on"
    HANDED_OVER = "handed_over"
    URGENT = "urgent"
    ASKED_FOR = "asked_for"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands among those who wait and are present, counting from 1.

    *behind* is why somebody who came later stands before them; None when nobody does. *band* is how long the wait will be, None when too little is
    known. *attended*: a counsellor who speaks their language has a seat, be they free or not.
    """

    rank: int
    behind: Why | None = None
    band: Band | None = None
    attended: bool = False


@dataclass(frozen=True, slots=True)
class SeekerView:
    """One young person's own state.

    *place* is None unless they wait and are present; *urgent*: they said that they are not safe, or do not know. *unanswered*: their counsellor
    never said anything. *closes* is when the line closes, once that is near or the wait may last beyond it; None before. *frame* is how long a conversation is meant to last.
    *name* is the counsellor's working name, None while nobody has the conversation, and *counsellor_here* says
    whether that counsellor is connected; *on_hold*: the conversation waits while they call somebody else. *handed_over* is True when they wait because a counsellor was lost.
    *company* are those who read beside the counsellor, in the order in which they came; *coming* is the name of the colleague who takes it over and does not read
    yet. *asked_another*: they wait because they did not want to go on with their counsellor. *reason* stands with ENDED only. *reunites*: return words count here while they wait, or may be asked for at the end.
    """

    version: int
    conversation: ConversationId
    phase: Phase
    place: Place | None = None
    urgent: bool = False
    handed_over: bool = False
    unanswered: bool = False
    closes: Instant | None = None
    zone: str = ""
    frame: Seconds | None = None
    name: str | None = None
    counsellor_here: bool = False
    on_hold: bool = False
    reason: EndReason | None = None
    reunites: bool = False
    company: tuple[Companion, ...] = ()
    coming: str | None = None
    asked_another: bool = False


def places(desk: Desk, only: Container[SeekerId] | None = None) -> dict[SeekerId, Place]:
    """The place of everybody who waits and is present, as the desk's last moment saw it; with *only* of nobody but those."""
    found: dict[SeekerId, Place] = {}
    outlooks = dict[Language, Forecast | None]()
    latest: dict[Why, Instant] = {}
    for number, waiting in enumerate(queue(desk), start=1):
        if only is None or waiting.seeker in only:
            language = waiting.language
            if desk.pace and language not in outlooks:
                outlooks[language] = outlook(desk, language, desk.now)
            seen = outlooks.get(language)
            band = None if seen is None else seen.band(number)
            behind = next((why for why, arrived in latest.items() if arrived > waiting.arrived), None)
            found[waiting.seeker] = Place(number, behind, band, attended=is_attended(desk, waiting))
        why = Why.HANDED_OVER if waiting.handed_over else Why.URGENT if waiting.urgent else Why.TURN
        if why is not Why.TURN:
            latest[why] = max(latest.get(why, waiting.arrived), waiting.arrived)
    return found


def seeker_view(
    desk: Desk, seeker: SeekerId, ranks: Mapping[SeekerId, Place] | None = None
) -> SeekerView | None:
    """What this young person may see; None when the desk does not know them.

    *ranks* saves working them out when the caller has ``places(desk)`` at hand.
    """
    guest = desk.guests.get(seeker)
    if guest is None:
        return None
    conversation = guest.conversation
    waiting = desk.waiting.get(conversation)
    if waiting is not None:
        place = (places(desk, {seeker}) if ranks is None else ranks).get(seeker)
        return SeekerView(
            desk.version,
            conversation,
            Phase.WAITING,
            place=place,
            urgent=waiting.urgent,
            handed_over=waiting.handed_over,
            unanswered=waiting.unanswered,
            closes=_closes(desk, waiting, place),
            on_hold=waiting.on_hold,
            zone=desk.house.zone,
            reunites=desk.house.reunites and waiting.prefers is None,
            asked_another=bool(waiting.avoids),
        )
    talk = desk.talks.get(conversation)
    if talk is not None:
        seat = desk.seats[talk.counsellor]
        return SeekerView(
            desk.version,
            conversation,
            Phase.TALKING,
            name=seat.name,
            counsellor_here=bool(seat.connections),
            on_hold=talk.on_hold,
            frame=desk.house.frame,
            company=tuple(talk.company.values()),
            coming=None if talk.coming is None else desk.seats[talk.coming].name,
        )
    closing = desk.closing[conversation]
    return SeekerView(
        desk.version, conversation, Phase.ENDED, reason=closing.reason, reunites=closing.reunites
    )


def _closes(desk: Desk, waiting: Waiting, place: Place | None) -> Instant | None:
    """When the line closes; None while that is far, and the wait will be over before it as far as can be seen."""
    running = opening(desk.house, desk.now)
    closes = None if running is None else running.closes
    if closes is None or waiting.closing_told:
        return closes
    band = None if place is None or waiting.handed_over else place.band
    if band is None:
        return None
    return closes if desk.now + (LONGEST if band.high is None else band.high) > closes else None
