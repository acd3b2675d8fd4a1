// With what the goods come back.
#include "addressing.hpp"
#include "moving.hpp"
#include "platform/telemetry/log.hpp"
#include "refusals.hpp"
#include "returns/events.hpp"
#include "service.hpp"
#include "states.hpp"

namespace kontor::returns {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

bool is_expected(const Return& made) {
    return made.status == Status::approved || made.status == Status::partially_received;
}

Error no_label_now(Status status) {
    return {ErrorKind::conflict, "returns.no_label_now",
            "A label is made while goods are expected: for a return that is approved, not for one "
            "that is " +
                std::string(platform::enum_name(status)) + "."};
}

}  // namespace

Result<shipping::ReturnLabel> Service::label_for(const Return& expected,
                                                 const shipping::ReturnLabelWish& wish) {
    const auto order = upstream_.orders.order(expected.order_id, std::nullopt);
    if (!order) return order.error();
    shipping::ReturnParcel parcel{expected.id.uuid(), order->id, address_of_customer(*order), {}};
    for (const auto& item : expected.items)
        parcel.items.push_back({item.item_id, item.variant_id, item.quantity});
    return upstream_.labels.make(parcel, wish);
}

std::optional<shipping::ReturnLabel> Service::label_of_approval(const ReturnId& id) {
    if (label_carrier_.empty()) return std::nullopt;
    const auto made = find(id);
    if (!made || !check_transition(made->status, Status::approved)) return std::nullopt;
    auto label = label_for(*made, {label_carrier_});
    if (label) return *std::move(label);
    platform::log::warning("a return is approved without a label",
                           {{"return", id.text()}, {"reason", label.error().message}});
    return std::nullopt;
}

Result<Return> Service::approve(const ReturnId& id, const std::string& actor) {
    const auto label = label_of_approval(id);
    return database_.transact([&](Tx& tx) -> Result<Return> {
        auto row = open(tx, id, Status::approved);
        if (!row) return row;
        ReturnApproved fact{id, row->order_id, actor};
        if (label) {
            row->label = label;
            store::keep_label(tx, id, *label);
            fact.label = label->path;
        }
        events_.publish(tx, fact);
        return moved(tx, *std::move(row), Status::approved, {clock_.now(), actor});
    });
}

Result<Return> Service::make_label(const ReturnId& id, const std::string& actor,
                                   const shipping::ReturnLabelWish& wish) {
    const auto expected = find(id);
    if (!expected || expected->label) return expected;
    if (!is_expected(*expected)) return no_label_now(expected->status);
    const auto label = label_for(*expected, wish);
    if (!label) return label.error();
    return database_.transact([&](Tx& tx) -> Result<Return> {
        auto row = store::select_for_update(tx, id);
        if (!row) return no_such_return();
        if (row->label) return *std::move(row);
        // It may have been cancelled while the carrier was asked.
        if (!is_expected(*row)) return no_label_now(row->status);
        row->label = *label;
        store::keep_label(tx, id, *label);
        events_.publish(tx, ReturnLabelMade{id, row->order_id, actor, label->carrier,
                                            label->tracking_number, label->path});
        const auto status = row->status;
        return moved(tx, *std::move(row), status, {clock_.now(), actor, "label_made"});
    });
}

}  // namespace kontor::returns
