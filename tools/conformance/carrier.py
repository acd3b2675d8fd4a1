"""A carrier that speaks docs/shipping.md, and signs and verifies with somebody else's library."""

import base64
import json
import threading
import uuid
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
LABEL = b"%PDF-1.4 a label\n%%EOF\n"


class Carrier(ThreadingHTTPServer):
    name = "acme"
    price = 777

    def __init__(self):
        self.numbers, self.events, self.refused = {}, [], []
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def environment(self) -> dict:
        return {
            "KONTOR_SHIPPING_CARRIER_NAME": self.name,
            "KONTOR_SHIPPING_CARRIER_URL": f"http://127.0.0.1:{self.server_port}",
            "KONTOR_SHIPPING_CARRIER_SECRET": SECRET,
        }

    def tell(self, number: str, status: str) -> tuple[bytes, dict]:
        """News of a parcel: answered when it is asked for, and as a message to send."""
        at = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        news = {"tracking_number": number, "status": status, "at": at}
        self.events.append(news | {"id": f"msg_{uuid.uuid4().hex}"})
        body = json.dumps({"type": "tracking.updated", "data": news}).encode()
        return self.signed(body, datetime.now(timezone.utc), self.events[-1]["id"])

    def signed(self, body: bytes, at: datetime, identity: str = "msg_1") -> tuple[bytes, dict]:
        return body, {
            "Content-Type": "application/json",
            "Webhook-Id": identity,
            "Webhook-Timestamp": str(int(at.timestamp())),
            "Webhook-Signature": Webhook(SECRET).sign(identity, at, body.decode()),
        }

    def answer(self, path: str, body: bytes, headers: dict) -> dict | None:
        try:
            asked = Webhook(SECRET).verify(body, headers)
        except WebhookVerificationError as failure:
            self.refused.append(str(failure))
            return None
        if path == "/rates":
            price = {"amount": self.price, "currency": asked["value"]["currency"]}
            return {"rates": [{"service": "parcel", "price": price}]}
        if path == "/labels":
            number = self.numbers.setdefault(headers["idempotency-key"], uuid.uuid4().hex[:12])
            label = base64.b64encode(LABEL).decode()
            return {"tracking_number": number, "content_type": "application/pdf", "label": label}
        number = asked["tracking_number"]
        return {"events": [one for one in self.events if one["tracking_number"] == number]}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        said = self.server.answer(self.path, body, headers)
        answer = json.dumps(said or {"detail": "the signature is wrong"}).encode()
        self.send_response(200 if said else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass
