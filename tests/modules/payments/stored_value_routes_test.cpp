#include "accounts.hpp"
#include "books.hpp"
#include "payments/stored_value_module.hpp"
#include "platform/json/json.hpp"

#include <boost/json/parse.hpp>

#include <limits>

using namespace kontor;
using namespace kontor::payments;
using platform::http::Method;

namespace {

struct Office : test::Books {
    test::Accounts accounts;
    StoredValue stored = make_stored_value(database, events, clock, "secret", accounts);
    platform::http::Caller caller{platform::http::Caller::Kind::staff,
                                  platform::new_uuid(),
                                  {},
                                  {"payments.read", "payments.write"}};
    platform::http::Router router{
        {.version = "test",
         .authenticate = [this](const platform::http::Request&)
             -> platform::Result<platform::http::Caller> { return caller; },
         .clock = &clock}};

    Office() { add_routes(router, stored, "cursor secret"); }

    platform::http::Response ask(Method method, const std::string& path,
                                 const std::string& body = "") {
        platform::http::Request request{method, path, {{"Idempotency-Key", "key"}}, body};
        if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
        return router.handle(request);
    }
    GiftCard issue(const std::string& more = "") {
        const auto made = ask(Method::post, "/v1/admin/gift-cards",
                              R"({"amount":{"amount":2500,"currency":"EUR"})" + more + "}");
        REQUIRE_EQ(made.status, 201);
        return platform::json::read<GiftCard>(made.body).value();
    }
};

}  // namespace

TEST_CASE("staff issues, lists, shows and disables gift cards") {
    Office office;
    const auto card = office.issue(R"(,"email":"ada@example.org","note":"a prize")");
    const auto path = "/v1/admin/gift-cards/" + card.id.text();
    const auto shown = platform::json::read<GiftCard>(office.ask(Method::get, path).body).value();
    CHECK_EQ(shown.email, "ada@example.org");
    CHECK_FALSE(shown.code.has_value());
    office.issue();
    const auto listed = office.ask(Method::get, "/v1/admin/gift-cards?limit=1");
    CHECK_EQ(listed.status, 200);
    CHECK_EQ(listed.body.find(*card.code), std::string::npos);
    CHECK_NE(listed.body.find("\"next_cursor\":\""), std::string::npos);
    CHECK_EQ(office.ask(Method::post, path + "/disable").status, 200);
    CHECK_NE(office.ask(Method::post, path + "/disable").body.find("disabled_at"),
             std::string::npos);
    CHECK_EQ(office.ask(Method::post, path + "/enable").status, 200);
    CHECK_EQ(office.ask(Method::post, path + "/enable").body.find("disabled_at"),
             std::string::npos);
    const auto unknown = "/v1/admin/gift-cards/" + GiftCardId::make().text();
    CHECK_EQ(office.ask(Method::get, unknown).status, 404);
    CHECK_EQ(office.ask(Method::post, unknown + "/enable").status, 404);
}

TEST_CASE("a shopper asks what is left on a card") {
    Office office;
    const auto card = office.issue();
    office.caller = {};
    const auto body = R"({"code":")" + *card.code + R"("})";
    const auto left = office.ask(Method::post, "/v1/gift-cards/check", body);
    CHECK_EQ(left.body, R"({"balance":{"amount":2500,"currency":"EUR"}})");
    CHECK_EQ(office.ask(Method::post, "/v1/gift-cards/check", R"({"code":"unknown"})").status, 404);
    CHECK_EQ(office.ask(Method::get, "/v1/admin/gift-cards").status, 401);
}

TEST_CASE("staff grants store credit, which the customer sees with its movements") {
    Office office;
    const auto customer = auth::UserId::make();
    const auto path = "/v1/admin/customers/" + customer.text() + "/store-credit";
    const auto grant = [&](std::int64_t cents) {
        return office.ask(Method::post, path,
                          R"({"amount":{"amount":)" + std::to_string(cents) +
                              R"(,"currency":"EUR"},"reason":"late parcel"})");
    };
    CHECK_EQ(grant(500).status, 201);
    CHECK_EQ(grant(-501).status, 409);
    CHECK_EQ(grant(0).status, 422);
    for (const auto beyond : {std::numeric_limits<std::int64_t>::max(),
                              std::numeric_limits<std::int64_t>::min(), 1'000'000'000'001L}) {
        const auto refused = grant(beyond);
        CHECK_EQ(refused.status, 422);
        CHECK_EQ(boost::json::parse(refused.body).at("code"), "payments.amount_too_large");
    }
    CHECK_EQ(grant(1'000'000'000'000).status, 201);
    CHECK_EQ(grant(-1'000'000'000'000).status, 201);
    CHECK_NE(office.ask(Method::get, path).body.find("late parcel"), std::string::npos);
    office.caller = {platform::http::Caller::Kind::customer, customer.uuid(), {}, {}};
    CHECK_NE(office.ask(Method::get, "/v1/me/store-credit").body.find("late parcel"),
             std::string::npos);
    CHECK_EQ(grant(500).status, 403);
}

TEST_CASE("store credit is granted to nobody who is not there") {
    Office office;
    const auto stranger = auth::UserId::make();
    office.accounts.strangers.insert(stranger);
    const auto refused =
        office.ask(Method::post, "/v1/admin/customers/" + stranger.text() + "/store-credit",
                   R"({"amount":{"amount":500,"currency":"EUR"},"reason":"x"})");
    CHECK_EQ(refused.status, 404);
    CHECK_EQ(boost::json::parse(refused.body).at("code"), "payments.no_such_customer");
    CHECK(office.stored.store_credit->accounts_of(stranger).empty());
}

TEST_CASE("staff reads the ledger in pages, by account, order and time") {
    Office office;
    const auto payment = office.pay("sim_ok");
    const auto listed = office.ask(Method::get, "/v1/admin/ledger?order=" + payment.order.text());
    CHECK_EQ(listed.status, 200);
    CHECK_NE(listed.body.find("psp_clearing:simulator"), std::string::npos);
    const auto none =
        office.ask(Method::get, "/v1/admin/ledger?account=cash&order=" + payment.order.text());
    CHECK_EQ(none.body, R"({"data":[],"next_cursor":null})");
    CHECK_EQ(office.ask(Method::get, "/v1/admin/ledger?from=yesterday").status, 422);
    const auto first = office.ask(Method::get, "/v1/admin/ledger?limit=1");
    const auto cursor = boost::json::parse(first.body).at("next_cursor");
    if (cursor.is_string()) {
        const auto text = std::string(cursor.get_string());
        CHECK_EQ(office.ask(Method::get, "/v1/admin/ledger?limit=1&cursor=" + text).status, 200);
        CHECK_EQ(office.ask(Method::get, "/v1/admin/ledger?account=bank&cursor=" + text).status,
                 400);
    }
    CHECK_EQ(office.ask(Method::get, "/v1/admin/ledger/balances").status, 200);
    office.caller.permissions = {"orders.read"};
    CHECK_EQ(office.ask(Method::get, "/v1/admin/ledger").status, 403);
}
