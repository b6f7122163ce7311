"""How each state of coming with a link, of the second step of signing in, and of the page of people comes about."""

from collections.abc import Iterator

from playwright.sync_api import Route, expect

from tests.e2e.authenticator import Authenticator
from tests.e2e.inside import PRACTICE, Plan
from tests.e2e.pages import door
from tests.e2e.pages.invite import PASSWORD, InvitePage
from tests.e2e.pages.people import PeoplePage
from tests.e2e.pages.words import words
from tests.e2e.people import NOOR, SAM, Hired
from tests.e2e.states.looking import Shown
from tests.e2e.states.staff import BOARD, DESK, refuse
from tests.e2e.states.stage import Stage, at_last, story
from tests.staff import Account
from volunteers.model import Role

ALI = Hired("Ali", Role.SUPERVISOR)
STAFFED = Plan((SAM, NOOR, ALI, Hired("Ada", Role.ADMINISTRATOR)), PRACTICE.words)
ALONE = Plan((NOOR,), PRACTICE.words)
REFUSED = r"status of 4\d\d .*/(invite|session|volunteers)"
NO_WIRE = "ERR_CONNECTION_|ERR_FAILED"
NO_PASSKEYS = "delete globalThis.PublicKeyCredential"
# A page that is looked at for long goes on waiting.
PATIENT = "AbortSignal.timeout = () => new AbortController().signal"
WRONG = "000 000"


def linked(stage: Stage) -> str:
    """A link for somebody new."""
    people = PeoplePage(stage.browsers.desk())
    people.sign_in(stage.node.supervisor)
    return people.invite("Bo")


def answers(status: int, code: str) -> dict[str, object]:
    """A refusal in the node's place."""
    return {"status": status, "json": {"error": {"code": code}}}


@story(
    DESK,
    *("invite-missing", "invite-unanswered", "invite-welcome", "invite-password", "invite-password-refused"),
    *("invite-device", "invite-passkey", "invite-app", "invite-app-refused", "invite-no-passkeys"),
    *("invite-codes", "invite-second", "invite-second-refused", "invite-done", "invite-gone"),
    *("second-passkey", "second-recovery", "second-refused", "second-code"),
    on=STAFFED,
)
def with_a_link(stage: Stage) -> Iterator[Shown]:
    link = linked(stage)
    bo = InvitePage(stage.counsellor().page)
    stage.browsers.expect_broken(bo.page, REFUSED, NO_WIRE)
    yield from before_there_is_an_account(bo, link)
    old = InvitePage(stage.counsellor().page)
    old.page.add_init_script(NO_PASSKEYS)
    old.open(link)
    old.choose_password()
    expect(old.text("device.no_passkeys")).to_be_visible()
    yield Shown("invite-no-passkeys", old.page)
    yield from with_a_key(bo, link)
    yield from at_the_second_step(bo, stage.node.counsellor)


def before_there_is_an_account(bo: InvitePage, link: str) -> Iterator[Shown]:
    page = bo.page
    page.goto("/invite")
    expect(bo.text("invite.missing.says")).to_be_visible()
    yield Shown("invite-missing", page)
    page.route("**/invite/open", refuse)
    page.goto(link)
    expect(page.get_by_role("status").filter(has_text=words("people.refused.no_answer"))).to_be_attached()
    at_last(page)
    yield Shown("invite-unanswered", page, as_loaded=True)
    page.unroute("**/invite/open")
    bo.is_welcome("Bo")
    yield Shown("invite-welcome", page)
    bo.button("invite.welcome.begin").click()
    yield Shown("invite-password", page)
    page.locator("#password").fill("wachtwoordwachtwoord")
    bo.button("invite.next").click()
    expect(bo.text("people.refused.password_common")).to_be_visible()
    yield Shown("invite-password-refused", page)
    page.locator("#password").fill(PASSWORD)
    bo.button("invite.next").click()
    yield Shown("invite-device", page)
    bo.button("device.passkey").click()
    yield Shown("invite-passkey", page)
    bo.button("device.other").click()
    bo.button("device.app").click()
    yield Shown("invite-app", page)
    page.locator("#device-code").fill(WRONG)
    bo.button("device.check").click()
    expect(bo.text("people.refused.code_refused")).to_be_visible()
    yield Shown("invite-app-refused", page)


def with_a_key(bo: InvitePage, link: str) -> Iterator[Shown]:
    page = bo.page
    Authenticator(page)
    bo.button("device.other").click()
    bo.with_passkey("laptop")
    bo.codes()
    yield Shown("invite-codes", page)
    bo.kept_codes()
    expect(bo.button("device.passkey")).to_be_visible()
    yield Shown("invite-second", page)
    bo.with_passkey()
    expect(bo.text("people.refused.passkey_known")).to_be_visible()
    yield Shown("invite-second-refused", page)
    bo.later()
    yield Shown("invite-done", page)
    page.goto(link)
    expect(bo.text("invite.gone.says")).to_be_visible()
    yield Shown("invite-gone", page)


