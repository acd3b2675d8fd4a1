#include "bearers.hpp"
#include "staff/staff_module.hpp"

namespace kontor::auth {

using platform::Result;
using namespace platform::http;

namespace {

struct InvitationPath {
    InvitationId invitation;
};
BOOST_DESCRIBE_STRUCT(InvitationPath, (), (invitation))

constexpr auto not_held = "auth.permission_not_held: the role may more than the caller";

Route route(Method method, const std::string& path, std::string operation, std::string summary) {
    Route made(method, "/v1/admin/staff/invitations" + path, std::move(operation),
               std::move(summary));
    if (method != Method::get) made.personally();
    return made.by_staff_of("staff").tag("Staff and roles (staff)");
}

Result<CountedPage<Invitation>> page_of(Invitations& invitations, const Cursors& cursors,
                                        const CountedQuery& query) {
    return CountedPaging(cursors, "invitations", query)
        .by_id(&Invitation::id, [&](const auto& after, std::size_t rows) {
            return invitations.invitations({after, rows});
        });
}

void add_inviting(Router& router, Invitations& invitations, const Cursors& cursors) {
    router.add(route(Method::get, "", "list_invitations",
                     "Who was invited to work here and has not answered, the newest first"),
               [&invitations, cursors](const Call<Nothing, Nothing, CountedQuery>& call) {
                   return page_of(invitations, cursors, call.query);
               });
    router.add(
        route(Method::post, "", "invite_staff", "Invite somebody to work here")
            .describe("A letter in the language of the request holds the link, which is good once. "
                      "Inviting an address again makes the link before worthless. Where a customer "
                      "has the address, their account becomes one of staff once they accept.")
            .localised()
            .may_answer(403, not_held)
            .may_answer(409,
                        "auth.already_staff: change their role instead; auth.account_disabled"),
        [&invitations](const Call<Nothing, NewInvitation>& call) {
            return created(invitations.invite(authority_of(call.caller), call.body, call.language),
                           "/v1/admin/staff/invitations");
        });
    router.add(route(Method::del, "/{invitation}", "withdraw_invitation",
                     "Make the link of an invitation worthless")
                   .may_answer(403, not_held),
               [&invitations](const Call<InvitationPath>& call) {
                   return invitations.withdraw(authority_of(call.caller), call.path.invitation);
               });
}

void add_accepting(Router& router, Invitations& invitations) {
    router.add(
        Route(Method::post, "/v1/auth/invitations/accept", "accept_invitation",
              "Begin to work here, with the token of the link")
            .by(Access::anyone())
            .tag("Accounts")
            .limited_as(RateClass::credentials)
            .audited()
            .describe("Makes the account, with the address confirmed, and signs in. Who is a "
                      "customer with this address keeps the account, with the new password and "
                      "without its second factor and the providers it was connected with; every "
                      "session of it ends. A password that is refused leaves the link good.")
            .may_answer(400, "auth.invalid_link: used, expired, withdrawn or unknown")
            .may_answer(429, "auth.too_many_attempts: too many links that were not good"),
        [&invitations](const Call<Nothing, Acceptance>& call) {
            return created(
                invitations.accept(call.body, client_of(call.request, call.caller, call.language)));
        });
}

}  // namespace

void add_invitation_routes(Router& router, Invitations& invitations, const Cursors& cursors) {
    add_inviting(router, invitations, cursors);
    add_accepting(router, invitations);
}

}  // namespace kontor::auth
