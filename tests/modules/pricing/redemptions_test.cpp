#include "office.hpp"

#include <barrier>
#include <thread>

using namespace kontor;
using namespace kontor::pricing;
using namespace kontor::pricing::test;

namespace {

const std::string ten_percent = R"("benefit":{"kind":"percentage","percentage_ppm":100000})";

std::string by_coupon(const std::string& more = "") {
    return "{" + ten_percent + R"(,"automatic":false)" + more + "}";
}

Discount used(const Campaign& campaign, const std::optional<std::string>& code = std::nullopt) {
    return {campaign.id, campaign.name, code, euros(100)};
}

platform::Result<> redeem(Office& office, const Discount& discount, const Customer& customer,
                          const platform::Uuid& purchase = platform::new_uuid()) {
    return office.pricing->redeem(purchase, {discount}, customer);
}

Customer somebody(const std::string& email = "ada@example.org") {
    return {std::nullopt, email};
}

// How many of so many at once are let through, each with a purchase of its own.
std::int64_t winners(Office& office, int number,
                     const std::function<std::vector<Discount>(int)>& of,
                     const std::function<Customer(int)>& customer) {
    std::barrier start(number);
    std::atomic<std::int64_t> won = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < number; ++i)
        threads.emplace_back([&, i] {
            start.arrive_and_wait();
            if (office.pricing->redeem(platform::new_uuid(), of(i), customer(i))) ++won;
        });
    threads.clear();
    return won;
}

// For the redemptions, which are written by then.
bool is_anybody_waiting(Office& office) {
    return office.made.superuser().read([](platform::Reader& reader) {
        return *reader.one<bool>(
            "select exists (select from pg_locks where not granted"
            " and relation = 'pricing.redemption'::regclass)");
    });
}

Customer stranger(int number) {
    return somebody("customer" + std::to_string(number) + "@example.org");
}

}  // namespace

TEST_CASE("what has no limit and no coupon is not counted and costs nothing") {
    Office office;
    const auto campaign = office.promotion("{" + ten_percent + "}");
    office.pricing->quote(office.basket({}), false);
    const auto before = office.round_trips();
    CHECK(done(redeem(office, used(campaign), somebody())));
    CHECK_EQ(office.round_trips(), before);
}

TEST_CASE("of 20 who use a one-time coupon at once one wins") {
    Office office;
    const auto campaign = office.promotion(by_coupon());
    office.coupon(campaign, "ONCE", "1");
    CHECK_EQ(
        winners(office, 20, [&](int) { return std::vector{used(campaign, "ONCE")}; }, stranger), 1);
    CHECK_EQ(code_of(redeem(office, used(campaign, "ONCE"), somebody())), "pricing.coupon_used_up");
    CHECK(office.pricing->check().empty());
}

TEST_CASE("of 20 who use a promotion of five at once five win") {
    Office office;
    const auto campaign = office.promotion("{" + ten_percent + R"(,"limit_total":5})");
    CHECK_EQ(winners(office, 20, [&](int) { return std::vector{used(campaign)}; }, stranger), 5);
    CHECK_EQ(code_of(redeem(office, used(campaign), somebody())), "pricing.promotion_used_up");
    CHECK(office.pricing->check().empty());
}

TEST_CASE("of 20 purchases of one customer at once as many win as one customer may have") {
    Office office;
    const auto campaign = office.promotion(by_coupon(R"(,"limit_per_customer":3)"));
    office.coupon(campaign, "THRICE");
    CHECK_EQ(winners(
                 office, 20, [&](int) { return std::vector{used(campaign, "THRICE")}; },
                 [](int) { return somebody(); }),
             3);
    CHECK(done(redeem(office, used(campaign, "THRICE"), somebody("eve@example.org"))));
    CHECK(office.pricing->check().empty());
}

TEST_CASE("purchases that use the same limited promotions in another order do not block") {
    Office office;
    const auto one = office.promotion("{" + ten_percent + R"(,"limit_total":1000})");
    const auto two = office.promotion("{" + ten_percent + R"(,"limit_total":1000})");
    const auto three = office.promotion(by_coupon(R"(,"limit_total":1000)"));
    office.coupon(three, "MANY", "1000");
    for (int round = 0; round < 5; ++round)
        CHECK_EQ(winners(
                     office, 8,
                     [&](int i) {
                         std::vector discounts{used(one), used(two), used(three, "MANY")};
                         std::ranges::rotate(discounts, discounts.begin() + i % 3);
                         return discounts;
                     },
                     stranger),
                 8);
    CHECK(office.pricing->check().empty());
}

