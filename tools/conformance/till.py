"""The till: what follows a purchase, and the ways to one that a single request does not go."""

import uuid
from datetime import datetime, timedelta, timezone

from carrier import Carrier
from contract import Client
from trade import ADDRESS, Trade, eventually, expect, new_key, payment
from window import euros, name

PRICE = 1999
FREIGHT = 490


def now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class Till:
    def __init__(self, trade: Trade, carrier: Carrier):
        self.trade = trade
        self.carrier = carrier
        self.nobody = trade.nobody
        self.staff = trade.staff

    def flows(self):
        return [
            self.address_book,
            self.carts_that_meet,
            self.set_aside,
            self.claimed_orders,
            self.gift_cards,
            self.store_credit,
            self.drafts,
            self.edits,
            self.refunds,
            self.refused_refunds,
            self.history,
            self.invoices,
            self.partial_shipments,
            self.labels_and_tracking,
            self.returns,
            self.rejected_returns,
            self.return_labels,
            self.exchanges,
        ]

    def cart(self, shopper: Client, quantity: int = 1) -> dict:
        cart = shopper.call("create_cart", 201, {})
        line = {"sku": self.trade.sku(), "quantity": quantity}
        return shopper.call("add_cart_item", 200, line, cart=cart["id"])

    def bought(self, shopper: Client, quantity: int = 1, **more) -> dict:
        body = self.trade.purchase(self.cart(shopper, quantity), **more)
        return shopper.call("place_order", 201, body, headers=new_key())

    def delivered(self, shopper: Client, quantity: int = 1) -> dict:
        order = self.bought(shopper, quantity)
        shipment = self.staff.call("admin_ship_order", 201, {}, order=order["id"])["id"]
        self.staff.call("deliver_shipment", 200, shipment=shipment)
        return order

    def becomes(self, order: dict, member: str, value: str) -> dict:
        def look():
            shown = self.staff.call("admin_get_order", 200, order=order["id"])
            return shown if shown[member] == value else None

        return eventually(look, f"{member} does not become {value}")

    def roles(self):
        """Those of the trade, with what belongs to their purchases."""
        for role, headers, own in self.trade.roles():
            if role in ("customer", "admin"):
                shopper = self.nobody.with_headers(**headers)
                for parameter, values in self.belongings(shopper).items():
                    own[parameter] = own.get(parameter, []) + values
            yield role, headers, own

    def belongings(self, shopper: Client) -> dict[str, list[str]]:
        open_order, delivered = self.bought(shopper, 3), self.delivered(shopper, 3)
        draft, address = self.draft(), shopper.call("add_address", 201, {"address": ADDRESS})
        lines = [order["items"][0]["id"] for order in (open_order, delivered, draft)]
        goods = {"items": [{"item_id": lines[1], "quantity": 2, "reason": "smells"}]}
        returned = shopper.call("request_return", 201, goods, order=delivered["id"])
        new_card = {"amount": euros(5000)}
        card = self.staff.call("issue_gift_card", 201, new_card, headers=new_key())
        listed = lambda: shopper.call("list_order_invoices", 200, order=delivered["id"])["data"]
        number = eventually(listed, "a delivered order has no invoice")[0]["number"]
        packed = lambda: shopper.call("get_order", 200, order=open_order["id"])["shipments"]
        shipments = eventually(packed, "the order has no shipment")
        return {
            "order": [open_order["id"], delivered["id"], draft["id"]],
            "item": lines,
            "id": [returned["id"]],
            "address": [address["id"]],
            "shipping_address": [address["id"]],
            "customer": [shopper.call("get_me", 200)["id"]],
            "gift_card": [card["id"]],
            "gift_cards": [card["code"]],
            "file": [f"{number}.html", f"{number}.pdf"],
            "shipment": [shipment["id"] for shipment in shipments],
            "location": ["main"],
        }

    def address_book(self) -> None:
        customer, _ = self.trade.customer()
        home = customer.call("add_address", 201, {"label": "Home", "address": ADDRESS})
        expect(home["default_shipping"] and home["default_billing"], "the first is no default")
        other = {"address": ADDRESS | {"city": "Bremen"}, "default_shipping": True}
        other = customer.call("add_address", 201, other)
        page = customer.call("list_addresses", 200, query={"limit": 1})
        rest = customer.call("list_addresses", 200, query={"limit": 1, "cursor": page["next_cursor"]})
        expect(page["data"][0]["id"] != rest["data"][0]["id"], "a page is repeated")
        place = {"address": home["id"]}
        shown, headers = customer.answer("get_address", 200, **place)
        expect(not shown["default_shipping"], "two defaults")
        fresh = {"If-Match": headers["ETag"]}
        customer.call("change_address", 200, {"label": None}, headers=fresh, **place)
        customer.call("change_address", 412, {"label": "Old"}, headers=fresh, **place)
        cart = self.cart(customer)
        wanted = {"cart_id": cart["id"], "email": "guest@example.org"}
        both = {"shipping_address": ADDRESS, "shipping_address_id": other["id"]}
        customer.call("begin_checkout", 422, wanted | both, code="checkout.address_or_id")
        stranger, _ = self.trade.customer()
        stranger.call("get_address", 404, address=other["id"])
        begun = customer.call("begin_checkout", 201, wanted | {"shipping_address_id": other["id"]})
        expect(begun["shipping_address"]["city"] == "Bremen", "sent to another address")
        customer.call("remove_address", 204, address=other["id"])
        customer.call("get_address", 404, address=other["id"])

    def carts_that_meet(self) -> None:
        customer, _ = self.trade.customer()
        customer.call("get_my_cart", 404)
        own, sku = self.cart(customer), self.trade.sku()
        guest, cart = self.trade.guest_with_cart(sku, 2)
        both = customer.with_headers(**customer.headers, **guest.headers)
        customer.call("merge_cart", 404, cart=cart["id"])
        merged = both.call("merge_cart", 200, cart=cart["id"])
        expect(merged["cart"]["id"] == own["id"], "not the customer's cart")
        expect([one["kind"] for one in merged["adjustments"]] == ["added"], "not told as added")
        expect(len(customer.call("get_my_cart", 200)["items"]) == 2, "1 and 1 are not 2 items")
        guest.call("get_cart", 410, cart=cart["id"], code="cart.merged")
        both.call("merge_cart", 200, cart=cart["id"])

    def set_aside(self) -> None:
        guest, cart = self.trade.guest_with_cart(quantity=2)
        place = {"cart": cart["id"], "item": cart["items"][0]["id"]}
        saved = guest.call("save_cart_item_for_later", 200, **place)
        expect(saved["saved_items"] and not saved["items"], "it is not set aside")
        expect(saved["totals"]["total"]["amount"] == 0, "what is set aside counts")
        moved = guest.call("move_cart_item_to_cart", 200, **place)
        expect(moved["items"] and not moved["saved_items"], "it is not back")
        variant = {"variant": moved["items"][0]["variant_id"]}
        self.staff.call("change_variant", 200, {"prices": [euros(2499)]}, **variant)
        warned = lambda: guest.call("get_cart", 200, cart=cart["id"])["warnings"]
        warning = eventually(warned, "another price is not told")[0]
        expect(warning["code"] == "price_changed", f"warned of {warning['code']}")
        seen = {"expected_total": euros(2 * PRICE)}
        guest.call("confirm_cart", 409, seen, cart=cart["id"], code="cart_changed")
        agreed = guest.call("confirm_cart", 200, {"expected_total": euros(4998)}, cart=cart["id"])
        expect(not agreed["warnings"], "warned of what was agreed to")

    def claimed_orders(self) -> None:
        guest, order = self.trade.bought()
        customer, _ = self.trade.customer()
        both = customer.with_headers(**customer.headers, **guest.headers)
        place = {"order": order["id"]}
        customer.call("claim_order", 404, **place)
        both.call("claim_order", 200, **place)
        guest.call("get_order", 404, **place)
        expect(customer.call("list_orders", 200)["data"][0]["id"] == order["id"], "not listed")
        customer.call("claim_orders", 409, code="orders.address_not_confirmed")
        self.trade.shop.sql("update auth.user_account set email_verified_at = now()")
        expect(customer.call("claim_orders", 200)["claimed"] == 0, "orders of nobody")

    def gift_cards(self) -> None:
        issue = {"amount": euros(1500), "note": "first prize"}
        card = self.staff.call("issue_gift_card", 201, issue, headers=new_key())
        taken = issue | {"code": card["code"]}
        self.staff.call("issue_gift_card", 409, taken, headers=new_key())
        checked = self.nobody.call("check_gift_card", 200, {"code": card["code"]})
        expect(checked["balance"] == euros(1500), "another balance")
        listed = self.staff.call("list_gift_cards", 200, query={"limit": 1})["data"][0]
        expect(listed["id"] == card["id"] and "code" not in listed, "the code is shown twice")

        guest, cart = self.trade.guest_with_cart()
        tender = {"gift_cards": [card["code"]]}
        alone = self.trade.purchase(cart) | tender
        del alone["payment"]
        guest.call("place_order", 422, alone, headers=new_key(), code="checkout.payment_missing")
        declined = self.trade.purchase(cart, "sim_declined", **tender)
        guest.call("place_order", 402, declined, headers=new_key())
        whole = lambda: self.nobody.call("check_gift_card", 200, {"code": card["code"]})["balance"]
        eventually(lambda: whole() == euros(1500), "a refused purchase keeps the gift card's money")
        body = self.trade.purchase(cart, **tender)
        order = guest.call("place_order", 201, body, headers=new_key())
        paid = {one["provider"]: one["amount"]["amount"] for one in order["payments"]}
        expect(paid == {"gift_card": 1500, "simulator": PRICE + FREIGHT - 1500}, f"paid {paid}")
        shown = self.staff.call("get_gift_card", 200, gift_card=card["id"])
        expect(shown["balance"] == euros(0), "money is left on the card")
        guest.call("cancel_order", 200, order=order["id"])
        eventually(lambda: whole() == euros(1500), "a cancelled order keeps the gift card's money")
        self.staff.call("disable_gift_card", 200, gift_card=card["id"])
        self.nobody.call("check_gift_card", 404, {"code": card["code"]})
        self.staff.call("enable_gift_card", 200, gift_card=card["id"])
        expect(whole() == euros(1500), "a card that is enabled again holds other money")
        self.money_adds_up()

    def money_adds_up(self) -> None:
        balances = self.staff.call("get_ledger_balances", 200)["data"]
        expect(sum(one["balance"]["amount"] for one in balances) == 0, "the ledger does not add up")
        for entry in self.staff.call("list_ledger", 200, query={"limit": 20})["data"]:
            total = sum(posting["amount"]["amount"] for posting in entry["postings"])
            expect(total == 0, f"the postings of {entry['id']} add up to {total}")

    def store_credit(self) -> None:
        customer, signed_in = self.trade.customer()
        place = {"customer": signed_in["user"]["id"]}
        grant = {"amount": euros(5000), "reason": "a late parcel"}
        self.staff.call("grant_store_credit", 201, grant, headers=new_key(), **place)
        back = {"amount": euros(-6000), "reason": "a slip"}
        self.staff.call("grant_store_credit", 409, back, headers=new_key(), **place)
        body = self.trade.purchase(self.cart(customer), store_credit=True)
        del body["payment"]
        order = customer.call("place_order", 201, body, headers=new_key())
        expect(order["payment_status"] == "paid", "the credit does not pay")
        left = customer.call("get_my_store_credit", 200)["data"][0]["balance"]
        expect(left == euros(5000 - PRICE - FREIGHT), f"{left} is left")
        expect(self.staff.call("get_store_credit", 200, **place)["data"][0]["balance"] == left,
               "staff sees another balance")
        guest, cart = self.trade.guest_with_cart()
        wish = self.trade.purchase(cart, store_credit=True)
        guest.call("place_order", 422, wish, headers=new_key(), code="checkout.no_store_credit")

    def draft(self, **more) -> dict:
        items = [{"sku": self.trade.sku(), "quantity": 2}]
        wish = {"email": "guest@example.org", "items": items, "shipping_address": ADDRESS}
        return self.staff.call("create_draft", 201, wish | more)

    def drafts(self) -> None:
        draft = self.draft()
        place = {"order": draft["id"]}
        sku = draft["items"][0]["sku"]
        cheap = {"sku": sku, "quantity": 1, "unit_price": euros(1500)}
        unexplained = {"email": draft["email"], "shipping_address": ADDRESS, "items": [cheap]}
        self.staff.call("create_draft", 422, unexplained)
        change = {"items": [cheap], "reason": "Promised at the fair"}
        changed = self.staff.call("change_draft", 200, change, **place)
        total = changed["totals"]["total"]
        expect(total["amount"] == 1500 + FREIGHT, f"the draft costs {total}")
        means = {"payment": payment(), "expected_total": euros(1)}
        self.staff.call("place_draft", 409, means, headers=new_key(), **place, code="cart_changed")
        means, key = {"payment": payment(), "expected_total": total}, new_key()
        placed = self.staff.call("place_draft", 201, means, headers=key, **place)
        expect(placed["payment_status"] == "paid", "the draft is not paid")
        again = self.staff.call("place_draft", 201, means, headers=key, **place)
        expect(again["number"] == placed["number"], "another order")
        self.staff.call("discard_draft", 409, **place, code="invalid_transition")

        other = {"order": self.draft()["id"]}
        means = {"payment": payment("sim_requires_action")}
        waiting = self.staff.call("place_draft", 202, means, headers=new_key(), **other)
        self.nobody.call("approve_simulated_payment", 200, payment=waiting["payment_id"])
        self.becomes({"id": other["order"]}, "status", "placed")

        later = {"order": self.draft()["id"]}
        means = {"payment": {"provider": "bank_transfer"}}
        awaited = self.staff.call("place_draft", 201, means, headers=new_key(), **later)
        paid = {"payment": awaited["payments"][0]["id"]}
        self.staff.call("mark_payment_paid", 200, {}, headers=new_key(), **paid)
        self.becomes(awaited, "payment_status", "paid")

        self.staff.call("discard_draft", 204, order=self.draft()["id"])

    def edits(self) -> None:
        guest, order = self.trade.bought()
        place = {"order": order["id"]}
        item = order["items"][0]["id"]
        more = {"change": [{"item_id": item, "quantity": 2}], "reason": "By telephone",
                "add": [{"sku": self.trade.sku(), "quantity": 1}]}
        self.staff.call("edit_order", 409, more | {"expected_total": euros(1)}, **place,
                        code="orders.total_changed")
        edited = self.staff.call("edit_order", 200, more, **place)
        expect(edited["amount_due"] == euros(2 * PRICE), f"{edited['amount_due']} is due")
        expect(edited["payment_status"] == "partially_paid", "2 of 3 are not paid")
        means = {"payment": payment("sim_declined")}
        guest.call("pay_order", 402, means, headers=new_key(), **place, code="payment_declined")
        paid = guest.call("pay_order", 200, {"payment": payment()}, headers=new_key(), **place)
        expect(paid["payment_status"] == "paid", "paid, and not paid")
        guest.call("pay_order", 409, {"payment": payment()}, headers=new_key(), **place,
                   code="orders.nothing_due")
        less = {"remove": [edited["items"][1]["id"]], "reason": "Not needed"}
        self.staff.call("edit_order", 200, less, **place)
        shown = self.becomes(order, "payment_status", "paid")
        expect(shown["totals"]["total"] == euros(2 * PRICE + FREIGHT), "another total")
        back = lambda: self.staff.call("admin_get_order", 200, **place)["refunds"]
        expect(eventually(back, "nothing goes back")[0]["amount"] == euros(PRICE), "too little")
        once_more = {"change": [{"item_id": item, "quantity": 3}], "reason": "One more"}
        self.staff.call("edit_order", 200, once_more, **place)
        due = {"payment": payment()}
        self.staff.call("admin_pay_order", 200, due, headers=new_key(), **place)
        self.staff.call("admin_ship_order", 201, {}, **place)
        self.staff.call("edit_order", 409, once_more, **place, code="invalid_transition")

    def refunds(self) -> None:
        customer, _ = self.trade.customer()
        order = self.bought(customer, 3)
        place = {"order": order["id"]}
        item = order["items"][0]["id"]
        part = {"items": [{"item_id": item, "quantity": 1}], "reason": "chipped",
                "shipping_amount": euros(100), "restocking_fee": euros(50)}
        self.staff.call("admin_refund_order", 400, part, **place, code="idempotency_key_required")
        key = new_key()
        refund = self.staff.call("admin_refund_order", 201, part, headers=key, **place)
        expect(refund["amount"] == euros(PRICE + 100 - 50), f"{refund['amount']} goes back")
        again = self.staff.call("admin_refund_order", 201, part, headers=key, **place)
        expect(again["id"] == refund["id"], "a repeated request is another refund")
        too_many = {"items": [{"item_id": item, "quantity": 3}], "reason": "a slip"}
        self.staff.call("admin_refund_order", 409, too_many, headers=new_key(), **place,
                        code="orders.refund_exceeds_order")
        credit = {"items": [{"item_id": item, "quantity": 2}], "reason": "late", "shipping": True,
                  "to": "store_credit"}
        self.staff.call("admin_refund_order", 201, credit, headers=new_key(), **place)
        shown = customer.call("get_order", 200, **place)
        expect(len(shown["refunds"]) == 2, f"{len(shown['refunds'])} refunds")
        expect(customer.call("get_my_store_credit", 200)["data"], "no store credit")
        self.money_adds_up()

    def refused_refunds(self) -> None:
        """The money went back elsewhere, until it did not: no client can tell the simulator so."""
        customer, _ = self.trade.customer()
        order = self.bought(customer)
        charge = f"like '{order['id']}:%'"
        self.trade.shop.sql(
            "insert into payments.simulator_refund (key, charge_key, amount, at) select"
            f" 'elsewhere', key, amount, now() from payments.simulator_charge where key {charge}"
        )
        all_of_it = {"amount": order["totals"]["total"], "reason": "came chipped"}
        refund = "admin_refund_order"
        self.staff.call(refund, 201, all_of_it, headers=new_key(), order=order["id"])
        failed = lambda: [
            one for one in
            self.staff.call("admin_list_refunds", 200, query={"status": "failed"})["data"]
            if one["order_id"] == order["id"]
        ]
        place = {"refund": eventually(failed, "the refund is not refused")[0]["id"]}
        past_triggers = "set session_replication_role = replica;"
        gone = f"delete from payments.simulator_refund where charge_key {charge}"
        self.trade.shop.sql(f"{past_triggers} {gone}")
        self.staff.call("admin_retry_refund", 200, **place)
        self.becomes(order, "payment_status", "refunded")
        self.staff.call("admin_retry_refund", 409, **place, code="invalid_transition")
        self.money_adds_up()

    def history(self) -> None:
        customer, _ = self.trade.customer()
        order = self.delivered(customer)
        place = {"order": order["id"]}
        self.staff.call("admin_capture_order", 200, **place)
        then = self.becomes(order, "status", "completed")
        moment = now()
        self.staff.call("note_on_order", 201, {"text": "Rang: very content."}, **place)
        self.staff.call("archive_order", 200, **place)
        self.staff.call("archive_order", 409, **place, code="invalid_transition")
        shown = self.staff.call("admin_get_order", 200, **place)
        added = [entry["event"] for entry in shown["timeline"][len(then["timeline"]):]]
        expect(added == ["note", "archived"], f"the timeline goes on with {added}")
        past = self.staff.call("admin_get_order", 200, query={"at": moment}, **place)
        expect(past == then, "the order was another then")
        before = {"at": "2020-01-01T00:00:00Z"}
        self.staff.call("admin_get_order", 404, query=before, **place)
        expect("timeline" not in customer.call("get_order", 200, **place), "customers see it")

    def invoices(self) -> None:
        guest, order = self.trade.bought()
        place = {"order": order["id"]}
        listed = lambda: guest.call("list_order_invoices", 200, **place)["data"]
        invoice = eventually(listed, "a paid order has no invoice")[0]
        expect(invoice["total"] == order["totals"]["total"], "the invoice has another total")
        for ending in ("html", "pdf"):
            file = f"{invoice['number']}.{ending}"
            page = guest.call("print_invoice", 200, **place, file=file)
            wanted = "%PDF" if ending == "pdf" else invoice["number"]
            expect(wanted in page, f"no {ending}")
            german = {"Accept-Language": "de"}
            self.staff.call("admin_print_invoice", 200, headers=german, **place, file=file)
        self.nobody.call("print_invoice", 404, **place, file=f"{invoice['number']}.pdf")
        guest.call("cancel_order", 200, **place)
        both = lambda: len(self.staff.call("admin_list_order_invoices", 200, **place)["data"]) == 2
        eventually(both, "a cancelled order has no credit note")
        query = {"kind": "credit_note", "limit": 1}
        expect(self.staff.call("list_invoices", 200, query=query)["data"], "not listed")

    def partial_shipments(self) -> None:
        customer, _ = self.trade.customer()
        order = self.bought(customer, 3)
        place = {"order": order["id"]}
        part = lambda count: {"items": [{"item_id": order["items"][0]["id"], "quantity": count}],
                              "carrier": "manual", "tracking_number": uuid.uuid4().hex}
        first = self.staff.call("admin_ship_order", 201, part(1), **place)
        self.becomes(order, "fulfilment_status", "partial")
        self.staff.call("admin_ship_order", 409, part(3), **place)
        customer.call("cancel_order", 409, **place, code="invalid_transition")
        second = self.staff.call("admin_ship_order", 201, part(2), **place)
        self.becomes(order, "fulfilment_status", "shipped")
        for shipment in (first, second):
            self.staff.call("deliver_shipment", 200, shipment=shipment["id"])
        self.becomes(order, "status", "completed")

    def labels_and_tracking(self) -> None:
        zone = {"zone": f"zone-{uuid.uuid4().hex[:8]}"}
        self.staff.call("put_shipping_zone", 200, {"name": name(), "areas": [{"country": "LI"}]}, **zone)
        steps = [{"from": 0, "price": 990}]
        method = {"name": "Parcel", "basis": "weight", "min_days": 2, "max_days": 5,
                  "rates": [{"currency": "EUR", "steps": steps}],
                  "carrier": self.carrier.name, "service": "parcel"}
        self.staff.call("put_shipping_method", 200, method, **zone, method="parcel")
        guest, cart = self.trade.guest_with_cart()
        wanted = {"cart_id": cart["id"], "email": "guest@example.org",
                  "shipping_address": ADDRESS | {"country": "LI"}}
        checkout = guest.call("begin_checkout", 201, wanted)
        price = checkout["totals"]["shipping"]["amount"]
        expect(price == self.carrier.price, f"{price} is not what the carrier asks")
        order = guest.call("complete_checkout", 201, {"payment": payment()}, headers=new_key(),
                           checkout=checkout["id"])
        packed = lambda: guest.call("get_order", 200, order=order["id"])["shipments"]
        place = {"shipment": eventually(packed, "the order has no shipment")[0]["id"]}
        wish = {"carrier": self.carrier.name, "service": "parcel", "weight_grams": 400}
        label = self.staff.call("make_shipping_label", 200, wish, **place)
        again = self.staff.call("make_shipping_label", 200, wish, **place)
        expect(again["tracking_number"] == label["tracking_number"], "another label")
        expect("%PDF" in self.staff.call("show_shipping_label", 200, **place), "no label")

        self.carrier.tell(label["tracking_number"], "in_transit")
        tracked = self.staff.call("track_shipment", 200, **place)
        expect(tracked["status"] == "shipped", "a parcel on its way is not shipped")
        name_of_it = {"carrier": self.carrier.name}
        body, headers = self.carrier.tell(label["tracking_number"], "delivered")
        webhook = "receive_carrier_webhook"
        late = datetime.now(timezone.utc) - timedelta(minutes=6)
        _, stale = self.carrier.signed(body, late)
        for wrong in (headers | {"Webhook-Id": "msg_other"}, stale):
            self.nobody.call(webhook, 400, body, headers=wrong, **name_of_it,
                             code="shipping.bad_signature")
        for _ in range(2):
            self.nobody.call(webhook, 200, body, headers=headers, **name_of_it)
        shown = self.staff.call("show_shipment", 200, **place)
        expect(shown["status"] == "delivered", "what the carrier tells is not heard")
        expect(self.carrier.refused == [], f"signatures are refused: {self.carrier.refused[:3]}")
        self.staff.call("remove_shipping_method", 204, **zone, method="parcel")
        self.staff.call("remove_shipping_zone", 204, **zone)

    def returns(self) -> None:
        guest, cart = self.trade.guest_with_cart(quantity=3)
        order = guest.call("place_order", 201, self.trade.purchase(cart), headers=new_key())
        place, item = {"order": order["id"]}, order["items"][0]["id"]
        wish = lambda count: {"items": [{"item_id": item, "quantity": count, "reason": "smells"}]}
        guest.call("request_return", 409, wish(1), **place, code="returns.quantity_exceeds_shipped")
        shipment = self.staff.call("admin_ship_order", 201, {}, **place)
        self.staff.call("deliver_shipment", 200, shipment=shipment["id"])
        requested = guest.call("request_return", 201, wish(2), **place)
        here = {"id": requested["id"]}
        other = guest.call("request_return", 201, wish(1), **place)
        guest.call("request_return", 409, wish(1), **place)
        guest.call("cancel_return", 200, **place, id=other["id"])
        guest.call("cancel_return", 409, **place, id=other["id"], code="invalid_transition")
        expect(len(guest.call("list_returns", 200, **place)["data"]) == 2, "not 2 returns")
        guest.call("get_return", 200, **place, **here)
        self.nobody.call("get_return", 404, **place, **here)
        counted = lambda condition: {"items": [{"item_id": item, "quantity": 1, "condition": condition}]}
        receive = "receive_return"
        self.staff.call(receive, 409, counted("damaged"), **here, code="invalid_transition")
        query = {"status": "requested", "order_id": order["id"]}
        expect(self.staff.call("admin_list_returns", 200, query=query)["data"], "not listed")
        self.staff.call("approve_return", 200, **here)
        self.staff.call(receive, 200, counted("damaged"), **here)
        self.staff.call(receive, 200, counted("resaleable"), **here)
        self.staff.call(receive, 409, counted("resaleable"), **here)
        fee, key = {"restocking_fee": euros(98)}, new_key()
        settled = self.staff.call("refund_return", 200, fee, headers=key, **here)
        expect(settled["refunded"] == euros(2 * PRICE - 98), f"{settled['refunded']} goes back")
        self.staff.call("refund_return", 200, fee, headers=key, **here)
        expect(len(guest.call("get_order", 200, **place)["refunds"]) == 1, "refunded twice")
        path = [step["to"] for step in self.staff.call("admin_get_return", 200, **here)["history"]]
        expect(path == ["requested", "approved", "partially_received", "received", "refunded"],
               f"it went {path}")

    def rejected_returns(self) -> None:
        customer, _ = self.trade.customer()
        order = self.delivered(customer)
        goods = {"items": [{"item_id": order["items"][0]["id"], "quantity": 1, "reason": "goodwill"}]}
        begun = self.staff.call("admin_request_return", 201, goods, order=order["id"])
        here = {"id": begun["id"]}
        rejected = self.staff.call("reject_return", 200, {"reason": "opened"}, **here)
        expect(rejected["rejection_reason"] == "opened", "another reason")
        self.staff.call("approve_return", 409, **here, code="invalid_transition")
        self.staff.call("refund_return", 409, {}, headers=new_key(), **here, code="invalid_transition")

    def return_labels(self) -> None:
        customer, _ = self.trade.customer()
        order = self.delivered(customer)
        goods = {"items": [{"item_id": order["items"][0]["id"], "quantity": 1, "reason": "late"}]}
        place = {"order": order["id"]}
        here = {"id": customer.call("request_return", 201, goods, **place)["id"]}
        wish = {"carrier": self.carrier.name, "service": "parcel", "weight_grams": 400}
        make = "make_return_label"
        self.staff.call(make, 409, wish, **here, code="returns.no_label_now")
        self.staff.call("approve_return", 200, **here)
        self.staff.call(make, 409, {"carrier": "manual"}, **here, code="shipping.no_labels")
        for _ in range(2):
            self.staff.call(make, 200, wish, **here)
        label = customer.call("get_return", 200, **place, **here)["label"]
        token = label["path"].rsplit("/", 1)[1]
        expect("%PDF" in self.nobody.call("show_return_label", 200, token=token), "no label")
        self.nobody.call("show_return_label", 404, token="guessed")
        expect(self.carrier.refused == [], f"signatures are refused: {self.carrier.refused[:3]}")

    def exchanges(self) -> None:
        for orders in (self.staff_order, self.customer_orders):
            self.exchange(orders)

    def staff_order(self, _: Client, returned: dict, terms: dict, status: int, **more) -> dict:
        return self.staff.call("order_exchange", status, terms, id=returned["id"], **more)

    def customer_orders(self, customer: Client, returned: dict, terms: dict, status: int,
                        **more) -> dict:
        place = {"order": returned["order_id"], "id": returned["id"]}
        return customer.call("order_own_exchange", status, terms, **place, **more)

    def exchange(self, orders) -> None:
        customer, _ = self.trade.customer()
        order = self.delivered(customer)
        item, wanted = order["items"][0]["id"], self.trade.sku()
        wish = {"wish": "exchange", "replacement": [{"sku": wanted, "quantity": 1}],
                "items": [{"item_id": item, "quantity": 1, "reason": "too small"}]}
        returned = customer.call("request_return", 201, wish, order=order["id"])
        here, terms = {"id": returned["id"]}, {"payment": payment()}
        orders(customer, returned, terms, 409, headers=new_key(), code="returns.no_exchange")
        self.staff.call("approve_return", 200, **here)
        received = {"items": [{"item_id": item, "quantity": 1, "condition": "resaleable"}]}
        self.staff.call("receive_return", 200, received, **here)
        settled = self.staff.call("refund_return", 200, {}, headers=new_key(), **here)
        expect(settled["as_store_credit"], "the money of an exchange leaves the shop")
        key = new_key()
        exchanged = orders(customer, returned, terms, 200, headers=key)
        orders(customer, returned, terms, 200, headers=key)
        new = customer.call("get_order", 200, order=exchanged["exchange_order_id"])
        expect(new["items"][0]["sku"] == wanted, "something else is sent")
        paid = {one["provider"]: one["amount"]["amount"] for one in new["payments"]}
        expect(paid == {"store_credit": PRICE, "simulator": FREIGHT}, f"paid {paid}")
        expect(len(customer.call("list_orders", 200)["data"]) == 2, "exchanged twice")
