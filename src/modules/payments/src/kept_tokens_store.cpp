#include "kept_tokens_store.hpp"

#include "platform/db/column_of.hpp"
#include "platform/db/resealing.hpp"
#include "platform/security/sealing.hpp"

namespace kontor::payments::store {

using platform::ColumnOf;
using platform::Sealer;
using platform::Tx;

namespace {

struct KeptToken {
    PaymentMethodId id;
    std::string token;
};
BOOST_DESCRIBE_STRUCT(KeptToken, (), (id, token))

std::string context_of(const platform::Uuid& method) {
    return "payments.method.token:" + to_string(method);
}

// As it was kept before tokens were sealed: those of providers begin otherwise.
bool is_plain(const std::string& kept) {
    return !kept.starts_with("v1.");
}

}  // namespace

std::string sealed_token(const Sealer& sealer, const PaymentMethodId& method,
                         const std::string& token) {
    return sealer.seal(token, context_of(method.uuid()));
}

std::string opened_token(const Sealer& sealer, const PaymentMethodId& method,
                         const std::string& kept) {
    return is_plain(kept) ? kept : sealer.opened(kept, context_of(method.uuid()));
}

std::size_t seal_plain_tokens(Tx& tx, const Sealer& sealer) {
    auto rows = tx.all<KeptToken>(
        "select id, token from payments.method where not starts_with(token, 'v1.')"
        " order by id limit 500 for update");
    for (auto& row : rows) row.token = sealed_token(sealer, row.id, row.token);
    tx.defer(
        "update payments.method kept set token = anew.token"
        " from unnest($1::uuid[], $2::text[]) anew(id, token) where kept.id = anew.id",
        ColumnOf(rows, &KeptToken::id), ColumnOf(rows, &KeptToken::token));
    return rows.size();
}

std::size_t reseal_tokens(platform::Database& database, const Sealer& sealer) {
    return platform::reseal(database, sealer, {"payments.method", "token", "id", context_of});
}

}  // namespace kontor::payments::store
