// Customers, and what the whole shop knows of them.
#include "app/purchases.hpp"
#include "mug_shop.hpp"

using namespace kontor;
using kontor::platform::http::Headers;
using kontor::platform::http::Method;

namespace kontor::test {

namespace {

// Mugs bought by Ada, who has an account, and whose name, street and address of mail are found
// nowhere else.
struct Circle : MugShop {
    Circle() {
        const auto registered = post(
            "/v1/auth/register",
            R"({"email":"ada@traces.example","password":"a quiet canal","name":"Ada Traces"})");
        REQUIRE(registered.status == 201);
        ada = registered.text("/user/id");
        signed_in = {{"Authorization", "Bearer " + registered.text("/access_token")},
                     {"User-Agent", "Traces/7"}};
    }

    Reply own(Method method, const std::string& path, const std::string& body = {}) {
        return call(method, "/v1/me" + path, body, signed_in);
    }
    GuestCart cart_of_ada() {
        const auto made = post("/v1/carts", "{}", signed_in);
        REQUIRE(made.status == 201);
        REQUIRE(post("/v1/carts/" + made.text("/id") + "/items", R"({"sku":"MUG","quantity":3})",
                     signed_in)
                    .status == 200);
        return {made.text("/id"), signed_in};
    }
    Reply order() {
        auto headers = signed_in;
        headers.emplace_back("Idempotency-Key", platform::to_string(platform::new_uuid()));
        const auto ordered =
            post("/v1/orders",
                 R"({"cart_id":")" + cart_of_ada().id +
                     R"(","email":"ada@traces.example","shipping_address":{"name":"Ada Traces",)"
                     R"("line1":"7 Traces Street","city":"Berlin","postal_code":"10115",)"
                     R"("country":"DE","phone":"+49307777777"},)"
                     R"("payment":{"provider":"simulator","token":"sim_ok"}})",
                 headers);
        REQUIRE_MESSAGE(ordered.status == 201, boost::json::serialize(ordered.body));
        settle();
        return ordered;
    }
    Reply erase(const std::string& more = "") {
        return own(Method::del, "", R"({"current_password":"a quiet canal")" + more + "}");
    }
    Reply record() { return staff(Method::get, "/v1/admin/customers/" + ada); }

    // Tables that hold the words, but those that keep them for a reason, or a while.
    std::string tables_with(const std::string& words) {
        std::string found;
        tables().superuser().read([&](platform::Reader& reader) {
            for (const auto& table : reader.all<std::string>(
                     "select n.nspname || '.' || c.relname from pg_class c"
                     " join pg_namespace n on n.oid = c.relnamespace"
                     " where c.relkind = 'r'"
                     " and n.nspname not in ('pg_catalog', 'information_schema')"
                     " and n.nspname || '.' || c.relname not in"
                     "  ('invoices.document', 'platform.audit_entry') order by 1"))
                if (*reader.one<std::int64_t>(
                        "select count(*) from " + table +
                            " t where position(lower($1) in lower(t::text)) > 0",
                        words) > 0)
                    found += table + " ";
        });
        return found;
    }

    std::string ada;
    Headers signed_in;
};

}  // namespace

