#include "club.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <future>
#include <map>
#include <thread>

using namespace kontor;
using namespace kontor::customers;
using namespace kontor::platform::http;

namespace {

shipping::Address in_city(const std::string& city) {
    shipping::Address address;
    address.name = *decltype(address.name)::accept("Ada Buyer");
    address.line1 = *decltype(address.line1)::accept("1 Test Street");
    address.city = *decltype(address.city)::accept(city);
    address.postal_code = *decltype(address.postal_code)::accept("10115");
    address.country = *platform::CountryCode::accept("DE");
    return address;
}

struct Book : Club {
    auth::UserId ada = somebody();
    auth::UserId bob = somebody();

    NewAddress in(const std::string& city) {
        NewAddress address;
        address.address = in_city(city);
        return address;
    }
    BookedAddress add(const std::string& city) { return addresses->add(ada, in(city)).value(); }
    std::vector<BookedAddress> all() { return addresses->addresses(ada, {}); }
    // The cities of the defaults, for shipping and for billing.
    std::pair<std::string, std::string> defaults() {
        std::pair<std::string, std::string> cities;
        for (const auto& one : all()) {
            if (one.default_shipping) cities.first += one.address.city.value();
            if (one.default_billing) cities.second += one.address.city.value();
        }
        return cities;
    }
};

using Cities = std::pair<std::string, std::string>;

struct Counter : Book {
    Counter() {
        caller.kind = Caller::Kind::customer;
        caller.user = ada.uuid();
        add_routes(router, *customers, *addresses, "secret");
    }
    Response ask(Method method, const std::string& path, const std::string& body = {},
                 Headers more = {}) {
        more.emplace_back("Host", "shop.example");
        if (!body.empty()) more.emplace_back("Content-Type", "application/json");
        return router.handle({method, "/v1/me/addresses" + path, more, body, {}});
    }
    static boost::json::value json(const Response& answer) {
        return boost::json::parse(answer.body);
    }
    std::string made(const std::string& city) { return add(city).id.text(); }

    Caller caller;
    Router router{
        {.version = "1",
         .authenticate = [this](const Request&) -> platform::Result<Caller> { return caller; }}};
};

constexpr auto berlin =
    R"({"name":"Ada","line1":"1 Street","city":"Berlin","postal_code":"10115","country":"DE"})";

}  // namespace

TEST_CASE_FIXTURE(Book, "the first address is the default, and the last that is made so") {
    const auto first = add("Berlin");
    CHECK(first.default_shipping);
    CHECK(first.default_billing);
    const auto second = add("Bonn");
    CHECK_FALSE(second.default_shipping);
    CHECK(defaults() == Cities{"Berlin", "Berlin"});
    auto third = in("Bremen");
    third.default_shipping = true;
    REQUIRE(addresses->add(ada, third).has_value());
    CHECK(defaults() == Cities{"Bremen", "Berlin"});
    AddressChange change;
    change.default_billing = true;
    REQUIRE(addresses->change(ada, second.id, change).has_value());
    CHECK(defaults() == Cities{"Bremen", "Bonn"});
    change.default_billing = false;
    REQUIRE(addresses->change(ada, second.id, change).has_value());
    CHECK(defaults() == Cities{"Bremen", ""});
    CHECK(all().size() == 3);
}

TEST_CASE_FIXTURE(Book, "a change leaves what it does not name") {
    const auto address = add("Berlin");
    AddressChange change;
    change.label = platform::change_to(*platform::Line<1, 60>::accept("Home"));
    REQUIRE(addresses->change(ada, address.id, change)->label == "Home");
    AddressChange move;
    move.address = in_city("Bonn");
    const auto moved = addresses->change(ada, address.id, move).value();
    CHECK(moved.label == "Home");
    CHECK(moved.address.city.value() == "Bonn");
    CHECK(moved.default_shipping);
    AddressChange clear;
    clear.label = platform::Nullable<platform::Line<1, 60>>{};
    CHECK_FALSE(addresses->change(ada, address.id, clear)->label.has_value());
    CHECK(addresses->address(ada, address.id)->address.city.value() == "Bonn");
}