def at_the_second_step(bo: InvitePage, has_app: Account) -> Iterator[Shown]:
    page = bo.page
    page.evaluate("() => fetch('/session', { method: 'DELETE' })")
    page.goto("/board")
    door.try_password(page, "Bo", PASSWORD)
    expect(page.locator("#second-passkey")).to_be_focused()
    yield Shown("second-passkey", page)
    bo.button("desk.sign_in.use.recovery").click()
    yield Shown("second-recovery", page)
    door.show_code(page, WRONG)
    expect(bo.text("desk.sign_in.refused.code_refused")).to_be_visible()
    yield Shown("second-refused", page)
    # Somebody who has an app.
    bo.button("desk.sign_in.back").click()
    door.enter_half(page, has_app)
    yield Shown("second-code", page)


@story(
    BOARD,
    *(
        "people-sign-in",
        "people-loading",
        "people",
        "people-person",
        "people-act-asked",
        "people-reset-waits",
    ),
    *("people-invite", "people-invite-refused", "people-link", "people-stale", "people-forbidden"),
    *("own", "own-remove-asked", "own-add", "own-sign-in-again", "own-codes", "people-session-over"),
    on=STAFFED,
)
def people_and_oneself(stage: Stage) -> Iterator[Shown]:
    people = PeoplePage(stage.supervisor().page)
    stage.browsers.expect_broken(people.page, REFUSED, NO_WIRE)
    yield from the_list(people, stage.node.supervisor)
    yield from one_person(people)
    yield from without_an_answer(people)
    yield from oneself(people)


def the_list(people: PeoplePage, account: Account) -> Iterator[Shown]:
    page = people.page
    page.add_init_script(PATIENT)
    page.goto("/people")
    expect(page.locator("#sign-in-name")).to_be_focused()
    yield Shown("people-sign-in", page)
    door.try_password(page, NOOR.name, "verkeerd wachtwoord")
    expect(people.text("desk.sign_in.refused.sign_in_refused")).to_be_visible()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/volunteers", hold)
    door.enter(page, account)
    expect(people.text("people.list.loading")).to_be_attached()
    at_last(page)
    yield Shown("people-loading", page)
    for one in held:
        one.continue_()
    page.unroute("**/volunteers")
    expect(people.row("Sam")).to_be_visible()
    yield Shown("people", page)


def one_person(people: PeoplePage) -> Iterator[Shown]:
    page = people.page
    people.person("Sam")
    yield Shown("people-person", page)
    page.locator("[data-act=disable]").click()
    yield Shown("people-act-asked", page)
    people.button("people.act_no").click()
    people.act("reset")
    expect(people.text("people.reset.waits", by="Noor", name="Sam")).to_be_visible()
    yield Shown("people-reset-waits", page)
    people.to("invite")
    yield Shown("people-invite", page)
    page.locator("#name").fill("Sam")
    people.button("people.invite.button").click()
    expect(people.text("people.refused.name_taken")).to_be_visible()
    yield Shown("people-invite-refused", page)
    page.locator("#name").fill("Bo")
    people.button("people.invite.button").click()
    people.link()
    yield Shown("people-link", page)
    people.button("people.made.done").click()


def without_an_answer(people: PeoplePage) -> Iterator[Shown]:
    page = people.page
    page.route("**/volunteers", refuse)
    expect(people.text("people.list.stale")).to_be_visible()
    yield Shown("people-stale", page)
    page.unroute("**/volunteers")
    # Somebody else took the right away while the page stood open.
    page.route("**/volunteers", lambda route: route.fulfill(**answers(403, "forbidden")))
    people.button("people.list.again").click()
    expect(people.text("people.refused.forbidden")).to_be_visible()
    yield Shown("people-forbidden", page)
    page.unroute("**/volunteers")


def oneself(people: PeoplePage) -> Iterator[Shown]:
    page = people.page
    people.to("own")
    expect(page.locator(".row").first).to_be_visible()
    yield Shown("own", page)
    page.locator(".row").first.get_by_role("button").click()
    yield Shown("own-remove-asked", page)
    people.button("people.act_no").click()
    people.button("people.own.add").click()
    expect(people.button("device.app")).to_be_visible()
    yield Shown("own-add", page)
    people.button("people.own.back").click()
    # A quarter of an hour after signing in.
    page.route("**/session/factors/open", lambda route: route.fulfill(**answers(401, "sign_in_again")))
    people.button("people.own.add").click()
    expect(people.text("people.refused.sign_in_again")).to_be_visible()
    yield Shown("own-sign-in-again", page)
    people.button("people.own.back").click()
    people.button("people.own.codes_new").click()
    people.button("people.own.codes_yes").click()
    expect(page.locator(".codes li")).to_have_count(10)
    yield Shown("own-codes", page)
    people.button("codes.kept").click()
    page.evaluate("() => fetch('/session', { method: 'DELETE' })")
    expect(people.text("desk.sign_in.refused.not_signed_in")).to_be_visible()
    yield Shown("people-session-over", page)


@story(BOARD, "people-empty", on=ALONE)
def nobody_else(stage: Stage) -> Iterator[Shown]:
    people = PeoplePage(stage.supervisor().page)
    people.sign_in(stage.node.supervisor)
    expect(people.text("people.list.empty")).to_be_visible()
    yield Shown("people-empty", people.page)
