#pragma once

#include "auth/own_account.hpp"
#include "platform/core/result.hpp"

namespace kontor::customers {

struct ErasureRequest {
    std::optional<platform::Text<1, 1024>> current_password;
    std::optional<platform::Text<1, 40>> code;  // where there is a second factor
    std::optional<bool> give_up_credit;
};
BOOST_DESCRIBE_STRUCT(ErasureRequest, (), (current_password, code, give_up_credit))

// What the shop keeps of a customer, over all modules. Thread-safe.
class Privacy {
public:
    virtual ~Privacy() = default;

    // All of it, as one JSON document. Refuses auth.no_such_user.
    virtual platform::Result<std::string> copy_of(const auth::UserId& customer) = 0;
    // Of the customer who asks. All modules forget in one transaction, or none does; whoever writes
    // of the customer at that time comes before or is refused (Auth::hold). Refuses
    // as Accounts::prove(), customers.staff_account (forbidden), customers.not_yet (conflict): what
    // stands in the way, each as a problem that says what to do.
    virtual platform::Result<> erase_own(const auth::Bearer& bearer,
                                         const ErasureRequest& request) = 0;
    // For staff who was asked to. Refuses auth.no_such_user, customers.not_yet.
    virtual platform::Result<> erase(const auth::UserId& customer, bool give_up_credit) = 0;
    // Whom the shop forgot, whatever was kept of them since: by a purchase that was under way, by a
    // fact of before. Each at once, then ever more seldom for sixty days, and while something of
    // theirs is under way. How many were due.
    virtual std::size_t forget_again() = 0;
};

}  // namespace kontor::customers
