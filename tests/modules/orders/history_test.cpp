#include "counter.hpp"

#include <algorithm>
#include <random>

using namespace kontor;
using namespace kontor::orders;
using platform::http::Method;

namespace {

// What was answered, and when.
struct Answered {
    platform::Time at;
    std::string body;
};

// Nothing, or both from where they differ.
std::string difference(const std::string& then, const std::string& now) {
    const auto [first, second] = std::ranges::mismatch(then, now);
    if (first == then.end() && second == now.end()) return "";
    const auto at = static_cast<std::size_t>(first - then.begin());
    const auto from = at - std::min<std::size_t>(at, 30);
    return then.substr(from, 90) + " / " + now.substr(from, 90);
}

struct Historian : ShopCounter {
    std::vector<Answered> answers;

    void take_down(const OrderId& id) {
        settle();
        const auto answer = show(id);
        REQUIRE(answer.status == 200);
        answers.push_back({clock.now(), answer.body});
        clock.advance(std::chrono::milliseconds(1));
    }

    void compare(const OrderId& id) {
        for (const auto& answered : answers)
            CHECK(difference(answered.body, show(id, answered.at).body) == "");
        for (std::size_t index = 1; index < answers.size(); ++index) {
            const auto before = answers[index].at - std::chrono::milliseconds(240);
            if (answers[index].at - answers[index - 1].at < std::chrono::milliseconds(250))
                continue;
            CHECK(show(id, before).status == 200);
        }
    }

    Order now(const OrderId& id) { return *orders->order(id, std::nullopt); }

    shipping::Consignment consignment(const OrderId& id) {
        const auto order = now(id);
        shipping::Consignment consignment{id, order.checkout, {}, order.shipping_address};
        for (const auto& item : order.items)
            consignment.items.push_back({item.id, item.variant_id, item.quantity});
        return consignment;
    }

    void ship_one(const OrderId& id, std::size_t item) {
        const auto goods = consignment(id);
        auto one = goods.items[item];
        one.quantity = 1;
        static_cast<void>(
            shipping->ship({goods, std::vector{one}, "DHL", "T" + std::to_string(item)}));
    }

    void deliver_first(const OrderId& id) {
        for (const auto& shipment : shipping->shipments_of({id}))
            if (shipment.status == shipping::ShipmentStatus::shipped) {
                static_cast<void>(shipping->deliver(shipment.id));
                return;
            }
    }

    void refund(const OrderId& id, std::int64_t cents) {
        static_cast<void>(payments->refund({id, euros(cents), "goodwill", platform::new_uuid()}));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Historian, "an order is answered as of any past time as it was answered then") {
    const auto wanted = some_order();
    const auto id = wanted.id;
    const auto pending = orders->place_pending(wanted);
    REQUIRE(pending.has_value());
    take_down(id);
    const auto paid = payments->pay({id, 1, wanted.totals.total, "simulator", "sim_ok"});
    take_down(id);
    REQUIRE(orders->place(*pending, wanted.owner, paid->captured).has_value());
    take_down(id);
    REQUIRE(ask(Method::post, path(id) + "/notes", R"({"text":"Called: leave it with Mr Roe"})")
                .status == 201);
    take_down(id);
    ship_one(id, 0);
    take_down(id);
    refund(id, 100);
    take_down(id);
    ship_one(id, 0);
    ship_one(id, 1);
    take_down(id);
    for (int shipment = 0; shipment < 3; ++shipment) {
        deliver_first(id);
        take_down(id);
    }
    REQUIRE(ask(Method::post, path(id) + "/archive").status == 200);
    take_down(id);
    CHECK(now(id).status == Status::archived);
    CHECK(answers.front().body != answers.back().body);
    compare(id);
}

TEST_CASE_FIXTURE(Historian,
                  "before it was made an order is not found, and the future is refused") {
    const auto before = clock.now() - std::chrono::seconds(1);
    const auto id = place(some_order());
    CHECK(show(id, before).status == 404);
    CHECK(show(id, clock.now() + std::chrono::seconds(1)).status == 422);
    CHECK(ask(Method::get, path(id) + "?at=yesterday").status == 422);
}

TEST_CASE("whatever happens to an order, in any order, its past stays what it was") {
    for (unsigned seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        Historian historian;
        std::mt19937 random(seed);
        const auto id = historian.place(some_order());
        historian.take_down(id);
        for (int step = 0; step < 8; ++step) {
            switch (random() % 6) {
                case 0:
                    historian.ship_one(id, random() % 2);
                    break;
                case 1:
                    historian.deliver_first(id);
                    break;
                case 2:
                    historian.refund(id, 1 + static_cast<std::int64_t>(random() % 900));
                    break;
                case 3:
                    historian.ask(Method::post, historian.path(id) + "/cancel");
                    break;
                case 4:
                    historian.ask(Method::post, historian.path(id) + "/notes", R"({"text":"x"})");
                    break;
                default:
                    historian.ask(Method::post, historian.path(id) + "/archive");
            }
            historian.take_down(id);
        }
        historian.compare(id);
    }
}

TEST_CASE_FIXTURE(Historian, "the timeline tells who did what, and the states before and after") {
    const auto id = place(some_order());
    REQUIRE(ask(Method::post, path(id) + "/cancel", R"({"reason":"Out of season"})").status == 200);
    const auto timeline = orders->timeline(id);
    REQUIRE(timeline.size() == 4);
    CHECK(timeline[0].actor == "customer");
    CHECK_FALSE(timeline[0].before);
    const auto& cancelled = timeline[3];
    CHECK(cancelled.event == "cancelled");
    CHECK(cancelled.actor == "staff:" + auth::UserId(*caller.user).text());
    CHECK(cancelled.detail == "Out of season");
    CHECK(cancelled.before->status == Status::placed);
    CHECK(cancelled.before->payment_status == PaymentState::paid);
    CHECK(cancelled.after->status == Status::cancelled);
    CHECK(cancelled.after->fulfilment_status == FulfilmentState::cancelled);
}

TEST_CASE_FIXTURE(Historian, "a note is for staff: no answer to the customer shows it") {
    const auto wanted = some_order();
    const auto id = place(wanted);
    REQUIRE(ask(Method::post, path(id) + "/notes", R"({"text":"A difficult one"})").status == 201);
    CHECK(show(id).body.find("A difficult one") != std::string::npos);
    caller = {platform::http::Caller::Kind::guest, {}, "guest", {}};
    const auto seen = ask(Method::get, "/v1/orders/" + id.text());
    CHECK(seen.status == 200);
    CHECK(seen.body.find("A difficult one") == std::string::npos);
}
