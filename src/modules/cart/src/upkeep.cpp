#include "upkeep.hpp"

#include "cart/events.hpp"
#include "upkeep_store.hpp"

#include <algorithm>
#include <map>

namespace kontor::cart {

using platform::Tx;

namespace {

// Small, so that nobody who comes back waits.
constexpr std::size_t batch = 200;

// Runs take(tx, above) batch by batch, each a transaction of its own; answers how many it took.
template <class Take, class Id>
std::size_t batch_by_batch(platform::Database& database, Take take, Id id_of) {
    std::size_t count = 0;
    CartId above;
    while (true) {
        const auto taken = database.transact([&](Tx& tx) { return take(tx, above); });
        count += taken.size();
        if (taken.size() < batch) return count;
        above = std::invoke(id_of, taken.back());
    }
}

std::map<CartId, std::vector<AbandonedItem>> items_of(platform::Reader& reader,
                                                      const std::vector<store::IdleCart>& carts) {
    std::vector<CartId> ids;
    std::map<CartId, platform::Currency> currencies;
    for (const auto& cart : carts) {
        ids.push_back(cart.id);
        currencies.emplace(cart.id, cart.currency);
    }
    std::map<CartId, std::vector<AbandonedItem>> items;
    for (auto& line : store::lines_of(reader, ids))
        items[line.cart].push_back({line.product,
                                    line.variant,
                                    std::move(line.title),
                                    line.quantity,
                                    {line.unit_price, currencies.at(line.cart)}});
    return items;
}

}  // namespace

std::size_t Upkeep::abandon() {
    const auto now = clock_.now();
    const auto since = now - std::chrono::days(config_.abandon_days.value());
    return batch_by_batch(
        database_,
        [&](Tx& tx, const CartId& above) { return store::abandon(tx, above, since, now, batch); },
        std::identity());
}

std::size_t Upkeep::remove() {
    const auto since = clock_.now() - std::chrono::days(config_.delete_days.value());
    return batch_by_batch(
        database_,
        [&](Tx& tx, const CartId& above) { return store::remove(tx, above, since, batch); },
        std::identity());
}

std::size_t Upkeep::remind() {
    // Switched on, reminders do not go out for what was left long ago.
    constexpr auto too_late = std::chrono::days(7);
    const auto now = clock_.now();
    const auto until = now - std::chrono::hours(config_.reminder_hours.value());
    const auto announce = [&](Tx& tx, const CartId& above) {
        auto carts = store::take_idle(tx, above, until - too_late, until, now, batch);
        auto items = items_of(tx, carts);
        std::vector<CartAbandoned> facts;
        for (const auto& cart : carts) {
            auto email = cart.email ? *cart.email : email_of(*cart.customer);
            if (!email.empty())
                facts.push_back({cart.id, cart.customer, std::move(email),
                                 std::move(items[cart.id]), cart.updated_at});
        }
        events_.publish_all(tx, facts);
        return carts;
    };
    return batch_by_batch(database_, announce, &store::IdleCart::id);
}

std::string Upkeep::email_of(const auth::UserId& customer) {
    const auto user = auth_.user(customer);
    return user ? user->email : "";
}

void add_jobs(platform::Jobs& jobs, platform::Database& database, platform::EventLog& events,
              const platform::Clock& clock, auth::Auth& auth, const Config& config) {
    const auto upkeep = std::make_shared<Upkeep>(database, events, clock, auth, config);
    jobs.every(std::chrono::hours(1), "cart.expiry", [upkeep] {
        upkeep->abandon();
        upkeep->remove();
    });
    if (config.reminder_hours.value() > 0)
        jobs.every(std::chrono::minutes(5), "cart.reminders", [upkeep] { upkeep->remind(); });
}

}  // namespace kontor::cart
