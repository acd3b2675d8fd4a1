#include "payments/stored_value_module.hpp"
#include "gift_cards.hpp"
#include "ledger_service.hpp"
#include "platform/security/seal.hpp"
#include "store_credit.hpp"
#include "tenders.hpp"

namespace kontor::payments {

namespace {

CodeHash code_hash(const std::string& secret) {
    return CodeHash(platform::derive_key(secret, "payments.gift_card_codes"));
}

}  // namespace

std::unique_ptr<GiftCards> make_gift_cards(platform::Database& database,
                                           const platform::Clock& clock,
                                           const std::string& secret) {
    return std::make_unique<GiftCardService>(database, clock, code_hash(secret));
}

std::unique_ptr<StoreCredit> make_store_credit(platform::Database& database,
                                               const platform::Clock& clock, auth::Auth& accounts) {
    return std::make_unique<StoreCreditService>(database, clock, accounts);
}

std::unique_ptr<Tenders> make_tenders(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock, const std::string& secret) {
    return std::make_unique<TenderService>(database, events, clock, code_hash(secret));
}

std::unique_ptr<Ledger> make_ledger(platform::Database& database) {
    return std::make_unique<LedgerService>(database);
}

StoredValue make_stored_value(platform::Database& database, platform::EventLog& events,
                              const platform::Clock& clock, const std::string& secret,
                              auth::Auth& accounts) {
    return {make_gift_cards(database, clock, secret), make_store_credit(database, clock, accounts),
            make_tenders(database, events, clock, secret), make_ledger(database)};
}

void add_routes(platform::http::Router& router, const StoredValue& stored_value,
                const std::string& cursor_secret) {
    add_gift_card_routes(router, *stored_value.gift_cards, cursor_secret);
    add_store_credit_routes(router, *stored_value.store_credit);
    add_ledger_routes(router, *stored_value.ledger, cursor_secret);
}

}  // namespace kontor::payments
