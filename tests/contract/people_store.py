"""What every people store promises. A store joins by one fixture named ``store``."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from volunteers.audit import Act, Deed
from volunteers.credentials import NO_PASSWORD, PasswordHash, SessionToken, Token, hash_of, hash_of_code
from volunteers.errors import LastAdministrator, LastFactor, NameTaken, UnknownVolunteer
from volunteers.facts import Certificate, Skill, VolunteerId
from volunteers.model import People, Role, Standing, Volunteer, name_key
from volunteers.records import (
    TRIES,
    Account,
    Factor,
    Invitation,
    Kind,
    Pending,
    PeopleStore,
    Proofs,
    Reset,
    Session,
)

NOW = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
CHANGED = Act(Deed.FACTS_CHANGED, NOW, None, VolunteerId("0" * 32))
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def an_account(name: str = "Noor", *, number: int = 1, practice: bool = False) -> Account:
    volunteer = Volunteer(
        VolunteerId(f"{number:032x}"),
        name,
        frozenset({Role.COUNSELLOR, Role.SUPERVISOR}),
        frozenset({"nl", "en", "fry"}),
        capacity=3,
        practice=practice,
        skills=frozenset({Skill("friend"), Skill("sign_language", date(2027, 1, 31))}),
        leads=True,
        mentor=VolunteerId("f" * 32),
        vog=Certificate(date(2026, 1, 1), VolunteerId("e" * 32), date(2029, 1, 1)),
    )
    return Account(volunteer, PasswordHash(f"$argon2id$of {name}"))


def a_session(account: Account, browser: str = "noor", opened: datetime = NOW) -> Session:
    return Session(hash_of(SessionToken(browser)), account.volunteer, opened, opened)


def a_factor(account: Account, number: int = 1, credential: str | None = None) -> Factor:
    kind = Kind.TOTP if credential is None else Kind.PASSKEY
    who = account.volunteer.id
    return Factor(f"{number:032x}", who, kind, "thuis", NOW.date(), b"\x00sealed\xff", credential, 5)


def a_link(account: Account, word: str = "link", until: datetime = NOW + HOUR) -> Invitation:
    return Invitation(hash_of(Token(word)), account.volunteer.id, NOW, until)


def half(account: Account, word: str = "half", until: datetime = NOW + HOUR) -> Pending:
    return Pending(hash_of(Token(word)), account.volunteer.id, b"challenge", NOW, until)


async def closed(store: PeopleStore, now: datetime = NOW) -> None:
    await store.close_expired(now, now - 12 * HOUR)


async def session_in(store: PeopleStore, token: str) -> Session | None:
    found = await store.sessions([hash_of(SessionToken(token))])
    return found[0] if found else None


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

    async def test_a_session_leads_to_its_volunteer_as_they_are_now(self, store: PeopleStore) -> None:
        noor, sam = an_account(), an_account("Sam", number=2)
        await store.add(noor)
        await store.add(sam)
        kept = [
            a_session(noor),
            a_session(noor, "phone"),
            replace(a_session(sam, "sam", NOW - HOUR), failed=7),
        ]
        for session in kept:
            assert await store.open_session(session)
            assert list(await store.sessions([session.token_hash])) == [session]
        everybody = [*(session.token_hash for session in kept), hash_of(SessionToken("nobody"))]
        assert {one.token_hash for one in await store.sessions(everybody)} == set(everybody[:3])
        assert list(await store.sessions([])) == []
        other = replace(noor.volunteer, capacity=1)
        await store.change(other.id, lambda _: other, CHANGED)
        found = await session_in(store, "noor")
        assert found is not None
        assert found.volunteer == other

    async def test_a_session_of_an_account_that_went_or_is_shut_is_not_kept(self, store: PeopleStore) -> None:
        account = an_account()
        session = a_session(account)
        assert not await store.open_session(session)
        shut = replace(account.volunteer, standing=Standing.DISABLED)
        await store.add(replace(account, volunteer=shut))
        assert not await store.open_session(session)
        assert await session_in(store, "noor") is None

    async def test_a_closed_session_is_gone_and_closing_it_again_is_nothing(self, store: PeopleStore) -> None:
        account = an_account()
        desk, phone = a_session(account, "desk"), a_session(account, "phone")
        await store.add(account)
        await store.open_session(desk)
        await store.open_session(phone)
        for _ in range(2):
            await store.close_session(desk.token_hash)
            assert await session_in(store, "desk") is None
            assert await session_in(store, "phone") == phone

    async def test_that_somebody_is_there_is_kept_of_those_and_no_others(self, store: PeopleStore) -> None:
        account = an_account()
        desk, phone = a_session(account, "desk"), a_session(account, "phone")
        await store.add(account)
        for session in (desk, phone):
            await store.open_session(session)
        await store.touch_sessions([desk.token_hash, hash_of(SessionToken("nobody"))], NOW + HOUR)
        assert await session_in(store, "desk") == replace(desk, seen_at=NOW + HOUR)
        assert await session_in(store, "phone") == phone

    async def test_only_what_has_run_out_is_closed(self, store: PeopleStore) -> None:
        account, sam, kim = an_account(), an_account("Sam", number=2), an_account("Kim", number=3)
        for one in (account, sam, kim):
            await store.add(one)
        for offset, owner in ((-SECOND, account), (0 * SECOND, sam), (SECOND, kim)):
            name = str(offset)
            await store.open_session(a_session(account, name, NOW - 12 * HOUR + offset))
            await store.begin_pending(half(account, name, NOW + offset))
            await store.invite(a_link(owner, name, NOW + offset))
        await closed(store)
        left = str(SECOND)
        for offset in (-SECOND, 0 * SECOND, SECOND):
            there = offset == SECOND
            assert (await session_in(store, str(offset)) is not None) is there
            assert (await store.try_pending(hash_of(Token(str(offset)))) is not None) is there
        assert await store.invitations() == {kim.volunteer.id: a_link(kim, left, NOW + SECOND)}

    async def test_refused_tries_are_counted_until_somebody_signs_in(self, store: PeopleStore) -> None:
        noor, sam = an_account(), an_account("Sam", number=2)
        await store.add(noor)
        await store.add(sam)
        await asyncio.gather(*(store.note_failure(noor.volunteer.id) for _ in range(12)))
        await store.note_failure(VolunteerId("nobody"))
        assert await store.account(noor.volunteer.id) == replace(noor, failed=12)
        assert await store.account(sam.volunteer.id) == sam
        await store.open_session(a_session(noor))
        assert await store.account(noor.volunteer.id) == noor

    async def test_a_second_step_has_five_tries_and_is_done_once(self, store: PeopleStore) -> None:
        account = an_account()
        assert not await store.begin_pending(half(account))
        await store.add(account)
        assert await store.begin_pending(half(account))
        tries = await asyncio.gather(*(store.try_pending(half(account).token_hash) for _ in range(9)))
        assert [one for one in tries if one is not None] == [half(account)] * TRIES
        spent = await asyncio.gather(*(store.spend_pending(half(account).token_hash) for _ in range(9)))
        assert sorted(spent) == [False] * 8 + [True]
        assert await store.try_pending(hash_of(Token("nobody"))) is None

    async def test_a_browser_is_known_for_one_person_and_for_a_while(self, store: PeopleStore) -> None:
        noor, sam = an_account(), an_account("Sam", number=2)
        await store.add(noor)
        await store.add(sam)
        browser = hash_of(Token("browser"))
        await store.know(browser, noor.volunteer.id, NOW + HOUR)
        assert await store.knows(browser, noor.volunteer.id, NOW)
        assert not await store.knows(browser, noor.volunteer.id, NOW + HOUR)
        assert not await store.knows(browser, sam.volunteer.id, NOW)
        await store.know(browser, sam.volunteer.id, NOW + HOUR)
        assert not await store.knows(browser, noor.volunteer.id, NOW)

    async def test_factors_come_back_as_they_were_kept_and_in_order(self, store: PeopleStore) -> None:
        noor, sam = an_account(), an_account("Sam", number=2)
        assert not await store.add_factor(a_factor(noor))
        await store.add(noor)
        await store.add(sam)
        kept = [a_factor(noor, 9), a_factor(noor, 3, "key-3"), a_factor(noor, 7)]
        for factor in kept:
            assert await store.add_factor(factor)
        assert list(await store.factors(noor.volunteer.id)) == kept
        assert list(await store.factors(sam.volunteer.id)) == []
        assert await store.factor_counts() == {noor.volunteer.id: 3}
        assert not await store.add_factor(a_factor(sam, 4, "key-3")), "a passkey opens one account"

    async def test_the_last_factor_stays(self, store: PeopleStore) -> None:
        noor, sam = an_account(), an_account("Sam", number=2)
        for account, numbers in ((noor, (1, 2)), (sam, (3,))):
            await store.add(account)
            for number in numbers:
                await store.add_factor(a_factor(account, number))
        await store.remove_factor(noor.volunteer.id, a_factor(sam, 3).id)
        assert await store.factor_counts() == {noor.volunteer.id: 2, sam.volunteer.id: 1}
        removals = (store.remove_factor(noor.volunteer.id, a_factor(noor, number).id) for number in (1, 2))
        answers = await asyncio.gather(*removals, return_exceptions=True)
        assert [type(answer) for answer in answers if answer is not None] == [LastFactor]
        assert await store.factor_counts() == {noor.volunteer.id: 1, sam.volunteer.id: 1}

    async def test_a_factor_is_used_so_far_once(self, store: PeopleStore) -> None:
        account = an_account()
        await store.add(account)
        await store.add_factor(a_factor(account))
        name = a_factor(account).id
        assert not await store.use_factor(name, 5)
        assert sorted(await asyncio.gather(*(store.use_factor(name, 6) for _ in range(9)))) == [False] * 8 + [
            True
        ]
        assert not await store.use_factor(name, 6)
        assert [one.used for one in await store.factors(account.volunteer.id)] == [6]
        assert not await store.use_factor("nobody's", 9)

    async def test_a_recovery_code_is_used_once_by_whom_it_belongs_to(self, store: PeopleStore) -> None:
        noor, sam = an_account(), an_account("Sam", number=2)
        await store.add(noor)
        await store.add(sam)
        codes = [hash_of_code(code) for code in ("een", "twee", "drie")]
        await store.replace_recovery(noor.volunteer.id, codes)
        assert not await store.spend_recovery(sam.volunteer.id, codes[0])
        spent = await asyncio.gather(*(store.spend_recovery(noor.volunteer.id, codes[0]) for _ in range(9)))
        assert sorted(spent) == [False] * 8 + [True]
        assert await store.recovery_left(noor.volunteer.id) == 2
        await store.replace_recovery(noor.volunteer.id, [])
        assert await store.recovery_left(noor.volunteer.id) == 0

    async def test_a_link_opens_an_account_once_and_replaces_all_there_was(self, store: PeopleStore) -> None:
        account = an_account()
        invited = replace(account.volunteer, standing=Standing.INVITED)
        await store.add(Account(invited), a_link(account))
        assert await store.invitation(a_link(account).token_hash) == a_link(account)
        assert await store.account(invited.id) == Account(invited, NO_PASSWORD)
        await store.add_factor(a_factor(account, 1))
        proofs = Proofs(account.password_hash, a_factor(account, 2), frozenset({hash_of_code("een")}))
        link = a_link(account).token_hash
        used = await asyncio.gather(*(store.accept(link, proofs) for _ in range(9)))
        assert sorted(used) == [False] * 8 + [True]
        assert await store.account(invited.id) == account
        assert list(await store.factors(invited.id)) == [a_factor(account, 2)]
        assert await store.recovery_left(invited.id) == 1
        assert await store.invitations() == {}
        assert not await store.accept(hash_of(Token("foreign")), proofs)

    async def test_a_link_of_one_opens_no_account_of_another(self, store: PeopleStore) -> None:
        noor, sam = an_account(), an_account("Sam", number=2)
        await store.add(noor, a_link(noor))
        await store.add(sam)
        proofs = Proofs(PasswordHash("of a thief"), a_factor(sam), frozenset())
        assert not await store.accept(a_link(noor).token_hash, proofs)
        assert await store.account(sam.volunteer.id) == sam
        assert await store.invitation(a_link(noor).token_hash) == a_link(noor)

    async def test_a_newer_link_replaces_the_older(self, store: PeopleStore) -> None:
        account = an_account()
        assert not await store.invite(a_link(account))
        await store.add(account, a_link(account, "older"))
        assert await store.invite(a_link(account, "newer"))
        assert await store.invitation(a_link(account, "older").token_hash) is None
        assert await store.invitations() == {account.volunteer.id: a_link(account, "newer")}

    async def test_a_reset_is_asked_confirmed_once_and_takes_all(self, store: PeopleStore) -> None:
        account, who = an_account(), an_account().volunteer.id
        await store.add(account)
        await store.open_session(a_session(account))
        await store.begin_pending(half(account))
        await store.add_factor(a_factor(account))
        await store.replace_recovery(who, [hash_of_code("een")])
        await store.know(hash_of(Token("browser")), who, NOW + HOUR)
        asked, later = (Reset(who, VolunteerId("a" * 32), NOW + offset) for offset in (0 * HOUR, HOUR))
        await store.ask_reset(asked)
        await store.ask_reset(later)
        assert await store.resets() == {who: later}
        assert not await store.confirm_reset(asked, a_link(account)), "what was asked since is another asking"
        confirmed = (store.confirm_reset(later, a_link(account)) for _ in range(9))
        assert sorted(await asyncio.gather(*confirmed)) == [False] * 8 + [True]
        assert await store.account(who) == replace(account, password_hash=NO_PASSWORD)
        assert await session_in(store, "noor") is None
        assert await store.try_pending(half(account).token_hash) is None
        assert list(await store.factors(who)) == []
        assert await store.recovery_left(who) == 0
        assert not await store.knows(hash_of(Token("browser")), who, NOW)
        assert await store.invitations() == {who: a_link(account)}
        await store.ask_reset(asked)
        await store.drop_reset(who)
        assert await store.resets() == {}

    async def test_a_change_sees_everybody_and_is_whole_or_nothing(self, store: PeopleStore) -> None:
        noor, sam = an_account(), an_account("Sam", number=2)
        await store.add(noor)
        await store.add(sam)
        seen: list[People] = []
        other = replace(noor.volunteer, name="Nora", roles=frozenset({Role.EDITOR}), mentor=None, vog=None)

        def decide(people: People) -> Volunteer:
            seen.append(people)
            return other

        assert await store.change(noor.volunteer.id, decide, CHANGED) == other
        assert seen == [{one.volunteer.id: one.volunteer for one in (noor, sam)}]
        assert await store.account_named(name_key("Nora")) == replace(noor, volunteer=other)
        with pytest.raises(UnknownVolunteer):
            await store.change(VolunteerId("nobody"), decide, CHANGED)

        def refuse(_: People) -> Volunteer:
            raise LastAdministrator

        with pytest.raises(LastAdministrator):
            await store.change(noor.volunteer.id, refuse, CHANGED)
        assert await store.people() == {other.id: other, sam.volunteer.id: sam.volunteer}
        assert await store.change(sam.volunteer.id, lambda _: None, CHANGED) is None
        assert await store.people() == {other.id: other}

    async def test_of_two_who_change_each_other_at_once_one_sees_what_the_other_did(
        self, store: PeopleStore
    ) -> None:
        """Two administrators who shut each other out: somebody has to be left."""
        pair = [an_account(), an_account("Sam", number=2)]
        for account in pair:
            await store.add(account)

        def shutting(who: VolunteerId) -> Callable[[People], Volunteer]:
            def decide(people: People) -> Volunteer:
                if sum(one.standing is Standing.ACTIVE for one in people.values()) < 2:
                    raise LastAdministrator
                return replace(people[who], standing=Standing.DISABLED)

            return decide

        ids = [account.volunteer.id for account in pair]
        answers = await asyncio.gather(
            *(store.change(who, shutting(who), CHANGED) for who in ids), return_exceptions=True
        )
        assert sum(isinstance(answer, LastAdministrator) for answer in answers) == 1

    async def test_what_takes_a_right_away_ends_the_sessions_of_that_account_only(
        self, store: PeopleStore
    ) -> None:
        noor, sam = an_account(), an_account("Sam", number=2)
        for account in (noor, sam):
            await store.add(account)
            await store.open_session(a_session(account, account.volunteer.name))
        more = replace(noor.volunteer, roles=noor.volunteer.roles | {Role.EDITOR})
        fewer = replace(more, roles=frozenset({Role.EDITOR}))
        await store.change(more.id, lambda _: more, CHANGED)
        assert await session_in(store, "Noor") is not None
        await store.change(more.id, lambda _: fewer, CHANGED)
        assert await session_in(store, "Noor") is None
        assert await session_in(store, "Sam") is not None

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
        assert await session_in(store, "Noor") is None
        assert await store.account_named(name_key("Sam")) == real
        assert await session_in(store, "Sam") is not None

    async def test_names_are_those_of_whoever_still_has_an_account(self, store: PeopleStore) -> None:
        noor, sam = an_account(), an_account("Sam", number=2, practice=True)
        for account in (noor, sam):
            await store.add(account)
        everybody = [noor.volunteer.id, sam.volunteer.id, VolunteerId("nobody")]
        assert await store.names(everybody) == {noor.volunteer.id: "Noor", sam.volunteer.id: "Sam"}
        assert await store.names([]) == {}
        await store.remove_practice_accounts()
        assert await store.names(everybody) == {noor.volunteer.id: "Noor"}
