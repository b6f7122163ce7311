"""Every state of every screen, as data: each is visited, photographed and looked through, or says which issue brings it.

The rows are those of the three parts of the project's description of its screens, by their names there.
"""

from dataclasses import dataclass

SEEKER_ROWS = (
    "not set up yet",
    "start, open",
    "queue / full / closed",
    "waiting",
    "waiting, closing",
    "found",
    "talking",
    "danger agreed",
    "on hold",
    "connection lost",
    "counsellor lost / handed over / must stop",
    "somebody joins",
    "hidden / back after a while",
    "before the end",
    "ended well",
    "ended otherwise",
    "other tab took over, too old a browser, no script, WebSocket blocked",
    "hint before sending personal data",
    "numbers on every state without a conversation and on every error page",
)
COUNSELLOR_ROWS = (
    "sign in",
    "status",
    "offer",
    "conversation",
    "right column",
    "help",
    "closing",
    "end of shift",
)
SUPERVISOR_ROWS = ("live", "statistics", "instellingen, people, roster, scripts, audit")
ROWS = {"seeker": SEEKER_ROWS, "counsellor": COUNSELLOR_ROWS, "supervisor": SUPERVISOR_ROWS}


@dataclass(frozen=True, slots=True)
class State:
    """One state of one page, in one row; *issue* is the one that brings it, None when it is here."""

    page: str
    row: str
    name: str
    issue: int | None = None

    @property
    def id(self) -> str:
        return f"{self.page}.{self.name}"


def _states(page: str, rows: dict[str, tuple[str | tuple[str, int], ...]]) -> tuple[State, ...]:
    return tuple(
        State(page, row, *((found,) if isinstance(found, str) else found))
        for row, names in rows.items()
        for found in names
    )