TEST_CASE("a purchase counts once however often it asks") {
    Office office;
    const auto campaign = office.promotion(by_coupon(R"(,"limit_per_customer":1)"));
    office.coupon(campaign, "ONCE", "1");
    const auto purchase = platform::new_uuid();
    for (int i = 0; i < 3; ++i)
        CHECK(done(redeem(office, used(campaign, "ONCE"), somebody(), purchase)));
    CHECK(office.pricing->check().empty());
}

TEST_CASE("one purchase that asks many times at once counts once") {
    Office office;
    const auto campaign = office.promotion(by_coupon(R"(,"limit_per_customer":5,"limit_total":5)"));
    office.coupon(campaign, "ONCE", "5");
    const auto purchase = platform::new_uuid();
    std::barrier start(8);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            start.arrive_and_wait();
            redeem(office, used(campaign, "ONCE"), somebody(), purchase).value();
        });
    threads.clear();
    CHECK_EQ(office.campaigns().find(campaign.id)->used, 1);
    CHECK(office.pricing->check().empty());
}

TEST_CASE("nothing is counted when one of several is used up") {
    Office office;
    const auto free = office.promotion("{" + ten_percent + R"(,"limit_total":5})");
    const auto gone = office.promotion(by_coupon());
    office.coupon(gone, "GONE", "1");
    redeem(office, used(gone, "GONE"), somebody()).value();
    CHECK_EQ(code_of(office.pricing->redeem(platform::new_uuid(), {used(free), used(gone, "GONE")},
                                            somebody())),
             "pricing.coupon_used_up");
    CHECK_EQ(office.campaigns().find(free.id)->used, 0);
    CHECK(office.pricing->check().empty());
}

TEST_CASE("what a purchase that came to nothing used may be used again") {
    Office office;
    const auto campaign = office.promotion(by_coupon(R"(,"limit_total":1,"limit_per_customer":1)"));
    office.coupon(campaign, "ONCE", "1");
    const auto purchase = platform::new_uuid();
    redeem(office, used(campaign, "ONCE"), somebody(), purchase).value();
    CHECK_FALSE(done(redeem(office, used(campaign, "ONCE"), somebody())));
    office.pricing->release(purchase);
    office.pricing->release(purchase);
    CHECK(office.pricing->check().empty());
    CHECK(done(redeem(office, used(campaign, "ONCE"), somebody())));
}

TEST_CASE("what a placed order used stays used until it is cancelled") {
    Office office;
    const auto campaign = office.promotion(by_coupon());
    office.coupon(campaign, "ONCE", "1");
    const auto order = orders::OrderId::make();
    redeem(office, used(campaign, "ONCE"), somebody(), order.uuid()).value();
    office.announce(orders::OrderPlaced{order, "K-1", "ada@example.org", euros(900), {}, {}});
    office.dispatcher.drain();
    office.pricing->release(order.uuid());
    CHECK_FALSE(done(redeem(office, used(campaign, "ONCE"), somebody())));

    office.announce(orders::OrderCancelled{order, platform::new_uuid(), "customer", true});
    office.dispatcher.drain();
    CHECK(done(redeem(office, used(campaign, "ONCE"), somebody())));
    CHECK(office.pricing->check().empty());
}

TEST_CASE("a shop may keep the coupons of cancelled orders") {
    auto config = usual_config();
    config.coupons_return = false;
    Office office(config);
    const auto campaign = office.promotion(by_coupon());
    office.coupon(campaign, "ONCE", "1");
    const auto order = orders::OrderId::make();
    redeem(office, used(campaign, "ONCE"), somebody(), order.uuid()).value();
    office.announce(orders::OrderCancelled{order, platform::new_uuid(), "customer", true});
    office.dispatcher.drain();
    CHECK_FALSE(done(redeem(office, used(campaign, "ONCE"), somebody())));
}

TEST_CASE("an order that was cancelled before it was placed gives back what it used") {
    Office office;
    const auto campaign = office.promotion(by_coupon());
    office.coupon(campaign, "ONCE", "1");
    const auto order = orders::OrderId::make();
    redeem(office, used(campaign, "ONCE"), somebody(), order.uuid()).value();
    office.announce(orders::OrderCancelled{order, platform::new_uuid(), "expired", false});
    office.dispatcher.drain();
    CHECK(done(redeem(office, used(campaign, "ONCE"), somebody())));
}

