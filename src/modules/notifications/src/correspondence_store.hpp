#pragma once

#include "notifications/correspondence.hpp"
#include "notifications/message.hpp"
#include "orders/ids.hpp"
#include "platform/db/database.hpp"
#include "platform/security/sealing.hpp"

namespace kontor::notifications::store {

struct PreferenceRow {
    std::optional<platform::LanguageTag> locale;
    std::optional<TelephoneNumber> phone;
    bool sms = false;
    bool push = true;
    std::vector<DeviceToken> devices;
    std::vector<std::string> unwanted;  // kinds
};
BOOST_DESCRIBE_STRUCT(PreferenceRow, (), (locale, phone, sms, push, devices, unwanted))

// Telephone numbers are sealed in the table; those of before that are not.
PreferenceRow preferences(platform::Reader& reader, const platform::Sealer& sealer,
                          const auth::UserId& customer, const std::string& email);
std::string phone_context(const platform::Uuid& customer);
std::size_t seal_plain_phones(platform::Tx& tx, const platform::Sealer& sealer);
// Locks the customer's until the commit.
void lock_preferences(platform::Tx& tx, const auth::UserId& customer);
void write_preferences(platform::Tx& tx, const platform::Sealer& sealer,
                       const auth::UserId& customer, const PreferenceRow& row);
void set_devices(platform::Tx& tx, const auth::UserId& customer,
                 const std::vector<DeviceToken>& devices, platform::Time now);
// What waits to be sent of that kind is not sent any more.
void unsubscribe(platform::Tx& tx, const std::string& email, const std::string& kind,
                 platform::Time now);
void want_no_more(platform::Tx& tx, const auth::UserId& customer, const std::string& kind,
                  platform::Time now);
void want(platform::Tx& tx, const auth::UserId& customer, const std::string& email,
          const std::string& kind);
// What waits to be sent of these kinds over that channel is not sent any more.
void hold_back(platform::Tx& tx, const auth::UserId& customer, Channel channel,
               const std::vector<std::string>& kinds);
// What was chosen for the former address is the customer's, and questions are answered at the new.
void change_address(platform::Tx& tx, const auth::UserId& customer, const std::string& former,
                    const std::string& email);

struct Question {
    catalog::VariantId variant;
    std::string recipient;
    std::optional<auth::UserId> customer;
    std::string locale;
};
BOOST_DESCRIBE_STRUCT(Question, (), (variant, recipient, customer, locale))

void ask(platform::Tx& tx, const Question& question, std::int64_t most, platform::Time now);
// Who asked about these, each once: they are forgotten.
std::vector<Question> take_questions(platform::Tx& tx,
                                     const std::vector<catalog::VariantId>& variants);
std::int64_t forget_questions(platform::Tx& tx, platform::Time before);

// About whom something is to be known, and what is.
struct Addressee {
    std::optional<platform::Uuid> customer;
    std::optional<platform::Uuid> order;
    std::string email;
    std::string kind;
};

struct Known {
    std::int64_t place = 0;                // among those asked about, from 1
    std::optional<auth::UserId> customer;  // also where only the order tells
    std::optional<std::string> locale;
    std::optional<std::string> phone;  // where text messages are wanted
    std::vector<std::string> devices;  // where push messages are wanted
    bool is_unsubscribed = false;
};
BOOST_DESCRIBE_STRUCT(Known, (), (place, customer, locale, phone, devices, is_unsubscribed))

// In the order of addressees, one statement.
std::vector<Known> look_up(platform::Reader& reader, const platform::Sealer& sealer,
                           const std::vector<Addressee>& addressees);

}  // namespace kontor::notifications::store
