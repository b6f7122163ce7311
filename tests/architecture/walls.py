"""The walls between the rooms, read from the sources: values may travel, verbs may not; frameworks stay at home.

import-linter holds the broad lines; this holds what it cannot: which windows a pure room has on the standard
library, which file a third party lives in, and that a new file or a new package has been given a place.
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("chat", "volunteers")

WORDS = ("chat.errors", "chat.identifiers")
SENSES = ("chat.clock", "chat.entropy", "chat.settings")
PURE = ("chat.circle", "chat.conversation", "chat.hours", "chat.referral", "chat.returning", "chat.routing")
VALUES = (
    *(
        "chat.conversation.model",
        "chat.conversation.company",
        "chat.referral",
        "chat.routing.model",
        "chat.routing.views",
    ),
    *("chat.routing.seat_view", "chat.routing.help_view", "chat.circle.log"),
    *("chat.routing.board", "chat.routing.door", "chat.routing.house", "chat.routing.waiting_time"),
)

# Room -> what of ours it may import besides itself. The longest name that fits a module is its room.
ROOMS: Mapping[str, tuple[str, ...]] = {
    "chat.identifiers": (),
    "chat.errors": ("chat.identifiers",),
    "chat.clock": WORDS,
    "chat.entropy": WORDS,
    "chat.settings": WORDS,
    "chat.ending": (),
    "chat.circle": WORDS,
    "chat.conversation": WORDS,
    "chat.hours": WORDS,
    "chat.referral": WORDS,
    "chat.returning": WORDS,
    "chat.routing": (*WORDS, "chat.circle", "chat.conversation", "chat.hours"),
    "chat.service": (*WORDS, *PURE, "chat.clock", "chat.entropy"),
    "chat.store": (
        *(*WORDS, *PURE, "chat.clock", "chat.entropy"),
        *("chat.service.choices", "chat.service.line", "chat.service.notices", "chat.service.ports"),
    ),
    "chat.transport": (*WORDS, *SENSES, *VALUES, "chat.service"),
    "chat.shelf": (*WORDS, *VALUES, "chat.returning"),
    "chat.bridge": (*WORDS, *VALUES, "chat.hours", "chat.service", "volunteers"),
    "chat.rehearsal": (
        *(*WORDS, *VALUES, "chat.ending", "chat.entropy", "chat.referral.inspection"),
        *("chat.transport.answers", "chat.transport.pushes", "chat.transport.shapes", "chat.transport.wire"),
    ),
    "chat.simulation": (*WORDS, "chat.routing", "chat.conversation.model"),
    "chat.operating": (
        *(*WORDS, "chat.settings", "chat.hours.errors", "chat.service", "chat.store.life", "chat.store.sql"),
        "volunteers.cli",
    ),
    "chat.server": ("chat", "volunteers"),
    "chat.cli": (
        *WORDS,
        *SENSES,
        "chat.operating",
        "chat.rehearsal",
        "chat.server",
        "chat.simulation.command",
        "volunteers.audit_cli",
        "volunteers.cli",
    ),
    "volunteers": (),
    "volunteers.roster": ("volunteers.errors", "volunteers.facts"),
}

# What reads a rehearsal's script is as pure as a room, though others may not come in.
BLIND = (*PURE, "chat.rehearsal.script", "volunteers.roster")

# Pure rooms look at nothing that could differ between two runs.
PURE_WINDOWS = frozenset(
    {
        "__future__",
        "bisect",
        "collections",
        "dataclasses",
        "datetime",
        "enum",
        "functools",
        "hashlib",
        "heapq",
    }
    | {"itertools", "math", "operator", "re", "string", "tomllib", "types", "typing", "unicodedata"}
)
# What the clocks of a place show is a fact; the machine tells it, or tzdata where the machine does not know.
ZONES = {"chat.hours": frozenset({"zoneinfo"})}

TABLES = (
    *(
        "chat.store.database",
        "chat.store.sqlite",
        "chat.store.sql",
        "chat.store.links",
        "chat.store.schema",
        "chat.store.migrations",
    ),
    *("volunteers.store", "volunteers.schema", "volunteers.migrations"),
)
HOMES: Mapping[str, tuple[str, ...]] = {
    "aiohttp": ("chat.server", "chat.transport", "volunteers.web"),
    "socketio": ("chat.server", "chat.transport", "chat.rehearsal.page"),
    "engineio": ("chat.transport",),
    "msgspec": ("chat.transport", "chat.rehearsal.page", "chat.store.codec"),
    "cryptography": ("chat.store.sealing", "volunteers.credentials"),
    "webauthn": ("volunteers.passkeys",),
    "pyotp": ("volunteers.totp",),
    "redis": ("chat.store.redis",),
    "uvloop": ("chat.server",),
    "sqlalchemy": TABLES,
    "alembic": TABLES,
    "aiosqlite": ("chat.store.sqlite", "volunteers.store.sqlite"),
    # Passwords, each with a salt of its own; and return words, which have to be found again by their digest.
    "argon2": ("volunteers.credentials", "chat.store.slow_hash"),
    "icalendar": ("volunteers.calendar_file",),
    "tzdata": (),  # read by zoneinfo, imported by nobody
}

VAGUE_NAMES = frozenset(
    {
        "base",
        "common",
        "core",
        "data",
        "helper",
        "helpers",
        "info",
        "manager",
        "managers",
        "misc",
        "util",
        "utils",
    }
)


def sources() -> dict[str, str]:
    """Every module of the program and its text, by dotted name; a package goes by its folder's name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((CHECKOUT / package).rglob("*.py")):
            parts = path.relative_to(CHECKOUT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text("utf-8")
    return found


def breaches(modules: Mapping[str, str]) -> list[str]:
    """One line per breach, `module:line what`; none when every wall stands."""
    trees = {name: ast.parse(text) for name, text in modules.items()}
    found: list[str] = []
    for name, tree in trees.items():
        found += [f"{name}: a name that says nothing" for part in name.split(".") if part in VAGUE_NAMES]
        if room_of(name) is None and name not in PACKAGES:
            found.append(f"{name}: a room without a place in the table")
        for line, imported in imports(tree):
            fault = judge(name, imported)
            if fault:
                found.append(f"{name}:{line} {fault}")
    return found + list(cycles(trees))


def judge(module: str, imported: str) -> str | None:
    """What is wrong with *module* importing *imported*; None when nothing is."""
    top = imported.partition(".")[0]
    room = room_of(module)
    if imported.startswith("."):
        return "imports relatively"
    if top in PACKAGES:
        allowed = ROOMS.get(room or "", ())
        return None if within(imported, (*allowed, *([room] if room else []))) else f"may not see {imported}"
    if top in sys.stdlib_module_names:
        windows = PURE_WINDOWS | ZONES.get(room or "", frozenset())
        return f"is pure and may not see {top}" if within(module, BLIND) and top not in windows else None
    if top not in HOMES:
        return f"imports {top}, which has no home"
    return (
        None if within(module, HOMES[top]) else f"may not see {top}, which lives in {', '.join(HOMES[top])}"
    )


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import; `from a import b` counts as a.b, a relative one starts with a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def cycles(trees: Mapping[str, ast.AST]) -> Iterator[str]:
    """The first circle of modules that import each other, if there is one."""
    graph: dict[str, set[str]] = {}
    for name, tree in trees.items():
        targets = {nearest(imported, trees) for _, imported in imports(tree)}
        graph[name] = {target for target in targets if target and target != name}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield "a circle: " + " -> ".join(error.args[1])


def nearest(imported: str, modules: Iterable[str]) -> str | None:
    """The module that *imported* names, or names something in."""
    return max((name for name in modules if within(imported, (name,))), key=len, default=None)


def room_of(module: str) -> str | None:
    """The room a module stands in."""
    return nearest(module, ROOMS)


def within(name: str, places: Iterable[str]) -> bool:
    """Whether a dotted name is one of these places or lies inside one."""
    return any(name == place or name.startswith(place + ".") for place in places)
