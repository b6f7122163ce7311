"""Nodes, told one by one: leases, the calm after a gap, a log begun anew, and who must not come back."""

import pytest

from chat.conversation.lifecycle import Ended, LogOpened
from chat.conversation.model import EndReason
from chat.errors import Gone
from chat.identifiers import ConnectionId, ConversationId, Epoch, Instant, NodeId, SeekerId, VolunteerId
from chat.routing.commands import Command, Look, Remember, Renew, Reopen, Tick, Watch
from chat.routing.deadlines import next_due
from chat.routing.model import Desk, Status
from chat.routing.views import Phase
from tests.builders import Story, accepts, arrive, drops, ends, furnish, leaves, ready, returns, sits, unseats

ONE, TWO, THREE = NodeId("one"), NodeId("two"), NodeId("three")
TALK, NEW = ConversationId("talk-sam"), Epoch("new")
SAM, NOOR, ROOS = SeekerId("sam"), VolunteerId("noor"), VolunteerId("roos")


def at_two_nodes() -> Story:
    """Sam is at one node and talks with Noor, who is at both; Kim waits at the other."""
    story = Story(
        Renew(ONE), Renew(TWO), sits("noor", line="one.a"), sits("noor", line="two.b"), ready("noor")
    )
    story.tell(arrive("sam", line="one.s"), accepts("noor", "sam"), arrive("kim", line="two.k"))
    return story


def test_a_node_that_is_not_heard_for_ten_seconds_is_dead_with_all_its_sockets() -> None:
    story = at_two_nodes()
    story.lives(9.9, TWO)
    assert story.desk.guests[SAM].connection == "one.s"
    story.lives(0.1, TWO)
    assert story.desk.guests[SAM].connection is None
    assert story.desk.guests[SAM].since == 1000.0
    assert story.desk.seats[NOOR].connections == {ConnectionId("two.b")}
    assert story.desk.guests[SeekerId("kim")].connection == "two.k"
    assert list(story.desk.nodes) == [TWO]


def test_whoever_was_at_a_dead_node_is_lost_counted_from_its_last_sign() -> None:
    story = at_two_nodes()
    story.tell(unseats("noor", line="two.b"))
    story.lives(10, TWO)
    assert story.desk.seats[NOOR].connections == frozenset()
    story.lives(49, TWO)
    assert story.screen("sam").phase is Phase.TALKING
    story.lives(1, TWO)
    assert story.screen("sam").phase is Phase.WAITING


def test_a_node_that_renews_again_and_again_lives() -> None:
    story = at_two_nodes()
    for _ in range(20):
        story.after(3)
        story.tell(Renew(ONE), Renew(TWO))
    assert story.desk.guests[SAM].connection == "one.s"


@pytest.mark.parametrize("minutes", [1, 20])
def test_whoever_moves_to_a_node_without_a_lease_is_given_up_ten_seconds_later_and_not_at_once(
    minutes: int,
) -> None:
    story = at_two_nodes()
    for _ in range(minutes * 20):
        story.after(3)
        story.tell(Renew(ONE), Renew(TWO))
    moved = story.now
    story.tell(returns("sam", line="new.s"), returns("kim", line="new.k"), sits("noor", line="new.n"))
    story.tell(Tick())
    for _ in range(3):
        assert story.desk.guests[SAM].connection == "new.s"
        assert story.desk.guests[SeekerId("kim")].connection == "new.k"
        assert "new.n" in story.desk.seats[NOOR].connections
        story.after(3)
        story.tell(Renew(ONE), Renew(TWO))
    story.after(1)
    for who in (SAM, SeekerId("kim")):
        assert (story.desk.guests[who].connection, story.desk.guests[who].since) == (None, moved)
    assert "new.n" not in story.desk.seats[NOOR].connections
    assert story.screen("sam").phase is Phase.TALKING
    assert story.screen("kim").phase is Phase.WAITING


def test_a_board_that_is_opened_at_a_node_without_a_lease_is_a_sign_of_that_node() -> None:
    story = at_two_nodes()
    story.tell(returns("sam", line="new.s"))
    for _ in range(3):
        story.after(3)
        story.tell(Renew(ONE), Renew(TWO))
    story.tell(Watch(ROOS, ConnectionId("new.b")))
    opened = story.now
    for _ in range(3):
        story.after(3)
        story.tell(Renew(ONE), Renew(TWO))
        assert story.desk.guests[SAM].connection == "new.s"
        assert story.desk.leads.keys() == {ROOS}
    story.after(1)
    assert (story.desk.guests[SAM].connection, story.desk.guests[SAM].since) == (None, opened)
    assert (story.desk.leads, story.desk.led) == ({}, {ROOS: opened + 60})


