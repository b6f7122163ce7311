"""Accounts and sign-in, over a true store in memory."""

from datetime import timedelta

import pytest

from tests.unit.volunteers.conftest import WallClock
from volunteers.credentials import Passwords, SessionToken, hash_of
from volunteers.directory import Directory, Session
from volunteers.errors import (
    CapacityInvalid,
    LanguageInvalid,
    NameInvalid,
    NameTaken,
    PasswordLength,
    PeopleError,
    RoleMissing,
    SignInRefused,
)
from volunteers.model import Role
from volunteers.store import SqlPeople

PASSWORD = "vijftien letters"
COUNSELLOR = [Role.COUNSELLOR]


async def signed_in(directory: Directory, name: str = "Noor") -> SessionToken:
    await directory.add(name, COUNSELLOR, ["nl"], password=PASSWORD)
    token, _ = await directory.sign_in(name, PASSWORD)
    return token


async def test_the_password_made_for_an_account_opens_it(directory: Directory) -> None:
    volunteer, password = await directory.add("Noor", COUNSELLOR, ["nl", "en"], 2)
    assert password is not None
    token, same = await directory.sign_in("Noor", password)
    assert same == volunteer == await directory.volunteer_of(token)


async def test_a_password_of_ones_own_is_not_told_again(directory: Directory) -> None:
    volunteer, password = await directory.add("Noor", COUNSELLOR, ["nl"], password=PASSWORD)
    assert password is None
    assert (await directory.sign_in("Noor", PASSWORD))[1] == volunteer


async def test_a_name_may_be_typed_in_any_capitals(directory: Directory) -> None:
    volunteer, _ = await directory.add("Noor de Wit", COUNSELLOR, ["nl"], password=PASSWORD)
    assert (await directory.sign_in("  noor  DE wit ", PASSWORD))[1] == volunteer


async def test_two_accounts_are_two_people(directory: Directory) -> None:
    noor, _ = await directory.add("Noor", COUNSELLOR, ["nl"], password=PASSWORD)
    sam, _ = await directory.add("Sam", COUNSELLOR, ["nl"], password=PASSWORD)
    assert noor.id != sam.id
    assert (await directory.sign_in("Sam", PASSWORD))[1] == sam


@pytest.mark.parametrize(
    ("name", "password"),
    [
        pytest.param("Noor", "een ander wachtwoord", id="wrong password"),
        pytest.param("Noor", PASSWORD.upper(), id="other capitals in the password"),
        pytest.param("Noor", "kort", id="short password"),
        pytest.param("Noor", "x" * 5000, id="endless password"),
        pytest.param("Noor", "", id="no password"),
        pytest.param("Sam", PASSWORD, id="unknown name"),
        pytest.param("", PASSWORD, id="no name"),
        pytest.param("No\x00or", PASSWORD, id="a name that cannot be"),
        pytest.param("\ud800\ud800", PASSWORD, id="half characters"),
    ],
)
async def test_a_refusal_does_not_tell_what_was_wrong(directory: Directory, name: str, password: str) -> None:
    await directory.add("Noor", COUNSELLOR, ["nl"], password=PASSWORD)
    with pytest.raises(SignInRefused) as refusal:
        await directory.sign_in(name, password)
    assert (str(refusal.value), refusal.value.args) == ("sign_in_refused", ())


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (("N", COUNSELLOR, ["nl"], 1, PASSWORD), NameInvalid),
        (("Noor", [], ["nl"], 1, PASSWORD), RoleMissing),
        (("Noor", COUNSELLOR, [], 1, PASSWORD), LanguageInvalid),
        (("Noor", COUNSELLOR, ["nl"], 4, PASSWORD), CapacityInvalid),
        (("Noor", COUNSELLOR, ["nl"], 1, "veertien lette"), PasswordLength),
    ],
)
async def test_an_account_that_cannot_be_leaves_nothing_behind(
    directory: Directory,
    asked: tuple[str, list[Role], list[str], int, str],
    refusal: type[PeopleError],
) -> None:
    with pytest.raises(refusal):
        await directory.add(*asked)
    assert not await directory.holds_real_accounts()


