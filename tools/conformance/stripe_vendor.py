"""Stripe's own programs against ours. See stripe."""

import argparse
import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests
import stripe

from shop import free_port

SECRET = "whsec_test"
BODY = '{"id":"evt_1","type":"order.paid"}'
# Of SECRET at 1700000000 over BODY.
DIGEST = "bd9a92a5aa31ee1da5b8176d76564bb487997bd83d82812500375b2ee9c46503"
LOOKS_TO_START = 100


class Failure(Exception):
    pass


def holds(condition: bool, what: str) -> None:
    if not condition:
        raise Failure(what)


@contextmanager
def stripe_mock(program: str):
    port = free_port()
    process = subprocess.Popen([program, "-http-port", str(port)], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(LOOKS_TO_START):
            try:
                requests.get(address, timeout=5)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


class Passage:
    """Hands requests on and remembers each with its answer."""

    def __init__(self, target: str):
        self.seen = []
        passage = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self):
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length)
                headers = {name: value for name, value in self.headers.items()
                           if name.lower() not in ("host", "content-length", "connection")}
                answer = requests.request(self.command, target + self.path, data=body,
                                          headers=headers, timeout=30)
                passage.seen.append((self.command, self.path, body.decode(), headers,
                                     answer.status_code, answer.text))
                self.send_response(answer.status_code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            do_GET = do_POST = pass_on

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def our_requests(arguments) -> str:
    with stripe_mock(arguments.mock) as mock:
        passage = Passage(mock)
        subprocess.run([arguments.probe, "requests", passage.address, "sk_test_123"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
        passage.server.shutdown()
    paths = {f"{method} {path.split('?')[0]}" for method, path, *_ in passage.seen}
    holds(len(paths) >= 9, f"only {sorted(paths)} were asked")
    for method, path, body, headers, status, text in passage.seen:
        holds(status == 200, f"{method} {path} with {body} was answered {status}: {text}")
        holds(headers["Stripe-Version"] == "2024-06-20", "the version is not pinned")
    charges = [seen for seen in passage.seen if seen[:2] == ("POST", "/v1/payment_intents")]
    holds(all("Idempotency-Key" in seen[3] for seen in charges), "a charge without a key")
    return f"{len(passage.seen)} requests to {len(paths)} operations taken by stripe-mock"


def probe(arguments, command: list[str], body: str) -> subprocess.CompletedProcess:
    return subprocess.run([arguments.probe, *command], input=body.encode(), capture_output=True,
                          timeout=30)


def signatures(arguments) -> str:
    ours = probe(arguments, ["sign", SECRET, "1700000000"], BODY).stdout.decode().strip()
    holds(ours == f"t=1700000000,v1={DIGEST}", f"the vector is signed as {ours}")

    bodies = [BODY, "", "{}", "ü€\n  \t{", json.dumps({"a": list(range(500))})]
    now = int(time.time())
    for body in bodies:
        header = probe(arguments, ["sign", SECRET, str(now)], body).stdout.decode().strip()
        holds(stripe.WebhookSignature.verify_header(body, header, SECRET, 300),
              f"the library refuses our signature of {body!r}")
        for wrong in (body + " ", "x" + body):
            try:
                stripe.WebhookSignature.verify_header(wrong, header, SECRET, 300)
                raise Failure("the library takes our signature for another body")
            except stripe.SignatureVerificationError:
                pass

        digest = stripe.WebhookSignature._compute_signature(f"{now}.{body}", SECRET)
        theirs = f"t={now},v1={digest}"
        rotated = f"t={now},v1={'0' * 64},v1={digest},v0={'1' * 64}"
        for good in (theirs, rotated):
            holds(probe(arguments, ["verify", SECRET, str(now), good], body).returncode == 0,
                  f"we refuse the library's signature of {body!r}")
        for seconds in (-301, 301):
            holds(probe(arguments, ["verify", SECRET, str(now + seconds), theirs],
                        body).returncode == 1, f"we take what is {seconds} s off")
        holds(probe(arguments, ["verify", "whsec_other", str(now), theirs], body).returncode == 1,
              "we take another secret")
    event = json.dumps({"id": "evt_1", "object": "event", "type": "ping", "data": {"object": {}}})
    header = probe(arguments, ["sign", SECRET, str(now)], event).stdout.decode().strip()
    holds(stripe.Webhook.construct_event(event, header, SECRET).id == "evt_1", "no event")
    return f"the vector and {len(bodies)} bodies, both ways"


@contextmanager
def stripe_double(program: str, *options: str):
    process = subprocess.Popen([program, *options], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.wait(timeout=30)


def client_of(address: str, key: str = "sk_test_double") -> stripe.StripeClient:
    return stripe.StripeClient(key, base_addresses={"api": address}, max_network_retries=0)


def refused(kind, work):
    try:
        work()
    except kind as error:
        return error
    raise Failure(f"not refused with {kind.__name__}")


def charged(client, token: str, key: str, **more):
    wish = {"amount": 1999, "currency": "eur", "payment_method": token, "confirm": True,
            "metadata": {"payment": key}, "return_url": "https://shop.example/paid", **more}
    return client.v1.payment_intents.create(params=wish, options={"idempotency_key": key})


def double_at_once(client) -> None:
    made = charged(client, "pm_card_visa", "one")
    holds(made.status == "succeeded" and made.amount_received == 1999, "not charged")
    again = charged(client, "pm_card_visa", "one")
    holds(again.id == made.id, "charged twice under one key")
    error = refused(stripe.IdempotencyError,
                    lambda: charged(client, "pm_card_visa", "one", description="another"))
    holds(error.http_status == 400, "a key used for another request is not refused with 400")
    shown = client.v1.payment_intents.retrieve(made.id, params={"expand": ["latest_charge"]})
    holds(shown.latest_charge.amount_refunded == 0, "the charge is not expanded")
    refund = client.v1.refunds.create(params={"payment_intent": made.id, "amount": 500})
    holds(refund.status == "succeeded", "not refunded")
    client.v1.refunds.create(params={"payment_intent": made.id})
    error = refused(stripe.InvalidRequestError,
                    lambda: client.v1.refunds.create(params={"payment_intent": made.id}))
    holds(error.code == "charge_already_refunded", f"refunded twice: {error.code}")
    holds(len(client.v1.refunds.list(params={"payment_intent": made.id}).data) == 2, "no list")


def double_in_steps(client, address: str) -> None:
    held = charged(client, "pm_card_visa", "two", capture_method="manual")
    holds(held.status == "requires_capture" and held.amount_capturable == 1999, "not held")
    holds(client.v1.payment_intents.capture(held.id).status == "succeeded", "not captured")
    error = refused(stripe.InvalidRequestError,
                    lambda: client.v1.payment_intents.capture(held.id))
    holds(error.code == "payment_intent_unexpected_state", f"captured twice: {error.code}")
    given_up = charged(client, "pm_card_visa", "three", capture_method="manual")
    holds(client.v1.payment_intents.cancel(given_up.id).status == "canceled", "not canceled")

    error = refused(stripe.CardError,
                    lambda: charged(client, "pm_card_chargeDeclined", "four"))
    holds(error.http_status == 402 and error.code == "card_declined", "not declined")
    holds(error.error.payment_intent.status == "requires_payment_method", "no intent in the error")
    asking = charged(client, "pm_card_threeDSecure2Required", "five")
    holds(asking.status == "requires_action" and asking.next_action.redirect_to_url.url, "no 3DS")
    requests.post(f"{address}/double/authenticate/{asking.id}", timeout=10)
    holds(client.v1.payment_intents.retrieve(asking.id).status == "succeeded", "not confirmed")
    found = client.v1.payment_intents.search(params={"query": 'metadata["payment"]:"five"'})
    holds([intent.id for intent in found.data] == [asking.id], "not found")


def double_of_customers(client, address: str) -> None:
    customer = client.v1.customers.create(params={"metadata": {"customer": "ada"}})
    kept = client.v1.payment_methods.attach("pm_card_kept", params={"customer": customer.id})
    holds(kept.customer == customer.id, "not attached")
    holds(client.v1.payment_methods.detach("pm_card_kept").customer is None, "not detached")
    refused(stripe.InvalidRequestError, lambda: client.v1.payment_intents.retrieve("pi_nothing"))
    refused(stripe.AuthenticationError,
            lambda: charged(client_of(address, "sk_wrong"), "pm_card_visa", "six"))


def double_in_trouble(client) -> None:
    refused(stripe.APIConnectionError, lambda: charged(client, "pm_answer_lost", "seven"))
    holds(charged(client, "pm_answer_lost", "seven").status == "succeeded", "the charge is lost")
    refused(stripe.APIError, lambda: charged(client, "pm_error_after", "eight"))
    refused(stripe.APIError, lambda: charged(client, "pm_error_after", "eight"))


def double(arguments) -> str:
    inbox = []

    class Shop(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            inbox.append((body, self.headers["Stripe-Signature"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    shop = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=shop.serve_forever, daemon=True).start()
    hook = f"http://127.0.0.1:{shop.server_port}/"
    with stripe_double(arguments.double, "--webhooks", hook) as address:
        client = client_of(address)
        double_at_once(client)
        double_in_steps(client, address)
        double_of_customers(client, address)
        double_in_trouble(client)
        deadline = time.monotonic() + 20
        while len(inbox) < 15 and time.monotonic() < deadline:
            time.sleep(0.05)
    events = [stripe.Webhook.construct_event(body, signature, "whsec_double")
              for body, signature in inbox]
    kinds = {event.type for event in events}
    wanted = {"payment_intent.created", "payment_intent.succeeded", "payment_intent.canceled",
              "payment_intent.payment_failed", "payment_intent.requires_action",
              "payment_intent.amount_capturable_updated", "charge.refunded"}
    holds(wanted <= kinds, f"only {sorted(kinds)} were told")
    return f"used by the library as Stripe itself; {len(events)} webhooks opened by it"


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/conformance/stripe")
    for name in ("mock", "probe", "double"):
        parser.add_argument(f"--{name}", required=True)
    arguments = parser.parse_args()
    print(f"stripe-python {stripe.VERSION}, Python {sys.version.split()[0]}\n")
    print("| check | result | done |\n|---|---|---|")
    failures = 0
    for name, work in (("our requests are such as Stripe takes", our_requests),
                       ("webhooks are signed and checked as Stripe's library does", signatures),
                       ("the double of Stripe is one to Stripe's library", double)):
        try:
            print(f"| {name} | holds | {work(arguments)} |", flush=True)
        except (Failure, stripe.StripeError, subprocess.SubprocessError) as failure:
            failures += 1
            print(f"| {name} | fails | {type(failure).__name__}: {failure} |", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
