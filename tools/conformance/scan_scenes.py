"""What no document tells of a POST: ids in the right state, and members that go together.

Where it can be, a request does its work and is refused at its very end, as with a payment that is
declined: then sqlmap's next one gets as far.
"""

from dataclasses import dataclass, field

from shop import ADMIN
from till import Till, euros, new_key
from trade import ADDRESS, eventually, new_product, payment
from window import Window

PASSWORD = "a long passphrase of a customer"
MANY = 50
LATER, LATEST = "2098-01-31T12:00:00Z", "2099-01-31T12:00:00Z"
PLACE = ADDRESS | {"line2": "Hof", "region": "HH", "phone": "+49 40 123456"}
SEO = {"title": "Mug", "description": "A mug", "canonical": "https://shop.example/mug"}
ELSEWHERE = "elsewhere"  # a provider of sign-ins


@dataclass
class Scene:
    """bodies: one after the other, of all but the first the texts that it has not; none: made up from
    the document. headers: of somebody else than the admin."""

    bodies: list = field(default_factory=list)
    ids: dict = field(default_factory=dict)
    headers: dict | None = None


class Scenes:
    def __init__(self, till: Till, own: dict):
        self.till = till
        self.trade = till.trade
        self.staff = till.staff
        self.own = own
        self.sku = "SCAN-1"
        variant = new_product(self.sku)["variants"][0] | {"stock": 1_000_000}
        self.product = self.staff.call("create_product", 201, {"title": "Mug", "variants": [variant]})

    def all(self) -> dict[str, Scene]:
        return (
            self.accounts() | self.door() | self.goods() | self.stock() | self.prices() | self.carts()
            | self.purchases() | self.orders() | self.shipments() | self.returns() | self.exchanges()
            | self.words()
        )  # fmt: skip

    def gift(self) -> dict:
        """A card too small to pay for anything."""
        card = self.staff.call("issue_gift_card", 201, {"amount": euros(1)}, headers=new_key())
        return {"gift_cards": [card["code"]]}

    def accounts(self) -> dict[str, Scene]:
        customer, signed_in = self.trade.customer()
        who = {"email": signed_in["user"]["email"], "password": PASSWORD}
        leaves = {"refresh_token": self.trade.customer()[1]["refresh_token"]}
        self.trade.shop.sql("update auth.user_account set email_verified_at = now()")
        by_link = Scene([{"token": "mug", "password": PASSWORD}])
        proof = Scene([{"current_password": ADMIN[1], "code": "123456"}])
        provider = {"ids": {"provider": ELSEWHERE}}
        reply = {"sign_in_token": "mug", "state": "mug", "code": "mug", "iss": "http://127.0.0.1:9"}
        return {
            "register_customer": Scene([who | {"email": "somebody@example.org", "name": "Mug"}]),
            "login": Scene([who]),
            "logout": Scene([leaves], headers={}),
            "reset_password": by_link,
            "verify_email": by_link,
            "change_password": Scene([{"current_password": "a guess", "password": PASSWORD}],
                                     headers=customer.headers),
            "change_email": Scene([{"email": "new@example.org", "current_password": ADMIN[1]}]),
            "begin_second_factor": proof,
            "renew_recovery_codes": proof,
            "disable_second_factor": proof,
            "start_provider_sign_in": Scene(**provider),
            "finish_provider_sign_in": Scene([reply, reply | {"error": "access_denied"}], **provider),
            "start_connecting_provider": Scene([{"current_password": ADMIN[1]}], **provider),
            "finish_connecting_provider": Scene([reply], **provider),
            "disconnect_provider": Scene(proof.bodies, **provider),
        }

    def door(self) -> dict[str, Scene]:
        customer = {"customer": self.trade.customer()[1]["user"]["id"]}
        by_link = {"token": "mug", "password": PASSWORD, "name": "Mug"}
        secret = {"name": "Mug", "kind": "secret", "scopes": ["orders.read"], "expires_at": LATER}
        publishable = {"name": "Mug", "kind": "publishable", "origins": ["https://shop.example"]}
        return {
            "accept_invitation": Scene([by_link]),
            "create_api_key": Scene([secret, publishable]),
            "impersonate_customer": Scene(ids=customer),
        }

    def goods(self) -> dict[str, Scene]:
        category = self.staff.call("create_category", 201, {"name": "Scanned"})["id"]
        variant = {"sku": "SCAN-2", "title": "Small", "options": {"Size": "S"}, "prices": [euros(1)],
                   "compare_at": [euros(2)], "barcode": "4006381333931"}
        words = {"title": "Becher", "slug": "becher", "description": "Ein Becher"}
        product = {"title": "Mug", "slug": "mug", "description": "A mug", "status": "draft",
                   "tax_class": "standard", "categories": [category], "attributes": {"colour": "red"},
                   "options": [{"name": "Size", "values": ["S"]}],
                   "images": [{"media_id": self.own["media"][0], "alt": "A mug"}], "seo": SEO,
                   "translations": {"de": words | {"seo": SEO}}, "variants": [variant]}
        scheduled = product | {"status": "scheduled", "publish_at": LATER, "unpublish_at": LATEST}
        more = variant | {"sku": "SCAN-3", "options": {}}
        choice = {"code": "firmness", "label": "Firmness", "type": "choice", "unit": "mm", "choices":
                  [{"value": "soft", "label": "Soft", "translations": {"de": {"label": "weich"}}}],
                  "translations": {"de": {"label": "Härte"}}}
        named = {"name": "Mugs", "slug": "mugs", "parent": category, "seo": SEO,
                 "translations": {"de": {"name": "Becher", "slug": "alle-becher", "seo": SEO}}}
        rule = {"categories": [category], "attributes": {"colour": ["red"]}, "price_min": euros(1),
                "price_max": euros(2), "title": "Mug"}
        collection = {"title": "Mugs", "slug": "mugs", "description": "All mugs", "seo": SEO,
                      "translations": {"de": words | {"seo": SEO}}}
        listed = {"title": "Mugs", "products": [self.product["id"]]}
        return {
            "create_product": Scene([product, scheduled]),
            "add_variant": Scene([more], {"product": self.product["id"]}),
            "define_attribute": Scene([choice]),
            "create_category": Scene([named]),
            "create_collection": Scene([collection | {"rule": rule}, listed]),
            "begin_media_upload": Scene(),
        }

    def stock(self) -> dict[str, Scene]:
        depot = {"code": "scan-depot", "name": "Depot", "address": PLACE, "countries": ["DE"]}
        self.staff.call("create_location", 201, depot)
        lines = lambda quantity: {"lines": [{"sku": self.sku, "quantity": quantity}]}
        way = {"source": "main", "destination": "scan-depot", "note": "By van"}
        sent = {"transfer": self.staff.call("create_transfer", 201, way | lines(1000))["id"]}
        other = {"transfer": self.staff.call("create_transfer", 201, way | lines(1))["id"]}
        take = self.staff.call("open_stock_take", 201, {"location": "scan-depot"})["id"]
        counted = {"lines": [{"sku": self.sku, "counted": 1}]}
        reason = {"location": "main", "delta": 1, "reason": "Found"}
        return {
            "create_location": Scene([depot | {"code": "scan-other"}]),
            "adjust_stock": Scene([reason], {"sku": self.sku}),
            "receive_goods": Scene([lines(1) | {"location": "main", "reference": "Note 7"}]),
            "create_transfer": Scene([way | lines(1)]),
            "receive_transfer": Scene([lines(1)], sent),
            "cancel_transfer": Scene(ids=other),
            "open_stock_take": Scene([{"location": "main", "note": "Of the year"}]),
            "enter_counts": Scene([counted], {"stock_take": take}),
            "close_stock_take": Scene(ids={"stock_take": take}),
            "cancel_stock_take": Scene(ids={"stock_take": take}),
        }

    def prices(self) -> dict[str, Scene]:
        group = self.staff.call("create_customer_group", 201, {"name": "Scanned"})["id"]
        category = self.staff.call("create_category", 201, {"name": "Cheap"})["id"]
        benefit = {"kind": "fixed_amount", "target": "order", "amounts": [euros(1)]}
        begins = {"starts_at": "2026-01-31T12:00:00Z", "ends_at": LATER}
        goods = {"products": [self.product["id"]], "categories": [category],
                 "except_products": [self.own["product"][0]]}
        terms = goods | begins | {"minimum": [euros(1)], "groups": [group]}
        reduced = {"name": "Reduced", "automatic": False, "benefit": benefit}
        promotion = {"promotion": self.staff.call("create_promotion", 201, reduced)["id"]}
        self.staff.call("create_coupons", 201, {"code": "SCANNED"}, **promotion)
        card = {"amount": euros(1000), "expires_at": LATER, "email": "a@example.org", "note": "A gift"}
        zone = {"name": "Home", "areas": [{"country": "LI", "region": "01"}],
                "rates": [{"name": "VAT", "tax_class": "standard", "rate_ppm": 190_000}]}
        return {
            "create_price_list": Scene([{"name": "Mug", "customer_group": group, "kind": "list"} | begins]),
            "create_promotion": Scene([reduced | {"conditions": terms}]),
            "create_coupons": Scene([{"code": "MUG10"}, {"count": 1, "prefix": "MUG"}], promotion),
            "create_tax_zone": Scene([zone]),
            "issue_gift_card": Scene([card, card | {"code": "MUGS-MUGS-MUGS-MUGS"}]),
            "check_gift_card": Scene([{"code": self.gift()["gift_cards"][0]}]),
        }

    def carts(self) -> dict[str, Scene]:
        cart = {"cart": self.own["cart"][4]}
        by_sku = {"sku": self.sku, "quantity": 1}
        by_id = {"variant_id": self.product["variants"][0]["id"], "quantity": 1}
        ids = {"product_id": self.product["id"]}, {"variant_id": by_id["variant_id"]}
        return {
            "add_cart_coupon": Scene([{"code": "SCANNED"}], cart),
            "add_cart_item": Scene([by_sku, by_id], cart),
            "confirm_cart": Scene([{"expected_total": euros(1)}], cart),
            "add_wish": Scene(list(ids)),
        }

    def purchases(self) -> dict[str, Scene]:
        wish = {"provider": "simulator", "token": "sim_ok", "label": "Visa"}
        kept = self.staff.call("keep_payment_method", 201, wish)["id"]
        by_kept = {"payment": {"provider": "simulator", "payment_method_id": kept}}
        declined = {"payment": payment("sim_declined")}
        address = self.own["address"][0]
        written = {"shipping_address": PLACE, "billing_address": PLACE}
        known = {"shipping_address_id": address, "billing_address_id": address}
        whose = {"email": "guest@example.org", "vat_id": "DE136695976"}
        option = self.shipping_option()
        bought = {"cart_id": self.own["cart"][3]} | whose | option
        seen = {"expected_total": euros(1)}
        draft = {"items": [{"sku": self.sku, "quantity": 1, "unit_price": euros(1)}],
                 "customer": self.trade.customer()[1]["user"]["id"], "currency": "EUR", "reason": "Promised",
                 "coupons": ["SCANNED"]}
        return {
            "place_order": Scene([bought | written | declined | self.gift(), bought | known | by_kept | seen]),
            "begin_checkout": Scene([{"cart_id": self.own["cart"][4]} | whose | one
                                     for one in (written, known)]),
            "complete_checkout": Scene([declined | self.gift(), by_kept | seen],
                                       {"checkout": self.own["checkout"][0]}),
            "create_draft": Scene([draft | whose | written | option]),
            "place_draft": Scene([declined], {"order": self.till.draft()["id"]}),
        }

    def shipping_option(self) -> dict:
        wanted = {"email": "guest@example.org", "shipping_address": ADDRESS}
        shown = self.staff.call("begin_checkout", 201, wanted | {"cart_id": self.own["cart"][4]})
        return {"shipping_option_id": shown["shipping_options"][0]["id"]}

    def bought(self) -> tuple[dict, str]:
        order = self.till.bought(self.staff, MANY)
        return {"order": order["id"]}, order["items"][0]["id"]

    def orders(self) -> dict[str, Scene]:
        (cancelled, _), (refunded, item) = self.bought(), self.bought()
        (edited, line), (owing, more) = self.bought(), self.bought()
        dearer = {"change": [{"item_id": more, "quantity": MANY + 1}], "reason": "One more"}
        self.staff.call("edit_order", 200, dearer, **owing)
        added = self.staff.call("edit_order", 200, {"add": [{"sku": self.sku, "quantity": 1}],
                                                    "reason": "A mug"}, **edited)
        edit = {"add": [{"sku": self.own["sku"][0], "quantity": 1}],
                "change": [{"item_id": line, "quantity": 2, "unit_price": euros(1)}],
                "remove": [added["items"][1]["id"]], "expected_total": euros(1), "reason": "By letter"}
        later = {"payment": {"provider": "bank_transfer"}}
        awaited = self.staff.call("place_draft", 201, later, headers=new_key(),
                                  order=self.till.draft()["id"])
        refund = {"items": [{"item_id": item, "quantity": 1}], "shipping_amount": euros(1),
                  "restocking_fee": euros(1), "to": "original", "reason": "Chipped"}
        part = {"amount": euros(1), "reason": "Chipped"}
        due = lambda: Scene([{"payment": payment("sim_declined")} | self.gift()], owing)
        return {
            "admin_cancel_order": Scene(ids=cancelled),
            "admin_refund_order": Scene([refund, part], refunded),
            "edit_order": Scene([edit], edited),
            "pay_order": due(),
            "admin_pay_order": due(),
            "mark_payment_paid": Scene(ids={"payment": awaited["payments"][0]["id"]}),
        }

    def shipments(self) -> dict[str, Scene]:
        (shipped, item), (packed, line) = self.bought(), self.bought()
        shipments = lambda: self.staff.call("admin_get_order", 200, **packed)["shipments"]
        to_pack = eventually(shipments, "the order has no shipment")[0]["id"]
        label = {"carrier": self.till.carrier.name, "service": "parcel", "weight_grams": 400}
        part = {"items": [{"item_id": item, "quantity": 1}], "carrier": "manual",
                "tracking_number": "M-1"}
        split = {"items": [{"item_id": line, "quantity": 1}]}
        return {
            "admin_ship_order": Scene([part], shipped),
            "split_shipment": Scene([split], {"shipment": to_pack}),
            "make_shipping_label": Scene([label], {"shipment": to_pack}),
            "track_shipment": Scene(ids={"shipment": to_pack}),
        }

    def delivered(self) -> tuple[dict, str]:
        order = self.till.delivered(self.staff, MANY)
        return {"order": order["id"]}, order["items"][0]["id"]

    def returned(self, order: dict, item: str, quantity: int, **more) -> dict:
        goods = {"items": [{"item_id": item, "quantity": quantity, "reason": "smells"}]} | more
        requested = self.staff.call("admin_request_return", 201, goods, **order)
        return {"id": requested["id"]}

    def returns(self) -> dict[str, Scene]:
        (asked, item), (received, line), (order, other) = (self.delivered() for _ in range(3))
        comes, cancelled = self.returned(received, line, MANY), self.returned(order, other, 1)
        rejected, labelled = self.returned(order, other, 1), self.returned(order, other, 1)
        for approved in (comes, labelled):
            self.staff.call("approve_return", 200, **approved)
        counted = {"items": [{"item_id": line, "quantity": 1, "condition": "resaleable"}],
                   "location": "main"}
        wish = {"items": [{"item_id": item, "quantity": 1, "reason": "too small"}], "comment": "Sorry",
                "wish": "exchange"}
        variant = {"variant_id": self.product["variants"][0]["id"], "quantity": 1}
        request = Scene([wish | {"replacement": [{"sku": self.sku, "quantity": 1}]},
                         wish | {"replacement": [variant]}], asked)
        label = {"carrier": self.till.carrier.name, "service": "parcel", "weight_grams": 400}
        money = {"items": [{"item_id": line, "quantity": 1}], "shipping_amount": euros(1),
                 "restocking_fee": euros(1), "to": "original"}
        return {
            "request_return": request,
            "admin_request_return": request,
            "cancel_return": Scene(ids=order | cancelled),
            "reject_return": Scene(ids=rejected),
            "make_return_label": Scene([label], labelled),
            "receive_return": Scene([counted], comes),
            "refund_return": Scene([money], comes),
        }

    def exchanges(self) -> dict[str, Scene]:
        order, item = self.delivered()
        back = self.returned(order, item, 1, wish="exchange",
                             replacement=[{"sku": self.sku, "quantity": 1}])
        self.staff.call("approve_return", 200, **back)
        goods = {"items": [{"item_id": item, "quantity": 1, "condition": "resaleable"}]}
        self.staff.call("receive_return", 200, goods, **back)
        self.staff.call("refund_return", 200, {}, headers=new_key(), **back)
        terms = {"payment": payment("sim_declined")} | self.shipping_option()
        return {
            "order_exchange": Scene([terms], back),
            "order_own_exchange": Scene([terms], order | back),
        }

    def words(self) -> dict[str, Scene]:
        window = Window(self.trade)
        good, new, bad = ({"review": window.reviewed(self.product)[1]} for _ in range(3))
        self.staff.call("accept_review", 200, **good)
        variants = [{"name": "mixed", "weight": 1, "strategy": "mixed"},
                    {"name": "popular", "weight": 1, "strategy": "popular"}]
        experiment = {"name": "Mug", "placement": "product", "variants": variants}
        running = self.staff.call("create_experiment", 201, experiment)["id"]
        self.staff.call("start_experiment", 200, experiment=running)
        here = {"experiment": running}
        click = here | {"product": self.product["id"], "visitor": "a-visitor-of-the-shop"}
        parts = {"subject": "Mug", "text": "Mug", "html": "<p>Mug</p>", "sms": "Mug", "push": "Mug"}
        message = self.staff.call("list_messages", 200, query={"limit": 1})["data"][0]["id"]
        template = {"kind": "order_placed", "locale": "en"}
        return {
            "find_review_helpful": Scene(ids=good),
            "accept_review": Scene(ids=new),
            "reject_review": Scene(ids=bad),
            "answer_review": Scene(ids=good),
            "write_review": Scene([{"stars": 5, "title": "Good", "text": "Holds tea", "author": "Ada"}],
                                  {"product": self.product["id"]}),
            "count_click": Scene([click]),
            "create_experiment": Scene([experiment | {"name": "Another"}]),
            "start_experiment": Scene(ids=here),
            "stop_experiment": Scene(ids=here),
            "resend_message": Scene(ids={"message": message}),
            "retry_message": Scene(ids={"message": message}),
            "preview_message_template": Scene([{"order": self.own["order"][0], "parts": parts}],
                                              template),
        }
