#include "service.hpp"

#include "cart/events.hpp"
#include "contents.hpp"

#include <algorithm>

namespace kontor::cart {

using catalog::SellableVariant;
using platform::Currency;
using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;
using platform::Uuid;

namespace {

// A loss of power may take the last half second of shopping with it, but no order: that commits
// with all it is made of.
constexpr auto without_wait = platform::Commit::soon;

Error no_such_cart() {
    return {ErrorKind::not_found, "cart.no_such_cart",
            "There is no cart with this id, or it is not yours."};
}

Error no_such_item() {
    return {ErrorKind::not_found, "cart.no_such_item", "The cart has no item with this id."};
}

Error not_active(CartStatus status) {
    return {ErrorKind::conflict, "cart.not_active",
            "The cart is " + std::string(platform::enum_name(status)) +
                " and cannot be changed any more. Create a new one."};
}

Error completion_in_progress() {
    return {ErrorKind::conflict,
            "completion_in_progress",
            "The cart is being bought at this moment. Wait for the outcome.",
            {},
            {{"retry_after", std::int64_t{1}}}};
}

Error being_bought_or_done(CartStatus status) {
    return status == CartStatus::completing ? completion_in_progress() : not_active(status);
}

Error empty_cart() {
    return {ErrorKind::invalid, "cart.empty", "The cart is empty. Put something into it first."};
}

Error sku_or_variant() {
    return {ErrorKind::invalid, "cart.sku_or_variant",
            "Name what to add by exactly one of sku and variant_id."};
}

std::string pointer_to(const AddItem& item) {
    return item.sku ? "/sku" : "/variant_id";
}

Error no_such_variant(const AddItem& item) {
    const std::string message = "Nothing of this " + pointer_to(item).substr(1) + " is sold here.";
    return {ErrorKind::invalid,
            "cart.no_such_variant",
            message,
            {{pointer_to(item), "unknown", message}}};
}

Error not_sold_in(Currency currency, const AddItem& item) {
    const auto message = "It has no price in " + std::string(currency.code()) +
                         ", the currency of this cart. Use a cart of another currency.";
    return {ErrorKind::invalid,
            "cart.not_sold_in_currency",
            message,
            {{pointer_to(item), "currency", message}}};
}

Error unavailable(const std::vector<platform::Problem>& problems) {
    return {ErrorKind::conflict, "cart.item_unavailable",
            "The cart has items that are not sold any more. Remove them.", problems};
}

store::Line line_of(const SellableVariant& variant, std::int64_t quantity) {
    return {LineId::make(), variant.product,       variant.id,   variant.sku,         variant.title,
            quantity,       variant.price->amount, std::nullopt, variant.weight_grams};
}

std::vector<catalog::VariantId> variants_of(const store::Basket& basket) {
    std::vector<catalog::VariantId> variants;
    for (const auto& line : basket.lines) variants.push_back(line.variant);
    return variants;
}

const SellableVariant* sold(const std::vector<SellableVariant>& variants,
                            const catalog::VariantId& id) {
    const auto found = std::ranges::find(variants, id, &SellableVariant::id);
    const bool is_sold = found != variants.end() && found->published && found->price;
    return is_sold ? &*found : nullptr;
}

// Takes over what the catalogue says now; a problem for each line that it does not sell.
std::vector<platform::Problem> bring_up_to_date(store::Basket& basket,
                                                const std::vector<SellableVariant>& variants) {
    std::vector<platform::Problem> problems;
    for (std::size_t i = 0; i < basket.lines.size(); ++i) {
        auto& line = basket.lines[i];
        if (const auto* variant = sold(variants, line.variant)) {
            line.title = variant->title;
            line.unit_price = variant->price->amount;
            line.weight_grams = variant->weight_grams;
            line.current_price.reset();
            line.withdrawn = false;
        } else {
            problems.push_back({"/items/" + std::to_string(i), "unavailable",
                                line.title + " (" + line.sku + ") is not sold any more."});
        }
    }
    return problems;
}

}  // namespace

Service::Service(platform::Database& database, platform::EventLog& events,
                 const platform::Clock& clock, catalog::Catalog& catalog,
                 inventory::Inventory& inventory, Currency currency, pricing::TaxRate tax)
    : database_(database),
      events_(events),
      clock_(clock),
      catalog_(catalog),
      inventory_(inventory),
      currency_(currency),
      tax_(std::move(tax)) {}

Result<Contents> Service::create(const auth::Shopper& shopper,
                                 const std::optional<Currency>& currency) {
    const store::Head head{.id = CartId::make(), .currency = currency.value_or(currency_)};
    database_.transact([&](Tx& tx) { store::insert(tx, head, shopper, clock_.now()); },
                       without_wait);
    return contents_of({head}, tax_);
}

Result<Contents> Service::contents(const CartId& id, const auth::Shopper& shopper) {
    const auto basket =
        database_.read([&](Reader& reader) { return store::load(reader, id, shopper); });
    if (!basket) return no_such_cart();
    auto contents = contents_of(*basket, tax_);
    if (contents.status == CartStatus::active && !contents.items.empty()) warn_of_stock(contents);
    return contents;
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

Result<Contents> Service::add_item(const CartId& id, const auth::Shopper& shopper,
                                   const AddItem& item) {
    if (item.sku.has_value() == item.variant_id.has_value()) return sku_or_variant();
    // A cart's currency never changes and is nearly always the shop's: to guess it and be wrong
    // now and then costs less than to read it first.
    auto basket = add_in(currency_, id, shopper, item);
    if (basket && basket->head.currency != currency_)
        basket = add_in(basket->head.currency, id, shopper, item);
    if (!basket) return basket.error();
    return contents_of(*basket, tax_);
}

Result<store::Basket> Service::add_in(Currency currency, const CartId& id,
                                      const auth::Shopper& shopper, const AddItem& item) {
    const auto variant =
        catalog_.sellable(item.sku ? item.sku->value() : item.variant_id->text(), currency);
    if (!variant || !variant->published) return no_such_variant(item);
    const auto put_in = [&](Tx& tx) -> Result<store::Basket> {
        if (variant->price)
            store::add_line(tx, id, shopper, line_of(*variant, item.quantity), currency,
                            clock_.now());
        auto basket = store::load(tx, id, shopper);
        if (!basket) return no_such_cart();
        const auto& head = basket->head;
        if (head.status != CartStatus::active) return not_active(head.status);
        if (head.currency == currency && !variant->price) return not_sold_in(currency, item);
        if (auto checked = check_limits(*basket); !checked) return checked.error();
        return *std::move(basket);
    };
    return database_.transact(put_in, without_wait);
}

Result<Contents> Service::change_item(const CartId& id, const auth::Shopper& shopper,
                                      const LineId& item, std::int64_t quantity) {
    const auto change = [&](Tx& tx) -> Result<Contents> {
        store::lock(tx, id);
        auto basket = store::load(tx, id, shopper);
        if (!basket) return no_such_cart();
        if (basket->head.status != CartStatus::active) return not_active(basket->head.status);
        const auto line = std::ranges::find(basket->lines, item, &store::Line::id);
        if (line == basket->lines.end()) return no_such_item();

        if (quantity == 0) {
            store::remove_line(tx, item);
            basket->lines.erase(line);
        } else {
            store::set_quantity(tx, item, quantity);
            line->quantity = quantity;
        }
        if (auto checked = check_limits(*basket); !checked) return checked.error();
        store::raise_version(tx, id, clock_.now());
        ++basket->head.version;
        return contents_of(*basket, tax_);
    };
    return database_.transact(change, without_wait);
}

Result<Contents> Service::claim(const CartId& id, const auth::Shopper& shopper,
                                const Uuid& checkout) {
    return database_.transact([&](Tx& tx) -> Result<Contents> {
        store::lock(tx, id);
        auto basket = store::load(tx, id, shopper);
        if (!basket) return no_such_cart();
        const auto variants = catalog_.sellable(variants_of(*basket), basket->head.currency);
        return claim_priced(tx, *std::move(basket), variants, checkout);
    });
}

Result<Contents> Service::claim_priced(Tx& tx, store::Basket basket,
                                       const std::vector<SellableVariant>& variants,
                                       const Uuid& checkout) {
    auto& head = basket.head;
    if (head.status == CartStatus::completing && head.completing_checkout == checkout)
        return contents_of(basket, tax_);
    if (head.status != CartStatus::active) return being_bought_or_done(head.status);
    if (basket.lines.empty()) return empty_cart();
    const auto before = basket.lines;
    if (const auto problems = bring_up_to_date(basket, variants); !problems.empty())
        return unavailable(problems);
    if (auto checked = check_limits(basket); !checked) return checked.error();

    if (basket.lines != before) store::update_lines(tx, basket.lines);
    store::set_claimed(tx, head.id, checkout, clock_.now());
    head.status = CartStatus::completing;
    ++head.version;
    auto contents = contents_of(basket, tax_);
    for (std::size_t i = 0; i < before.size(); ++i)
        if (before[i].unit_price != basket.lines[i].unit_price)
            contents.warnings.push_back(price_changed(before[i].id,
                                                      {before[i].unit_price, head.currency},
                                                      {basket.lines[i].unit_price, head.currency}));
    return contents;
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

}  // namespace kontor::cart
