// Where goods come from, where they go to, and what is fetched.
#include "shop_fixture.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::Method;

namespace {

const std::string hamburg =
    R"({"name":"The Shop","line1":"1 Quay","city":"Hamburg","postal_code":"20457","country":"DE"})";

std::string in(const std::string& country) {
    return R"({"name":"Ada","line1":"1 Street","city":"There","postal_code":"1010","country":")" +
           country + R"("})";
}

struct Shop : ShopFixture {
    Shop() {
        add_product("MUG", 1190, 5);
        add_product("TEA", 500, 5);
        make("locations", R"({"code":"annex","name":"Annex","address":)" + hamburg + "}");
    }

    void make(const std::string& what, const std::string& body) {
        const auto made = staff(Method::post, "/v1/admin/" + what, body);
        REQUIRE_MESSAGE(made.status < 300, boost::json::serialize(made.body));
    }
    void change(const std::string& what, const std::string& body) {
        const auto changed = staff(Method::patch, "/v1/admin/" + what, body);
        REQUIRE_MESSAGE(changed.status == 200, boost::json::serialize(changed.body));
    }
    void stock(const std::string& sku, const std::string& location, int on_hand) {
        make("inventory/" + sku + "/adjust", R"({"location":")" + location + R"(","on_hand":)" +
                                                 std::to_string(on_hand) +
                                                 R"(,"reason":"as counted"})");
    }
    void offer_pickup() {
        const auto put = staff(
            Method::put, "/v1/admin/shipping/zones/everywhere/methods/fetch",
            R"({"name":"Fetch it","kind":"pickup","location":"annex","min_days":0,"max_days":0,)"
            R"("rates":[{"currency":"EUR","steps":[{"from":0,"price":0}]}]})");
        REQUIRE_MESSAGE(put.status == 200, boost::json::serialize(put.body));
    }

    Reply begin(const GuestCart& cart, const std::string& addresses) {
        return post(
            "/v1/checkouts",
            R"({"cart_id":")" + cart.id + R"(","email":"ada@example.org",)" + addresses + "}",
            cart.headers);
    }
    Reply order(const GuestCart& cart, const std::string& addresses) {
        auto headers = cart.headers;
        headers.emplace_back("Idempotency-Key", platform::to_string(platform::new_uuid()));
        return post("/v1/orders",
                    R"({"cart_id":")" + cart.id + R"(","email":"ada@example.org",)" + addresses +
                        R"(,"payment":{"provider":"simulator","token":"sim_ok"}})",
                    headers);
    }
    Reply order_to(const std::string& country, const GuestCart& cart) {
        return order(cart, R"("shipping_address":)" + in(country));
    }
    // What is allocated at main and at the annex.
    std::pair<std::int64_t, std::int64_t> allocated(const std::string& sku) {
        std::pair<std::int64_t, std::int64_t> found;
        const auto levels = staff(Method::get, "/v1/admin/inventory/" + sku);
        for (const auto& level : levels.at("/levels").as_array())
            (level.at("location").as_string() == "main" ? found.first : found.second) =
                level.at("allocated").to_number<std::int64_t>();
        return found;
    }
    std::vector<std::string> options(const Reply& checkout) {
        std::vector<std::string> ids;
        for (const auto& option : checkout.at("/shipping_options").as_array())
            ids.emplace_back(option.at("id").as_string());
        return ids;
    }
};

using Pieces = std::pair<std::int64_t, std::int64_t>;

}  // namespace

