"""The roster over HTTP, on a running node: who may ask what, what is refused, and that nothing is changed then."""

from calendar import SUNDAY
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from icalendar import Calendar

from tests.line import choose
from tests.staff import A_YEAR
from tests.transport.house import KIM, NOOR, SAM, House, Person, by_hand, open_house
from volunteers.credentials import new_id
from volunteers.model import Role

ROOS = Person("Roos", Role.SCHEDULER)
ANNE = Person("Anne", Role.ANALYST)
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date()
PLAN: dict[str, object] = {
    "first": TOMORROW.isoformat(),
    "until": None,
    "begins": "18:00",
    "ends": "22:00",
    "minimum": 1,
    "most": 1,
    "led": False,
    "note": None,
}
OWN = "/roster/shifts"


def plan(**words: object) -> dict[str, object]:
    """A plan as a form that was just filled in sends it."""
    return {"plan": new_id(), **PLAN, **words}


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    async with open_house(tmp_path, monkeypatch, (SAM, KIM, NOOR, ROOS, ANNE)) as house:
        yield house


async def ask(
    house: House, who: Person | None, path: str, body: object = None, **headers: str
) -> tuple[int, Any]:
    """What this person's page is answered: GET without a *body*, else POST."""
    client: ClientSession = house.client
    sent = {"Origin": house.origin, **({} if who is None else house.cookie(who)), **headers}
    method = "GET" if body is None else "POST"
    async with client.request(method, f"{house.origin}{path}", json=body, headers=sent) as answer:
        read = await answer.read()
        is_json = answer.content_type == "application/json" and read
        return answer.status, (await answer.json()) if is_json else read


def refused(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["error"]["code"]


async def planned(house: House, **words: object) -> str:
    """A shift that Roos plans; its id."""
    assert await ask(house, ROOS, OWN, plan(**words)) == (201, {"made": 1, "left_out": []})
    shift = (await ask(house, ROOS, OWN))[1]["shifts"][-1]["shift"]
    assert isinstance(shift, str)
    return shift


async def on_it(house: House) -> list[list[str]]:
    """Who is on each shift, as a scheduler sees it."""
    _, roster = await ask(house, ROOS, OWN)
    return [[place["name"] for place in shift["places"]] for shift in roster["shifts"]]


async def test_a_shift_is_planned_signed_up_for_swapped_and_left(house: House) -> None:
    shift = await planned(house)
    assert (await ask(house, SAM, f"{OWN}/{shift}/sign-up", {"post": "counsellor"}))[
        0
    ] == HTTPStatus.NO_CONTENT
    assert refused(await ask(house, KIM, f"{OWN}/{shift}/sign-up", {"post": "counsellor"})) == (
        409,
        "shift_full",
    )
    _, roster = await ask(house, SAM, OWN)
    (place,) = roster["shifts"][0]["places"]
    assert (place["volunteer"], roster["plans"], roster["people"]) == (roster["me"], False, [])
    take = {"giver": place["volunteer"]}
    assert refused(await ask(house, KIM, f"{OWN}/{shift}/take", take)) == (409, "place_not_offered")
    assert (await ask(house, SAM, f"{OWN}/{shift}/offer", {}))[0] == HTTPStatus.NO_CONTENT
    assert (await ask(house, KIM, f"{OWN}/{shift}/take", take))[0] == HTTPStatus.NO_CONTENT
    assert await on_it(house) == [["Kim"]]
    assert (await ask(house, KIM, f"{OWN}/{shift}/sign-off", {}))[0] == HTTPStatus.NO_CONTENT
    assert await on_it(house) == [[]]


async def test_calendars_tell_each_their_own(house: House) -> None:
    shift = await planned(house)
    await ask(house, SAM, f"{OWN}/{shift}/sign-up", {"post": "counsellor"})
    _, mine = await ask(house, SAM, "/roster/mine.ics")
    (event,) = Calendar.from_ical(mine).events
    assert (event["UID"], event["STATUS"], str(event["SUMMARY"])) == (
        f"{shift}@luister",
        "CONFIRMED",
        "Notities",
    )
    await ask(house, ROOS, f"{OWN}/{shift}/cancel", {})
    _, mine = await ask(house, SAM, "/roster/mine.ics")
    (event,) = Calendar.from_ical(mine).events
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)
    _, others = await ask(house, KIM, "/roster/mine.ics")
    assert Calendar.from_ical(others).events == []


