"""What every people store promises. A store joins by one fixture named ``store``."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from volunteers.credentials import PasswordHash, SessionToken, hash_of
from volunteers.directory import Account, PeopleStore, Session
from volunteers.errors import NameTaken
from volunteers.model import Role, Volunteer, VolunteerId, name_key

NOW = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def an_account(name: str = "Noor", *, number: int = 1, practice: bool = False) -> Account:
    volunteer = Volunteer(
        VolunteerId(f"{number:032x}"),
        name,
        frozenset({Role.COUNSELLOR, Role.SUPERVISOR}),
        frozenset({"nl", "en", "fry"}),
        capacity=3,
        practice=practice,
        skills=frozenset({"friend", "sign_language"}),
        leads=True,
    )
    return Account(volunteer, PasswordHash(f"$argon2id$of {name}"))


def a_session(account: Account, browser: str = "noor", until: datetime = NOW + HOUR) -> Session:
    return Session(hash_of(SessionToken(browser)), account.volunteer, until)


class PeopleStoreContract:
    async def test_an_account_is_found_by_its_name_as_it_was_kept(self, store: PeopleStore) -> None:
        account = an_account()
        await store.add(account)
        await store.add(an_account("Sam", number=2))
        assert await store.account_named(name_key("NOOR")) == account

    async def test_a_practice_account_stays_one(self, store: PeopleStore) -> None:
        account = an_account(practice=True)
        await store.add(account)
        assert await store.account_named(name_key("Noor")) == account

    @pytest.mark.parametrize("name", ["نور", "李明", "O'Neil; --", "ﷺ" * 40, "👩‍👩‍👧", "%", "Ñandú"])
    async def test_a_name_comes_back_letter_for_letter(self, store: PeopleStore, name: str) -> None:
        await store.add(an_account(name))
        found = await store.account_named(name_key(name))
        assert found is not None
        assert found.volunteer.name == name

    async def test_a_name_nobody_has_finds_nobody(self, store: PeopleStore) -> None:
        await store.add(an_account())
        assert await store.account_named(name_key("Sam")) is None
        assert await store.account_named("Noor") is None

    async def test_a_name_is_given_once(self, store: PeopleStore) -> None:
        account = an_account()
        await store.add(account)
        with pytest.raises(NameTaken):
            await store.add(an_account("NOOR", number=2, practice=True))
        assert await store.account_named(name_key("Noor")) == account
        assert not await store.has_accounts(practice=True)

    async def test_of_many_who_want_one_name_at_once_one_gets_it(self, store: PeopleStore) -> None:
        answers = await asyncio.gather(
            *(store.add(an_account(number=number)) for number in range(12)), return_exceptions=True
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["NameTaken"] * 11 + ["NoneType"]

    async def test_a_session_leads_to_its_volunteer(self, store: PeopleStore) -> None:
        noor, sam = an_account(), an_account("Sam", number=2)
        await store.add(noor)
        await store.add(sam)
        for session in (a_session(noor), a_session(noor, "phone"), a_session(sam, "sam", NOW - HOUR)):
            assert await store.open_session(session)
            assert await store.session(session.token_hash) == session

    async def test_a_token_nobody_has_leads_nowhere(self, store: PeopleStore) -> None:
        await store.add(an_account())
        assert await store.session(hash_of(SessionToken("noor"))) is None

    async def test_a_session_of_an_account_that_went_is_not_kept(self, store: PeopleStore) -> None:
        session = a_session(an_account())
        assert not await store.open_session(session)
        assert await store.session(session.token_hash) is None

    async def test_a_closed_session_is_gone_and_closing_it_again_is_nothing(self, store: PeopleStore) -> None:
        account = an_account()
        desk, phone = a_session(account, "desk"), a_session(account, "phone")
        await store.add(account)
        await store.open_session(desk)
        await store.open_session(phone)
        await store.close_session(desk.token_hash)
        await store.close_session(desk.token_hash)
        assert await store.session(desk.token_hash) is None
        assert await store.session(phone.token_hash) == phone

    async def test_only_what_has_expired_is_closed(self, store: PeopleStore) -> None:
        account = an_account()
        second = timedelta(seconds=1)
        past, present, future = (
            a_session(account, str(offset), NOW + offset) for offset in (-second, 0 * second, second)
        )
        await store.add(account)
        for session in (past, present, future):
            await store.open_session(session)
        await store.close_expired_sessions(NOW)
        found = [await store.session(session.token_hash) for session in (past, present, future)]
        assert found == [None, None, future]

    @pytest.mark.parametrize("kept", [(), (True,), (False,), (True, False)])
    async def test_practice_and_real_accounts_are_told_apart(
        self, store: PeopleStore, kept: tuple[bool, ...]
    ) -> None:
        for number, practice in enumerate(kept):
            await store.add(an_account(f"Noor {number}", number=number, practice=practice))
        assert await store.has_accounts(practice=True) is (True in kept)
        assert await store.has_accounts(practice=False) is (False in kept)

    async def test_practice_accounts_go_with_their_sessions_and_real_ones_stay(
        self, store: PeopleStore
    ) -> None:
        practising, real = an_account(practice=True), an_account("Sam", number=2)
        for account in (practising, real):
            await store.add(account)
            assert await store.open_session(a_session(account, account.volunteer.name))
        await store.remove_practice_accounts()
        assert await store.account_named(name_key("Noor")) is None
        assert await store.session(hash_of(SessionToken("Noor"))) is None
        assert await store.account_named(name_key("Sam")) == real
        assert await store.session(hash_of(SessionToken("Sam"))) is not None

    async def test_skills_are_those_of_whoever_still_has_an_account(self, store: PeopleStore) -> None:
        assert await store.skills() == frozenset()
        plain, practising = an_account("Sam", number=2), an_account(practice=True)
        await store.add(replace(plain, volunteer=replace(plain.volunteer, skills=frozenset())))
        await store.add(practising)
        await store.add(an_account("Kim", number=3, practice=True))
        assert await store.skills() == {"friend", "sign_language"}
        await store.remove_practice_accounts()
        assert await store.skills() == frozenset()

    async def test_names_are_those_of_whoever_still_has_an_account(self, store: PeopleStore) -> None:
        noor, sam = an_account(), an_account("Sam", number=2, practice=True)
        for account in (noor, sam):
            await store.add(account)
        everybody = [noor.volunteer.id, sam.volunteer.id, VolunteerId("nobody")]
        assert await store.names(everybody) == {noor.volunteer.id: "Noor", sam.volunteer.id: "Sam"}
        assert await store.names([]) == {}
        await store.remove_practice_accounts()
        assert await store.names(everybody) == {noor.volunteer.id: "Noor"}
