#include "consent_store.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::customers::store {

using namespace platform;

std::vector<Consent> consents(Reader& reader, const auth::UserId& customer) {
    return reader.all<Consent>(
        "select distinct on (purpose) purpose, granted, text_version, at as decided_at"
        " from customers.consent where customer = $1 order by purpose, id desc",
        customer);
}

std::vector<ConsentEntry> history(Reader& reader, const auth::UserId& customer,
                                  const ConsentFilter& filter) {
    return listed<ConsentEntry>(
        reader,
        "select id, purpose, granted, text_version, source, actor, address, user_agent, at"
        " from customers.consent where customer = $1 and ($2::uuid is null or id < $2)"
        " order by id desc limit $3",
        customer, filter.after, filter.limit);
}

std::vector<auth::UserId> willing(Reader& reader, Purpose purpose,
                                  const std::vector<auth::UserId>& customers) {
    return reader.all<auth::UserId>(
        "select customer from (select distinct on (customer) customer, granted"
        "  from customers.consent where customer = any($2) and purpose = $1"
        "  order by customer, id desc) last where granted",
        purpose, customers);
}

void lock_consents(Tx& tx, const auth::UserId& customer) {
    tx.defer("select pg_advisory_xact_lock(hashtextextended('consents ' || $1::text, 0))",
             customer);
}

void append(Tx& tx, const auth::UserId& customer, const ConsentEntry& entry) {
    tx.defer(
        "insert into customers.consent (id, customer, purpose, granted, text_version, source,"
        " actor, address, user_agent, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        entry.id, customer, entry.purpose, entry.granted, entry.text_version, entry.source,
        entry.actor, entry.address, entry.user_agent, entry.at);
}

void remove_consents(Tx& tx, const auth::UserId& customer) {
    tx.defer("delete from customers.consent where customer = $1", customer);
}

}  // namespace kontor::customers::store
