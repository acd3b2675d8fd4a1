#include "quote_store.hpp"

#include "platform/db/column_of.hpp"

namespace kontor::shipping::store {

using platform::ColumnOf;

std::vector<Quote> quotes(platform::Reader& reader, const std::string& parcel, platform::Time now) {
    return reader.all<Quote>(
        "select carrier, service, amount as price_amount, currency as price_currency"
        " from shipping.quote where parcel = $1 and expires_at > $2",
        parcel, now);
}

void keep_quotes(platform::Tx& tx, const std::string& parcel, const std::string& carrier,
                 const std::vector<Quote>& quotes, platform::Time now, platform::Time expires_at) {
    tx.defer("delete from shipping.quote where expires_at <= $1 or (parcel = $2 and carrier = $3)",
             now, parcel, carrier);
    tx.defer(
        "insert into shipping.quote (parcel, carrier, service, amount, currency, expires_at)"
        " select $1, $2, service, amount, currency, $6"
        "  from unnest($3::text[], $4::bigint[], $5::text[]) as part (service, amount, currency)"
        " on conflict (parcel, carrier, service) do update set amount = excluded.amount,"
        "  currency = excluded.currency, expires_at = excluded.expires_at",
        parcel, carrier, ColumnOf(quotes, &Quote::service),
        ColumnOf(quotes, &Quote::price, &platform::Money::amount),
        ColumnOf(quotes, &Quote::price, &platform::Money::currency), expires_at);
}

}  // namespace kontor::shipping::store
