"""A ticket opens as what was sealed, with the key that sealed it and as its own kind, and in no other way."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator

import pytest

from chat.conversation.model import EndReason
from chat.identifiers import ConversationId, Generation, Instant, SeekerId, Ticket, VolunteerId
from chat.routing.claims import Held, SeatClaim, SeatTalk, SeekerClaim
from chat.routing.model import Language, Status
from chat.store.codec import encode
from chat.store.sealing import Seal
from chat.store.tickets import SealedTickets

KEY = bytes(range(32))
TICKETS = SealedTickets(KEY)
SEEKER_CLAIM = SeekerClaim(
    *(Generation("life"), 7, Instant(1000.5), SeekerId("sam"), ConversationId("talk"), 3),
    language=Language.ENGLISH,
    arrived=Instant(900.25),
    handed_over=True,
    rehearsed=True,
    resting={VolunteerId("noor"): Instant(950.0)},
    held=Held(VolunteerId("eline"), "Eline ✿", Instant(990.0), on_hold=True),
)
SEAT_CLAIM = SeatClaim(
    *(Generation("life"), 7, Instant(1000.5), VolunteerId("noor"), Status.READY, Instant(900.0)),
    (
        SeatTalk(ConversationId("talk"), 3, Instant(990.0), True, None),
        SeatTalk(ConversationId("other"), 1, Instant(980.0), False, EndReason.SEEKER_LEFT),
    ),
)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def opened(ticket: str) -> list[SeekerClaim | SeatClaim]:
    """Whatever this text opens as."""
    claims = (TICKETS.seeker(Ticket(ticket)), TICKETS.seat(Ticket(ticket)))
    return [claim for claim in claims if claim is not None]


def altered(ticket: str) -> Iterator[str]:
    """The text with one letter changed, at every place."""
    for place, letter in enumerate(ticket):
        for other in (ALPHABET[ALPHABET.index(letter) ^ 1], ALPHABET[ALPHABET.index(letter) - 32]):
            yield ticket[:place] + other + ticket[place + 1 :]


def test_a_ticket_says_what_was_sealed_in_letters_for_the_wire() -> None:
    seeker, seat = TICKETS.seal(SEEKER_CLAIM), TICKETS.seal(SEAT_CLAIM)
    assert (TICKETS.seeker(seeker), TICKETS.seat(seat)) == (SEEKER_CLAIM, SEAT_CLAIM)
    assert re.fullmatch("[A-Za-z0-9_-]{22,2048}", seeker)
    assert re.fullmatch("[A-Za-z0-9_-]{22,2048}", seat)


def test_another_node_with_the_same_key_opens_it_and_one_with_another_key_does_not() -> None:
    ticket = TICKETS.seal(SEEKER_CLAIM)
    assert SealedTickets(KEY).seeker(ticket) == SEEKER_CLAIM
    assert SealedTickets(KEY[::-1]).seeker(ticket) is None


def test_a_ticket_of_one_kind_never_opens_as_the_other() -> None:
    assert TICKETS.seat(TICKETS.seal(SEEKER_CLAIM)) is None
    assert TICKETS.seeker(TICKETS.seal(SEAT_CLAIM)) is None


def test_nothing_can_be_read_from_a_ticket_and_no_two_are_alike() -> None:
    first, second = TICKETS.seal(SEEKER_CLAIM), TICKETS.seal(SEEKER_CLAIM)
    assert first[:20] != second[:20]
    for part in (b"sam", b"talk", b"life", b"Eline"):
        assert part not in urlsafe_b64decode(first + "==")


@pytest.mark.parametrize("claim", [SEEKER_CLAIM, SEAT_CLAIM], ids=["seeker", "seat"])
def test_a_ticket_of_which_one_letter_was_changed_opens_as_nothing(claim: SeekerClaim | SeatClaim) -> None:
    ticket = TICKETS.seal(claim)
    tried = list(altered(ticket))
    assert len(tried) == 2 * len(ticket)
    assert [text for text in tried if opened(text)] == []


def test_a_ticket_has_one_spelling() -> None:
    for length in range(3):  # so that every rest of the division by three comes
        claim = SeatClaim(
            *(Generation("life" + "x" * length), 7, Instant(1.0), VolunteerId("noor")),
            *(Status.AWAY, Instant(1.0), ()),
        )
        ticket = TICKETS.seal(claim)
        assert opened(ticket) == [claim]
        spellings = [ticket + "=", ticket + "==", ticket + "\n", ticket + "A", " " + ticket, ticket + "é"]
        spellings += [ticket[:9] + odd + ticket[9:] for odd in (".", "\n", "====", "é", "\x00")]
        spellings += [ticket[:-1] + last for last in ALPHABET if last != ticket[-1]]
        assert [text for text in spellings if opened(text)] == []


@pytest.mark.parametrize(
    "text", ["", "A", "AA", "A" * 15, "A" * 16, "A" * 64, "A" * 2048, "é" * 64, "\udc80" * 64, "=" * 64]
)
def test_what_is_no_ticket_opens_as_nothing(text: str) -> None:
    assert opened(text) == []


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\x00", b"\xc1" * 40, encode([]), encode({}), encode("SeekerClaim")),
        encode({"generation": "life"}),
        encode(SEAT_CLAIM),
        encode(SEEKER_CLAIM)[:-1],
    ],
)
def test_what_we_sealed_in_another_format_opens_as_nothing(content: bytes) -> None:
    sealed = Seal(KEY, "ticket").seal(content, b"SeekerClaim")
    assert TICKETS.seeker(Ticket(urlsafe_b64encode(sealed).rstrip(b"=").decode())) is None
