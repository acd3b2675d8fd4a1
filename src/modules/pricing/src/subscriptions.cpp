#include "catalog/events.hpp"
#include "codes.hpp"
#include "orders/events.hpp"
#include "orders/order_claimed.hpp"
#include "price_list_store.hpp"
#include "pricing/module.hpp"
#include "redemption_store.hpp"
#include "rule_store.hpp"

#include <algorithm>

namespace kontor::pricing {

using platform::Delivery;
using platform::Tx;
using store::Good;

namespace {

// What strangers paid from price lists when base prices changed: lists may have changed since, and
// then kept what was paid until that.
class ListedThen {
public:
    ListedThen(Tx& tx, const std::vector<Good>& goods, platform::Time since)
        : now_(store::public_prices(tx, goods)), later_(store::history_after(tx, goods, since)) {}

    std::optional<std::int64_t> at(const Good& good, platform::Time time) const {
        const auto later = std::ranges::find_if(later_, [&](const store::PastPrice& price) {
            return price.good == good && price.until > time;
        });
        if (later != later_.end())
            return later->reduced ? std::optional(later->amount) : std::nullopt;
        const auto now = std::ranges::find_if(now_, [&](const store::PublicPrice& price) {
            return price.variant == good.variant && price.currency == good.currency;
        });
        return now == now_.end() ? std::nullopt : now->amount;
    }

private:
    std::vector<store::PublicPrice> now_;
    std::vector<store::PastPrice> later_;
};

// What strangers paid before each change of a base price, where that was the price they paid.
std::vector<store::PastPrice> past_prices(Tx& tx, std::span<const Delivery> changes) {
    std::vector<Good> goods;
    for (const auto& delivery : changes) {
        const auto fact = delivery.read<catalog::PriceChanged>();
        goods.push_back({fact.variant, fact.before.currency, fact.product});
    }
    std::ranges::sort(goods);
    const auto [first, last] = std::ranges::unique(goods);
    goods.erase(first, last);
    store::lock_book(tx);
    const ListedThen listed(tx, goods, std::ranges::min_element(changes, {}, &Delivery::at)->at);

    std::vector<store::PastPrice> past;
    for (const auto& delivery : changes) {
        const auto fact = delivery.read<catalog::PriceChanged>();
        const Good good{fact.variant, fact.before.currency, fact.product};
        const auto list = listed.at(good, delivery.at);
        if (!list) {
            past.push_back({good, delivery.at, fact.before.amount, false});
            continue;
        }
        // The same to pay, but now it is a reduction, or is none any more.
        const bool was_reduced = *list < fact.before.amount;
        const bool is_reduced = *list < fact.after.amount;
        if (was_reduced != is_reduced) past.push_back({good, delivery.at, *list, was_reduced});
    }
    return past;
}

void follow_catalogue(Tx& tx, std::span<const Delivery> deliveries) {
    std::vector<Delivery> changes;
    std::vector<catalog::ProductId> deleted;
    for (const auto& delivery : deliveries)
        if (delivery.name == catalog::PriceChanged::name)
            changes.push_back(delivery);
        else
            deleted.emplace_back(delivery.key);
    if (!changes.empty()) store::insert_history(tx, past_prices(tx, changes));
    if (!deleted.empty()) store::remove_products(tx, deleted);
}

void remember_buyers(Tx& tx, const std::vector<orders::OrderPlaced>& placed) {
    if (placed.empty()) return;
    const auto secret = store::secret(tx);
    std::vector<std::string> keys;
    std::vector<platform::Uuid> purchases;
    for (const auto& fact : placed) {
        purchases.push_back(fact.order.uuid());
        if (fact.customer) keys.push_back(key_of(*fact.customer));
        if (auto email = key_of(fact.email, secret); !email.empty())
            keys.push_back(std::move(email));
    }
    store::add_buyers(tx, keys);
    store::confirm(tx, purchases);
}

// What was ordered with the address before counts for the customer, and so does what it redeemed;
// one that was never placed does not.
void remember_heirs(Tx& tx, const std::vector<orders::OrderClaimed>& claimed) {
    if (claimed.empty()) return;
    const auto secret = store::secret(tx);
    std::vector<std::string> heirs;
    std::vector<std::string> buyers;
    std::vector<platform::Uuid> purchases;
    for (const auto& fact : claimed) {
        heirs.push_back(key_of(fact.customer));
        buyers.push_back(key_of(fact.email, secret));
        purchases.push_back(fact.order.uuid());
    }
    store::add_heirs(tx, heirs, buyers);
    store::add_redeemers(tx, heirs, purchases);
}

void follow_orders(Tx& tx, std::span<const Delivery> deliveries, bool coupons_return) {
    std::vector<orders::OrderPlaced> placed;
    std::vector<orders::OrderClaimed> claimed;
    std::vector<platform::Uuid> cancelled;
    std::vector<platform::Uuid> abandoned;
    for (const auto& delivery : deliveries) {
        if (delivery.name == orders::OrderPlaced::name)
            placed.push_back(delivery.read<orders::OrderPlaced>());
        else if (delivery.name == orders::OrderClaimed::name)
            claimed.push_back(delivery.read<orders::OrderClaimed>());
        else if (delivery.name == orders::OrderExpired::name)
            abandoned.push_back(delivery.key);
        else if (delivery.read<orders::OrderCancelled>().was_placed)
            cancelled.push_back(delivery.key);
        else
            abandoned.push_back(delivery.key);
    }
    remember_buyers(tx, placed);
    remember_heirs(tx, claimed);
    store::release(tx, abandoned, false);
    if (coupons_return) store::release(tx, cancelled, true);
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               bool coupons_return) {
    // Told twice, a change would look like two.
    platform::Subscription history("pricing.history", database,
                                   platform::Subscription::Replays::skipped);
    history.on_batch<catalog::PriceChanged, catalog::ProductDeleted>(follow_catalogue);
    dispatcher.add(std::move(history));

    platform::Subscription purchases("pricing.purchases", database);
    purchases.rest_between_turns(std::chrono::seconds(1));
    purchases.on_batch<orders::OrderPlaced, orders::OrderCancelled, orders::OrderExpired,
                       orders::OrderClaimed>(
        [coupons_return](Tx& tx, std::span<const Delivery> deliveries) {
            follow_orders(tx, deliveries, coupons_return);
        });
    dispatcher.add(std::move(purchases));
}

}  // namespace kontor::pricing
