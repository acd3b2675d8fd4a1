#include "platform/db/resealing.hpp"

#include "platform/security/sealing.hpp"

namespace kontor::platform {
namespace {

constexpr std::int64_t batch = 500;

struct SealedRow {
    Uuid id;
    std::string sealed;
};
BOOST_DESCRIBE_STRUCT(SealedRow, (), (id, sealed))

// What is sealed under no key that is here could not be opened: with one key there is nothing to
// seal anew.
std::string condition_of(const Sealer& sealer, const SealedColumn& column) {
    const auto is_current = "starts_with(" + column.column + ", $1)";
    const auto lacks_index =
        column.index.empty() ? "false" : is_current + " and " + column.index + " is null";
    const auto is_former = sealer.key_ids().size() == 1 ? "false" : "not " + is_current;
    return column.rows + " and (" + is_former + " or " + lacks_index + ")";
}

std::vector<SealedRow> lock_rows(Tx& tx, const Sealer& sealer, const SealedColumn& column,
                                 const Uuid& after) {
    return tx.all<SealedRow>("select " + column.id + " as id, " + column.column +
                                 " as sealed from " + column.table + " where " + column.id +
                                 " > $3 and " + condition_of(sealer, column) +
                                 " order by 1 limit $2 for update",
                             sealer.current_head(), batch, after);
}

void write_rows(Tx& tx, const SealedColumn& column, const std::vector<SealedRow>& rows,
                const std::vector<std::string>& indexes) {
    std::vector<Uuid> ids;
    std::vector<std::string> sealed;
    for (const auto& row : rows) {
        ids.push_back(row.id);
        sealed.push_back(row.sealed);
    }
    const auto found_by = column.index.empty() ? "" : ", " + column.index + " = anew.index";
    tx.run("update " + column.table + " kept set " + column.column + " = anew.sealed" + found_by +
               " from unnest($1::uuid[], $2::text[], $3::text[]) anew(id, sealed, index)"
               " where kept." +
               column.id + " = anew.id",
           ids, sealed, indexes);
}

// Locked, sealed anew and written.
std::vector<SealedRow> seal_some(Tx& tx, const Sealer& sealer, const SealedColumn& column,
                                 const Uuid& after) {
    auto rows = lock_rows(tx, sealer, column, after);
    std::vector<std::string> indexes;
    for (auto& row : rows) {
        const auto context = column.context(row.id);
        const auto plain = sealer.opened(row.sealed, context);
        row.sealed = sealer.seal(plain, context);
        if (column.index_of) indexes.push_back(column.index_of(plain));
    }
    if (!rows.empty()) write_rows(tx, column, rows, indexes);
    return rows;
}

}  // namespace

std::size_t reseal(Database& database, const Sealer& sealer, const SealedColumn& column) {
    if (sealer.key_ids().size() == 1 && column.index.empty()) return 0;
    std::size_t count = 0;
    Uuid last{};
    while (true) {
        const auto rows =
            database.transact([&](Tx& tx) { return seal_some(tx, sealer, column, last); });
        count += rows.size();
        if (rows.size() < static_cast<std::size_t>(batch)) return count;
        last = rows.back().id;
    }
}

}  // namespace kontor::platform
