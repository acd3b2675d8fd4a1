#include "auth/actor.hpp"
#include "payments/stored_value_module.hpp"
#include "platform/http/counted_paging.hpp"

namespace kontor::payments {

using platform::Result;
using namespace platform::http;

namespace {

struct CardPath {
    GiftCardId gift_card;
};
BOOST_DESCRIBE_STRUCT(CardPath, (), (gift_card))

struct CodeBody {
    platform::Text<1, 60> code;
};
BOOST_DESCRIBE_STRUCT(CodeBody, (), (code))

struct CustomerPath {
    auth::UserId customer;
};
BOOST_DESCRIBE_STRUCT(CustomerPath, (), (customer))

struct GrantBody {
    platform::Money amount;
    platform::Text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(GrantBody, (), (amount, reason))

struct Accounts {
    std::vector<StoreCreditAccount> data;
};
BOOST_DESCRIBE_STRUCT(Accounts, (), (data))

std::string actor_of(const Caller& caller) {
    return auth::staff_actor(caller);
}

Route card_route(Method method, std::string path, std::string operation, std::string summary) {
    return Route(method, "/v1/admin/gift-cards" + std::move(path), std::move(operation),
                 std::move(summary))
        .by_staff_of("payments")
        .tag("Gift cards and store credit (staff)");
}

}  // namespace

void add_gift_card_routes(Router& router, GiftCards& cards, const std::string& cursor_secret) {
    router.add(card_route(Method::post, "", "issue_gift_card", "A new gift card")
                   .describe("The answer holds the code, which is shown this once and not kept.")
                   .idempotency(IdempotencyKey::required)
                   .may_answer(409, "payments.gift_card_code_taken"),
               [&cards](const Call<Nothing, NewGiftCard>& call) -> Result<Answer<201, GiftCard>> {
                   return created(cards.issue(call.body, actor_of(call.caller)),
                                  "/v1/admin/gift-cards");
               });
    router.add(
        card_route(Method::get, "", "list_gift_cards", "Gift cards, newest first"),
        [&cards, cursors = Cursors(cursor_secret)](
            const Call<Nothing, Nothing, CountedQuery>& call) -> Result<CountedPage<GiftCard>> {
            const auto read = [&](const auto& after, std::size_t rows) {
                return cards.list(after, rows);
            };
            return CountedPaging(cursors, "gift cards", call.query).by_id(&GiftCard::id, read);
        });
    router.add(card_route(Method::get, "/{gift_card}", "get_gift_card",
                          "One gift card with its movements"),
               [&cards](const Call<CardPath>& call) -> Result<GiftCard> {
                   return cards.gift_card(call.path.gift_card);
               });
    router.add(card_route(Method::post, "/{gift_card}/disable", "disable_gift_card",
                          "From now on it buys nothing; what it holds stays on it"),
               [&cards](const Call<CardPath>& call) -> Result<GiftCard> {
                   return cards.disable(call.path.gift_card);
               });
    router.add(card_route(Method::post, "/{gift_card}/enable", "enable_gift_card",
                          "A disabled gift card buys again, until it expires"),
               [&cards](const Call<CardPath>& call) -> Result<GiftCard> {
                   return cards.enable(call.path.gift_card);
               });
    router.add(Route(Method::post, "/v1/gift-cards/check", "check_gift_card",
                     "What is left on a gift card")
                   .tag("Gift cards and store credit")
                   .idempotency(IdempotencyKey::ignored)
                   .limited_as(RateClass::credentials)
                   .may_answer(404, "payments.no_such_gift_card"),
               [&cards](const Call<Nothing, CodeBody>& call) -> Result<GiftCardBalance> {
                   return cards.check(call.body.code.value());
               });
}

void add_store_credit_routes(Router& router, StoreCredit& credit) {
    router.add(Route(Method::get, "/v1/me/store-credit", "get_my_store_credit",
                     "The customer's store credit, one account a currency, with its movements")
                   .by(Access::customer())
                   .tag("Gift cards and store credit"),
               [&credit](const Call<>& call) -> Result<Accounts> {
                   return Accounts{credit.accounts_of(auth::UserId(*call.caller.user))};
               });
    router.add(Route(Method::get, "/v1/admin/customers/{customer}/store-credit", "get_store_credit",
                     "A customer's store credit with its movements")
                   .by_staff_of("payments")
                   .tag("Gift cards and store credit (staff)"),
               [&credit](const Call<CustomerPath>& call) -> Result<Accounts> {
                   return Accounts{credit.accounts_of(call.path.customer)};
               });
    router.add(
        Route(Method::post, "/v1/admin/customers/{customer}/store-credit", "grant_store_credit",
              "Grants store credit, or takes it back with a negative amount")
            .by_staff_of("payments")
            .tag("Gift cards and store credit (staff)")
            .idempotency(IdempotencyKey::required)
            .may_answer(409, "payments.store_credit_too_low"),
        [&credit](
            const Call<CustomerPath, GrantBody>& call) -> Result<Answer<201, StoreCreditAccount>> {
            return created(
                credit.grant({call.path.customer, call.body.amount, call.body.reason.value(),
                              actor_of(call.caller), platform::new_uuid()}));
        });
}

}  // namespace kontor::payments