TEST_CASE_FIXTURE(Circle, "what a customer is worth is what orders and payments say") {
    const auto first = order();
    const auto total = first.number("/totals/total/amount");
    order();
    const auto refunded = staff(Method::post, "/v1/admin/orders/" + first.text("/id") + "/refunds",
                                R"({"amount":{"amount":300,"currency":"EUR"},"reason":"late"})",
                                {{"Idempotency-Key", "late"}});
    REQUIRE_MESSAGE(refunded.status == 201, boost::json::serialize(refunded.body));
    settle();
    const auto seen = record();
    REQUIRE(seen.status == 200);
    CHECK(seen.number("/orders") == 2);
    CHECK(seen.number("/totals/0/paid/amount") == 2 * total);
    CHECK(seen.number("/totals/0/refunded/amount") == 300);
    CHECK(seen.number("/totals/0/lifetime_value/amount") == 2 * total - 300);
    CHECK(seen.number("/totals/0/average_order/amount") == (2 * total - 300) / 2);
    const auto listed = staff(Method::get, "/v1/admin/customers?q=traces");
    CHECK(listed.at("/data").as_array().size() == 1);
    CHECK(listed.at("/data/0/totals") == seen.at("/totals"));
    CHECK(illness() == "");

    tables().superuser().transact([](platform::Tx& tx) {
        tx.run("update customers.purchase_money set amount = amount + 1");
    });
    CHECK(illness().find("C1 customers are worth what they paid") != std::string::npos);
    tables().superuser().transact([](platform::Tx& tx) {
        tx.run("delete from customers.purchase_money");
        tx.run("delete from customers.purchase");
    });
    REQUIRE(shop().modules().events.replay("customers.purchases", platform::Time{}).has_value());
    settle();
    CHECK(record().at("/totals") == seen.at("/totals"));
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Circle,
                  "what customers bought before anybody counted is counted when asked for") {
    const auto first = order();
    order();
    REQUIRE(staff(Method::post, "/v1/admin/orders/" + first.text("/id") + "/refunds",
                  R"({"amount":{"amount":300,"currency":"EUR"},"reason":"late"})",
                  {{"Idempotency-Key", "late"}})
                .status == 201);
    settle();
    const auto seen = record();
    // Facts of before, which are not in the log any more.
    tables().superuser().transact([&](platform::Tx& tx) {
        tx.run("delete from customers.purchase where order_id <> $1",
               orders::OrderId::parse(first.text("/id")).value());
        tx.run("delete from customers.purchase_money");
    });
    CHECK(illness().find("is not counted") != std::string::npos);
    const auto rebuild = [&] {
        return app::rebuild_purchases(shop().modules(), clock().now() + std::chrono::hours(1));
    };
    CHECK(rebuild() == 2);
    CHECK(record().at("/totals") == seen.at("/totals"));
    CHECK(record().at("/orders") == 2);
    CHECK(illness() == "");
    // Told after all.
    REQUIRE(shop().modules().events.replay("customers.purchases", platform::Time{}).has_value());
    settle();
    CHECK(illness().find("C1") != std::string::npos);
    CHECK(rebuild() == 2);
    CHECK(illness() == "");
    CHECK(app::rebuild_purchases(shop().modules(), clock().now()) == 0);
}

TEST_CASE_FIXTURE(Circle, "a copy holds what every module keeps of the customer") {
    const auto ordered = order();
    REQUIRE(own(Method::patch, "", R"({"phone":"+49301234567","birthday":"1815-12-10"})").status ==
            422);
    REQUIRE(own(Method::patch, "", R"({"phone":"+49301234567","birthday":"1915-12-10"})").status ==
            200);
    REQUIRE(own(Method::put, "/consents/terms", R"({"granted":true,"text_version":"7"})").status ==
            200);
    const auto copy = own(Method::get, "/export");
    REQUIRE(copy.status == 200);
    CHECK(copy.text("/profile/phone") == "+49301234567");
    CHECK(copy.text("/consents/0/text_version") == "7");
    CHECK(copy.text("/sessions/0/id").starts_with("sess_"));
    CHECK(copy.text("/orders/0/id") == ordered.text("/id"));
    CHECK(copy.at("/orders/0/payments/0/id") == ordered.at("/payments/0/id"));
    CHECK(copy.text("/orders/0/shipping_address/line1") == "7 Traces Street");
    CHECK(copy.text("/messages/0/recipient") == "ada@traces.example");
    for (const auto* part :
         {"/addresses", "/groups", "/wish_list", "/carts", "/returns", "/reviews", "/votes",
          "/invoices", "/payment_methods", "/store_credit", "/clicks"})
        CHECK(copy.at(part).is_array());
    CHECK(get("/v1/me/export").status == 401);
}

TEST_CASE_FIXTURE(Circle, "whose order is under way cannot be forgotten yet") {
    const auto ordered = order();
    const auto refused = erase();
    CHECK(refused.status == 409);
    CHECK(refused.code() == "customers.not_yet");
    CHECK(refused.text("/errors/0/code") == "orders.under_way");
    CHECK(refused.text("/errors/0/detail").find(ordered.text("/number")) != std::string::npos);
    CHECK(own(Method::get, "").text("/name") == "Ada Traces");
}

TEST_CASE_FIXTURE(Circle, "who has money coming back cannot be forgotten before it is back") {
    const auto ordered = order();
    REQUIRE(post("/v1/orders/" + ordered.text("/id") + "/cancel", "", signed_in).status == 200);
    const auto refused = erase();
    CHECK(refused.status == 409);
    CHECK(refused.text("/errors/0/code") == "orders.refund_under_way");
    CHECK(refused.text("/errors/0/detail").find(ordered.text("/number")) != std::string::npos);
    settle();
    CHECK(erase().status == 204);
}

TEST_CASE_FIXTURE(Circle, "a customer who is forgotten is in no table, and the books stay right") {
    REQUIRE(own(Method::patch, "", R"({"name":"Ada Traces"})").status == 200);
    const auto ordered = order();
    REQUIRE(own(Method::post, "/addresses",
                R"({"address":{"name":"Ada Traces","line1":"7 Traces Street","city":"Berlin",)"
                R"("postal_code":"10115","country":"DE"}})")
                .status == 201);
    REQUIRE(own(Method::put, "/consents/terms", R"({"granted":true,"text_version":"7"})").status ==
            200);
    REQUIRE(post("/v1/carts", "{}", signed_in).status == 201);
    const auto product = get("/v1/products").text("/data/0/id");
    REQUIRE(own(Method::post, "/wish-list", R"({"product_id":")" + product + "\"}").status == 201);
    deliver(ordered, {"", signed_in});
    REQUIRE(call(Method::put, "/v1/products/" + product + "/reviews/mine",
                 R"({"stars":5,"text":"Traces of tea","author":"Ada Traces"})", signed_in)
                .status < 300);
    settle();
    const auto desk = "/v1/admin/orders/" + ordered.text("/id");
    REQUIRE(staff(Method::post, desk + "/notes", R"({"text":"Mrs Traces rang"})").status < 300);
    REQUIRE(staff(Method::post, desk + "/refunds",
                  R"({"amount":{"amount":100,"currency":"EUR"},"reason":"Mrs Traces complained"})",
                  {{"Idempotency-Key", "complaint"}})
                .status == 201);
    settle();
    CHECK(erase(R"(,"current":"x")").status == 422);
    CHECK(own(Method::del, "", R"({"current_password":"a guess"})").status == 403);
    CHECK(own(Method::del, "", "{}").status == 403);
    CHECK(tables_with("traces") != "");
    REQUIRE_MESSAGE(erase().status == 204, boost::json::serialize(erase().body));
    settle();

    CHECK(tables_with("traces") == "");
    CHECK(tables_with("7777777") == "");
    CHECK(!staff(Method::get, "/v1/admin/audit?action=erase_me").at("/data").as_array().empty());
    CHECK(own(Method::get, "").status == 401);
    CHECK(post("/v1/auth/login", R"({"email":"ada@traces.example","password":"a quiet canal"})")
              .status == 401);
    CHECK(record().status == 404);
    CHECK(staff(Method::get, "/v1/admin/customers?q=traces").at("/data").as_array().empty());
    const auto kept = staff(Method::get, "/v1/admin/orders/" + ordered.text("/id"));
    CHECK(kept.at("/totals") == ordered.at("/totals"));
    CHECK(kept.text("/shipping_address/country") == "DE");
    CHECK(kept.text("/shipping_address/name") == "-");
    CHECK(illness() == "");
    CHECK(post("/v1/auth/register",
               R"({"email":"ada@traces.example","password":"a quiet canal","name":"Ada"})")
              .status == 201);
}

