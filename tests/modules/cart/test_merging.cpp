#include "fixture.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::cart;

namespace {

// Ada, who put things into a cart before she signed in.
struct SigningIn : Fixture {
    auth::Shopper guest{std::nullopt, "hash of a token"};
    auth::Shopper signed_in{ada.customer, guest.guest_token_hash};
    CartId guest_cart = carts->create(guest, std::nullopt).value().id;

    void guest_adds(const std::string& sku, std::int64_t quantity = 1) {
        REQUIRE(carts->add_item(guest_cart, guest, of(sku, quantity)).has_value());
    }
    platform::Result<Merged> merge() { return carts->merge(guest_cart, signed_in); }
    Merged merged() { return merge().value(); }
    std::string refusal_of_merge() {
        const auto result = merge();
        return result ? "none" : result.error().code;
    }
    static const Item* of_sku(const Contents& contents, const std::string& sku) {
        const auto found = std::ranges::find(contents.items, sku, &Item::sku);
        return found == contents.items.end() ? nullptr : &*found;
    }
    static std::vector<std::string> kinds_of(const Merged& merged) {
        return kinds_of(merged.adjustments);
    }
    static std::vector<std::string> kinds_of(const std::vector<Adjustment>& adjustments) {
        std::vector<std::string> kinds;
        for (const auto& one : adjustments)
            kinds.push_back(one.sku.value_or(one.coupon.value_or("")) + " " +
                            std::string(platform::enum_name(one.kind)));
        return kinds;
    }
    std::int64_t carts_of_ada(const std::string& status) {
        return everything.read([&](platform::Reader& reader) {
            return *reader.one<std::int64_t>(
                "select count(*) from cart.cart where customer = $1 and status = $2", ada.customer,
                status);
        });
    }
    std::int64_t merges_announced(const CartId& cart) {
        return everything.read([&](platform::Reader& reader) {
            return *reader.one<std::int64_t>(
                "select count(*) from platform.event"
                " where name = 'cart.cart_merged.v1' and key = $1",
                cart);
        });
    }
};

}  // namespace

TEST_CASE_FIXTURE(SigningIn, "the cart that a guest's token opens is taken over without its id") {
    REQUIRE(add("MUG", 2).has_value());
    guest_adds("MUG", 3);
    guest_adds("TEA");
    carts->merge_guests_cart(signed_in);
    carts->merge_guests_cart(signed_in);
    const auto contents = carts->current(*ada.customer).value();
    CHECK(contents.id == id);
    CHECK(of_sku(contents, "MUG")->quantity == 3);
    CHECK(of_sku(contents, "TEA")->quantity == 1);
    CHECK(merges_announced(id) + merges_announced(guest_cart) == 1);
    CHECK(carts->contents(guest_cart, guest).error().code == "cart.merged");
}

TEST_CASE_FIXTURE(SigningIn, "what signing in adjusted is told until the cart changes again") {
    REQUIRE(add("MUG", 2).has_value());
    guest_adds("MUG", 3);
    guest_adds("TEA");
    CHECK(carts->current(*ada.customer)->adjustments.empty());
    carts->merge_guests_cart(signed_in);
    const std::vector<std::string> told{"MUG raised", "TEA added"};
    const auto contents = carts->current(*ada.customer).value();
    CHECK(kinds_of(contents.adjustments) == told);
    CHECK(contents.adjustments.front().quantity_before == 2);
    CHECK(kinds_of(carts->contents(id, ada)->adjustments) == told);
    CHECK(add("TEA", 1)->adjustments.empty());
    CHECK(carts->contents(id, ada)->adjustments.empty());
}

TEST_CASE_FIXTURE(SigningIn, "what an adopted cart's prices became is told as well") {
    guest_adds("MUG");
    pricing.list_prices.push_back(
        {.variant = mug.id, .price = {900, eur}, .customers = {*ada.customer}});
    carts->merge_guests_cart(signed_in);
    CHECK(kinds_of(carts->contents(guest_cart, ada)->adjustments) ==
          std::vector<std::string>{"MUG repriced"});
}

TEST_CASE_FIXTURE(SigningIn, "a cart that is being bought is not taken over, nor anybody else's") {
    guest_adds("MUG");
    carts->merge_guests_cart({ada.customer, "hash of another"});
    carts->merge_guests_cart(ada);
    REQUIRE(carts->claim(guest_cart, guest, platform::new_uuid()).has_value());
    carts->merge_guests_cart(signed_in);
    CHECK(carts->contents(guest_cart, guest)->status == CartStatus::completing);
    CHECK(carts->contents(guest_cart, ada).has_error());
}

