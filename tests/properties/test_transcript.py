"""A log under any history: said once, in one order, and every screen that loses, doubles and mixes up hints gets there.

The desk's writes and two people's messages make the log; a browser reads it by the rules of docs/reference/wire.md
(*Receiving*). Hints and answers lie in a post that hands out any of them, any number of times, in any order.
"""

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from chat.conversation.lifecycle import Ended, Joined, Left, LogOpened, Noticed, opened, recorded
from chat.conversation.model import (
    NO_MARK,
    Author,
    ByCounsellor,
    BySeeker,
    Draft,
    EndReason,
    Entry,
    Kind,
    Mark,
    Notice,
    Position,
    Side,
    Tail,
)
from chat.conversation.transcript import admit, marked, tail
from chat.errors import Closed, CmidConflict, Gone, NotAssigned, Refusal
from chat.identifiers import Cmid, ConversationId, Epoch, Instant, SeekerId, VolunteerId
from tests.properties.counting import Counted

TALK, SAM, KIM = ConversationId("talk"), SeekerId("sam"), SeekerId("kim")
NOOR, ELINE = VolunteerId("noor"), VolunteerId("eline")
NOW = Instant(1000.0)

people: st.SearchStrategy[SeekerId | VolunteerId] = st.sampled_from([SAM, SAM, SAM, NOOR, NOOR, ELINE, KIM])
cmids = st.sampled_from([Cmid(f"c{number}") for number in range(8)])
bodies = st.sampled_from(["hoi", "hoi", "I <3 you & <b>"])
sides = st.sampled_from([Side.SEEKER, Side.COUNSELLOR])
marks = st.builds(Mark, st.integers(0, 40), st.integers(0, 40))
datas = st.data()


@dataclass
class Browser:
    """What one page holds of the log, and what it would ask."""

    position: Position | None = None
    entries: list[Entry] = field(default_factory=list)
    wants: bool = True

    def hint(self, epoch: Epoch, entry: Entry) -> None:
        """A line was pushed: the next one is taken, an old one ignored, anything else asked for."""
        if self.position is None or epoch != self.position.epoch or entry.seq > self.position.seq + 1:
            self.wants = True
        elif entry.seq == self.position.seq + 1:
            self._take(entry)

    def pulse(self, head: Position) -> None:
        """The newest position was pushed."""
        held = self.position
        self.wants |= held is None or held.epoch != head.epoch or held.seq < head.seq

    def answer(self, told: Tail) -> None:
        """An answer came: everything, or what follows; overlaps fall away by their number."""
        epoch = told.head.epoch
        if self.position is None or not told.complete:
            self.position, self.entries = Position(epoch, 0), []
        if epoch == self.position.epoch:
            for entry in told.entries:
                if entry.seq == self.position.seq + 1:
                    self._take(entry)
        self.wants = False

    def _take(self, entry: Entry) -> None:
        assert self.position is not None
        self.entries.append(entry)
        self.position = replace(self.position, seq=entry.seq)


