#include "office.hpp"

using namespace kontor;
using namespace kontor::pricing;
using namespace kontor::pricing::test;

namespace {

std::int64_t rows_of_history(Office& office) {
    return office.made.superuser().read([](platform::Reader& reader) {
        return *reader.one<std::int64_t>("select count(*) from pricing.price_history");
    });
}

std::vector<platform::Time> ends_of_history(Office& office, const Sold& sold) {
    return office.made.superuser().read([&](platform::Reader& reader) {
        return reader.all<platform::Time>(
            "select until from pricing.price_history where variant = $1 order by until",
            sold.variant);
    });
}

std::optional<std::int64_t> lowest(Office& office, const Sold& sold) {
    const auto shown = office.shown(sold);
    if (!shown.lowest_30_days) return std::nullopt;
    return shown.lowest_30_days->amount;
}

void pass_days(Office& office, int days) {
    office.clock.advance(std::chrono::hours(24 * days));
    announce_periods(office.backing());
}

// The catalogue's fact carries the log's own time, which is not the office's clock.
void reprice(Office& office, Sold& sold, std::int64_t price) {
    office.reprice(sold, price);
    office.dispatcher.drain();
    office.made.superuser().transact([&](platform::Tx& tx) {
        tx.run("update pricing.price_history set until = $1 where until > '2026-06-01'",
               office.clock.now());
    });
}

}  // namespace

TEST_CASE("new goods have no history, and goods whose price never changed no lowest price") {
    Office office;
    const auto tea = office.sell(1000);
    office.dispatcher.drain();
    CHECK_EQ(rows_of_history(office), 0);
    CHECK_FALSE(lowest(office, tea));
}

TEST_CASE("a list below the base price shows that, and the price before") {
    Office office;
    const auto tea = office.sell(1000);
    office.put(office.list(), tea, 800);
    const auto shown = office.shown(tea);
    CHECK_EQ(shown.price, euros(800));
    CHECK_EQ(shown.compare_at, euros(1000));
    CHECK_EQ(shown.lowest_30_days, euros(1000));
}

TEST_CASE("the lowest price is that of the 30 days before the reduction began") {
    Office office;
    auto tea = office.sell(900);
    reprice(office, tea, 700);
    pass_days(office, 1);
    reprice(office, tea, 1000);
    pass_days(office, 29);
    SUBCASE("with what ended 29 days before") {
        office.put(office.list(), tea, 950);
        CHECK_EQ(lowest(office, tea), 700);
    }
    SUBCASE("without what ended 30 days before") {
        pass_days(office, 1);
        office.put(office.list(), tea, 950);
        CHECK_EQ(lowest(office, tea), 1000);
    }
}

TEST_CASE("the lowest price stays that of before the reduction, however long that lasts") {
    Office office;
    const auto tea = office.sell(1000);
    office.put(office.list(), tea, 800);
    pass_days(office, 100);
    CHECK_EQ(lowest(office, tea), 1000);
}

TEST_CASE("a reduction that grows step by step keeps the price of before its first step") {
    Office office;
    const auto tea = office.sell(1000);
    const auto list = office.list();
    office.put(list, tea, 800);
    pass_days(office, 2);
    office.put(list, tea, 700);
    pass_days(office, 2);
    office.put(list, tea, 600);
    CHECK_EQ(lowest(office, tea), 1000);
}

TEST_CASE("a sale soon after another shows that one's price") {
    Office office;
    const auto tea = office.sell(1000);
    const auto list = office.list();
    office.put(list, tea, 800);
    pass_days(office, 2);
    office.replace(list, R"({"active":false})");
    CHECK_EQ(office.shown(tea).price, euros(1000));
    CHECK_FALSE(lowest(office, tea));
    pass_days(office, 10);
    office.replace(list, R"({"active":true})");
    CHECK_EQ(lowest(office, tea), 800);
}

TEST_CASE("a base price that rises while a list holds does not make an old reduction a new one") {
    Office office;
    auto tea = office.sell(1000);
    office.put(office.list(), tea, 800);
    pass_days(office, 1);
    reprice(office, tea, 700);
    CHECK_FALSE(office.shown(tea).compare_at);
    pass_days(office, 1);
    reprice(office, tea, 1000);
    CHECK_EQ(office.shown(tea).compare_at, euros(1000));
    CHECK_EQ(lowest(office, tea), 800);
}

TEST_CASE("the catalogue's own price of before is shown, and has a lowest price too") {
    Office office;
    auto tea = office.sell(900);
    reprice(office, tea, 800);
    auto asked = tea.asked();
    asked.compare_at = euros(900);
    auto shown = office.pricing->shown({asked}, eur).front();
    CHECK_EQ(shown.compare_at, euros(900));
    CHECK_EQ(shown.lowest_30_days, euros(900));
    asked.compare_at = euros(800);
    shown = office.pricing->shown({asked}, eur).front();
    CHECK_FALSE(shown.compare_at);
    CHECK_FALSE(shown.lowest_30_days);
}

TEST_CASE("a list for a group leaves what strangers see alone") {
    Office office;
    const auto tea = office.sell(1000);
    const auto group = office.clientele.found("Dealers");
    office.put(office.list(R"({"customer_group":")" + group.text() + R"("})"), tea, 100);
    CHECK_EQ(office.shown(tea).price, euros(1000));
    CHECK_EQ(office.repriced(tea), 0);
    CHECK_EQ(rows_of_history(office), 0);
}

