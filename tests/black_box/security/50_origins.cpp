#include "contract.hpp"
#include "own_shop.hpp"
#include "platform/core/uuid.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

constexpr auto ours = "https://www.shop.example";

bool says_anything(const std::string& answer) {
    return answer.find("Access-Control-") != answer.npos;
}

std::string ask(std::uint16_t port, const std::string& method, const std::string& target,
                const std::string& headers) {
    RawClient client(port);
    client.send(method + " " + target + " HTTP/1.1\r\nHost: shop\r\n" + headers + "\r\n");
    client.finish_sending();
    return client.until_closed();
}

// The address with an id that nobody has in the place of each.
std::string filled(const Operation& operation) {
    auto path = operation.path;
    for (const auto& parameter : operation.path_parameters) {
        const auto name = "{" + parameter.name + "}";
        path.replace(path.find(name), name.size(),
                     parameter.prefix.empty()
                         ? platform::to_string(platform::new_uuid())
                         : platform::to_typeid(parameter.prefix, platform::new_uuid()));
    }
    return path;
}

// The methods that the shop's own document has for a path, and those that go with them.
std::string listed(const std::set<std::string>& documented) {
    std::string methods;
    for (const auto& [method, shown] :
         {std::pair("GET", "GET, HEAD"), std::pair("POST", "POST"), std::pair("PUT", "PUT"),
          std::pair("PATCH", "PATCH"), std::pair("DELETE", "DELETE")})
        if (documented.contains(method)) methods.append(methods.empty() ? "" : ", ").append(shown);
    return methods;
}

}  // namespace

TEST_CASE("50: without a configured origin no page of another one reads anything") {
    const OwnShop shop({});
    for (const std::string origin : {ours, "null", "http://127.0.0.1"})
        for (const auto* method : {"GET", "OPTIONS"})
            CHECK_FALSE(says_anything(ask(shop.port(), method, "/v1/products",
                                          "Origin: " + origin +
                                              "\r\n"
                                              "Access-Control-Request-Method: GET\r\n")));
}

TEST_CASE(
    "50: a configured origin may, others may not, and nobody with the browser's credentials") {
    const OwnShop shop({{"KONTOR_HTTP_ALLOWED_ORIGINS", ours}});
    for (const auto* method : {"GET", "OPTIONS"}) {
        const std::string request = "Access-Control-Request-Method: GET\r\nOrigin: ";
        const auto answer = ask(shop.port(), method, "/v1/products", request + ours + "\r\n");
        CHECK(answer.find("Access-Control-Allow-Origin: https://www.shop.example\r\n") !=
              answer.npos);
        CHECK(answer.find("Allow-Credentials") == answer.npos);
        CHECK(answer.find("Vary: Origin\r\n") != answer.npos);
        for (const auto* origin :
             {"https://evil.example", "https://www.shop.example.evil.example", "null",
              "https://evil.example?https://www.shop.example", "http://www.shop.example",
              "https://www.shop.example:444", "HTTPS://WWW.SHOP.EXAMPLE", "*"}) {
            CAPTURE(origin);
            const auto refused =
                ask(shop.port(), method, "/v1/products", request + origin + "\r\n");
            CHECK_FALSE(says_anything(refused));
            CHECK(refused.find("Vary: Origin\r\n") != refused.npos);
        }
    }
}

TEST_CASE("50: before a request a browser is told the documented methods and no others") {
    const OwnShop shop({{"KONTOR_HTTP_ALLOWED_ORIGINS", ours}});
    const Contract contract(HttpProbe(shop.address()).get("/openapi.json").json());
    std::map<std::string, std::set<std::string>> methods;
    std::map<std::string, std::string> addresses;
    for (const auto& operation : contract.operations()) {
        methods[operation.path].insert(operation.method);
        addresses[operation.path] = filled(operation);
    }
    for (const auto& [path, address] : addresses) {
        CAPTURE(path);
        const auto preflight = [&, &target = address](const std::string& origin) {
            return ask(shop.port(), "OPTIONS", target,
                       "Origin: " + origin + "\r\nAccess-Control-Request-Method: DELETE\r\n");
        };
        const auto answer = preflight(ours);
        CHECK(answer.starts_with("HTTP/1.1 204 "));
        CHECK(answer.find("Access-Control-Allow-Methods: " + listed(methods[path]) + "\r\n") !=
              answer.npos);
        CHECK(answer.find("Access-Control-Allow-Origin: https://www.shop.example\r\n") !=
              answer.npos);
        CHECK(answer.find("Allow-Credentials") == answer.npos);
        CHECK_FALSE(says_anything(preflight("https://evil.example")));
    }
    CHECK(addresses.size() > 150);
}

TEST_CASE("50: what is no origin is no configuration") {
    for (const auto* wrong : {"*", "null", "www.shop.example", "https://www.shop.example/",
                              "https://www.shop.example:443"}) {
        const auto checked = run({"config", "check"}, {{"KONTOR_HTTP_ALLOWED_ORIGINS", wrong}});
        CHECK(checked.status == 1);
        CHECK(checked.err.find("http.allowed_origins") != checked.err.npos);
    }
}

}  // namespace kontor::test
