#include "office.hpp"

using namespace kontor;
using namespace kontor::pricing;
using namespace kontor::pricing::test;

namespace {

std::string percent(int percentage, const std::string& more = "") {
    return R"({"benefit":{"kind":"percentage","percentage_ppm":)" +
           std::to_string(percentage * 10'000) + "}" + more + "}";
}

Quote quote(Office& office, QuoteRequest request, std::vector<std::string> coupons = {}) {
    request.coupons = std::move(coupons);
    return office.pricing->quote(request);
}

std::int64_t discount(const Quote& quote) {
    return quote.calculation.totals.discount.amount;
}

std::string reason(const Quote& quote) {
    return quote.idle_coupons.size() == 1 ? quote.idle_coupons.front().reason : "";
}

const std::string used_up = "It has been used as often as it may be.";

}  // namespace

TEST_CASE("a quote of a shop without rules contains the tax of the configuration") {
    Office office;
    const auto request = office.basket({office.sell(11900)});
    const auto answer = quote(office, request);
    CHECK_EQ(answer.calculation.totals.total, euros(11900));
    CHECK_EQ(answer.calculation.totals.tax, euros(1900));
    CHECK_EQ(answer.calculation.taxes.front().name, "VAT");
}

TEST_CASE("a quote without coupons and limits costs no round trip, any other one") {
    Office office;
    const auto request = office.basket({office.sell(1000)});
    office.promotion(percent(10));
    quote(office, request);
    auto before = office.round_trips();
    CHECK_EQ(discount(quote(office, request)), 100);
    CHECK_EQ(office.round_trips(), before);

    office.promotion(percent(10, R"(,"limit_total":5,"limit_per_customer":2)"));
    const auto first =
        office.promotion(percent(10, R"(,"conditions":{"first_order":true},"automatic":false)"));
    office.coupon(first, "FIRST", "7");
    quote(office, request);
    before = office.round_trips();
    CHECK_EQ(discount(quote(office, request, {"FIRST"})), 271);
    CHECK_EQ(office.round_trips(), before + 1);
}

TEST_CASE("a coupon is found trimmed and whatever its capitals, and counts once") {
    Office office;
    const auto request = office.basket({office.sell(1000)});
    office.coupon(office.promotion(percent(10, R"(,"automatic":false)")), "Summer-26");
    CHECK_EQ(discount(quote(office, request)), 0);
    const auto answer = quote(office, request, {" summer-26 ", "SUMMER-26"});
    CHECK_EQ(discount(answer), 100);
    CHECK(answer.idle_coupons.empty());
    CHECK_EQ(answer.calculation.discounts.front().code, "SUMMER-26");
    CHECK_EQ(office.pricing->coupon(" summer-26\n", {}).value(), "SUMMER-26");
}

TEST_CASE("an idle coupon says why") {
    Office office;
    const auto request = office.basket({office.sell(1000)});
    for (const auto& unknown : {std::string("NONE"), std::string(), std::string("A\0B", 3),
                                std::string("\xff"), std::string(10'000, 'A')})
        CHECK_EQ(reason(quote(office, request, {unknown})), "There is no such coupon any more.");

    const auto dear = office.promotion(percent(
        10, R"(,"automatic":false,"conditions":{"minimum":[{"amount":5000,"currency":"EUR"}]})"));
    office.coupon(dear, "DEAR");
    CHECK_NE(reason(quote(office, request, {"DEAR"})).find("50.00 EUR"), std::string::npos);

    const auto off = office.promotion(percent(10, R"(,"automatic":false,"active":false)"));
    office.coupon(off, "OFF");
    CHECK_EQ(reason(quote(office, request, {"OFF"})), "There is no such coupon any more.");

    const auto automatic = office.promotion(percent(10));
    office.coupon(automatic, "TWICE");
    CHECK_EQ(reason(quote(office, request, {"TWICE"})), "What it gives is given already.");
}

TEST_CASE("two coupons of one promotion give what one gives") {
    Office office;
    const auto request = office.basket({office.sell(1000)});
    const auto campaign = office.promotion(percent(10, R"(,"automatic":false)"));
    office.coupon(campaign, "ONE");
    office.coupon(campaign, "TWO");
    const auto answer = quote(office, request, {"ONE", "TWO"});
    CHECK_EQ(discount(answer), 100);
    REQUIRE_EQ(answer.idle_coupons.size(), 1);
    CHECK_EQ(answer.idle_coupons[0].code, "TWO");
}

TEST_CASE("a promotion that is used up is not offered, except to the purchase that used it") {
    Office office;
    auto request = office.basket({office.sell(1000)});
    const auto campaign = office.promotion(percent(10, R"(,"automatic":false,"limit_total":1)"));
    office.coupon(campaign, "ONCE", "1");
    const auto automatic = office.promotion(percent(20, R"(,"limit_total":1)"));
    const auto before = quote(office, request, {"ONCE"});
    CHECK_EQ(discount(before), 280);

    const auto purchase = platform::new_uuid();
    office.pricing->redeem(purchase, before.calculation.discounts, {{}, "a@example.org"}).value();
    CHECK_EQ(discount(quote(office, request, {"ONCE"})), 0);
    CHECK_EQ(reason(quote(office, request, {"ONCE"})), used_up);
    CHECK_EQ(code_of(office.pricing->coupon("ONCE", {})), "pricing.coupon_used_up");
    request.purchase = purchase;
    CHECK_EQ(discount(quote(office, request, {"ONCE"})), 280);
}

TEST_CASE("a customer who had theirs is told so") {
    Office office;
    auto request = office.basket({office.sell(1000)});
    request.customer.email = "a@example.org";
    const auto campaign =
        office.promotion(percent(10, R"(,"automatic":false,"limit_per_customer":1)"));
    office.coupon(campaign, "EACH");
    office.pricing
        ->redeem(platform::new_uuid(), quote(office, request, {"EACH"}).calculation.discounts,
                 request.customer)
        .value();
    CHECK_EQ(reason(quote(office, request, {"EACH"})),
             "You have used it as often as one customer may.");
    CHECK_EQ(code_of(office.pricing->coupon("EACH", request.customer)), "pricing.coupon_used_up");
    request.customer.email = "b@example.org";
    CHECK_EQ(discount(quote(office, request, {"EACH"})), 100);
}

TEST_CASE("who claimed what was ordered by a guest has ordered before") {
    Office office;
    office.promotion(percent(10, R"(,"conditions":{"first_order":true})"));
    auto request = office.basket({office.sell(1000)});
    request.customer = {auth::UserId::make(), "new@example.org"};
    const auto claim = [&](const std::string& email) {
        const auto order = orders::OrderId::make();
        office.announce(orders::OrderClaimed{order, *request.customer.id, email, "hash"});
        office.dispatcher.drain();
    };
    // Never placed.
    claim("nobody@example.org");
    CHECK_EQ(discount(quote(office, request)), 100);
    office.announce(orders::OrderPlaced{
        orders::OrderId::make(), "K-1", "guest@example.org", euros(900), {}, {}});
    office.dispatcher.drain();
    CHECK_EQ(discount(quote(office, request)), 100);
    claim("guest@example.org");
    CHECK_EQ(discount(quote(office, request)), 0);
}

TEST_CASE("a first order is one of nobody whose order was placed before") {
    Office office;
    auto request = office.basket({office.sell(1000)});
    office.promotion(percent(10, R"(,"conditions":{"first_order":true})"));
    const auto user = auth::UserId::make();
    CHECK_EQ(discount(quote(office, request)), 100);
    office.announce(orders::OrderPlaced{
        orders::OrderId::make(), "K-1", "Ada@example.org", euros(900), {}, user});
    office.dispatcher.drain();
    CHECK_EQ(discount(quote(office, request)), 100);
    for (const Customer& customer : {Customer{user, ""}, Customer{{}, "ada@example.org"},
                                     Customer{auth::UserId::make(), "ADA@example.org"}}) {
        request.customer = customer;
        CHECK_EQ(discount(quote(office, request)), 0);
    }
    request.customer = {auth::UserId::make(), "eve@example.org"};
    CHECK_EQ(discount(quote(office, request)), 100);
}

TEST_CASE("a promotion for a group is for its members") {
    Office office;
    auto request = office.basket({office.sell(1000)});
    const auto group = office.clientele.found("Dealers");
    const auto dealer = auth::UserId::make();
    office.clientele.join(group, dealer).value();
    office.promotion(percent(10, R"(,"conditions":{"groups":[")" + group.text() + R"("]})"));
    CHECK_EQ(discount(quote(office, request)), 0);
    request.customer.id = dealer;
    CHECK_EQ(discount(quote(office, request)), 100);
}

TEST_CASE("a coupon for a group is refused to everybody else") {
    Office office;
    const auto group = office.clientele.found("Dealers");
    const auto dealer = auth::UserId::make();
    office.clientele.join(group, dealer).value();
    const auto campaign = office.promotion(
        percent(10, R"(,"automatic":false,"conditions":{"groups":[")" + group.text() + R"("]})"));
    office.coupon(campaign, "DEALERS");
    CHECK(done(office.pricing->coupon("dealers", {dealer, ""})));
    for (const Customer& other : {Customer{}, Customer{auth::UserId::make(), "d@example.org"}})
        CHECK_EQ(code_of(office.pricing->coupon("DEALERS", other)),
                 "pricing.coupon_not_for_customer");
}

TEST_CASE("a coupon outside its period is refused with the time") {
    Office office;
    const auto campaign = office.promotion(percent(
        10,
        R"(,"automatic":false,"conditions":{"starts_at":"2026-02-01T00:00:00Z","ends_at":"2026-02-02T00:00:00Z"})"));
    office.coupon(campaign, "FEBRUARY");
    CHECK_EQ(code_of(office.pricing->coupon("FEBRUARY", {})), "pricing.coupon_not_valid_now");
    office.clock.set(time("2026-02-01T00:00:00Z"));
    CHECK(done(office.pricing->coupon("FEBRUARY", {})));
    office.clock.set(time("2026-02-02T00:00:00Z"));
    CHECK_EQ(code_of(office.pricing->coupon("FEBRUARY", {})), "pricing.coupon_not_valid_now");
    for (const auto* unknown : {"MARCH", "", "  ", "A B", "Ä", "'; drop table"})
        CHECK_EQ(code_of(office.pricing->coupon(unknown, {})), "pricing.no_such_coupon");
    CHECK_EQ(code_of(office.pricing->coupon(std::string(10'000, 'A'), {})),
             "pricing.no_such_coupon");
}

TEST_CASE("a rule of another process is known once its fact was heard, a coupon's at once") {
    Office office;
    const auto request = office.basket({office.sell(1000)});
    Office::Elsewhere elsewhere(office);
    CHECK_EQ(discount(elsewhere.pricing->quote(request)), 0);
    office.promotion(percent(10));
    CHECK_EQ(discount(elsewhere.pricing->quote(request)), 0);
    elsewhere.pricing->refresh();
    CHECK_EQ(discount(elsewhere.pricing->quote(request)), 100);

    const auto campaign = office.promotion(percent(50, R"(,"automatic":false)"));
    office.coupon(campaign, "NEW");
    auto with_coupon = request;
    with_coupon.coupons = {"NEW"};
    CHECK_EQ(discount(elsewhere.pricing->quote(with_coupon)), 550);
}

TEST_CASE("steps are written where they are asked for") {
    Office office;
    const auto request = office.basket({office.sell(1000)});
    CHECK(office.pricing->quote(request, false).steps.empty());
    CHECK_FALSE(office.pricing->quote(request, true).steps.empty());
}
