"""A mail server on a free port of 127.0.0.1, written to the file "port" in the folder that it is
given. It puts each letter into a file there, and ends when its standard input does.

While there is a file "stall" with a number of seconds in the folder, it keeps its client waiting so
long for each letter, before or after it has stored it, and writes a line to the file "cut".
"""

import asyncio
import itertools
import pathlib
import sys

from aiosmtpd.smtp import SMTP

folder = pathlib.Path(sys.argv[1])
numbers = itertools.count(1)


def stalled_seconds():
    try:
        return float((folder / "stall").read_text())
    except (FileNotFoundError, ValueError):
        return 0.0


def store(number, content):
    unfinished = folder / f"{number}.part"
    unfinished.write_bytes(content)
    unfinished.rename(folder / f"{number}.eml")


class Sink:
    async def handle_DATA(self, server, session, envelope):
        number = next(numbers)
        seconds = stalled_seconds()
        if seconds:
            with (folder / "cut").open("a") as cut:
                cut.write(f"{number}\n")
        if number % 2:
            await asyncio.sleep(seconds)
            store(number, envelope.content)
        else:
            store(number, envelope.content)
            await asyncio.sleep(seconds)
        return "250 OK"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), hostname="sink"), "127.0.0.1", 0)
    (folder / "port.part").write_text(str(server.sockets[0].getsockname()[1]))
    (folder / "port.part").rename(folder / "port")
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
