// What a company like Stripe keeps of PaymentIntents, refunds and customers, and how it answers:
// docs.stripe.com/api as of version 2024-06-20, as far as a shop needs it. No HTTP, no faults.
#pragma once

#include "support/form_fields.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kontor::test {

struct StripeAnswer {
    int status = 200;
    boost::json::object body;
};

// One line of the books: what happened to which intent.
struct StripeEntry {
    std::string deed;  // created, authorized, captured, canceled, refunded, declined
    std::string intent;
    std::string charge;  // metadata.charge: our "<order>:<attempt>"
    std::int64_t amount = 0;
};

// Every change is one event, handed to announce in the order of the changes. Thread-safe.
class StripeBooks {
public:
    using Announce = std::function<void(const std::string& type, const boost::json::object& event)>;

    // Appended to the file too, one JSON object a line, unless the path is empty.
    explicit StripeBooks(const std::filesystem::path& file, Announce announce);

    StripeAnswer create_intent(const FormFields& form);
    StripeAnswer intent(const std::string& id, bool expand_charge);
    StripeAnswer confirm(const std::string& id, const FormFields& form);
    StripeAnswer capture(const std::string& id, const FormFields& form);
    StripeAnswer cancel(const std::string& id, const FormFields& form);
    // What the customer does at the bank.
    StripeAnswer authenticate(const std::string& id, bool agrees);
    StripeAnswer list_intents(const std::string& metadata_name, const std::string& value);

    StripeAnswer create_refund(const FormFields& form);
    StripeAnswer list_refunds(const std::string& intent);

    StripeAnswer create_customer(const FormFields& form);
    StripeAnswer customer(const std::string& id);
    StripeAnswer attach(const std::string& method, const FormFields& form);
    StripeAnswer detach(const std::string& method);

    std::vector<StripeEntry> entries() const;

private:
    using Object = boost::json::object;

    Object* find_intent(const std::string& id);
    StripeAnswer charge(Object& intent, const std::string& method);
    void settle(Object& intent);
    Object charge_of(const Object& intent) const;
    void note(const std::string& deed, const Object& intent, std::int64_t amount);
    void tell(const std::string& type, const Object& subject);

    mutable std::mutex mutex_;
    std::filesystem::path file_;
    Announce announce_;
    std::int64_t made_ = 0;
    std::map<std::string, Object> intents_;
    std::vector<std::string> order_of_intents_;
    std::vector<Object> refunds_;
    std::map<std::string, Object> customers_;
    std::map<std::string, std::string> payer_of_method_;
    std::vector<StripeEntry> entries_;

    std::string new_id(const std::string& prefix);
};

StripeAnswer stripe_error(int status, const std::string& type, const std::string& code,
                          const std::string& message);

}  // namespace kontor::test
