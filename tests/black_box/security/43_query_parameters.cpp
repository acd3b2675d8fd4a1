#include "open_shop.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

struct Address {
    std::string path;
    std::vector<std::string> parameters;
};

// What GET takes without an id in its path, from the shop's own document.
std::vector<Address> addresses() {
    std::vector<Address> found;
    const auto document = open_shop().staff().get("/openapi.json").json();
    for (const auto& [path, operations] : document.at("paths").as_object()) {
        const auto* get = operations.as_object().if_contains("get");
        if (get == nullptr || path.find('{') != path.npos) continue;
        Address address{path, {}};
        for (const auto& parameter : get->at("parameters").as_array())
            if (parameter.at("in") == "query" && !parameter.as_object().contains("style"))
                address.parameters.emplace_back(parameter.at("name").as_string());
        found.push_back(std::move(address));
    }
    return found;
}

bool is_malformed(const Answer& answer, std::string_view code) {
    return answer.status == 400 && answer.text("/code") == code;
}

}  // namespace

TEST_CASE("43: a parameter that is not known, or comes twice, is refused everywhere") {
    const auto all = addresses();
    REQUIRE(all.size() > 20);
    for (const auto& [path, parameters] : all) {
        CAPTURE(path);
        for (const auto* unknown : {"?unknown=1", "?unknown", "?LIMIT=1", "?%6c%69mits=1"}) {
            const auto answer = open_shop().staff().get(path + unknown);
            CAPTURE(answer.body);
            // What is required may be missed first.
            CHECK((is_malformed(answer, "http.unknown_parameter") || answer.status == 422));
        }
        for (const auto& name : parameters)
            for (const auto& twice :
                 {name + "=1&" + name + "=2", name + "=1&" + name + "=1", name + "&" + name}) {
                CAPTURE(twice);
                CHECK(is_malformed(open_shop().staff().get(path + "?" + twice),
                                   "http.repeated_parameter"));
            }
    }
    CHECK(is_malformed(open_shop().stranger().get("/v1/products?limit=1&%6cimit=2"),
                       "http.repeated_parameter"));
}

}  // namespace kontor::test
