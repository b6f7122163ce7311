"""Which words the screens use, and which of them a young person's browser needs."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from chat.conversation.company import Part
from chat.conversation.model import EndReason, Notice
from chat.referral.entry import Country, Hours
from chat.routing.board import AlarmKind
from chat.routing.door import Because, DoorState
from chat.routing.help_view import Reach
from chat.routing.house import DoorReason
from chat.routing.model import Language, Safety, Status
from chat.routing.views import Why
from chat.transport import circle_wire, pushes, wire
from chat.transport.pages import PAGES
from tests.architecture.keys import LOCALES, STAFF
from tests.architecture.sentences import HOLE, texts_of
from tests.architecture.walls import CHECKOUT
from volunteers.model import Bar, Role
from volunteers.roster.errors import RosterRefused
from volunteers.roster.model import Note, Post

STATIC = CHECKOUT / "static"
SCRIPTS = STATIC / "js"

PROGRESS = ("waiting", "sending", "stored", "delivered", "seen")
REFUSALS = (
    *("sign_in_refused", "not_signed_in", "busy", "storage", "no_answer", "sign_out_unheard"),
    *("code_refused", "pending_gone", "passkey_cancelled", "passkey_unfit"),
)
METHODS = ("passkey", "totp", "recovery")
ACTS = ("disable", "enable", "link", "reset", "reset_confirm", "reset_withdraw", "remove")
REFUSED = {*re.findall(r'"(\w+)"', (SCRIPTS / "staff" / "refusals.js").read_text("utf-8"))}
"""What the pages of accounts can be answered with."""
BROWSERS_OWN = ("no_answer", "offline", "unread", "unsent")
NOT_ON_THE_WIRE = re.compile(
    r"`(?:(?:GET|POST|DELETE) )?/(?:session|invite|roster|volunteers)[^`]*`|`luister [a-z ]+`|every command"
)


# What a row of docs/reference/errors.md says instead of naming the events.
ANYBODYS = {"any event", "connecting", "everything but the first event", "seekers' events"}
# It names every event of every page.
ALL_EVENTS = "wire.js"


def reached(page: Path) -> set[Path]:
    """The scripts of ours that a page's first script brings along, itself too."""
    found: set[Path] = set()
    waits = [page]
    while waits:
        script = waits.pop()
        found.add(script)
        source = re.sub(r"/\*.*?\*/", "", script.read_text("utf-8"), flags=re.DOTALL)
        named = {
            (script.parent / name).resolve() for name in re.findall(r'(?:from|import) "(\.[^"]+)"', source)
        }
        waits.extend(path for path in named - found if path.is_relative_to(SCRIPTS))
    return found


def refusals_on_the_wire(errors: str, *, to: Iterable[str] | None = None) -> set[str]:
    """The codes of docs/reference/errors.md that an event, or connecting, can be answered with; *to*: to those of these events only."""
    found: set[str] = set()
    for row in re.findall(r"^\| (`.*) \|$", errors, re.MULTILINE):
        codes, *_, where = row.split(" | ")
        places = [place for place in where.split(", ") if not NOT_ON_THE_WIRE.fullmatch(place)]
        if to is not None:
            places = [one for one in places if one in ANYBODYS or {*re.findall(r"`([^`]+)`", one)} & {*to}]
        if places:
            found.update(re.findall(r"`(\w+)`", codes))
    return found