TEST_CASE("a customer is known by the id, a guest by the e-mail address however it is written") {
    Office office;
    const auto campaign = office.promotion(by_coupon(R"(,"limit_per_customer":1)"));
    office.coupon(campaign, "EACH");
    const auto user = auth::UserId::make();
    CHECK(done(redeem(office, used(campaign, "EACH"), {user, "a@example.org"})));
    CHECK_FALSE(done(redeem(office, used(campaign, "EACH"), {user, "b@example.org"})));
    CHECK(done(redeem(office, used(campaign, "EACH"), {auth::UserId::make(), "c@example.org"})));
    CHECK(done(redeem(office, used(campaign, "EACH"), somebody("Ada@Example.org"))));
    for (const auto* email : {"ada@example.org", " ADA@EXAMPLE.ORG ", "ada+again@example.org"})
        CHECK_FALSE(done(redeem(office, used(campaign, "EACH"), somebody(email))));
    CHECK(done(redeem(office, used(campaign, "EACH"), somebody("adam@example.org"))));
    const auto kept = office.made.superuser().read([](platform::Reader& reader) {
        return reader.all<std::string>("select customer from pricing.redeemer");
    });
    CHECK_EQ(kept.size(), 6);
    for (const auto& key : kept) CHECK_EQ(key.find("example"), std::string::npos);
}

TEST_CASE("an account and a guest with the address of its orders are one customer") {
    Office office;
    const auto campaign = office.promotion(by_coupon(R"(,"limit_per_customer":2)"));
    office.coupon(campaign, "TWICE");
    const auto use = [&](const Customer& customer) {
        return code_of(redeem(office, used(campaign, "TWICE"), customer));
    };
    const auto user = auth::UserId::make();
    CHECK_EQ(use({user, "a@example.org"}), "");
    CHECK_EQ(use(somebody("A@example.org")), "");
    for (const Customer& again :
         {Customer{user, "a@example.org"}, Customer{auth::UserId::make(), "a@example.org"},
          somebody("a+again@example.org")}) {
        CHECK_EQ(use(again), "pricing.coupon_used_up");
        CHECK_EQ(code_of(office.pricing->coupon("TWICE", again)), "pricing.coupon_used_up");
    }
    // Neither the account nor an address has more.
    CHECK_EQ(use({user, "b@example.org"}), "");
    CHECK_EQ(use({user, "c@example.org"}), "pricing.coupon_used_up");
    CHECK_EQ(use(somebody("b@example.org")), "");
    CHECK_EQ(use(somebody("b@example.org")), "pricing.coupon_used_up");
}

TEST_CASE("of 20 purchases of one customer at once as many win, signed in or not") {
    Office office;
    const auto campaign = office.promotion("{" + ten_percent + R"(,"limit_per_customer":3})");
    const auto user = auth::UserId::make();
    const auto as = [&](int i) {
        return i % 2 ? Customer{user, "a@example.org"} : somebody("a@example.org");
    };
    CHECK_EQ(winners(office, 20, [&](int) { return std::vector{used(campaign)}; }, as), 3);
    CHECK(office.pricing->check().empty());
}

TEST_CASE("what a guest used counts for the account that claims the order") {
    Office office;
    const auto campaign = office.promotion(by_coupon(R"(,"limit_per_customer":1)"));
    office.coupon(campaign, "EACH");
    const auto order = orders::OrderId::make();
    redeem(office, used(campaign, "EACH"), somebody(), order.uuid()).value();
    const auto heir = auth::UserId::make();
    CHECK(done(office.pricing->coupon("EACH", {heir, ""})));
    for (int told = 0; told < 2; ++told) {
        office.announce(orders::OrderClaimed{order, heir, "ada@example.org", "hash"});
        office.dispatcher.drain();
    }
    CHECK_EQ(code_of(redeem(office, used(campaign, "EACH"), {heir, "new@example.org"})),
             "pricing.coupon_used_up");
    // And is given back with the order.
    office.announce(orders::OrderCancelled{order, platform::new_uuid(), "customer", true});
    office.dispatcher.drain();
    CHECK(done(redeem(office, used(campaign, "EACH"), {heir, "new@example.org"})));
}

TEST_CASE("of 20 purchases of one customer at once one is the first, signed in or not") {
    Office office;
    const auto campaign =
        office.promotion("{" + ten_percent + R"(,"conditions":{"first_order":true}})");
    const auto user = auth::UserId::make();
    const auto as = [&](int i) {
        return Customer{i % 2 ? std::optional(user) : std::nullopt, "a@example.org"};
    };
    CHECK_EQ(winners(office, 20, [&](int) { return std::vector{used(campaign)}; }, as), 1);
    CHECK_EQ(code_of(redeem(office, used(campaign), as(0))), "pricing.promotion_used_up");
    CHECK(done(redeem(office, used(campaign), somebody("eve@example.org"))));
}