TEST_CASE_FIXTURE(Book, "nobody finds the address of another customer") {
    const auto address = add("Berlin");
    const auto unknown = std::string("customers.no_such_address");
    CHECK(refusal_of(addresses->address(bob, address.id)) == unknown);
    CHECK(refusal_of(addresses->change(bob, address.id, {})) == unknown);
    CHECK(refusal_of(addresses->remove(bob, address.id)) == unknown);
    CHECK(addresses->addresses(bob, {}).empty());
    CHECK(all().size() == 1);
    CHECK(addresses->remove(ada, address.id).has_value());
    CHECK(refusal_of(addresses->remove(ada, address.id)) == unknown);
}

TEST_CASE_FIXTURE(Book, "a book takes fifty addresses, also from several devices") {
    std::atomic<int> added = 0;
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> devices;
        for (int device = 0; device < 6; ++device)
            devices.emplace_back([&] {
                for (int i = 0; i < 10; ++i) {
                    const auto result = addresses->add(ada, in("Berlin"));
                    added += result.has_value();
                    refused += refusal_of(result) == "customers.too_many_addresses";
                }
            });
    }
    CHECK(added == 50);
    CHECK(refused == 10);
    CHECK(all().size() == 50);
    CHECK(defaults() == Cities{"Berlin", "Berlin"});
    REQUIRE(addresses->remove(ada, all().front().id).has_value());
    CHECK(addresses->add(ada, in("Bonn")).has_value());
    CHECK(addresses->add(bob, in("Bonn")).has_value());
}

TEST_CASE_FIXTURE(Book, "defaults that are set at the same time end as one") {
    std::vector<AddressId> ids;
    for (int i = 0; i < 8; ++i) ids.push_back(add("Town").id);
    {
        std::vector<std::jthread> devices;
        for (const auto& id : ids)
            devices.emplace_back([&, id] {
                AddressChange change;
                change.default_shipping = true;
                CHECK(addresses->change(ada, id, change).has_value());
            });
    }
    CHECK(std::ranges::count_if(all(), &BookedAddress::default_shipping) == 1);
}

TEST_CASE_FIXTURE(Counter, "customers keep their address book") {
    const auto added =
        ask(Method::post, "", std::string(R"({"label":"Home","address":)") + berlin + "}");
    REQUIRE(added.status == 201);
    const std::string id(json(added).at("id").as_string());
    CHECK(find_header(added.headers, "Location") == "/v1/me/addresses/" + id);
    CHECK(json(added).at("default_shipping") == true);
    const auto shown = ask(Method::get, "/" + id);
    CHECK(shown.status == 200);
    CHECK(json(shown).at("address").at("city") == "Berlin");
    CHECK(json(ask(Method::get, "")).at("data").as_array().size() == 1);
    const auto changed = ask(Method::patch, "/" + id, R"({"label":null})");
    CHECK(changed.status == 200);
    CHECK_FALSE(json(changed).as_object().contains("label"));
    CHECK(ask(Method::del, "/" + id).status == 204);
    CHECK(ask(Method::get, "/" + id).status == 404);
}

TEST_CASE_FIXTURE(Counter, "a list goes on where its cursor says, for its customer") {
    for (const auto* city : {"Berlin", "Bonn", "Bremen"}) made(city);
    const auto first = json(ask(Method::get, "?limit=2"));
    CHECK(first.at("data").as_array().size() == 2);
    const std::string cursor(first.at("next_cursor").as_string());
    const auto second = json(ask(Method::get, "?limit=2&cursor=" + cursor));
    CHECK(second.at("data").at(0).at("address").at("city") == "Bremen");
    CHECK(second.at("next_cursor").is_null());
    caller.user = bob.uuid();
    CHECK(ask(Method::get, "?cursor=" + cursor).status == 400);
}