async def test_a_scheduler_assigns_adjusts_and_takes_off(house: House) -> None:
    shift = await planned(house)
    people = {one["name"]: one for one in (await ask(house, ROOS, OWN))[1]["people"]}
    assert people.keys() == {"Kim", "Noor", "Sam"}
    sam, kim = people["Sam"]["volunteer"], people["Kim"]["volunteer"]
    assign = {"volunteer": sam, "post": "counsellor", "leaver": None}
    await ask(house, ROOS, f"{OWN}/{shift}/assign", assign)
    assert await on_it(house) == [["Sam"]]
    await ask(house, ROOS, f"{OWN}/{shift}/assign", {**assign, "volunteer": kim, "leaver": sam})
    assert await on_it(house) == [["Kim"]]
    (version,) = [one["version"] for one in (await ask(house, NOOR, OWN))[1]["shifts"]]
    needs = {"version": version, "minimum": 2, "most": 3, "led": True, "note": "busy"}
    assert (await ask(house, NOOR, f"{OWN}/{shift}/adjust", needs))[0] == HTTPStatus.NO_CONTENT
    assert refused(await ask(house, ROOS, f"{OWN}/{shift}/adjust", {**needs, "most": 4})) == (
        409,
        "shift_changed",
    )
    _, roster = await ask(house, SAM, OWN)
    (found,) = roster["shifts"]
    assert found["version"] == version + 1
    assert (found["lacks"], found["lacks_lead"], found["short"], found["note"]) == (1, True, True, "busy")
    await ask(house, ROOS, f"{OWN}/{shift}/take-off", {"volunteer": kim})
    assert await on_it(house) == [[]]


async def test_the_board_is_told_two_numbers(house: House) -> None:
    await planned(house)
    assert await ask(house, NOOR, "/roster/now") == (200, {"planned": 0, "short": 1})
    assert refused(await ask(house, SAM, "/roster/now")) == (403, "forbidden")


PLANNING = ("adjust", "cancel", "assign", "take-off")
SIGNING = ("sign-up", "sign-off", "offer", "hold", "take")


@pytest.mark.parametrize("act", [*SIGNING, *PLANNING])
async def test_who_may_not_is_refused_and_nothing_is_changed(house: House, act: str) -> None:
    shift = await planned(house)
    path = f"{OWN}/{shift}/{act}"
    before = (await ask(house, ROOS, OWN))[1]["shifts"]
    assert refused(await ask(house, None, path, {})) == (401, "not_signed_in")
    assert refused(await ask(house, ANNE, path, {})) == (403, "forbidden")
    if act in PLANNING:
        assert refused(await ask(house, SAM, path, {})) == (403, "forbidden")
    async with house.client.post(f"{house.origin}{path}", json={}, headers=house.cookie(ROOS)) as foreign:
        assert foreign.status == HTTPStatus.FORBIDDEN
    assert (await ask(house, ROOS, OWN))[1]["shifts"] == before


async def test_who_is_never_on_a_shift_and_plans_none_sees_nothing(house: House) -> None:
    await planned(house)
    for path in (OWN, "/roster/mine.ics", "/roster/now"):
        assert refused(await ask(house, ANNE, path)) == (403, "forbidden")
        assert refused(await ask(house, None, path)) == (401, "not_signed_in")
    assert refused(await ask(house, SAM, OWN, plan())) == (403, "forbidden")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ({"begins": "24:00"}, (400, "bad_request")),
        ({"begins": "6:00"}, (400, "bad_request")),
        ({"first": "2026-02-30"}, (400, "bad_request")),
        ({"first": "20260201"}, (400, "bad_request")),
        ({"minimum": True}, (400, "bad_request")),
        ({"minimum": "1"}, (400, "bad_request")),
        ({"note": "over Anna"}, (400, "bad_request")),
        ({"who": "Sam"}, (400, "bad_request")),
        ({"minimum": 2}, (409, "shift_people_invalid")),
        ({"ends": "18:05"}, (409, "shift_times_invalid")),
        ({"first": "2020-01-01"}, (409, "shift_past")),
        ({"first": "2099-01-01"}, (409, "shift_times_invalid")),
        ({"until": "2020-01-01"}, (409, "repeat_invalid")),
        ({"first": "9999-12-31"}, (409, "shift_times_invalid")),
        ({"first": "0001-01-01"}, (409, "shift_past")),
        ({"until": "9999-12-31"}, (409, "repeat_invalid")),
        ({"first": "12026-01-01"}, (400, "bad_request")),
        ({"plan": "A" * 32}, (400, "bad_request")),
        ({"plan": "a" * 31}, (400, "bad_request")),
        ({"plan": None}, (400, "bad_request")),
    ],
)
async def test_a_plan_that_cannot_be_is_refused_and_nothing_is_planned(
    house: House, words: dict[str, object], answer: tuple[int, str]
) -> None:
    assert refused(await ask(house, ROOS, OWN, plan(**words))) == answer
    assert await on_it(house) == []


