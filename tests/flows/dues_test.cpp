#include "shop_fixture.hpp"

#include <doctest/doctest.h>

#include <future>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::Method;

namespace {

payments::Config all_ways(payments::CaptureMode capture) {
    return {
        .simulator = true,
        .simulator_slow_ms = 1,
        .simulator_capture = capture,
        .bank_transfer = {.enabled = true, .account_holder = "Kontor Ltd", .iban = "DE02"},
        .cash_on_delivery = {.enabled = true},
    };
}

const std::string by_transfer = R"("payment":{"provider":"bank_transfer"})";
const std::string by_cash = R"("payment":{"provider":"cash_on_delivery"})";

std::string by_card(const std::string& token) {
    return R"("payment":{"provider":"simulator","token":")" + token + R"("})";
}

std::string with(const std::string& gift_card, const std::string& payment = "") {
    return R"("gift_cards":[")" + gift_card + R"("])" + (payment.empty() ? "" : "," + payment);
}

std::string new_key() {
    return platform::to_string(platform::new_uuid());
}

// One order of mugs for 10.00 each, with shipping for 4.90.
struct Till : ShopFixture {
    GuestCart cart;
    std::string order;

    explicit Till(payments::CaptureMode capture = payments::CaptureMode::at_once)
        : ShopFixture(all_ways(capture)) {
        add_product("MUG", 1000, 50);
    }

    // means: how it is paid for, as members of the request.
    Reply try_to_buy_with(const std::string& means, int mugs = 1) {
        cart = fill_cart("MUG", mugs);
        auto headers = cart.headers;
        headers.emplace_back("Idempotency-Key", new_key());
        return post("/v1/orders",
                    R"({"cart_id":")" + cart.id +
                        R"(","email":"ada@example.org","shipping_address":{"name":"Ada",)"
                        R"("line1":"1 Test Street","city":"Berlin","postal_code":"10115",)"
                        R"("country":"DE"},)" +
                        means + "}",
                    headers);
    }
    Reply buy_with(const std::string& means, int mugs = 1) {
        auto bought = try_to_buy_with(means, mugs);
        REQUIRE_MESSAGE(bought.status == 201, boost::json::serialize(bought.body));
        order = bought.text("/id");
        settle();
        return bought;
    }
    void give_everything_away() {
        for (const auto* promotion :
             {R"({"name":"Free","benefit":{"kind":"percentage","percentage_ppm":1000000}})",
              R"({"name":"Brought","benefit":{"kind":"free_shipping"}})"})
            REQUIRE(staff(Method::post, "/v1/admin/promotions", promotion).status == 201);
        settle();
    }
    Reply pay(const std::string& means) {
        auto headers = cart.headers;
        headers.emplace_back("Idempotency-Key", new_key());
        return post("/v1/orders/" + order + "/payments", "{" + means + "}", headers);
    }
    // What docs/operations.md has staff do about an order that stands still.
    Reply pay_by_nobody() {
        return staff(Method::post, admin() + "/payments", R"({"payment":{"provider":"none"}})",
                     {{"Idempotency-Key", new_key()}});
    }
    void set_told(const std::string& told) {
        tables().superuser().transact([&](platform::Tx& tx) {
            tx.run("update orders.customer_order set told_paid = " + told +
                   ", told_released = " + told);
        });
    }
    std::string gift_card(std::int64_t cents) {
        const auto made =
            staff(Method::post, "/v1/admin/gift-cards",
                  R"({"amount":{"amount":)" + std::to_string(cents) + R"(,"currency":"EUR"}})",
                  {{"Idempotency-Key", new_key()}});
        REQUIRE(made.status == 201);
        return made.text("/code");
    }
    std::int64_t left_on(const std::string& code) {
        return post("/v1/gift-cards/check", R"({"code":")" + code + R"("})")
            .number("/balance/amount");
    }
    std::string admin() const { return "/v1/admin/orders/" + order; }
    Reply shown() { return staff(Method::get, admin()); }
    Reply ship() { return staff(Method::post, admin() + "/shipments", "{}"); }
    Reply edit_to(int mugs) {
        const auto item = shown().text("/items/0/id");
        return staff(Method::post, admin() + "/edits",
                     R"({"change":[{"item_id":")" + item + R"(","quantity":)" +
                         std::to_string(mugs) + R"(}],"reason":"as wished"})");
    }
    Reply refund(std::int64_t cents) {
        auto back = staff(Method::post, admin() + "/refunds",
                          R"({"amount":{"amount":)" + std::to_string(cents) +
                              R"(,"currency":"EUR"},"reason":"x"})",
                          {{"Idempotency-Key", new_key()}});
        REQUIRE_MESSAGE(back.status == 201, boost::json::serialize(back.body));
        settle();
        return back;
    }
    // Of the payment by that provider that was asked for last.
    std::string status_of(const std::string& provider) {
        return field_of(provider, "status").as_string().c_str();
    }
    boost::json::value field_of(const std::string& provider, const std::string& name) {
        boost::json::value found;
        const auto order_now = shown();
        for (const auto& payment : order_now.at("/payments").as_array())
            if (payment.at("provider") == boost::json::value(provider)) found = payment.at(name);
        REQUIRE_FALSE(found.is_null());
        return found;
    }
    Reply mark_paid(const std::string& provider) {
        const auto id = std::string(field_of(provider, "id").as_string());
        return staff(Method::post, "/v1/admin/payments/" + id + "/mark-paid", "{}",
                     {{"Idempotency-Key", new_key()}});
    }
    // What the buyer paid and did not get back.
    std::int64_t kept() {
        auto sum = std::int64_t{0};
        for (const auto& payment :
             shop().modules().payments->payments_of(*orders::OrderId::parse(order)))
            sum += payment.captured.amount - payment.refunded.amount;
        return sum;
    }
    std::size_t invoices() {
        return staff(Method::get, admin() + "/invoices").at("/data").as_array().size();
    }
    bool is_to_be_sent() {
        const auto order_now = shown();
        const auto& shipments = order_now.at("/shipments").as_array();
        return shipments.size() == 1 && shipments[0].at("status") == "pending";
    }
    // Everything told and done, also what is done later.
    void pass(std::chrono::seconds time) {
        settle();
        clock().advance(time);
        shop().modules().payments->work_off();
        settle();
        sign_staff_in();
    }
};