TEST_CASE("a first order that comes to nothing leaves the next one to be the first") {
    Office office;
    const auto campaign = office.promotion(
        "{" + ten_percent + R"(,"automatic":false,"conditions":{"first_order":true}})");
    office.coupon(campaign, "FIRST");
    const auto order = orders::OrderId::make();
    const auto redeem_first = [&](const platform::Uuid& purchase) {
        return code_of(redeem(office, used(campaign, "FIRST"), somebody(), purchase));
    };
    CHECK_EQ(redeem_first(order.uuid()), "");
    CHECK_EQ(redeem_first(order.uuid()), "");
    CHECK_EQ(redeem_first(platform::new_uuid()), "pricing.coupon_used_up");
    office.pricing->release(order.uuid());
    CHECK_EQ(redeem_first(order.uuid()), "");

    office.announce(orders::OrderPlaced{order, "K-1", "ada@example.org", euros(900), {}, {}});
    office.dispatcher.drain();
    office.pricing->release(order.uuid());
    CHECK_EQ(redeem_first(platform::new_uuid()), "pricing.coupon_used_up");
}

TEST_CASE("a limit that is set later counts what was used before") {
    Office office;
    const auto campaign = office.promotion(by_coupon());
    office.coupon(campaign, "MANY");
    redeem(office, used(campaign, "MANY"), stranger(1)).value();
    redeem(office, used(campaign, "MANY"), stranger(2)).value();
    office.replace(campaign, by_coupon(R"(,"limit_total":3)"));
    CHECK(done(redeem(office, used(campaign, "MANY"), stranger(3))));
    CHECK_FALSE(done(redeem(office, used(campaign, "MANY"), stranger(4))));
    CHECK(office.pricing->check().empty());
    office.replace(campaign, by_coupon());
    CHECK(done(redeem(office, used(campaign, "MANY"), stranger(5))));
    office.replace(campaign, by_coupon(R"(,"limit_total":4)"));
    CHECK(office.pricing->check().empty());
}

TEST_CASE("a limit that is set waits for those who redeem without one") {
    Office office;
    const auto campaign = office.promotion(by_coupon());
    office.coupon(campaign, "MANY");
    std::atomic<bool> done = false;
    std::jthread staff;
    office.own.together([&] {
        redeem(office, used(campaign, "MANY"), somebody()).value();
        bool is_waiting = is_anybody_waiting(office);
        staff = std::jthread([&] {
            office.replace(campaign, by_coupon(R"(,"limit_total":5)"));
            done = true;
        });
        while (!done && !is_waiting) is_waiting = is_anybody_waiting(office);
    });
    staff.join();
    CHECK_EQ(office.campaigns().find(campaign.id)->used, 1);
    CHECK(office.pricing->check().empty());
}

TEST_CASE("a limit that is set while others redeem loses no count") {
    Office office;
    const auto campaign = office.promotion(by_coupon());
    office.coupon(campaign, "MANY");
    std::jthread staff([&] {
        for (int i = 0; i < 10; ++i)
            office.replace(campaign, by_coupon(i % 2 ? "" : R"(,"limit_total":1000)"));
        office.replace(campaign, by_coupon(R"(,"limit_total":1000)"));
    });
    for (int round = 0; round < 10; ++round)
        winners(office, 4, [&](int) { return std::vector{used(campaign, "MANY")}; }, stranger);
    staff.join();
    CHECK(office.pricing->check().empty());
}

TEST_CASE("a limited coupon costs two round trips, the commit included") {
    Office office;
    const auto campaign = office.promotion(by_coupon(R"(,"limit_total":9)"));
    office.coupon(campaign, "NINE", "9");
    redeem(office, used(campaign, "NINE"), somebody()).value();
    const auto before = office.round_trips();
    redeem(office, used(campaign, "NINE"), somebody()).value();
    CHECK_EQ(office.round_trips(), before + 2);
}

TEST_CASE("a deleted promotion is used up") {
    Office office;
    const auto campaign = office.promotion(by_coupon());
    office.coupon(campaign, "GONE");
    office.campaigns()
        .remove(campaign.id, [](const auto&) { return platform::Result<>{}; })
        .value();
    CHECK_EQ(code_of(redeem(office, used(campaign, "GONE"), somebody())), "pricing.coupon_used_up");
}

TEST_CASE("the doctor finds a count that is not what was redeemed") {
    Office office;
    const auto campaign = office.promotion("{" + ten_percent + R"(,"limit_total":5})");
    office.made.superuser().transact(
        [](platform::Tx& tx) { tx.run("update pricing.promotion set used = 2"); });
    const auto violations = office.pricing->check();
    REQUIRE_EQ(violations.size(), 1);
    CHECK_NE(violations[0].subject.find(platform::to_string(campaign.id.uuid())),
             std::string::npos);
}