@pytest.mark.parametrize("weeks", ["0", "27", "-1", "x", "٤", "1" * 40])
async def test_weeks_that_nobody_can_ask_for_are_refused(house: House, weeks: str) -> None:
    assert refused(await ask(house, SAM, f"{OWN}?weeks={weeks}")) == (400, "bad_request")


async def test_a_shift_that_is_not_there_is_not_there(house: House) -> None:
    assert refused(await ask(house, SAM, f"{OWN}/{'0' * 32}/sign-up", {"post": "counsellor"})) == (
        404,
        "shift_unknown",
    )
    assert refused(await ask(house, SAM, f"{OWN}/{'0' * 32}/sign-up", {"post": "king"})) == (
        400,
        "bad_request",
    )


async def test_two_shifts_at_once_are_refused_and_hours_that_differ_are_told(house: House) -> None:
    first = await planned(house)
    second = await planned(house, begins="21:00", ends="23:00")
    await ask(house, SAM, f"{OWN}/{first}/sign-up", {"post": "counsellor"})
    answer = await ask(house, SAM, f"{OWN}/{second}/sign-up", {"post": "counsellor"})
    assert refused(answer) == (409, "shift_overlap")
    await choose(
        house.settings.database_url, minimum="1", hours="closed", closed_on=f"{TOMORROW} 18:00-22:30"
    )
    _, roster = await ask(house, SAM, OWN)
    (gap,) = roster["agreement"]["gaps"]
    assert roster["agreement"]["open"] is True
    assert (gap["ends"] - gap["begins"], gap["here"], roster["agreement"]["needed"]) == (1800, 0, 1)
    assert roster["agreement"]["outside"] == []
    await choose(house.settings.database_url, closed_on="none")
    _, roster = await ask(house, SAM, OWN)
    assert roster["agreement"]["open"] is False
    assert [one["ends"] - one["begins"] for one in roster["agreement"]["outside"]] == [4 * 3600, 2 * 3600]


async def test_a_plan_that_is_sent_again_makes_nothing_and_one_with_the_same_times_is_refused(
    house: House,
) -> None:
    said = plan(until=(TOMORROW + timedelta(weeks=2)).isoformat())
    for _ in range(2):
        assert await ask(house, ROOS, OWN, said) == (201, {"made": 3, "left_out": []})
    assert await on_it(house) == [[], [], []]
    assert refused(await ask(house, ROOS, OWN, plan(minimum=2, most=3))) == (409, "shift_twice")
    assert await on_it(house) == [[], [], []]


async def test_the_place_of_who_leads_stays_while_somebody_leads(house: House) -> None:
    shift = await planned(house, led=True)
    await ask(house, NOOR, f"{OWN}/{shift}/sign-up", {"post": "lead"})
    needs = {"version": 1, "minimum": 1, "most": 1, "led": False, "note": None}
    assert refused(await ask(house, ROOS, f"{OWN}/{shift}/adjust", needs)) == (409, "lead_taken")


async def test_a_time_that_no_clock_shows_is_refused_and_in_a_plan_of_weeks_its_day_is_told(
    house: House,
) -> None:
    spring = next_spring(TOMORROW)
    hour = {"begins": "02:10", "ends": "02:50"}
    said = plan(first=spring.isoformat(), **hour)
    assert refused(await ask(house, ROOS, OWN, said)) == (409, "time_missing")
    weeks = {"first": (spring - timedelta(weeks=1)).isoformat(), "until": spring.isoformat()}
    assert await ask(house, ROOS, OWN, plan(**weeks, **hour)) == (
        201,
        {"made": 1, "left_out": [spring.isoformat()]},
    )


def next_spring(after: date) -> date:
    """The next Sunday on which the clocks of Amsterdam go forward, with a week before it: the last one of March."""
    found = [date(year, 3, day) for year in (after.year, after.year + 1) for day in range(25, 32)]
    return next(day for day in found if day.weekday() == SUNDAY and day - timedelta(weeks=1) > after)


async def test_a_planner_reads_until_when_each_may_be_on_a_shift(house: House) -> None:
    await by_hand(
        house,
        "UPDATE volunteers SET vog_valid_until = '2020-01-01' WHERE name = 'Kim'",
        "UPDATE volunteers SET vog_seen_on = NULL WHERE name = 'Noor'",
    )
    people = {one["name"]: one["until"] for one in (await ask(house, ROOS, OWN))[1]["people"]}
    assert people == {"Kim": None, "Noor": None, "Sam": (datetime.now(UTC).date() + A_YEAR).isoformat()}
