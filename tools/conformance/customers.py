"""What customers tell of themselves, wish for and agree to, and how they are forgotten."""

from accounts import PASSWORDS
from trade import Trade, eventually, expect, new_key, new_product


class Customers:
    def __init__(self, trade: Trade):
        self.trade = trade
        self.nobody = trade.nobody
        self.staff = trade.staff

    def flows(self):
        return [
            self.profile,
            self.wish_list,
            self.consents,
            self.looked_after,
            self.forgotten,
            self.forgotten_by_staff,
        ]

    def profile(self) -> None:
        customer, _ = self.trade.customer()
        told = {"phone": "+49 40 123456", "birthday": "1906-12-09", "company": "Harbour Tea Ltd",
                "tax_id": "DE136695976"}
        changed = customer.call("change_me", 200, told)
        expect(told.items() <= changed.items(), "something else is kept")
        changed = customer.call("change_me", 200, {"company": None, "name": "Grace"})
        expect("company" not in changed and changed["name"] == "Grace", "null does not clear")
        expect(customer.call("get_me", 200) == changed, "shown otherwise")
        customer.call("change_me", 422, {"role": "admin"}, code="json.invalid")

    def wish_list(self) -> None:
        customer, _ = self.trade.customer()
        product = self.staff.call("create_product", 201, new_product(self.trade.sku() + "-WISH"))
        goods = {"product_id": product["id"]}, {"variant_id": product["variants"][0]["id"]}
        whole, one = [customer.call("add_wish", 201, wish) for wish in goods]
        expect(customer.call("add_wish", 201, goods[0])["id"] == whole["id"], "wished for twice")
        customer.call("add_wish", 422, goods[0] | goods[1], code="storefront.product_or_variant")
        page = customer.call("list_wishes", 200, query={"limit": 1, "include": "total"})
        expect(page["total"] == 2 and page["data"][0]["id"] == one["id"], "not the newest of 2")
        expect(page["data"][0]["price"]["amount"] == 1999, "it costs something else")
        customer.call("remove_wish", 204, wish=one["id"])
        customer.call("remove_wish", 404, wish=one["id"])
        stranger, _ = self.trade.customer()
        stranger.call("remove_wish", 404, wish=whole["id"])
        self.staff.call("remove_product", 204, product=product["id"])
        gone = lambda: not customer.call("list_wishes", 200)["data"][0]["available"]
        eventually(gone, "what is gone can be bought")

    def consents(self) -> None:
        customer, _ = self.trade.customer()
        place = {"purpose": "marketing_email"}
        yes = {"granted": True, "text_version": "2026-01", "source": "checkout"}
        customer.call("decide_consent", 200, yes, **place)
        customer.call("decide_consent", 200, {"granted": False}, **place)
        terms = {"purpose": "terms"}
        customer.call("decide_consent", 200, yes, **terms)
        customer.call("decide_consent", 409, {"granted": False}, **terms, code="customers.terms_stand")
        stand = customer.call("list_consents", 200)["data"]
        stand = [one["purpose"] for one in stand if one["granted"]]
        expect(stand == ["terms"], f"consents to {stand}")
        first = customer.call("list_consent_history", 200, query={"limit": 2})
        rest = {"limit": 2, "cursor": first["next_cursor"]}
        rest = customer.call("list_consent_history", 200, query=rest)
        decided = [(one["purpose"], one["granted"]) for one in first["data"] + rest["data"]]
        expect(decided == [("terms", True), ("marketing_email", False), ("marketing_email", True)],
               f"the history is {decided}")

    def order(self, customer) -> dict:
        cart = self.trade.filled_cart(customer)
        return customer.call("place_order", 201, self.trade.purchase(cart), headers=new_key())

    def payment_of(self, order: dict) -> str:
        return self.staff.call("admin_get_order", 200, order=order["id"])["payment_status"]

    def looked_after(self) -> None:
        customer, session = self.trade.customer()
        order = self.order(customer)
        query = {"q": session["user"]["email"], "include": "total"}
        counted = lambda: self.staff.call("list_customers", 200, query=query)["data"][0]["orders"] == 1
        eventually(counted, "an order is not counted")
        expect(self.staff.call("list_customers", 200, query=query)["total"] == 1, "others are found")
        place = {"customer": session["user"]["id"]}
        worth = lambda: self.staff.call("get_customer", 200, **place)["totals"]
        totals = eventually(worth, "the customer is worth nothing")[0]
        expect(totals["lifetime_value"] == order["totals"]["total"], "worth something else")
        customer.call("list_customers", 403)
        customer.call("get_customer", 403, **place)

    def forgotten(self) -> None:
        customer, session = self.trade.customer()
        address = session["user"]["email"]
        order = self.order(customer)
        kept = customer.call("export_me", 200)
        expect(kept["profile"]["email"] == address, "somebody else's")
        expect([one["id"] for one in kept["orders"]] == [order["id"]], "another order is kept")
        proof = {"current_password": PASSWORDS[0]}
        customer.call("erase_me", 403, {"current_password": "a guess"}, code="auth.wrong_password")
        customer.call("erase_me", 409, proof, code="customers.not_yet")
        customer.call("cancel_order", 200, order=order["id"])
        back = lambda: self.payment_of(order) == "voided"
        eventually(back, "the money of a cancelled order stays in the shop")
        customer.call("erase_me", 204, proof)
        customer.call("get_me", 401)
        self.nobody.call("login", 401, {"email": address, "password": PASSWORDS[0]})
        self.staff.call("erase_me", 403, proof)

    def forgotten_by_staff(self) -> None:
        customer, session = self.trade.customer()
        place = {"customer": session["user"]["id"]}
        credit = {"amount": {"amount": 500, "currency": "EUR"}, "reason": "a late parcel"}
        self.staff.call("grant_store_credit", 201, credit, headers=new_key(), **place)
        self.staff.call("erase_customer", 409, {}, **place, code="customers.not_yet")
        self.staff.call("erase_customer", 204, {"give_up_credit": True}, **place)
        customer.call("get_me", 401)
        self.staff.call("erase_customer", 404, {}, **place)
        self.staff.call("get_customer", 404, **place)
