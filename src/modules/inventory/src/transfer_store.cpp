#include "transfer_store.hpp"

#include "platform/db/column_of.hpp"
#include "platform/db/row_count.hpp"

namespace kontor::inventory::store {

using platform::ColumnOf;
using platform::Reader;
using platform::Tx;

namespace {

struct ShownRow {
    TransferId id;
    std::string source;
    std::string destination;
    TransferStatus status{};
    std::optional<std::string> note;
    platform::Time created_at;
    std::optional<platform::Time> ended_at;
    std::vector<std::string> skus;
    std::vector<std::int64_t> quantities;
    std::vector<std::int64_t> received;
    std::vector<std::int64_t> lost;
};
BOOST_DESCRIBE_STRUCT(ShownRow, (),
                      (id, source, destination, status, note, created_at, ended_at, skus,
                       quantities, received, lost))

Transfer to_transfer(ShownRow row) {
    Transfer transfer{row.id,
                      std::move(row.source),
                      std::move(row.destination),
                      row.status,
                      {},
                      std::move(row.note),
                      row.created_at,
                      row.ended_at};
    for (std::size_t index = 0; index < row.skus.size(); ++index)
        transfer.lines.push_back({std::move(row.skus[index]), row.quantities[index],
                                  row.received[index], row.lost[index]});
    return transfer;
}

// A variant that gave its SKU up is named by its id.
std::string transfers_sql(std::string_view which) {
    return "select t.id, s.code as source, d.code as destination, t.status, t.note, t.created_at,"
           " t.ended_at, array_agg(coalesce(i.sku, i.variant::text) order by l.variant) as skus,"
           " array_agg(l.quantity order by l.variant) as quantities,"
           " array_agg(l.received order by l.variant) as received,"
           " array_agg(l.lost order by l.variant) as lost"
           " from (select * from inventory.transfer " +
           std::string(which) +
           ") t join inventory.location s on s.id = t.source"
           " join inventory.location d on d.id = t.destination"
           " join inventory.transfer_line l on l.transfer = t.id"
           " join inventory.stock_item i on i.variant = l.variant"
           " group by t.id, s.code, d.code, t.status, t.note, t.created_at, t.ended_at"
           " order by t.id desc";
}

}  // namespace

void insert(Tx& tx, const TransferRow& transfer, const std::vector<Goods>& goods) {
    tx.defer(
        "insert into inventory.transfer (id, source, destination, status, note, created_at)"
        " values ($1, $2, $3, $4, $5, $6)",
        transfer.id, transfer.source, transfer.destination, transfer.status, transfer.note,
        transfer.created_at);
    tx.defer(
        "insert into inventory.transfer_line (transfer, variant, quantity)"
        " select $1::uuid, * from unnest($2::uuid[], $3::bigint[])",
        transfer.id, ColumnOf(goods, &Goods::variant), ColumnOf(goods, &Goods::quantity));
}

void update(Tx& tx, const TransferRow& transfer) {
    tx.defer("update inventory.transfer set status = $2, ended_at = $3 where id = $1", transfer.id,
             transfer.status, transfer.ended_at);
}

std::optional<TransferRow> lock_transfer(Tx& tx, const TransferId& id) {
    return tx.one<TransferRow>(
        "select id, source, destination, status, note, created_at, ended_at"
        " from inventory.transfer where id = $1 for update",
        id);
}

std::vector<Goods> on_their_way(Reader& reader, const TransferId& id) {
    return reader.all<Goods>(
        "select variant, quantity - received - lost as quantity from inventory.transfer_line"
        " where transfer = $1 and quantity > received + lost order by variant",
        id);
}

void add_received(Tx& tx, const TransferId& id, const std::vector<Goods>& goods) {
    tx.defer(
        "update inventory.transfer_line l set received = l.received + part.quantity"
        " from unnest($2::uuid[], $3::bigint[]) as part (variant, quantity)"
        " where l.transfer = $1 and l.variant = part.variant",
        id, ColumnOf(goods, &Goods::variant), ColumnOf(goods, &Goods::quantity));
}

void lose_the_rest(Tx& tx, const TransferId& id) {
    tx.defer("update inventory.transfer_line set lost = quantity - received where transfer = $1",
             id);
}

std::optional<Transfer> transfer(Reader& reader, const TransferId& id) {
    auto row = reader.one<ShownRow>(transfers_sql("where id = $1"), id);
    if (!row) return std::nullopt;
    return to_transfer(*std::move(row));
}

std::vector<Transfer> transfers(Reader& reader, const std::optional<TransferStatus>& status,
                                const std::optional<TransferId>& before, std::size_t limit) {
    std::vector<Transfer> found;
    for (auto& row : platform::listed<ShownRow>(
             reader,
             transfers_sql("where ($1::text is null or status = $1) and ($2::uuid is null or"
                           " id < $2) order by id desc limit $3"),
             status, before, limit))
        found.push_back(to_transfer(std::move(row)));
    return found;
}

}  // namespace kontor::inventory::store
