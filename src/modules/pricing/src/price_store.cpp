#include "price_store.hpp"

namespace kontor::pricing::store {

using catalog::VariantId;
using platform::Currency;
using platform::Reader;

std::vector<Entry> entries(Reader& reader, const std::vector<PriceListId>& lists,
                           const std::vector<VariantId>& variants, Currency currency) {
    return reader.all<Entry>(
        "select variant, price_list as list, min_quantity, amount from pricing.price_list_entry"
        " where price_list = any($1) and variant = any($2) and currency = $3 order by variant",
        lists, variants, currency);
}

std::vector<Lowest> lowest_before_reduction(Reader& reader, const std::vector<VariantId>& variants,
                                            Currency currency) {
    return reader.all<Lowest>(
        "with past as (select variant, until, amount, reduced from pricing.price_history"
        "  where variant = any($1) and currency = $2),"
        " began as (select variant, max(until) as at from past where not reduced group by variant)"
        " select variant, min(amount) as amount from past join began using (variant)"
        " where until <= at and until > at - interval '30 days' group by variant",
        variants, currency);
}

}  // namespace kontor::pricing::store