TEST_CASE_FIXTURE(SigningIn, "of what is in both carts the larger quantity counts") {
    REQUIRE(add("MUG", 2).has_value());
    REQUIRE(add("TEA", 5).has_value());
    guest_adds("MUG", 3);
    guest_adds("TEA", 1);
    catalog.add("JAM", 300);
    guest_adds("JAM", 4);

    const auto result = merged();
    CHECK(result.cart.id == id);
    CHECK(result.cart.status == CartStatus::active);
    REQUIRE(result.cart.items.size() == 3);
    CHECK(of_sku(result.cart, "MUG")->quantity == 3);
    CHECK(of_sku(result.cart, "TEA")->quantity == 5);
    CHECK(of_sku(result.cart, "JAM")->quantity == 4);
    CHECK(result.cart.totals.total.amount == 3 * 1190 + 5 * 595 + 4 * 300);
    CHECK(kinds_of(result) == std::vector<std::string>{"MUG raised", "TEA kept", "JAM added"});
    CHECK(result.adjustments.at(0).quantity_before == 2);
    CHECK(result.adjustments.at(0).quantity == 3);
    CHECK(merges_announced(guest_cart) == 1);
}

TEST_CASE_FIXTURE(SigningIn, "merging again changes nothing, one after the other or at once") {
    REQUIRE(add("MUG", 2).has_value());
    guest_adds("MUG", 3);
    guest_adds("TEA", 1);
    std::atomic<int> adjusting = 0;
    std::atomic<int> merging = 0;
    const auto once = [&] {
        const auto result = merge();
        REQUIRE(result.has_value());
        merging += 1;
        adjusting += !result->adjustments.empty();
    };
    {
        std::vector<std::jthread> devices;
        for (int i = 0; i < 8; ++i) devices.emplace_back(once);
    }
    for (int i = 0; i < 12; ++i) once();
    CHECK(merging == 20);
    CHECK(adjusting == 1);
    const auto now = contents();
    REQUIRE(now.items.size() == 2);
    CHECK(of_sku(now, "MUG")->quantity == 3);
    CHECK(of_sku(now, "TEA")->quantity == 1);
    CHECK(merges_announced(guest_cart) == 1);
    CHECK(carts_of_ada("active") == 1);
}

TEST_CASE_FIXTURE(SigningIn, "a guest who comes back with the same goods does not double them") {
    REQUIRE(add("MUG", 2).has_value());
    for (int round = 0; round < 3; ++round) {
        guest_cart = carts->create(guest, std::nullopt).value().id;
        guest_adds("MUG", 2);
        CHECK(of_sku(merged().cart, "MUG")->quantity == 2);
    }
}

TEST_CASE_FIXTURE(SigningIn, "a cart that was merged is gone, and says where to") {
    REQUIRE(add("MUG").has_value());
    guest_adds("TEA");
    const auto line = carts->contents(guest_cart, guest).value().items.at(0).id;
    merged();
    for (const auto& shopper : {guest, ada, signed_in}) {
        const auto gone = carts->contents(guest_cart, shopper);
        REQUIRE(gone.has_error());
        const auto error = gone.error();
        CHECK(error.kind == platform::ErrorKind::gone);
        CHECK(error.code == "cart.merged");
        REQUIRE(error.details.size() == 2);
        CHECK(error.details.at(0) ==
              std::pair<std::string, platform::DetailValue>{"merged_into", id.text()});
        CHECK(refusal(carts->add_item(guest_cart, shopper, of("MUG", 1))) == "cart.merged");
        CHECK(refusal(carts->change_item(guest_cart, shopper, line, 2)) == "cart.merged");
        CHECK(refusal(carts->claim(guest_cart, shopper, platform::new_uuid())) == "cart.merged");
        CHECK(refusal(carts->confirm(guest_cart, shopper, {})) == "cart.merged");
        CHECK(refusal(carts->add_coupon(guest_cart, shopper, "TENTH")) == "cart.merged");
        CHECK(carts->explain(guest_cart, shopper).error().code == "cart.merged");
    }
}

TEST_CASE_FIXTURE(SigningIn, "without a cart of their own the customer takes the guest's") {
    const auth::Shopper bob{auth::UserId::make(), guest.guest_token_hash};
    guest_adds("MUG", 2);
    const auto result = carts->merge(guest_cart, bob).value();
    CHECK(result.cart.id == guest_cart);
    CHECK(result.adjustments.empty());
    CHECK(carts->current(*bob.customer).value().items.at(0).quantity == 2);
    CHECK(merges_announced(guest_cart) == 0);
}

