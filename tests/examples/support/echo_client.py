#!/usr/bin/env python3
"""A client that gives a line echo server on 127.0.0.1 a hard time.

    echo_client.py PORT TEST [COUNT]

Exit status 0: the server did what it should. The tests are the functions below.
"""

import asyncio
import random
import resource
import socket
import struct
import sys
import threading

PORT = int(sys.argv[1])
SECONDS = 120


def connect():
    connection = socket.create_connection(("127.0.0.1", PORT), timeout=SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def receive(connection, size):
    """Exactly `size` bytes, or all until the end of the stream."""
    parts = []
    while size > 0:
        part = connection.recv(min(size, 1 << 20))
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def must(condition, what):
    if not condition:
        sys.exit(f"echo_client: {what}")


def echo(connection, data):
    connection.sendall(data)
    got = receive(connection, len(data))
    must(got == data, f"sent {data[:40]!r} ({len(data)} bytes), got {got[:40]!r} ({len(got)} bytes)")


def echo_while_sending(connection, data):
    """For what is larger than all buffers between here and there."""
    sender = threading.Thread(target=connection.sendall, args=(data,), daemon=True)
    sender.start()
    got = receive(connection, len(data))
    sender.join()
    must(got == data, f"{len(data)} bytes came back as {len(got)} or different")


def lines():
    """Lines of all lengths, with every byte in them, one after the other and many in one packet."""
    connection = connect()
    for line in (b"hello\n", b"\n", b"\r\n", b"x" * 4095 + b"\n", b"y" * 4096 + b"\n", b"z" * 4097 + b"\n"):
        echo(connection, line)
    echo(connection, bytes(byte for byte in range(256) if byte != 10) + b"\n")
    echo(connection, b"a\nbb\n\nccc\n" * 100)
    connection.close()


def single_bytes():
    """A line that comes byte by byte is echoed when it is complete, and not before."""
    connection = connect()
    for byte in b"one at a time":
        connection.sendall(bytes([byte]))
    connection.settimeout(0.05)
    try:
        must(not connection.recv(1), "something came back before the line was complete")
    except socket.timeout:
        pass
    connection.settimeout(SECONDS)
    connection.sendall(b"\n")
    must(receive(connection, 14) == b"one at a time\n", "the line did not come back")
    connection.close()


def long_line(size):
    """A line of `size` bytes, then a short one."""
    connection = connect()
    echo_while_sending(connection, b"0123456789abcdef" * (size // 16) + b"\n")
    echo(connection, b"short\n")
    connection.close()


def no_newline():
    """What comes after the last newline is echoed at the end of the stream."""
    for data in (b"no newline", b"line\nno newline", b"", b"w" * 10000):
        connection = connect()
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        got = receive(connection, 1 << 30)
        must(got == data, f"sent {data[:40]!r} without a newline, got {got[:40]!r}")
        connection.close()


def half_close():
    """A client that has finished sending still gets all it is owed, then the end."""
    data = b"".join(b"line %d\n" % i for i in range(20000))
    connection = connect()
    sender = threading.Thread(target=lambda: (connection.sendall(data), connection.shutdown(socket.SHUT_WR)))
    sender.start()
    got = receive(connection, 1 << 30)
    sender.join()
    must(got == data, f"{len(data)} bytes came back as {len(got)} or different")
    connection.close()


def slow_reader(count):
    """`count` clients send and do not read. Meanwhile others are served; then the slow ones get every byte."""
    data = b"".join(b"%d %s\n" % (i, b"x" * (i % 97)) for i in range(100000))
    slow = [connect() for _ in range(count)]
    sent = []
    for connection in slow:
        connection.setblocking(False)
        offset = 0
        try:
            while offset < len(data):
                offset += connection.send(data[offset:offset + 65536])
        except BlockingIOError:
            pass
        connection.settimeout(SECONDS)
        sent.append(offset)
    other = connect()
    for i in range(100):
        echo(other, b"served meanwhile %d\n" % i)
    for connection, offset in zip(slow, sent):
        sender = threading.Thread(target=lambda c=connection, o=offset: (c.sendall(data[o:]), c.shutdown(socket.SHUT_WR)))
        sender.start()
        got = receive(connection, 1 << 30)
        sender.join()
        must(got == data, f"a slow reader sent {len(data)} bytes and got {len(got)}, or different ones")
        connection.close()
    other.close()


def reset(count):
    """Clients that reset their connection in the middle of everything; the server goes on."""
    for i in range(count):
        connection = connect()
        if i % 3 == 1:
            connection.sendall(b"half a line")
        elif i % 3 == 2:
            connection.setblocking(False)
            try:
                while True:
                    connection.send(b"never read\n" * 5000)
            except BlockingIOError:
                pass
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    connection = connect()
    echo(connection, b"still there\n")
    connection.close()


def descriptors(count):
    """More clients than the server has descriptors for: those who wait are served when others have left."""
    clients = [connect() for _ in range(count)]
    for client in clients:
        client.sendall(b"my turn\n")
    for client in clients:
        got = receive(client, 8)
        must(got == b"my turn\n", f"a client that had to wait got {got!r}")
        client.close()
    connection = connect()
    echo(connection, b"still there\n")
    connection.close()


async def one_of_many(number, opened, everyone):
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    opened.append(number)
    if len(opened) == everyone[0]:
        everyone[1].set()
    await everyone[1].wait()  # until all are connected at once
    for turn in range(3):
        line = b"client %d line %d %s\n" % (number, turn, b"x" * random.randrange(200))
        writer.write(line)
        got = await reader.readexactly(len(line))
        must(got == line, f"client {number} sent {line!r}, got {got!r}")
    writer.close()


async def all_of_many(count):
    everyone, opened = (count, asyncio.Event()), []
    await asyncio.gather(*(one_of_many(number, opened, everyone) for number in range(count)))


def many(count):
    """`count` clients, all connected at once, each with three lines."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + 100
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    asyncio.run(asyncio.wait_for(all_of_many(count), SECONDS * 2))


def main():
    test = globals()[sys.argv[2]]
    test(*map(int, sys.argv[3:]))


main()
