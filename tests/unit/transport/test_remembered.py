"""Who is believed while the database of people is away, for how long, and who never."""

from collections.abc import Callable, Collection, Mapping

import pytest
from aiohttp import ClientSession, DummyCookieJar, web
from aiohttp.test_utils import TestServer

from chat.errors import Storage
from chat.identifiers import VolunteerId
from chat.service.ports import StaffMember
from chat.transport.remembered import ASK_AGAIN, AT_MOST, HERE, RememberedStaff, forgetting
from tests.fakes.clock import FakeClock

SAM = StaffMember(VolunteerId("sam"), "Sam", frozenset(), 3, frozenset())


class People:
    """The database of people: who is signed in, and whether it can be asked."""

    def __init__(self) -> None:
        self.signed_in: dict[str, StaffMember] = {"of-sam": SAM}
        self.is_away = False
        self.asked = 0
        self.is_there = False
        """As it was asked last."""
        self.meanwhile: Callable[[], None] = lambda: None

    async def member(self, session: str, *, is_there: bool = True) -> StaffMember | None:
        self.is_there = is_there
        self._reach()
        found = self.signed_in.get(session)
        self.meanwhile()
        return found

    async def live(self, sessions: Collection[str]) -> frozenset[str]:
        self._reach()
        found = frozenset(sessions) & self.signed_in.keys()
        self.meanwhile()
        return found

    async def names(self, who: Collection[VolunteerId]) -> Mapping[VolunteerId, str]:
        self._reach()
        return {one.volunteer: one.name for one in self.signed_in.values() if one.volunteer in who}

    async def skills(self) -> frozenset[str]:
        self._reach()
        return frozenset({"friend"})

    def _reach(self) -> None:
        self.asked += 1
        if self.is_away:
            raise Storage


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def staff(people: People, clock: FakeClock) -> RememberedStaff:
    return RememberedStaff(people, clock)


async def is_believed(staff: RememberedStaff, session: str = "of-sam") -> bool:
    try:
        return await staff.member(session) is not None
    except Storage:
        return False


async def test_who_was_here_is_believed_while_nobody_can_tell(
    people: People, clock: FakeClock, staff: RememberedStaff
) -> None:
    assert await staff.member("of-sam") == SAM
    assert await staff.skills() == {"friend"}
    people.is_away = True
    clock.advance(HERE - 1)
    assert await staff.member("of-sam") == SAM
    assert await staff.skills() == {"friend"}


async def test_who_was_never_here_is_not(people: People, staff: RememberedStaff) -> None:
    await staff.member("of-sam")
    people.is_away = True
    with pytest.raises(Storage):
        await staff.member("of-kim")
    with pytest.raises(Storage):
        await staff.skills()


async def test_nobody_is_believed_who_was_away_as_long_as_a_session_stays_open(
    people: People, clock: FakeClock, staff: RememberedStaff
) -> None:
    await staff.member("of-sam")
    people.is_away = True
    clock.advance(HERE)
    assert not await is_believed(staff)


async def test_what_a_page_asks_by_itself_makes_nobody_believed_longer(
    people: People, clock: FakeClock, staff: RememberedStaff
) -> None:
    assert await staff.member("of-sam", is_there=False) == SAM
    assert not people.is_there
    people.is_away = True
    assert not await is_believed(staff), "nobody was there yet"
    people.is_away = False
    clock.advance(ASK_AGAIN)
    await staff.member("of-sam")
    assert people.is_there
    clock.advance(HERE - 1)
    assert await staff.member("of-sam", is_there=False) == SAM
    people.is_away = True
    assert await staff.member("of-sam", is_there=False) == SAM
    clock.advance(1)
    assert not await is_believed(staff)


async def test_who_stays_is_believed_for_an_hour_after_the_database_last_knew_them(
    people: People, clock: FakeClock, staff: RememberedStaff
) -> None:
    await staff.member("of-sam")
    people.is_away = True
    steps = int(AT_MOST / (HERE / 2))
    stayed = []
    for _ in range(steps):
        clock.advance(HERE / 2)
        stayed.append(await is_believed(staff))
    assert stayed == [True] * (steps - 1) + [False]
    people.is_away = False
    assert await is_believed(staff), "the database has the last word in both ways"


async def test_a_session_that_the_database_ended_is_not_believed_again(
    people: People, staff: RememberedStaff
) -> None:
    await staff.member("of-sam")
    people.signed_in.clear()
    assert await staff.member("of-sam") is None
    people.is_away = True
    assert not await is_believed(staff)


