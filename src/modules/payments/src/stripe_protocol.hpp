// What is said to Stripe and what its answers mean, without saying it.
#pragma once

#include "provider.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <utility>
#include <vector>

namespace kontor::payments::stripe {

// Stripe changes what it answers by version; this is the one that is understood here.
inline const std::string api_version = "2024-06-20";

// application/x-www-form-urlencoded, in the order given.
class Form {
public:
    Form& add(std::string_view name, std::string_view value);
    std::string take() { return std::move(text_); }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

struct Answer {
    int status = 0;
    boost::json::object body;

    bool is_success() const { return status >= 200 && status < 300; }
    // The same request will be answered so again: nothing came of it.
    bool is_refusal() const;
};

// Stripe's minor units, which for a few currencies are not those of ISO 4217.
std::int64_t to_units(const platform::Money& money);
platform::Money to_money(std::int64_t units, platform::Currency currency);

// Only what may stand in a path.
bool is_reference(std::string_view text);

Form creation_of(const Charge& charge, const std::string& return_url);

// What an answer to a creation, or about an intent, says of the charge. Without an answer, and of
// an intent that is not the charge's, nothing.
Report report_of(const Answer& answer, const Charge& charge);
Report report_of_intent(const boost::json::object& intent, const Charge& charge);

// Refuses payments.bad_webhook (malformed).
platform::Result<WebhookEvent> read_event(const std::string& body);

std::string text_at(const boost::json::object& object, std::string_view name);
const boost::json::object* object_at(const boost::json::object& object, std::string_view name);
std::int64_t number_at(const boost::json::object& object, std::string_view name);
const boost::json::object* found_in(const boost::json::object& list, std::string_view metadata,
                                    const std::string& value);

}  // namespace kontor::payments::stripe