async def test_a_name_in_use_is_refused_and_stays_whose_it_was(directory: Directory) -> None:
    noor, _ = await directory.add("Noor", COUNSELLOR, ["nl"], password=PASSWORD)
    with pytest.raises(NameTaken):
        await directory.add("NOOR", [Role.SUPERVISOR], ["en"], password="een ander wachtwoord")
    assert (await directory.sign_in("Noor", PASSWORD))[1] == noor


async def test_a_session_ends_after_twelve_hours(
    directory: Directory, store: SqlPeople, clock: WallClock
) -> None:
    """REQ-E4. What has expired is forgotten when it is seen."""
    token = await signed_in(directory)
    clock.advance(timedelta(hours=12) - timedelta(seconds=1))
    assert await directory.volunteer_of(token) is not None
    clock.advance(timedelta(seconds=1))
    assert await store.session(hash_of(token)) is not None
    assert await directory.volunteer_of(token) is None
    assert await store.session(hash_of(token)) is None


async def test_signing_in_forgets_the_sessions_that_others_left(
    directory: Directory, store: SqlPeople, clock: WallClock
) -> None:
    left = await signed_in(directory)
    clock.advance(timedelta(hours=6))
    live = await signed_in(directory, "Sam")
    clock.advance(timedelta(hours=6))
    assert await store.session(hash_of(left)) is not None
    await directory.sign_in("Noor", PASSWORD)
    assert await store.session(hash_of(left)) is None
    assert await directory.volunteer_of(live) is not None


async def test_signing_out_ends_that_session_and_no_other(directory: Directory) -> None:
    desk = await signed_in(directory)
    phone, _ = await directory.sign_in("Noor", PASSWORD)
    await directory.sign_out(desk)
    assert await directory.volunteer_of(desk) is None
    assert await directory.volunteer_of(phone) is not None
    await directory.sign_out(desk)
    assert await directory.volunteer_of(phone) is not None


async def test_a_token_of_nobody_opens_nothing(directory: Directory) -> None:
    token = await signed_in(directory)
    assert await directory.volunteer_of(SessionToken("x" * 43)) is None
    assert await directory.volunteer_of(SessionToken(hash_of(token))) is None


async def test_practice_accounts_are_told_from_real_ones(directory: Directory) -> None:
    assert not await directory.holds_practice_accounts()
    assert not await directory.holds_real_accounts()
    noor, _ = await directory.add("Noor", COUNSELLOR, ["nl"], password=PASSWORD, practice=True)
    assert noor.practice
    assert await directory.holds_practice_accounts()
    assert not await directory.holds_real_accounts()
    sam, _ = await directory.add("Sam", COUNSELLOR, ["nl"], password=PASSWORD)
    assert not sam.practice
    assert await directory.holds_real_accounts()


async def test_removing_the_practice_accounts_signs_them_out_and_frees_their_names(
    directory: Directory,
) -> None:
    await directory.add("Noor", COUNSELLOR, ["nl"], password=PASSWORD, practice=True)
    practising, _ = await directory.sign_in("Noor", PASSWORD)
    real = await signed_in(directory, "Sam")
    await directory.remove_practice_accounts()
    assert await directory.volunteer_of(practising) is None
    assert await directory.volunteer_of(real) is not None
    assert not await directory.holds_practice_accounts()
    again, _ = await directory.add("Noor", COUNSELLOR, ["nl"], password=PASSWORD)
    assert not again.practice


class Vanishing(SqlPeople):
    """A store in which the account goes between the check of its password and the opening of its session."""

    async def open_session(self, session: Session) -> bool:
        await self.remove_practice_accounts()
        return await super().open_session(session)


async def test_an_account_that_goes_while_it_signs_in_is_refused(
    store: SqlPeople, passwords: Passwords, clock: WallClock
) -> None:
    directory = Directory(Vanishing(store._engine), passwords, now=clock)
    await directory.add("Noor", COUNSELLOR, ["nl"], password=PASSWORD, practice=True)
    with pytest.raises(SignInRefused):
        await directory.sign_in("Noor", PASSWORD)
    assert not await directory.holds_practice_accounts()