async def test_a_session_that_a_look_at_all_found_ended_is_not_believed_again(
    people: People, staff: RememberedStaff
) -> None:
    await staff.member("of-sam")
    people.signed_in.clear()
    assert await staff.live({"of-sam", "of-kim"}) == frozenset()
    people.is_away = True
    assert not await is_believed(staff)


async def test_who_is_looked_after_was_here_at_the_last_look(
    people: People, clock: FakeClock, staff: RememberedStaff
) -> None:
    await staff.member("of-sam")
    clock.advance(HERE - 1)
    assert await staff.live({"of-sam", "of-kim"}) == {"of-sam"}
    people.is_away = True
    with pytest.raises(Storage):
        await staff.live({"of-sam"})
    clock.advance(HERE - 1)
    assert await is_believed(staff)


async def test_who_stays_connected_while_the_database_is_away_is_here_all_the_time(
    people: People, clock: FakeClock, staff: RememberedStaff
) -> None:
    await staff.member("of-sam")
    people.is_away = True
    for _ in range(2):
        clock.advance(HERE - 1)
        with pytest.raises(Storage):
            await staff.live({"of-sam", "of-kim"})
    clock.advance(HERE - 1)
    assert await is_believed(staff)
    assert not await is_believed(staff, "of-kim")


async def test_a_look_that_began_before_somebody_signed_out_does_not_bring_them_back(
    people: People, staff: RememberedStaff
) -> None:
    await staff.member("of-sam")
    people.meanwhile = lambda: staff.forget("of-sam")
    assert await staff.live({"of-sam"}) == {"of-sam"}
    people.is_away = True
    assert not await is_believed(staff)


async def test_what_was_asked_before_somebody_signed_out_does_not_bring_them_back(
    people: People, staff: RememberedStaff
) -> None:
    people.meanwhile = lambda: staff.forget("of-sam")
    await staff.member("of-sam")
    people.is_away = True
    assert not await is_believed(staff)


async def test_a_database_that_is_away_does_not_keep_every_question_waiting(
    people: People, clock: FakeClock, staff: RememberedStaff
) -> None:
    await staff.member("of-sam")
    await staff.skills()
    people.is_away = True
    await staff.member("of-sam")
    asked = people.asked
    await staff.skills()
    await staff.member("of-sam")
    assert people.asked == asked
    people.is_away = False
    clock.advance(ASK_AGAIN)
    people.signed_in.clear()
    assert await staff.member("of-sam") is None


async def test_names_are_only_told_by_the_database(people: People, staff: RememberedStaff) -> None:
    assert await staff.names({SAM.volunteer}) == {SAM.volunteer: "Sam"}
    people.is_away = True
    with pytest.raises(Storage):
        await staff.names({SAM.volunteer})


@pytest.mark.parametrize(
    ("method", "status", "cookie", "believed"),
    [
        ("DELETE", 204, "of-sam", False),
        ("POST", 200, "of-sam", False),
        ("POST", 401, "of-sam", True),
        ("DELETE", 503, "of-sam", True),
        ("DELETE", 204, "of-kim", True),
        ("DELETE", 204, "", True),
        ("GET", 200, "of-sam", True),
    ],
)
async def test_whoever_signs_out_here_is_forgotten_and_nobody_else(
    people: People, staff: RememberedStaff, method: str, status: int, cookie: str, *, believed: bool
) -> None:
    await staff.member("of-sam")
    await changes(staff, people, method, "/session", status, cookie)
    assert await is_believed(staff) is believed


@pytest.mark.parametrize(("status", "believed"), [(204, False), (403, True), (503, True)])
async def test_where_another_account_is_changed_nobody_is_believed_until_they_are_asked_for_again(
    people: People, clock: FakeClock, staff: RememberedStaff, status: int, *, believed: bool
) -> None:
    await staff.member("of-sam")
    await changes(staff, people, "POST", "/volunteers/sam/disable", status, "of-noor")
    assert await is_believed(staff) is believed
    people.is_away = False
    clock.advance(ASK_AGAIN)
    await staff.live({"of-sam"})
    people.is_away = True
    assert await is_believed(staff)


async def changes(
    staff: RememberedStaff, people: People, method: str, path: str, status: int, cookie: str
) -> None:
    """Somebody asks for something, which is answered so; then the database goes away."""

    async def answers(_: web.Request) -> web.Response:
        return web.Response(status=status)

    rooms = [web.RouteDef(method, path, answers, {})]
    application = web.Application()
    application.add_routes(forgetting(rooms, staff, lambda header: header or None))
    people.is_away = True
    async with TestServer(application) as server, ClientSession(cookie_jar=DummyCookieJar()) as client:
        headers = {"Cookie": cookie}
        async with client.request(method, server.make_url(path), headers=headers) as answer:
            assert answer.status == status
