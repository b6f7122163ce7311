"""What is answered to whom: written by hand, from the promises and not from the program.

``ok``: it is done. ``nothing``: it is answered as if it were, because it would be over anyway, and nothing is done. Anything else is the
code with which it is refused. A new event or route needs a row here, and one in
``chat/transport/access.py``; who writes it asks for each of the callers what they should be able to do:

*nobody*, without account or conversation; the young person of *this* chat, and of *another*; the counsellor who is *in_chat*, and
*other*, a counsellor who is not; a *supervisor*; an *administrator*; a counsellor in a chat whose account was *disabled*; and who was in
a chat that has *ended*: at the doors of staff its counsellor, elsewhere its young person.
"""

from collections.abc import Mapping

SEEKER = """
event             nobody       this         another      in_chat      other        supervisor   administrator  disabled     ended
seeker.arrive     ok           ok           ok           ok           ok           ok           ok             ok           ok
seeker.resume     gone         ok           ok           gone         gone         gone         gone           gone         ok
outbox.hand_in    gone         ok           ok           gone         gone         gone         gone           gone         ok
words.ask         gone         not_offered  not_offered  gone         gone         gone         gone           gone         ok
safety.answer     not_arrived  ok           ok           not_arrived  not_arrived  not_arrived  not_arrived    not_arrived  ok
words.use         not_arrived  not_offered  not_offered  not_arrived  not_arrived  not_arrived  not_arrived    not_arrived  not_offered
message.send      not_arrived  ok           gone         not_arrived  not_arrived  not_arrived  not_arrived    not_arrived  closed
log.sync          not_arrived  ok           gone         not_arrived  not_arrived  not_arrived  not_arrived    not_arrived  ok
log.offer         not_arrived  ok           gone         not_arrived  not_arrived  not_arrived  not_arrived    not_arrived  ok
mark.set          not_arrived  ok           gone         not_arrived  not_arrived  not_arrived  not_arrived    not_arrived  ok
typing.set        not_arrived  ok           gone         not_arrived  not_arrived  not_arrived  not_arrived    not_arrived  ok
conversation.end  not_arrived  ok           nothing      not_arrived  not_arrived  not_arrived  not_arrived    not_arrived  ok
end.confirm       not_arrived  ok           nothing      not_arrived  not_arrived  not_arrived  not_arrived    not_arrived  ok
seeker.leave      not_arrived  ok           ok           not_arrived  not_arrived  not_arrived  not_arrived    not_arrived  ok
company.welcome   not_arrived  ok           ok           not_arrived  not_arrived  not_arrived  not_arrived    not_arrived  ok
counsellor.avoid  not_arrived  ok           ok           not_arrived  not_arrived  not_arrived  not_arrived    not_arrived  ok
"""

DESK = """
event                 nobody         this           another        in_chat    other          supervisor    administrator  disabled       ended
seat.take             not_signed_in  not_signed_in  not_signed_in  ok         ok             ok            forbidden      not_signed_in  ok
status.choose         not_signed_in  not_signed_in  not_signed_in  ok         ok             forbidden     forbidden      not_signed_in  ok
offer.accept          not_signed_in  not_signed_in  not_signed_in  ok         offer_gone     forbidden     forbidden      not_signed_in  offer_gone
offer.decline         not_signed_in  not_signed_in  not_signed_in  ok         offer_gone     forbidden     forbidden      not_signed_in  offer_gone
message.send          not_signed_in  not_signed_in  not_signed_in  ok         not_assigned   not_assigned  forbidden      not_signed_in  closed
log.sync              not_signed_in  not_signed_in  not_signed_in  ok         not_assigned   not_assigned  forbidden      not_signed_in  ok
log.offer             not_signed_in  not_signed_in  not_signed_in  ok         not_assigned   not_assigned  forbidden      not_signed_in  ok
mark.set              not_signed_in  not_signed_in  not_signed_in  ok         not_assigned   not_assigned  forbidden      not_signed_in  ok
typing.set            not_signed_in  not_signed_in  not_signed_in  ok         not_assigned   not_assigned  forbidden      not_signed_in  ok
hold.set              not_signed_in  not_signed_in  not_signed_in  ok         not_assigned   not_assigned  forbidden      not_signed_in  not_assigned
risk.set              not_signed_in  not_signed_in  not_signed_in  ok         not_assigned   not_assigned  forbidden      not_signed_in  not_assigned
conversation.pass_on  not_signed_in  not_signed_in  not_signed_in  ok         not_assigned   not_assigned  forbidden      not_signed_in  not_assigned
conversation.end      not_signed_in  not_signed_in  not_signed_in  ok         nothing        nothing       forbidden      not_signed_in  ok
end.confirm           not_signed_in  not_signed_in  not_signed_in  ok         nothing        nothing       forbidden      not_signed_in  ok
help.ask              not_signed_in  not_signed_in  not_signed_in  ok         not_assigned   not_assigned  forbidden      not_signed_in  not_assigned
help.call_off         not_signed_in  not_signed_in  not_signed_in  ok         not_assigned   not_assigned  forbidden      not_signed_in  not_assigned
help.come             not_signed_in  not_signed_in  not_signed_in  help_gone  help_gone      ok            forbidden      not_signed_in  help_gone
help.give_back        not_signed_in  not_signed_in  not_signed_in  nothing    nothing        ok            forbidden      not_signed_in  nothing
whisper.send          not_signed_in  not_signed_in  not_signed_in  ok         not_in_circle  ok            forbidden      not_signed_in  not_in_circle
room.send             not_signed_in  not_signed_in  not_signed_in  ok         ok             ok            forbidden      not_signed_in  ok
circle.sync           not_signed_in  not_signed_in  not_signed_in  ok         not_in_circle  ok            forbidden      not_signed_in  not_in_circle
conversation.join  not_signed_in  not_signed_in  not_signed_in  not_assigned  not_assigned  ok  forbidden  not_signed_in  not_assigned
conversation.leave  not_signed_in  not_signed_in  not_signed_in  nothing  nothing  nothing  forbidden  not_signed_in  nothing
conversation.take_over  not_signed_in  not_signed_in  not_signed_in  ok  not_assigned  not_assigned  forbidden  not_signed_in  not_assigned
conversation.hand_over  not_signed_in  not_signed_in  not_signed_in  wait  nothing  nothing  forbidden  not_signed_in  nothing
"""

