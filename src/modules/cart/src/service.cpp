#include "service.hpp"

#include "contents.hpp"
#include "refusals.hpp"

#include <algorithm>

namespace kontor::cart {

using catalog::SellableVariant;
using platform::Currency;
using platform::Money;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

store::Line line_of(const SellableVariant& variant, std::int64_t quantity) {
    store::Line line;
    line.id = LineId::make();
    line.product = variant.product;
    line.variant = variant.id;
    line.sku = variant.sku;
    line.title = variant.title;
    line.quantity = quantity;
    if (variant.price) line.base_price = variant.price->amount;
    line.tax_class = variant.tax_class;
    line.categories = variant.categories;
    line.weight_grams = variant.weight_grams;
    return line;
}

}  // namespace

Result<Contents> Service::create(const auth::Shopper& shopper,
                                 const std::optional<Currency>& currency) {
    const auto chosen = currencies_.choose(currency, "/currency");
    if (!chosen) return chosen.error();
    store::Head head{.id = CartId::make(), .currency = *chosen};
    head.customer = shopper.customer;
    const auto basket = database_.transact(
        [&](Tx& tx) -> store::Basket {
            store::insert(tx, head, shopper, clock_.now());
            if (!shopper.customer) return {head};
            store::take_over_set_aside(tx, head, *shopper.customer);
            return *store::load(tx, head.id, shopper);
        },
        without_wait);
    return priced(basket, shopper);
}

Result<store::Basket> find(Reader& reader, const CartId& id, const auth::Shopper& shopper) {
    auto basket = store::load(reader, id, shopper);
    if (!basket) return no_such_cart();
    if (basket->head.merged_into) return merged_into(*basket->head.merged_into);
    return *std::move(basket);
}

Result<Contents> Service::contents(const CartId& id, const auth::Shopper& shopper) {
    const auto basket = database_.read([&](Reader& reader) { return find(reader, id, shopper); });
    if (!basket) return basket.error();
    return priced_with_stock(*basket, shopper);
}

Result<Contents> Service::current(const auth::UserId& customer) {
    const auto id =
        database_.read([&](Reader& reader) { return store::current_of(reader, customer); });
    if (!id) return no_current_cart();
    return contents(*id, {customer, ""});
}

Contents Service::priced_with_stock(const store::Basket& basket, const auth::Shopper& shopper) {
    auto contents = priced(basket, shopper);
    if (contents.status == CartStatus::active && !contents.items.empty()) warn_of_stock(contents);
    return contents;
}

Contents Service::priced(const store::Basket& basket, const auth::Shopper& shopper) {
    auto contents = contents_of(basket);
    add_prices(contents, pricing_.quote(request_of(contents, shopper)));
    if (contents.status != CartStatus::active) return contents;
    warn_of_prices(contents, basket.lines, shopper);
    if (!basket.set_aside.empty()) warn_of_prices(contents, basket.set_aside, shopper);
    return contents;
}

void Service::warn_of_prices(Contents& contents, const std::vector<store::Line>& lines,
                             const auth::Shopper& shopper) {
    const auto now = pricing_.unit_prices(asked_of(lines, contents.currency), contents.currency,
                                          {shopper.customer, ""});
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Money locked{lines[i].unit_price, contents.currency};
        if (now[i] && now[i]->price != locked)
            contents.warnings.push_back(price_changed(lines[i].id, locked, now[i]->price));
    }
}

void Service::warn_of_stock(Contents& contents) {
    std::vector<catalog::VariantId> variants;
    for (const auto& item : contents.items) variants.push_back(item.variant_id);
    const auto available = inventory_.available(variants);
    for (std::size_t i = 0; i < available.size(); ++i) {
        const auto& item = contents.items[i];
        if (available[i].quantity < item.quantity)
            contents.warnings.push_back(insufficient_stock(item.id, available[i].quantity));
    }
}

bool Service::reprice(store::Line& line, Currency currency, const auth::Shopper& shopper) {
    const auto price =
        pricing_.unit_prices(asked_of({line}, currency), currency, {shopper.customer, ""}).front();
    if (!price) return false;
    line.unit_price = price->price.amount;
    line.price_list = price->price_list;
    return true;
}

Result<Contents> Service::add_item(const CartId& id, const auth::Shopper& shopper,
                                   const AddItem& item) {
    if (item.sku.has_value() == item.variant_id.has_value()) return sku_or_variant();
    // A cart's currency never changes and is nearly always the shop's: to guess it and be wrong
    // now and then costs less than to read it first.
    const auto own = currencies_.own();
    auto basket = add_in(own, id, shopper, item);
    if (basket && basket->head.currency != own)
        basket = add_in(basket->head.currency, id, shopper, item);
    if (!basket) return basket.error();
    return priced(*basket, shopper);
}

Result<store::Basket> Service::add_in(Currency currency, const CartId& id,
                                      const auth::Shopper& shopper, const AddItem& item) {
    const auto variant =
        catalog_.sellable(item.sku ? item.sku->value() : item.variant_id->text(), currency);
    if (!variant || !variant->published) return no_such_variant(item);
    auto added = line_of(*variant, item.quantity);
    const bool is_sold = reprice(added, currency, shopper);
    const auto put_in = [&](Tx& tx) -> Result<store::Basket> {
        if (is_sold) store::add_line(tx, id, shopper, added, currency, clock_.now());
        auto basket = find(tx, id, shopper);
        if (!basket) return basket;
        const auto& head = basket->head;
        if (head.status != CartStatus::active) return not_active(head.status);
        if (head.currency != currency) return *std::move(basket);
        if (!is_sold) return not_sold_in(currency, item);
        auto& line = *std::ranges::find(basket->lines, variant->id, &store::Line::variant);
        if (line.quantity != added.quantity && reprice(line, currency, shopper) &&
            line.unit_price != added.unit_price)
            store::update_line(tx, line);
        if (auto checked = check_limits(*basket); !checked) return checked.error();
        return *std::move(basket);
    };
    return database_.transact(put_in, without_wait);
}

Result<store::Basket> Service::lock_active(Tx& tx, const CartId& id, const auth::Shopper& shopper) {
    store::lock(tx, id);
    auto basket = find(tx, id, shopper);
    if (basket && basket->head.status != CartStatus::active) return not_active(basket->head.status);
    return basket;
}

}  // namespace kontor::cart
