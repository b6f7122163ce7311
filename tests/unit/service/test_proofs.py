"""The server's mark holds for one entry at one place of one life of one log, and for nothing else."""

import re
from dataclasses import replace

import pytest

from chat.conversation.model import EndReason, Entry, Kind, Side
from chat.identifiers import Cmid, ConversationId, Epoch
from chat.service.proofs import Proofs

KEY = bytes(range(32))
PROOFS = Proofs(KEY)
TALK, EPOCH = ConversationId("talk"), Epoch("life")
SAID = Entry(3, Kind.MESSAGE, Side.SEEKER, Cmid("c1"), body="I <3 you & <b> ✿")
MARK = PROOFS.of(TALK, EPOCH, SAID)


def test_a_mark_is_22_letters_and_any_node_with_the_key_knows_it() -> None:
    assert re.fullmatch("[A-Za-z0-9_-]{22}", MARK)
    assert Proofs(KEY).of(TALK, EPOCH, SAID) == MARK
    assert Proofs(KEY).holds(TALK, EPOCH, SAID, MARK)
    assert not Proofs(KEY[::-1]).holds(TALK, EPOCH, SAID, MARK)


@pytest.mark.parametrize(
    ("conversation", "epoch", "entry"),
    [
        ("other", EPOCH, SAID),
        (TALK, "other", SAID),
        (TALK, EPOCH, replace(SAID, seq=4)),
        (TALK, EPOCH, replace(SAID, kind=Kind.JOINED)),
        (TALK, EPOCH, replace(SAID, side=Side.COUNSELLOR)),
        (TALK, EPOCH, replace(SAID, cmid=Cmid("c2"))),
        (TALK, EPOCH, replace(SAID, body="dag")),
        (TALK, EPOCH, replace(SAID, body=None)),
        (TALK, EPOCH, replace(SAID, name="Noor")),
        (TALK, EPOCH, replace(SAID, reason=EndReason.SEEKER_LEFT)),
        (TALK, EPOCH, replace(SAID, body=None, name=SAID.body)),
        ("tal", "klife", SAID),
    ],
)
def test_whatever_is_changed_the_mark_holds_no_more(conversation: str, epoch: str, entry: Entry) -> None:
    assert not PROOFS.holds(ConversationId(conversation), Epoch(epoch), entry, MARK)


@pytest.mark.parametrize("mark", ["", "A" * 22, MARK[:-1], MARK + "=", MARK.swapcase(), "é" * 22, "\udc80"])
def test_what_is_no_mark_of_ours_does_not_hold(mark: str) -> None:
    assert not PROOFS.holds(TALK, EPOCH, SAID, mark)


def test_half_a_letter_in_what_is_offered_is_no_fault() -> None:
    assert not PROOFS.holds(TALK, EPOCH, replace(SAID, body="\udc80"), MARK)
