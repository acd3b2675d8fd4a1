#include "belongings.hpp"
#include "contract.hpp"

#include <doctest/doctest.h>

#include <regex>

namespace kontor::test {

namespace {

bool takes(const Operation& operation, const std::string& parameter) {
    return std::ranges::any_of(operation.query_parameters,
                               [&](const Parameter& one) { return one.name == parameter; });
}

const Contract& contract() {
    static const Contract shops(open_shop().stranger().get("/openapi.json").json());
    return shops;
}

std::vector<const Operation*> lists() {
    std::vector<const Operation*> found;
    for (const auto& operation : contract().operations())
        if (operation.method == "GET" && takes(operation, "limit")) found.push_back(&operation);
    return found;
}

// At least two of everything that is listed to a customer.
struct Collector : Belongings {
    explicit Collector(const std::string& email) : Belongings(email) {
        acquire();
        for (int more = 0; more < 2; ++more) {
            const auto again = "/v1/orders/" + ids.at("ord") + "/returns/" + ids.at("ret");
            made(probe.post(again + "/cancel", "{}"));
            ids["ret"] = made(probe.post("/v1/orders/" + ids.at("ord") + "/returns",
                                         R"({"items":[{"item_id":")" + ids.at("oli") +
                                             R"(","quantity":1,"reason":"chipped"}]})"))
                             .text("/id");
            made(probe.post("/v1/me/addresses",
                            R"({"address":{"name":"C","line1":"Quay 1","city":"Bremen",)"
                            R"("postal_code":"28195","country":"DE"}})"));
            made(probe.send(
                "PUT", "/v1/me/consents/marketing_email",
                more ? R"({"granted":false})" : R"({"granted":true,"text_version":"1"})"));
            buy_one();
        }
        const auto goods = open_shop().stranger().get("/v1/products?limit=3").json();
        for (const auto& product : goods.at("data").as_array())
            probe.post("/v1/me/wish-list",
                       R"({"product_id":")" + std::string(product.at("id").as_string()) + "\"}");
    }

    std::string path_of(const Operation& list) const {
        auto path = list.path;
        for (const auto& parameter : list.path_parameters)
            path.replace(path.find('{'), parameter.name.size() + 2,
                         parameter.prefix.empty() ? "harbour-blend" : ids.at(parameter.prefix));
        return path;
    }

private:
    static Answer made(Answer answer) {
        REQUIRE_MESSAGE(answer.status / 100 == 2, answer.body);
        return answer;
    }
    void buy_one() const {
        const auto cart = made(probe.post("/v1/carts", "{}")).text("/id");
        made(probe.post("/v1/carts/" + cart + "/items",
                        R"({"sku":")" + open_shop().sku + R"(","quantity":1})"));
        made(probe.post("/v1/orders",
                        R"({"cart_id":")" + cart +
                            R"(","email":"c@example.org","shipping_address":{"name":"C",)"
                            R"("line1":"Quay 1","city":"Bremen","postal_code":"28195",)"
                            R"("country":"DE"},"payment":{"provider":"simulator",)"
                            R"("token":"sim_ok"}})",
                        {{"Idempotency-Key", platform::to_string(platform::new_uuid())}}));
    }
};

struct TwoCollectors {
    static const TwoCollectors& shared() {
        static const TwoCollectors both;
        return both;
    }
    Collector abe{"abe39@example.org"};
    Collector bea{"bea39@example.org"};
};

// The ids of things with an owner.
std::set<std::string> ids_in(const std::string& body) {
    static const std::regex typed("\"((?!prod_|var_)[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25})\"");
    std::set<std::string> ids;
    for (std::sregex_iterator id(body.begin(), body.end(), typed), end; id != end; ++id)
        ids.insert((*id)[1].str());
    return ids;
}

std::string cursor_of(const HttpProbe& probe, const std::string& path) {
    const auto page = probe.get(path + "?limit=1");
    INFO(path << " -> " << page.body);
    REQUIRE(page.status == 200);
    const auto cursor = page.json().at("next_cursor");
    return cursor.is_null() ? "" : std::string(cursor.as_string());
}

bool is_bad_cursor(const Answer& answer) {
    return answer.status == 400 && answer.text("/code") == "http.bad_cursor" &&
           answer.headers.at("content-type") == "application/problem+json";
}

struct Page {
    const Operation* list;
    std::string path;
    std::string cursor;
};

// Of every list that has two things, as staff and a customer see them.
std::vector<Page> pages(const Collector& customer) {
    std::vector<Page> found;
    for (const auto* list : lists()) {
        if (!takes(*list, "cursor")) continue;
        if (list->is_for_staff() && !list->path_parameters.empty()) continue;
        if (list->path.find("{collection}") != std::string::npos) continue;
        const auto& probe = list->is_for_staff() ? open_shop().staff() : customer.probe;
        const auto path = customer.path_of(*list);
        found.push_back({list, path, cursor_of(probe, path)});
    }
    return found;
}

}  // namespace