def test_a_renewal_in_the_same_moment_says_nothing_new() -> None:
    story = Story(Renew(ONE))
    before = story.desk
    assert story.tell(Renew(ONE)) == ()
    assert story.desk is before


@pytest.mark.parametrize("node", [ONE, None])
def test_after_a_gap_nothing_falls_due_for_ten_seconds(node: NodeId | None) -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    story.now = Instant(story.now + 3600)
    story.tell(Renew(node, calm=True))
    assert next_due(story.desk) == story.now + 10
    story.lives(9.9, *([] if node is None else [node]))
    assert story.offered() == {"sam": "noor"}
    story.after(0.1)
    assert story.offered() == {}


@pytest.mark.parametrize("gap", [60, 75, 700, 3600])
@pytest.mark.parametrize(
    "first",
    [
        Tick(),
        Renew(ONE),
        Renew(TWO),
        Renew(THREE),
        Renew(None),
        Look(TALK, {}),
        arrive("ann", line="three.n"),
    ],
    ids=[
        "a tick",
        "one of them",
        "the other",
        "a node that just started",
        "nobody",
        "a look",
        "somebody new",
    ],
)
def test_when_all_nodes_were_out_nothing_falls_due_for_ten_seconds_whoever_is_first(
    first: Command, gap: float
) -> None:
    """Also where the clock of the store was put forward, and a node that has just started measured nothing."""
    story = at_two_nodes()
    story.now = Instant(story.now + gap)
    story.tell(first, Tick())
    assert story.desk.guests[SAM].connection == "one.s"
    assert {ONE, TWO} <= {*story.desk.nodes}
    assert story.screen("sam").phase is Phase.TALKING
    assert story.desk.seats[NOOR].status is Status.READY
    story.lives(9.9, THREE)
    assert {ONE, TWO} <= {*story.desk.nodes}
    story.lives(0.1, THREE)
    assert {*story.desk.nodes} == {THREE}


def test_where_one_node_kept_the_desk_going_another_that_was_out_brings_no_calm() -> None:
    story = at_two_nodes()
    story.lives(30, TWO)
    assert list(story.desk.nodes) == [TWO]
    story.tell(Renew(ONE, calm=True))
    assert story.desk.due_from == 0.0


def test_a_log_is_begun_anew_as_the_desk_knows_the_conversation() -> None:
    story = Story(arrive("sam"))
    assert story.tell(Reopen(TALK, NEW)) == (LogOpened(TALK, NEW, SAM, None, 0),)
    story.tell(sits("noor"), ready("noor"), accepts("noor", "sam"))
    assert story.tell(Reopen(TALK, NEW)) == (LogOpened(TALK, NEW, SAM, NOOR, 1),)
    story.tell(ends("noor", "sam"))
    told = (LogOpened(TALK, NEW, SAM, NOOR, 1), Ended(TALK, EndReason.COUNSELLOR_ENDED))
    assert story.tell(Reopen(TALK, NEW)) == told
    assert story.refused(Reopen(ConversationId("nowhere"), NEW)) is Gone


def test_the_log_of_whoever_left_at_once_is_begun_anew_for_nobody() -> None:
    """Their counsellor's page asks for it as it hears of the end; nothing would ever forget it again."""
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"), leaves("sam"))
    assert list(story.desk.closing) == [TALK]
    assert story.refused(Reopen(TALK, NEW)) is Gone


def test_who_must_not_come_back_is_remembered_until_no_ticket_is_good() -> None:
    story = Story(Remember(Desk(departed={SAM: Instant(1100.0), SeekerId("kim"): Instant(999.0)})))
    assert list(story.desk.departed) == [SAM]
    before = story.desk
    story.tell(Remember(Desk(departed={SAM: Instant(5000.0)})))
    assert story.desk is before
    assert story.refused(arrive("sam")) is Gone
    story.after(100)
    assert story.refused(arrive("sam")) is None


def test_somebody_who_dropped_before_is_not_dropped_again_with_their_node() -> None:
    story = at_two_nodes()
    story.tell(drops("sam", line="one.s"))
    since = story.desk.guests[SAM].since
    story.after(10)
    assert story.desk.guests[SAM].since == since


def test_the_log_of_whom_the_line_closed_on_is_begun_anew_with_its_end() -> None:
    story = Story(arrive("sam"), furnish((0.0, 2000.0)))
    story.after(1000)
    told = (LogOpened(TALK, NEW, SAM, None, 0), Ended(TALK, EndReason.LINE_CLOSED))
    assert story.tell(Reopen(TALK, NEW)) == told
