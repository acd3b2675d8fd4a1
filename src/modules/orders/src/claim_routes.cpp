#include "auth/auth.hpp"
#include "orders/claims.hpp"
#include "routes.hpp"

namespace kontor::orders {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using namespace platform::http;

namespace {

struct Claimed {
    std::int64_t claimed = 0;  // orders
};
BOOST_DESCRIBE_STRUCT(Claimed, (), (claimed))

Error address_not_confirmed() {
    return {ErrorKind::conflict, "orders.address_not_confirmed",
            "What guests have ordered goes to whoever has shown that the address is theirs. "
            "Confirm the address of the account with the link that was sent to it."};
}

Result<Claimed> claim_all(Claims& claims, auth::Auth& auth, const Caller& caller) {
    const auto user = auth.user(auth::UserId(*caller.user));
    if (!user) return user.error();
    const auto email = platform::EmailAddress::accept(user->email);
    if (!email || !user->email_verified) return address_not_confirmed();
    return Claimed{static_cast<std::int64_t>(claims.claim_all(user->id, *email))};
}

}  // namespace

void add_claim_routes(Router& router, const Counter& counter, auth::Auth& auth,
                      const std::string& cursor_secret) {
    const auto presenter = std::make_shared<const Presenter>(counter, cursor_secret);
    const std::shared_ptr<Claims> claims =
        make_claims(counter.database, counter.events, counter.clock);
    router.add(
        Route(Method::post, "/v1/orders/{order}/claim", "claim_order",
              "What was ordered as a guest becomes the customer's")
            .by(Access::customer())
            .tag("Orders")
            .describe("With the access token and the Guest-Token of the order, which does "
                      "not open it any more after that. Again: no change.")
            .may_answer(409, "orders.claimed: it belongs to another account"),
        [claims, presenter](const Call<OrderPath>& call) -> Result<OrderView> {
            return presenter->one(claims->claim(call.path.order, auth::Shopper::of(call.caller)));
        });
    router.add(
        Route(Method::post, "/v1/me/orders/claim", "claim_orders",
              "Whatever guests ordered with the address of the account becomes the "
              "customer's")
            .by(Access::customer())
            .personally()
            .tag("Orders")
            .describe("From whatever browser it was ordered: the address must be confirmed. "
                      "Again: what has come since.")
            .may_answer(409, "orders.address_not_confirmed"),
        [claims, &auth](const Call<>& call) { return claim_all(*claims, auth, call.caller); });
}

}  // namespace kontor::orders
