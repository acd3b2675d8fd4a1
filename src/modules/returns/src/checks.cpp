// What `kontor doctor` finds wrong with returns.
#include "service.hpp"
#include "states.hpp"
#include "store.hpp"

#include <algorithm>

namespace kontor::returns {

using orders::OrderId;
using platform::Reader;
using platform::Violation;

namespace {

// A fact of this module and what inventory does with it are two transactions.
constexpr auto longest_on_its_way = std::chrono::minutes(2);

using Violations = std::vector<Violation>;

// Of which order each is, and whose goods came with it.
struct Receipts {
    std::vector<platform::Uuid> causes;
    std::vector<platform::Uuid> holders;
    std::vector<OrderId> orders;
};

void check_moves(Reader& reader, Violations& violations) {
    for (const auto& step : store::steps(reader))
        if (const auto legal = check_transition(step.from_status, step.to_status); !legal)
            violations.push_back(
                {"T2 only legal transitions", step.return_id.text(), legal.error().message});
}

void check_counts(Reader& reader, Violations& violations) {
    for (const auto& wrong : store::miscounts(reader))
        violations.push_back({"T3 what was counted is in the receipts", wrong.return_id.text(),
                              wrong.item_id.text() + " counts " + std::to_string(wrong.counted) +
                                  " pieces, the receipts " + std::to_string(wrong.received)});
}

void check_shipped(const OrderId& order, const std::vector<Claimed>& claimed, ShippedByItem shipped,
                   Violations& violations) {
    for (const auto& [item, pieces] : claimed)
        if (pieces > shipped[item].pieces)
            violations.push_back({"T1 no more is returned than was shipped", order.text(),
                                  item.text() + ": " + std::to_string(pieces) + " of " +
                                      std::to_string(shipped[item].pieces)});
}

void check_refunds(const std::vector<Return>& settled,
                   const std::vector<orders::OrderRefund>& refunds, Violations& violations) {
    for (const auto& each : settled) {
        if (each.refunded->amount == 0) continue;
        const auto refund = std::ranges::find(refunds, each.id.uuid(),
                                              [](const auto& made) { return made.id.uuid(); });
        if (refund == refunds.end() || refund->amount != *each.refunded)
            violations.push_back({"T4 what was settled is refunded", each.id.text(),
                                  "no refund of " + platform::to_text(*each.refunded)});
    }
}

void check_stock(const std::vector<store::ReceivedPieces>& received,
                 const std::vector<inventory::TakenBack>& taken, Violations& violations) {
    for (const auto& pieces : received) {
        const auto is_same = [&](const inventory::TakenBack& booked) {
            return booked.cause == pieces.receipt_id.uuid() &&
                   booked.variant == pieces.variant_id && booked.damaged == pieces.damaged &&
                   booked.resaleable == pieces.resaleable;
        };
        if (std::ranges::none_of(taken, is_same))
            violations.push_back({"T5 what came in is in the movements of stock",
                                  pieces.return_id.text(),
                                  "no movement of " + pieces.variant_id.text() + " for " +
                                      platform::to_string(pieces.receipt_id.uuid())});
    }
}

void check_back(const std::vector<inventory::BackTooOften>& found, const Receipts& receipts,
                Violations& violations) {
    for (const auto& [holder, variant, pieces] : found) {
        const auto of = std::ranges::find(receipts.holders, holder) - receipts.holders.begin();
        violations.push_back({"T6 nothing comes back twice",
                              receipts.orders[static_cast<std::size_t>(of)].text(),
                              std::to_string(pieces) + " of " + variant.text() +
                                  " were booked back beyond what had been shipped"});
    }
}

}  // namespace

std::vector<Violation> Service::check() {
    std::vector<platform::Violation> violations;
    database_.read([&](Reader& reader) {
        check_moves(reader, violations);
        check_counts(reader, violations);
    });
    constexpr std::size_t page = 1000;
    std::optional<orders::OrderId> after;
    while (true) {
        const auto orders = database_.read(
            [&](platform::Reader& reader) { return store::orders_after(reader, {after, page}); });
        Receipts receipts;
        for (const auto& id : orders) {
            const auto causes = check_order(id, violations);
            if (causes.empty()) continue;
            const auto order = upstream_.orders.order(id, std::nullopt).value();
            receipts.causes.insert(receipts.causes.end(), causes.begin(), causes.end());
            receipts.holders.resize(receipts.causes.size(), order.checkout);
            receipts.orders.resize(receipts.causes.size(), id);
        }
        check_back(upstream_.goods.back_too_often(receipts.holders, receipts.causes), receipts,
                   violations);
        if (orders.size() < page) return violations;
        after = orders.back();
    }
}

std::vector<platform::Uuid> Service::check_order(const OrderId& order, Violations& violations) {
    const auto now = clock_.now();
    std::vector<Claimed> claimed;
    std::vector<Return> settled;
    std::vector<store::ReceivedPieces> received;
    database_.read([&](Reader& reader) {
        claimed = store::claimed(reader, order);
        settled = store::settled(reader, order);
        received = store::received(reader, order, now - longest_on_its_way);
    });
    std::vector<platform::Uuid> receipts;
    for (const auto& pieces : received) receipts.push_back(pieces.receipt_id.uuid());
    check_shipped(order, claimed,
                  shipped_by_item(upstream_.shipping.shipments_of({order}), period_, now),
                  violations);
    check_refunds(settled, upstream_.refunds.refunds_of(order), violations);
    check_stock(received, upstream_.goods.taken_back(receipts), violations);
    return receipts;
}

}  // namespace kontor::returns
