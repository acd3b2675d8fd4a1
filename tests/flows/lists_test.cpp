// Every list of the contract that goes on by a cursor.
#include "mug_shop.hpp"

using namespace kontor;
using kontor::test::Reply;
using platform::http::Headers;
using platform::http::Method;

namespace {

std::string with(const std::string& list, const std::string& query) {
    return list + "?" + query;
}

// Two or more of much that a shop has lists of.
struct Shop : test::MugShop {
    Shop() {
        tea = add_product("TEA", 400, 10);
        const auto registered =
            post("/v1/auth/register", R"({"email":"ada@example.org","password":"a quiet canal"})");
        ada = {{"Authorization", "Bearer " + registered.text("/access_token")}};
        for (int i = 0; i < 3; ++i) {
            last = fill_cart("MUG");
            order = buy(last, "sim_ok").text("/id");
        }
        const auto collection = made("collections", R"({"title":"All","rule":{"title":"Thing"}})");
        const auto group = made("customer-groups", R"({"name":"Friends"})");
        const auto friend_of_all = registered.text("/user/id");
        REQUIRE(
            staff(Method::put, "/v1/admin/customer-groups/" + group + "/members/" + friend_of_all)
                .status < 300);
        const auto list = made("price-lists", R"({"name":"Sale","kind":"sale"})");
        REQUIRE(staff(Method::put, "/v1/admin/price-lists/" + list + "/entries",
                      R"({"entries":[{"sku":"MUG","price":{"amount":900,"currency":"EUR"}},)"
                      R"({"sku":"TEA","price":{"amount":300,"currency":"EUR"}}]})")
                    .status < 300);
        const auto promotion = made(
            "promotions", R"({"name":"Ten","automatic":false,"benefit":)"
                          R"({"kind":"percentage","target":"order","percentage_ppm":100000}})");
        REQUIRE(staff(Method::post, "/v1/admin/promotions/" + promotion + "/coupons",
                      R"({"count":3,"prefix":"HI-"})")
                    .status < 300);
        ids = {{"{collection}", collection},
               {"{group}", group},
               {"{list}", list},
               {"{order}", order},
               {"{product}", tea},
               {"{promotion}", promotion},
               {"{sku}", "MUG"}};
        settle();
    }

    std::string made(const std::string& what, const std::string& body) {
        const auto answer = staff(Method::post, "/v1/admin/" + what, body);
        REQUIRE_MESSAGE(answer.status == 201, boost::json::serialize(answer.body));
        return answer.text("/id");
    }

    // Staff for what is staff's, the guest for an order of theirs, Ada for what is a customer's.
    Reply read(const std::string& target) {
        if (target.starts_with("/v1/admin/")) return staff(Method::get, target);
        return get(target, target.starts_with("/v1/orders/") ? last.headers : ada);
    }

    std::string at_home(std::string path) const {
        for (const auto& [name, id] : ids)
            if (const auto place = path.find(name); place != std::string::npos)
                path.replace(place, name.size(), id);
        return path;
    }

    std::int64_t rows_of(const std::string& list) {
        std::int64_t rows = 0;
        for (auto target = with(list, "limit=2");;) {
            const auto page = read(target);
            REQUIRE_MESSAGE(page.status == 200, target << boost::json::serialize(page.body));
            rows += static_cast<std::int64_t>(page.at("/data").as_array().size());
            if (page.at("/next_cursor").is_null()) return rows;
            target = with(list, "limit=2&cursor=" + page.text("/next_cursor"));
        }
    }

    // Paths of the contract whose GET takes a cursor.
    std::vector<std::string> lists() {
        const auto document = get("/openapi.json");
        std::vector<std::string> found;
        for (const auto& [path, methods] : document.at("/paths").as_object()) {
            const auto* operation = methods.as_object().if_contains("get");
            if (operation == nullptr) continue;
            for (const auto& parameter : operation->at("parameters").as_array())
                if (parameter.at("name") == "cursor") found.emplace_back(path);
        }
        return found;
    }

    std::string tea;
    GuestCart last;
    std::string order;
    Headers ada;
    std::map<std::string, std::string> ids;
};

}  // namespace

TEST_CASE_FIXTURE(Shop, "every list tells its length to who asks for it, and to nobody else") {
    const auto all = lists();
    CHECK(all.size() > 25);
    for (const auto& path : all) {
        if (path == "/v1/search") continue;  // has its total always
        CAPTURE(path);
        const auto list = at_home(path);
        REQUIRE(list.find('{') == std::string::npos);
        const auto page = read(with(list, "limit=1&include=total"));
        REQUIRE_MESSAGE(page.status == 200, boost::json::serialize(page.body));
        CHECK(page.number("/total") == rows_of(list));
        CHECK_FALSE(page.at("/total_is_capped").as_bool());
        CHECK(page.at("/data").as_array().size() <= 1);
        CHECK_FALSE(read(with(list, "limit=1")).body.as_object().contains("total"));
        CHECK(read(with(list, "include=everything")).status == 422);
    }
}

TEST_CASE_FIXTURE(Shop, "a length is that of the list as it is narrowed, on every page") {
    const auto first = read("/v1/admin/orders?status=placed&limit=2&include=total");
    CHECK(first.number("/total") == 3);
    const auto next = "/v1/admin/orders?status=placed&limit=2&cursor=" + first.text("/next_cursor");
    CHECK(read(next + "&include=total").number("/total") == 3);
    CHECK(read(next).at("/data").as_array().size() == 1);
    CHECK(read("/v1/admin/orders?status=cancelled&include=total").number("/total") == 0);
    CHECK(read("/v1/admin/products?q=TEA&include=total").number("/total") == 1);
    CHECK(
        read("/v1/admin/inventory/MUG/movements?location=nowhere&include=total").number("/total") ==
        0);
}