TEST_CASE_FIXTURE(Circle, "nobody is credited what an erased account cannot spend") {
    const auto ordered = order();
    deliver(ordered, {"", signed_in});
    REQUIRE_MESSAGE(erase().status == 204, boost::json::serialize(erase().body));
    const auto refund_to = [&](const std::string& to) {
        return staff(
            Method::post, "/v1/admin/orders/" + ordered.text("/id") + "/refunds",
            R"({"amount":{"amount":100,"currency":"EUR"},"reason":"late","to":")" + to + "\"}",
            {{"Idempotency-Key", to}});
    };
    const auto refused = refund_to("store_credit");
    CHECK(refused.status == 422);
    CHECK(refused.code() == "payments.no_store_credit");
    CHECK(refund_to("original").status == 201);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Circle, "who is forgotten while an invoice is to be written waits for it") {
    deliver(order(), {"", signed_in});
    tables().superuser().transact([](platform::Tx& tx) {
        tx.run("create table public.put_aside as select * from invoices.document");
        tx.run("delete from invoices.document");
    });
    CHECK(erase().text("/errors/0/code") == "invoices.not_written");
    tables().superuser().transact([](platform::Tx& tx) {
        tx.run("insert into invoices.document select * from public.put_aside");
        tx.run("drop table public.put_aside");
    });
    CHECK(erase().status == 204);
}

TEST_CASE_FIXTURE(Circle,
                  "who asks for what is kept of them, and who decides, is in the audit log") {
    REQUIRE(own(Method::get, "/export").status == 200);
    REQUIRE(own(Method::put, "/consents/terms", R"({"granted":true,"text_version":"7"})").status ==
            200);
    for (const std::string action : {"export_me", "decide_consent"})
        CHECK(staff(Method::get, "/v1/admin/audit?action=" + action).text("/data/0/actor/user") ==
              ada);
}

TEST_CASE_FIXTURE(Circle,
                  "what a purchase tells of somebody who is forgotten meanwhile goes, too") {
    const auto ordered = order();
    deliver(ordered, {"", signed_in});
    REQUIRE(erase().status == 204);
    tables().superuser().transact([](platform::Tx& tx) {
        tx.run("update checkout.purchase set email = 'ada@traces.example'");
        tx.run("update orders.customer_order set email = 'ada@traces.example'");
        tx.run(
            "update shipping.consignment set address = jsonb_set(address, '{city}', '\"Traces\"')");
    });
    settle();
    CHECK(tables_with("traces") == "");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Circle, "letters to an address are not for whoever claims it unconfirmed") {
    REQUIRE(buy(fill_cart("MUG"), "sim_ok").status == 201);
    settle();
    const auto letters = [&] {
        return tables().superuser().read([](platform::Reader& reader) {
            return *reader.one<std::int64_t>(
                "select count(*) from notifications.message"
                " where recipient = 'ada@example.org' and customer_id is null");
        });
    };
    REQUIRE(letters() > 0);
    const auto registered =
        post("/v1/auth/register", R"({"email":"ada@example.org","password":"a quiet canal"})");
    signed_in = {{"Authorization", "Bearer " + registered.text("/access_token")}};
    const auto copy = boost::json::serialize(own(Method::get, "/export").body);
    CHECK(copy.find("1 Test Street") == copy.npos);
    const auto before = letters();
    CHECK(erase().status == 204);
    CHECK(letters() == before);
}

TEST_CASE_FIXTURE(Circle, "store credit has to be given up in so many words") {
    REQUIRE(staff(Method::post, "/v1/admin/customers/" + ada + "/store-credit",
                  R"({"amount":{"amount":500,"currency":"EUR"},"reason":"a prize"})",
                  {{"Idempotency-Key", "prize"}})
                .status == 201);
    CHECK(erase().text("/errors/0/code") == "payments.store_credit_left");
    const auto path = "/v1/admin/customers/" + ada;
    CHECK(staff(Method::del, path, "{}").status == 409);
    // Even where it came after it was looked what stands in the way.
    for (const auto& part : shop().modules().personal_data)
        if (!part->obstacles({auth::UserId::parse(ada)->uuid(), ""}).empty())
            part->forget({auth::UserId::parse(ada)->uuid(), ""});
    CHECK(own(Method::get, "/store-credit").number("/data/0/balance/amount") == 500);
    CHECK(staff(Method::del, path, R"({"give_up_credit":true})").status == 204);
    CHECK(staff(Method::del, path, R"({"give_up_credit":true})").status == 404);
    settle();
    CHECK(own(Method::get, "").status == 401);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Circle, "what marketing is consented to is what may be sent") {
    const auto kinds = [&] { return own(Method::get, "/message-preferences").at("/kinds"); };
    const auto decide = [&](const std::string& decision) {
        REQUIRE(own(Method::put, "/consents/marketing_email", decision).status == 200);
        settle();
    };
    CHECK(kinds().at("cart_abandoned") == false);
    CHECK(kinds().at("review_request") == false);
    CHECK(kinds().at("back_in_stock") == true);
    CHECK(
        own(Method::patch, "/message-preferences", R"({"kinds":{"review_request":true}})").code() ==
        "notifications.consent_required");
    decide(R"({"granted":true,"text_version":"2026-01"})");
    CHECK(kinds().at("cart_abandoned") == true);
    CHECK(own(Method::patch, "/message-preferences", R"({"kinds":{"cart_abandoned":false}})")
              .at("/kinds/cart_abandoned") == false);
    decide(R"({"granted":false})");
    CHECK(kinds().at("review_request") == false);
    decide(R"({"granted":true,"text_version":"2026-01"})");
    CHECK(kinds().at("cart_abandoned") == true);
    CHECK(own(Method::get, "/consent-history").at("/data").as_array().size() == 3);
    CHECK(record().at("/consents/0/granted") == true);
}

