#include "platform/security/random.hpp"
#include "shop_fixture.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::Method;

namespace {

constexpr auto address =
    R"({"name":"Ada","line1":"1 Street","city":"Berlin","postal_code":"10115","country":"DE"})";

std::string header(const Reply& reply, std::string_view name) {
    return std::string(platform::http::find_header(reply.headers, name).value_or(""));
}

struct Shop : ShopFixture {
    Shop() { add_product("MUG", 1000, 50); }

    Reply begin_checkout(const GuestCart& cart) {
        return post("/v1/checkouts",
                    R"({"cart_id":")" + cart.id +
                        R"(","email":"ada@example.org","shipping_address":)" + address + "}",
                    cart.headers);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Shop, "what is created says where it can be read") {
    const auto created = post("/v1/carts");
    CHECK(header(created, "Location") == "/v1/carts/" + created.text("/id"));
    const auto cart = fill_cart("MUG");
    const auto begun = begin_checkout(cart);
    REQUIRE(begun.status == 201);
    CHECK(get(header(begun, "Location"), cart.headers).text("/id") == begun.text("/id"));
    const auto bought = buy(cart, "sim_ok");
    REQUIRE(bought.status == 201);
    CHECK(get(header(bought, "Location"), cart.headers).text("/id") == bought.text("/id"));
}

TEST_CASE_FIXTURE(Shop, "a checkout is changed only as If-Match describes it") {
    const auto cart = fill_cart("MUG");
    const auto target = "/v1/checkouts/" + begin_checkout(cart).text("/id");
    const auto etag = header(get(target, cart.headers), "ETag");
    const auto change = [&](const std::string& tag) {
        auto headers = cart.headers;
        headers.emplace_back("If-Match", tag);
        return call(Method::patch, target, R"({"email":"grace@example.org"})", headers);
    };
    CHECK(change("\"other\"").code() == "http.precondition_failed");
    CHECK(get(target, cart.headers).text("/email") == "ada@example.org");
    CHECK(change(etag).text("/email") == "grace@example.org");
    CHECK(change(etag).status == 412);
    auto stranger = call(Method::patch, target, "{}", {{"If-Match", etag}});
    CHECK(stranger.status == 404);
}

TEST_CASE_FIXTURE(Shop,
                  "a checkout that was changed after it had been looked at is left as it is") {
    const auto cart = fill_cart("MUG");
    const auto id = *checkout::CheckoutId::parse(begin_checkout(cart).text("/id"));
    auto& checkouts = *shop().modules().checkout;
    const auth::Shopper shopper{
        {}, platform::sha256_hex(platform::http::find_header(cart.headers, "Guest-Token").value())};
    checkout::CheckoutChange change;
    change.seen_hold = checkouts.state(id, shopper)->hold_expires_at;
    clock().advance(std::chrono::seconds(1));
    change.email = platform::EmailAddress::accept("grace@example.org");
    REQUIRE(checkouts.change(id, shopper, change).has_value());
    change.email = platform::EmailAddress::accept("mary@example.org");
    CHECK(checkouts.change(id, shopper, change).error().code == "checkout.changed_meanwhile");
    CHECK(checkouts.state(id, shopper)->email == "grace@example.org");
}

TEST_CASE_FIXTURE(Shop, "capturing what is paid changes nothing, what is cancelled is refused") {
    const auto target = "/v1/admin/orders/" + buy(fill_cart("MUG"), "sim_ok").text("/id");
    const auto captured = staff(Method::post, target + "/capture");
    CHECK(captured.status == 200);
    CHECK(captured.text("/payment_status") == "paid");
    CHECK(captured.at("/payments").as_array().size() == 1);
    REQUIRE(staff(Method::post, target + "/cancel").status == 200);
    CHECK(staff(Method::post, target + "/capture").code() == "orders.nothing_to_capture");
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "an order whose goods have just left cannot be cancelled") {
    const auto cart = fill_cart("MUG");
    const auto order = buy(cart, "sim_ok").text("/id");
    settle();
    REQUIRE(staff(Method::post, "/v1/admin/orders/" + order + "/shipments").status == 201);
    const auto by_staff = staff(Method::post, "/v1/admin/orders/" + order + "/cancel");
    CHECK(by_staff.code() == "invalid_transition");
    const auto by_customer = post("/v1/orders/" + order + "/cancel", {}, cart.headers);
    CHECK(by_customer.code() == "invalid_transition");
    settle();
    CHECK(get("/v1/orders/" + order, cart.headers).text("/fulfilment_status") == "shipped");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "an order that was cancelled is not shipped any more") {
    const auto cart = fill_cart("MUG");
    const auto order = buy(cart, "sim_ok").text("/id");
    REQUIRE(post("/v1/orders/" + order + "/cancel", {}, cart.headers).status == 200);
    CHECK(staff(Method::post, "/v1/admin/orders/" + order + "/shipments").status == 409);
    settle();
    CHECK(get("/v1/orders/" + order, cart.headers).text("/payment_status") == "voided");
    CHECK(available("MUG") == 50);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a shipment of nothing is refused as that") {
    const auto order = buy(fill_cart("MUG"), "sim_ok").text("/id");
    settle();
    const auto refused =
        staff(Method::post, "/v1/admin/orders/" + order + "/shipments", R"({"items":[]})");
    CHECK(refused.status == 422);
    CHECK(refused.text("/errors/0/pointer") == "/items");
    const auto pending = staff(Method::get, "/v1/admin/shipments?status=pending&limit=1");
    const auto split =
        staff(Method::post, "/v1/admin/shipments/" + pending.text("/data/0/id") + "/split",
              R"({"items":[]})");
    CHECK(split.status == 422);
    CHECK(split.text("/errors/0/pointer") == "/items");
}

TEST_CASE_FIXTURE(Shop, "a shipment names its order, its items and their variants by id") {
    const auto order = buy(fill_cart("MUG", 2), "sim_ok");
    settle();
    const auto shipped =
        staff(Method::post, "/v1/admin/orders/" + order.text("/id") + "/shipments");
    REQUIRE(shipped.status == 201);
    CHECK(shipped.text("/order_id") == order.text("/id"));
    CHECK(shipped.at("/items/0/item_id") == order.at("/items/0/id"));
    CHECK(shipped.at("/items/0/variant_id") == order.at("/items/0/variant_id"));
    CHECK(shipped.number("/items/0/quantity") == 2);
    const auto delivered =
        staff(Method::post, "/v1/admin/shipments/" + shipped.text("/id") + "/deliver");
    CHECK(delivered.at("/items") == shipped.at("/items"));
}

TEST_CASE_FIXTURE(Shop, "a refusal repeats no more of what was sent than a person reads") {
    const auto refused = get("/v1/products/" + std::string(10'000, 'a'));
    CHECK(refused.status == 404);
    CHECK(refused.text("/detail").size() < 1100);
    const auto unknown = post("/v1/carts", "{\"" + std::string(10'000, 'b') + "\":1}");
    CHECK(unknown.status == 422);
    CHECK(unknown.text("/errors/0/pointer").size() < 1100);
    CHECK(unknown.text("/errors/0/detail").size() < 1100);
}
