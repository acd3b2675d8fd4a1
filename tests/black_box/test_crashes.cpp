#include "audit.hpp"
#include "books.hpp"

#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <sstream>

namespace kontor::chaos {

namespace {

constexpr std::chrono::minutes patience{2};

void let_buy(const Crowd& crowd, std::size_t purchases) {
    const auto enough = crowd.bought() + purchases;
    REQUIRE(test::eventually([&] { return crowd.bought() >= enough; }, patience));
}

}  // namespace

TEST_CASE("killed in the middle of many purchases, the shop loses, doubles and forgets none") {
    const test::TestDatabase database;
    Shop shop(
        {{"PLENTY-1", 10'000}, {"PLENTY-2", 10'000}, {"RARE-1", 5}, {"RARE-2", 5}},
        {{"KONTOR_DATABASE_DSN", database.dsn()}, {"KONTOR_PAYMENTS_UNKNOWN_AFTER_SECONDS", "1"}});
    Crowd crowd(shop, 8, 1);
    let_buy(crowd, 20);
    shop.kill();
    Books(shop.dsn()).end_leases();
    shop.open();
    let_buy(crowd, 20);
    const auto purchases = crowd.go_home();

    Report report;
    audit(shop, purchases, crowd.adventures(), report);
    std::ostringstream table;
    report.print(table, "after a kill");
    CHECK_MESSAGE(report.kept(), table.str());
    CHECK(shop.close() == 0);
}

}  // namespace kontor::chaos
