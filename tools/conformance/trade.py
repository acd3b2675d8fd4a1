"""Whole purchases and a shopkeeper's day: what the API promises, answer by answer."""

import hashlib
import hmac
import re
import time
import uuid

import requests

from contract import Client, Deviation
from picture import png
from shop import ADMIN, WEBHOOK_SECRET, Shop

ADDRESS = {
    "name": "Anna Kaufmann",
    "line1": "Speicherstraße 7",
    "city": "Hamburg",
    "postal_code": "20457",
    "country": "DE",
}
MILLISECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
SECONDS_FOR_EVENTS = 10


def expect(condition: bool, what: str) -> None:
    if not condition:
        raise Deviation(what)


def eventually(condition, what: str, seconds: int = SECONDS_FOR_EVENTS):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise Deviation(f"after {seconds} seconds: {what}")


def new_key() -> dict:
    return {"Idempotency-Key": str(uuid.uuid4())}


def payment(token: str = "sim_ok") -> dict:
    return {"provider": "simulator", "token": token}


def new_product(sku: str, **more) -> dict:
    variant = {"sku": sku, "prices": [{"amount": 1999, "currency": "EUR"}], "stock": 100}
    return {"title": f"Product {sku}", "variants": [variant]} | more


class Trade:
    def __init__(self, shop: Shop, nobody: Client):
        self.shop = shop
        self.nobody = nobody
        self.be_staff(*ADMIN)

    def be_staff(self, email: str, password: str) -> None:
        signed_in = self.nobody.call("login", 200, {"email": email, "password": password})
        self.staff = self.nobody.with_headers(Authorization=f"Bearer {signed_in['access_token']}")

    def still_trades(self, check) -> tuple[list, str]:
        """By then the admin's session was ended, and too much guessed at the password: another looks."""
        email, password = f"another-{ADMIN[0]}", ADMIN[1]
        self.shop.command("user", "create", "--email", email, "--role", "admin", given=password)
        self.be_staff(email, password)
        return [], check()

    def flows(self):
        return [
            self.operations,
            self.browsing,
            self.accounts,
            self.carts,
            self.checkout,
            self.purchase_in_one_request,
            self.refused_purchases,
            self.payment_that_requires_action,
            self.webhooks,
            self.payments_that_come_later,
            self.kept_means_of_payment,
            self.own_orders,
            self.catalogue,
            self.stock,
            self.warehouses,
            self.pictures,
            self.fulfilment,
            self.shipping_zones,
            self.parcels,
            self.messages,
            self.dead_events,
            self.refused_requests,
        ]

    def guest_with_cart(self, sku: str = "", quantity: int = 1) -> tuple[Client, dict]:
        cart = self.nobody.call("create_cart", 201, {"currency": "EUR"})
        guest = self.nobody.with_headers(**{"Guest-Token": cart["guest_token"]})
        line = {"sku": sku or self.sku(), "quantity": quantity}
        return guest, guest.call("add_cart_item", 200, line, cart=cart["id"])

    def sku(self) -> str:
        """Of a product of its own, so that no flow takes another's stock."""
        sku = f"TRADE-{uuid.uuid4().hex[:10]}"
        self.staff.call("create_product", 201, new_product(sku))
        return sku

    def purchase(self, cart: dict, token: str = "sim_ok", **more) -> dict:
        means = {"email": "guest@example.org", "shipping_address": ADDRESS}
        return means | {"cart_id": cart["id"], "payment": payment(token)} | more

    def bought(self, **more) -> tuple[Client, dict]:
        guest, cart = self.guest_with_cart()
        order = guest.call(
            "place_order", 201, self.purchase(cart, **more), headers=new_key()
        )
        return guest, order

    def customer(self) -> tuple[Client, dict]:
        signed_in = self.nobody.call(
            "register_customer",
            201,
            {
                "email": f"{uuid.uuid4().hex}@example.org",
                "password": "a long passphrase of a customer",
                "name": "Anna Kaufmann",
            },
        )
        token = signed_in["access_token"]
        return self.nobody.with_headers(Authorization=f"Bearer {token}"), signed_in

    def belongings(self, shopper: Client, carts: list[dict]) -> dict[str, list[str]]:
        """What may stand in a path: names of its parameters, and whose ids the shopper may use."""
        wanted = {"email": "guest@example.org", "shipping_address": ADDRESS}
        checkout = shopper.call("begin_checkout", 201, wanted | {"cart_id": carts[0]["id"]})
        orders = [
            shopper.call("place_order", 201, self.purchase(cart), headers=new_key())
            for cart in carts[1:3]
        ]
        product = self.staff.call("create_product", 201, new_product(f"OWN-{uuid.uuid4().hex[:8]}"))
        png_type = {"Content-Type": "image/png"}
        picture = self.staff.call("add_media", 201, png(2, 2), headers=png_type)["data"][0]
        return {
            "cart": [cart["id"] for cart in carts],
            "item": [line["id"] for cart in carts for line in cart["items"]],
            "checkout": [checkout["id"]],
            "order": [order["id"] for order in orders],
            "payment": [order["payments"][0]["id"] for order in orders],
            "product": [product["id"], product["slug"]],
            "variant": [product["variants"][0]["id"]],
            "sku": [product["variants"][0]["sku"]],
            "media": [picture["id"]],
            "sha256": [picture["sha256"]],
            "provider": ["simulator"],
            "carrier": ["manual"],
            "token": ["sim_ok", "sim_declined", "sim_requires_action", "sim_timeout"],
        }

    def filled_cart(self, shopper: Client) -> dict:
        cart = shopper.call("create_cart", 201, {})
        line = {"sku": self.sku(), "quantity": 2}
        return shopper.call("add_cart_item", 200, line, cart=cart["id"])

    def roles(self):
        """Who asks, the headers that show it, and what belongs to them."""
        guest, cart = self.guest_with_cart()
        customer, _ = self.customer()
        yield "nobody", {}, {}
        yield "guest", guest.headers, self.belongings(guest, [cart])
        for name, shopper in (("customer", customer), ("admin", self.staff)):
            carts = [self.filled_cart(shopper) for _ in range(5)]
            yield name, shopper.headers, self.belongings(shopper, carts)

    def operations(self) -> None:
        expect(self.nobody.call("health", 200)["status"] == "ok", "/healthz is not ok")
        self.nobody.call("ready", 200)
        self.nobody.call("metrics", 200)
        expect(self.nobody.call("get_signing_keys", 200)["keys"], "no signing keys")

    def browsing(self) -> None:
        page = self.nobody.call("list_products", 200, query={"limit": 3, "sort": "price_asc"})
        following = {"limit": 3, "sort": "price_asc", "cursor": page["next_cursor"]}
        following = self.nobody.call("list_products", 200, query=following)
        seen = {product["id"] for product in page["data"]}
        expect(seen.isdisjoint(p["id"] for p in following["data"]), "pages overlap")
        categories = self.nobody.call("list_categories", 200)["data"]
        self.nobody.call("list_products", 200, query={"category": categories[0]["slug"]})
        query = {"q": page["data"][0]["title"], "in_stock": "true", "price_min": 1}
        found = self.nobody.call("search_products", 200, query=query)
        expect(found["total"] >= 1 and found["facets"], "a title finds no product, or no facets")
        self.nobody.call("suggest_products", 200, query={"q": page["data"][0]["title"][:4]})
        for name in (page["data"][0]["id"], page["data"][0]["slug"]):
            product = self.nobody.call("show_product", 200, product=name)
            expect(product["variants"] and product["status"] == "published", "not for sale")
        self.nobody.call("show_product", 404, product="no-such-product")
        self.nobody.call(
            "list_products", 400, query={"limit": 5, "cursor": "forged"}, code="http.bad_cursor"
        )
        self.nobody.call("list_products", 422, query={"limit": 101})

    def accounts(self) -> None:
        customer, signed_in = self.customer()
        email = signed_in["user"]["email"]
        right = {"email": email, "password": "a long passphrase of a customer"}
        self.nobody.call("register_customer", 409, right, code="auth.email_taken")
        self.nobody.call(
            "login", 401, right | {"password": "wrong"}, code="invalid_credentials"
        )
        session = self.nobody.call("login", 200, right)
        refreshed = self.nobody.call(
            "refresh_session", 200, {"refresh_token": session["refresh_token"]}
        )
        expect(
            refreshed["refresh_token"] != session["refresh_token"], "the refresh token did not change"
        )
        expect(customer.call("get_me", 200)["email"] == email, "somebody else's account")
        self.nobody.call("get_me", 401)
        self.nobody.call("logout", 204, {"refresh_token": refreshed["refresh_token"]})
        self.nobody.call(
            "refresh_session", 400, {"refresh_token": refreshed["refresh_token"]}
        )

    def carts(self) -> None:
        cart, headers = self.nobody.answer("create_cart", 201)
        expect(headers["Location"] == f"/v1/carts/{cart['id']}", "the cart's Location is wrong")
        guest = self.nobody.with_headers(**{"Guest-Token": cart["guest_token"]})
        product = self.staff.call("create_product", 201, new_product(f"CART-{uuid.uuid4().hex[:8]}"))
        variant = product["variants"][0]
        cart = guest.call("add_cart_item", 200, {"sku": variant["sku"], "quantity": 1}, cart=cart["id"])
        expect("guest_token" not in cart, "the guest token is shown twice")
        cart = guest.call(
            "add_cart_item", 200, {"variant_id": variant["id"], "quantity": 2}, cart=cart["id"]
        )
        line = cart["items"][0]
        expect(line["quantity"] == 3, "1 and 2 of the same are not 3")
        place = {"cart": cart["id"], "item": line["id"]}
        cart = guest.call("change_cart_item", 200, {"quantity": 2}, **place)
        expect(cart["totals"]["total"]["amount"] == 2 * 1999, "2 of 19.99 are not 39.98")
        guest.call("change_cart_item", 422, {"quantity": -1}, **place)
        cart = guest.call("remove_cart_item", 200, **place)
        expect(cart["items"] == [], "a line that was removed is still there")
        self.nobody.call("get_cart", 404, cart=cart["id"])
        expect(guest.call("get_cart", 200, cart=cart["id"])["status"] == "active", "not active")

    def checkout(self) -> None:
        guest, cart = self.guest_with_cart()
        wanted = {"cart_id": cart["id"], "email": "guest@example.org", "shipping_address": ADDRESS}
        checkout, headers = guest.answer("begin_checkout", 201, wanted)
        expect(headers["Location"].endswith(checkout["id"]), "the checkout's Location is wrong")
        expect(checkout["status"] == "open" and checkout["hold_expires_at"], "no open checkout")
        place = {"checkout": checkout["id"]}
        _, headers = guest.answer("get_checkout", 200, **place)
        stale = {"If-Match": '"stale"'}
        change = {"shipping_option_id": checkout["shipping_options"][0]["id"]}
        guest.call("change_checkout", 412, change, headers=stale, **place)
        fresh = {"If-Match": headers["ETag"]}
        checkout = guest.call("change_checkout", 200, change, headers=fresh, **place)
        total = checkout["totals"]["total"]
        body = {"payment": payment(), "expected_total": total | {"amount": 1}}
        guest.call("complete_checkout", 400, body, code="idempotency_key_required", **place)
        guest.call("complete_checkout", 409, body, headers=new_key(), code="cart_changed", **place)
        key = new_key()
        body["expected_total"] = total
        order, headers = guest.answer("complete_checkout", 201, body, headers=key, **place)
        expect(headers["Location"] == f"/v1/orders/{order['id']}", "the order's Location is wrong")
        again, headers = guest.answer("complete_checkout", 201, body, headers=key, **place)
        expect(headers.get("Idempotent-Replayed") == "true", "a repeated request was not replayed")
        expect(again["id"] == order["id"], "a repeated request made another order")
        expect(order["totals"]["total"] == total, "the order's total is not the checkout's")
        for moment in (checkout["hold_expires_at"], order["created_at"]):
            expect(MILLISECONDS.fullmatch(moment), f"{moment} is not UTC in milliseconds")
        expect(guest.call("get_checkout", 200, **place)["order_id"] == order["id"], "no order_id")
        self.nobody.call("get_order", 404, order=order["id"])
        expect(guest.call("get_order", 200, order=order["id"])["status"] == "placed", "not placed")

    def purchase_in_one_request(self) -> None:
        guest, cart = self.guest_with_cart()
        body = self.purchase(cart, billing_address=ADDRESS | {"name": "Kaufmann GmbH"})
        key = new_key()
        order = guest.call("place_order", 201, body, headers=key)
        expect(order["payment_status"] == "paid", "the order is not paid")
        guest.call(
            "place_order", 422, body | {"email": "b@example.org"}, headers=key,
            code="idempotency_key_reused",
        )
        cancelled = guest.call("cancel_order", 200, order=order["id"])
        expect(cancelled["status"] == "cancelled", "the order is not cancelled")
        guest.call("cancel_order", 409, order=order["id"], code="invalid_transition")

    def refused_purchases(self) -> None:
        guest, cart = self.guest_with_cart()
        guest.call(
            "place_order", 402, self.purchase(cart, "sim_declined"), headers=new_key(),
            code="payment_declined",
        )
        expect(guest.call("get_cart", 200, cart=cart["id"])["status"] == "active", "not active again")
        guest, cart = self.guest_with_cart(quantity=100)
        other, rest = self.guest_with_cart(cart["items"][0]["sku"], 100)
        guest.call("place_order", 201, self.purchase(cart), headers=new_key())
        other.call(
            "place_order", 409, self.purchase(rest), headers=new_key(), code="insufficient_stock"
        )

    def payment_that_requires_action(self) -> None:
        guest, cart = self.guest_with_cart()
        waiting = guest.call(
            "place_order", 202, self.purchase(cart, "sim_requires_action"), headers=new_key()
        )
        expect(waiting["status"] == "requires_action", "the payment requires no action")
        expect(waiting["payment_id"] in waiting["next_action"]["url"], "no next action")
        self.nobody.call("approve_simulated_payment", 200, payment=waiting["payment_id"])
        self._wait_for_order(guest, waiting["checkout_id"])

        guest, cart = self.guest_with_cart()
        wanted = {"cart_id": cart["id"], "email": "guest@example.org", "shipping_address": ADDRESS}
        checkout = guest.call("begin_checkout", 201, wanted)
        waiting = guest.call(
            "complete_checkout", 202, {"payment": payment("sim_requires_action")},
            headers=new_key(), checkout=checkout["id"],
        )
        self.nobody.call("approve_simulated_payment", 200, payment=waiting["payment_id"])
        self._wait_for_order(guest, checkout["id"])

    def _wait_for_order(self, guest: Client, checkout: str) -> None:
        def order_id():
            return guest.call("get_checkout", 200, checkout=checkout).get("order_id")

        order = eventually(order_id, "an approved payment made no order")
        guest.call("get_order", 200, order=order)

    def payments_that_come_later(self) -> None:
        guest, cart = self.guest_with_cart()
        body = self.purchase(cart) | {"payment": {"provider": "bank_transfer"}}
        order = guest.call("place_order", 201, body, headers=new_key())
        awaited = order["payments"][0]
        expect(awaited["instructions"]["reference"] == order["number"], "no reference to give")
        self.staff.call("admin_ship_order", 409, {}, order=order["id"], code="invalid_transition")
        mark, key = "mark_payment_paid", new_key()
        self.staff.call(mark, 200, {}, headers=key, payment=awaited["id"])
        self.staff.call(mark, 409, {}, headers=new_key(), payment=awaited["id"],
                        code="invalid_transition")
        eventually(
            lambda: guest.call("get_order", 200, order=order["id"])["payment_status"] == "paid",
            "a transfer that has come does not pay the order",
        )
        guest, cart = self.guest_with_cart()
        body = self.purchase(cart) | {"payment": {"provider": "cash_on_delivery"}}
        order = guest.call("place_order", 201, body, headers=new_key())
        eventually(
            lambda: guest.call("get_order", 200, order=order["id"])["shipments"],
            "what is paid on delivery is not sent",
        )

    def kept_means_of_payment(self) -> None:
        customer, _ = self.customer()
        wish = {"provider": "simulator", "token": "sim_ok", "label": "Visa •••• 4242",
                "expires": {"month": 12, "year": 2031}}
        kept = customer.call("keep_payment_method", 201, wish)
        for wrong in ({"token": "4242 4242 4242 4242"}, {"label": "4242424242424242"}):
            customer.call("keep_payment_method", 422, wish | wrong, code="payments.card_number")
        listed = customer.call("list_payment_methods", 200)["data"]
        expect([method["id"] for method in listed] == [kept["id"]], "not listed")
        cart = customer.call("create_cart", 201, {"currency": "EUR"})
        line = {"sku": self.sku(), "quantity": 1}
        cart = customer.call("add_cart_item", 200, line, cart=cart["id"])
        means = {"provider": "simulator", "payment_method_id": kept["id"]}
        customer.call("place_order", 201, self.purchase(cart) | {"payment": means},
                      headers=new_key())
        customer.call("forget_payment_method", 204, method=kept["id"])
        customer.call("forget_payment_method", 404, method=kept["id"],
                      code="payments.no_such_method")

    def webhooks(self) -> None:
        body = f'{{"id":"{uuid.uuid4()}","type":"charge.unheard_of"}}'
        seconds = str(int(time.time()))
        digest = hmac.new(WEBHOOK_SECRET.encode(), f"{seconds}.{body}".encode(), hashlib.sha256)
        right = {
            "Content-Type": "application/json",
            "Webhook-Signature": f"t={seconds},v1={digest.hexdigest()}",
        }
        wrong = right | {"Webhook-Signature": f"t={seconds},v1={'0' * 64}"}
        name, simulator = "receive_payment_webhook", {"provider": "simulator"}
        self.nobody.call(
            name, 400, body.encode(), headers=wrong, code="payments.bad_signature", **simulator
        )
        for _ in range(2):
            self.nobody.call(name, 200, body.encode(), headers=right, **simulator)
        self.nobody.call(name, 404, body.encode(), headers=right, provider="nobody")

    def own_orders(self) -> None:
        customer, _ = self.customer()
        for _ in range(2):
            cart = customer.call("create_cart", 201, {})
            line = {"sku": self.sku(), "quantity": 1}
            cart = customer.call("add_cart_item", 200, line, cart=cart["id"])
            customer.call("place_order", 201, self.purchase(cart), headers=new_key())
        page = customer.call("list_orders", 200, query={"limit": 1})
        rest = customer.call("list_orders", 200, query={"limit": 1, "cursor": page["next_cursor"]})
        expect(page["data"][0]["id"] != rest["data"][0]["id"], "a page is repeated")
        expect(rest["next_cursor"] is None, "two orders make more than two pages of one")
        stranger, _ = self.customer()
        stranger.call("get_order", 404, order=page["data"][0]["id"])
        self.nobody.call("list_orders", 401)

    def catalogue(self) -> None:
        sku = f"GOODS-{uuid.uuid4().hex[:8]}"
        described = new_product(
            sku,
            slug=sku.lower(),
            description="For the check.",
            status="draft",
            categories=["conformance"],
            attributes={"colour": "red", "weight": 2, "washable": True},
        )
        described["variants"][0] |= {"title": "Red", "options": {"colour": "red"}, "weight_grams": 200}
        product, headers = self.staff.answer("create_product", 201, described)
        expect(headers["Location"].endswith(product["id"]), "the product's Location is wrong")
        place = {"product": product["id"]}
        self.staff.call("create_product", 409, described, code="catalog.sku_taken")
        self.nobody.call("show_product", 404, product=product["slug"])
        _, headers = self.staff.answer("show_product_for_staff", 200, **place)
        change = {"title": "Another title", "status": "published"}
        fresh = {"If-Match": headers["ETag"]}
        self.staff.call("change_product", 200, change, headers=fresh, **place)
        self.staff.call("change_product", 412, change, headers=fresh, **place)
        variant = {"variant": product["variants"][0]["id"]}
        prices = [{"amount": 2499, "currency": "EUR"}]
        self.staff.call("change_variant", 200, {"prices": prices, "weight_grams": 250}, **variant)
        shown = self.nobody.call("show_product", 200, product=product["slug"])
        expect(shown["variants"][0]["price"]["amount"] == 2499, "the new price is not shown")
        query = {"q": "Another", "status": "published", "limit": 1}
        expect(self.staff.call("list_products_for_staff", 200, query=query)["data"], "not found")
        self.staff.call("remove_product", 412, headers=fresh, **place)
        self.staff.call("remove_product", 204, **place)
        self.staff.call("show_product_for_staff", 404, **place)

    def stock(self) -> None:
        place = {"sku": self.sku()}
        level = self.staff.call("show_stock", 200, **place)["levels"][0]
        expect(level["available"] == 100, "100 are not 100")
        name = "adjust_stock"
        level = self.staff.call(name, 200, {"delta": -1, "reason": "broken"}, **place)["levels"][0]
        expect(level["on_hand"] == 99, "100 - 1 is not 99")
        self.staff.call(name, 200, {"on_hand": 7, "reason": "counted"}, **place)
        self.staff.call(name, 409, {"delta": -8, "reason": "too many"}, **place)
        self.staff.call(name, 422, {"reason": "nothing"}, **place)
        self.staff.call("show_stock", 404, sku="NO-SUCH-SKU")

    def warehouses(self) -> None:
        staff, sku = self.staff, self.sku()
        code = f"depot-{uuid.uuid4().hex[:8]}"
        place = {"location": code}
        staff.call("create_location", 201, {"code": code, "name": "Depot"})
        staff.call("create_location", 409, {"code": code, "name": "Depot"})
        expect(len(staff.call("list_locations", 200)["data"]) > 1, "the depot is not listed")
        staff.call("change_location", 200, {"address": ADDRESS}, **place)
        expect(staff.call("show_location", 200, **place)["address"] == ADDRESS, "another address")
        item = staff.call("change_stock_terms", 200, {"safety": 10, "backorderable": True}, sku=sku)
        expect(item["levels"][0]["available"] == 90, "safety stock is for sale")
        lines = lambda quantity: {"lines": [{"sku": sku, "quantity": quantity}]}
        staff.call("receive_goods", 201, lines(5))
        staff.call("receive_goods", 422, {"lines": []})

        way = {"source": "main", "destination": code}
        transfer = staff.call("create_transfer", 201, way | lines(4))
        sent = {"transfer": transfer["id"]}
        staff.call("create_transfer", 409, way | lines(1000))
        staff.call("receive_transfer", 200, lines(1), **sent)
        staff.call("receive_transfer", 409, lines(9), **sent, code="inventory.more_than_sent")
        staff.call("cancel_transfer", 409, **sent, code="invalid_transition")
        expect(staff.call("show_transfer", 200, **sent)["lines"][0]["received"] == 1, "not received")
        staff.call("list_transfers", 200, query={"status": "partially_received"})
        other = staff.call("create_transfer", 201, way | lines(1))
        staff.call("cancel_transfer", 200, transfer=other["id"])
        staff.call("remove_location", 409, **place, code="inventory.location_in_use")

        take = {"stock_take": staff.call("open_stock_take", 201, {"location": code})["id"]}
        counted = {"lines": [{"sku": sku, "counted": 3}]}
        shown = staff.call("enter_counts", 200, counted, **take)
        expect(shown["counts"][0]["difference"] == 2, "3 - 1 is not 2")
        staff.call("close_stock_take", 200, **take)
        staff.call("cancel_stock_take", 409, **take, code="invalid_transition")
        staff.call("show_stock_take", 200, **take)
        other = staff.call("open_stock_take", 201, {})
        staff.call("cancel_stock_take", 200, stock_take=other["id"])
        staff.call("list_stock_takes", 200, query={"limit": 1})
        page = staff.call("list_stock_movements", 200, sku=sku, query={"limit": 2})
        expect(page["next_cursor"], "there are no more movements")
        empty = f"empty-{uuid.uuid4().hex[:8]}"
        staff.call("create_location", 201, {"code": empty, "name": "Empty"})
        staff.call("remove_location", 204, location=empty)

    def pictures(self) -> None:
        dot = png(1, 1)
        files = [("file", ("../x.png", dot)), ("file", ("y", dot)), ("alt", (None, "A dot"))]
        form = requests.Request("POST", self.shop.address, files=files).prepare()
        headers = {"Content-Type": form.headers["Content-Type"]}
        added, answered = self.staff.answer("add_media", 201, form.body, headers=headers)
        asset = added["data"][0]
        expect(added["data"][1] == asset, "the same picture is two")
        expect(answered["Location"].endswith(asset["id"]), "the picture's Location is wrong")
        place = {"media": asset["id"]}
        expect(self.staff.call("get_media", 200, **place) == asset, "another picture")
        shown = self.staff.call("describe_media", 200, {"alt": "A full stop"}, **place)
        expect(shown["alt"] == "A full stop", "it is not described")
        expect(self.staff.call("list_media", 200, query={"limit": 1})["data"] == [shown], "not listed")
        _, _, sha256, file = asset["url"].split("/")
        _, headers = self.nobody.answer("show_picture", 200, sha256=sha256, file=file)
        expect("immutable" in headers["Cache-Control"], "a picture expires")
        self.nobody.call("show_picture", 404, sha256="0" * 64, file=file)
        json_type = {"Content-Type": "application/json"}
        self.staff.call("add_media", 415, b"{}", headers=json_type)
        svg = {"Content-Type": "image/png"}
        self.staff.call("add_media", 415, b"<svg/>", headers=svg, code="media.not_an_image")
        upload = self.staff.call("begin_media_upload", 409, {"bytes": 9})
        expect(upload["code"] == "media.no_direct_upload", "a folder takes uploads")
        self.staff.call("remove_media", 204, **place)
        self.staff.call("get_media", 404, **place)

    def fulfilment(self) -> None:
        _, order = self.bought()
        place = {"order": order["id"]}
        self.staff.call("admin_list_orders", 200, query={"status": "placed", "limit": 2})
        shown = self.staff.call("admin_get_order", 200, **place)
        expect(shown["timeline"], "the order has no timeline")
        self.staff.call("admin_capture_order", 200, **place)
        items = [{"item_id": order["items"][0]["id"], "quantity": 1}]
        shipment = self.staff.call(
            "admin_ship_order", 201,
            {"items": items, "carrier": "DHL", "tracking_number": "00340"}, **place,
        )
        expect(shipment["order_id"] == order["id"], "the shipment is another order's")
        self.staff.call("admin_ship_order", 409, **place)
        self.staff.call("admin_cancel_order", 409, {}, code="invalid_transition", **place)
        self.staff.call("deliver_shipment", 200, shipment=shipment["id"])
        self.staff.call("deliver_shipment", 409, shipment=shipment["id"], code="invalid_transition")
        _, other = self.bought()
        self.staff.call("admin_cancel_order", 200, {"reason": "out of season"}, order=other["id"])
        self.staff.call("admin_capture_order", 409, order=other["id"])

    def shipping_zones(self) -> None:
        zone = {"zone": f"zone-{uuid.uuid4().hex[:8]}"}
        area = {"country": "IS", "postal_code_prefix": "1"}
        self.staff.call("put_shipping_zone", 200, {"name": "North", "areas": [area]}, **zone)
        self.staff.call("put_shipping_zone", 422, {"name": "Nowhere"}, **zone)
        steps = [{"from": 0, "price": 990}, {"from": 5000, "price": None}]
        method = {
            "name": "Ferry", "basis": "weight", "min_days": 2, "max_days": 5,
            "rates": [{"currency": "EUR", "free_from": 20000, "steps": steps}],
        }
        place = zone | {"method": "ferry"}
        self.staff.call("put_shipping_method", 200, method, **place)
        self.staff.call("put_shipping_method", 422, method | {"carrier": "nobody"}, **place)
        shown = self.staff.call("show_shipping_zone", 200, **zone)
        expect(shown["methods"][0]["rates"][0]["steps"] == steps, "other steps")
        expect(shown in self.staff.call("list_shipping_zones", 200)["data"], "not listed")
        self.staff.call("remove_shipping_method", 204, **place)
        self.staff.call("remove_shipping_zone", 204, **zone)
        self.staff.call("show_shipping_zone", 404, **zone)

    def parcels(self) -> None:
        guest, cart = self.guest_with_cart(quantity=3)
        order = guest.call("place_order", 201, self.purchase(cart), headers=new_key())
        pending = {"status": "pending", "limit": 5}
        of_order = lambda: [
            shipment for shipment in self.staff.call("list_shipments", 200, query=pending)["data"]
            if shipment["order_id"] == order["id"]
        ]
        whole = {"shipment": eventually(of_order, "the order has no shipment")[0]["id"]}
        part = lambda count: {"items": [{"item_id": order["items"][0]["id"], "quantity": count}]}
        apart = {"shipment": self.staff.call("split_shipment", 201, part(1), **whole)["id"]}
        self.staff.call("split_shipment", 409, part(9), **whole)
        self.staff.call("ship_shipment", 409, {}, **apart, code="invalid_transition")
        self.staff.call("release_shipment", 200, **apart)
        self.staff.call("ship_shipment", 200, {"tracking_number": "00341"}, **apart)
        self.staff.call("cancel_shipment", 200, {"reason": "it came back"}, **apart)
        self.staff.call("cancel_shipment", 409, {}, **apart, code="invalid_transition")
        shown = self.staff.call("show_shipment", 200, **whole)
        expect(shown["items"][0]["quantity"] == 3, "what came back is not sent again")
        label = {"carrier": "manual"}
        self.staff.call("make_shipping_label", 409, label, **whole, code="shipping.no_labels")
        self.staff.call("show_shipping_label", 404, **whole)
        self.staff.call("track_shipment", 409, **whole, code="shipping.no_tracking")
        self.nobody.call("receive_carrier_webhook", 404, {}, carrier="nobody")
        forged = {"carrier": "manual", "code": "shipping.bad_signature"}
        self.nobody.call("receive_carrier_webhook", 400, {}, **forged)

    def messages(self) -> None:
        customer, signed_in = self.customer()
        customer.call("get_message_preferences", 200)
        customer.call("change_message_preferences", 200, {"kinds": {"back_in_stock": True}})
        customer.call("change_message_preferences", 422, {"kinds": {"welcome": False}})
        query = {"recipient": signed_in["user"]["email"], "status": "sent"}
        find = lambda: self.staff.call("list_messages", 200, query=query)["data"]
        message = eventually(find, "nobody is welcomed")[0]["id"]
        self.staff.call("get_message", 200, message=message)
        self.staff.call("resend_message", 201, message=message)
        self.staff.call("retry_message", 409, message=message, code="invalid_transition")
        self.failed_message()
        self.templates()
        self.back_in_stock(customer, signed_in["user"]["email"])

    def failed_message(self) -> None:
        """No mail server fails a message within the time of a check: one is declared failed."""
        self.shop.sql(
            "insert into notifications.outgoing (message_id, channel, status, attempts,"
            " next_attempt_at) select id, channel, 'failed', 10, now() from notifications.message"
            " where kind = 'welcome' and sent_at is not null limit 1"
        )
        failed = self.staff.call("list_messages", 200, query={"status": "failed"})["data"]
        self.staff.call("retry_message", 200, message=failed[0]["id"])

    def templates(self) -> None:
        place = {"kind": "password_reset", "locale": "en"}
        self.staff.call("list_message_templates", 200)
        self.staff.call("edit_message_template", 200, {"subject": "Hello {{name}}"}, **place)
        self.staff.call("edit_message_template", 422, {"subject": "Hello {{nmae}}"}, **place)
        self.staff.call("get_message_template", 200, **place)
        preview = self.staff.call("preview_message_template", 200, {}, **place)
        expect(preview["subject"] == "Hello Ada Buyer", "the preview is not of what was written")
        self.staff.call("reset_message_template", 204, **place)
        history = self.staff.call("list_template_revisions", 200, **place)["data"]
        expect(len(history) == 2, f"{len(history)} revisions instead of 2")

    def back_in_stock(self, customer: Client, email: str) -> None:
        """Asked, told, and with the mail's own link told no more."""
        sku = f"BACK-{uuid.uuid4().hex[:8]}"
        product = self.staff.call("create_product", 201, new_product(sku))
        variant = product["variants"][0]["id"]
        self.nobody.call("tell_when_back", 422, {}, variant=variant)
        customer.call("tell_when_back", 202, {}, variant=variant)
        for count in (0, 5):
            self.staff.call("adjust_stock", 200, {"on_hand": count, "reason": "counted"}, sku=sku)
        query = {"recipient": email, "kind": "back_in_stock"}
        find = lambda: self.staff.call("list_messages", 200, query=query)["data"]
        message = eventually(find, "nobody is told that it is back")[0]["id"]
        text = self.staff.call("get_message", 200, message=message)["text"]
        token = re.search(r"/v1/unsubscribe/(\S+)", text).group(1)
        self.nobody.call("ask_to_unsubscribe", 200, token=token)
        click = b"List-Unsubscribe=One-Click"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.nobody.call("unsubscribe", 200, click, headers=form, token=token)
        self.nobody.call("unsubscribe", 404, click, headers=form, token="forged")
        kinds = customer.call("get_message_preferences", 200)["kinds"]
        expect(not kinds["back_in_stock"], "the link did not unsubscribe")

    def dead_events(self) -> None:
        """No client can make a handler fail, so two events are declared dead by hand."""
        self.shop.sql(
            "insert into platform.parked_event (subscription, id, event_id, name, key, version,"
            " payload, traceparent, at, replayed, state, attempts, last_error)"
            " select 'search.listing', id, event_id, name, key, version, payload, traceparent, at,"
            " false, 'dead', 8, 'declared dead' from platform.event"
            " where name = 'catalog.product_created.v1' order by id limit 2"
        )
        dead = self.staff.call("list_dead_events", 200)["data"]
        expect(len(dead) == 2, f"{len(dead)} dead events instead of 2")
        self.staff.call("retry_dead_event", 204, event=dead[0]["id"])
        self.staff.call("discard_dead_event", 204, event=dead[1]["id"])
        self.staff.call("discard_dead_event", 404, event=dead[1]["id"])

    def refused_requests(self) -> None:
        customer, _ = self.customer()
        self.nobody.call("admin_list_orders", 401)
        customer.call("admin_list_orders", 403)
        json_type = {"Content-Type": "application/json"}
        register = "register_customer"
        self.nobody.call(register, 400, b"{", headers=json_type, code="json.malformed")
        self.nobody.call(register, 400, b"", headers=json_type, code="http.body_required")
        self.nobody.call(register, 415, b"a=b", headers={"Content-Type": "text/plain"})
        self.nobody.call(register, 422, {"surname": "x"}, code="json.invalid")
        self.nobody.call("list_products", 400, query={"page": 2}, code="http.unknown_parameter")
        self.nobody.call("list_products", 406, headers={"Accept": "text/html"})
        named = {"X-Request-Id": "conformance-1234"}
        problem, headers = self.nobody.answer("show_product", 404, headers=named, product="nothing")
        expect(problem["request_id"] == headers["X-Request-Id"] == named["X-Request-Id"], "renamed")
        forged = self.nobody.with_headers(Authorization="Bearer forged")
        forged.call("get_me", 401)
        self.nobody.call("get_order", 404, order="ord_not-an-id")
