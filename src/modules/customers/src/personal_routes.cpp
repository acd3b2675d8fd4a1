#include "staff_routes.hpp"

#include "platform/http/counted_paging.hpp"

namespace kontor::customers {

using platform::Result;
using namespace platform::http;

namespace {

constexpr auto not_yet =
    "customers.not_yet: an order, a return or a payment is under way, or store credit is left";

auth::UserId customer_of(const Caller& caller) {
    return auth::UserId(*caller.user);
}

auth::Bearer bearer_of(const Caller& caller) {
    return {customer_of(caller), auth::SessionId::parse(caller.session).value_or(auth::SessionId{}),
            caller.address};
}

Circumstances circumstances_of(const Request& request, const Caller& caller) {
    const auto user_agent = find_header(request.headers, "User-Agent");
    return {"customer:" + customer_of(caller).text(), caller.address,
            std::string(user_agent.value_or(""))};
}

Route own(Method method, const std::string& path, std::string operation, std::string summary) {
    return Route(method, "/v1/me" + path, std::move(operation), std::move(summary))
        .by(Access::customer())
        .tag("Accounts");
}

struct PurposePath {
    Purpose purpose{};
};
BOOST_DESCRIBE_STRUCT(PurposePath, (), (purpose))

void add_profile_routes(Router& router, Profiles& profiles) {
    router.add(
        own(Method::get, "", "get_me", "The account signed in, and its profile"),
        [&profiles](const Call<>& call) { return profiles.profile(customer_of(call.caller)); });
    router.add(own(Method::patch, "", "change_me", "Change the profile")
                   .describe("What is absent stays, null clears. The address of mail is changed "
                             "by POST /v1/me/email, the language by /v1/me/message-preferences."),
               [&profiles](const Call<Nothing, ProfileChange>& call) {
                   return profiles.change(customer_of(call.caller), call.body);
               });
}

void add_consent_routes(Router& router, Consents& consents, const Cursors& cursors) {
    router.add(own(Method::get, "/consents", "list_consents",
                   "What the customer agrees to at present, one for each purpose"),
               [&consents](const Call<>& call) -> Result<Page<Consent>> {
                   return Page<Consent>{consents.consents(customer_of(call.caller)), {}};
               });
    router.add(own(Method::put, "/consents/{purpose}", "decide_consent", "Give or withdraw one")
                   .personally()
                   .describe("Every decision is kept, with its time, the address and the program "
                             "that it came from, and the version of the text. Without consent to "
                             "marketing_email nothing but mail about orders is sent.")
                   .audited()
                   .may_answer(409, "customers.terms_stand: terms end with the account"),
               [&consents](const Call<PurposePath, Decision>& call) {
                   return consents.decide(customer_of(call.caller), call.path.purpose, call.body,
                                          circumstances_of(call.request, call.caller));
               });
    router.add(own(Method::get, "/consent-history", "list_consent_history",
                   "Every decision, the newest first"),
               [&consents, cursors](const Call<Nothing, Nothing, CountedQuery>& call) {
                   const auto customer = customer_of(call.caller);
                   return CountedPaging(cursors, "consents of " + customer.text(), call.query)
                       .by_id(&ConsentEntry::id, [&](const auto& after, std::size_t rows) {
                           return consents.history(customer, {after, rows});
                       });
               });
}

void add_privacy_routes(Router& router, Privacy& privacy) {
    router.add(own(Method::get, "/export", "export_me", "All that the shop keeps of the customer")
                   .describe("One document with a member for each subject: profile, addresses, "
                             "consents, wish_list, sessions, orders, returns, messages, reviews "
                             "and so on.")
                   .personally()
                   .audited()
                   .produces("application/json"),
               [&privacy](const Call<>& call) -> Result<Response> {
                   auto document = privacy.copy_of(customer_of(call.caller));
                   if (!document) return document.error();
                   return Response{
                       200,
                       {{"Content-Type", "application/json"},
                        {"Content-Disposition", "attachment; filename=\"personal-data.json\""},
                        {"Cache-Control", "no-store"}},
                       *std::move(document)};
               });
    router.add(
        own(Method::del, "", "erase_me", "Close the account, and forget who it was")
            .personally()
            .limited_as(RateClass::credentials)
            .describe("Ends every session. Invoices stay as the law wants them. Store "
                      "credit is lost, and has to be given up by give_up_credit.")
            .audited()
            .may_answer(403,
                        "auth.reauthentication_required, auth.wrong_password, auth.wrong_code; "
                        "customers.staff_account")
            .may_answer(409, not_yet)
            .may_answer(429, "auth.too_many_attempts"),
        [&privacy](const Call<Nothing, ErasureRequest>& call) {
            return privacy.erase_own(bearer_of(call.caller), call.body);
        });
}

}  // namespace

void add_personal_routes(Router& router, const PersonalServices& services, Privacy& privacy,
                         const std::string& cursor_secret) {
    const Cursors cursors(cursor_secret);
    add_profile_routes(router, *services.profiles);
    add_consent_routes(router, *services.consents, cursors);
    add_privacy_routes(router, privacy);
    add_staff_routes(router, *services.records, privacy, cursors);
}

}  // namespace kontor::customers
