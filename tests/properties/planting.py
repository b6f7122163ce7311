"""Plants a fault: for the time of one decision the desk has another rule than its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType

Law = Callable[..., object]


@contextmanager
def another(module: ModuleType, name: str, rule: object) -> Iterator[None]:
    """*rule* stands where *module* has *name*; whoever judges the decision afterwards finds its own again."""
    own = getattr(module, name)
    setattr(module, name, rule)
    try:
        yield
    finally:
        setattr(module, name, own)
