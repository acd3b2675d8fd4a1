// The cart on its way through a purchase.
#include "cart/events.hpp"
#include "contents.hpp"
#include "refusals.hpp"
#include "service.hpp"
#include "states.hpp"

#include <algorithm>

namespace kontor::cart {

using catalog::SellableVariant;
using platform::Problem;
using platform::Result;
using platform::Tx;
using platform::Uuid;

namespace {

const SellableVariant* sold(const std::vector<SellableVariant>& variants,
                            const catalog::VariantId& id) {
    const auto found = std::ranges::find(variants, id, &SellableVariant::id);
    return found != variants.end() && found->published ? &*found : nullptr;
}

void take_over(store::Line& line, const SellableVariant& variant) {
    line.title = variant.title;
    line.base_price.reset();
    if (variant.price) line.base_price = variant.price->amount;
    line.tax_class = variant.tax_class;
    line.categories = variant.categories;
    line.weight_grams = variant.weight_grams;
    line.withdrawn = false;
}

}  // namespace

Result<Contents> Service::claim(const CartId& id, const auth::Shopper& shopper,
                                const Uuid& checkout) {
    return database_.transact([&](Tx& tx) -> Result<Contents> {
        store::lock(tx, id);
        auto basket = find(tx, id, shopper);
        if (!basket) return basket.error();
        return claim_priced(tx, *std::move(basket), shopper, checkout);
    });
}

Result<Contents> Service::claim_priced(Tx& tx, store::Basket basket, const auth::Shopper& shopper,
                                       const Uuid& checkout) {
    auto& head = basket.head;
    if (head.status == CartStatus::completing) {
        if (head.completing_checkout == checkout) return priced(basket, shopper);
        return completion_in_progress();
    }
    if (auto legal = check_transition(head.status, CartStatus::completing); !legal)
        return legal.error();
    if (basket.lines.empty()) return empty_cart();
    const auto before = basket.lines;
    if (const auto problems = bring_up_to_date(basket.lines, head.currency, shopper);
        !problems.empty())
        return item_unavailable(problems);
    if (auto checked = check_limits(basket); !checked) return checked.error();

    if (basket.lines != before) store::update_lines(tx, basket.lines);
    store::set_claimed(tx, head.id, checkout, clock_.now());
    head.status = CartStatus::completing;
    ++head.version;
    auto contents = priced(basket, shopper);
    for (std::size_t i = 0; i < before.size(); ++i)
        if (before[i].unit_price != basket.lines[i].unit_price)
            contents.warnings.push_back(price_changed(before[i].id,
                                                      {before[i].unit_price, head.currency},
                                                      {basket.lines[i].unit_price, head.currency}));
    return contents;
}

std::vector<Problem> Service::bring_up_to_date(std::vector<store::Line>& lines,
                                               platform::Currency currency,
                                               const auth::Shopper& shopper) {
    if (lines.empty()) return {};
    std::vector<catalog::VariantId> ids;
    for (const auto& line : lines) ids.push_back(line.variant);
    const auto variants = catalog_.remembered_sellable(ids, currency);
    for (auto& line : lines)
        if (const auto* variant = sold(variants, line.variant)) take_over(line, *variant);

    const auto prices =
        pricing_.unit_prices(asked_of(lines, currency), currency, {shopper.customer, ""});
    std::vector<Problem> problems;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto& line = lines[i];
        if (prices[i] && sold(variants, line.variant) != nullptr) {
            line.unit_price = prices[i]->price.amount;
            line.price_list = prices[i]->price_list;
        } else {
            line.withdrawn = true;
            problems.push_back({"/items/" + std::to_string(i), "unavailable",
                                line.title + " (" + line.sku + ") is not sold any more."});
        }
    }
    return problems;
}

void Service::reopen(const CartId& id, const Uuid& checkout) {
    database_.transact([&](Tx& tx) { store::set_active(tx, id, checkout, clock_.now()); });
}

void Service::complete(const CartId& id, const Uuid& checkout, const orders::OrderId& order) {
    database_.transact([&](Tx& tx) {
        if (store::set_completed(tx, id, checkout, clock_.now()))
            events_.publish(tx, CartCompleted{id, order});
    });
}

void Service::note_email(const CartId& id, const platform::EmailAddress& email) {
    database_.transact([&](Tx& tx) { store::set_email(tx, id, email.value()); });
}

}  // namespace kontor::cart
