#include "stored_value.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::payments::store {

using platform::Reader;
using platform::Tx;

namespace {

const std::string select_stored_value =
    "select id, kind, currency, balance, customer, code_hash, code_ending, email, note, expires_at,"
    " disabled_at, created_at from payments.stored_value ";

struct MovementColumns {
    platform::Time at;
    StoredValueMovementKind kind{};
    std::int64_t amount = 0;
    std::int64_t balance_after = 0;
    platform::Currency currency;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(MovementColumns, (), (at, kind, amount, balance_after, currency, reason))

}  // namespace

void insert_stored_value(Tx& tx, const StoredValueRow& row) {
    tx.run(
        "insert into payments.stored_value (id, kind, currency, balance, customer, code_hash,"
        " code_ending, email, note, expires_at, created_at)"
        " values ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10)",
        row.id, row.kind, row.currency, row.customer, row.code_hash, row.code_ending, row.email,
        row.note, row.expires_at, row.created_at);
}

std::optional<StoredValueRow> stored_value(Reader& reader, const platform::Uuid& id) {
    return reader.one<StoredValueRow>(select_stored_value + "where id = $1", id);
}

std::optional<StoredValueRow> gift_card(Reader& reader, const std::string& code_hash) {
    return reader.one<StoredValueRow>(select_stored_value + "where code_hash = $1", code_hash);
}

std::vector<StoredValueRow> gift_cards(Reader& reader, const std::optional<GiftCardId>& after,
                                       std::size_t limit) {
    return platform::listed<StoredValueRow>(
        reader,
        select_stored_value +
            "where kind = 'gift_card' and ($1::uuid is null or id < $1) order by id desc limit $2",
        after, limit);
}

std::vector<StoredValueRow> store_credit_of(Reader& reader, const auth::UserId& customer) {
    return reader.all<StoredValueRow>(select_stored_value + "where customer = $1 order by currency",
                                      customer);
}

void disable_gift_card(Tx& tx, const GiftCardId& id, platform::Time now) {
    tx.defer(
        "update payments.stored_value set disabled_at = $2 where id = $1 and disabled_at is null",
        id, now);
}

void enable_gift_card(Tx& tx, const GiftCardId& id) {
    tx.defer("update payments.stored_value set disabled_at = null where id = $1", id);
}

std::vector<StoredValueRow> lock_stored_value(Tx& tx, const std::vector<std::string>& code_hashes,
                                              const std::optional<auth::UserId>& customer,
                                              platform::Currency currency) {
    return tx.all<StoredValueRow>(
        select_stored_value +
            "where code_hash = any($1) or (customer = $2 and currency = $3) order by id for update",
        code_hashes, customer, currency);
}

std::vector<StoredValueMovement> movements(Reader& reader, const platform::Uuid& id,
                                           std::size_t limit) {
    std::vector<StoredValueMovement> found;
    for (auto& row : reader.all<MovementColumns>(
             "select m.at, m.kind, m.amount, m.balance_after, v.currency,"
             " case when m.kind = 'issued' then v.note else m.reason end as reason"
             " from payments.stored_value_movement m"
             " join payments.stored_value v on v.id = m.stored_value_id"
             " where v.id = $1 order by m.id desc limit $2",
             id, limit))
        found.push_back({row.at,
                         row.kind,
                         {row.amount, row.currency},
                         {row.balance_after, row.currency},
                         std::move(row.reason)});
    return found;
}

bool is_moved(Reader& reader, const platform::Uuid& source, StoredValueMovementKind kind) {
    return *reader.one<bool>(
        "select exists (select from payments.stored_value_movement"
        " where source = $1 and kind = $2)",
        source, kind);
}

void move_stored_value(Tx& tx, const platform::Uuid& id, const StoredValueChange& change) {
    tx.defer(
        "with moved as (update payments.stored_value set balance = balance + $2 where id = $1"
        " returning id, balance)"
        " insert into payments.stored_value_movement"
        " (stored_value_id, kind, amount, balance_after, source, actor, reason, at)"
        " select id, $3, $2, balance, $4, $5, $6, $7 from moved",
        id, change.amount, change.kind, change.source, change.actor, change.reason, change.at);
}

void credit_customer(Tx& tx, const auth::UserId& customer, platform::Currency currency,
                     const StoredValueChange& change) {
    tx.defer(
        "with moved as (insert into payments.stored_value as v"
        " (id, kind, currency, balance, customer, created_at)"
        " values ($1, 'store_credit', $2, $4, $3, $9)"
        " on conflict (customer, currency) where customer is not null"
        " do update set balance = v.balance + excluded.balance returning id, balance)"
        " insert into payments.stored_value_movement"
        " (stored_value_id, kind, amount, balance_after, source, actor, reason, at)"
        " select id, $5, $4, balance, $6, $7, $8, $9 from moved",
        platform::new_uuid(), currency, customer, change.amount, change.kind, change.source,
        change.actor, change.reason, change.at);
}

}  // namespace kontor::payments::store
