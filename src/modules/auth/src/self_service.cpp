#include "auth/self_service.hpp"

#include "accounts/own_account_desk.hpp"
#include "accounts/registration_desk.hpp"
#include "auth/link_events.hpp"
#include "links/recovery_desk.hpp"

namespace kontor::auth {

using platform::Delivery;
using platform::Tx;

namespace {

constexpr std::int64_t open_links = 3;
constexpr std::chrono::hours links_count_for{1};
// Who opens a link once more after it was used is told that all is well for so long.
constexpr std::chrono::days links_are_kept_for{30};

// Makes links for whom an address belongs to, and for nobody else.
class LinkClerk {
public:
    explicit LinkClerk(const Foundation& foundation)
        : events_(foundation.events), clock_(foundation.clock), config_(foundation.config) {}

    void password_forgotten(Tx& tx, const PasswordResetAsked& fact) const {
        announce<PasswordResetRequested>(tx, LinkPurpose::password_reset, fact);
    }

    // Not a link that only confirms the address: the password may be that of a stranger, who
    // registered the address first.
    void registration_repeated(Tx& tx, const RegistrationRepeated& fact) const {
        announce<AccountRemembered>(tx, LinkPurpose::password_reset, fact);
    }

private:
    template <class Announced, class Asked>
    void announce(Tx& tx, LinkPurpose purpose, const Asked& asked) const {
        const auto now = clock_.now();
        const auto link = new_link(purpose, config_, now);
        store::delete_old_links(tx, now - links_are_kept_for);
        const auto user =
            store::insert_link_for(tx, asked.email, link, now - links_count_for, open_links);
        if (!user) return;
        events_.publish(tx, Announced{user->id, user->email, user->name.value_or(""), link.id,
                                      link.expires_at, asked.language});
    }

    platform::EventLog& events_;
    const platform::Clock& clock_;
    const Config config_;
};

}  // namespace

SelfService make_self_service(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper,
                              const std::string& secret, const std::string& shop_url) {
    const LinkMaker links(secret, shop_url, foundation.config);
    return {std::make_unique<LinkMaker>(links),
            std::make_unique<RecoveryDesk>(foundation, doorkeeper, links),
            std::make_unique<OwnAccountDesk>(foundation, doorkeeper),
            std::make_unique<RegistrationDesk>(foundation, doorkeeper)};
}

void subscribe(platform::Dispatcher& dispatcher, const Foundation& foundation) {
    platform::Subscription subscription("auth.links", foundation.database,
                                        platform::Subscription::Replays::skipped);
    const LinkClerk clerk(foundation);
    subscription.on<PasswordResetAsked>(
        [clerk](Tx& tx, const PasswordResetAsked& fact, const Delivery&) {
            clerk.password_forgotten(tx, fact);
        });
    subscription.on<RegistrationRepeated>(
        [clerk](Tx& tx, const RegistrationRepeated& fact, const Delivery&) {
            clerk.registration_repeated(tx, fact);
        });
    dispatcher.add(std::move(subscription));
}

}  // namespace kontor::auth