BOARD = """
event         nobody         this           another        in_chat    other      supervisor  administrator  disabled       ended
board.watch   not_signed_in  not_signed_in  not_signed_in  forbidden  forbidden  ok          forbidden      not_signed_in  forbidden
door.order    not_signed_in  not_signed_in  not_signed_in  forbidden  forbidden  ok          forbidden      not_signed_in  forbidden
links.count   not_signed_in  not_signed_in  not_signed_in  forbidden  forbidden  ok          forbidden      not_signed_in  forbidden
links.revoke  not_signed_in  not_signed_in  not_signed_in  forbidden  forbidden  ok          forbidden      not_signed_in  forbidden
help.come     not_signed_in  not_signed_in  not_signed_in  forbidden  forbidden  ok          forbidden      not_signed_in  forbidden
room.send     not_signed_in  not_signed_in  not_signed_in  forbidden  forbidden  ok          forbidden      not_signed_in  forbidden
circle.sync   not_signed_in  not_signed_in  not_signed_in  forbidden  forbidden  ok          forbidden      not_signed_in  forbidden
"""

ROUTES = """
route                             nobody  this  another  in_chat  other  supervisor  administrator  disabled  ended
GET_/                             200     200   200      200      200    200         200            200       200
GET_/desk                         200     200   200      200      200    200         200            200       200
GET_/board                        200     200   200      200      200    200         200            200       200
GET_/hulp                         200     200   200      200      200    200         200            200       200
GET_/door                         200     200   200      200      200    200         200            200       200
GET_/weg                          303     303   303      303      303    303         303            303       303
POST_/weg                         204     204   204      204      204    204         204            204       204
GET_/directory.json               200     200   200      200      200    200         200            200       200
GET_/line.css                     200     200   200      200      200    200         200            200       200
GET_/static                       200     200   200      200      200    200         200            200       200
GET_/socket.io/                   400     400   400      400      400    400         400            400       400
GET_/healthz                      200     200   200      200      200    200         200            200       200
GET_/readyz                       200     200   200      200      200    200         200            200       200
POST_/session                     401     401   401      200      200    200         200            401       401
GET_/session                      401     401   401      200      200    200         200            401       401
POST_/session/second              401     401   401      401      401    401         401            401       401
GET_/session/factors              401     401   401      200      200    200         200            401       401
POST_/session/factors             401     401   401      410      410    410         410            401       401
POST_/session/factors/open        401     401   401      200      200    200         200            401       401
DELETE_/session/factors/{factor}  401     401   401      200      200    200         200            401       401
POST_/session/recovery            401     401   401      200      200    200         200            401       401
POST_/invite/open                 410     410   410      410      410    410         410            410       410
POST_/invite/password             410     410   410      410      410    410         410            410       410
POST_/invite/accept               410     410   410      410      410    410         410            410       410
GET_/volunteers                   401     401   401      403      403    200         200            401       401
POST_/volunteers                  401     401   401      403      403    201         201            401       401
POST_/volunteers/{who}/facts      401     401   401      403      403    200         200            401       401
POST_/volunteers/{who}/vog        401     401   401      403      403    200         200            401       401
POST_/volunteers/{who}/roles      401     401   401      403      403    403         200            401       401
POST_/volunteers/{who}/disable    401     401   401      403      403    200         200            401       401
POST_/volunteers/{who}/enable     401     401   401      403      403    200         200            401       401
POST_/volunteers/{who}/link       401     401   401      403      403    200         200            401       401
POST_/volunteers/{who}/reset      401     401   401      403      403    200         200            401       401
DELETE_/volunteers/{who}/reset    401     401   401      403      403    200         200            401       401
DELETE_/volunteers/{who}          401     401   401      403      403    204         204            401       401
GET_/people                       200     200   200      200      200    200         200            200       200
GET_/invite                       200     200   200      200      200    200         200            200       200
DELETE_/session                   204     204   204      204      204    204         204            204       204
"""

