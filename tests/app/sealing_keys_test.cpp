#include "app/keys.hpp"

#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace kontor::test {

using platform::Sealer;
using platform::SealingKey;

namespace {

const SealingKey first{"first", std::string(32, '1')};
const SealingKey second{"second", std::string(32, '2')};
const SealingKey impostor{"first", std::string(32, 'x')};

std::string complaint(const app::SealingConfig& config) {
    try {
        (void)app::make_sealer(config);
    } catch (const std::invalid_argument& refusal) {
        return refusal.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a shop without a key says how to get one, and one with a bad key where it is") {
    CHECK(complaint({}).find("kontor keys make") != std::string::npos);
    CHECK(complaint({.keys = {platform::to_text(first)}}).empty());
    CHECK(complaint({.keys = {platform::to_text(first), platform::to_text(impostor)}})
              .starts_with("sealing.keys: two keys"));
    CHECK(complaint({.keys = {"nonsense"}}).starts_with("sealing.keys: "));
    CHECK(complaint({.key_file = "/nowhere/keys"}).find("/nowhere/keys") != std::string::npos);
}

TEST_CASE("who has not the key that data is sealed under is turned away, and changes nothing") {
    TestDatabase tables({"auth"});
    auto database = tables.database("platform");
    const auto goes_on = [&](const std::vector<SealingKey>& keys) {
        return app::keep_sealing_keys(database, Sealer(keys)).has_value();
    };
    CHECK(goes_on({first}));
    CHECK(goes_on({first}));
    CHECK_FALSE(goes_on({second}));
    CHECK_FALSE(goes_on({impostor}));
    CHECK(goes_on({second, first}));
    CHECK_FALSE(goes_on({first}));
    app::forget_former_keys(database, Sealer({second, first}));
    CHECK(goes_on({second}));
    CHECK_FALSE(goes_on({first}));
}

}  // namespace kontor::test
