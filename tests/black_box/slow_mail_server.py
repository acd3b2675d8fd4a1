"""A mail server on a free port that takes its time. It prints the port, then one line of JSON per
message that it has taken, and says so to the sender only a moment later: who is killed in between
does not know that the message has arrived. It ends when its standard input does."""

import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP


class Sink:
    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        print(json.dumps({"to": envelope.rcpt_tos[0], "id": message["Message-ID"]}), flush=True)
        await asyncio.sleep(0.1)
        return "250 OK"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), hostname="sink"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
