#include "audit.hpp"
#include "books.hpp"
#include "rounds.hpp"
#include "stage.hpp"
#include "watch.hpp"

#include <algorithm>

namespace kontor::chaos {

namespace {

constexpr std::size_t articles = 5;

std::vector<std::string> in_any_order(const std::vector<Good>& goods, std::minstd_rand& random) {
    std::vector<std::string> skus;
    for (const auto& good : goods) skus.push_back(good.sku);
    std::ranges::shuffle(skus, random);
    return skus;
}

// Whether something was bought in every second of the time.
bool never_stands_still(const Crowd& crowd, std::chrono::seconds time) {
    bool moved = true;
    for (auto left = time; left.count() > 0; --left) {
        const auto before = crowd.bought();
        sleep_for(std::chrono::seconds(1));
        moved &= crowd.bought() > before;
    }
    return moved;
}

}  // namespace

Report same_articles(unsigned seed) {
    std::vector<Good> goods;
    for (std::size_t article = 0; article < articles; ++article)
        goods.push_back({"HOT-" + std::to_string(article), 1'000'000});
    Shop shop(goods);
    Report report;
    const std::chrono::seconds time{30};
    const Habit all_in_any_order = [](const std::vector<Good>& sold, std::minstd_rand& random) {
        Wish wish;
        for (auto& sku : in_any_order(sold, random)) wish.items.emplace_back(std::move(sku), 1);
        wish.cancels = std::uniform_int_distribution(0, 9)(random) == 0;
        return wish;
    };
    Crowd crowd(shop, 64, seed, all_in_any_order);
    Inspection inspection(shop);
    sleep_for(std::chrono::seconds(2));
    const auto begun = crowd.bought();
    const bool moved = never_stands_still(crowd, time);
    const auto bought = crowd.bought() - begun;
    const auto purchases = crowd.go_home();

    report.expect("F17: something is bought in every second", moved,
                  std::to_string(bought) + " purchases in " + std::to_string(time.count()) + " s");
    report.expect("F17: nobody is answered 5xx, nobody loses the connection",
                  crowd.adventures().troubles.of("503") == 0 &&
                      crowd.adventures().troubles.of("lost connection") == 0,
                  crowd.adventures().troubles.text());
    report.note("deadlocks that PostgreSQL broke and the shop tried again",
                std::to_string(Books(shop.dsn()).deadlocks()));
    inspection.end(report);
    audit(shop, purchases, crowd.adventures(), report);
    expect_good_end(shop, report);
    return report;
}

}  // namespace kontor::chaos
