"""The composition root and life cycle of one node: the only file that knows every room."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web

from chat.bridge import PracticeAccount, VolunteersAsLog, VolunteersAsStaff, admit_accounts, open_roster
from chat.clock import MonotonicClock, wall_time
from chat.ending import Loop, at_work
from chat.entropy import SystemEntropy, node_id
from chat.errors import SettingsFault, Storage
from chat.operating import deployment_key
from chat.referral.directory import DirectoryFault
from chat.returning.vocabulary import VocabularyFault
from chat.routing.durations import HOLD_TICKET_LASTS
from chat.service.accompanying import Accompanying
from chat.service.auditing import Auditing
from chat.service.circles import Circles
from chat.service.conversing import Conversing
from chat.service.delivery import Delivery
from chat.service.device_keys import DeviceKeys
from chat.service.dispatch import Dispatch
from chat.service.duty import Duty
from chat.service.faults import Faults, log_ours_only
from chat.service.helping import Helping
from chat.service.household import Household
from chat.service.line import DatabaseRefused
from chat.service.oversight import Oversight
from chat.service.ports import LiveStore
from chat.service.presence import Presence
from chat.service.proofs import Proofs
from chat.service.reception import Reception
from chat.service.reuniting import Reuniting
from chat.service.screens import Screens
from chat.service.seeking import Seeking
from chat.service.timekeeper import Timekeeper
from chat.settings import Settings
from chat.shelf import referral_directory, vocabularies
from chat.store.database import open_database
from chat.store.endings import open_endings
from chat.store.life import Life
from chat.store.links import SqlLinks
from chat.store.memory import MemoryStore
from chat.store.post import SealedPost
from chat.store.redis import Redis, Unfit, Unwilling, open_redis
from chat.store.shared import SharedStore
from chat.store.slow_hash import SlowHash
from chat.store.sql import SqlLineStore
from chat.store.tickets import SealedTickets
from chat.transport.access import Access
from chat.transport.connection import Connected
from chat.transport.doors import Behind, doors_to, listening
from chat.transport.gateway import Gateway
from chat.transport.headers import headers_for
from chat.transport.locales import BrokenPage
from chat.transport.outbox import SocketOutbox
from chat.transport.pages import make_pages, static_root
from chat.transport.remembered import RememberedStaff, forgetting
from chat.transport.sessions import Sessions
from chat.transport.site import Site
from volunteers import Passwords, PeopleError
from volunteers.cli import SENTENCES
from volunteers.office import open_office
from volunteers.store import open_people
from volunteers.web import all_routes, is_poll, token_from_cookie_header

if sys.platform == "win32":
    from asyncio import run as run_loop
else:
    from uvloop import run as run_loop

RUNS_SECONDS = 30.0
COLLECTS = (100_000, 20, 100)
"""How often Python looks for what only holds itself. A desk that another node changed is made anew from its bytes, thousands of
objects at once; by default the collector would go over everything in the midst of that, and takes as long again."""


@dataclass(frozen=True, slots=True)
class Node:
    """One running node, as a test may look into it."""

    port: int
    store: LiveStore
    connected: Connected
    gateway: Gateway
    routes: web.UrlDispatcher
    faults: Faults
    practice_accounts: tuple[PracticeAccount, ...]
    people_now: Callable[[], datetime]
    """The time by which sessions and codes are judged here."""


@asynccontextmanager
async def node(settings: Settings, *, practice: bool, root: Path | None = None) -> AsyncIterator[Node]:
    """A node that serves for as long as the block lasts. *practice* marks every page as the practice environment.

    *root* holds the browser's files; None means those that came with the program. The database and the data
    folder must be there. Raises the typed errors of whatever cannot be opened.
    """
    root = root or static_root()
    faults, clock, life = _counting_faults(), MonotonicClock(), Life(settings.data)
    key = deployment_key(settings)
    async with AsyncExitStack() as opened:
        people = await opened.enter_async_context(open_people(settings.database_url, key))
        database = await opened.enter_async_context(open_database(settings.database_url))
        lines = SqlLineStore(database)
        line = await lines.read()
        passwords, time = opened.enter_context(Passwords()), await people.clock(wall_time, clock.now)
        office = open_office(people, passwords, key, settings, now=time.now, ticks=clock.now)
        accounts = await admit_accounts(office, practice=practice)
        rostering = open_roster(people, lines, practice=practice, now=time.now)
        staff = RememberedStaff(VolunteersAsStaff(office.directory), clock)
        name, entropy, tickets, proofs = node_id(), SystemEntropy(key), SealedTickets(key), Proofs(key)
        endings = opened.enter_context(open_endings(settings.data, key))
        gathers = life.ran_within(HOLD_TICKET_LASTS)
        redis = await opened.enter_async_context(_redis_of(settings))
        shared = None if redis is None else SharedStore(redis, key, entropy, gathers=gathers)
        store = shared or MemoryStore(clock, entropy.generation(), gathers=gathers)
        connected, referrals = Connected(), referral_directory()
        access = Access(staff, token_from_cookie_header, is_poll)
        gateway = Gateway(connected, access, name, clock, faults, settings.origins, token_from_cookie_header)
        sockets = SocketOutbox(connected, gateway, proofs.of)
        delivery = (
            None
            if redis is None or shared is None
            else Delivery(name, sockets, SealedPost(redis, key, name), shared.known, faults)
        )
        outbox = delivery or sockets
        dispatch = Dispatch(name, store, outbox, Screens(tickets), faults)
        reception = Reception(store, endings, dispatch, faults)
        conversing = Conversing(store, entropy, proofs, outbox, dispatch, reception)
        seeking = Seeking(store, entropy, tickets, endings, reception, conversing)
        reuniting = Reuniting(
            *(store, entropy, tickets, reception),
            *(SqlLinks(database), opened.enter_context(SlowHash(key)), vocabularies(), wall_time),
        )
        timekeeper = Timekeeper(store, reception, dispatch, faults)
        auditing = Auditing(VolunteersAsLog(office.directory, rostering), faults)
        household = Household(lines, store, reception, faults, practice=practice)
        presence = Presence(name, store, reception, dispatch, sockets, endings, faults)
        behind = Behind(
            seeking,
            conversing,
            reuniting,
            DeviceKeys(key),
            Duty(store, tickets, endings, reception),
            Accompanying(reception),
            Oversight(store, reception),
            Helping(reception),
            Circles(store, outbox),
            auditing,
        )
        gateway.open_doors(doors_to(behind, connected, staff, rehearsals=not settings.is_production))
        app = Site(
            make_pages(root, referrals, line, practice=practice),
            root,
            referrals,
            line.exit_site,
            seeking,
            faults,
            lambda: household.is_known,
            lambda: gateway.lets_in and not (presence.is_away or (delivery is not None and delivery.is_deaf)),
        ).application(
            gateway,
            access,
            forgetting(
                all_routes(office, rostering),
                staff,
                token_from_cookie_header,
            ),
            settings.origins,
            headers_for(settings.origins, is_production=settings.is_production),
        )
        async with (
            listening(app, settings) as port,
            at_work(
                reception.run(),
                dispatch.rounds(),
                timekeeper.run(),
                timekeeper.keep_pulse(),
                household.keep(),
                reuniting.keep_purged(faults),
                auditing.keep(),
                time.keep(),
                Sessions(connected, gateway, staff, faults).keep_watch(),
                _keep_running(life, faults),
                *_between_nodes(shared, delivery, presence),
            ),
        ):
            if shared is not None:
                await presence.begin()
            await household.begin()
            gateway.open()
            try:
                yield Node(port, store, connected, gateway, app.router, faults, accounts, time.now)
            finally:
                await gateway.drain()


@asynccontextmanager
async def _redis_of(settings: Settings) -> AsyncIterator[Redis | None]:
    """What several nodes share; None for a node that keeps everything itself."""
    if settings.redis_url is None:
        yield None
    else:
        async with open_redis(settings.redis_url) as redis:
            yield redis


def _between_nodes(
    shared: SharedStore | None, delivery: Delivery | None, presence: Presence
) -> tuple[Loop, ...]:
    """What runs only where there may be other nodes."""
    if shared is None or delivery is None:
        return ()
    return (
        shared.run(),
        delivery.send(),
        delivery.receive(),
        presence.keep(delivery.behind),
        presence.catch_up(delivery.missed),
    )


def _counting_faults() -> Faults:
    """Faults that also count what goes wrong where nobody waits for it."""
    faults = Faults()
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: faults.report(context.get("exception") or RuntimeError())
    )
    return faults


async def _keep_running(life: Life, faults: Faults) -> None:
    """Until cancelled: write down that this node runs, for whoever runs next."""
    while True:
        try:
            life.runs()
        except OSError as fault:
            faults.report(fault)
        await asyncio.sleep(RUNS_SECONDS)


def serve(settings: Settings, *, practice: bool, started: Callable[[Node], None]) -> None:
    """Serve until the process is asked to stop; *started* is called once visitors can come.

    Raises SettingsFault when this node cannot start.
    """
    if practice and settings.redis_url is not None:
        raise SettingsFault(("--demo: a practice environment is one node; leave out LUISTER_REDIS_URL.",))
    log_ours_only()
    try:
        run_loop(_serve(settings, practice=practice, started=started))
    except (PeopleError, DatabaseRefused) as refusal:
        raise SettingsFault((SENTENCES[refusal.code],)) from None
    except Unfit:
        raise SettingsFault((REDIS_UNFIT,)) from None
    except Unwilling:
        raise SettingsFault((REDIS_UNWILLING,)) from None
    except Storage:
        raise SettingsFault(("LUISTER_REDIS_URL: there is no Redis that answers at this address.",)) from None
    except (BrokenPage, DirectoryFault, VocabularyFault) as fault:
        raise SettingsFault((str(fault),)) from None
    except OSError:
        raise SettingsFault(
            (f"LUISTER_HOST, LUISTER_PORT: {settings.host}:{settings.port} cannot be listened on.",)
        ) from None


async def _serve(settings: Settings, *, practice: bool, started: Callable[[Node], None]) -> None:
    gc.set_threshold(*COLLECTS)
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    async with node(settings, practice=practice) as running:
        started(running)
        await stopped.wait()


REDIS_UNFIT = """LUISTER_REDIS_URL: this Redis would write to disk or throw things away when it is full; \
start it with --save "" --appendonly no --maxmemory-policy noeviction."""
REDIS_UNWILLING = """LUISTER_REDIS_URL: the Redis at this address answers, and refuses us: name and password have to be right, \
and CONFIG GET has to be allowed and to have that name."""
