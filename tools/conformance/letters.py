"""A mail server of somebody else's, and what the shop's letters must be."""

import email
import email.policy
import email.utils
import socket
import uuid
from datetime import datetime, timedelta, timezone

from aiosmtpd.controller import Controller

from contract import Deviation
from shop import SENDER
from trade import Trade, eventually, expect, new_key

LONGEST_LINE = 998


class Inbox:
    """Takes every message, as it was sent."""

    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        return "250 OK"

    def of(self, recipient: str) -> list:
        return [e for e in self.envelopes if recipient in e.rcpt_tos]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def mail_server(inbox: Inbox) -> Controller:
    return Controller(inbox, hostname="127.0.0.1", port=free_port())


def check_letters(inbox: Inbox, trade: Trade) -> str:
    """Two orders of one person make two letters, each about its own order."""
    recipient = f"{uuid.uuid4().hex[:12]}@example.org"
    orders = [trade.bought(email=recipient)[1] for _ in range(2)]
    eventually(lambda: len(inbox.of(recipient)) >= len(orders), "letters are missing")
    trade.bought(email="the-next@example.org")
    eventually(lambda: inbox.of("the-next@example.org"), "the letter after them is missing")
    envelopes = inbox.of(recipient)
    expect(len(envelopes) == len(orders), f"{len(envelopes)} letters about {len(orders)} orders")
    identities = set()
    for order in orders:
        about = [e for e in envelopes if order["number"].encode() in e.content]
        expect(len(about) == 1, f"{len(about)} letters about order {order['number']}")
        identities.add(check_letter(about[0], recipient, order))
    expect(len(identities) == len(orders), "two letters have one Message-ID")
    sent = trade.staff.call("list_messages", 200, query={"status": "sent", "limit": 100})
    told = [m for m in sent["data"] if m["recipient"] == recipient]
    expect(len(told) == len(orders), "staff does not see the letters as sent")
    return f"{len(inbox.envelopes)} letters received"


def check_letter(envelope, recipient: str, order: dict) -> str:
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    for part in message.walk():
        expect(not part.defects, f"defects in {part.get_content_type()}: {part.defects}")
    for line in envelope.content.split(b"\r\n"):
        expect(len(line) <= LONGEST_LINE and b"\n" not in line, "a line is too long or ends in LF")
    expect(envelope.mail_from == SENDER, f"the envelope is from {envelope.mail_from}")
    check_headers(message, recipient, order)
    check_text(message, order)
    return message["Message-ID"]


def check_headers(message, recipient: str, order: dict) -> None:
    for name in ("From", "To", "Subject", "Message-ID", "Date", "MIME-Version"):
        expect(len(message.get_all(name, [])) == 1, f"{name} is there {len(message.get_all(name, []))} times")
    expect(SENDER in [a.addr_spec for a in message["From"].addresses], "From is not the shop")
    expect([a.addr_spec for a in message["To"].addresses] == [recipient], "To is somebody else")
    expect(order["number"] in message["Subject"], "Subject has no order number")
    domain = SENDER.split("@")[1]
    expect(message["Message-ID"].endswith(f"@{domain}>"), "Message-ID is not of the shop's domain")
    age = datetime.now(timezone.utc) - message["Date"].datetime
    expect(abs(age) < timedelta(minutes=2), f"Date is {message['Date']}")


def check_text(message, order: dict) -> None:
    text = message.get_body(preferencelist=("plain",))
    if text is None:
        raise Deviation("there is no text part")
    content = text.get_content()
    total = f"{order['totals']['total']['amount'] / 100:.2f}"
    for wanted in (order["number"], total, order["items"][0]["sku"], "Speicherstraße 7"):
        expect(wanted in content, f"the text does not name {wanted}")
    expect(message.get_body(preferencelist=("html",)) is not None, "there is no HTML part")
