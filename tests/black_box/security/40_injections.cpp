#include "contract.hpp"
#include "open_shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace kontor::test {

namespace {

const std::vector<std::string> payloads{"price;--",
                                        "price_asc;--",
                                        "price%20desc;drop%20table%20x;--",
                                        "price_asc'--",
                                        "(select%201)",
                                        "price_asc,(select%20pg_sleep(9))",
                                        "price_asc%20--",
                                        "price_asc/**/desc",
                                        "1",
                                        "price_asc%00",
                                        "case%20when%201=1%20then%201%20end"};

}  // namespace

TEST_CASE("40: no list is put in an order that the contract does not name") {
    const Contract contract(open_shop().stranger().get("/openapi.json").json());
    std::size_t lists = 0;
    for (const auto& operation : contract.operations()) {
        const bool is_sorted = std::ranges::any_of(
            operation.query_parameters, [](const Parameter& one) { return one.name == "sort"; });
        if (!is_sorted || !operation.path_parameters.empty()) continue;
        ++lists;
        const auto& probe = open_shop().staff();
        const auto before = probe.get(operation.path).body;
        for (const auto& payload : payloads) {
            const auto answer = probe.get(operation.path + "?sort=" + payload);
            INFO(operation.path << " " << payload << " -> " << answer.body);
            CHECK((answer.status == 422 || (answer.status == 400 && payload.ends_with("%00"))));
            CHECK(answer.headers.at("content-type") == "application/problem+json");
            if (answer.status == 422) CHECK(answer.text("/errors/0/pointer") == "/query/sort");
        }
        CHECK(probe.get(operation.path).body == before);
    }
    CHECK(lists >= 2);
}

TEST_CASE("40: what is true for SQL finds no more than what is false") {
    for (const std::string path : {"/v1/admin/products?q=", "/v1/admin/customers?q=",
                                   "/v1/search?category=", "/v1/search?attr.roast="}) {
        const auto& probe = open_shop().staff();
        const auto found = [&](const std::string& query) {
            const auto answer = probe.get(path + query);
            INFO(path << query << " -> " << answer.body);
            CHECK(answer.status < 500);
            return answer.status == 200 ? answer.json().at("data").as_array().size()
                                        : std::size_t{0};
        };
        CHECK(found("zzz'%20or%20'1'='1") == found("zzz'%20and%20'1'='2"));
        CHECK(found("zzz'%20or%201=1--") == 0);
        CHECK(found("zzz%25'%20or%20true)--") == 0);
    }
}

}  // namespace kontor::test
