#include "auth/shopper.hpp"
#include "fixture.hpp"

#include <boost/json.hpp>

using namespace kontor;
using namespace kontor::cart;
namespace http = kontor::platform::http;
using http::Method;

namespace {

// Credentials are a matter of another module: here a customer's token is the customer's id.
platform::Result<http::Caller> authenticate(const http::Request& request) {
    http::Caller caller;
    if (const auto shown = http::find_header(request.headers, "Authorization")) {
        caller.kind = http::Caller::Kind::customer;
        caller.user = auth::UserId::parse(*shown).value().uuid();
    }
    return caller;
}

struct Shop : Fixture {
    platform::Database platform_database = test_database().database("platform");
    http::Router router{{.version = "test",
                         .authenticate = authenticate,
                         .idempotency = &platform_database,
                         .clock = &clock}};
    http::Headers as_ada{{"Authorization", ada.customer->text()}};
    std::string path = "/v1/carts/" + id.text();

    Shop() { add_routes(router, *carts); }

    http::Response send(Method method, const std::string& target, const std::string& body,
                        http::Headers headers, const std::string& peer = "192.0.2.1") {
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        return router.handle({method, target, headers, body, peer});
    }
    http::Response add_mugs(const std::string& quantity) {
        return send(Method::post, path + "/items", R"({"sku":"MUG","quantity":)" + quantity + "}",
                    as_ada);
    }
    std::string item_path() {
        return path + "/items/" + add("MUG", 2).value().items.at(0).id.text();
    }
};

boost::json::object body_of(const http::Response& response) {
    return boost::json::parse(response.body).as_object();
}

std::string code_of(const http::Response& response) {
    const auto body = body_of(response);
    return std::string(body.at("code").as_string());
}

std::vector<std::string> names_of(const boost::json::value& object) {
    std::vector<std::string> names;
    for (const auto& member : object.as_object()) names.emplace_back(member.key());
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Shop, "a guest who creates a cart gets a token, this once") {
    const auto created = send(Method::post, "/v1/carts", "", {});
    REQUIRE(created.status == 201);
    const auto cart = body_of(created);
    const auto token = std::string(cart.at("guest_token").as_string());
    CHECK(token.size() == 43);
    const auto target = "/v1/carts/" + std::string(cart.at("id").as_string());
    const auto read = send(Method::get, target, "", {{"Guest-Token", token}});
    CHECK(read.status == 200);
    CHECK_FALSE(body_of(read).contains("guest_token"));
    CHECK(send(Method::get, target, "", {}).status == 404);
    CHECK(send(Method::get, target, "", {{"Guest-Token", token + "x"}}).status == 404);
    CHECK(send(Method::get, target, "", as_ada).status == 404);
    auto both = as_ada;
    both.emplace_back("Guest-Token", token);
    CHECK(send(Method::get, target, "", both).status == 200);
}

TEST_CASE_FIXTURE(Shop, "a guest's token is kept as a hash only") {
    const auto token = body_of(send(Method::post, "/v1/carts", "{}", {})).at("guest_token");
    const auto kept = everything.read([&](platform::Reader& reader) {
        return reader.one<std::int64_t>(
            "select count(*) from cart.cart c where c::text like '%' || $1 || '%'",
            std::string(token.as_string()));
    });
    CHECK(kept == 0);
}

TEST_CASE_FIXTURE(Shop, "a customer who creates a cart gets no token") {
    const auto created = send(Method::post, "/v1/carts", R"({"currency":"USD"})", as_ada);
    REQUIRE(created.status == 201);
    CHECK_FALSE(body_of(created).contains("guest_token"));
    CHECK(body_of(created).at("currency").as_string() == "USD");
}

TEST_CASE_FIXTURE(Shop, "a guest who creates a cart twice under one key has one, and its token") {
    const http::Headers keyed{{"Idempotency-Key", to_string(platform::new_uuid())}};
    const auto first = send(Method::post, "/v1/carts", "{}", keyed);
    REQUIRE(first.status == 201);
    CHECK(body_of(first).contains("guest_token"));
    CHECK(send(Method::post, "/v1/carts", "{}", keyed).body == first.body);
}

TEST_CASE_FIXTURE(Shop, "guests of two addresses never share a cart, whatever key they send") {
    const http::Headers keyed{{"Idempotency-Key", "the-first-of-mine"}};
    const auto first = body_of(send(Method::post, "/v1/carts", "", keyed));
    const auto second = body_of(send(Method::post, "/v1/carts", "", keyed, "192.0.2.2"));
    CHECK(first.at("id") != second.at("id"));
    CHECK(first.at("guest_token") != second.at("guest_token"));
}

TEST_CASE_FIXTURE(Shop, "a cart is refused with a currency that is none, or with more than that") {
    CHECK(send(Method::post, "/v1/carts", R"({"currency":"euro"})", {}).status == 422);
    CHECK(send(Method::post, "/v1/carts", R"({"total":0})", {}).status == 422);
    CHECK(send(Method::post, "/v1/carts", "[]", {}).status == 422);
    CHECK(send(Method::post, "/v1/carts", "{", {}).status == 400);
}

TEST_CASE_FIXTURE(Shop, "putting in twice under one key puts in once") {
    auto keyed = as_ada;
    keyed.emplace_back("Idempotency-Key", to_string(platform::new_uuid()));
    const std::string body = R"({"sku":"MUG","quantity":2})";
    const auto first = send(Method::post, path + "/items", body, keyed);
    const auto second = send(Method::post, path + "/items", body, keyed);
    CHECK(first.status == 200);
    CHECK(second.body == first.body);
    CHECK(contents().items.at(0).quantity == 2);
}

TEST_CASE_FIXTURE(Shop, "a cart has exactly the members that were promised") {
    const auto cart = body_of(add_mugs("2"));
    CHECK(names_of(cart) == Names{"id", "status", "version", "currency", "items", "coupons",
                                  "totals", "discounts", "taxes", "warnings", "saved_items"});
    CHECK(names_of(cart.at("items").at(0)) == Names{"id", "variant_id", "sku", "title", "quantity",
                                                    "unit_price", "subtotal", "discount", "tax",
                                                    "total"});
    CHECK(names_of(cart.at("totals")) ==
          Names{"subtotal", "discount", "shipping", "tax", "tax_included", "total"});
    CHECK(cart.at("status").as_string() == "active");
    CHECK(cart.at("coupons").as_array().empty());
    CHECK(cart.at("items").at(0).at("id").as_string().starts_with("line_"));
    CHECK(cart.at("totals").at("total").at("amount").as_int64() == 2380);
}

TEST_CASE_FIXTURE(Shop, "items are added, changed and removed over HTTP") {
    CHECK(add_mugs("2").status == 200);
    const auto by_id = R"({"variant_id":")" + tea.id.text() + R"(","quantity":1})";
    const auto added = send(Method::post, path + "/items", by_id, as_ada);
    REQUIRE(added.status == 200);
    const auto item = std::string(body_of(added).at("items").at(1).at("id").as_string());
    const auto target = path + "/items/" + item;
    const auto changed = send(Method::patch, target, R"({"quantity":3})", as_ada);
    REQUIRE(changed.status == 200);
    CHECK(body_of(changed).at("items").at(1).at("quantity").as_int64() == 3);
    const auto removed = send(Method::patch, target, R"({"quantity":0})", as_ada);
    REQUIRE(removed.status == 200);
    CHECK(body_of(removed).at("items").as_array().size() == 1);
    CHECK(send(Method::del, target, "", as_ada).status == 404);
    const auto last = path + "/items/" + contents().items.at(0).id.text();
    const auto emptied = send(Method::del, last, "", as_ada);
    REQUIRE(emptied.status == 200);
    CHECK(body_of(emptied).at("items").as_array().empty());
}

TEST_CASE_FIXTURE(Shop, "a quantity that is none is refused and changes nothing") {
    const auto item = item_path();
    const auto change_to = [&](const std::string& quantity) {
        return send(Method::patch, item, R"({"quantity":)" + quantity + "}", as_ada).status;
    };
    for (const std::string quantity :
         {"-1", "1.5", "\"1\"", "10001", "1000000000", "null", "true", "[]", "{}"}) {
        CAPTURE(quantity);
        CHECK(add_mugs(quantity).status == 422);
        CHECK(change_to(quantity) == 422);
    }
    for (const std::string quantity :
         {"9223372036854775808", "18446744073709551616", "1e400", "01", "NaN", ""}) {
        CAPTURE(quantity);
        CHECK(add_mugs(quantity).status / 100 == 4);
        CHECK(change_to(quantity) / 100 == 4);
    }
    CHECK(add_mugs("0").status == 422);
    CHECK(contents().items.at(0).quantity == 2);
}

TEST_CASE_FIXTURE(Shop, "prices sent by a client are refused") {
    const auto body = R"({"sku":"MUG","quantity":1,"unit_price":{"amount":1,"currency":"EUR"}})";
    CHECK(send(Method::post, path + "/items", body, as_ada).status == 422);
    CHECK(contents().items.empty());
}

TEST_CASE_FIXTURE(Shop, "what cannot be added says where the request is wrong") {
    const auto add_body = [&](const std::string& body) {
        return send(Method::post, path + "/items", body, as_ada);
    };
    const auto unknown = add_body(R"({"sku":"NO-SUCH-THING","quantity":1})");
    CHECK(unknown.status == 422);
    CHECK(code_of(unknown) == "cart.no_such_variant");
    CHECK(body_of(unknown).at("errors").at(0).at("pointer").as_string() == "/sku");
    CHECK(code_of(add_body(R"({"quantity":1})")) == "cart.sku_or_variant");
    CHECK(add_body(R"({"sku":"MUG"})").status == 422);
    CHECK(add_body(R"({"variant_id":"MUG","quantity":1})").status == 422);
    CHECK(add_body("").status == 400);
}

TEST_CASE_FIXTURE(Shop, "somebody else's cart is answered 404 on every address") {
    const auto item = item_path();
    const http::Headers eve{{"Authorization", auth::UserId::make().text()}};
    const http::Headers guest{{"Guest-Token", "something"}};
    for (const auto& headers : {eve, guest, http::Headers{}}) {
        CHECK(send(Method::get, path, "", headers).status == 404);
        CHECK(
            send(Method::post, path + "/items", R"({"sku":"MUG","quantity":1})", headers).status ==
            404);
        CHECK(send(Method::patch, item, R"({"quantity":0})", headers).status == 404);
        CHECK(send(Method::del, item, "", headers).status == 404);
    }
    CHECK(contents().items.at(0).quantity == 2);
}

TEST_CASE_FIXTURE(Shop, "an id that is none is answered 404") {
    for (const std::string target :
         {"/v1/carts/1", "/v1/carts/cart_", "/v1/carts/line_00000000000000000000000000"})
        CHECK(send(Method::get, target, "", as_ada).status == 404);
    CHECK(send(Method::patch, path + "/items/1", R"({"quantity":1})", as_ada).status == 404);
}

TEST_CASE_FIXTURE(Shop, "a cart that is being bought is answered 409 when it is changed") {
    REQUIRE(add("MUG").has_value());
    REQUIRE(carts->claim(id, ada, platform::new_uuid()).has_value());
    const auto refused = add_mugs("1");
    CHECK(refused.status == 409);
    CHECK(code_of(refused) == "cart.not_active");
}

TEST_CASE_FIXTURE(Shop, "a cart has an ETag that changes with it") {
    const auto first = send(Method::get, path, "", as_ada);
    const std::string etag(http::find_header(first.headers, "ETag").value());
    auto headers = as_ada;
    headers.emplace_back("If-None-Match", etag);
    CHECK(send(Method::get, path, "", headers).status == 304);
    REQUIRE(add_mugs("1").status == 200);
    CHECK(send(Method::get, path, "", headers).status == 200);
}

TEST_CASE_FIXTURE(Shop,
                  "an item is changed only in the cart that was read, where that is asked for") {
    const auto item = item_path();
    const auto read = send(Method::get, path, "", as_ada);
    auto as_read = as_ada;
    as_read.emplace_back("If-Match", std::string(http::find_header(read.headers, "ETag").value()));
    REQUIRE(send(Method::patch, item, R"({"quantity":3})", as_read).status == 200);
    const auto stale = send(Method::patch, item, R"({"quantity":7})", as_read);
    CHECK(stale.status == 412);
    CHECK(send(Method::del, item, "", as_read).status == 412);
    CHECK(contents().items.at(0).quantity == 3);

    const auto version = contents().version;
    const auto line = contents().items.at(0).id;
    CHECK(refusal(carts->change_item(id, ada, line, 5, version - 1)) == "cart.changed_meanwhile");
    CHECK(carts->change_item(id, ada, line, 5, version).has_value());
}

TEST_CASE_FIXTURE(Shop, "a cart is of a currency that the shop sells in") {
    const auto refused = send(Method::post, "/v1/carts", R"({"currency":"GBP"})", as_ada);
    CHECK(refused.status == 422);
    CHECK(code_of(refused) == "pricing.no_such_currency");
    CHECK(send(Method::post, "/v1/carts", R"({"currency":"USD"})", as_ada).status == 201);
}

TEST_CASE_FIXTURE(Shop, "a guest signs in and takes the cart along") {
    const auto made = send(Method::post, "/v1/carts", "{}", {});
    REQUIRE(made.status == 201);
    const auto guest_cart = "/v1/carts/" + std::string(body_of(made).at("id").as_string());
    const std::string token(body_of(made).at("guest_token").as_string());
    const http::Headers as_guest{{"Guest-Token", token}};
    http::Headers signed_in = as_ada;
    signed_in.push_back(as_guest.front());
    REQUIRE(send(Method::post, guest_cart + "/items", R"({"sku":"MUG","quantity":3})", as_guest)
                .status == 200);
    REQUIRE(add("MUG", 2).has_value());

    CHECK(send(Method::post, guest_cart + "/merge", "", as_guest).status == 401);
    CHECK(send(Method::post, guest_cart + "/merge", "", as_ada).status == 404);
    const auto merged = send(Method::post, guest_cart + "/merge", "", signed_in);
    REQUIRE(merged.status == 200);
    const auto answer = body_of(merged);
    CHECK(answer.at("cart").at("id") == boost::json::string(id.text()));
    CHECK(answer.at("cart").at("items").at(0).at("quantity") == 3);
    CHECK(answer.at("adjustments").at(0).at("kind") == "raised");
    CHECK(answer.at("adjustments").at(0).at("quantity_before") == 2);
    const auto again = body_of(send(Method::post, guest_cart + "/merge", "", signed_in));
    CHECK(again.at("adjustments").as_array().empty());

    const auto gone = send(Method::get, guest_cart, "", as_guest);
    CHECK(gone.status == 410);
    CHECK(code_of(gone) == "cart.merged");
    CHECK(body_of(gone).at("merged_into") == boost::json::string(id.text()));
    CHECK(body_of(gone).at("link") == boost::json::string(path));
    const auto mine = send(Method::get, "/v1/me/cart", "", as_ada);
    CHECK(mine.status == 200);
    CHECK(body_of(mine).at("id") == boost::json::string(id.text()));
    CHECK(send(Method::get, "/v1/me/cart", "", as_guest).status == 401);
}

TEST_CASE_FIXTURE(Shop, "items are set aside and put back, and prices confirmed") {
    const auto item = item_path();
    auto answer = send(Method::post, item + "/save-for-later", "", as_ada);
    REQUIRE(answer.status == 200);
    CHECK(body_of(answer).at("items").as_array().empty());
    CHECK(body_of(answer).at("saved_items").at(0).at("quantity") == 2);
    answer = send(Method::post, item + "/move-to-cart", "", as_ada);
    REQUIRE(answer.status == 200);
    CHECK(body_of(answer).at("items").at(0).at("quantity") == 2);
    CHECK(
        send(Method::post, path + "/items/" + LineId::make().text() + "/save-for-later", "", as_ada)
            .status == 404);

    catalog.reprice("MUG", 1290);
    answer = send(Method::post, path + "/confirm",
                  R"({"expected_total":{"amount":2380,"currency":"EUR"}})", as_ada);
    CHECK(answer.status == 409);
    CHECK(code_of(answer) == "cart_changed");
    CHECK(body_of(answer).at("current_total").at("amount") == 2580);
    CHECK(send(Method::post, path + "/confirm", "", as_ada).status == 200);
    CHECK(contents().totals.total.amount == 2580);
    CHECK(send(Method::post, path + "/confirm", R"({"expected_total":7})", as_ada).status == 422);
}
