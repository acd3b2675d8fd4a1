#include "belongings.hpp"
#include "contract.hpp"

#include <doctest/doctest.h>
#include <boost/json/serialize.hpp>

namespace kontor::test {

namespace {

// What everybody may name: goods, and what was said of them in public.
const std::set<std::string> public_kinds{"var", "rev", "prod"};

struct TwoCustomers {
    TwoCustomers() {
        abe.acquire();
        bea.acquire();
    }

    static TwoCustomers& shared() {
        static TwoCustomers both;
        return both;
    }

    static std::string part_of(const Belongings& owner, const Parameter& parameter) {
        if (parameter.name == "file") return owner.invoice;
        return parameter.prefix.empty() ? "1" : owner.ids.at(parameter.prefix);
    }
    // The operation on what is Bea's.
    std::string path_of(const Operation& operation) const { return path_of(operation, bea); }
    static std::string path_of(const Operation& operation, const Belongings& owner) {
        auto path = operation.path;
        for (const auto& parameter : operation.path_parameters)
            fill(path, parameter, part_of(owner, parameter));
        return path;
    }
    // On what is Abe's, with one part of Bea's, for every part.
    std::vector<std::string> mixed_paths_of(const Operation& operation) const {
        std::vector<std::string> paths;
        for (const auto& hers : operation.path_parameters) {
            if (hers.prefix.empty() && hers.name != "file") continue;
            auto path = operation.path;
            for (const auto& parameter : operation.path_parameters)
                fill(path, parameter, part_of(parameter.name == hers.name ? bea : abe, parameter));
            paths.push_back(path);
        }
        return paths;
    }
    static void fill(std::string& path, const Parameter& parameter, const std::string& value) {
        const auto name = "{" + parameter.name + "}";
        path.replace(path.find(name), name.size(), value);
    }
    std::string body_of(const Operation& operation) const {
        if (operation.body == nullptr) return "";
        return boost::json::serialize(contract.example(
            *operation.body,
            [&](const std::string& prefix) {
                const auto found = bea.ids.find(prefix);
                return found != bea.ids.end() ? found->second : prefix + "_" + std::string(26, '0');
            },
            {"var"}));
    }
    Answer try_as(const HttpProbe& probe, const Operation& operation) const {
        return try_as(probe, operation, path_of(operation));
    }
    Answer try_as(const HttpProbe& probe, const Operation& operation,
                  const std::string& path) const {
        return probe.send(operation.method, path, body_of(operation),
                          {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
    }
    // What is named by an id that is somebody's own.
    std::vector<const Operation*> on_belongings() const {
        std::vector<const Operation*> found;
        for (const auto& operation : contract.operations()) {
            if (operation.is_for_everybody || operation.is_for_staff()) continue;
            for (const auto& parameter : operation.path_parameters)
                if (!parameter.prefix.empty() && !public_kinds.contains(parameter.prefix)) {
                    found.push_back(&operation);
                    break;
                }
        }
        return found;
    }

    Belongings abe{"abe28@example.org"};
    Belongings bea{"bea28@example.org"};
    const Contract contract{open_shop().stranger().get("/openapi.json").json()};
};

// What Bea sees of hers, to be compared.
std::map<std::string, std::string> seen_by_owner(const TwoCustomers& both) {
    std::map<std::string, std::string> seen;
    for (const auto* operation : both.on_belongings()) {
        if (operation->method != "GET") continue;
        const auto path = both.path_of(*operation);
        seen[path] = both.bea.probe.get(path).body;
    }
    seen["sessions"] = both.bea.probe.get("/v1/me/sessions").body;
    seen["methods"] = both.bea.probe.get("/v1/me/payment-methods").body;
    seen["wishes"] = both.bea.probe.get("/v1/me/wish-list").body;
    return seen;
}

}  // namespace

TEST_CASE("28: every kind of id that an address takes is known, so that none is left out") {
    const auto& both = TwoCustomers::shared();
    for (const auto& operation : both.contract.operations()) {
        if (operation.is_for_everybody || operation.is_for_staff()) continue;
        for (const auto& parameter : operation.path_parameters) {
            INFO(operation.method << " " << operation.path << " takes " << parameter.prefix);
            CHECK((parameter.prefix.empty() || public_kinds.contains(parameter.prefix) ||
                   both.bea.ids.contains(parameter.prefix)));
        }
        for (const auto& parameter : operation.query_parameters) {
            INFO(operation.method << " " << operation.path << "?" << parameter.name);
            CHECK((parameter.prefix.empty() || public_kinds.contains(parameter.prefix)));
        }
    }
    CHECK(both.on_belongings().size() > 25);
}

TEST_CASE("28: the owner sees all of it") {
    const auto& both = TwoCustomers::shared();
    for (const auto* operation : both.on_belongings())
        if (operation->method == "GET") {
            INFO(operation->path);
            CHECK(both.bea.probe.get(both.path_of(*operation)).status == 200);
        }
}

TEST_CASE("28: what is somebody else's does not exist, for whatever is done to it") {
    const auto& both = TwoCustomers::shared();
    const auto before = seen_by_owner(both);
    const auto stranger = open_shop().cart().guest;
    for (const auto* operation : both.on_belongings()) {
        const auto answer = both.try_as(both.abe.probe, *operation);
        INFO(operation->method << " " << both.path_of(*operation) << " " << both.body_of(*operation)
                               << " -> " << answer.body);
        CHECK(answer.status == 404);
        CHECK(answer.headers.at("content-type") == "application/problem+json");
        const auto guest = both.try_as(stranger, *operation).status;
        CHECK((guest == 404 || guest == 401));
    }
    for (const auto& [path, body] : seen_by_owner(both)) {
        INFO(path);
        CHECK(body == before.at(path));
    }
}

TEST_CASE("28: nor does it for who has one part of it, such as a cart for another's item") {
    const auto& both = TwoCustomers::shared();
    const auto before = seen_by_owner(both);
    std::size_t tried = 0;
    for (const auto* operation : both.on_belongings()) {
        const auto paths = both.mixed_paths_of(*operation);
        if (paths.size() < 2) continue;
        for (const auto& path : paths) {
            const auto answer = both.try_as(both.abe.probe, *operation, path);
            INFO(operation->method << " " << path << " -> " << answer.body);
            CHECK(answer.status == 404);
            CHECK(answer.headers.at("content-type") == "application/problem+json");
            ++tried;
        }
    }
    CHECK(tried >= 16);
    for (const auto& [path, body] : seen_by_owner(both)) CHECK(body == before.at(path));
}

TEST_CASE(
    "28: a guest's token beside an account opens what is the guest's, and nothing of others") {
    const auto& both = TwoCustomers::shared();
    const auto before = seen_by_owner(both);
    auto armed = both.abe.probe;
    armed.always_send("Guest-Token", open_shop().cart().token);
    for (const auto* operation : both.on_belongings()) {
        const auto answer = both.try_as(armed, *operation);
        INFO(operation->method << " " << both.path_of(*operation) << " -> " << answer.body);
        CHECK(answer.status == 404);
    }
    for (const auto& [path, body] : seen_by_owner(both)) CHECK(body == before.at(path));
}

TEST_CASE("28: what is a guest's is nobody else's, whatever account and token they show") {
    const auto& both = TwoCustomers::shared();
    const auto guest = Belongings::of_guest(open_shop().cart());
    auto armed = both.abe.probe;
    armed.always_send("Guest-Token", open_shop().cart().token);
    const auto other_guest = open_shop().cart().guest;
    std::size_t tried = 0;
    for (const auto* operation : both.on_belongings()) {
        const bool is_of_guests =
            std::ranges::all_of(operation->path_parameters, [&](const Parameter& parameter) {
                return parameter.prefix.empty() ? parameter.name != "file"
                                                : guest.ids.contains(parameter.prefix);
            });
        if (!is_of_guests) continue;
        const auto path = TwoCustomers::path_of(*operation, guest);
        if (operation->method == "GET") CHECK(guest.probe.get(path).status == 200);
        for (const auto& probe : {both.abe.probe, armed}) {
            const auto answer = both.try_as(probe, *operation, path);
            INFO(operation->method << " " << path << " -> " << answer.body);
            CHECK(answer.status == 404);
        }
        const auto status = both.try_as(other_guest, *operation, path).status;
        CHECK((status == 404 || status == 401));
        ++tried;
    }
    CHECK(tried > 15);
}

TEST_CASE("28: what is bought with an account is the account's, whatever else was shown") {
    const auto email = "both28@example.org";
    Belongings customer{email};
    const auto cart = open_shop().cart();
    REQUIRE(cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})").status == 200);
    const auto both = [&](const std::string& path, const std::string& body) {
        return customer.probe.post(
            path, body,
            {{"Guest-Token", cart.token},
             {"Idempotency-Key", platform::to_string(platform::new_uuid())}});
    };
    const auto begun =
        both("/v1/checkouts",
             R"({"cart_id":")" + cart.id + R"(","email":")" + email +
                 R"(","shipping_address":{"name":"Cy","line1":"Quay 3","city":"Bremen",)"
                 R"("postal_code":"28195","country":"DE"}})");
    REQUIRE_MESSAGE(begun.status == 201, begun.body);
    const auto checkout = "/v1/checkouts/" + begun.text("/id");
    // Who has the token, and another account too.
    auto armed = TwoCustomers::shared().abe.probe;
    armed.always_send("Guest-Token", cart.token);
    for (const auto& other : {cart.guest, armed}) {
        CHECK(other.get(checkout).status == 404);
        CHECK(other.patch(checkout, R"({"email":"mine@example.org"})").status == 404);
        CHECK(other
                  .post(checkout + "/complete",
                        R"({"payment":{"provider":"simulator","token":"sim_ok"}})",
                        {{"Idempotency-Key", platform::to_string(platform::new_uuid())}})
                  .status == 404);
    }
    const auto bought =
        both(checkout + "/complete", R"({"payment":{"provider":"simulator","token":"sim_ok"}})");
    REQUIRE_MESSAGE(bought.status == 201, bought.body);
    CHECK(bought.json().as_object().if_contains("guest_token") == nullptr);
    const auto order = "/v1/orders/" + bought.text("/id");
    for (const auto& path : {order, order + "/invoices", order + "/returns", checkout}) {
        INFO(path);
        CHECK(cart.guest.get(path).status == 404);
        CHECK(armed.get(path).status == 404);
        CHECK(customer.probe.get(path).status == 200);
    }
    for (const auto& other : {cart.guest, armed})
        CHECK(other.post(order + "/cancel", "{}").status == 404);
    CHECK(armed.post(order + "/claim", "{}").status == 404);
    CHECK(customer.probe.get(order).text("/status") == "placed");
}

}  // namespace kontor::test
