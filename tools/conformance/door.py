"""The door: who comes in and by what, what staff may do, and what is written down of it."""

import time
import uuid

import pyotp

from accounts import PASSWORDS, Accounts
from contract import Client
from till import Till
from trade import Trade, expect

STAFF_PASSWORD = "a passphrase of somebody who works here"
SHOP_FRONT = "https://shop.example"


def some_address() -> str:
    return f"{uuid.uuid4().hex}@example.org"


class Door:
    def __init__(self, trade: Trade, accounts: Accounts):
        self.trade = trade
        self.accounts = accounts
        self.nobody = trade.nobody
        self.staff = trade.staff

    def flows(self):
        return [
            self.second_factor,
            self.lost_second_factors,
            self.secret_keys,
            self.publishable_keys,
            self.roles_of_staff,
            self.invitations,
            self.staff_members,
            self.acting_as_a_customer,
            self.audit_log,
        ]

    def roles(self, till: Till):
        """Those of the till, with what belongs to their accounts, and to staff."""
        for role, headers, own in till.roles():
            if role in ("customer", "admin"):
                product = {"product_id": own["product"][0]}
                wish = self.nobody.with_headers(**headers).call("add_wish", 201, product)
                own |= {"wish": [wish["id"]]}
            if role == "admin":
                own |= self.belongings()
                own["customer"] += [self.trade.customer()[1]["user"]["id"]]
            yield role, headers, own

    def belongings(self) -> dict[str, list[str]]:
        key = {"name": "Stock robot", "kind": "secret", "scopes": ["orders.read"]}
        role = self.role("orders.read")
        invited = {"email": some_address(), "role": role}
        return {
            "key": [self.staff.call("create_api_key", 201, key)["key"]["id"]],
            "role": [role],
            "user": [self.joined(role)[1]["id"]],
            "invitation": [self.staff.call("invite_staff", 201, invited)["id"]],
        }

    def signed_in(self, session: dict) -> Client:
        return self.nobody.with_headers(Authorization=f"Bearer {session['access_token']}")

    def joined(self, role: str) -> tuple[Client, dict]:
        """Somebody who works here since now."""
        address = some_address()
        self.staff.call("invite_staff", 201, {"email": address, "name": "Mary", "role": role})
        token = self.accounts.token(address, "accept-invitation")
        body = {"token": token, "password": STAFF_PASSWORD}
        session = self.nobody.call("accept_invitation", 201, body)
        return self.signed_in(session), session["user"]

    def role(self, *permissions: str) -> str:
        new = {"name": f"role-{uuid.uuid4().hex[:8]}", "permissions": list(permissions)}
        return self.staff.call("create_role", 201, new)["name"]

    def enrolled(self, person: Client, password: str) -> tuple[pyotp.TOTP, list[str]]:
        """The app and the recovery codes."""
        begun = person.call("begin_second_factor", 201, {"current_password": password})
        app = pyotp.parse_uri(begun["provisioning_uri"])
        shown = person.call("confirm_second_factor", 200, {"code": app.now()})
        return app, shown["recovery_codes"]

    def second_factor(self) -> None:
        customer, session = self.trade.customer()
        means = {"email": session["user"]["email"], "password": PASSWORDS[0]}
        proof = {"current_password": PASSWORDS[0]}
        expect(not customer.call("get_second_factor", 200)["enabled"], "there is one already")
        alone = "auth.reauthentication_required"
        customer.call("begin_second_factor", 403, {}, code=alone)
        customer.call("confirm_second_factor", 409, {"code": "123456"}, code="auth.mfa_not_begun")
        app, codes = self.enrolled(customer, PASSWORDS[0])
        shown = customer.call("get_second_factor", 200)
        expect(shown["enabled"] and shown["recovery_codes_left"] == len(codes), "not set up")
        asked = self.nobody.call("login", 403, means, code="mfa_required")
        body = {"mfa_token": asked["mfa_token"]}
        self.nobody.call("login_with_code", 401, body | {"code": "000"}, code="auth.wrong_code")
        right = body | {"code": app.at(time.time() + app.interval)}
        self.nobody.call("login_with_code", 200, right)
        self.nobody.call("login_with_code", 401, right, code="auth.invalid_challenge")
        customer.call("disable_second_factor", 403, proof, code=alone)
        new = customer.call("renew_recovery_codes", 200, proof | {"code": codes[0]})["recovery_codes"]
        old = proof | {"code": codes[1]}
        customer.call("disable_second_factor", 403, old, code="auth.wrong_code")
        customer.call("disable_second_factor", 204, proof | {"code": new[0]})
        customer.call("disable_second_factor", 409, proof, code="auth.mfa_disabled")
        self.nobody.call("login", 200, means)

    def lost_second_factors(self) -> None:
        customer, session = self.trade.customer()
        member, user = self.joined("staff")
        lost = (
            ("remove_customer_second_factor", customer, PASSWORDS[0], {"customer": session["user"]["id"]}),
            ("remove_staff_second_factor", member, STAFF_PASSWORD, {"user": user["id"]}),
        )
        for name, person, password, place in lost:
            self.staff.call(name, 409, **place, code="auth.mfa_disabled")
            self.enrolled(person, password)
            person.call(name, 403, **place)
            self.staff.call(name, 204, **place)
            person.call("get_me", 401)
        means = {"email": user["email"], "password": STAFF_PASSWORD}
        self.nobody.call("login", 200, means)

    def secret_keys(self) -> None:
        new = {"name": "Stock robot", "kind": "secret", "scopes": ["orders.read"]}
        make = "create_api_key"
        self.staff.call(make, 422, new | {"scopes": []}, code="auth.bad_key")
        made = self.staff.call(make, 201, new)
        robot = self.nobody.with_headers(Authorization=f"Bearer {made['secret']}")
        place = {"key": made["key"]["id"]}
        robot.call("admin_list_orders", 200, query={"limit": 1})
        robot.call("list_customers", 403, code="http.forbidden")
        robot.call(make, 403, new, code="http.not_for_keys")
        page = {"Origin": SHOP_FRONT}
        robot.call("admin_list_orders", 401, headers=page, code="auth.secret_key_in_browser")
        listed = self.staff.call("list_api_keys", 200, query={"limit": 1})["data"]
        expect([one["id"] for one in listed] == [place["key"]], "the newest is another")
        expect(made["secret"] not in str(listed), "the key is shown twice")
        expect("last_used_at" in self.staff.call("get_api_key", 200, **place), "it was not used")
        self.staff.call("revoke_api_key", 204, **place)
        robot.call("admin_list_orders", 401, code="auth.key_revoked")
        expect("revoked_at" in self.staff.call("get_api_key", 200, **place), "it is not revoked")

    def publishable_keys(self) -> None:
        new = {"name": "Shop front", "kind": "publishable", "origins": [SHOP_FRONT]}
        made = self.staff.call("create_api_key", 201, new)
        front = self.nobody.with_headers(**{"Publishable-Key": made["secret"]})
        front.call("create_cart", 201, {}, headers={"Origin": SHOP_FRONT})
        elsewhere = {"Origin": "https://elsewhere.example"}
        front.call("create_cart", 401, {}, headers=elsewhere, code="auth.key_not_for_origin")
        front.call("admin_list_orders", 401)
        self.staff.call("revoke_api_key", 204, key=made["key"]["id"])
        front.call("create_cart", 401, {}, code="auth.key_revoked")

    def roles_of_staff(self) -> None:
        known = {one["name"] for one in self.staff.call("list_permissions", 200)["data"]}
        expect({"orders.read", "staff.write"} <= known, "permissions are missing")
        role = {"role": self.role("orders.read", "staff.write")}
        new = {"name": role["role"], "permissions": []}
        self.staff.call("create_role", 409, new, code="auth.role_taken")
        member, user = self.joined(**role)
        member.call("admin_list_orders", 200, query={"limit": 1})
        member.call("list_customers", 403, code="http.forbidden")
        for name, body in (("invite_staff", {"email": some_address(), "role": "admin"}),
                           ("create_role", new | {"name": "more", "permissions": ["audit.read"]})):
            member.call(name, 403, body, code="auth.permission_not_held")
        wider = {"permissions": ["orders.read", "customers.read"]}
        self.staff.call("change_role", 200, wider, **role)
        member.call("list_customers", 200, query={"limit": 1})
        expect(self.staff.call("get_role", 200, **role)["members"] == 1, "nobody has it")
        self.staff.call("delete_role", 409, **role, code="auth.role_in_use")
        self.staff.call("change_staff_member", 200, {"role": "staff"}, user=user["id"])
        self.staff.call("delete_role", 204, **role)
        self.staff.call("get_role", 404, **role)
        self.staff.call("change_role", 409, wider, role="admin", code="auth.built_in_role")
        built_in = {one["name"] for one in self.staff.call("list_roles", 200)["data"] if one["is_built_in"]}
        expect(built_in == {"admin", "staff"}, f"{built_in} are built in")

    def invitations(self) -> None:
        wish = {"email": some_address(), "name": "Joan", "role": "staff"}
        invited = self.staff.call("invite_staff", 201, wish)
        body = {"token": self.accounts.token(wish["email"], "accept-invitation"),
                "password": STAFF_PASSWORD}
        short = body | {"password": "short"}
        self.nobody.call("accept_invitation", 422, short, code="auth.password_too_short")
        listed = self.staff.call("list_invitations", 200, query={"limit": 1, "include": "total"})
        expect(listed["data"][0]["id"] == invited["id"], "the newest is another")
        place = {"invitation": invited["id"]}
        self.staff.call("withdraw_invitation", 204, **place)
        self.staff.call("withdraw_invitation", 404, **place)
        self.nobody.call("accept_invitation", 400, body, code="auth.invalid_link")
        _, user = self.joined("staff")
        again = wish | {"email": user["email"]}
        self.staff.call("invite_staff", 409, again, code="auth.already_staff")
        customer, session = self.trade.customer()
        self.staff.call("invite_staff", 201, wish | {"email": session["user"]["email"]})
        body["token"] = self.accounts.token(session["user"]["email"], "accept-invitation")
        becomes = self.nobody.call("accept_invitation", 201, body)
        expect(becomes["user"]["id"] == session["user"]["id"], "the account is another")
        expect(becomes["user"]["role"] == "staff", "a customer is no staff")
        customer.call("get_me", 401)

    def staff_members(self) -> None:
        member, user = self.joined("staff")
        place = {"user": user["id"]}
        change = "change_staff_member"
        page = self.staff.call("list_staff", 200, query={"role": "staff", "limit": 1, "include": "total"})
        expect(page["total"] >= 1, "nobody is counted")
        disabled = self.staff.call(change, 200, {"disabled": True}, **place)
        expect(disabled["disabled"], "not disabled")
        member.call("admin_list_orders", 401)
        means = {"email": user["email"], "password": STAFF_PASSWORD}
        self.nobody.call("login", 401, means, code="invalid_credentials")
        self.staff.call(change, 200, {"disabled": False, "role": "customer"}, **place)
        self.staff.call("get_staff_member", 404, **place)
        left = self.signed_in(self.nobody.call("login", 200, means))
        left.call("admin_list_orders", 403)
        admin = {"user": self.staff.call("get_me", 200)["id"]}
        expect(self.staff.call("get_staff_member", 200, **admin)["role"] == "admin", "another role")
        self.staff.call(change, 409, {"role": "staff"}, **admin, code="auth.last_admin")

    def acting_as_a_customer(self) -> None:
        customer, session = self.trade.customer()
        place = {"customer": session["user"]["id"]}
        why = {"reason": "Cannot pay"}
        self.joined(self.role("customers.read"))[0].call("impersonate_customer", 403, why, **place)
        begun = self.staff.call("impersonate_customer", 201, why, **place)
        expect("refresh_token" not in begun, "it can be refreshed")
        acting = self.signed_in(begun)
        expect(acting.call("get_me", 200)["id"] == place["customer"], "acts as somebody else")
        personal = "http.not_while_impersonating"
        acting.call("export_me", 403, code=personal)
        acting.call("erase_me", 403, {"current_password": PASSWORDS[0]}, code=personal)
        query = {"actor": place["customer"], "limit": 1}
        actor = self.staff.call("list_audit_log", 200, query=query)["data"][0]["actor"]
        expect(actor["impersonator"] == self.staff.call("get_me", 200)["id"], "nobody acted")
        by_staff = [one["id"] for one in customer.call("list_own_sessions", 200)["data"] if one["by_staff"]]
        expect(by_staff == [begun["session"]], "the customer does not see it")
        customer.call("end_own_session", 204, session=begun["session"])
        acting.call("get_me", 401)
        himself = {"customer": self.staff.call("get_me", 200)["id"]}
        self.staff.call("impersonate_customer", 404, why, **himself)

    def audit_log(self) -> None:
        customer, session = self.trade.customer()
        place = {"customer": session["user"]["id"]}
        group = self.staff.call("create_customer_group", 201, {"name": "Audited"})
        self.staff.call("add_customer_group_member", 204, group=group["id"], **place)
        query = {"target": group["id"], "include": "total"}
        log = self.staff.call("list_audit_log", 200, query=query)
        did = [(one["action"], one["status"]) for one in log["data"]]
        expect(did == [("add_customer_group_member", 204), ("create_customer_group", 201)], f"{did}")
        expect(log["total"] == 2, f"{log['total']} entries instead of 2")
        page = self.staff.call("list_audit_log", 200, query={"limit": 1} | query)
        rest = query | {"cursor": page["next_cursor"]}
        rest = self.staff.call("list_audit_log", 200, query=rest)["data"]
        expect(rest == log["data"][1:], "the second page is another")
        customer.call("list_audit_log", 403)
        query = {"actor": session["user"]["id"], "limit": 1}
        refused = self.staff.call("list_audit_log", 200, query=query)["data"][0]
        expect(refused["code"] == "http.forbidden", "a refusal is not written down")
        before = {"target": group["id"], "to": log["data"][-1]["at"]}
        expect(not self.staff.call("list_audit_log", 200, query=before)["data"], "to is included")
