#include "staff/lost_factor.hpp"

#include "auth/link_events.hpp"
#include "platform/audit/deed.hpp"
#include "refusals.hpp"
#include "second_factor/factor_store.hpp"
#include "sessions/session_ends.hpp"

namespace kontor::auth {

platform::Result<> take_factor_off(platform::Tx& tx, platform::EventLog& events, const User& user,
                                   platform::Time now) {
    const auto factor = store::lock_factor(tx, user.id);
    if (!factor || !factor->confirmed_at) return mfa_disabled();
    store::delete_factor(tx, user.id);
    end_sessions_but(tx, events, user.id, std::nullopt, now);
    platform::audit::done_to(user.id.text());
    events.publish(
        tx, SecondFactorChanged{user.id, user.email, user.name.value_or(""), std::nullopt, false});
    return {};
}

}  // namespace kontor::auth
