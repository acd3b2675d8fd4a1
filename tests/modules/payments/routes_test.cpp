#include "books.hpp"
#include "signature.hpp"

#include <boost/json/parse.hpp>

using namespace kontor;
using namespace kontor::payments;
using namespace kontor::platform::http;
using test::Books;

namespace {

struct Desk {
    explicit Desk(Config config = {.simulator = true}) : books(std::move(config)) {
        add_routes(router, *books.payments);
    }
    Response post(const std::string& target, const std::string& body = {}, Headers headers = {}) {
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        headers.emplace_back("Host", "shop.example");
        return router.handle({Method::post, target, std::move(headers), body, "127.0.0.1"});
    }
    Books books;
    Router router{RouterOptions{}};
};

std::string member(const Response& response, std::string_view name) {
    return std::string(boost::json::parse(response.body).at(name).as_string());
}

}  // namespace

TEST_CASE("a signed webhook is answered with 200, an unsigned one with 400") {
    Desk desk;
    const std::string body =
        R"({"id":"evt_)" + to_string(platform::new_uuid()) + R"(","type":"ping"})";
    const auto signature = sign_webhook("whsec_simulator", desk.books.clock.now(), body);
    const std::string target = "/v1/payments/webhooks/simulator";
    CHECK_EQ(desk.post(target, body, {{"Webhook-Signature", signature}}).status, 200);
    CHECK_EQ(desk.post(target, body, {{"Webhook-Signature", signature}}).status, 200);
    const auto refused = desk.post(target, body);
    CHECK_EQ(refused.status, 400);
    CHECK_EQ(member(refused, "code"), "payments.bad_signature");
    CHECK_EQ(desk.post("/v1/payments/webhooks/stripe", body).status, 404);
}

TEST_CASE("approving a simulated payment answers its id and status") {
    Desk desk;
    const auto payment = desk.books.pay("sim_requires_action");
    const auto answer = desk.post(payment.next_action->url);
    CHECK_EQ(answer.status, 200);
    CHECK_EQ(member(answer, "id"), payment.id.text());
    CHECK_EQ(member(answer, "status"), "captured");
}

TEST_CASE("approving what does not wait for it is a conflict, and what is not there not found") {
    Desk desk;
    const auto path = [](const std::string& id) {
        return "/v1/payments/simulator/" + id + "/approve";
    };
    CHECK_EQ(desk.post(path(desk.books.pay("sim_ok").id.text())).status, 409);
    CHECK_EQ(desk.post(path(PaymentId::make().text())).status, 404);
    CHECK_EQ(desk.post(path("nonsense")).status, 404);
}

TEST_CASE("without the simulator nothing can be approved") {
    Desk open;
    const auto payment = open.books.pay("sim_requires_action");
    Desk closed(Config{});
    CHECK_EQ(closed.post(payment.next_action->url).status, 404);
}

TEST_CASE("who waits for a provider has a pool of its own, which webhooks do not wait for") {
    Desk desk;
    const auto pool_of = [&](const std::string& target) {
        return desk.router.needs(Method::post, target).bulkhead;
    };
    CHECK(pool_of("/v1/payments/simulator/pay_00000000000000000000000000/approve") ==
          Bulkhead::remote);
    CHECK(pool_of("/v1/payments/webhooks/simulator") == Bulkhead::fast);
}