SEEKERS_SCRIPTS = reached(SCRIPTS / "seeker" / "main.js")
SEEKERS_EVENTS = {
    text for path in SEEKERS_SCRIPTS if path.name != ALL_EVENTS for text in texts_of(path.read_text("utf-8"))
}
ERRORS_PAGE = (CHECKOUT / "docs" / "reference" / "errors.md").read_text("utf-8")
# Who is barred from the desk reads why on a screen of its own.
ERRORS = refusals_on_the_wire(ERRORS_PAGE) - {bar.value for bar in Bar}
ENDED = (*EndReason, "unknown")
# What may be put into the hole of a key; a key with a hole that is not here fails the test.
HELD: Mapping[str, Iterable[str]] = {
    "card.hours.{}": Hours,
    "country.help.{}": Country,
    "country.name.{}": Country,
    "country.suicide.{}": Country,
    "board.alarm.{}": set(AlarmKind) - {AlarmKind.STAFFING},
    "board.because.{}": Because,
    "board.door.{}": DoorState,
    "board.reason.{}": DoorReason,
    "desk.ended.brief.{}": ENDED,
    "desk.ended.says.{}": ENDED,
    "desk.language.{}": Language,
    "desk.line.notice.{}": Notice,
    "desk.line.{}": ("joined", "left", "company_joined", "company_left"),
    "desk.line.{}_me": ("joined", "left", "company_joined", "company_left"),
    "desk.pane.{}": ("list", "talk", "cards", "team"),
    "desk.progress.{}": PROGRESS,
    "desk.offer.why.{}": Why,
    "desk.help.reach.{}": Reach,
    "desk.readiness.{}": ("sound", "notices", "line", "clock"),
    "desk.readiness.sound.{}": ("untried", "played", "silent"),
    "desk.readiness.notices.{}": ("default", "granted", "denied", "missing"),
    "desk.readiness.line.{}": ("asking", "none", "slow", "good"),
    "desk.readiness.clock.{}": ("asking", "unknown", "good"),
    "desk.readiness.clock_wrong.{}": ("ahead", "behind"),
    "desk.risk.level.{}": ("0", "1", "2", "3"),
    "desk.shortcuts.{}": (
        "talk",
        "waits",
        "offer",
        "field",
        "risk",
        "cards",
        "list",
        "status",
        "ask_help",
        "call",
        "team",
        "relief",
        "help",
    ),
    "desk.sign_in.asks.{}": METHODS,
    "desk.sign_in.code.{}": ("totp", "recovery"),
    "desk.sign_in.refused.{}": REFUSALS,
    "desk.sign_in.use.{}": METHODS,
    "desk.barred.{}": Bar,
    "desk.status.{}": Status,
    "door.closed.{}": Because,
    "door.{}": set(DoorState) - {DoorState.CLOSED},
    "error.{}": {*ERRORS, *BROWSERS_OWN},
    "invite.device.title.{}": ("none", "passkey", "totp"),
    "invite.{}.says": ("missing", "gone"),
    "invite.{}.title": ("missing", "gone"),
    "people.act.{}": ACTS,
    "people.act_says.{}": ACTS,
    "people.act_yes.{}": ACTS,
    "people.column.{}": ("roles", "languages", "skills", "vog", "capacity", "mentor", "factors", "state"),
    "people.own.kind.{}": ("passkey", "totp"),
    "people.refused.{}": REFUSED,
    "people.role.{}": Role,
    "people.state.{}": ("active", "invited", "disabled"),
    "roster.assign.free.{}": Post,
    "roster.done.{}": (
        "sign-up",
        "sign-off",
        "offer",
        "hold",
        "take",
        "adjust",
        "cancel",
        "assign",
        "take-off",
        "calendar",
    ),
    "roster.note.{}": Note,
    "roster.refused.{}": {
        *(error.code for error in RosterRefused.__subclasses__()),
        *("bad_request", "forbidden", "internal", "no_answer", "not_signed_in", "storage"),
    },
    # The rest is said in the same words of oneself and of somebody else.
    "roster.refused_own.{}": (
        *("already_on_shift", "may_not_be_on_shift", "not_on_shift", "post_not_yours", "shift_overlap"),
    ),
    "roster.sign_up.{}": Post,
    # Whoever was not reached has a screen of its own.
    "seeker.ended.{}": EndReason,
    "seeker.company.{}": set(Part) - {Part.MENTOR},
    "seeker.line.notice.{}": ("ten_minutes", "silence_again"),
    "seeker.progress.{}": PROGRESS,
    "seeker.safety.{}": Safety,
    "seeker.waiting.grew.{}": ("urgent", "handed_over", "earlier"),
    "seeker.{}.text": ("left", "gone", "not_reached", "door_closed", "door_full"),
    "seeker.{}.title": ("left", "gone", "not_reached", "door_closed", "door_full"),
}
HELD_BY_SEEKERS = {
    **HELD,
    "error.{}": {*refusals_on_the_wire(ERRORS_PAGE, to=SEEKERS_EVENTS), *BROWSERS_OWN},
}


def every_key() -> set[str]:
    """The keys of the Dutch files; test_words.py holds the others to them."""
    return {
        key
        for path in (LOCALES / "nl.json", LOCALES / STAFF / "nl.json")
        for key in json.loads(path.read_text("utf-8"))
    }


PREFIXES = "|".join(sorted({key.partition(".")[0] for key in every_key()}))
KEY = re.compile(rf"(?:{PREFIXES})\.[\w.{HOLE}]+", re.ASCII)
EVENTS = {
    shape.event
    for shape in (*vars(wire).values(), *vars(circle_wire).values(), *vars(pushes).values())
    if isinstance(getattr(shape, "event", None), str)
}


def in_scripts(scripts: Iterable[Path]) -> Iterator[str]:
    for path in scripts:
        yield from (text for text in texts_of(path.read_text("utf-8")) if KEY.fullmatch(text))


def in_pages(pages: Iterable[Path]) -> Iterator[str]:
    for path in pages:
        named = re.findall(r'(?:\{\{|data-words=")([\w.]+)', path.read_text("utf-8"))
        yield from (key for key in named if KEY.fullmatch(key))


def in_modules() -> Iterator[str]:
    for path in (CHECKOUT / "chat" / "transport").glob("*.py"):
        for key in re.findall(r'\.text\(f?"([^"]+)"\)', path.read_text("utf-8")):
            yield re.sub(r"\{[^}]*\}", HOLE, key)


def meant(keys: Iterable[str], held: Mapping[str, Iterable[str]] = HELD) -> set[str]:
    """The keys themselves, those with a hole once for each thing it may hold."""
    found: set[str] = set()
    for key in keys:
        pattern = key.replace(HOLE, "{}")
        assert HOLE not in key or pattern in held, f"{pattern}: what may stand in its hole?"
        found.update(pattern.format(one) for one in held.get(pattern, ("",)))
    return found


USED = {*in_scripts(SCRIPTS.rglob("*.js")), *in_pages(STATIC.rglob("*.html")), *in_modules()} - EVENTS
SEEKERS_PAGES = (*(STATIC / name for name in PAGES.values()), *(STATIC / "fragments").glob("*.html"))
USED_BY_SEEKERS = {*in_scripts(SEEKERS_SCRIPTS), *in_pages(SEEKERS_PAGES), *in_modules()} - EVENTS
"""What the server puts in itself stands on every page."""
