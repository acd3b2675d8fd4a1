#include "auth/impersonation_module.hpp"
#include "bearers.hpp"

namespace kontor::auth {

using platform::Result;
using namespace platform::http;

namespace {

struct CustomerPath {
    UserId customer;
};
BOOST_DESCRIBE_STRUCT(CustomerPath, (), (customer))

struct ReasonBody {
    platform::Text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(ReasonBody, (), (reason))

}  // namespace

void add_impersonation_routes(Router& router, Impersonations& impersonations) {
    router.add(
        Route(Method::post, "/v1/admin/customers/{customer}/impersonation", "impersonate_customer",
              "Act as a customer for some minutes")
            .by(Access::staff(std::string(Impersonations::permission)))
            .personally()
            .tag("Customers (staff)")
            .limited_as(RateClass::credentials)
            .describe("Answers an access token of the customer, in whose claim act the member of "
                      "staff is named (RFC 8693), and no refresh token. It ends after at most "
                      "fifteen minutes, with the session of the member of staff, with the "
                      "permission, or when the customer ends it, who sees it among the sessions. "
                      "Whatever it is used for, reading too, is in the audit log with both. What "
                      "guards the account or is final is refused: see x-personal. The reason is "
                      "kept in the audit log for good, also once the customer is forgotten: name a "
                      "ticket or the kind of trouble, and nothing about the person.")
            .may_answer(409, "auth.account_disabled"),
        [&impersonations](
            const Call<CustomerPath, ReasonBody>& call) -> Result<Answer<201, Impersonation>> {
            return created(impersonations.begin(bearer_of(call.caller), call.caller.role,
                                                call.path.customer, call.body.reason.value()));
        });
}

}  // namespace kontor::auth
