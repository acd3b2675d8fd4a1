#include "service.hpp"

#include "moving.hpp"
#include "refusals.hpp"
#include "returns/events.hpp"

namespace kontor::returns {

using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

ReturnRequested requested(const Return& made, const std::string& actor) {
    ReturnRequested fact{made.id, made.order_id, actor, {}, made.wish};
    for (const auto& item : made.items)
        fact.items.push_back({item.item_id, item.variant_id, item.quantity, item.reason});
    return fact;
}

Result<Wish> wish_of(const NewReturn& wanted) {
    const auto wish = wanted.wish.value_or(Wish::refund);
    const bool names_goods = wanted.replacement && !wanted.replacement->empty();
    if (wish == Wish::exchange && !names_goods)
        return invalid("returns.no_replacement", "An exchange names what is wanted instead.",
                       "/replacement");
    if (wish != Wish::exchange && names_goods)
        return invalid("returns.needless_replacement",
                       "Only an exchange names what is wanted instead.", "/replacement");
    return wish;
}

std::vector<shipping::ShippedItem> pieces_of(const NewReturn& wanted) {
    std::vector<shipping::ShippedItem> pieces;
    for (const auto& item : wanted.items) pieces.push_back({item.item_id, {}, item.quantity});
    return pieces;
}

}  // namespace

Result<std::vector<Replacement>> Service::replacement_of(const NewReturn& wanted,
                                                         platform::Currency currency) {
    std::vector<Replacement> replacement;
    if (!wanted.replacement) return replacement;
    for (std::size_t index = 0; index < wanted.replacement->size(); ++index) {
        const auto& item = (*wanted.replacement)[index];
        if (item.sku.has_value() == item.variant_id.has_value())
            return invalid("returns.sku_or_variant", "Give either sku or variant_id.",
                           at("replacement", index, "sku"));
        const auto variant = upstream_.catalog.sellable(
            item.sku ? item.sku->value() : item.variant_id->text(), currency);
        if (!variant || !variant->published)
            return invalid("returns.no_such_variant", "The shop does not sell such an article.",
                           at("replacement", index, item.sku ? "sku" : "variant_id"));
        replacement.push_back({variant->id, variant->sku, item.quantity});
    }
    return replacement;
}

Result<Return> Service::request(const orders::OrderId& id,
                                const std::optional<auth::Shopper>& owner, const std::string& actor,
                                const NewReturn& wanted) {
    const auto order = upstream_.orders.order(id, owner);
    if (!order) return order.error();
    const auto currency = order->totals.total.currency;
    const auto wish = wish_of(wanted);
    if (!wish) return wish.error();
    if (*wish == Wish::store_credit && owner && !owner->customer)
        return invalid(
            "returns.no_store_credit",
            "Store credit is kept for customers: sign in and claim the order, or ask for "
            "a refund.",
            "/wish");
    auto replacement = replacement_of(wanted, currency);
    if (!replacement) return replacement.error();

    Return made;
    made.id = ReturnId::make();
    made.order_id = id;
    made.order_number = order->number;
    made.wish = *wish;
    made.replacement = *std::move(replacement);
    if (wanted.comment) made.comment = wanted.comment->value();
    const auto work = [&](Tx& tx) -> Result<Return> {
        made.created_at = clock_.now();
        const Count count{
            shipped_by_item(upstream_.shipping.shipments_of({id}), period_, made.created_at),
            store::claimed(tx, id), owner.has_value()};
        auto items = items_of(*order, count, wanted.items);
        if (!items) return items.error();
        made.items = *std::move(items);
        store::insert(tx, made, currency, owner.value_or(auth::Shopper{}));
        store::append(tx, made.id, {made.created_at, actor, {}, made.status, {}});
        events_.publish(tx, requested(made, actor));
        return made;
    };
    return database_.together([&]() -> Result<Return> {
        database_.transact([&](Tx& tx) { store::lock_order(tx, id); });
        upstream_.shipping.expect_back(id, made.id.uuid(), pieces_of(wanted));
        return database_.transact(work);
    });
}

Result<Return> Service::find(const ReturnId& id) {
    auto found = database_.read([&](Reader& reader) { return store::select(reader, id); });
    if (!found) return no_such_return();
    return *std::move(found);
}

std::vector<Return> Service::list(const ReturnFilter& filter) {
    return database_.read([&](Reader& reader) { return store::select_page(reader, filter); });
}

std::vector<Move> Service::history(const ReturnId& id) {
    return database_.read([&](Reader& reader) { return store::history(reader, id); });
}

Result<Return> Service::cancel(const ReturnId& id, const std::string& actor) {
    return database_.transact([&](Tx& tx) -> Result<Return> {
        auto row = open(tx, id, Status::cancelled);
        if (!row) return row;
        events_.publish(tx, ReturnCancelled{id, row->order_id, actor});
        return moved(tx, *std::move(row), Status::cancelled, {clock_.now(), actor});
    });
}

Result<Return> Service::reject(const ReturnId& id, const std::string& actor,
                               const std::string& reason) {
    return database_.transact([&](Tx& tx) -> Result<Return> {
        auto row = open(tx, id, Status::rejected);
        if (!row) return row;
        row->rejection_reason = reason;
        events_.publish(tx, ReturnRejected{id, row->order_id, actor, reason});
        return moved(tx, *std::move(row), Status::rejected, {clock_.now(), actor, reason});
    });
}

}  // namespace kontor::returns