class LogMachine(Counted):
    """One conversation's log, as a store keeps it, and two browsers."""

    def __init__(self) -> None:
        super().__init__()
        self.head = opened(LogOpened(TALK, Epoch("life-0"), SAM), None)
        self.entries: list[Entry] = []
        self.lives: dict[Epoch, list[Entry]] = {self.head.epoch: self.entries}
        self.said: dict[tuple[SeekerId | VolunteerId, Cmid], Entry] = {}
        self.browsers = [Browser(), Browser()]
        self.post: list[Tail] = []

    # --- what is said and done ---

    @rule(person=people, cmid=cmids, body=bodies, behind=st.sampled_from([0, 0, 0, 1]))
    def somebody_says_or_repeats(
        self, person: SeekerId | VolunteerId, cmid: Cmid, body: str, behind: int
    ) -> None:
        by_seeker = person in (SAM, KIM)
        author: Author = (
            BySeeker(SeekerId(person))
            if by_seeker
            else ByCounsellor(VolunteerId(person), self.head.version - behind)
        )
        known = self.said.get((person, cmid))
        refused: type[Refusal] | None = None
        head, entry = self.head, known
        try:
            head, entry = admit(self.head, known, author, Draft(cmid, body), NOW)
        except Refusal as refusal:
            refused = type(refusal)
        assert refused is self._expected_refusal(person, known, body, behind)
        if refused is None and known is None:
            assert entry == Entry(self.head.seq + 1, Kind.MESSAGE, author.side, cmid=cmid, body=body)
            assert head.said == {**self.head.said, author.side: NOW}
            self.head = head
            self.said[person, cmid] = entry
            self.entries.append(entry)
        else:
            assert (head, entry) == (self.head, known)

    def _expected_refusal(
        self, person: SeekerId | VolunteerId, known: Entry | None, body: str, behind: int
    ) -> type[Refusal] | None:
        """The table at the head of chat/conversation/transcript.py, row by row."""
        if known is not None:
            return None if known.body == body else CmidConflict
        if person == KIM:
            return Gone
        if person != SAM and (person != self.head.counsellor or behind):
            return NotAssigned
        return Closed if self.head.closed else None

    @precondition(lambda self: not self.head.closed and self.head.counsellor is None)
    @rule(counsellor=st.sampled_from([NOOR, ELINE]))
    def somebody_joins(self, counsellor: VolunteerId) -> None:
        self._record(Joined(TALK, counsellor, "Noor", self.head.version + 1))

    @precondition(lambda self: not self.head.closed and self.head.counsellor is not None)
    @rule()
    def the_counsellor_is_lost(self) -> None:
        self._record(Left(TALK, "Noor", self.head.version + 1))

    @precondition(
        lambda self: not self.head.closed and self.head.counsellor is not None and self.head.seq > 6
    )
    @rule(reason=st.sampled_from(EndReason))
    def it_ends(self, reason: EndReason) -> None:
        self._record(Ended(TALK, reason))

    @precondition(lambda self: not self.head.closed and self.head.counsellor is not None)
    @rule(notice=st.sampled_from(Notice))
    def the_desk_says_something(self, notice: Notice) -> None:
        before = self.head
        self._record(Noticed(TALK, notice))
        assert replace(self.head, seq=before.seq) == before

    def _record(self, write: Joined | Left | Noticed | Ended) -> None:
        done = recorded(self.head, write)
        assert done is not None
        self.head, entry = done
        self.entries.append(entry)

    @rule(side=sides, mark=marks)
    def a_mark_is_set(self, side: Side, mark: Mark) -> None:
        before = self.head.marks.get(side, NO_MARK)
        self.head = marked(self.head, self.head.epoch, side, mark)
        after = self.head.marks.get(side, NO_MARK)
        assert after.delivered == max(before.delivered, min(max(mark.delivered, mark.seen), self.head.seq))
        assert after.seen == max(before.seen, min(mark.seen, self.head.seq))
        assert marked(self.head, self.head.epoch, side, mark) is self.head

    @precondition(lambda self: len(self.lives) < 4)
    @rule(data=datas)
    def the_log_is_lost_and_made_anew_from_what_was_left_of_it(self, data: st.DataObject) -> None:
        left = data.draw(st.integers(0, len(self.entries)))
        self.entries = self.entries[:left]
        self.said = {key: entry for key, entry in self.said.items() if entry in self.entries}
        closed = any(entry.kind is Kind.ENDED for entry in self.entries)
        epoch = Epoch(f"life-{len(self.lives)}")
        self.head = replace(self.head, epoch=epoch, seq=left, closed=closed, marks={})
        self.lives[epoch] = self.entries

    # --- what browsers hear of it ---

    @rule(data=datas, number=st.integers(0, 1))
    def any_line_is_pushed(self, data: st.DataObject, number: int) -> None:
        lines = [(epoch, entry) for epoch, entries in self.lives.items() for entry in entries]
        for epoch, entry in data.draw(st.lists(st.sampled_from(lines), max_size=6)) if lines else ():
            self.browsers[number].hint(epoch, entry)

    @rule(number=st.integers(0, 1))
    def the_newest_line_is_pushed(self, number: int) -> None:
        if self.entries:
            self.browsers[number].hint(self.head.epoch, self.entries[-1])

    @rule(number=st.integers(0, 1))
    def a_browser_asks(self, number: int) -> None:
        self.post.append(tail(self.head, self.entries, self.browsers[number].position))

    @precondition(lambda self: self.post)
    @rule(data=datas, number=st.integers(0, 1))
    def any_answer_arrives(self, data: st.DataObject, number: int) -> None:
        self.browsers[number].answer(data.draw(st.sampled_from(self.post)))

    # --- what holds all the while ---

    @invariant()
    def entries_are_numbered_from_one_without_gaps(self) -> None:
        assert [entry.seq for entry in self.entries] == list(range(1, self.head.seq + 1))

    @invariant()
    def a_message_stands_once(self) -> None:
        messages = [entry for entry in self.entries if entry.kind is Kind.MESSAGE]
        assert sorted(self.said.values(), key=lambda entry: entry.seq) == messages

    @invariant()
    def nothing_follows_the_end(self) -> None:
        ends = [entry.seq for entry in self.entries if entry.kind is Kind.ENDED]
        assert ends == ([self.head.seq] if self.head.closed else [])

    @invariant()
    def marks_stay_within_the_log(self) -> None:
        assert all(0 <= mark.seen <= mark.delivered <= self.head.seq for mark in self.head.marks.values())

    @invariant()
    def a_browser_holds_the_beginning_of_one_life_of_the_log(self) -> None:
        for browser in self.browsers:
            if browser.position is not None:
                life = self.lives[browser.position.epoch]
                assert browser.entries == life[: browser.position.seq]

    def teardown(self) -> None:
        """One pulse and one answer, and every screen holds what the log holds."""
        for browser in self.browsers:
            browser.pulse(Position(self.head.epoch, self.head.seq))
            if browser.wants:
                browser.answer(tail(self.head, self.entries, browser.position))
            assert browser.entries == self.entries
        super().teardown()


TestALogUnderAnyHistory = LogMachine.TestCase
