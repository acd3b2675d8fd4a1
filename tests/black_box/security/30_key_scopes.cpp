#include "contract.hpp"
#include "keys.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <set>

namespace kontor::test {

namespace {

// That the contract names, in JSON.
std::string every_permission() {
    const auto document = open_shop().stranger().get("/openapi.json").body;
    const std::regex named("Needs the permission ([a-z]+\\.[a-z]+)\\.");
    std::set<std::string> permissions;
    for (std::sregex_iterator found(document.begin(), document.end(), named), end; found != end;
         ++found)
        permissions.insert((*found)[1]);
    std::string all;
    for (const auto& permission : permissions)
        all.append(all.empty() ? "\"" : ",\"").append(permission).append("\"");
    return all;
}

}  // namespace

TEST_CASE("30: a key may what it was given, and is nobody") {
    const auto key = new_key(R"("secret","scopes":["orders.read","catalog.write"])");
    const auto& probe = key.probe;
    CHECK(probe.get("/v1/admin/orders").status == 200);
    CHECK(probe.get("/v1/admin/customers").status == 403);
    CHECK(probe.get("/v1/admin/api-keys").status == 403);
    CHECK(probe.get("/v1/admin/audit").status == 403);
    CHECK(probe.get("/v1/me").status == 403);
    CHECK(probe.get("/v1/orders").status == 403);
    CHECK(probe.post("/v1/admin/orders/1/cancel", "{}").status == 403);
}

TEST_CASE("30: what is for a person is refused to every key, whatever its scopes") {
    const Contract contract(open_shop().stranger().get("/openapi.json").json());
    const auto key = new_key(R"("secret","scopes":[)" + every_permission() + "]");
    std::size_t tried = 0;
    for (const auto& operation : contract.operations()) {
        if (!operation.is_personal) continue;
        ++tried;
        const auto answer = key.probe.send(operation.method, operation.some_path());
        INFO(operation.method << " " << operation.path << " -> " << answer.body);
        CHECK(answer.status == 403);
        CHECK(answer.text("/code") == "http.not_for_keys");
    }
    CHECK(tried > 15);
}

TEST_CASE("30: nobody makes a key that may more than they do themselves") {
    const auto tried = [&](const std::string& scope) {
        return open_shop().staff().post(
            "/v1/admin/api-keys", R"({"name":"x","kind":"secret","scopes":[")" + scope + R"("]})");
    };
    CHECK(tried("orders.read").status == 201);
    CHECK(tried("everything").status == 422);
    CHECK(tried("").status == 422);
    const auto member = new_member("keys30");
    CHECK(
        member.probe
            .post("/v1/admin/api-keys", R"({"name":"x","kind":"secret","scopes":["orders.read"]})")
            .status == 403);
}

TEST_CASE("30: nobody revokes a key that may more than they do") {
    const auto strong = new_key(R"("secret","scopes":["orders.read","keys.read"])");
    const auto weak = new_key(R"("secret","scopes":["keys.write"])");
    const auto revoke = [&](const Key& key) {
        return weak.probe.send("DELETE", "/v1/admin/api-keys/" + key.id);
    };
    const auto refused = revoke(strong);
    CHECK(refused.status == 403);
    CHECK(refused.text("/code") == "auth.permission_not_held");
    CHECK(strong.probe.get("/v1/admin/orders").status == 200);
    CHECK(revoke(new_key(R"("secret","scopes":["keys.write"])")).status == 204);
    CHECK(open_shop().staff().send("DELETE", "/v1/admin/api-keys/" + strong.id).status == 204);
}

TEST_CASE("30: no key words letters with secret links") {
    const auto key = new_key(R"("secret","scopes":["messages.write","staff.write"])");
    const auto word = [&](const std::string& kind) {
        return key.probe.send("PUT", "/v1/admin/message-templates/" + kind + "/en", "{}");
    };
    const auto refused = word("password_reset");
    CHECK(refused.status == 403);
    CHECK(refused.text("/code") == "notifications.secret_link");
    CHECK(word("back_in_stock").status == 200);
}

}  // namespace kontor::test