TEST_CASE_FIXTURE(Shop, "goods come from the first location that has them, else from several") {
    stock("MUG", "annex", 4);
    stock("TEA", "annex", 4);
    REQUIRE(order_to("DE", fill_cart("MUG", 2)).status == 201);
    CHECK(allocated("MUG") == Pieces{2, 0});
    change("locations/annex", R"({"priority":0})");
    change("locations/main", R"({"priority":5})");
    REQUIRE(order_to("DE", fill_cart("TEA", 1)).status == 201);
    CHECK(allocated("TEA") == Pieces{0, 1});
    // 3 of 5 are left at main, and 4 at the annex.
    const auto split = order_to("DE", fill_cart("MUG", 6));
    REQUIRE(split.status == 201);
    CHECK(allocated("MUG") == Pieces{4, 4});
    settle();
    const auto id = split.text("/id");
    const auto item = split.text("/items/0/id");
    const auto ship = [&](int pieces) {
        const auto sent = staff(Method::post, "/v1/admin/orders/" + id + "/shipments",
                                R"({"items":[{"item_id":")" + item + R"(","quantity":)" +
                                    std::to_string(pieces) + "}]}");
        REQUIRE(sent.status == 201);
        settle();
        return staff(Method::get, "/v1/admin/orders/" + id).text("/fulfilment_status");
    };
    CHECK(ship(4) == "partial");
    CHECK(ship(2) == "shipped");
    CHECK(allocated("MUG") == Pieces{2, 0});
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a location gives only what goes to a country that it serves") {
    change("locations/main", R"({"countries":["DE"]})");
    change("locations/annex", R"({"countries":["FR","AT","AT"]})");
    const auto annex = staff(Method::get, "/v1/admin/locations/annex");
    CHECK(boost::json::serialize(annex.at("/countries")) == R"(["AT","FR"])");
    CHECK(staff(Method::patch, "/v1/admin/locations/annex", R"({"countries":["XX"]})").status ==
          422);
    stock("MUG", "annex", 2);

    REQUIRE(order_to("AT", fill_cart("MUG", 2)).status == 201);
    CHECK(allocated("MUG") == Pieces{0, 2});
    const auto short_of = order_to("AT", fill_cart("MUG", 1));
    CHECK(short_of.status == 409);
    CHECK(short_of.code() == "insufficient_stock");
    CHECK(short_of.number("/available") == 0);
    REQUIRE(order_to("DE", fill_cart("MUG", 5)).status == 201);
    CHECK(allocated("MUG") == Pieces{5, 2});
    CHECK(order_to("AT", fill_cart("TEA", 1)).code() == "insufficient_stock");
    const auto nowhere = begin(fill_cart("TEA"), R"("shipping_address":)" + in("CH"));
    CHECK(nowhere.status == 422);
    CHECK(nowhere.code() == "checkout.no_delivery");
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "what is held follows the address to a location that serves it") {
    change("locations/main", R"({"countries":["DE"]})");
    change("locations/annex", R"({"countries":["AT"]})");
    stock("MUG", "annex", 1);
    const auto cart = fill_cart("MUG", 1);
    const auto begun = begin(cart, R"("shipping_address":)" + in("DE"));
    REQUIRE(begun.status == 201);
    const auto reserved = [&](int level) {
        return staff(Method::get, "/v1/admin/inventory/MUG")
            .number("/levels/" + std::to_string(level) + "/reserved");
    };
    CHECK(reserved(0) == 1);
    const auto moved = call(Method::patch, "/v1/checkouts/" + begun.text("/id"),
                            R"({"shipping_address":)" + in("AT") + "}", cart.headers);
    REQUIRE_MESSAGE(moved.status == 200, boost::json::serialize(moved.body));
    CHECK(reserved(0) == 0);
    CHECK(reserved(1) == 1);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "what is fetched needs no shipping address, and is taxed where it is") {
    make("tax-zones", R"({"name":"Germany","areas":[{"country":"DE"}],)"
                      R"("rates":[{"name":"VAT","rate_ppm":190000}],"home":true})");
    make("tax-zones", R"({"name":"Austria","areas":[{"country":"AT"}],)"
                      R"("rates":[{"name":"USt","rate_ppm":200000}]})");
    offer_pickup();
    const auto bought = order(fill_cart("MUG"), R"("shipping_option_id":"fetch",)"
                                                R"("billing_address":)" +
                                                    in("AT"));
    REQUIRE_MESSAGE(bought.status == 201, boost::json::serialize(bought.body));
    CHECK(bought.text("/shipping_address/city") == "Hamburg");
    CHECK(bought.text("/billing_address/country") == "AT");
    CHECK(bought.number("/totals/total/amount") == 1190);
    CHECK(bought.number("/totals/tax/amount") == 190);
    // Whatever address was given as well.
    const auto given =
        order(fill_cart("MUG"), R"("shipping_option_id":"fetch","shipping_address":)" + in("AT"));
    REQUIRE(given.status == 201);
    CHECK(given.text("/shipping_address/city") == "Hamburg");
    CHECK(given.text("/billing_address/city") == "There");
    CHECK(given.number("/totals/tax/amount") == 190);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "without a shipping address there is only what is fetched to choose") {
    const auto billing = R"("billing_address":)" + in("AT");
    const auto cart = fill_cart("MUG");
    const auto refused = [&](const Reply& reply) {
        CHECK(reply.status == 422);
        return reply.code() + " " + reply.text("/errors/0/pointer");
    };
    offer_pickup();
    CHECK(refused(order(cart, billing + R"(,"shipping_option_id":"standard")")) ==
          "checkout.shipping_address_needed /shipping_address");
    CHECK(refused(order(cart, R"("shipping_option_id":"fetch")")) ==
          "checkout.address_or_id /shipping_address");

    const auto begun = begin(cart, billing);
    REQUIRE_MESSAGE(begun.status == 201, boost::json::serialize(begun.body));
    CHECK(options(begun) == std::vector<std::string>{"fetch"});
    CHECK_FALSE(begun.body.as_object().contains("shipping_address"));
    const auto target = "/v1/checkouts/" + begun.text("/id");
    CHECK(refused(call(Method::patch, target, R"({"shipping_option_id":"standard"})",
                       cart.headers)) == "checkout.shipping_address_needed /shipping_address");
    const auto sent = call(
        Method::patch, target,
        R"({"shipping_option_id":"standard","shipping_address":)" + in("FR") + "}", cart.headers);
    REQUIRE(sent.status == 200);
    CHECK(options(sent) == std::vector<std::string>{"fetch", "standard", "express"});
    auto headers = cart.headers;
    headers.emplace_back("Idempotency-Key", "sent-after-all");
    const auto bought = post(target + "/complete",
                             R"({"payment":{"provider":"simulator","token":"sim_ok"}})", headers);
    REQUIRE(bought.status == 201);
    CHECK(bought.text("/shipping_address/country") == "FR");
    CHECK(bought.text("/billing_address/country") == "AT");
}

