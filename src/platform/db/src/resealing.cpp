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

std::vector<SealedRow> lock_rows(Tx& tx, const Sealer& sealer, const SealedColumn& column,
                                 const Uuid& after) {
    return tx.all<SealedRow>("select " + column.id + " as id, " + column.column +
                                 " as sealed from " + column.table + " where " + column.id +
                                 " > $3 and not starts_with(" + column.column +
                                 ", $1) order by 1 limit $2 for update",
                             sealer.current_head(), batch, after);
}

void write_rows(Tx& tx, const SealedColumn& column, const std::vector<SealedRow>& rows) {
    std::vector<Uuid> ids;
    std::vector<std::string> sealed;
    for (const auto& row : rows) {
        ids.push_back(row.id);
        sealed.push_back(row.sealed);
    }
    tx.run("update " + column.table + " kept set " + column.column +
               " = anew.sealed from unnest($1::uuid[], $2::text[]) anew(id, sealed)"
               " where kept." +
               column.id + " = anew.id",
           ids, sealed);
}

}  // namespace

std::size_t reseal(Database& database, const Sealer& sealer, const SealedColumn& column) {
    // What is sealed under no other key that is here could not be opened.
    if (sealer.key_ids().size() == 1) return 0;
    std::size_t count = 0;
    Uuid last{};
    while (true) {
        const auto rows = database.transact([&](Tx& tx) {
            auto rows = lock_rows(tx, sealer, column, last);
            for (auto& row : rows) {
                const auto context = column.context(row.id);
                row.sealed = sealer.seal(sealer.opened(row.sealed, context), context);
            }
            if (!rows.empty()) write_rows(tx, column, rows);
            return rows;
        });
        count += rows.size();
        if (rows.size() < static_cast<std::size_t>(batch)) return count;
        last = rows.back().id;
    }
}

}  // namespace kontor::platform