TEST_CASE_FIXTURE(Counter, "somebody else's address does not exist") {
    const auto id = made("Berlin");
    caller.user = bob.uuid();
    CHECK(ask(Method::get, "/" + id).status == 404);
    CHECK(ask(Method::patch, "/" + id, R"({"label":"Mine"})").status == 404);
    CHECK(ask(Method::del, "/" + id).status == 404);
    CHECK(all().size() == 1);
    caller = {};
    CHECK(ask(Method::get, "").status == 401);
}

TEST_CASE_FIXTURE(Counter, "a change of what was changed meanwhile is refused") {
    const auto id = made("Berlin");
    const auto seen = ask(Method::get, "/" + id);
    const Headers if_match{{"If-Match", std::string(*find_header(seen.headers, "ETag"))}};
    CHECK(ask(Method::patch, "/" + id, R"({"label":"Home"})", if_match).status == 200);
    CHECK(ask(Method::patch, "/" + id, R"({"label":"Work"})", if_match).status == 412);
    CHECK(ask(Method::del, "/" + id, "", if_match).status == 412);
}

TEST_CASE_FIXTURE(Book, "an address is changed and removed only as it was seen") {
    const auto seen = add("Berlin");
    AddressChange change;
    change.label = platform::change_to(line<1, 60>("Home"));
    const auto changed = addresses->change(ada, seen.id, change, seen).value();
    const auto stale = std::string("customers.address_changed_meanwhile");
    CHECK(refusal_of(addresses->change(ada, seen.id, {}, seen)) == stale);
    CHECK(refusal_of(addresses->remove(ada, seen.id, seen)) == stale);
    CHECK(addresses->address(ada, seen.id)->label == "Home");
    REQUIRE(addresses->remove(ada, seen.id, changed).has_value());
    CHECK(refusal_of(addresses->remove(ada, seen.id, changed)) == "customers.no_such_address");
}

TEST_CASE_FIXTURE(Counter, "of changes at one time, from the same state, one is made") {
    const auto id = made("Berlin");
    const auto seen = ask(Method::get, "/" + id);
    const Headers if_match{{"If-Match", std::string(*find_header(seen.headers, "ETag"))}};
    const auto waiting = [&] {
        return shared().superuser().read([](platform::Reader& reader) {
            return *reader.one<std::int64_t>("select count(*) from pg_locks where not granted");
        });
    };
    // All have looked at the address before any may change it.
    std::vector<std::future<int>> statuses;
    tables.transact([&](platform::Tx& tx) {
        tx.run("select pg_advisory_xact_lock(hashtextextended('address book ' || $1::text, 0))",
               ada);
        for (const auto* label : {"Home", "Work", "Mill"})
            statuses.push_back(std::async(std::launch::async, [&, label] {
                return ask(Method::patch, "/" + id, R"({"label":")" + std::string(label) + "\"}",
                           if_match)
                    .status;
            }));
        while (std::async(std::launch::async, waiting).get() < 3) std::this_thread::yield();
    });
    std::map<int, int> count;
    for (auto& status : statuses) ++count[status.get()];
    CHECK(count == std::map<int, int>{{200, 1}, {412, 2}});
}

TEST_CASE_FIXTURE(Counter, "bad addresses are not kept") {
    const auto with = [&](const std::string& address) {
        return ask(Method::post, "", R"({"address":)" + address + "}").status;
    };
    CHECK(with("{}") == 422);
    CHECK(with("null") == 422);
    CHECK(with(R"({"name":"A","line1":"1","city":"B","postal_code":"1","country":"ZZ"})") == 422);
    CHECK(with(R"({"name":" ","line1":"1","city":"B","postal_code":"1","country":"DE"})") == 422);
    CHECK(ask(Method::post, "", R"({"label":"Home"})").status == 422);
    CHECK(ask(Method::post, "",
              std::string(R"({"address":)") + berlin + R"(,"default_shipping":"yes"})")
              .status == 422);
    CHECK(ask(Method::post, "", "[").status == 400);
    CHECK(all().empty());
}
