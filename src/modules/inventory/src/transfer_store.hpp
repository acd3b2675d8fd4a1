#pragma once

#include "goods.hpp"
#include "platform/db/database.hpp"
#include "transfer.hpp"

namespace kontor::inventory::store {

struct TransferRow {
    TransferId id;
    LocationId source;
    LocationId destination;
    TransferStatus status = TransferStatus::in_transit;
    std::optional<std::string> note;
    platform::Time created_at;
    std::optional<platform::Time> ended_at;
};
BOOST_DESCRIBE_STRUCT(TransferRow, (),
                      (id, source, destination, status, note, created_at, ended_at))

void insert(platform::Tx& tx, const TransferRow& transfer, const std::vector<Goods>& goods);
void update(platform::Tx& tx, const TransferRow& transfer);
std::optional<TransferRow> lock_transfer(platform::Tx& tx, const TransferId& id);

// By variant.
std::vector<Goods> on_their_way(platform::Reader& reader, const TransferId& id);
// Both deferred.
void add_received(platform::Tx& tx, const TransferId& id, const std::vector<Goods>& goods);
void lose_the_rest(platform::Tx& tx, const TransferId& id);

std::optional<Transfer> transfer(platform::Reader& reader, const TransferId& id);
std::vector<Transfer> transfers(platform::Reader& reader,
                                const std::optional<TransferStatus>& status,
                                const std::optional<TransferId>& before, std::size_t limit);

}  // namespace kontor::inventory::store
