#include "customers_followed.hpp"

#include "correspondence_store.hpp"
#include "customers/consent_events.hpp"
#include "customers/erasure_events.hpp"
#include "kinds.hpp"
#include "store.hpp"

namespace kontor::notifications {

using platform::Delivery;
using platform::Tx;

namespace {

// Whoever asks to be told when an article is back means that one letter.
constexpr std::string_view asked_for = "back_in_stock";

void switch_marketing(Tx& tx, const std::string& email, bool wanted, platform::Time now) {
    for (const auto& kind : optional_kinds()) {
        if (kind == asked_for) continue;
        if (wanted)
            store::subscribe(tx, email, kind);
        else
            store::unsubscribe(tx, email, kind, now);
    }
}

}  // namespace

void follow_customers(platform::Subscription& subscription, const platform::Clock& clock,
                      auth::Auth& auth) {
    subscription
        .on<customers::ConsentChanged>(
            [&clock, &auth](Tx& tx, const customers::ConsentChanged& fact, const Delivery&) {
                if (fact.purpose != customers::Purpose::marketing_email) return;
                const auto user = auth.user(fact.customer);
                if (user) switch_marketing(tx, user->email, fact.granted, clock.now());
            })
        .on<customers::CustomerErased>(
            [](Tx& tx, const customers::CustomerErased& fact, const Delivery&) {
                store::remove_messages_to(tx, fact.customer);
            });
}

}  // namespace kontor::notifications
