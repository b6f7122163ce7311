"""A node that takes its turn at swapping, says so, and keeps it until it is killed.

Run as ``python -m tests.unit.store.turn_taker URL``.
"""

import asyncio
import sys

from tests.unit.store.nodes import a_node


async def main(url: str) -> None:
    """Never comes back."""
    async with a_node(url) as store, store.turn():
        sys.stdout.write("mine\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