TEST_CASE("39: a customer's cursor leads nobody else to what is that customer's") {
    const auto& both = TwoCollectors::shared();
    std::set<std::string> tried;
    for (const auto* list : lists()) {
        if (list->is_for_staff() || list->is_for_everybody || !takes(*list, "cursor")) continue;
        const auto cursor = cursor_of(both.bea.probe, both.bea.path_of(*list));
        INFO(list->path);
        REQUIRE_FALSE(cursor.empty());
        const auto hers = ids_in(both.bea.probe.get(both.bea.path_of(*list) + "?limit=100").body);
        const auto next =
            both.abe.probe.get(both.abe.path_of(*list) + "?limit=100&cursor=" + cursor);
        INFO(next.body);
        CHECK((next.status == 200 || is_bad_cursor(next)));
        for (const auto& id : ids_in(next.body)) CHECK_FALSE(hers.contains(id));
        CHECK(both.abe.probe.get(both.bea.path_of(*list) + "?limit=1&cursor=" + cursor).status ==
              (list->path_parameters.empty() ? next.status : 404));
        tried.insert(list->id);
    }
    // From the contract: a new list of a customer's own is tried, too.
    CHECK(tried.size() >= 5);
    CHECK(tried.contains("list_orders"));
}

TEST_CASE("39: a cursor of one list is none of another, nor of the same with another filter") {
    const auto all = pages(TwoCollectors::shared().bea);
    std::size_t cursors = 0;
    for (const auto& from : all) {
        if (from.cursor.empty()) continue;
        ++cursors;
        for (const auto& to : all) {
            const auto& probe =
                to.list->is_for_staff() ? open_shop().staff() : TwoCollectors::shared().bea.probe;
            const auto answer = probe.get(to.path + "?limit=1&cursor=" + from.cursor);
            INFO(from.list->id << " to " << to.list->id << " " << answer.body);
            if (from.list == to.list)
                CHECK(answer.status == 200);
            else
                CHECK(is_bad_cursor(answer));
        }
        for (const auto& parameter : from.list->query_parameters) {
            const auto* values = parameter.schema->as_object().if_contains("enum");
            if (values == nullptr || parameter.name == "include") continue;
            const auto& probe =
                from.list->is_for_staff() ? open_shop().staff() : TwoCollectors::shared().bea.probe;
            // The last of them: the first may be what holds when none is named.
            const std::string value(values->as_array().back().as_string());
            const auto filtered = probe.get(from.path + "?limit=1&" + parameter.name + "=" + value +
                                            "&cursor=" + from.cursor);
            INFO(from.list->id << " " << parameter.name << "=" << value << " " << filtered.body);
            CHECK(is_bad_cursor(filtered));
        }
    }
    CHECK(cursors >= 12);
}

TEST_CASE("39: no list gives a million at once, below an id either") {
    const auto& bea = TwoCollectors::shared().bea;
    std::size_t tried = 0;
    for (const auto* list : lists()) {
        if (list->path_parameters.empty()) continue;
        auto path = list->path;
        for (const auto& parameter : list->path_parameters) {
            const auto known = bea.ids.find(parameter.prefix);
            path.replace(path.find('{'), parameter.name.size() + 2,
                         known != bea.ids.end() ? known->second
                         : parameter.prefix.empty()
                             ? "harbour-blend"
                             : parameter.prefix + "_" + std::string(26, '0'));
        }
        const auto& probe = list->is_for_staff() ? open_shop().staff() : bea.probe;
        for (const std::string limit : {"1000000", "101", "0", "-1", "1.5", "many", ""}) {
            const auto answer = probe.get(path + "?limit=" + limit);
            INFO(path << " " << limit << " " << answer.body);
            CHECK(answer.status == 422);
        }
        ++tried;
    }
    CHECK(tried >= 5);
}

TEST_CASE("39: no id of anything tells the next") {
    // The last sixty bits of an id: twelve letters of Crockford's base 32.
    constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";
    std::map<std::string, std::set<std::uint64_t>> ends;
    const auto note = [&](const std::string& body) {
        for (const auto& id : ids_in(body)) {
            std::uint64_t number = 0;
            for (const auto letter : id.substr(id.size() - 12))
                number = number * 32 + letters.find(letter);
            ends[id.substr(0, id.find('_'))].insert(number);
        }
    };
    const auto& bea = TwoCollectors::shared().bea;
    for (const auto* list : lists()) {
        if (list->is_for_staff() && !list->path_parameters.empty()) continue;
        if (list->path.find("{collection}") != std::string::npos) continue;
        const auto& probe = list->is_for_staff() ? open_shop().staff() : bea.probe;
        note(probe.get(bea.path_of(*list) + "?limit=100").body);
    }
    for (const auto* owner : {&bea, &TwoCollectors::shared().abe})
        note(owner->probe.get("/v1/me/sessions").body);
    for (const auto& [kind, numbers] : ends) {
        INFO(kind);
        for (auto one = numbers.begin(), next = one; ++next != numbers.end(); one = next)
            CHECK(*next - *one > 1'000'000);
    }
    for (const std::string kind : {"user", "ord", "oli", "pay", "addr", "ret", "sess", "ship"}) {
        INFO(kind);
        CHECK(ends[kind].size() > 1);
    }
}

}  // namespace kontor::test
