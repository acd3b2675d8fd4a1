#include "backing.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using namespace kontor::checkout;
using payments::PaymentStatus;

TEST_CASE("an order is funded by what was captured and by what will be taken of the rest") {
    const auto euros = [](std::int64_t cents) {
        return platform::Money{cents, *platform::Currency::parse("EUR")};
    };
    payments::Payment payment;
    payment.amount = euros(1000);
    payment.captured = euros(0);
    payment.status = PaymentStatus::authorized;
    payment.to_capture = euros(700);
    payment.goods_may_leave = true;
    const auto held = funding_of(payment, 250);
    CHECK(held.captured == euros(250));
    CHECK(held.authorized == 700);
    CHECK(held.goods_may_leave);

    payment.status = PaymentStatus::captured;
    payment.captured = euros(1000);
    payment.to_capture = {};
    CHECK(funding_of(payment, 0).captured == euros(1000));
    CHECK(funding_of(payment, 0).authorized == 0);
}