TEST_CASE_FIXTURE(SigningIn, "an empty cart gives way to the guest's") {
    guest_adds("MUG", 2);
    const auto result = merged();
    CHECK(result.cart.id == guest_cart);
    CHECK(result.cart.items.at(0).quantity == 2);
    CHECK(result.adjustments.empty());
    CHECK(carts->current(*ada.customer).value().id == guest_cart);
    CHECK(refusal(carts->contents(id, ada)) == "cart.merged");
    // It is the customer's alone: whoever finds the token on a shared computer finds nothing.
    CHECK(refusal(carts->contents(guest_cart, guest)) == "cart.no_such_cart");
    CHECK(merged().adjustments.empty());
    CHECK(carts_of_ada("active") == 1);
}

TEST_CASE_FIXTURE(SigningIn, "the customer's currency stays, and what has no price in it is left") {
    REQUIRE(add("MUG").has_value());
    guest_cart = carts->create(guest, usd).value().id;
    catalog.add("BAGEL", 250, usd);
    guest_adds("BAGEL");
    const auto result = merged();
    CHECK(result.cart.currency == eur);
    CHECK(result.cart.items.size() == 1);
    CHECK(kinds_of(result) == std::vector<std::string>{"BAGEL not_sold"});
    CHECK_FALSE(result.adjustments.at(0).item_id.has_value());
}

TEST_CASE_FIXTURE(SigningIn, "prices are those of now, of the customer, for the quantity") {
    REQUIRE(add("MUG", 1).has_value());
    guest_adds("MUG", 10);
    guest_adds("TEA", 1);
    pricing.list_prices.push_back(
        {.variant = mug.id, .from_quantity = 10, .price = {990, eur}, .customers = {}});
    pricing.list_prices.push_back(
        {.variant = tea.id, .price = {500, eur}, .customers = {*ada.customer}});
    const auto result = merged();
    CHECK(of_sku(result.cart, "MUG")->unit_price.amount == 990);
    CHECK(of_sku(result.cart, "TEA")->unit_price.amount == 500);
    CHECK(result.adjustments.at(0).unit_price_before->amount == 1190);
    CHECK(result.adjustments.at(0).unit_price->amount == 990);
    CHECK(warnings_of(result.cart).empty());
}

TEST_CASE_FIXTURE(SigningIn, "an adopted cart gets the customer's prices, and says which changed") {
    guest_adds("TEA", 1);
    pricing.list_prices.push_back(
        {.variant = tea.id, .price = {500, eur}, .customers = {*ada.customer}});
    const auto result = merged();
    CHECK(kinds_of(result) == std::vector<std::string>{"TEA repriced"});
    CHECK(result.cart.totals.total.amount == 500);
}

TEST_CASE_FIXTURE(SigningIn, "goods that are not sold any more stay with the guest's cart") {
    REQUIRE(add("MUG").has_value());
    guest_adds("TEA");
    catalog.change("TEA", [](catalog::SellableVariant& variant) { variant.published = false; });
    catalog.change("MUG", [](catalog::SellableVariant& variant) { variant.published = false; });
    const auto result = merged();
    CHECK(kinds_of(result) == std::vector<std::string>{"TEA not_sold"});
    REQUIRE(result.cart.items.size() == 1);
    CHECK(warnings_of(result.cart) == std::vector<std::string>{"unavailable"});
}

TEST_CASE_FIXTURE(SigningIn, "coupons of both stay where they hold for the customer") {
    pricing::Promotion promotion;
    promotion.benefit.percentage_ppm = 100'000;
    for (const auto* code : {"MINE", "OURS", "GUESTS"}) pricing.coupons[code] = promotion;
    REQUIRE(add("MUG").has_value());
    for (const auto* code : {"MINE", "OURS"}) REQUIRE(carts->add_coupon(id, ada, code).has_value());
    guest_adds("TEA");
    pricing.coupons["VOID"] = promotion;
    for (const auto* code : {"OURS", "GUESTS", "VOID"})
        REQUIRE(carts->add_coupon(guest_cart, guest, code).has_value());
    pricing.coupons.erase("VOID");
    const auto result = merged();
    CHECK(result.cart.coupons == std::vector<std::string>{"MINE", "OURS", "GUESTS"});
    CHECK(kinds_of(result) == std::vector<std::string>{"TEA added", "VOID coupon_void"});
}

TEST_CASE_FIXTURE(SigningIn, "what was set aside comes along, once") {
    REQUIRE(add("MUG").has_value());
    const auto tea_line = add("TEA", 3).value().items.at(1).id;
    REQUIRE(carts->set_aside(id, ada, tea_line).has_value());
    guest_adds("TEA", 2);
    guest_adds("MUG", 1);
    const auto& guests = carts->contents(guest_cart, guest).value().items;
    REQUIRE(carts->set_aside(guest_cart, guest, guests.at(0).id).has_value());
    const auto result = merged();
    REQUIRE(result.cart.saved.size() == 1);
    CHECK(result.cart.saved.at(0).quantity == 3);
    CHECK(kinds_of(result) == std::vector<std::string>{"MUG kept"});
}

