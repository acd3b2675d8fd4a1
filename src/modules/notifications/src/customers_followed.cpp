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

std::optional<Channel> channel_of(customers::Purpose purpose) {
    for (const auto channel : {Channel::email, Channel::sms, Channel::push})
        if (purpose_of(channel) == purpose) return channel;
    return std::nullopt;
}

}  // namespace

void follow_customers(platform::Subscription& subscription, auth::Auth& auth) {
    subscription
        .on<customers::ConsentChanged>([&auth](Tx& tx, const customers::ConsentChanged& fact,
                                               const Delivery&) {
            const auto channel = channel_of(fact.purpose);
            if (!channel) return;
            if (!fact.granted)
                store::hold_back(tx, fact.customer, *channel, marketing_kinds());
            else if (const auto user = auth.user(fact.customer); user && channel == Channel::email)
                for (const auto& kind : marketing_kinds())
                    store::want(tx, fact.customer, user->email, kind);
        })
        .on<customers::CustomerErased>(
            [](Tx& tx, const customers::CustomerErased& fact, const Delivery&) {
                store::remove_messages_to(tx, fact.customer);
            });
}

}  // namespace kontor::notifications