ROSTER = """
route                                 nobody  this  another  in_chat  other  supervisor  administrator  scheduler  disabled  ended
GET_/roster                           200     200   200      200      200    200         200            200        200       200
GET_/roster/shifts                    401     401   401      200      200    200         403            200        401       401
POST_/roster/shifts                   401     401   401      403      403    201         403            201        401       401
GET_/roster/now                       401     401   401      403      403    200         403            403        401       401
GET_/roster/mine.ics                  401     401   401      200      200    200         403            200        401       401
POST_/roster/shifts/{shift}/sign-up   401     401   401      404      404    404         403            404        401       401
POST_/roster/shifts/{shift}/sign-off  401     401   401      404      404    404         403            404        401       401
POST_/roster/shifts/{shift}/offer     401     401   401      404      404    404         403            404        401       401
POST_/roster/shifts/{shift}/hold      401     401   401      404      404    404         403            404        401       401
POST_/roster/shifts/{shift}/take      401     401   401      404      404    404         403            404        401       401
POST_/roster/shifts/{shift}/adjust    401     401   401      403      403    404         403            404        401       401
POST_/roster/shifts/{shift}/cancel    401     401   401      403      403    404         403            404        401       401
POST_/roster/shifts/{shift}/assign    401     401   401      403      403    404         403            404        401       401
POST_/roster/shifts/{shift}/take-off  401     401   401      403      403    404         403            404        401       401
"""
"""404: they may, but there is no such shift."""

ON_SHIFT = """
act       nobody         this           another        in_chat           other         supervisor      administrator  scheduler       disabled       ended
sign-up   not_signed_in  not_signed_in  not_signed_in  already_on_shift  ok            post_not_yours  forbidden      post_not_yours  not_signed_in  not_signed_in
sign-off  not_signed_in  not_signed_in  not_signed_in  ok                not_on_shift  not_on_shift    forbidden      not_on_shift    not_signed_in  not_signed_in
offer     not_signed_in  not_signed_in  not_signed_in  ok                not_on_shift  not_on_shift    forbidden      not_on_shift    not_signed_in  not_signed_in
hold      not_signed_in  not_signed_in  not_signed_in  ok                not_on_shift  not_on_shift    forbidden      not_on_shift    not_signed_in  not_signed_in
take      not_signed_in  not_signed_in  not_signed_in  already_on_shift  ok            post_not_yours  forbidden      post_not_yours  not_signed_in  not_signed_in
adjust    not_signed_in  not_signed_in  not_signed_in  forbidden         forbidden     ok              forbidden      ok              not_signed_in  not_signed_in
cancel    not_signed_in  not_signed_in  not_signed_in  forbidden         forbidden     ok              forbidden      ok              not_signed_in  not_signed_in
assign    not_signed_in  not_signed_in  not_signed_in  forbidden         forbidden     ok              forbidden      ok              not_signed_in  not_signed_in
take-off  not_signed_in  not_signed_in  not_signed_in  forbidden         forbidden     ok              forbidden      ok              not_signed_in  not_signed_in
"""
"""About a shift on which who is *in_chat* offers a place as a counsellor; assigned to it is *other*, in that place. A *scheduler* plans, and is on no shift."""


def _read(table: str) -> Mapping[str, Mapping[str, str]]:
    (_, *callers), *rows = (line.split() for line in table.strip().splitlines())
    return {name: dict(zip(callers, answers, strict=True)) for name, *answers in rows}


EVENTS = {"/seeker": _read(SEEKER), "/desk": _read(DESK), "/board": _read(BOARD)}
PLACES = _read(ON_SHIFT)
# One's session ends last.
REQUESTS = {tuple(name.split("_", 1)): row for name, row in {**_read(ROSTER), **_read(ROUTES)}.items()}