STATES = (
    *_states(
        "seeker",
        {
            "not set up yet": (("not-set-up", 11),),
            "start, open": ("start", "start-belgium", ("start-for-others", 9)),
            "queue / full / closed": (
                *("queue", "start-band", "start-band-short", "start-band-long", "start-other-language"),
                *("full", "full-closing", "closed", "nearly-open", "closed-by-order", "closed-for-good"),
                *("turned-away-closed", "turned-away-full"),
            ),
            "waiting": (
                *("arriving", "waiting-first", "waiting-behind", "waiting-written"),
                *("waiting-band", "waiting-band-short", "waiting-band-long"),
                *("waiting-question", "waiting-not-safe", "waiting-calm", "waiting-wake-lock"),
                *("waiting-overtaken", "waiting-overtaken-handed-over", "waiting-overtaken-earlier"),
                ("waiting-feeling", 10),
                *("waiting-words", "waiting-words-unknown", "waiting-words-missed", "waiting-words-spent"),
                "waiting-words-found",
            ),
            "waiting, closing": ("waiting-closing", "not-reached"),
            "found": ("found", ("who-can-read", 7)),
            "talking": (
                *("talking", "talking-typing", "talking-long", "talking-arabic", "talking-card"),
                *("talking-newest", "talking-room", "talking-too-long", "talking-returned"),
                *(
                    "talking-menu",
                    "talking-stop-asked",
                    "talking-silence",
                    ("talking-feels-bad", 6),
                    ("card-taken-back", 9),
                ),
            ),
            "danger agreed": (("danger", 6),),
            "on hold": ("on-hold",),
            "connection lost": (
                *("lost", "lost-stopping", "lost-long", "waiting-lost", "waiting-lost-long"),
                *("arriving-storage", "storage", "storage-long"),
            ),
            "counsellor lost / handed over / must stop": (
                *(
                    "counsellor-away",
                    "handed-over",
                    "handed-over-behind",
                    "unanswered",
                    "unanswered-behind",
                    "must-stop",
                ),
            ),
            "somebody joins": (("joined", 6), ("joined-trainee", 6)),
            "hidden / back after a while": ("back", ("hidden", 8), ("covered", 8)),
            "before the end": ("nearly-over",),
            "ended well": (
                *(
                    "ended",
                    "farewell",
                    "farewell-cards",
                    "return-offer",
                    "return-failed",
                    "return-words",
                    ("feeling-after", 10),
                ),
            ),
            "ended otherwise": (
                *("ended-stopped", "ended-left", "ended-lost", "ended-unsent", "left", "gone", "gone-unsent"),
                *("ended-silence", "ended-closed", ("ended-limit", 6), ("ended-taken-over", 6)),
            ),
            "other tab took over, too old a browser, no script, WebSocket blocked": (
                *("superseded", "superseded-unsent", "old-page", "old-browser", "no-script", "script-failed"),
                "blocked",
            ),
            "hint before sending personal data": (("hint", 8),),
            "numbers on every state without a conversation and on every error page": (
                *("help", "not-found", "fault"),
            ),
        },
    ),
    *_states(
        "counsellor",
        {
            "sign in": (
                *("script-failed", "sign-in", "sign-in-refused", "helper", "session-over"),
                *("sign-out-asked", "sign-out-unheard", ("readiness", 6)),
                *("invite-missing", "invite-unanswered", "invite-welcome", "invite-password"),
                *("invite-password-refused", "invite-device", "invite-passkey", "invite-app"),
                *("invite-app-refused", "invite-no-passkeys", "invite-codes", "invite-second"),
                *("invite-second-refused", "invite-done", "invite-gone"),
                *("second-passkey", "second-code", "second-refused", "second-recovery"),
            ),
            "status": (
                *("away", "ready-empty", "missed", "connecting", "lost", "storage", "old-page"),
                "understaffed",
                *("break", "wrapping-up", "stops-after-this", "cannot-go-on", "relieved"),
            ),
            "offer": (
                *("offer", "offer-rehearsed", "offer-beside-talk", "offer-urgent", "offer-everybody"),
                *("offer-asked-for", "offer-handed-over", "offer-passed-on", "offer-gone"),
            ),
            "conversation": (
                *(
                    "opening",
                    "talk-empty",
                    "talk",
                    "talk-typing",
                    "talk-newest",
                    "talk-three",
                    "talk-too-long",
                    "talk-returned",
                ),
                *(
                    "seeker-away",
                    "on-hold",
                    "on-hold-away",
                    "end-asked",
                    "ended",
                    "ended-stopped",
                    "ended-left",
                    "ended-lost",
                ),
                *("taken", "shortcuts", "silent", "nearly-over", "ended-silence"),
                *("risk-level", "heavy-alone", "passing-on", "passed-on", ("looks-along", 6)),
            ),
            "right column": (
                "cards-belgium",
                "card-preview",
                "card-sent",
                ("scripts", 9),
                ("canned-lines", 9),
                ("notes", 9),
                ("card-taken-back", 9),
            ),
            "help": ("help-asked", "back-up-number", "danger-asks", "called", "whispers"),
            "closing": (("closing-helper", 9), ("closing-choices", 10)),
            "end of shift": (("end-of-shift", 6),),
        },
    ),
    *_states(
        "supervisor",
        {
            "live": (
                *("sign-in", "sign-in-refused", "other-role", "board-quiet", "board-busy", "board-stale"),
                *("script-failed", "door-open", "door-queue", "door-full", "door-closed-hours"),
                *("door-closed-staffing", "door-closed-order", "door-closed-for-good", "order-failed"),
                *("alarms", "alarm-unaccepted", "alarm-language"),
                *("help-requests", "shift-room", ("shift-list", 10)),
                *("return-words", "return-words-asked"),
            ),
            "statistics": (("statistics", 10), ("too-few", 10), ("yearly-figures", 10)),
            "instellingen, people, roster, scripts, audit": (
                *(("settings", 11), ("scripts", 9), ("audit", 6)),
                *("people-sign-in", "people-loading", "people-empty", "people", "people-person"),
                *("people-act-asked", "people-reset-waits", "people-invite", "people-invite-refused"),
                *("people-link", "people-stale", "people-forbidden", "people-session-over"),
                *("own", "own-remove-asked", "own-add", "own-sign-in-again", "own-codes"),
                *("roster-empty", "roster-refused", "roster", "roster-changing", "roster-cancel-asked"),
                "roster-take-off-asked",
                *("roster-lost", "roster-other-role", "roster-sign-off-asked", "roster-agrees"),
            ),
        },
    ),
)

HERE = tuple(state.id for state in STATES if state.issue is None)
"""The states of this release."""
