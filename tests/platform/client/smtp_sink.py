"""A mail server on a free port. It prints the port, then one line of JSON per message, as Python's
own mail parser reads it, and ends when its standard input does. Told tls it offers that, with a certificate that
nobody else vouches for. A message to slow@ is answered once
a line comes in there; who sent one to mute@ gets no answer to QUIT, of which a line tells."""

import asyncio
import email
import email.header
import email.policy
import json
import ssl
import subprocess
import sys
import tempfile

from aiosmtpd.smtp import SMTP


class Sink:
    released = asyncio.Semaphore(0)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("busy"):
            return "451 4.3.0 try again later"
        if address.startswith("locked@"):
            return "530 5.7.0 authentication required"
        if address.startswith("ending@"):
            return "421 4.3.2 shutting down"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("stranger@"):
            return "550 5.7.1 not from here"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if any(address.startswith("picky@") for address in envelope.rcpt_tos):
            return "554 5.6.0 looks like advertising"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = {part.get_content_type(): part.get_content().replace("\r\n", "\n")
                 for part in message.iter_parts()}
        # The older parser: the newer one keeps a blank between two encoded words of a name.
        sender = email.message_from_bytes(envelope.content)["From"]
        print(json.dumps({
            "envelope": [envelope.mail_from, *envelope.rcpt_tos],
            "is_encrypted": session.ssl is not None,
            "type": message.get_content_type(),
            "headers": [[name, str(value)] for name, value in message.items()],
            "from": str(email.header.make_header(email.header.decode_header(sender))),
            "defects": [str(defect) for defect in message.defects],
            "longest_line": max(map(len, envelope.content.splitlines())),
            "text": parts["text/plain"],
            "html": parts["text/html"],
        }), flush=True)
        if any(address.startswith("slow@") for address in envelope.rcpt_tos):
            await self.released.acquire()
        session.is_mute = any(address.startswith("mute@") for address in envelope.rcpt_tos)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        if getattr(session, "is_mute", False):
            print(json.dumps({"command": "QUIT"}), flush=True)
            await self.released.acquire()
        return "221 Bye"


def of_its_own():
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = folder + "/key.pem", folder + "/certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=sink",
                        "-keyout", key, "-out", certificate], check=True, stderr=subprocess.DEVNULL)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        return context


async def main():
    loop = asyncio.get_running_loop()
    tls = of_its_own() if "tls" in sys.argv[1:] else None
    server = await loop.create_server(
        lambda: SMTP(Sink(), hostname="sink", tls_context=tls), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        Sink.released.release()


asyncio.run(main())
