#!/usr/bin/env python3
"""Real clients for a line echo server on 127.0.0.1.

    echo_clients.py PORT CONNECTIONS   that many at once, each of one of four kinds; 0 if every byte came back
    echo_clients.py --wait PORT        waits until the server accepts connections
    echo_clients.py --free-port        prints a port nobody uses
"""

import asyncio
import resource
import socket
import sys
import time

LINES = 10
SECONDS = 60  # for all of it
AT_ONCE = 200  # connects in flight: a listener's backlog is finite


async def exchange(port, chunks, gate, reads_slowly=False):
    """Sends the chunks, then ends its side; everything must come back."""
    async with gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    sent = b"".join(chunks)

    async def send():
        for chunk in chunks:
            writer.write(chunk)
            await writer.drain()
        writer.write_eof()

    sending = asyncio.create_task(send())
    got = b""
    while piece := await reader.read(512 if reads_slowly else 1 << 16):
        got += piece
        if reads_slowly and len(got) < 8192:
            await asyncio.sleep(0.01)
    await sending
    writer.close()
    if got != sent:
        raise ValueError(f"sent {len(sent)} bytes, and got {len(got)} back that differ")
    return len(got)


def chunks_of(client):
    kind = client % 4
    if kind == 0:  # lines
        return [b"client %d line %d\n" % (client, line) for line in range(LINES)]
    if kind == 1:  # long lines
        return [bytes([97 + client % 26]) * 20000 + b"\n"] * 2
    if kind == 2:  # no newline before the end
        return [b"client %d, " % client, b"in pieces, ", b"and no newline"]
    return [b"for a slow reader %d\n" % line for line in range(1000)]


async def run(port, connections):
    gate = asyncio.Semaphore(AT_ONCE)
    started = time.monotonic()
    tasks = [exchange(port, chunks_of(client), gate, client % 4 == 3) for client in range(connections)]
    results = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), SECONDS)
    failures = [result for result in results if isinstance(result, BaseException)]
    total = sum(result for result in results if not isinstance(result, BaseException))
    print(f"{connections} clients at once (lines, long lines, no newline, slow readers): "
          f"{total / 1e6:.1f} MB came back in {time.monotonic() - started:.2f} s, {len(failures)} failed")
    for failure in failures[:5]:
        print(f"    {type(failure).__name__}: {failure}")
    return 1 if failures else 0


def wait_for(port):
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return 0
        except OSError:
            time.sleep(0.02)
    print(f"nobody listens on port {port}", file=sys.stderr)
    return 1


def main():
    if sys.argv[1:] == ["--free-port"]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            print(probe.getsockname()[1])
        return 0
    if len(sys.argv) == 3 and sys.argv[1] == "--wait":
        return wait_for(int(sys.argv[2]))
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    return asyncio.run(run(int(sys.argv[1]), int(sys.argv[2])))


if __name__ == "__main__":
    sys.exit(main())
