#include "counter.hpp"
#include "desk.hpp"
#include "states.hpp"

#include <functional>
#include <map>

using namespace kontor;
using namespace kontor::orders;

namespace {

// Orders that were brought into any state, and everything that could bring them into another.
struct Paths : ShopCounter {
    Desk desk{database, events, clock};

    OrderId in(Status status) {
        const auto wanted = some_order();
        REQUIRE(orders->place_pending(wanted).has_value());
        tables.superuser().transact([&](platform::Tx& tx) {
            tx.run("update orders.customer_order set status = $2 where id = $1", wanted.id, status);
        });
        return wanted.id;
    }

    using Move = std::function<platform::Result<Order>(const OrderId&)>;
    std::map<Status, Move> moves{
        {Status::placed,
         [this](const OrderId& id) {
             return orders->place(*orders->order(id, std::nullopt), {}, Funding(euros(2990)));
         }},
        {Status::cancelled,
         [this](const OrderId& id) { return orders->cancel(id, std::nullopt, "staff", "x"); }},
        {Status::expired, [this](const OrderId& id) { return orders->expire(id); }},
        {Status::archived, [this](const OrderId& id) { return desk.archive(id, "staff"); }}};
};

constexpr std::array every_status{Status::draft,     Status::pending,  Status::placed,
                                  Status::completed, Status::archived, Status::cancelled,
                                  Status::expired};

bool is_allowed(Status from, Status to) {
    return std::ranges::find(allowed_after(from), to) != allowed_after(from).end();
}

// What was done is answered again instead of refused.
bool is_repeated(Status from, Status to) {
    if (to == Status::placed) return from == Status::placed || from == Status::completed;
    return to == Status::expired && from == Status::expired;
}

}  // namespace

TEST_CASE_FIXTURE(Paths, "whatever the state table does not allow is refused, pair by pair") {
    for (const auto& [to, move] : moves)
        for (const auto from : every_status) {
            CAPTURE(platform::enum_name(from));
            CAPTURE(platform::enum_name(to));
            const auto id = in(from);
            const auto moved = move(id);
            if (is_repeated(from, to)) {
                CHECK(moved.has_value());
            } else if (is_allowed(from, to)) {
                // A payment that is under way cannot be cancelled under its feet.
                const bool is_busy = from == Status::pending && to == Status::cancelled;
                CHECK(moved.has_value() == !is_busy);
                if (moved) CHECK(moved->status == to);
            } else {
                REQUIRE(moved.has_error());
                const auto error = moved.error();
                CHECK(error.kind == platform::ErrorKind::conflict);
                CHECK(error.code == "invalid_transition");
                REQUIRE(error.details.size() == 3);
                CHECK(std::get<std::string>(error.details[0].second) ==
                      std::string(platform::enum_name(from)));
                CHECK(std::get<std::string>(error.details[1].second) ==
                      std::string(platform::enum_name(to)));
                CHECK(std::get<std::vector<std::string>>(error.details[2].second).size() ==
                      allowed_after(from).size());
                CHECK(orders->order(id, std::nullopt)->status == from);
            }
        }
}

TEST_CASE_FIXTURE(Paths, "an expired order is announced and owes nothing") {
    const auto id = in(Status::pending);
    const auto expired = orders->expire(id);
    REQUIRE(expired.has_value());
    CHECK(expired->status == Status::expired);
    CHECK(expired->amount_due == euros(0));
    CHECK(orders->timeline(id).back().event == "expired");
}
