#include "belongings.hpp"
#include "contract.hpp"

#include <doctest/doctest.h>
#include <boost/json/serialize.hpp>

namespace kontor::test {

namespace {

// What everybody may name: goods, and what was said of them in public.
const std::set<std::string> public_kinds{"var", "rev", "prod"};

struct TwoCustomers {
    TwoCustomers() { bea.acquire(); }

    static TwoCustomers& shared() {
        static TwoCustomers both;
        return both;
    }

    std::string part_of_hers(const Parameter& parameter) const {
        if (parameter.name == "file") return bea.invoice;
        return parameter.prefix.empty() ? "1" : bea.ids.at(parameter.prefix);
    }
    // The operation on what is Bea's.
    std::string path_of(const Operation& operation) const {
        auto path = operation.path;
        for (const auto& parameter : operation.path_parameters) {
            const auto name = "{" + parameter.name + "}";
            path.replace(path.find(name), name.size(), part_of_hers(parameter));
        }
        return path;
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
        return probe.send(operation.method, path_of(operation), body_of(operation),
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
    const auto bought =
        both(checkout + "/complete", R"({"payment":{"provider":"simulator","token":"sim_ok"}})");
    REQUIRE_MESSAGE(bought.status == 201, bought.body);
    CHECK(bought.json().as_object().if_contains("guest_token") == nullptr);
    const auto order = "/v1/orders/" + bought.text("/id");
    for (const auto& path : {order, order + "/invoices", order + "/returns", checkout}) {
        INFO(path);
        CHECK(cart.guest.get(path).status == 404);
        CHECK(customer.probe.get(path).status == 200);
    }
    CHECK(cart.guest.post(order + "/cancel", "{}").status == 404);
    CHECK(customer.probe.get(order).text("/status") == "placed");
}

}  // namespace kontor::test
