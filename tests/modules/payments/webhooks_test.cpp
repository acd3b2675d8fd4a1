#include "books.hpp"
#include "signature.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::payments;
using test::Books;
using enum kontor::payments::PaymentStatus;

namespace {

const std::string secret = "whsec_simulator";

std::string event_about(const Payment& payment, const std::string& id) {
    return R"({"id":")" + id + R"(","type":"charge.captured","charge_key":")" +
           payment.order.text() + ":" + std::to_string(payment.attempt) + R"(","more":{"n":1}})";
}

std::string fresh_id() {
    return platform::to_typeid("evt", platform::new_uuid());
}

// Kept, and then handled by the job.
platform::Result<> receive(Books& books, const std::string& body) {
    const auto kept = books.payments->receive_webhook(
        "simulator", sign_webhook(secret, books.clock.now(), body), body);
    books.payments->handle_webhooks();
    return kept;
}

std::int64_t events_kept(Books& books, const std::string& id) {
    return books.superuser.read([&](platform::Reader& reader) {
        return *reader.one<std::int64_t>(
            "select count(*) from payments.webhook_event where event_id = $1", id);
    });
}

}  // namespace

TEST_CASE("a webhook that comes twice, and before the answer, captures once") {
    Books books;
    const auto payment = books.pay("sim_duplicate_webhook");
    CHECK_EQ(payment.status, captured);
    CHECK_EQ(books.facts_about(payment.id), test::captured_once);
    CHECK(books.payments->check().empty());
}

TEST_CASE("a webhook settles a payment whose answer was lost") {
    Books books;
    const auto payment = books.pay("sim_timeout");
    CHECK_FALSE(receive(books, event_about(payment, fresh_id())).has_error());
    CHECK_EQ(books.payments->payments_of(payment.order).front().status, captured);
    CHECK_EQ(books.facts_about(payment.id), test::captured_once);
}

TEST_CASE("a webhook is kept before it is answered, and handled by the job") {
    Books books;
    const auto payment = books.pay("sim_timeout");
    const auto id = fresh_id();
    const auto body = event_about(payment, id);
    const auto signature = sign_webhook(secret, books.clock.now(), body);
    CHECK_FALSE(books.payments->receive_webhook("simulator", signature, body).has_error());
    CHECK_EQ(events_kept(books, id), 1);
    CHECK_EQ(books.payments->payments_of(payment.order).front().status, processing);
    books.payments->handle_webhooks();
    CHECK_EQ(books.payments->payments_of(payment.order).front().status, captured);
}

TEST_CASE("ten deliveries of one event at once have one effect") {
    Books books;
    const auto payment = books.pay("sim_timeout");
    const auto id = fresh_id();
    {
        std::vector<std::jthread> deliveries;
        for (int delivery = 0; delivery < 10; ++delivery)
            deliveries.emplace_back(
                [&] { CHECK_FALSE(receive(books, event_about(payment, id)).has_error()); });
    }
    CHECK_EQ(events_kept(books, id), 1);
    CHECK_EQ(books.facts_about(payment.id), test::captured_once);
}

TEST_CASE("a webhook that claims more than the provider's books say changes nothing") {
    Books books;
    const auto payment = books.pay("sim_requires_action");
    CHECK_FALSE(receive(books, event_about(payment, fresh_id())).has_error());
    CHECK_EQ(books.payments->payments_of(payment.order).front().status, requires_action);
}

TEST_CASE("events of unknown types and about unknown charges are kept and taken") {
    Books books;
    for (const std::string charge :
         {"", R"(,"charge_key":"ord_x:1")", R"(,"charge_key":"what")", R"(,"charge_key":7)"}) {
        const auto id = fresh_id();
        CHECK_FALSE(
            receive(books, R"({"id":")" + id + R"(","type":"weather.changed")" + charge + "}")
                .has_error());
        CHECK_EQ(events_kept(books, id), 1);
    }
}

TEST_CASE("a signature that does not fit, or is too old, is refused and leaves no trace") {
    Books books;
    const auto payment = books.pay("sim_timeout");
    const auto id = fresh_id();
    const auto body = event_about(payment, id);
    const auto now = books.clock.now();
    for (const auto& signature : {std::string(), sign_webhook("whsec_other", now, body),
                                  sign_webhook(secret, now, body + " "),
                                  sign_webhook(secret, now - std::chrono::seconds(301), body),
                                  sign_webhook(secret, now + std::chrono::seconds(301), body)}) {
        const auto taken = books.payments->receive_webhook("simulator", signature, body);
        REQUIRE(taken.has_error());
        CHECK_EQ(taken.error().code, "payments.bad_signature");
    }
    CHECK_EQ(events_kept(books, id), 0);
    CHECK_EQ(books.payments->payments_of(payment.order).front().status, processing);
}

TEST_CASE("a signed body that is no event is refused") {
    Books books;
    for (const std::string body :
         {"", "{}", "[]", "{\"id\":\"\",\"type\":\"x\"}", "{\"id\":1,\"type\":\"x\"}", "\xff"}) {
        const auto taken = receive(books, body);
        REQUIRE(taken.has_error());
        CHECK_EQ(taken.error().code, "payments.bad_webhook");
    }
    CHECK_EQ(receive(books, R"({"type":"x","id":")" + std::string(256, 'a') + "\"}").error().code,
             "payments.bad_webhook");
}

TEST_CASE("webhooks for a provider that the shop does not have are not found") {
    Books books;
    const auto taken = books.payments->receive_webhook("stripe", "", "{}");
    CHECK_EQ(taken.error().code, "payments.unknown_provider");
    CHECK_EQ(taken.error().kind, platform::ErrorKind::not_found);
}

TEST_CASE("the job handles a webhook that was stored when the process died") {
    Books books;
    const auto payment = books.pay("sim_timeout");
    books.database.transact([&](platform::Tx& tx) {
        tx.run(
            "insert into payments.webhook_event (provider, event_id, type, charge_key, received_at)"
            " values ('simulator', $1, 'charge.captured', $2, $3)",
            fresh_id(), payment.order.text() + ":1", books.clock.now());
    });
    books.payments->handle_webhooks();
    CHECK_EQ(books.payments->payments_of(payment.order).front().status, captured);
}

TEST_CASE("the former webhook secret is taken while it is being replaced") {
    Books books({.simulator = true,
                 .simulator_webhook_secret = "whsec_new",
                 .simulator_former_webhook_secret = secret});
    CHECK_FALSE(receive(books, R"({"id":")" + fresh_id() + R"(","type":"ping"})").has_error());
}