TEST_CASE_FIXTURE(Shop, "what is ordered by telephone and fetched needs only an address to bill") {
    const auto take_down = [&](const std::string& more) {
        return staff(
            Method::post, "/v1/admin/drafts",
            R"({"email":"ada@example.org","items":[{"sku":"MUG","quantity":1}])" + more + "}");
    };
    const auto billing = R"(,"billing_address":)" + in("AT");
    CHECK(take_down(billing).code() == "orders.address_needed");
    offer_pickup();
    CHECK(take_down("").code() == "orders.address_needed");
    CHECK(take_down(billing + R"(,"shipping_option_id":"standard")").code() ==
          "orders.address_needed");

    const auto draft = take_down(billing);
    REQUIRE_MESSAGE(draft.status == 201, boost::json::serialize(draft.body));
    CHECK(draft.text("/shipping_address/city") == "Hamburg");
    CHECK(draft.text("/billing_address/country") == "AT");
    CHECK(draft.number("/totals/total/amount") == 1190);
    const auto target = "/v1/admin/drafts/" + draft.text("/id");
    const auto sent =
        staff(Method::patch, target,
              R"({"shipping_option_id":"standard","shipping_address":)" + in("FR") + "}");
    CHECK(sent.text("/shipping_address/country") == "FR");
    const auto fetched = staff(Method::patch, target, R"({"shipping_option_id":"fetch"})");
    CHECK(fetched.text("/shipping_address/city") == "Hamburg");
    const auto placed = staff(Method::post, target + "/place",
                              R"({"payment":{"provider":"simulator","token":"sim_ok"}})",
                              {{"Idempotency-Key", "fetched"}});
    REQUIRE_MESSAGE(placed.status == 201, boost::json::serialize(placed.body));
    CHECK(placed.text("/billing_address/country") == "AT");
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a shop where nothing can be fetched asks for a shipping address") {
    const auto refused = begin(fill_cart("MUG"), R"("billing_address":)" + in("AT"));
    CHECK(refused.status == 422);
    CHECK(refused.code() == "checkout.shipping_address_needed");
}
