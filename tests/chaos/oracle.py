"""What became of everything two people wrote to each other, judged by their two screens alone.

Knows nothing of the product: a screen is a list of texts, each of which was written once and says so.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it stands on a screen; *state* is how far an own text came, None for the other's."""

    mine: bool
    text: str
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what they wrote, in order, and what stands on their screen now.

    *stored* and *delivered* are own texts that the screen once said the server, and the other's screen, had.
    *hurried* are own texts pressed right before a refresh, perhaps before the page could keep them; *keyless* those pressed a little longer before on a page
    that was refreshed before the server had given it the key without which it keeps nothing.
    """

    wrote: tuple[str, ...]
    screen: tuple[Shown, ...]
    returned: tuple[str, ...] = ()
    stored: frozenset[str] = frozenset()
    delivered: frozenset[str] = frozenset()
    hurried: frozenset[str] = frozenset()
    keyless: frozenset[str] = frozenset()

    @property
    def own(self) -> tuple[str, ...]:
        return tuple(one.text for one in self.screen if one.mine)

    @property
    def heard(self) -> tuple[str, ...]:
        return tuple(one.text for one in self.screen if not one.mine)

    @property
    def vanished(self) -> frozenset[str]:
        """What may have gone with a refreshed page: pressed in the moment of the refresh or before there was a key, and confirmed by nobody."""
        return (self.hurried | self.keyless) - self.stored - self.delivered


@dataclass(frozen=True, slots=True)
class Verdict:
    """The texts that something went wrong with; all empty when nothing did.

    - *lost*: written, or on one of the two screens, and not on the other
    - *doubled*: more than once on a screen, or given back to its writer though the other screen has it
    - *reordered*: on a screen out of the order of writing, or placed otherwise on the two screens
    - *returned*: given back to its writer, and not on the other screen: not lost, but not said either
    - *forgotten*: once shown as delivered, and now missing on a screen
    - *foreign*: on a screen although neither of the two wrote it
    """

    lost: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    reordered: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    def counts(self) -> Counter[str]:
        return Counter({field.name: len(getattr(self, field.name)) for field in fields(self)})


def excused(one: Side, other: Side) -> frozenset[str]:
    """The texts that are on neither screen and not counted as lost, since they vanished with a refreshed page."""
    shown = {text for side in (one, other) for text in (*side.own, *side.heard, *side.returned)}
    return (one.vanished | other.vanished) - shown


def judge(one: Side, other: Side) -> Verdict:
    """What went wrong between these two, once both are quiet."""
    both = ((one, other), (other, one))
    written = {*one.wrote, *other.wrote}
    forgotten = {
        text
        for side, partner in both
        for text in side.delivered - {*side.own} | side.delivered - {*partner.heard}
    }
    returned = {text for side, partner in both for text in {*side.returned} - {*partner.heard}}
    lost = {text for side, partner in both for text in _lost(side, partner)} - forgotten - returned
    return Verdict(
        lost=tuple(sorted(lost)),
        returned=tuple(sorted(returned)),
        doubled=tuple(sorted({text for side, partner in both for text in _doubled(side, partner)})),
        reordered=tuple(sorted({text for side, partner in both for text in _reordered(side, partner)})),
        forgotten=tuple(sorted(forgotten)),
        foreign=tuple(sorted({text for side in (one, other) for text in (*side.own, *side.heard)} - written)),
    )


def _lost(side: Side, partner: Side) -> Iterable[str]:
    shown, heard = {*side.own, *side.returned}, {*partner.heard}
    return (
        (shown | heard | {*side.wrote} - side.vanished)
        - ({*side.own} & heard)
        - side.vanished.difference(shown, heard)
    )


def _doubled(side: Side, partner: Side) -> Iterable[str]:
    yield from (text for text, count in Counter(one.text for one in side.screen).items() if count > 1)
    yield from {*side.returned} & {*side.own, *partner.heard}


def _reordered(side: Side, partner: Side) -> Iterable[str]:
    """Both screens against the order of writing, and against each other; what stands on one only is no matter of order."""
    here, there = _once(one.text for one in side.screen), _once(one.text for one in partner.screen)
    shared = {*here} & {*there}
    yield from _displaced(
        [text for text in here if text in shared], [text for text in there if text in shared]
    )
    order = {text: place for place, text in enumerate(side.wrote)}
    for screen in (side.own, partner.heard):
        known = _once(text for text in screen if text in order)
        yield from _displaced(known, sorted(known, key=order.__getitem__))


def _displaced(seen: Sequence[str], wanted: Sequence[str]) -> Iterable[str]:
    return (text for text, instead in zip(seen, wanted, strict=True) if text != instead)


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
