#include "platform/core/describe.hpp"
#include "terms.hpp"
#include "transfers.hpp"

#include <algorithm>

using namespace kontor;
using namespace kontor::inventory;
using namespace kontor::inventory::test;
using platform::new_uuid;

namespace {

struct Depot : Warehouse {
    std::string second = location("second");
    Transfers transfers{backing};

    NewTransfer wanted(const std::vector<Line>& lines) {
        NewTransfer transfer;
        transfer.source = *LocationCode::accept("main");
        transfer.destination = *LocationCode::accept(second);
        transfer.lines = lines;
        return transfer;
    }
    Transfer send(const std::vector<Line>& lines) {
        return transfers.create(wanted(lines)).value();
    }
    platform::Result<Transfer> receive(const Transfer& transfer, const std::vector<Line>& lines,
                                       bool rest_is_lost = false) {
        return transfers.receive(transfer.id, {lines, rest_is_lost});
    }
};

std::string code(const platform::Result<Transfer>& answer) {
    return answer ? "" : answer.error().code;
}

}  // namespace

TEST_CASE("goods on their way are nobody's to sell, and then their destination's") {
    Depot depot;
    const auto variant = depot.variant(5);
    const auto transfer = depot.send({line(variant, 3)});
    CHECK(transfer.status == TransferStatus::in_transit);
    CHECK(transfer.source == "main");
    CHECK(depot.available(variant) == 2);
    CHECK(is_sound(depot));

    const auto received = depot.transfers.receive(transfer.id, {}).value();
    CHECK(received.status == TransferStatus::received);
    CHECK(received.ended_at.has_value());
    CHECK(received.lines[0].received == 3);
    CHECK(depot.level_at(variant, "second").on_hand == 3);
    CHECK(depot.available(variant) == 5);
    CHECK(is_sound(depot));
}

TEST_CASE("a transfer arrives in parts, and what does not arrive is lost") {
    Depot depot;
    const auto one = depot.variant(5);
    const auto two = depot.variant(5);
    const auto transfer = depot.send({line(one, 3), line(two, 2)});
    CHECK(code(depot.receive(transfer, {line(one, 4)})) == "inventory.more_than_sent");
    CHECK(depot.receive(transfer, {line(one, 2)})->status == TransferStatus::partially_received);
    CHECK(depot.receive(transfer, {line(two, 1)})->status == TransferStatus::partially_received);
    CHECK(code(depot.receive(transfer, {line(one, 2)})) == "inventory.more_than_sent");
    CHECK(is_sound(depot));
    const auto ended = depot.receive(transfer, {}, true).value();
    CHECK(ended.status == TransferStatus::received);
    CHECK(ended.lines[0].lost + ended.lines[1].lost == 2);
    CHECK(depot.level_at(one, "second").on_hand == 2);
    CHECK(depot.level_at(two, "second").on_hand == 1);
    CHECK(is_sound(depot));
}

TEST_CASE("a transfer that is cancelled brings its goods back") {
    Depot depot;
    const auto variant = depot.variant(5);
    const auto transfer = depot.send({line(variant, 5)});
    CHECK(depot.available(variant) == 0);
    CHECK(depot.transfers.cancel(transfer.id)->status == TransferStatus::cancelled);
    CHECK(depot.level_at(variant, "main").on_hand == 5);
    CHECK(is_sound(depot));
}

TEST_CASE("only what nobody was promised leaves, safety stock included") {
    Depot depot;
    const auto variant = depot.variant(5, "promised");
    REQUIRE(depot.inventory->allocate(new_uuid(), {{variant, 2}}).has_value());
    REQUIRE(depot.reserve(new_uuid(), {{variant, 1}}).has_value());
    const Line three{*Sku::accept("promised"), *Pieces::accept(3)};
    const auto refused = depot.transfers.create(depot.wanted({three}));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "insufficient_stock");
    CHECK(refused.error().problems.at(0).pointer == "/lines/0");
    const Line two{*Sku::accept("promised"), *Pieces::accept(2)};
    CHECK(depot.transfers.create(depot.wanted({two})).has_value());
    CHECK(is_sound(depot));
}

TEST_CASE("a transfer that makes no sense is refused") {
    Depot depot;
    const auto variant = depot.variant(5);
    auto nowhere = depot.wanted({line(variant, 1)});
    nowhere.destination = *LocationCode::accept("nowhere");
    CHECK(code(depot.transfers.create(nowhere)) == "inventory.no_such_location");
    auto here = depot.wanted({line(variant, 1)});
    here.destination = *LocationCode::accept("main");
    CHECK(code(depot.transfers.create(here)) == "inventory.same_location");
    CHECK(code(depot.transfers.create(depot.wanted({}))) == "inventory.lines_needed");
    CHECK(code(depot.transfers.receive(TransferId::make(), {})) == "inventory.no_such_transfer");
    CHECK(depot.available(variant) == 5);
}

TEST_CASE("every transition of a transfer that the table lacks is refused") {
    Depot depot;
    const auto reach = [&](TransferStatus status) {
        const auto variant = depot.variant(4);
        const auto transfer = depot.send({line(variant, 4)});
        if (status == TransferStatus::partially_received)
            REQUIRE(depot.receive(transfer, {line(variant, 1)}).has_value());
        if (status == TransferStatus::received)
            REQUIRE(depot.transfers.receive(transfer.id, {}).has_value());
        if (status == TransferStatus::cancelled)
            REQUIRE(depot.transfers.cancel(transfer.id).has_value());
        return std::pair(transfer, variant);
    };
    const auto move = [&](const Transfer& transfer, const VariantId& variant, TransferStatus to) {
        if (to == TransferStatus::partially_received)
            return depot.receive(transfer, {line(variant, 1)});
        if (to == TransferStatus::received) return depot.receive(transfer, {}, true);
        return depot.transfers.cancel(transfer.id);
    };
    using enum TransferStatus;
    for (const auto from : {in_transit, partially_received, received, cancelled})
        for (const auto to : {partially_received, received, cancelled}) {
            CAPTURE(platform::enum_name(from));
            CAPTURE(platform::enum_name(to));
            const auto allowed = allowed_after(from);
            const bool is_legal = std::ranges::find(allowed, to) != allowed.end();
            const auto [transfer, variant] = reach(from);
            CHECK(code(move(transfer, variant, to)) == (is_legal ? "" : "invalid_transition"));
        }
    CHECK(is_sound(depot));
}

TEST_CASE("transfers are listed newest first, and by their state") {
    Depot depot;
    const auto variant = depot.variant(5);
    const auto first = depot.send({line(variant, 1)});
    const auto second = depot.send({line(variant, 1)});
    REQUIRE(depot.transfers.cancel(first.id).has_value());
    const auto all = depot.transfers.list({}, {}, 10);
    REQUIRE(all.size() == 2);
    CHECK(all[0].id == second.id);
    CHECK(depot.transfers.list({}, second.id, 10).size() == 1);
    const auto cancelled = depot.transfers.list(TransferStatus::cancelled, {}, 10);
    REQUIRE(cancelled.size() == 1);
    CHECK(cancelled[0].id == first.id);
}
