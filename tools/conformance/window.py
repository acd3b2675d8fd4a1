"""The shop window: how goods are arranged, priced, judged and recommended."""

import uuid

from contract import Client
from trade import Trade, eventually, expect, new_product


def name() -> str:
    return f"Window {uuid.uuid4().hex[:8]}"


def euros(cents: int) -> dict:
    return {"amount": cents, "currency": "EUR"}


class Window:
    def __init__(self, trade: Trade):
        self.trade = trade
        self.nobody = trade.nobody
        self.staff = trade.staff

    def flows(self):
        return [
            self.variants_and_attributes,
            self.categories,
            self.collections,
            self.groups_and_price_lists,
            self.promotions,
            self.tax_zones,
            self.synonyms,
            self.reviews,
            self.recommendations,
        ]

    def product(self, **more) -> dict:
        sku = f"WINDOW-{uuid.uuid4().hex[:10]}"
        return self.staff.call("create_product", 201, new_product(sku, **more))

    def listed(self, product: dict) -> bool:
        shown = self.nobody.call("search_products", 200, query={"q": product["variants"][0]["sku"]})
        return shown["total"] == 1

    def variants_and_attributes(self) -> None:
        place = {"product": self.product()["id"]}
        sku = f"WINDOW-{uuid.uuid4().hex[:10]}"
        more = {"sku": sku, "prices": [euros(2999)]}
        variants = self.staff.call("add_variant", 201, more, **place)["variants"]
        self.staff.call("remove_variant", 204, variant=variants[1]["id"])
        self.staff.call("remove_variant", 409, variant=variants[0]["id"], code="catalog.last_variant")

        code = f"a{uuid.uuid4().hex[:8]}"
        new = {"code": code, "type": "choice", "choices": [{"value": "soft"}, {"value": "hard"}]}
        attribute = self.staff.call("define_attribute", 201, new)
        here = {"attribute": attribute["id"]}
        self.staff.call("define_attribute", 409, new, code="catalog.attribute_taken")
        self.staff.call("change_product", 422, {"attributes": {code: "brittle"}}, **place)
        self.staff.call("change_attribute", 200, {"label": "Hardness"}, **here)
        expect(self.staff.call("show_attribute", 200, **here)["label"] == "Hardness", "not renamed")
        self.staff.call("list_attributes_for_staff", 200)
        self.nobody.call("list_attributes", 200)
        self.staff.call("remove_attribute", 204, **here)

    def categories(self) -> None:
        parent = self.staff.call("create_category", 201, {"name": name()})
        child = self.staff.call("create_category", 201, {"name": name(), "parent": parent["id"]})
        above, below = {"category": parent["id"]}, {"category": child["id"]}
        change = {"parent": child["id"]}
        self.staff.call("change_category", 409, change, code="catalog.category_cycle", **above)
        self.staff.call("change_category", 200, {"position": 0}, **below)
        self.staff.call("show_category_for_staff", 200, **below)
        self.staff.call("list_categories_for_staff", 200)
        self.nobody.call("show_category", 200, category=child["slug"])
        self.staff.call("remove_category", 409, code="catalog.category_not_empty", **above)
        self.staff.call("remove_category", 204, query={"contents": "move_up"}, **above)

    def collections(self) -> None:
        product = self.product()
        new = {"title": name(), "products": [product["id"]]}
        collection = self.staff.call("create_collection", 201, new)
        here = {"collection": collection["id"]}
        eventually(lambda: self.listed(product), "a new product is not listed")
        held = self.nobody.call("list_collection_products", 200, collection=collection["slug"])
        expect([one["id"] for one in held["data"]] == [product["id"]], "it holds something else")
        ids = self.staff.call("list_collection_product_ids", 200, **here)["data"]
        expect(ids == [product["id"]], "it holds other ids")
        self.nobody.call("list_collections", 200, query={"limit": 1})
        self.nobody.call("show_collection", 200, **here)
        self.staff.call("list_collections_for_staff", 200)
        self.staff.call("change_collection", 200, {"published": False}, **here)
        self.staff.call("show_collection_for_staff", 200, **here)
        self.nobody.call("show_collection", 404, **here)
        self.staff.call("remove_collection", 204, **here)

    def groups_and_price_lists(self) -> None:
        _, signed_in = self.trade.customer()
        group = self.staff.call("create_customer_group", 201, {"name": name()})
        here = {"group": group["id"]}
        member = here | {"customer": signed_in["user"]["id"]}
        self.staff.call("add_customer_group_member", 204, **member)
        expect(self.staff.call("list_customer_group_members", 200, **here)["data"], "no member")
        self.staff.call("rename_customer_group", 200, {"name": name()}, **here)
        self.staff.call("list_customer_groups", 200)
        self.staff.call("remove_customer_group_member", 204, **member)

        variant = self.product()["variants"][0]
        new = {"name": name(), "kind": "sale"}
        price_list = {"list": self.staff.call("create_price_list", 201, new)["id"]}
        entry = {"sku": variant["sku"], "price": euros(999)}
        self.staff.call("put_price_list_entries", 204, {"entries": [entry]}, **price_list)
        self.staff.call("put_price_list_entries", 422, {"entries": [entry | {"sku": "none"}]}, **price_list)
        expect(self.staff.call("list_price_list_entries", 200, **price_list)["data"], "no entry")
        _, cart = self.trade.guest_with_cart(variant["sku"])
        expect(cart["totals"]["total"] == euros(999), "the sale does not count")
        self.staff.call("replace_price_list", 200, new | {"priority": 5}, **price_list)
        self.staff.call("show_price_list", 200, **price_list)
        self.staff.call("list_price_lists", 200)
        self.staff.call("remove_price_list_entries", 204, variant=variant["id"], **price_list)
        self.staff.call("remove_price_list", 204, **price_list)
        self.staff.call("remove_customer_group", 204, **here)

    def promotions(self) -> None:
        benefit = {"kind": "percentage", "target": "order", "percentage_ppm": 100_000}
        new = {"name": name(), "automatic": False, "benefit": benefit}
        here = {"promotion": self.staff.call("create_promotion", 201, new)["id"]}
        code = f"C{uuid.uuid4().hex[:8]}".upper()
        self.staff.call("create_coupons", 201, {"code": code, "limit": 1}, **here)
        self.staff.call("create_coupons", 201, {"count": 3}, **here)
        expect(len(self.staff.call("list_coupons", 200, **here)["data"]) == 4, "not 4 coupons")
        expect(code in self.staff.call("export_coupons", 200, **here), "a coupon is missing")
        guest, cart = self.trade.guest_with_cart()
        cart = guest.call("add_cart_coupon", 200, {"code": code.lower()}, cart=cart["id"])
        expect(cart["totals"]["discount"]["amount"] == 200, "10 % of 19.99 are not 2.00")
        steps = guest.call("explain_cart", 200, cart=cart["id"])["steps"]
        expect(any(step["kind"] == "order_promotion" for step in steps), "the discount is not told")
        guest.call("remove_cart_coupon", 200, cart=cart["id"], code=code)
        self.staff.call("remove_coupon", 204, code=code, **here)
        guest.call("add_cart_coupon", 422, {"code": code}, cart=cart["id"])
        self.staff.call("replace_promotion", 200, new | {"limit_total": 5}, **here)
        self.staff.call("show_promotion", 200, **here)
        self.staff.call("list_promotions", 200)
        self.staff.call("remove_promotion", 204, **here)

    def tax_zones(self) -> None:
        rates = [{"name": "VAT", "rate_ppm": 190_000}]
        home = {"name": "Germany", "areas": [{"country": "DE"}], "rates": rates}
        home = {"zone": self.staff.call("create_tax_zone", 201, home)["id"]}
        other = {"name": "Austria", "areas": [{"country": "AT"}], "rates": rates}
        here = {"zone": self.staff.call("create_tax_zone", 201, other)["id"]}
        self.staff.call("replace_tax_zone", 200, other | {"exempts_vat_id": True}, **here)
        self.staff.call("show_tax_zone", 200, **here)
        self.staff.call("list_tax_zones", 200)
        self.staff.call("remove_tax_zone", 409, code="pricing.home_zone_needed", **home)
        self.staff.call("remove_tax_zone", 204, **here)
        self.staff.call("remove_tax_zone", 204, **home)

    def synonyms(self) -> None:
        self.staff.call("replace_synonyms", 200, {"groups": [["mug", "cup"]]})
        expect(self.staff.call("get_synonyms", 200)["groups"], "no synonyms")
        alone = {"groups": [["mug"]]}
        self.staff.call("replace_synonyms", 422, alone, code="search.bad_synonyms")

    def reviewed(self, product: dict) -> tuple[Client, str]:
        customer, _ = self.trade.customer()
        place = {"product": product["id"]}
        words = {"stars": 4, "text": "Does what it should."}
        return customer, customer.call("write_review", 201, words, **place)["id"]

    def reviews(self) -> None:
        product = self.product()
        place = {"product": product["id"]}
        author, good = self.reviewed(product)
        author.call("write_review", 200, {"stars": 5}, **place)
        author.call("replace_own_review", 200, {"stars": 4, "title": "Good"}, **place)
        _, bad = self.reviewed(product)
        self.staff.call("list_reviews_to_read", 200, query={"status": "new"})
        self.staff.call("accept_review", 200, review=good)
        self.staff.call("reject_review", 200, {"reason": "Off topic"}, review=bad)
        self.staff.call("accept_review", 409, review=bad, code="invalid_transition")
        self.staff.call("answer_review", 200, {"text": "Thank you!"}, review=good)
        self.staff.call("get_review", 200, review=good)
        reader, _ = self.trade.customer()
        reader.call("find_review_helpful", 204, review=good)
        author.call("find_review_helpful", 409, review=good, code="reviews.own_review")
        read = self.nobody.call("list_reviews", 200, **place)
        expect(read["rating"] == {"average": 4, "count": 1}, "one review of 4 stars is not 4 stars")
        expect(read["data"][0]["helpful"] == 1 and read["data"][0]["answer"], "no vote or no answer")
        reader.call("find_review_not_helpful", 204, review=good)
        author.call("get_own_review", 200, **place)
        author.call("remove_own_review", 204, **place)
        author.call("replace_own_review", 201, {"stars": 1}, **place)

    def recommendations(self) -> None:
        product = self.product()
        place = {"product": product["id"]}
        variants = [{"name": way, "weight": 1, "strategy": way} for way in ("mixed", "popular")]
        new = {"name": name(), "placement": "product", "variants": variants}
        experiment = self.staff.call("create_experiment", 201, new)["id"]
        here = {"experiment": experiment}
        self.staff.call("start_experiment", 200, **here)
        visitor = {"visitor": uuid.uuid4().hex}
        known = lambda: requests_known(self.nobody, product, visitor)
        eventually(known, "nothing is recommended beside a new product")
        self.nobody.call("recommend", 200, query={"products": product["id"]} | visitor)
        click = here | {"product": product["id"]} | visitor
        self.nobody.call("count_click", 204, click)
        results = self.staff.call("get_experiment_results", 200, **here)["variants"]
        expect(sum(one["clicks"] for one in results) == 1, "one click is not one")
        self.staff.call("get_experiment", 200, **here)
        self.staff.call("list_experiments", 200)
        self.staff.call("stop_experiment", 200, **here)
        self.nobody.call("count_click", 409, click, code="recommendations.not_running")
        self.nobody.call("recommend_beside", 404, product="no-such-product")


def requests_known(client: Client, product: dict, visitor: dict) -> bool:
    """A new product is learned of within a second or two."""
    answer = client._send("recommend_beside", None, visitor, None, {"product": product["slug"]})
    if answer.status_code == 404:
        return False
    client.call("recommend_beside", 200, query=visitor, product=product["slug"])
    return True
