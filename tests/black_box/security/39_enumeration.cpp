#include "open_shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace kontor::test {

namespace {

// The last sixty bits of an id: twelve letters of Crockford's base 32.
std::uint64_t end_of(const std::string& id) {
    constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";
    std::uint64_t number = 0;
    for (const auto letter : id.substr(id.size() - 12)) number = number * 32 + letters.find(letter);
    return number;
}

bool is_refused(const Answer& answer, int status) {
    return answer.status == status &&
           answer.headers.at("content-type") == "application/problem+json";
}

// GET addresses without ids in them that take a limit, from the shop's own document.
std::vector<std::string> lists() {
    std::vector<std::string> found;
    const auto document = open_shop().staff().get("/openapi.json").json();
    for (const auto& [path, operations] : document.at("paths").as_object()) {
        const auto* get = operations.as_object().if_contains("get");
        if (get == nullptr || path.find('{') != path.npos) continue;
        const auto* parameters = get->as_object().if_contains("parameters");
        if (parameters == nullptr) continue;
        for (const auto& parameter : parameters->as_array())
            if (const auto* name = parameter.as_object().if_contains("name");
                name != nullptr && *name == "limit")
                found.emplace_back(path);
    }
    return found;
}

}  // namespace

TEST_CASE("39: one id does not tell the next") {
    std::vector<std::uint64_t> ends;
    for (int made = 0; made < 50; ++made) ends.push_back(end_of(open_shop().cart().id));
    std::ranges::sort(ends);
    for (std::size_t place = 1; place < ends.size(); ++place)
        CHECK(ends[place] - ends[place - 1] > 1'000'000);
}

TEST_CASE("39: neither a neighbour's id nor the number of an order leads anywhere") {
    const auto cart = open_shop().cart();
    REQUIRE(cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})").status == 200);
    const auto order = open_shop().buy(cart);
    REQUIRE(order.status == 201);
    auto next = cart.id;
    next.back() = next.back() == 'z' ? '0' : next.back() == '9' ? 'a' : 'z';
    CHECK(is_refused(cart.guest.get("/v1/carts/" + next), 404));
    CHECK(is_refused(cart.guest.get("/v1/orders/" + order.text("/number")), 404));
    CHECK(is_refused(open_shop().cart().guest.get("/v1/orders/" + order.text("/id")), 404));
    CHECK(is_refused(open_shop().cart().guest.get(cart.path()), 404));
}

TEST_CASE("39: no list gives a million at once") {
    auto all = lists();
    REQUIRE(all.size() > 10);
    all.emplace_back("/v1/products/harbour-blend/reviews");
    all.emplace_back("/v1/products/harbour-blend/recommendations");
    for (const auto& list : all)
        for (const std::string limit :
             {"1000000", "101", "0", "-1", "1.5", "many", "9223372036854775808", ""}) {
            const auto answer = open_shop().staff().get(list + "?limit=" + limit);
            INFO(list << " " << limit << " " << answer.body);
            CHECK(is_refused(answer, 422));
        }
    CHECK(is_refused(open_shop().staff().get("/v1/products?page_size=1000000"), 400));
}

TEST_CASE("39: a cursor that was made up or changed is refused") {
    const auto& staff = open_shop().staff();
    auto cursor = staff.get("/v1/products?limit=1").text("/next_cursor");
    CHECK(staff.get("/v1/products?limit=1&cursor=" + cursor).status == 200);
    CHECK(is_refused(staff.get("/v1/products?limit=1&sort=title&cursor=" + cursor), 400));
    CHECK(is_refused(staff.get("/v1/search?limit=1&cursor=" + cursor), 400));
    auto& letter = cursor[cursor.size() / 2];
    letter = letter == 'A' ? 'B' : 'A';
    CHECK(is_refused(staff.get("/v1/products?limit=1&cursor=" + cursor), 400));
    CHECK(is_refused(staff.get("/v1/products?limit=1&cursor=" + std::string(10'000, 'A')), 400));
}

}  // namespace kontor::test