TEST_CASE("a changed price list tells of the products whose terms it changes, and of no others") {
    Office office;
    const auto tea = office.sell(1000);
    const auto coffee = office.sell(1000);
    const auto list = office.list();
    office.put(list, tea, 800);
    CHECK_EQ(office.repriced(tea), 1);
    CHECK_EQ(office.repriced(coffee), 0);
    office.put(list, tea, 800);
    CHECK_EQ(office.repriced(tea), 1);
    office.put(list, tea, 700, 10);
    CHECK_EQ(office.repriced(tea), 2);
    CHECK_EQ(rows_of_history(office), 1);
    office.replace(list, R"({"name":"Another name"})");
    CHECK_EQ(office.repriced(tea), 2);
    office.replace(list, R"({"active":false})");
    CHECK_EQ(office.repriced(tea), 3);
    office.put(list, tea, 600);
    CHECK_EQ(office.repriced(tea), 3);
    office.replace(list, R"({"active":true})");
    CHECK_EQ(office.repriced(tea), 4);
    office.lists().remove(list.id, tea.variant, eur, 10).value();
    CHECK_EQ(office.repriced(tea), 5);
    office.lists().remove(list.id, [](const auto&) { return platform::Result<>{}; }).value();
    CHECK_EQ(office.repriced(tea), 6);
    CHECK_EQ(office.repriced(coffee), 0);
}

TEST_CASE("a period that begins and one that ends are told once each") {
    Office office;
    const auto tea = office.sell(1000);
    office.put(
        office.list(R"({"starts_at":"2026-02-01T00:00:00Z","ends_at":"2026-02-03T00:00:00Z"})"),
        tea, 600);
    announce_periods(office.backing());
    CHECK_EQ(office.repriced(tea), 0);

    office.clock.set(time("2026-02-01T00:00:01Z"));
    announce_periods(office.backing());
    announce_periods(office.backing());
    CHECK_EQ(office.repriced(tea), 1);
    CHECK_EQ(lowest(office, tea), 1000);

    office.clock.set(time("2026-02-03T00:00:00Z"));
    announce_periods(office.backing());
    announce_periods(office.backing());
    CHECK_EQ(office.repriced(tea), 2);
    CHECK_FALSE(office.shown(tea).compare_at);
}

TEST_CASE("what begins and ends while the shop is down is told when it is up again") {
    Office office;
    const auto tea = office.sell(1000);
    const auto coffee = office.sell(1000);
    const auto juice = office.sell(1000);
    office.put(office.list(R"({"ends_at":"2026-02-01T00:00:00Z"})"), tea, 600);
    office.put(office.list(R"({"starts_at":"2026-02-02T00:00:00Z"})"), coffee, 700);
    office.put(
        office.list(R"({"starts_at":"2026-02-01T00:00:00Z","ends_at":"2026-02-02T00:00:00Z"})"),
        juice, 500);
    office.clock.set(time("2026-03-01T00:00:00Z"));
    announce_periods(office.backing());
    CHECK_EQ(office.repriced(tea), 2);
    CHECK_EQ(office.repriced(coffee), 1);
    CHECK_EQ(office.repriced(juice), 0);
    CHECK_EQ(ends_of_history(office, coffee),
             std::vector<platform::Time>{time("2026-02-02T00:00:00Z")});
    // As of when they should have been told: the sale of tea ended 30 days before a new one begins.
    office.clock.set(time("2026-03-03T00:00:00Z"));
    office.put(office.list(), tea, 900);
    CHECK_EQ(lowest(office, tea), 1000);
}

TEST_CASE("prices that changed just before a reduction began are told after it, and count") {
    Office office;
    auto tea = office.sell(2000);
    office.reprice(tea, 1500);
    office.reprice(tea, 1800);
    office.clock.set(time("2099-01-02T00:00:00Z"));
    office.put(office.list(), tea, 1700);
    office.dispatcher.drain();
    office.made.superuser().transact([](platform::Tx& tx) {
        tx.run("update pricing.price_history set until = '2099-01-01' where until < '2099-01-01'");
    });
    CHECK_EQ(lowest(office, tea), 1500);
}

TEST_CASE("a turn with nothing to tell costs one round trip") {
    Office office;
    office.put(office.list(), office.sell(1000), 600);
    const auto before = office.round_trips();
    announce_periods(office.backing());
    CHECK_EQ(office.round_trips(), before + 1);
}

TEST_CASE("a deleted product takes its prices and its history with it") {
    Office office;
    auto tea = office.sell(1000);
    office.put(office.list(), tea, 600);
    CHECK_EQ(rows_of_history(office), 1);
    office.catalog->remove(tea.product, std::nullopt).value();
    office.dispatcher.drain();
    CHECK_EQ(rows_of_history(office), 0);
    CHECK_EQ(office.price(tea), 1000);
}

TEST_CASE("what no reduction can ask for any more is forgotten, and nothing else") {
    Office office;
    auto tea = office.sell(900);
    reprice(office, tea, 950);
    pass_days(office, 10);
    reprice(office, tea, 980);
    pass_days(office, 31);
    reprice(office, tea, 1000);
    office.put(office.list(), tea, 800);
    const auto before = lowest(office, tea);
    CHECK_EQ(rows_of_history(office), 4);
    office.own.transact([](platform::Tx& tx) { store::prune_history(tx); });
    CHECK_EQ(rows_of_history(office), 2);
    CHECK_EQ(lowest(office, tea), before);
}
