#include "drafting.hpp"

#include "draft_store.hpp"
#include "edit_amounts.hpp"
#include "refusals.hpp"

#include <algorithm>

namespace kontor::orders {

using platform::Error;
using platform::ErrorKind;
using platform::Money;
using platform::Result;
using platform::Tx;

namespace {

Error invalid(const std::string& code, const std::string& message, const std::string& pointer,
              const std::string& rule) {
    return {ErrorKind::invalid, code, message, {{pointer, code.substr(code.find('.') + 1), rule}}};
}

Error no_such_variant(const std::string& sku, std::size_t index) {
    return invalid("catalog.no_such_variant", "There is no variant " + sku + ".",
                   "/items/" + std::to_string(index) + "/sku", "must be a SKU of the catalogue");
}

Error too_dear(std::size_t index) {
    return invalid("orders.too_dear", "So many of these cost more than an order can.",
                   "/items/" + std::to_string(index) + "/quantity", "must be fewer pieces");
}

Result<> check(const DraftWish& wish, platform::Currency currency) {
    if (wish.items.empty() || wish.items.size() > pricing::most_lines)
        return invalid("orders.empty", "A draft needs something to sell.", "/items",
                       "must have 1 to " + std::to_string(pricing::most_lines) + " items");
    if (!wish.shipping_address && !wish.billing_address)
        return invalid("orders.address_needed", "Nobody knows whom this is for.",
                       "/shipping_address",
                       "must be given, or billing_address for what is fetched");
    constexpr auto dearest = pricing::largest_line_total / pricing::largest_quantity;
    for (std::size_t index = 0; index < wish.items.size(); ++index) {
        const auto& price = wish.items[index].unit_price;
        if (!price) continue;
        const auto pointer = "/items/" + std::to_string(index) + "/unit_price";
        if (price->currency != currency || price->amount < 0 || price->amount > dearest)
            return invalid("orders.bad_price", "This is no price here.", pointer,
                           "must be from 0 to " + std::to_string(dearest) +
                               " minor units, in the currency of the draft");
        if (!wish.reason)
            return invalid("orders.reason_needed", "Say why this is not sold at its price.",
                           "/reason", "must be given with a unit_price");
    }
    return {};
}

pricing::QuoteRequest request_of(const DraftWish& wish, platform::Currency currency) {
    pricing::QuoteRequest request;
    request.currency = currency;
    request.customer = {wish.customer, wish.email.value()};
    if (wish.vat_id) request.vat_id = wish.vat_id->value();
    return request;
}

void tax_at(pricing::QuoteRequest& request, const shipping::Address& address) {
    request.country = address.country.value();
    request.region.reset();
    if (address.region) request.region = address.region->value();
}

void send_to(shipping::Parcel& parcel, const shipping::Address& address) {
    parcel.country = address.country.value();
    if (address.region) parcel.region = address.region->value();
    parcel.postal_code = address.postal_code.value();
}

Result<shipping::ShippingOption> chosen(const std::vector<shipping::ShippingOption>& options,
                                        const DraftWish& wish) {
    const auto option = std::ranges::find_if(options, [&](const shipping::ShippingOption& one) {
        return !wish.shipping_option_id || one.id == wish.shipping_option_id->value();
    });
    if (option != options.end()) return *option;
    if (!wish.shipping_address)
        return invalid("orders.address_needed", "This cannot be fetched.", "/shipping_address",
                       "must be given for what is not fetched");
    return invalid("orders.no_delivery", "This cannot be sent like this.", "/shipping_option_id",
                   "must be a way of shipping to this address");
}

Error no_such_customer() {
    return invalid("orders.no_such_customer", "There is no customer with this id.", "/customer",
                   "must be a customer's, or left out for a guest");
}

void merge(DraftWish& wish, const DraftChange& change) {
    if (change.email) wish.email = *change.email;
    if (change.customer) wish.customer = change.customer;
    if (change.items) wish.items = *change.items;
    if (change.shipping_address) wish.shipping_address = change.shipping_address;
    if (change.billing_address) wish.billing_address = change.billing_address;
    if (change.shipping_option_id) wish.shipping_option_id = change.shipping_option_id;
    if (change.vat_id) wish.vat_id = change.vat_id;
    if (change.reason) wish.reason = change.reason;
    if (change.coupons) wish.coupons = change.coupons;
}

// As they are kept.
Result<std::vector<std::string>> coupons_of(const DraftWish& wish, pricing::Pricing& pricing) {
    std::vector<std::string> coupons;
    if (!wish.coupons) return coupons;
    if (wish.coupons->size() > most_coupons_of_draft)
        return invalid("orders.too_many_coupons", "These are too many coupons for one order.",
                       "/coupons",
                       "must be at most " + std::to_string(most_coupons_of_draft) + " coupons");
    for (const auto& typed : *wish.coupons) {
        const auto coupon = pricing.coupon(typed.value(), {wish.customer, wish.email.value()});
        if (!coupon) return coupon.error();
        if (std::ranges::find(coupons, *coupon) == coupons.end()) coupons.push_back(*coupon);
    }
    return coupons;
}

// Staff says it to the customer now, not when the order has been placed without it.
Result<> check_coupons(const std::vector<std::string>& coupons, const pricing::Quote& quote) {
    for (const auto& idle : quote.idle_coupons)
        for (std::size_t index = 0; index < coupons.size(); ++index)
            if (coupons[index] == idle.code)
                return invalid("orders.coupon_gives_nothing",
                               "The coupon " + idle.code + " gives nothing here: " + idle.reason,
                               "/coupons/" + std::to_string(index),
                               "must give something, or be left out");
    return {};
}

std::optional<std::string> reason_of(const DraftWish& wish) {
    if (!wish.reason) return std::nullopt;
    return wish.reason->value();
}

Order order_of(const NewOrder& priced) {
    Order order;
    order.id = priced.id;
    order.status = Status::draft;
    order.email = priced.email;
    order.items = priced.items;
    order.totals = priced.totals;
    order.amount_due = priced.totals.total;
    order.shipping_address = priced.shipping_address;
    order.billing_address = priced.billing_address;
    order.shipping_option = priced.shipping_option;
    order.checkout = priced.checkout;
    order.terms = priced.terms;
    return order;
}

}  // namespace

Result<shipping::Parcel> Drafting::put_in(const DraftWish& wish, pricing::QuoteRequest& request,
                                          NewOrder& order) {
    const auto currency = request.currency;
    shipping::Parcel parcel;
    for (std::size_t index = 0; index < wish.items.size(); ++index) {
        const auto& wished = wish.items[index];
        const auto found = trade_.catalog.sellable(wished.sku.value(), currency);
        if (!found) return no_such_variant(wished.sku, index);
        const auto quantity = wished.quantity.value();
        const auto price = trade_.pricing.unit_prices({{found->id, quantity, found->price}},
                                                      currency, request.customer);
        if (!wished.unit_price && !price.front())
            return invalid("orders.not_sold_in_currency",
                           "This is not sold in the currency of the draft.",
                           "/items/" + std::to_string(index) + "/sku",
                           "must be sold in the currency of the draft, or have a unit_price");
        const auto unit = wished.unit_price ? pricing::UnitPrice{*wished.unit_price, std::nullopt}
                                            : *price.front();
        if (unit.price.amount > pricing::largest_line_total / quantity) return too_dear(index);
        OrderItem item;
        item.id = OrderItemId::make();
        item.variant_id = found->id;
        item.sku = found->sku;
        item.title = found->title;
        item.quantity = quantity;
        item.product_id = found->product;
        order.items.push_back(std::move(item));
        request.lines.push_back({order.items.back().id.uuid(), found->product, found->categories,
                                 found->tax_class, quantity, unit.price, unit.price_list});
        parcel.weight_grams += found->weight_grams * quantity;
        parcel.quantity += quantity;
    }
    return parcel;
}

Result<> Drafting::send(const DraftWish& wish, shipping::Parcel parcel,
                        pricing::QuoteRequest& request, NewOrder& order) {
    if (wish.shipping_address) {
        tax_at(request, *wish.shipping_address);
        send_to(parcel, *wish.shipping_address);
    }
    const auto goods = trade_.pricing.quote(request).calculation.totals;
    parcel.subtotal = goods.subtotal - goods.discount;
    const auto option = chosen(shipping_.options(parcel), wish);
    if (!option) return option.error();
    const bool is_fetched = option->kind == shipping::OptionKind::pickup;
    if (is_fetched) order.terms.pickup = option->id;
    order.shipping_address = is_fetched ? *option->address : *wish.shipping_address;
    order.shipping_option = option->name;
    tax_at(request, order.shipping_address);
    request.freight = {option->id, option->price};
    return {};
}

bool Drafting::is_customer(const auth::UserId& id) {
    const auto user = auth_.user(id);
    return user && !user->is_staff();
}

Result<NewOrder> Drafting::priced(const DraftWish& wish) {
    const auto currency = currencies_.choose(wish.currency, "/currency");
    if (!currency) return currency.error();
    if (const auto valid = check(wish, *currency); !valid) return valid.error();
    if (wish.customer && !is_customer(*wish.customer)) return no_such_customer();
    auto request = request_of(wish, *currency);
    const auto coupons = coupons_of(wish, trade_.pricing);
    if (!coupons) return coupons.error();
    request.coupons = *coupons;
    NewOrder order;
    auto parcel = put_in(wish, request, order);
    if (!parcel) return parcel.error();
    if (const auto sent = send(wish, *std::move(parcel), request, order); !sent)
        return sent.error();
    const auto quote = trade_.pricing.quote(request);
    if (const auto checked = check_coupons(*coupons, quote); !checked) return checked.error();
    const auto& calculation = quote.calculation;
    for (std::size_t index = 0; index < order.items.size(); ++index)
        order.items[index] = item_of(calculation.lines[index], std::move(order.items[index]));
    order.email = wish.email.value();
    order.totals = calculation.totals;
    order.billing_address = wish.billing_address ? *wish.billing_address : *wish.shipping_address;
    order.terms.discounts = calculation.discounts;
    order.terms.taxes = calculation.taxes;
    order.terms.freight = calculation.freight;
    order.terms.coupons = *coupons;
    order.terms.vat_id = request.vat_id;
    order.owner.customer = wish.customer;
    return order;
}

Result<Order> Drafting::create(const DraftWish& wish, const std::string& actor) {
    auto order = priced(wish);
    if (!order) return order.error();
    order->id = OrderId::make();
    order->cart = platform::new_uuid();
    order->checkout = platform::new_uuid();
    return database_.transact([&](Tx& tx) -> Result<Order> {
        const auto now = clock_.now();
        store::insert(tx, *order, now, Status::draft);
        store::keep_wish(tx, order->id, wish);
        store::append(
            tx, {store::entry(order_of(*order), std::nullopt, actor, "drafted", reason_of(wish))},
            now);
        return store::select(tx, order->id)->order;
    });
}

Result<Order> Drafting::change(const OrderId& id, const DraftChange& change,
                               const std::string& actor) {
    auto wish =
        database_.read([&](platform::Reader& reader) { return store::wish_of(reader, id); });
    if (!wish) return no_draft(id);
    merge(*wish, change);
    const auto order = priced(*wish);
    if (!order) return order.error();
    return database_.transact([&](Tx& tx) -> Result<Order> {
        auto row = store::select_for_update(tx, id);
        if (!row) return no_such_order();
        if (row->order.status != Status::draft)
            return check_transition(row->order.status, Status::draft).error();
        const auto now = clock_.now();
        auto changed = order_of(*order);
        changed.id = id;
        store::revise(tx, changed, now);
        store::set_customer(tx, id, wish->customer);
        store::keep_wish(tx, id, *wish);
        store::append(
            tx, {store::entry(changed, Status::draft, actor, "draft_changed", reason_of(*wish))},
            now);
        return store::select(tx, id)->order;
    });
}

Error Drafting::no_draft(const OrderId& id) {
    const auto row =
        database_.read([&](platform::Reader& reader) { return store::select(reader, id); });
    if (!row) return no_such_order();
    return check_transition(row->order.status, Status::draft).error();
}

Result<> Drafting::discard(const OrderId& id) {
    return database_.transact([&](Tx& tx) -> Result<> {
        const auto row = store::select_for_update(tx, id);
        if (!row) return no_such_order();
        if (!store::discard(tx, id))
            return check_transition(row->order.status, Status::draft).error();
        return {};
    });
}

Result<OpenedDraft> Drafting::open(const OrderId& id, const std::string& actor) {
    return database_.transact([&](Tx& tx) -> Result<OpenedDraft> {
        auto row = store::select_for_update(tx, id);
        if (!row) return no_such_order();
        auto& order = row->order;
        if (const auto legal = check_transition(order.status, Status::pending); !legal)
            return legal.error();
        order.status = Status::pending;
        store::derive(*row);
        store::update(tx, *row);
        store::append(tx, {store::entry(order, Status::draft, actor, "ordered")}, clock_.now());
        return OpenedDraft{order, row->owner, store::cart_of(tx, id)};
    });
}

std::unique_ptr<Drafts> make_drafts(platform::Database& database, const platform::Clock& clock,
                                    shipping::Shipping& shipping, const Trade& trade,
                                    auth::Auth& auth, pricing::Currencies currencies) {
    return std::make_unique<Drafting>(database, clock, shipping, trade, auth,
                                      std::move(currencies));
}

}  // namespace kontor::orders