struct TillOnShipment : Till {
    TillOnShipment() : Till(payments::CaptureMode::on_shipment) {}
};

}  // namespace

TEST_CASE_FIXTURE(Till, "a charge that turns out to be made after a gift card paid goes back") {
    buy_with(by_transfer);
    REQUIRE(pay(by_card("sim_timeout")).status < 300);
    REQUIRE(pay(with(gift_card(5000))).number("/amount_due/amount") == 0);
    pass(std::chrono::minutes(10));
    pass(std::chrono::minutes(10));
    CHECK(status_of("simulator") == "refunded");
    CHECK(kept() == 1490);
    CHECK(shown().text("/payment_status") == "paid");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till,
                  "a gift card for all that is due ends the transfer or cash awaited for it") {
    for (const auto& [means, provider] :
         {std::pair(by_transfer, "bank_transfer"), std::pair(by_cash, "cash_on_delivery")}) {
        CAPTURE(provider);
        buy_with(means);
        const auto paid = pay(with(gift_card(5000)));
        REQUIRE_MESSAGE(paid.status == 200, boost::json::serialize(paid.body));
        CHECK(status_of(provider) == "cancelled");
        CHECK(mark_paid(provider).code() == "invalid_transition");
        pass(std::chrono::seconds(1));
        CHECK(kept() == 1490);
        CHECK(is_to_be_sent());
        CHECK(invoices() == 1);
        CHECK(illness() == "");
    }
}

