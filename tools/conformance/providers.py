"""A provider of text and push messages that checks every signature with somebody else's library."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

from trade import Trade, eventually, expect, new_key

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SECONDS_TO_RETRY = 30


class Provider(ThreadingHTTPServer):
    """Takes what is signed, but each message only at the second attempt."""

    def __init__(self):
        self.taken, self.refused, self.attempts = [], [], {}
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/send"

    def environment(self) -> dict:
        return {
            f"KONTOR_MAIL_{channel}_{key}": value
            for channel in ("SMS", "PUSH")
            for key, value in (("URL", self.url), ("SECRET", SECRET))
        }

    def take(self, body: bytes, headers) -> int:
        try:
            message = Webhook(SECRET).verify(body, dict(headers))
        except WebhookVerificationError as failure:
            self.refused.append(str(failure))
            return 401
        identity = headers["webhook-id"]
        self.attempts[identity] = self.attempts.get(identity, 0) + 1
        if self.attempts[identity] == 1:
            return 503
        self.taken.append((message, body, dict(headers)))
        return 204

    def to(self, recipient: str) -> list:
        return [taken for taken in self.taken if taken[0]["to"] == recipient]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.take(body, {name.lower(): value for name, value in self.headers.items()})
        self.send_response(status)
        if status == 503:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def check_signatures(provider: Provider, trade: Trade) -> str:
    """An order of somebody with a telephone and a device makes one message to each."""
    customer, _ = trade.customer()
    customer.call(
        "change_message_preferences", 200,
        {"phone": "+4930123456", "sms": True, "devices": ["device-1"]},
    )
    cart = customer.call("create_cart", 201, {"currency": "EUR"})
    customer.call("add_cart_item", 200, {"sku": trade.sku(), "quantity": 1}, cart=cart["id"])
    order = customer.call("place_order", 201, trade.purchase(cart), headers=new_key())
    for recipient in ("+4930123456", "device-1"):
        sent = lambda: provider.to(recipient)
        eventually(sent, f"nothing was sent to {recipient}", SECONDS_TO_RETRY)
        message, body, headers = provider.to(recipient)[0]
        expect(order["number"] in message["text"], "the text does not name the order")
        expect(message["id"] == headers["webhook-id"], "webhook-id is not the message's")
        expect(is_refused(body + b" ", headers), "a changed body passes")
        expect(is_refused(body, headers | {"webhook-id": "msg_other"}), "another id passes")
    expect(not provider.refused, f"signatures are refused: {provider.refused[:3]}")
    expect(set(provider.attempts.values()) == {2}, "the second attempt has another webhook-id")
    return f"{len(provider.taken)} messages taken, each at its second attempt"


def is_refused(body: bytes, headers: dict) -> bool:
    try:
        Webhook(SECRET).verify(body, headers)
    except WebhookVerificationError:
        return True
    return False
