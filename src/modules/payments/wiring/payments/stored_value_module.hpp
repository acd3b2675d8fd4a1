// Gift cards, store credit and the ledger, for the composition root and for tests.
#pragma once

#include "auth/auth.hpp"
#include "payments/gift_cards.hpp"
#include "payments/ledger.hpp"
#include "payments/store_credit.hpp"
#include "payments/tenders.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"
#include "platform/http/router.hpp"

#include <memory>

namespace kontor::payments {

// secret: what codes are hashed with. Under another one no card is found any more.
std::unique_ptr<GiftCards> make_gift_cards(platform::Database& database,
                                           const platform::Clock& clock, const std::string& secret);
std::unique_ptr<StoreCredit> make_store_credit(platform::Database& database,
                                               const platform::Clock& clock, auth::Auth& accounts);
std::unique_ptr<Tenders> make_tenders(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock, const std::string& secret);
std::unique_ptr<Ledger> make_ledger(platform::Database& database);

// All of them.
struct StoredValue {
    std::unique_ptr<GiftCards> gift_cards;
    std::unique_ptr<StoreCredit> store_credit;
    std::unique_ptr<Tenders> tenders;
    std::unique_ptr<Ledger> ledger;
};
StoredValue make_stored_value(platform::Database& database, platform::EventLog& events,
                              const platform::Clock& clock, const std::string& secret,
                              auth::Auth& accounts);

void add_routes(platform::http::Router& router, const StoredValue& stored_value,
                const std::string& cursor_secret);
void add_gift_card_routes(platform::http::Router& router, GiftCards& cards,
                          const std::string& cursor_secret);
void add_store_credit_routes(platform::http::Router& router, StoreCredit& credit);
void add_ledger_routes(platform::http::Router& router, Ledger& ledger,
                       const std::string& cursor_secret);

}  // namespace kontor::payments
