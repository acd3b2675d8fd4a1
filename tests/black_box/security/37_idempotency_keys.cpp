#include "survey.hpp"

#include "platform/db/database.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace kontor::test {

namespace {

bool takes_key(const Operation& operation) {
    return operation.takes("Idempotency-Key");
}

bool is_replayed(const Answer& answer) {
    return answer.headers.contains("idempotent-replayed");
}

void check_refused(const Answer& answer, int status, const std::string& code) {
    INFO(answer.body);
    CHECK(answer.status == status);
    CHECK(answer.headers.at("content-type") == "application/problem+json");
    CHECK(answer.text("/code") == code);
}

// A request that is executed, and harms nothing: where it names something, nobody has it.
struct Keyed {
    const Operation* operation;
    std::string path;
    std::string body;
    Headers key{{"Idempotency-Key", new_key()}};

    Answer ask(const HttpProbe& probe, const std::string& more = "") const {
        return probe.send(operation->method, path,
                          body.empty() && !more.empty() ? "{}" : body + more, key);
    }
};

std::vector<Keyed> keyed_requests(const Survey& survey) {
    std::vector<Keyed> all;
    for (const auto& operation : survey.operations())
        if (takes_key(operation) && operation.id != "add_media")  // takes a form
            all.push_back(
                {&operation, Survey::strange_path_of(operation), survey.body_of(operation)});
    return all;
}

// What tells to change the request, to show who one is, or to come again is not kept.
bool is_kept(int status) {
    return status < 400 || status == 402 || status == 404 || status == 409 || status == 410 ||
           status == 412 || status == 422;
}

}  // namespace

TEST_CASE("37: where money moves, a request without an Idempotency-Key is refused") {
    const auto& survey = Survey::shared();
    std::size_t tried = 0;
    for (const auto& request : keyed_requests(survey)) {
        if (!request.operation->needs_key) continue;
        ++tried;
        CAPTURE(request.operation->id);
        check_refused(survey.entitled(*request.operation)
                          .send(request.operation->method, request.path, request.body),
                      400, "idempotency_key_required");
    }
    CHECK(tried > 10);
}

TEST_CASE("37: a key is 1 to 255 visible characters, on every address that takes one") {
    const auto& survey = Survey::shared();
    for (auto request : keyed_requests(survey)) {
        CAPTURE(request.operation->id);
        for (const auto& key : {std::string(256, 'k'), std::string(10'000, 'k'), std::string("a b"),
                                std::string("\"a"), std::string("\"\""), std::string("\"a\"b\"")}) {
            request.key = {{"Idempotency-Key", key}};
            check_refused(request.ask(survey.entitled(*request.operation)), 400,
                          "idempotency_key_malformed");
        }
    }
}

TEST_CASE("37: a key belongs to one request of one caller, on every address that takes one") {
    const auto& survey = Survey::shared();
    std::vector<Keyed> executed;
    for (const auto& request : keyed_requests(survey)) {
        const auto& operation = *request.operation;
        const auto& caller = survey.entitled(operation);
        const auto first = request.ask(caller);
        const auto second = request.ask(caller);
        INFO(operation.id << " " << request.body << " -> " << first.body << " then "
                          << second.body);
        CHECK(is_replayed(second) == is_kept(first.status));
        if (!is_replayed(second)) continue;
        CHECK_FALSE(is_replayed(first));
        CHECK(second.status == first.status);
        CHECK(second.body == first.body);
        check_refused(request.ask(caller, " "), 422, "idempotency_key_reused");
        executed.push_back(request);
        if (operation.is_for_everybody) continue;  // nobody is told from nobody
        const auto others = request.ask(survey.likewise(operation));
        CHECK_FALSE(is_replayed(others));
        CHECK(others.body.find("idempotency_key_reused") == std::string::npos);
        CHECK(others.body.find("request_in_progress") == std::string::npos);
    }
    CHECK(executed.size() > 130);
    // As if all of them were still being executed.
    open_shop().database().superuser().transact([](platform::Tx& tx) {
        tx.run(
            "update platform.idempotency set answer = null,"
            " locked_until = now() + interval '1 hour'");
    });
    for (const auto& request : executed) {
        CAPTURE(request.operation->id);
        const auto answer = request.ask(survey.entitled(*request.operation));
        check_refused(answer, 409, "request_in_progress");
        CHECK(answer.headers.at("retry-after") == "1");
        check_refused(request.ask(survey.entitled(*request.operation), " "), 422,
                      "idempotency_key_reused");
    }
}

TEST_CASE(
    "37: of the same purchase sent four times at once one is made, and the others are told so") {
    const auto cart = open_shop().cart();
    REQUIRE(cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})").status == 200);
    const Headers key{{"Idempotency-Key", new_key()}};
    const std::string body =
        R"({"cart_id":")" + cart.id + R"(","email":"guest@example.org",)" +
        R"("shipping_address":{"name":"Grace Guest","line1":"Quay 1","city":"Hamburg",)" +
        R"("postal_code":"20457","country":"DE"},)" +
        R"("payment":{"provider":"simulator","token":"sim_slow"}})";
    std::vector<Answer> answers(4);
    {
        std::vector<std::jthread> buyers;
        for (auto& answer : answers)
            buyers.emplace_back([&] { answer = cart.guest.post("/v1/orders", body, key); });
    }
    std::string bought;
    for (const auto& answer : answers) {
        if (is_replayed(answer)) continue;
        if (answer.status != 201) {
            check_refused(answer, 409, "request_in_progress");
            continue;
        }
        CHECK(bought.empty());
        bought = answer.body;
    }
    const auto replayed = cart.guest.post("/v1/orders", body, key);
    CHECK(is_replayed(replayed));
    CHECK(replayed.body == bought);
}

}  // namespace kontor::test
