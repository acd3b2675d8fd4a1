#include "editing.hpp"

#include "edit_amounts.hpp"
#include "facts.hpp"
#include "payments/shares.hpp"
#include "refund_store.hpp"
#include "refusals.hpp"
#include "states.hpp"

#include <algorithm>
#include <span>

namespace kontor::orders {

using platform::Error;
using platform::ErrorKind;
using platform::Money;
using platform::Result;
using platform::Tx;

namespace {

Error too_late(const std::string& from, const std::string& message) {
    return {
        ErrorKind::conflict,
        "invalid_transition",
        message,
        {},
        {{"from", from}, {"to", std::string("edited")}, {"allowed", std::vector<std::string>{}}}};
}

Error no_such_item(const std::string& pointer) {
    return {ErrorKind::invalid,
            "orders.no_such_item",
            "The order has no such item.",
            {{pointer, "not_found", "must be the id of one of the order's items"}}};
}

Error item_twice(const std::string& pointer) {
    return {ErrorKind::invalid,
            "orders.item_twice",
            "Name an item once, with all that changes of it.",
            {{pointer, "item_twice", "must not be named before"}}};
}

Error no_such_variant(const std::string& sku, const std::string& pointer) {
    return {ErrorKind::invalid,
            "catalog.no_such_variant",
            "There is no variant " + sku + ".",
            {{pointer, "no_such_variant", "must be a SKU of the catalogue"}}};
}

Error not_sold(const std::string& pointer) {
    return {ErrorKind::invalid,
            "orders.not_sold_in_currency",
            "This is not sold in the currency of the order.",
            {{pointer, "not_sold", "must be sold in the currency of the order"}}};
}

Error too_many_items() {
    return {ErrorKind::invalid, "orders.too_many_items",
            "An order has at most " + std::to_string(pricing::most_lines) +
                " items. Leave some out, or take a second order."};
}

Error too_dear(const std::string& pointer) {
    return {ErrorKind::invalid,
            "orders.too_dear",
            "So many of these cost more than an order can.",
            {{pointer, "out_of_range", "must be fewer pieces"}}};
}

Error total_changed(const Money& total) {
    return {ErrorKind::conflict,
            "orders.total_changed",
            "The edited order costs something else than expected: look at it again.",
            {},
            {{"current_total", total}}};
}

Error already_paying() {
    return {ErrorKind::conflict, "payments.already_paying",
            "A payment of this order waits already: for the customer's confirmation, as its "
            "next_action says, or for money that comes in this same way."};
}

Error too_little_left(Error error, const Money& excess) {
    if (error.code == "payments.refund_exceeds_captured")
        error.message = "The edit would give back " + platform::to_text(excess) +
                        ", and so much is not left: more was refunded already without naming the "
                        "goods. " +
                        error.message;
    return error;
}

Error capture_under_way() {
    return {ErrorKind::conflict,
            "payments.capture_under_way",
            "The payment of this order is being captured. Try again shortly.",
            {},
            {{"retry_after", std::int64_t{1}}}};
}

Error nothing_due() {
    return {ErrorKind::conflict, "orders.nothing_due", "Nothing is due for this order."};
}

Error payment_missing(const Money& due) {
    return {ErrorKind::invalid,
            "orders.payment_missing",
            "Give a payment for the " + platform::to_text(due) + " that are left to pay.",
            {{"/payment", "required", "is required: more is due than gift cards pay"}},
            {{"amount_due", due}}};
}

std::string provider_of(const DueMeans& means) {
    return means.payment ? means.payment->provider : std::string(payments::gift_card_tender);
}

// What is on its way is gone on with: asked twice, nothing is charged twice. None where something
// waits that may pay for the order yet, and that another way to pay does not take the place of.
std::optional<int> next_attempt(const std::vector<payments::Payment>& payments,
                                const std::string& provider) {
    using enum payments::PaymentStatus;
    int attempt = 1;
    for (const auto& payment : payments) {
        const bool waits_for_the_same = payment.status == awaited && payment.provider == provider;
        if (payment.status == requires_action || waits_for_the_same) return std::nullopt;
        const bool is_on_its_way = payment.status == created || payment.status == processing;
        attempt = std::max(attempt, payment.attempt + (is_on_its_way ? 0 : 1));
    }
    return attempt;
}

std::string at(const std::string& list, std::size_t index, const std::string& member = "") {
    return "/" + list + "/" + std::to_string(index) + member;
}

std::vector<inventory::Quantity> quantities_of(const Order& order) {
    std::vector<inventory::Quantity> quantities;
    for (const auto& item : order.items) quantities.push_back({item.variant_id, item.quantity});
    return quantities;
}

std::vector<EditedItem> differences(const Order& before, const Order& after) {
    std::vector<EditedItem> edited;
    for (const auto& item : before.items)
        edited.push_back({item.id, item.variant_id, item.quantity, 0});
    for (const auto& item : after.items) {
        const auto found = std::ranges::find(edited, item.id, &EditedItem::item);
        if (found == edited.end())
            edited.push_back({item.id, item.variant_id, 0, item.quantity});
        else
            found->after = item.quantity;
    }
    std::erase_if(edited, [](const EditedItem& one) { return one.before == one.after; });
    return edited;
}

pricing::QuoteRequest request_of(const Order& order, const auth::Shopper& owner) {
    pricing::QuoteRequest request;
    request.currency = order.totals.total.currency;
    request.customer = {owner.customer, order.email};
    request.country = order.shipping_address.country.value();
    if (order.shipping_address.region) request.region = order.shipping_address.region->value();
    request.vat_id = order.terms.vat_id;
    return request;
}

}  // namespace

Editing::Editing(const Counter& counter, const Trade& trade, payments::Tenders& tenders)
    : counter_(counter),
      trade_(trade),
      tenders_(tenders),
      money_(counter.events, counter.clock, counter.payments) {}

Result<> Editing::check_editable(const store::OrderRow& row) {
    const auto& order = row.order;
    if (order.status != Status::placed)
        return too_late(std::string(platform::enum_name(order.status)),
                        "Only an order that is placed can be edited.");
    const auto shipments = counter_.shipping.shipments_of({order.id});
    const bool has_left = std::ranges::any_of(shipments, [](const shipping::Shipment& shipment) {
        return shipment.status == shipping::ShipmentStatus::shipped ||
               shipment.status == shipping::ShipmentStatus::delivered;
    });
    if (has_left || !may_be_untouched(order.fulfilment_status))
        return too_late("shipped", "Goods of this order have been shipped: it cannot be edited.");
    return {};
}

Result<std::vector<OrderItem>> Editing::price(const store::OrderRow& row,
                                              const std::vector<Addition>& additions) {
    auto request = request_of(row.order, row.owner);
    if (additions.size() > pricing::most_lines) return too_many_items();
    std::vector<OrderItem> items;
    for (std::size_t index = 0; index < additions.size(); ++index) {
        const auto& [sku, quantity] = additions[index];
        const auto found = trade_.catalog.sellable(sku, request.currency);
        if (!found) return no_such_variant(sku, at("add", index, "/sku"));
        const auto prices = trade_.pricing.unit_prices({{found->id, quantity, found->price}},
                                                       request.currency, request.customer);
        if (!prices.front()) return not_sold(at("add", index, "/sku"));
        if (prices.front()->price.amount > pricing::largest_line_total / quantity)
            return too_dear(at("add", index, "/quantity"));
        OrderItem item;
        item.id = OrderItemId::make();
        item.variant_id = found->id;
        item.sku = found->sku;
        item.title = found->title;
        item.quantity = quantity;
        item.product_id = found->product;
        items.push_back(item);
        request.lines.push_back({item.id.uuid(), found->product, found->categories,
                                 found->tax_class, quantity, prices.front()->price,
                                 prices.front()->price_list});
    }
    if (items.empty()) return items;
    const auto lines = trade_.pricing.quote(request).calculation.lines;
    for (std::size_t index = 0; index < items.size(); ++index)
        items[index] = item_of(lines[index], std::move(items[index]));
    return items;
}

namespace {

bool is_named_before(const std::vector<ItemChange>& changes, std::size_t index) {
    const std::span before(changes.begin(), index);
    return std::ranges::find(before, changes[index].item, &ItemChange::item) != before.end();
}

Result<std::vector<OrderItem>> edited_items(const Order& order, const Edit& edit,
                                            pricing::TaxRounding rounding) {
    auto items = order.items;
    for (std::size_t index = 0; index < edit.change.size(); ++index) {
        const auto& change = edit.change[index];
        if (is_named_before(edit.change, index)) return item_twice(at("change", index, "/item_id"));
        const auto found = std::ranges::find(items, change.item, &OrderItem::id);
        if (found == items.end()) return no_such_item(at("change", index, "/item_id"));
        const auto price = change.unit_price.value_or(found->unit_price);
        if (price.currency != found->unit_price.currency)
            return not_sold(at("change", index, "/unit_price"));
        const auto quantity = change.quantity.value_or(found->quantity);
        if (price.amount > pricing::largest_line_total / quantity)
            return too_dear(at("change", index, "/quantity"));
        *found = reworked(*found, quantity, price, rounding);
    }
    for (std::size_t index = 0; index < edit.remove.size(); ++index) {
        if (std::ranges::find(edit.change, edit.remove[index], &ItemChange::item) !=
            edit.change.end())
            return item_twice(at("remove", index));
        const auto found = std::ranges::find(items, edit.remove[index], &OrderItem::id);
        if (found == items.end()) return no_such_item(at("remove", index));
        items.erase(found);
    }
    return items;
}

}  // namespace

// Money given back for no goods in particular leaves the order as dear as it was.
Result<> Editing::give_back(store::OrderRow& row) {
    const auto& total = row.order.totals.total;
    const Money excess{std::max<std::int64_t>(0, row.captured - row.credited - total.amount),
                       total.currency};
    if (excess.amount == 0) return {};
    const auto promised = counter_.payments.promise_refund(
        {row.order.id, excess, std::string(OrderEdited::refund_reason), platform::new_uuid()});
    if (!promised) return too_little_left(promised.error(), excess);
    row.credited += excess.amount;
    return {};
}

// What a provider holds for the order is taken as far as it is needed. From there on no payment of
// the order moves; what was captured since it was counted is counted by whoever tries again.
Result<> Editing::aim_capture(store::OrderRow& row) {
    const auto& totals = row.order.totals;
    const auto wanted =
        std::max<std::int64_t>(0, totals.total.amount - (row.captured - row.credited));
    const auto tax = payments::share(totals.tax.amount, wanted, totals.total.amount);
    const auto aimed =
        counter_.payments.aim_capture(row.order.id, {wanted, totals.total.currency}, tax);
    if (!aimed) return aimed.error();
    row.authorized = aimed->amount;
    if (money_.captured(row.order.id) != row.captured) return capture_under_way();
    return {};
}

Result<Editing::Revision> Editing::revision(Tx& tx, const OrderId& id, const Edit& edit,
                                            const std::vector<OrderItem>& added) {
    auto row = store::select_for_update(tx, id);
    if (!row) return no_such_order();
    if (const auto editable = check_editable(*row); !editable) return editable.error();
    money_.count(tx, *row, "system");
    auto items = edited_items(row->order, edit, trade_.tax_rounding);
    if (!items) return items.error();
    items->insert(items->end(), added.begin(), added.end());
    if (items->empty())
        return Error{ErrorKind::invalid, "orders.nothing_left",
                     "Nothing would be left of the order: cancel it instead."};
    if (items->size() > pricing::most_lines) return too_many_items();
    Revision revision{row->order, *std::move(row)};
    revision.row.order = with_items(revision.before, *std::move(items));
    const auto& total = revision.row.order.totals.total;
    if (edit.expected_total && *edit.expected_total != total) return total_changed(total);
    auto out = take_out(store::refunded_goods(tx, id), revision.before, revision.row.order);
    revision.row.credited += out.paid_back;
    revision.taken_out = std::move(out.goods);
    return revision;
}

void Editing::keep(Tx& tx, Revision& revision, const Edit& edit) {
    auto& [before, row, taken_out] = revision;
    const auto now = counter_.clock.now();
    store::take_out(tx, taken_out);
    store::revise(tx, row.order, now);
    store::derive(row);
    store::update(tx, row);
    store::append(tx, {store::entry(row.order, Status::placed, edit.actor, "edited", edit.reason)},
                  now);
    counter_.events.publish(
        tx, OrderEdited{before.id, before.checkout, differences(before, row.order),
                        row.order.totals.total - before.totals.total, ordered_items(row.order),
                        row.order.shipping_address});
    money_.announce(tx, row);
}

Result<Order> Editing::apply(const OrderId& id, const Edit& edit,
                             const std::vector<OrderItem>& added) {
    auto& database = counter_.database;
    auto revised = database.transact([&](Tx& tx) { return revision(tx, id, edit, added); });
    if (!revised) return revised.error();
    if (const auto held =
            trade_.inventory.allocate(revised->before.checkout, quantities_of(revised->row.order),
                                      revised->row.order.shipping_address.country.value());
        !held)
        return held.error();
    if (const auto aimed = aim_capture(revised->row); !aimed) return aimed.error();
    if (const auto back = give_back(revised->row); !back) return back.error();
    database.transact([&](Tx& tx) { keep(tx, *revised, edit); });
    return revised->row.order;
}

Result<Order> Editing::edit(const OrderId& id, const Edit& edit) {
    if (edit.add.empty() && edit.change.empty() && edit.remove.empty())
        return Error{ErrorKind::invalid, "orders.nothing_to_change",
                     "Say what to add, to change or to remove."};
    const auto row =
        counter_.database.read([&](platform::Reader& reader) { return store::select(reader, id); });
    if (!row) return no_such_order();
    const auto added = price(*row, edit.add);
    if (!added) return added.error();
    auto edited = counter_.database.together([&] { return apply(id, edit, *added); });
    if (edited) counter_.payments.send_refunds(id);
    return edited;
}

Result<store::OrderRow> Editing::counted(Tx& tx, const OrderId& id) {
    auto row = store::select_for_update(tx, id);
    if (!row) return no_such_order();
    if (stands(row->order.status)) {
        money_.count(tx, *row, "system");
        money_.settle(tx, *row);
    }
    return *std::move(row);
}

// The attempts are read before they are counted: one that moves in between is counted, or begun
// again under its number.
Result<Editing::Due> Editing::due(const OrderId& id, const std::string& provider) {
    return counter_.database.transact([&](Tx& tx) -> Result<Due> {
        const auto attempt = next_attempt(counter_.payments.payments_of(id), provider);
        const auto row = counted(tx, id);
        if (!row) return row.error();
        const auto& order = row->order;
        const auto& totals = order.totals;
        const Money nothing{0, order.amount_due.currency};
        const auto amount = stands(order.status) ? order.amount_due : nothing;
        return Due{amount, attempt,
                   payments::share(totals.tax.amount, amount.amount, totals.total.amount)};
    });
}

// What was counted on the way stays counted where it is refused.
Result<> Editing::check(const Due& due) {
    if (due.amount.amount <= 0) return nothing_due();
    if (!due.attempt) return already_paying();
    return {};
}

Result<Order> Editing::pay_due(const OrderId& id, const std::optional<auth::Shopper>& owner,
                               const DueMeans& means) {
    const auto order = counter_.orders.order(id, owner);
    if (!order) return order;
    if (means.gift_cards.empty() && !means.payment) return payment_missing(order->amount_due);
    if (!means.gift_cards.empty()) {
        const auto due = this->due(id, provider_of(means));
        if (!due) return due.error();
        if (const auto payable = check(*due); !payable) return payable.error();
        const auto paid = spend_gift_cards(id, means);
        if (!paid || paid->amount_due.amount <= 0) return paid;
    }
    auto charged = charge_due(id, *means.payment);
    const bool cards_sufficed =
        !charged && !means.gift_cards.empty() && charged.error().code == nothing_due().code;
    return cards_sufficed ? counter_.orders.order(id, owner) : charged;
}

// Nobody outside is asked: it is paid with the commit, and what is awaited asks for the rest.
Result<Order> Editing::spend_gift_cards(const OrderId& id, const DueMeans& means) {
    return counter_.database.together([&]() -> Result<Order> {
        const auto due = this->due(id, provider_of(means));
        if (!due) return due.error();
        if (const auto payable = check(*due); !payable) return payable.error();
        payments::TenderRequest request{id, due->amount, due->tax, means.gift_cards};
        request.attempt = *due->attempt;
        const auto held = tenders_.hold(request);
        if (!held) return held.error();
        const Money rest{due->amount.amount - held->amount, due->amount.currency};
        if (rest.amount > 0 && !means.payment) return payment_missing(rest);
        tenders_.capture(id);
        auto row = counter_.database.transact([&](Tx& tx) { return counted(tx, id); });
        if (!row) return row.error();
        if (const auto aimed = aim_capture(*row); !aimed) return aimed.error();
        return row->order;
    });
}

Result<Order> Editing::charge_due(const OrderId& id, payments::PaymentRequest request) {
    const auto due = this->due(id, request.provider);
    if (!due) return due.error();
    if (const auto payable = check(*due); !payable) return payable.error();
    request.order = id;
    request.amount = due->amount;
    request.tax = due->tax;
    request.attempt = *due->attempt;
    request.beside_captured = true;
    const auto payment = counter_.payments.pay(request);
    if (!payment) return payment.error();
    if (payment->status == payments::PaymentStatus::declined ||
        payment->status == payments::PaymentStatus::failed)
        return Error{
            ErrorKind::payment_refused, "payment_declined",
            payment->refusal.value_or("The payment was refused. Choose another means of payment.")};
    const auto row = counter_.database.transact([&](Tx& tx) { return counted(tx, id); });
    if (!row) return row.error();
    return row->order;
}

}  // namespace kontor::orders