TEST_CASE_FIXTURE(SigningIn, "a full cart takes no more of the guest's") {
    for (int i = 0; i < 200; ++i) {
        const auto sku = "N" + std::to_string(i);
        catalog.add(sku, 100);
        REQUIRE(add(sku).has_value());
    }
    guest_adds("N7", 5);
    guest_adds("TEA");
    const auto result = merged();
    CHECK(result.cart.items.size() == 200);
    CHECK(kinds_of(result) == std::vector<std::string>{"N7 raised", "TEA too_many_items"});
}

TEST_CASE_FIXTURE(SigningIn, "a cart is merged only by who holds its token, and while it is open") {
    guest_adds("MUG");
    CHECK(carts->merge(guest_cart, ada).error().code == "cart.no_such_cart");
    CHECK(carts->merge(guest_cart, guest).error().code == "cart.no_such_cart");
    CHECK(carts->merge(CartId::make(), signed_in).error().code == "cart.no_such_cart");

    const auto checkout = platform::new_uuid();
    REQUIRE(carts->claim(guest_cart, guest, checkout).has_value());
    CHECK(refusal_of_merge() == "completion_in_progress");
    carts->complete(guest_cart, checkout, orders::OrderId::make());
    const auto refused = merge();
    REQUIRE(refused.has_error());
    const auto error = refused.error();
    CHECK(error.code == "invalid_transition");
    CHECK(error.kind == platform::ErrorKind::conflict);
    CHECK(carts->contents(guest_cart, guest).value().items.size() == 1);
}

TEST_CASE_FIXTURE(SigningIn, "while the customer's cart is being bought the guest's is a new one") {
    REQUIRE(add("MUG").has_value());
    REQUIRE(carts->claim(id, ada, platform::new_uuid()).has_value());
    guest_adds("TEA");
    const auto result = merged();
    CHECK(result.cart.id == guest_cart);
    CHECK(result.cart.items.size() == 1);
    CHECK(contents().status == CartStatus::completing);
}

TEST_CASE_FIXTURE(SigningIn, "two customers who hold the same token do not both get the goods") {
    REQUIRE(add("MUG").has_value());
    guest_adds("TEA");
    const auth::Shopper bob{auth::UserId::make(), guest.guest_token_hash};
    const auto of_bob = carts->create({bob.customer, ""}, std::nullopt).value().id;
    REQUIRE(carts->add_item(of_bob, bob, of("MUG", 1)).has_value());
    std::atomic<int> taken = 0;
    {
        std::vector<std::jthread> devices;
        for (const auto& shopper : {signed_in, bob, signed_in, bob})
            devices.emplace_back([&, shopper] {
                const auto result = carts->merge(guest_cart, shopper);
                taken += result.has_value() && !result->adjustments.empty();
                if (!result) CHECK(result.error().code == "cart.merged");
            });
    }
    CHECK(taken == 1);
    const auto lines = everything.read([&](platform::Reader& reader) {
        return *reader.one<std::int64_t>(
            "select count(*) from cart.line l join cart.cart c on c.id = l.cart"
            " where l.variant = $1 and c.status = 'active'",
            tea.id);
    });
    CHECK(lines == 1);
}

TEST_CASE_FIXTURE(SigningIn, "several carts of a guest become one, also at the same time") {
    std::vector<CartId> waiting;
    for (int i = 0; i < 6; ++i) {
        const auto sku = "S" + std::to_string(i);
        catalog.add(sku, 100);
        waiting.push_back(carts->create(guest, std::nullopt).value().id);
        REQUIRE(carts->add_item(waiting.back(), guest, of(sku, 1)).has_value());
    }
    {
        std::vector<std::jthread> devices;
        for (const auto& cart : waiting)
            devices.emplace_back([&, cart] { CHECK(carts->merge(cart, signed_in).has_value()); });
    }
    CHECK(carts_of_ada("active") == 1);
    CHECK(carts->current(*ada.customer).value().items.size() == 6);
}

TEST_CASE_FIXTURE(SigningIn, "the current cart is the active one that was changed last") {
    CHECK(carts->current(*ada.customer).value().id == id);
    const auto second = carts->create(ada, std::nullopt).value().id;
    clock.advance(std::chrono::minutes(1));
    REQUIRE(add("MUG").has_value());
    CHECK(carts->current(*ada.customer).value().id == id);
    clock.advance(std::chrono::minutes(1));
    REQUIRE(carts->add_item(second, ada, of("TEA", 1)).has_value());
    CHECK(carts->current(*ada.customer).value().id == second);
    CHECK(carts->current(auth::UserId::make()).error().code == "cart.no_current_cart");
}
