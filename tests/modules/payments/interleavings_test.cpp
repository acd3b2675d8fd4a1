#include "books.hpp"
#include "fake_provider.hpp"

#include <algorithm>
#include <random>

using namespace kontor;
using namespace kontor::payments;
using test::Books;
using enum kontor::payments::PaymentStatus;

namespace {

// A provider whose every answer is one that it gave at some time, told by the event asked about:
// replicas that lag, caches, answers that were long on the way.
class Forgetful final : public test::ProviderOfNothing {
public:
    platform::Result<Report> charge(const Charge&) override { return Report{}; }
    Report look_up(const Charge& charge) override {
        Report report = next;
        const bool is_taken = report.status == captured;
        if (is_taken) report.captured = charge.amount;
        if (report.status == authorized) report.authorized = charge.amount;
        if (report.refunded > 0) report.refunded = charge.amount.amount;
        return report;
    }
    platform::Result<WebhookEvent> open_webhook(const std::string& key,
                                                const std::string& id) override {
        return WebhookEvent{id, "any", key};
    }
    Report next;
};

struct Story : Books {
    Story() : service(database, events, clock, {}, {{"forgetful", &provider}}) {}

    Payment begin() {
        auto wanted = request("any");
        wanted.provider = "forgetful";
        return service.pay(wanted).value();
    }
    // The provider tells that it happened, and says so when it is asked.
    void tell(const Payment& payment, const Report& report, const std::string& id) {
        provider.next = report;
        service.receive_webhook("forgetful", payment.order.text() + ":1", id).value();
        service.handle_webhooks();
    }
    Payment now(const Payment& payment) { return service.payments_of(payment.order).front(); }
    // Everything that could be done twice.
    std::string deeds(const Payment& payment) {
        auto facts = facts_about(payment.id);
        std::erase(facts, std::string(PaymentAuthorized::name));
        std::string all;
        for (const auto& fact : facts) all += fact + " ";
        return all + std::to_string(count("payments.ledger_transaction where payment_id = $1",
                                          payment.id.uuid()));
    }

    Forgetful provider;
    Service service;
};

const std::vector<Report> life{{.status = created, .reference = "x"},
                               {.status = authorized, .reference = "x"},
                               {.status = captured, .reference = "x"},
                               {.status = captured, .reference = "x", .refunded = 1}};

std::string fresh_id() {
    return "evt_" + platform::to_string(platform::new_uuid());
}

}  // namespace

TEST_CASE("all orders of a payment's events, each told twice, end the same") {
    Story story;
    std::vector<std::size_t> order{0, 1, 2, 3};
    const std::string expected =
        std::string(PaymentCaptured::name) + " " + std::string(PaymentRefunded::name) + " 2";
    do {
        for (const bool at_the_end : {true, false}) {
            const auto payment = story.begin();
            std::vector<std::string> ids;
            for (const auto event : order) {
                ids.push_back(fresh_id());
                story.tell(payment, life[event], ids.back());
                if (!at_the_end) story.tell(payment, life[event], ids.back());
            }
            if (at_the_end)
                for (std::size_t i = 0; i < order.size(); ++i)
                    story.tell(payment, life[order[i]], ids[i]);
            CHECK_EQ(story.now(payment).status, refunded);
            CHECK_EQ(story.now(payment).refunded, payment.amount);
            CHECK_EQ(story.deeds(payment), expected);
        }
    } while (std::ranges::next_permutation(order).found);
    CHECK(story.payments->check().empty());
}

TEST_CASE("random sequences of events and questions, stale ones too, end the same") {
    Story story;
    const unsigned seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::vector<Report> refusals{
        {.status = declined}, {.status = cancelled}, {.status = failed}};
    for (int run = 0; run < 60; ++run) {
        auto told = life;
        told.push_back({.status = requires_action, .reference = "x"});
        told.push_back({.status = processing});
        // A refusal that turns out to be wrong: money that moved is never denied.
        if (run % 2) told.push_back(refusals[random() % refusals.size()]);
        const auto once = told;
        for (int copy = 0; copy < 3; ++copy) told.push_back(once[random() % once.size()]);
        std::ranges::shuffle(told, random);

        const auto payment = story.begin();
        for (const auto& report : told) {
            story.tell(payment, report, fresh_id());
            story.provider.next = once[random() % once.size()];
            if (random() % 2) story.service.look_up(payment.id).value();
            if (random() % 4 == 0) {
                story.clock.advance(std::chrono::seconds(random() % 30));
                story.service.work_off();
            }
        }
        CHECK_EQ(story.now(payment).status, refunded);
        CHECK_EQ(story.now(payment).captured, payment.amount);
        CHECK_EQ(story.now(payment).refunded, payment.amount);
        CHECK_EQ(std::ranges::count(story.facts_about(payment.id), PaymentCaptured::name), 1);
        CHECK_EQ(std::ranges::count(story.facts_about(payment.id), PaymentRefunded::name), 1);
    }
    CHECK(story.payments->check().empty());
}

TEST_CASE("of a payment that came to nothing every order of events tells the same") {
    Story story;
    const std::vector<Report> events{{.status = created, .reference = "x"},
                                     {.status = requires_action, .reference = "x"},
                                     {.status = authorized, .reference = "x"},
                                     {.status = cancelled, .reference = "x"}};
    std::vector<std::size_t> order{0, 1, 2, 3};
    do {
        const auto payment = story.begin();
        for (const auto event : order) story.tell(payment, events[event], fresh_id());
        CHECK_EQ(story.now(payment).status, cancelled);
        CHECK_EQ(std::ranges::count(story.facts_about(payment.id), PaymentDeclined::name), 1);
    } while (std::ranges::next_permutation(order).found);
}
