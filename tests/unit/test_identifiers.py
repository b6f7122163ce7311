"""Who holds a ticket is known by a digest, from which the ticket cannot be had."""

from chat.identifiers import Ticket, seeker_of


def test_a_ticket_is_one_person_and_another_ticket_another() -> None:
    tickets = [Ticket(f"ticket-{number}") for number in range(1000)]
    assert len({seeker_of(ticket) for ticket in tickets}) == 1000
    assert seeker_of(tickets[0]) == seeker_of(Ticket("ticket-0"))


def test_what_the_desk_holds_is_no_ticket() -> None:
    ticket = Ticket("0123456789abcdef" * 4)
    seeker = seeker_of(ticket)
    assert len(seeker) == 32
    assert seeker not in ticket
    assert seeker_of(Ticket(seeker)) != seeker
