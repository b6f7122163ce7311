"""What a counsellor's ticket said of a conversation in an earlier life of the desk, and what of it counts."""

from __future__ import annotations

from dataclasses import replace

from chat.conversation.model import EndReason
from chat.identifiers import Instant
from chat.routing.claims import SeatClaim, SeatTalk, SeekerClaim, expires
from chat.routing.durations import END_KEEPS
from chat.routing.model import Closing, Desk, Talk, Waiting, put
from chat.routing.vouch import Vouch


def is_later(vouch: Vouch, claim: SeekerClaim) -> bool:
    """Whether the counsellor knew the conversation as it was later than its young person did, or as late."""
    return vouch.reason is not None or (vouch.version, True) >= (claim.version, claim.held is not None)


def known_to(said: Vouch, talk: Talk) -> Talk:
    """The talk as this counsellor, who has it, knew it."""
    return replace(
        talk,
        counsellor=said.counsellor,
        version=said.version,
        started=said.started,
        on_hold=said.on_hold,
        risk=said.risk,
        answered=said.answered,
        framed=talk.framed if said.framed is None else said.framed,
        ending_told=talk.ending_told or said.ending_told,
        hearsay=False,
    )


def seen_by(vouch: Vouch, claim: SeekerClaim) -> SeekerClaim:
    """The claim with what a counsellor who has no seat any more knew of the same conversation."""
    held = claim.held
    seen = replace(
        claim,
        on_hold=vouch.on_hold,
        risk=vouch.risk,
        framed=vouch.framed,
        ending_told=claim.ending_told or vouch.ending_told,
    )
    if held is None:
        return seen
    return replace(seen, held=replace(held, on_hold=vouch.on_hold, risk=vouch.risk, answered=vouch.answered))


def kept(desk: Desk, said: Vouch) -> Desk:
    """The desk that keeps what was said until the young person is back."""
    known = desk.vouched.get(said.conversation)
    if known is not None and (known.reason is not None, known.version) >= (
        said.reason is not None,
        said.version,
    ):
        return desk
    return replace(desk, vouched=put(desk.vouched, said.conversation, said))


def vouch_of(claim: SeatClaim, said: SeatTalk) -> Vouch:
    """What a counsellor's ticket says of one conversation."""
    return Vouch(
        said.conversation,
        claim.counsellor,
        said.version,
        said.started,
        said.on_hold,
        said.reason,
        expires(claim),
        risk=said.risk,
        urgent=said.urgent,
        answered=said.answered,
        helped=said.helped,
        framed=said.framed,
        ending_told=said.ending_told,
    )


def closing_of(vouch: Vouch, reason: EndReason, line: Waiting | Talk | SeekerClaim, now: Instant) -> Closing:
    """The end that both still have to read."""
    return Closing(
        vouch.conversation,
        line.seeker,
        vouch.counsellor,
        reason,
        vouch.version,
        Instant(now + END_KEEPS),
        frozenset({line.seeker, vouch.counsellor}),
        line.rehearsed,
        started_over=line.started_over,
    )
