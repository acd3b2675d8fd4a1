#pragma once

#include "auth/ids.hpp"
#include "catalog/ids.hpp"
#include "customers/consents.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/nullable.hpp"
#include "platform/core/result.hpp"

#include <map>
#include <vector>

namespace kontor::notifications {

// As E.164 writes it: + and 7 to 15 digits.
struct TelephoneNumberRule {
    static constexpr std::string_view broken = "format";
    static constexpr std::string_view pattern = "^\\+[1-9][0-9]{6,14}$";

    static bool normalise(const std::string& text);
    static std::string rule() { return "a telephone number such as +4930123456"; }
};
using TelephoneNumber = platform::ConstrainedText<TelephoneNumberRule>;

using DeviceToken = platform::Text<1, 500>;

// What a customer wants to be told, how and in which language. Mail about orders always comes.
// Marketing (cart_abandoned, review_request) comes to customers who consent to marketing_email, and
// by text and push message to those who consent to marketing_sms and marketing_push
// (customers::Consents, the only place that knows): of these, what they have not switched off here.
struct Preferences {
    platform::Nullable<platform::LanguageTag> locale;  // null: the shop's
    platform::Nullable<TelephoneNumber> phone;
    bool sms = false;  // about orders, where there is a phone
    bool push = true;  // likewise, to the devices
    std::vector<DeviceToken> devices;
    std::map<std::string, bool> kinds;  // those that can be switched off: whether mail of it comes
};
BOOST_DESCRIBE_STRUCT(Preferences, (), (locale, phone, sms, push, devices, kinds))

struct PreferenceChange {
    platform::Change<platform::LanguageTag> locale{};
    platform::Change<TelephoneNumber> phone{};
    std::optional<bool> sms{};
    std::optional<bool> push{};
    std::optional<std::vector<DeviceToken>> devices{};  // all of them
    std::optional<std::map<std::string, bool>> kinds{};
};
BOOST_DESCRIBE_STRUCT(PreferenceChange, (), (locale, phone, sms, push, devices, kinds))

struct Subscription {
    std::string email;
    std::string kind;
    std::optional<auth::UserId> customer{};  // none: a guest's
};

// With whom the shop writes, and about what. Thread-safe.
class Correspondence {
public:
    static constexpr std::size_t most_devices = 10;
    static constexpr std::int64_t most_waiting = 20;

    virtual ~Correspondence() = default;

    // Both refuse auth.no_such_user.
    virtual platform::Result<Preferences> preferences(const auth::UserId& customer) = 0;
    // A device is one customer's: it is taken from whoever had it. Refuses
    // notifications.kind_not_optional, notifications.too_many_devices (invalid),
    // notifications.consent_required (conflict) where marketing is switched on that they do not
    // consent to. Without a telephone number there are no text messages.
    virtual platform::Result<Preferences> change(const auth::UserId& customer,
                                                 const PreferenceChange& change) = 0;

    // What the signed link of a mail is about. Refuses notifications.bad_link (not_found).
    virtual platform::Result<Subscription> subscription(const std::string& token) = 0;
    // No mail of that kind to that customer any more, or to that guest's address; of marketing,
    // the consent to marketing_email is withdrawn, and none of it comes. Again: no change. Refuses
    // as above.
    virtual platform::Result<Subscription> unsubscribe(
        const std::string& token, const customers::Circumstances& circumstances) = 0;
    // The address of the page that unsubscribes.
    virtual std::string unsubscribe_url(const Subscription& subscription) = 0;

    // Whoever asks is told once when the variant can be bought again. One question per address and
    // variant, and no more than most_waiting open ones per address: more are forgotten silently,
    // since an answer would tell a stranger about the address. Refuses catalog.no_such_variant.
    virtual platform::Result<> tell_when_back(const catalog::VariantId& variant,
                                              const platform::EmailAddress& email,
                                              const std::optional<auth::UserId>& customer,
                                              const std::string& locale) = 0;
    // Forgets those that waited for half a year; answers how many. For a job.
    virtual std::int64_t forget_old_questions() = 0;
};

}  // namespace kontor::notifications