TEST_CASE_FIXTURE(Till, "a gift card for a part of what is due lowers what is awaited") {
    buy_with(by_transfer);
    CHECK(pay(with(gift_card(500), by_card("sim_declined"))).status == 402);
    CHECK(field_of("bank_transfer", "amount").at("amount") == 990);
    REQUIRE(mark_paid("bank_transfer").status == 200);
    pass(std::chrono::seconds(1));
    CHECK(kept() == 1490);
    CHECK(shown().text("/payment_status") == "paid");
    CHECK(is_to_be_sent());
    CHECK(invoices() == 1);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "what a provider pays of an amount due is booked with the tax in it") {
    REQUIRE(staff(Method::post, "/v1/admin/tax-zones",
                  R"({"name":"home","areas":[{"country":"DE"}],"home":true,)"
                  R"("rates":[{"name":"VAT","rate_ppm":190000}]})")
                .status == 201);
    settle();
    buy_with(by_transfer);
    REQUIRE(pay(by_card("sim_ok")).status == 200);
    const auto tax = shown().number("/totals/tax/amount");
    REQUIRE(tax > 0);
    const auto booked = tables().superuser().read([](platform::Reader& reader) {
        return reader.one<std::int64_t>(
            "select -coalesce(sum(amount), 0)::bigint from payments.ledger_posting"
            " where account = 'tax_payable'");
    });
    CHECK(booked == tax);
}

