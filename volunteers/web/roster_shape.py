"""The roster as it goes to a browser: names of colleagues, and moments in seconds since 1970."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from volunteers.candidates import last_day_of, posts_of
from volunteers.facts import VolunteerId
from volunteers.model import Volunteer
from volunteers.roster.coverage import Agreement
from volunteers.roster.model import Place, PlaceState, Shift
from volunteers.rostering import RosterView

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"


def roster_shape(view: RosterView, who: Volunteer, *, plans: bool) -> dict[str, Json]:
    """What *who* sees; everybody who can be put on a shift is told only to somebody who *plans*."""
    names = {one.id: one.name for one in view.people}
    short = {shift.id for shift in view.short}
    return {
        "now": view.now,
        "zone": view.zone,
        "me": who.id,
        "posts": [*sorted(posts_of(who))],
        "plans": plans,
        "present": [_place(place, names) for place in view.present],
        "shifts": [_shift(shift, names, warned=shift.id in short) for shift in view.shifts],
        "agreement": _agreement(view.agreement, view.needed, view.compared_until),
        "people": [_person(one, view.today) for one in view.people if plans and posts_of(one)],
    }


def _person(one: Volunteer, today: date) -> dict[str, Json]:
    """Somebody who can be put on a shift, up to and with the day *until*: 9999-12-31 when nothing runs out, None when it has."""
    until = last_day_of(one)
    return {
        "volunteer": one.id,
        "name": one.name,
        "posts": [*sorted(posts_of(one))],
        "until": None if until is None or until < today else until.isoformat(),
    }


def _shift(shift: Shift, names: Mapping[VolunteerId, str], *, warned: bool) -> dict[str, Json]:
    return {
        "shift": shift.id,
        "version": shift.version,
        "begins": shift.when.begins,
        "ends": shift.when.ends,
        "minimum": shift.staffing.minimum,
        "most": shift.staffing.most,
        "led": shift.staffing.led,
        "note": shift.staffing.note,
        "cancelled": shift.cancelled,
        "lacks": shift.lacks,
        "lacks_lead": shift.lacks_lead,
        "short": warned,
        "places": [_place(place, names) for place in shift.taken()],
    }


def _place(place: Place, names: Mapping[VolunteerId, str]) -> dict[str, Json]:
    return {
        "volunteer": place.volunteer,
        "name": names.get(place.volunteer, ""),
        "post": place.post,
        "offered": place.state is PlaceState.OFFERED,
    }


def _agreement(agreement: Agreement, needed: int, until: int) -> dict[str, Json]:
    return {
        "until": until,
        "open": agreement.is_open,
        "needed": needed,
        "gaps": [
            {
                "begins": gap.when.begins,
                "ends": gap.when.ends,
                "here": gap.here,
                "led": gap.led,
                "answered": gap.answered,
            }
            for gap in agreement.gaps
        ],
        "outside": [{"begins": one.when.begins, "ends": one.when.ends} for one in agreement.outside],
    }
