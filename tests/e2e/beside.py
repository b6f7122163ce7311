"""An event loop beside a story: the story's own thread belongs to the browsers."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from typing import Any, TypeVar

T = TypeVar("T")

WITHIN_SECONDS = 90.0


class Beside:
    """Does what has to be waited for, in a thread of its own."""

    def __init__(self, loop: asyncio.AbstractEventLoop, opened: AsyncExitStack) -> None:
        self._loop = loop
        self._opened = opened

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What *work* comes to."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WITHIN_SECONDS)

    def open(self, context: AbstractAsyncContextManager[T]) -> T:
        """What *context* gives; it lasts as long as the loop."""
        return self.run(self._opened.enter_async_context(context))


@contextmanager
def beside() -> Iterator[Beside]:
    """A loop for as long as the block lasts; whatever was opened on it is closed then."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    opened = AsyncExitStack()
    here = Beside(loop, opened)
    try:
        yield here
    finally:
        here.run(opened.aclose())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(WITHIN_SECONDS)
        loop.close()
