"""What people do with their accounts by themselves, by the links that they are sent."""

import email
import email.policy
import re

from letters import Inbox
from oidc_sign_in import Browser, Vendor
from trade import Trade, eventually, expect

PASSWORDS = ["a long passphrase of a customer", "another long passphrase", "the third of them"]
# Of the contract, that a flow reaches only where there is a provider.
WITH_PROVIDER = {
    "start_provider_sign_in 200",
    "finish_provider_sign_in 200",
    "start_connecting_provider 200",
    "finish_connecting_provider 200",
    "disconnect_provider 204",
}


class Accounts:
    def __init__(self, trade: Trade, inbox: Inbox, vendor: Vendor | None = None):
        self.trade = trade
        self.nobody = trade.nobody
        self.inbox = inbox
        self.vendor = vendor

    def flows(self):
        flows = [self.forgotten_password, self.verified_address, self.own_account, self.ways_in]
        return flows + ([self.provider] if self.vendor else [])

    def token(self, recipient: str, page: str) -> str:
        """Of the newest letter with a link to that page."""

        def find():
            for envelope in reversed(self.inbox.of(recipient)):
                letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
                text = letter.get_body(("plain",)).get_content()
                if found := re.search(rf"/{page}\?token=([\w-]+)", text):
                    return found[1]
            return None

        return eventually(find, f"no link to {page} for {recipient}")

    def forgotten_password(self) -> None:
        customer, signed_in = self.trade.customer()
        address = signed_in["user"]["email"]
        self.nobody.call("forgot_password", 202, {"email": "stranger@example.org"})
        self.nobody.call("forgot_password", 202, {"email": address})
        body = {"token": self.token(address, "reset-password"), "password": PASSWORDS[1]}
        self.nobody.call(
            "reset_password", 422, body | {"password": "short"}, code="auth.password_too_short"
        )
        self.nobody.call("reset_password", 204, body)
        self.nobody.call("reset_password", 400, body, code="auth.invalid_link")
        customer.call("get_me", 401)
        self.nobody.call("login", 200, {"email": address, "password": PASSWORDS[1]})

    def verified_address(self) -> None:
        customer, signed_in = self.trade.customer()
        customer.call("verify_email_again", 429, code="auth.too_many_letters")
        self.trade.shop.sql("update auth.link set created_at = created_at - interval '1 hour'")
        customer.call("verify_email_again", 202)
        body = {"token": self.token(signed_in["user"]["email"], "verify-email")}
        self.nobody.call("verify_email", 403, body, code="auth.wrong_password")
        customer.call("verify_email", 204, body)
        self.nobody.call("verify_email", 204, body)
        expect(customer.call("get_me", 200)["email_verified"], "the address is not verified")
        customer.call("verify_email_again", 409, code="auth.already_verified")
        self.nobody.call("verify_email", 400, {"token": "no token"}, code="auth.invalid_link")

    def own_account(self) -> None:
        customer, signed_in = self.trade.customer()
        address = signed_in["user"]["email"]
        new = f"new-{address}"
        change = {"current_password": PASSWORDS[0], "password": PASSWORDS[2]}
        customer.call("change_password", 403, change | {"current_password": "a guess"})
        customer.call("change_password", 204, change)
        body = {"email": new, "current_password": PASSWORDS[2]}
        customer.call("change_email", 202, body)
        body = {"token": self.token(new, "verify-email"), "password": PASSWORDS[2]}
        self.nobody.call("verify_email", 204, body)
        expect(customer.call("get_me", 200)["email"] == new, "the address did not change")
        self.nobody.call("login", 200, {"email": new, "password": PASSWORDS[2]})
        sessions = customer.call("list_own_sessions", 200)["data"]
        expect([one["current"] for one in sessions] == [False, True], "other sessions are listed")
        customer.call("end_own_session", 204, session=sessions[0]["id"])
        customer.call("end_own_session", 404, session=sessions[0]["id"])
        customer.call("end_other_sessions", 204)
        customer.call("get_me", 200)

    def ways_in(self) -> None:
        customer, _ = self.trade.customer()
        self.nobody.call("list_sign_in_providers", 200)
        expect(not customer.call("list_connected_providers", 200)["data"], "nobody is connected yet")
        self.nobody.call("start_provider_sign_in", 404, {}, provider="nobody")

    def provider(self) -> None:
        started = self.nobody.call("start_provider_sign_in", 200, {}, provider="rs256")
        reply = self._reply(started, "newcomer")
        self.nobody.call("finish_provider_sign_in", 200, reply, provider="rs256")
        self.nobody.call("finish_provider_sign_in", 400, reply, provider="rs256")
        customer, signed_in = self.trade.customer()
        proof = {"current_password": PASSWORDS[0]}
        customer.call("start_connecting_provider", 403, {}, provider="es256")
        customer.call("start_connecting_provider", 409, proof, provider="es256",
                      code="auth.verify_first")
        link = self.token(signed_in["user"]["email"], "verify-email")
        customer.call("verify_email", 204, {"token": link})
        started = customer.call("start_connecting_provider", 200, proof, provider="es256")
        reply = self._reply(started, "connected")
        customer.call("finish_connecting_provider", 200, reply, provider="es256")
        connected = customer.call("list_connected_providers", 200)["data"]
        # Both are clients of one issuer.
        expect({one["provider"] for one in connected} == {"rs256", "es256"}, "it is not connected")
        customer.call("disconnect_provider", 204, proof, provider="es256")
        customer.call("disconnect_provider", 404, proof, provider="es256")

    def _reply(self, started: dict, name: str) -> dict:
        back = Browser(name).visit(started["authorization_url"])
        return back | {"sign_in_token": started["sign_in_token"]}