TEST_CASE_FIXTURE(Circle,
                  "a review is asked for with consent, and the letter's link withdraws it") {
    const auto requests = [&] {
        return staff(Method::get, "/v1/admin/messages?kind=review_request").at("/data").as_array();
    };
    ask_for_reviews(7);
    deliver(order(), {"", signed_in});
    CHECK(requests().empty());
    REQUIRE(own(Method::put, "/consents/marketing_email",
                R"({"granted":true,"text_version":"2026-01"})")
                .status == 200);
    deliver(order(), {"", signed_in});
    REQUIRE(requests().size() == 1);
    const auto letter =
        staff(Method::get, "/v1/admin/messages/" + std::string(requests()[0].at("id").as_string()))
            .text("/text");
    const auto begin = letter.find("/v1/unsubscribe/");
    const auto link = letter.substr(begin, letter.find_first_of(" \n", begin) - begin);
    REQUIRE(page(Method::post, link) == 200);
    settle();
    CHECK(own(Method::get, "/consents").at("/data/0/granted") == false);
    CHECK(own(Method::get, "/consent-history").text("/data/0/source") == "unsubscribe link");
    CHECK(requests()[0].at("status") == "failed");
    deliver(order(), {"", signed_in});
    CHECK(requests().size() == 1);
}

TEST_CASE_FIXTURE(Circle, "a wish list tells what the goods cost now and whether they are there") {
    const auto product = add_product("CUP", 1250, 1);
    const auto mugs = get("/v1/products/" + product);
    const auto variant = mugs.text("/variants/0/id");
    const auto wish = own(Method::post, "/wish-list", R"({"product_id":")" + product + "\"}");
    REQUIRE_MESSAGE(wish.status == 201, boost::json::serialize(wish.body));
    CHECK(own(Method::post, "/wish-list", R"({"product_id":")" + product + "\"}").text("/id") ==
          wish.text("/id"));
    REQUIRE(own(Method::post, "/wish-list", R"({"variant_id":")" + variant + "\"}").status == 201);
    const auto list = own(Method::get, "/wish-list");
    REQUIRE(list.at("/data").as_array().size() == 2);
    CHECK(list.text("/data/0/sku") == "CUP");
    CHECK(list.number("/data/0/price/amount") == 1250);
    CHECK(list.at("/data/0/available") == true);
    CHECK(list.at("/data/1/title") == mugs.at("/title"));
    CHECK(own(Method::get, "/wish-list?limit=1").at("/next_cursor").is_string());

    REQUIRE(staff(Method::patch, "/v1/admin/products/" + product, R"({"status":"draft"})").status ==
            200);
    settle();
    const auto gone = own(Method::get, "/wish-list");
    CHECK_FALSE(gone.at("/data/1").as_object().contains("title"));
    CHECK(gone.at("/data/0/available") == false);
    CHECK(own(Method::post, "/wish-list", R"({"product_id":")" + product + "\"}").status == 422);
    CHECK(own(Method::post, "/wish-list", "{}").status == 422);
    CHECK(own(Method::del, "/wish-list/" + wish.text("/id")).status == 204);
    CHECK(own(Method::del, "/wish-list/" + wish.text("/id")).status == 404);
}

}  // namespace kontor::test
