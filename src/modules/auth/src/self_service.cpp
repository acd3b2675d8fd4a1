#include "auth/self_service.hpp"

#include "auth/link_events.hpp"
#include "own_account_desk.hpp"
#include "recovery_desk.hpp"

namespace kontor::auth {

using platform::Delivery;
using platform::Tx;

namespace {

constexpr std::int64_t open_reset_links = 3;
constexpr std::chrono::hours reset_links_count_for{1};
// Who opens a link once more after it was used is told that all is well for so long.
constexpr std::chrono::days links_are_kept_for{30};

}  // namespace

SelfService make_self_service(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper,
                              const std::string& secret, const std::string& shop_url) {
    const LinkMaker links(secret, shop_url, foundation.config);
    return {std::make_unique<LinkMaker>(links),
            std::make_unique<RecoveryDesk>(foundation, doorkeeper, links),
            std::make_unique<OwnAccountDesk>(foundation, doorkeeper)};
}

void subscribe(platform::Dispatcher& dispatcher, const Foundation& foundation) {
    platform::Subscription subscription("auth.links", foundation.database,
                                        platform::Subscription::Replays::skipped);
    subscription.on<PasswordResetAsked>(
        [&events = foundation.events, &clock = foundation.clock, config = foundation.config](
            Tx& tx, const PasswordResetAsked& fact, const Delivery&) {
            const auto now = clock.now();
            const auto link = new_link(LinkPurpose::password_reset, config, now);
            store::delete_old_links(tx, now - links_are_kept_for);
            const auto user = store::insert_link_for(tx, fact.email, link,
                                                     now - reset_links_count_for, open_reset_links);
            if (!user) return;
            events.publish(
                tx, PasswordResetRequested{user->id, user->email, user->name.value_or(""), link.id,
                                           link.expires_at, fact.language});
        });
    dispatcher.add(std::move(subscription));
}

}  // namespace kontor::auth