TEST_CASE_FIXTURE(Till, "cards that an edit beside them leaves nothing for are no refusal") {
    const auto code = gift_card(400);
    buy_with(by_card("sim_ok"));
    REQUIRE(edit_to(2).number("/amount_due/amount") == 1000);
    auto superuser = tables().superuser();
    auto observer = tables().superuser();
    auto holder = tables().superuser();
    superuser.transact([](platform::Tx& tx) {
        tx.run(
            "create function public.hold_up() returns trigger language plpgsql as $$ begin"
            " perform pg_advisory_xact_lock(4711); return new; end $$");
        tx.run(
            "create trigger hold_up before insert on payments.payment for each row"
            " when (new.provider = 'gift_card') execute function public.hold_up()");
    });
    const auto wait_for = [&](std::int64_t many, const std::string& kind) {
        const auto look = [&] {
            return observer.read([&](platform::Reader& reader) {
                return *reader.one<std::int64_t>(
                    "select count(*) from pg_locks join pg_stat_activity using (pid)"
                    " where not granted and datname = current_database() and " +
                    kind);
            });
        };
        // Beside the transaction of this thread, which would see what it saw first.
        for (int times = 0; times < 20'000; ++times)
            if (std::async(std::launch::async, look).get() >= many) return;
        FAIL("nobody waits for " << kind);
    };
    std::future<Reply> paying;
    std::future<Reply> editing;
    std::future<void> holding;
    superuser.transact([&](platform::Tx& tx) {
        tx.run("select pg_advisory_xact_lock(4711)");
        paying = std::async(std::launch::async, [&] { return pay(with(code, by_card("sim_ok"))); });
        wait_for(1, "locktype = 'advisory'");
        editing = std::async(std::launch::async, [&] { return edit_to(1); });
        wait_for(1, "locktype in ('transactionid', 'tuple')");
        // Once the cards have paid, the edit has the order before anybody looks at its payments.
        holding = std::async(std::launch::async, [&] {
            holder.transact([&](platform::Tx& shut) {
                shut.run("lock table payments.payment in access exclusive mode");
                wait_for(2, "locktype = 'relation' and mode <> 'AccessExclusiveLock'");
            });
        });
        wait_for(1, "mode = 'AccessExclusiveLock' and locktype = 'relation'");
    });
    holding.get();
    const auto edited = editing.get();
    REQUIRE_MESSAGE(edited.status == 200, boost::json::serialize(edited.body));
    const auto paid = paying.get();
    CHECK_MESSAGE(paid.status == 200, boost::json::serialize(paid.body));
    pass(std::chrono::seconds(1));
    CHECK(kept() == 1490);
    CHECK(left_on(code) == 400);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "an order edited down to what was paid is paid, sent and invoiced") {
    buy_with(with(gift_card(1490), by_transfer), 2);
    CHECK_FALSE(is_to_be_sent());
    const auto fewer = edit_to(1);
    REQUIRE(fewer.number("/amount_due/amount") == 0);
    CHECK(fewer.text("/payment_status") == "paid");
    pass(std::chrono::seconds(1));
    CHECK(status_of("bank_transfer") == "cancelled");
    CHECK(is_to_be_sent());
    CHECK(invoices() == 1);
    CHECK(ship().status == 201);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "an order of which something went back before it was paid is sent") {
    buy_with(with(gift_card(500), by_transfer));
    refund(300);
    REQUIRE(mark_paid("bank_transfer").status == 200);
    pass(std::chrono::seconds(1));
    CHECK(shown().text("/payment_status") == "partially_refunded");
    CHECK(is_to_be_sent());
    CHECK(invoices() >= 1);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "an order whose transfer became cash for the delivery is sent") {
    buy_with(by_transfer);
    REQUIRE(pay(by_cash).status == 200);
    CHECK(status_of("bank_transfer") == "cancelled");
    pass(std::chrono::seconds(1));
    CHECK(is_to_be_sent());
    REQUIRE(ship().status == 201);
    REQUIRE(mark_paid("cash_on_delivery").status == 200);
    pass(std::chrono::seconds(1));
    CHECK(invoices() == 1);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(TillOnShipment, "an order whose transfer became a card's promise is sent") {
    buy_with(by_transfer);
    REQUIRE(pay(by_card("sim_ok")).status == 200);
    CHECK(status_of("bank_transfer") == "cancelled");
    pass(std::chrono::seconds(1));
    CHECK(shown().text("/payment_status") == "authorized");
    CHECK(is_to_be_sent());
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(TillOnShipment, "an order edited down to what its gift card paid is invoiced") {
    buy_with(with(gift_card(1490), by_card("sim_ok")), 2);
    CHECK(is_to_be_sent());
    CHECK(invoices() == 0);
    REQUIRE(edit_to(1).text("/payment_status") == "paid");
    pass(std::chrono::seconds(1));
    CHECK(is_to_be_sent());
    CHECK(invoices() == 1);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "an order paid once more after an edit is sent and invoiced as it is") {
    buy_with(by_card("sim_ok"));
    REQUIRE(edit_to(3).number("/amount_due/amount") == 2000);
    REQUIRE(pay(by_card("sim_ok")).status == 200);
    pass(std::chrono::seconds(1));
    CHECK(is_to_be_sent());
    CHECK(invoices() == 3);  // the first, its credit note, and the one that stands
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "a transfer that does not come ends the order, also beside a gift card") {
    const auto code = gift_card(1);
    buy_with(with(code, by_transfer));
    pass(std::chrono::days(14));
    CHECK(shown().text("/cancellation_reason") == "not_paid_in_time");
    CHECK(available("MUG") == 50);
    pass(std::chrono::seconds(1));
    CHECK(left_on(code) == 1);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "a paid order that costs more since is not ended for a transfer") {
    buy_with(by_card("sim_ok"));
    REQUIRE(edit_to(2).number("/amount_due/amount") == 1000);
    REQUIRE(pay(by_transfer).status == 200);
    pass(std::chrono::days(15));
    CHECK(shown().text("/status") == "placed");
}

TEST_CASE_FIXTURE(Till, "an order that costs nothing is paid by nobody, and stays") {
    give_everything_away();
    const auto bought = buy_with(by_transfer);
    REQUIRE(bought.number("/totals/total/amount") == 0);
    CHECK(bought.at("/payments").as_array().empty());
    CHECK(bought.text("/payment_status") == "paid");
    pass(std::chrono::days(15));
    CHECK(shown().text("/status") == "placed");
    CHECK(is_to_be_sent());
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "a purchase that costs nothing and that a crash interrupted is completed") {
    give_everything_away();
    CHECK(crash_while_placing([&] { return try_to_buy_with(by_transfer); }).status == 500);
    CHECK(get("/v1/carts/" + cart.id, cart.headers).text("/status") != "completed");
    clock().advance(std::chrono::minutes(1));
    settle();
    CHECK(get("/v1/carts/" + cart.id, cart.headers).text("/status") == "completed");
    order = staff(Method::get, "/v1/admin/orders?status=placed").text("/data/0/id");
    CHECK(is_to_be_sent());
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "a draft that costs nothing is placed, and nobody is asked to pay for it") {
    REQUIRE(staff(Method::post, "/v1/admin/promotions",
                  R"({"name":"Brought","benefit":{"kind":"free_shipping"}})")
                .status == 201);
    settle();
    const auto draft = staff(
        Method::post, "/v1/admin/drafts",
        R"({"email":"ada@example.org","reason":"The first one broke","items":[{"sku":"MUG",)"
        R"("quantity":1,"unit_price":{"amount":0,"currency":"EUR"}}],"shipping_address":)"
        R"({"name":"Ada","line1":"1 Street","city":"Berlin","postal_code":"10115","country":"DE"}})");
    REQUIRE_MESSAGE(draft.number("/totals/total/amount") == 0, boost::json::serialize(draft.body));
    order = draft.text("/id");
    const auto placed = staff(Method::post, "/v1/admin/drafts/" + order + "/place",
                              "{" + by_transfer + "}", {{"Idempotency-Key", new_key()}});
    REQUIRE_MESSAGE(placed.status == 201, boost::json::serialize(placed.body));
    CHECK(placed.at("/payments").as_array().empty());
    CHECK(placed.text("/payment_status") == "paid");
    pass(std::chrono::days(15));
    CHECK(shown().text("/status") == "placed");
    CHECK(is_to_be_sent());
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Till, "what is promised is sent although the gift card's part went back") {
    buy_with(with(gift_card(500), by_cash));
    refund(500);
    REQUIRE(shown().text("/payment_status") == "refunded");
    const auto sent = ship();
    CHECK_MESSAGE(sent.status == 201, boost::json::serialize(sent.body));
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(TillOnShipment, "what a card holds is sent although the gift card's went back") {
    buy_with(with(gift_card(500), by_card("sim_ok")));
    refund(500);
    const auto sent = ship();
    CHECK_MESSAGE(sent.status == 201, boost::json::serialize(sent.body));
    pass(std::chrono::seconds(1));
    CHECK(kept() == 990);
}

TEST_CASE_FIXTURE(
    Till, "an order that stands still goes on when somebody tries to pay for it, or sends it") {
    for (const bool counts_as_told : {false, true}) {
        buy_with(by_transfer);
        set_told("true");
        REQUIRE(mark_paid("bank_transfer").status == 200);
        settle();
        if (!counts_as_told) set_told("false");
        REQUIRE_FALSE(is_to_be_sent());
        REQUIRE(invoices() == 0);
        CHECK(pay_by_nobody().code() == "orders.nothing_due");
        settle();
        CHECK(is_to_be_sent() != counts_as_told);
        if (counts_as_told) CHECK(ship().status == 201);
        pass(std::chrono::minutes(3));
        CHECK(invoices() == 1);
        CHECK(illness() == "");
    }
}

TEST_CASE_FIXTURE(Till, "an order that stands still although it is released goes on likewise") {
    buy_with(by_transfer);
    set_told("true");
    REQUIRE(pay(by_cash).status == 200);
    settle();
    set_told("false");
    REQUIRE_FALSE(is_to_be_sent());
    CHECK(pay_by_nobody().code() == "payments.unknown_provider");
    settle();
    CHECK(is_to_be_sent());
    CHECK(shown().at("/payments").as_array().size() == 2);
}

TEST_CASE_FIXTURE(Till, "the doctor finds what is paid but neither sent nor invoiced") {
    buy_with(by_transfer);
    REQUIRE(illness() == "");
    tables().superuser().transact(
        [](platform::Tx& tx) { tx.run("update orders.customer_order set captured = total"); });
    const auto found = illness();
    CHECK(found.find("is paid but has no shipment") != std::string::npos);
    CHECK(found.find("is paid but has no invoice") != std::string::npos);
    tables().superuser().transact([](platform::Tx& tx) {
        tx.run("update orders.customer_order set captured = 0, told_released = true");
    });
    CHECK(illness().find("is released but has no shipment") != std::string::npos);
}
