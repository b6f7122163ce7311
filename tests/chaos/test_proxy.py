"""The weather does what it says: it loses and doubles whole packets, and nothing of the rest."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.chaos.frames import Frame, read_frame
from tests.chaos.proxy import BOTH, Proxy, Weather, proxied
from tests.waiting import comes_true

HANDSHAKE = b"GET /socket.io/ HTTP/1.1\r\nUser-Agent: chaos/anna\r\nUpgrade: websocket\r\n\r\n"
SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
HINT = '42/seeker,["log.appended",{}]'


def framed(text: str, mask: bytes = b"") -> bytes:
    payload = text.encode()
    size = len(payload)
    head = bytes((0x81, (0x80 if mask else 0) | min(size, 126)))
    if size >= 126:
        head += struct.pack("!H", size)
    if not mask:
        return head + payload
    return head + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))


async def reading(data: bytes) -> Frame:
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    return await read_frame(reader)


async def test_a_frame_is_read_masked_or_not_short_or_long() -> None:
    for text in ("2", HINT, "42/seeker,7" + '["message.send",{"body":"' + "ë" * 300 + '"}]'):
        for mask in (b"", b"\x01\x80\x7f\xfe"):
            data = framed(text, mask)
            assert await reading(data) == Frame(data, text)


async def test_an_answer_is_tied_to_its_event() -> None:
    event = await reading(framed('42/seeker,17["message.send",{"body":"1"}]', b"abcd"))
    answer = await reading(framed('43/seeker,17[{"ok":true}]'))
    assert (event.is_event, event.name, event.number) == (True, "message.send", "17")
    assert (answer.is_answer, answer.name, answer.number) == (True, None, "17")
    assert (await reading(framed(HINT))).number is None


@asynccontextmanager
async def through(
    weather: Weather,
) -> AsyncIterator[tuple[Proxy, asyncio.StreamReader, asyncio.StreamWriter, list[asyncio.StreamWriter]]]:
    """A browser's end of a socket through a proxy, and the node's ends."""
    nodes: list[asyncio.StreamWriter] = []

    async def node(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(SWITCHED)
        nodes.append(writer)
        while await reader.read(1000):
            pass
        writer.close()

    server = await asyncio.start_server(node, "127.0.0.1", 0)
    async with proxied(7) as (proxy, port):
        proxy.nodes = [server.sockets[0].getsockname()[1]]
        proxy.change_weather(weather)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HANDSHAKE)
        assert await reader.readexactly(len(SWITCHED)) == SWITCHED
        yield proxy, reader, writer, nodes
        writer.transport.abort()
    server.close()
    await server.wait_closed()


async def test_hints_are_lost_and_doubled_and_everything_else_arrives() -> None:
    async with through(Weather(lose_hints=0.3, double_hints=0.3)) as (proxy, reader, _, (node,)):
        for number in range(200):
            node.write(framed(f'42/seeker,["log.appended",{{"n":{number}}}]') + framed(f"2{number}"))
        node.write(framed("2end"))
        seen: list[str] = []
        while (text := (await read_frame(reader)).text) != "2end":
            seen.append(str(text))
        assert [text for text in seen if text.startswith("2")] == [f"2{number}" for number in range(200)]
        assert proxy.dropped in range(30, 90)
        assert proxy.doubled in range(30, 90)
        hints = [text for text in seen if text.startswith("42")]
        assert len(hints) == 200 - proxy.dropped + proxy.doubled


async def test_only_answers_to_the_event_that_was_named_are_lost() -> None:
    weather = Weather(lose_answers=1.0, answers_of="message.send")
    async with through(weather) as (proxy, reader, writer, (node,)):
        writer.write(
            framed('42/seeker,1["message.send",{}]', b"abcd") + framed('42/seeker,2["mark.set",{}]', b"abcd")
        )
        (link,) = proxy.of("anna")
        await comes_true(lambda: len(link.asked) == 2)
        node.write(framed("43/seeker,1[{}]") + framed("43/seeker,2[{}]"))
        assert (await read_frame(reader)).text == "43/seeker,2[{}]"


async def test_a_silent_client_hears_nothing_and_is_not_told() -> None:
    async with through(Weather()) as (proxy, reader, _, (node,)):
        proxy.silence("anna", BOTH)
        node.write(framed(HINT))
        node.write_eof()
        waiting = asyncio.ensure_future(reader.read(1))
        done, _ = await asyncio.wait({waiting}, timeout=0.3)
        assert not done
        proxy.speak("anna")
        await asyncio.wait({waiting}, timeout=5)
        assert waiting.done()


async def test_a_way_that_is_closed_is_told_to_its_end_only() -> None:
    async with through(Weather()) as (proxy, reader, _, (node,)):
        (link,) = proxy.of("anna")
        link.close("down")
        assert await reader.read() == b""
        node.write(framed(HINT))
        assert proxy.links == {link}


async def test_a_node_that_refuses_is_passed_over() -> None:
    async with through(Weather()) as (proxy, _, writer, nodes):
        proxy.nodes.insert(0, 1)
        port = writer.get_extra_info("peername")[1]
        for _ in range(4):
            reader, other = await asyncio.open_connection("127.0.0.1", port)
            other.write(HANDSHAKE)
            assert await reader.readexactly(len(SWITCHED)) == SWITCHED
            other.close()
        assert len(nodes) == 5
