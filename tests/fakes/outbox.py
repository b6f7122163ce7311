"""An outbox that a test reads."""

from chat.service.notices import Address, Notice


class FakeOutbox:
    """Stands for ``chat.transport.outbox.SocketOutbox``: keeps what it was told to deliver, in order.

    Whoever is in *connected* counts as connected here; while *fails*, nothing can be delivered.
    """

    def __init__(self) -> None:
        self.delivered: list[tuple[Address, Notice]] = []
        self.connected: list[Address] = []
        self.fails = False

    async def deliver(self, to: Address, notice: Notice) -> None:
        if self.fails:
            raise OSError
        self.delivered.append((to, notice))

    def addresses(self) -> tuple[Address, ...]:
        return tuple(self.connected)

    def told(self, to: Address) -> list[Notice]:
        """What was delivered to *to*, in order."""
        return [notice for address, notice in self.delivered if address == to]
