#include "office.hpp"

#include "platform/core/latest.hpp"
#include "rule_store.hpp"

#include <random>
#include <thread>

using namespace kontor;
using namespace kontor::pricing;
using namespace kontor::pricing::test;

namespace {

const auto anything = [](const auto&) { return platform::Result<>{}; };

// Staff who do one thing after another, without much sense.
class Staff {
public:
    explicit Staff(Office& office, unsigned seed) : office_(office), random_(seed) {
        for (int i = 0; i < 4; ++i) goods.push_back(office.sell(1000));
    }

    void act() {
        switch (random_() % 9) {
            case 0:
                lists_.push_back(office_.list(list()).id);
                break;
            case 1:
            case 2:
                if (const auto id = any(lists_))
                    office_.put(office_.lists().find(*id).value(), goods[random_() % goods.size()],
                                static_cast<std::int64_t>(500 + random_() % 1000),
                                random_() % 2 ? 1 : 5);
                break;
            case 3:
                if (const auto id = any(lists_))
                    office_.lists()
                        .replace(*id, Office::read_named<PriceListBody>(list()), anything)
                        .value();
                break;
            case 4:
                if (const auto id = any(lists_))
                    (void)office_.lists().remove(*id, goods[random_() % goods.size()].variant,
                                                 std::nullopt, std::nullopt);
                break;
            case 5:
                if (const auto id = any(lists_); id && random_() % 3 == 0) {
                    office_.lists().remove(*id, anything).value();
                    std::erase(lists_, *id);
                }
                break;
            case 6:
                promotions_.push_back(office_.promotion(promotion()).id);
                break;
            case 7:
                if (const auto id = any(promotions_)) {
                    if (random_() % 2) {
                        office_.campaigns()
                            .replace(*id, Office::read_named<CampaignBody>(promotion()), anything)
                            .value();
                    } else {
                        office_.campaigns().remove(*id, anything).value();
                        std::erase(promotions_, *id);
                    }
                }
                break;
            default:
                act_on_zones();
        }
    }

    std::vector<Sold> goods;

private:
    template <class Id>
    std::optional<Id> any(const std::vector<Id>& ids) {
        if (ids.empty()) return std::nullopt;
        return ids[random_() % ids.size()];
    }

    std::string list() {
        std::string json = R"({"priority":)" + std::to_string(random_() % 3);
        if (random_() % 4 == 0) json += R"(,"active":false)";
        if (random_() % 4 == 0) json += R"(,"starts_at":"2026-02-01T00:00:00Z")";
        if (random_() % 4 == 0) json += R"(,"ends_at":"2026-02-02T00:00:00Z")";
        return json + "}";
    }
    std::string promotion() {
        return R"({"benefit":{"kind":"percentage","percentage_ppm":)" +
               std::to_string(1 + random_() % 999) + R"(},"limit_total":)" +
               std::to_string(1 + random_() % 9) + "}";
    }
    void act_on_zones() {
        static constexpr std::array countries{"DE", "FR", "IT", "AT"};
        const std::string json =
            R"({"areas":[{"country":")" + std::string(countries[random_() % countries.size()]) +
            R"("}],"rates":[{"name":"T","rate_ppm":)" + std::to_string(random_() % 1000) + "}]}";
        const auto body = Office::read_named<TaxZoneBody>(json);
        if (random_() % 3 == 0 && !office_.zones().list().empty())
            (void)office_.zones().remove(office_.zones().list().back().id, anything);
        else
            (void)office_.zones().create(body);
    }

    Office& office_;
    std::mt19937 random_;
    std::vector<PriceListId> lists_;
    std::vector<PromotionId> promotions_;
};

// As plainly as it can be said.
std::int64_t plain_price(Office& office, const Sold& sold, std::int64_t quantity) {
    return office.made.superuser()
        .read([&](platform::Reader& reader) {
            return reader.one<std::int64_t>(
                "select amount from (select distinct on (l.id) l.priority, l.id, e.amount"
                "   from pricing.price_list l join pricing.price_list_entry e on e.price_list = "
                "l.id"
                "   where active and (starts_at is null or starts_at <= $3)"
                "    and (ends_at is null or ends_at > $3) and variant = $1 and min_quantity <= $2"
                "   order by l.id, min_quantity desc) best order by priority, amount, id limit 1",
                sold.variant, quantity, office.clock.now());
        })
        .value_or(sold.price);
}

std::int64_t public_amount(Office& office, const Sold& sold) {
    return office.shown(sold).price->amount;
}

}  // namespace

TEST_CASE("the rules in memory are those of the database after whatever the staff did") {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        Office office;
        platform::Latest<RuleBook> rules([&] { return office.own.read(store::rule_book); });
        office.events.on_committed([&](auto facts) {
            for (const auto& fact : facts)
                if (fact.name == RulesChanged::name) rules.forget();
        });
        Staff staff(office, seed);
        for (int step = 0; step < 60; ++step) {
            staff.act();
            CAPTURE(seed);
            CAPTURE(step);
            const auto known = *rules.get();
            auto kept =
                office.own.read([](platform::Reader& reader) { return store::rule_book(reader); });
            // That a list has lost its last entry is not worth a fact.
            for (std::size_t i = 0; i < kept.lists.size() && i < known.lists.size(); ++i)
                kept.lists[i].has_entries |= known.lists[i].has_entries;
            REQUIRE_EQ(platform::json::write(known), platform::json::write(kept));
        }
    }
}

TEST_CASE("prices are those that the database says, and every change of them is told and kept") {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        Office office;
        Staff staff(office, seed);
        std::map<catalog::VariantId, std::int64_t> before;
        for (const auto& sold : staff.goods) before[sold.variant] = sold.price;
        for (int step = 0; step < 60; ++step) {
            CAPTURE(seed);
            CAPTURE(step);
            std::map<catalog::VariantId, std::size_t> told;
            for (const auto& sold : staff.goods) told[sold.variant] = office.repriced(sold);
            if (step % 10 == 9) office.clock.advance(std::chrono::hours(6));
            announce_periods(office.backing());
            staff.act();
            for (const auto& sold : staff.goods) {
                for (const auto quantity : {1, 4, 5, 9})
                    REQUIRE_EQ(office.price(sold, quantity), plain_price(office, sold, quantity));
                const auto now = public_amount(office, sold);
                if (now == before[sold.variant]) continue;
                REQUIRE_GT(office.repriced(sold), told[sold.variant]);
                const auto kept = office.made.superuser().read([&](platform::Reader& reader) {
                    return reader.one<bool>(
                        "select exists (select from pricing.price_history where variant = $1"
                        " and amount = $2)",
                        sold.variant, before[sold.variant]);
                });
                REQUIRE(*kept);
                before[sold.variant] = now;
            }
        }
    }
}

TEST_CASE("many threads may ask for the rules while they change") {
    Office office;
    const auto tea = office.sell(1000);
    const auto list = office.list();
    office.put(list, tea, 900);
    std::atomic<bool> done = false;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            while (!done) {
                const auto price = office.price(tea);
                if (price != 900 && price != 1000) std::abort();
                office.pricing->quote(office.basket({tea}), false);
            }
        });
    for (int i = 0; i < 20; ++i) office.replace(list, i % 2 ? "{}" : R"({"active":false})");
    done = true;
    threads.clear();
    CHECK_EQ(office.price(tea), 900);
}
