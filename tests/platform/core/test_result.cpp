#include "platform/core/result.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;

namespace {

Error sku_taken() {
    return {.kind = ErrorKind::conflict,
            .code = "catalog.sku_taken",
            .message = "The SKU is taken.",
            .problems = {{"/sku", "taken", "choose another"}}};
}

Result<int> refuse() {
    return sku_taken();
}
Result<> succeed() {
    return {};
}

}  // namespace

TEST_CASE("a refusal is a value") {
    CHECK(succeed().has_value());
    REQUIRE_FALSE(refuse().has_value());
    CHECK(refuse().error().kind == ErrorKind::conflict);
    CHECK(refuse().error().code == "catalog.sku_taken");
}

TEST_CASE("insisting on a value that was refused throws an error that names the refusal") {
    std::string what;
    try {
        static_cast<void>(refuse().value());
    } catch (const UnexpectedError& error) {
        what = error.what();
    }
    CHECK(what == "catalog.sku_taken: The SKU is taken.; /sku choose another");
}
