#include "app/keys.hpp"

#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <memory>
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
    CHECK(app::forget_former_keys(database, Sealer({second, first})).has_value());
    CHECK(goes_on({second}));
    CHECK_FALSE(goes_on({first}));
}

TEST_CASE("no key seals that a running process lacks, and none goes that one seals with") {
    TestDatabase tables({"auth"});
    auto database = tables.database("platform");
    const Sealer old({first});
    const Sealer both({first, second});
    const Sealer turned({second, first});
    const auto watching = [&](const Sealer& sealer) {
        return std::make_unique<app::SealingWatch>(database, sealer);
    };
    const auto refusal = [&](const auto& result) {
        return result ? std::string("none") : result.error().code;
    };
    auto here = watching(old);
    auto there = watching(old);
    CHECK_THROWS_WITH_AS(watching(turned), doctest::Contains("does not have the key second"),
                         std::invalid_argument);
    CHECK(refusal(app::keep_sealing_keys(database, turned)) == "app.sealing_key");
    here.reset();
    here = watching(both);
    CHECK_THROWS_AS(watching(turned), std::invalid_argument);
    there.reset();
    there = watching(turned);
    CHECK(refusal(app::check_former_keys(database, turned)) == "app.sealing_key_in_use");
    CHECK(refusal(app::forget_former_keys(database, turned)) == "app.sealing_key_in_use");
    here.reset();
    here = watching(turned);
    CHECK(refusal(app::forget_former_keys(database, turned)) == "none");
    CHECK_NOTHROW(watching(Sealer({second})));
}

TEST_CASE("a process that says nothing for two minutes is gone, and one that does is not") {
    TestDatabase tables({"auth"});
    auto database = tables.database("platform");
    auto everything = tables.superuser();
    const Sealer old({first});
    const Sealer turned({second, first});
    app::SealingWatch killed(database, old);
    const auto wait = [&] {
        everything.transact([](platform::Tx& tx) {
            tx.run(
                "update platform.sealing_process set seen_at = seen_at - interval '121 seconds'");
        });
    };
    wait();
    killed.look();
    CHECK_FALSE(app::keep_sealing_keys(database, turned).has_value());
    wait();
    CHECK(app::keep_sealing_keys(database, turned).has_value());
    CHECK(app::forget_former_keys(database, turned).has_value());
    CHECK(app::keep_sealing_keys(database, Sealer({second})).has_value());
    CHECK(app::check_running_keys(database).empty());
    // It was not gone after all: what it seals with is known again, but not to it what others do.
    CHECK(killed.fits());
    killed.look();
    CHECK_FALSE(killed.fits());
    const auto lacking = app::check_running_keys(database);
    REQUIRE(lacking.size() == 1);
    CHECK(lacking[0].detail.find("without the key second") != std::string::npos);
    CHECK_FALSE(app::keep_sealing_keys(database, Sealer({second})).has_value());
    CHECK_FALSE(app::forget_former_keys(database, turned).has_value());
}

}  // namespace kontor::test
