"""A proxy that ends TLS in front of a site, as nginx does where the product is run in public."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import trustme


@asynccontextmanager
async def tls_in_front_of(port: int, own_port: int) -> AsyncIterator[ssl.SSLContext]:
    """Take TLS at `localhost:own_port` and pass on what is inside to `127.0.0.1:port`; the context trusts its certificate."""
    authority, server_side = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(server_side)
    client_side = ssl.create_default_context()
    authority.configure_trust(client_side)

    open_ones: set[asyncio.Task[object]] = set()

    async def carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, ssl.SSLError):
            while data := await source.read(65536):
                sink.write(data)
                await sink.drain()
        sink.close()

    async def serve(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        open_ones.add(task)
        task.add_done_callback(open_ones.discard)
        behind = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(carry(source, behind[1]), carry(behind[0], sink))

    server = await asyncio.start_server(serve, "127.0.0.1", own_port, ssl=server_side)
    try:
        yield client_side
    finally:
        server.close()
        await asyncio.gather(*open_ones)
