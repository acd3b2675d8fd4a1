#include "webhook_shop.hpp"

#include <doctest/doctest.h>
#include <boost/json/value.hpp>

#include <algorithm>
#include <thread>

namespace kontor::test {

namespace {

// The same message ten times at once.
void tell_ten_times(const Sender& sender, const Message& message) {
    const auto headers = sender.headers(message);
    std::vector<int> statuses(10);
    {
        std::vector<std::jthread> deliveries;
        for (auto& status : statuses)
            deliveries.emplace_back(
                [&] { status = webhook_shop().tell(sender, message, headers).status; });
    }
    CHECK(statuses == std::vector<int>(10, 200));
}

}  // namespace

TEST_CASE("55: what a payment provider tells ten times at once is booked once") {
    auto& shop = webhook_shop();
    const auto sale = shop.unsettled_order();
    const auto path = "/v1/admin/orders/" + sale.order;
    const std::string booked = "payments.ledger_transaction where kind = 'capture'";
    const auto before = shop.count(booked);
    REQUIRE(shop.staff().get(path).text("/payment_status") == "none");
    tell_ten_times(senders().at(0), sale.captured);
    CHECK(eventually([&] { return shop.staff().get(path).text("/payment_status") == "paid"; }));
    tell_ten_times(senders().at(0), sale.captured);
    CHECK(shop.kept(senders().at(0), sale.captured.id) == 1);
    CHECK(shop.count(booked) == before + 1);
}

TEST_CASE("55: what a carrier tells ten times at once moves the shipment once") {
    auto& shop = webhook_shop();
    const auto parcel = shop.shipment_under_way();
    tell_ten_times(senders().at(2), parcel.delivered);
    const auto shipment = shop.staff().get("/v1/admin/shipments/" + parcel.shipment);
    CHECK(shipment.text("/status") == "delivered");
    const auto told = shipment.json();
    CHECK(told.at("tracking").as_array().size() == 1);
    CHECK(std::ranges::count_if(told.at("history").as_array(), [](const auto& entry) {
              return entry.at("after") == "delivered";
          }) == 1);
}

TEST_CASE("55: a message of a type that the shop does not know is taken, and kept once") {
    auto& shop = webhook_shop();
    for (const auto& sender : senders()) {
        const auto message = sender.of_unknown_type();
        tell_ten_times(sender, message);
        CAPTURE(sender.path);
        CHECK(shop.kept(sender, message.id) == 1);
    }
}

}  // namespace kontor::test
