#pragma once

#include "auth/ids.hpp"
#include "payments/ids.hpp"
#include "platform/core/line.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::payments {

// Until the end of this month.
struct Expiry {
    platform::Whole<1, 12> month;
    platform::Whole<2000, 9999> year;
};
BOOST_DESCRIBE_STRUCT(Expiry, (), (month, year))

struct NewPaymentMethod {
    platform::Text<1, 60> provider;
    platform::Text<1, 500> token;  // what the provider's page gave the customer's browser: "pm_…"
    platform::Line<1, 60> label;   // "Visa •••• 4242"
    std::optional<Expiry> expires;
};
BOOST_DESCRIBE_STRUCT(NewPaymentMethod, (), (provider, token, label, expires))

struct PaymentMethod {
    PaymentMethodId id;
    std::string provider;
    std::string label;
    std::optional<Expiry> expires;
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(PaymentMethod, (), (id, provider, label, expires, created_at))

// Means of payment that customers keep, by the provider's reference only: a card number never
// enters. Thread-safe.
class PaymentMethods {
public:
    virtual ~PaymentMethods() = default;

    // The same token twice is one method. Asks the provider. Refuses payments.unknown_provider,
    // payments.cannot_keep, payments.card_number, payments.method_refused (invalid),
    // payments.too_many_methods (conflict), payments.provider_unavailable (unavailable).
    virtual platform::Result<PaymentMethod> keep(const auth::UserId& customer,
                                                 const NewPaymentMethod& method) = 0;
    // Newest first.
    virtual std::vector<PaymentMethod> methods_of(const auth::UserId& customer) = 0;
    // The provider forgets it too, now or later. Refuses payments.no_such_method (not_found).
    virtual platform::Result<> forget(const auth::UserId& customer, const PaymentMethodId& id) = 0;

    // Has forgotten what a provider could not be told of. For a job.
    virtual void work_off() = 0;
};

}  // namespace kontor::payments
