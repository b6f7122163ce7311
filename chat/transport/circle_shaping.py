"""Values of help and of circles in the shape in which they travel."""

from __future__ import annotations

from chat.circle.log import Line
from chat.routing.help_view import CallView, HelpView
from chat.service.circles import Heard
from chat.service.notices import CircleHeads, CircleSaid
from chat.transport import answers, pushes
from chat.transport.shapes import CallWire, CircleHeadWire, HelpWire, LineWire, TimeWire

MS = 1000


def help_shape(view: HelpView | None) -> HelpWire | None:
    """What became of asking for help."""
    if view is None:
        return None
    waited = round(view.waited * MS)
    return HelpWire(circle=view.circle, waited_ms=waited, reach=view.reach, helper=view.helper)


def call_shapes(views: tuple[CallView, ...]) -> tuple[CallWire, ...]:
    """Those who ask for help."""
    return tuple(
        CallWire(
            circle=view.circle,
            name=view.name,
            waited_ms=round(view.waited * MS),
            helper=view.helper,
            mine=view.mine,
            rehearsed=view.rehearsed,
        )
        for view in views
    )


def circle_event(notice: CircleSaid | CircleHeads) -> pushes.CircleSaid | pushes.CircleHeads:
    """The wire event that tells a new line, or how far circles are."""
    if isinstance(notice, CircleSaid):
        return pushes.CircleSaid(circle=notice.circle, line=_line_shape(notice.line, notice.zone))
    heads = (CircleHeadWire(circle=head.circle, seq=head.seq) for head in notice.heads)
    return pushes.CircleHeads(heads=tuple(heads))


def heard_shape(heard: Heard) -> answers.Heard:
    """What was said in a circle."""
    return answers.Heard(head=heard.seq, lines=tuple(_line_shape(line, heard.zone) for line in heard.lines))


def _line_shape(line: Line, zone: str) -> LineWire:
    at = TimeWire(at=round(line.at), zone=zone)
    return LineWire(seq=line.seq, cmid=line.cmid, name=line.name, body=line.body, at=at)
