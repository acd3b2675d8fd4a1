#include "contract.hpp"
#include "members.hpp"
#include "webhook_shop.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

void check_refused(const Answer& answer) {
    INFO(answer.body);
    CHECK(answer.status == 400);
    CHECK(answer.headers.at("content-type") == "application/problem+json");
    CHECK(answer.text("/code").ends_with(".bad_signature"));
}

// The message as it is, and then with bytes that mean the same to who reads JSON.
std::vector<std::string> written_anew(const std::string& body) {
    auto escaped = body;
    escaped.replace(escaped.find("type"), 4, "t\\u0079pe");
    return {" " + body, body + "\n", "{ " + body.substr(1), escaped};
}

// Of a message at the very border the clock must not tick before it is read.
Answer told_from_the_future(const Sender& sender) {
    for (;;) {
        const auto message = sender.of_unknown_type();
        const auto now = unix_now();
        const auto answer =
            webhook_shop().tell(sender, message, sender.sign(sender.secret, now + 301, message));
        if (unix_now() == now) return answer;
    }
}

}  // namespace

TEST_CASE("54: every address that takes messages of others is tried") {
    const Contract contract(open_shop().stranger().get("/openapi.json").json());
    std::set<std::string> paths;
    for (const auto& operation : contract.operations())
        if (operation.path.find("/webhooks/") != std::string::npos) paths.insert(operation.path);
    CHECK(paths == std::set<std::string>{"/v1/payments/webhooks/{provider}",
                                         "/v1/shipping/webhooks/{carrier}"});
}

TEST_CASE("54: a message that is not signed, or not as it is, or not now, changes nothing") {
    auto& shop = webhook_shop();
    const auto sale = shop.unsettled_order();
    const auto parcel = shop.shipment_under_way();
    const auto before = shop.seen(sale, parcel);
    for (const auto& sender : senders()) {
        const auto& message =
            sender.path.find("shipping") == std::string::npos ? sale.captured : parcel.delivered;
        INFO(sender.path);
        check_refused(shop.tell(sender, message, {}));
        for (const auto& [header, value] : sender.headers(message)) {
            auto headers = sender.headers(message);
            headers[header] = "";
            check_refused(shop.tell(sender, message, headers));
            headers[header] = value + "0";
            check_refused(shop.tell(sender, message, headers));
        }
        for (const std::string secret : {"", "whsec_guessed", "Webhook-Signature"})
            check_refused(shop.tell(sender, message, sender.sign(secret, unix_now(), message)));
        for (const int seconds : {-301, -86'400, 3'600})
            check_refused(shop.tell(sender, message,
                                    sender.sign(sender.secret, unix_now() + seconds, message)));
        check_refused(told_from_the_future(sender));
        for (const auto& body : written_anew(message.body))
            check_refused(shop.tell(sender, {message.id, body}, sender.headers(message)));
    }
    CHECK(shop.seen(sale, parcel) == before);
}

TEST_CASE("54: one sender's signature is not another's") {
    auto& shop = webhook_shop();
    for (const auto& sender : senders())
        for (const auto& other : senders()) {
            if (sender.path == other.path) continue;
            const auto message = sender.of_unknown_type();
            check_refused(
                shop.tell(sender, message, sender.sign(other.secret, unix_now(), message)));
            CHECK(shop.kept(sender, message.id) == 0);
        }
}

TEST_CASE("54: while a secret is replaced, the former one is taken as well") {
    auto& shop = webhook_shop();
    for (const auto& sender : senders())
        for (const auto& secret : {sender.secret, sender.former_secret})
            for (const int seconds : {-295, 0, 295}) {
                const auto message = sender.of_unknown_type();
                const auto answer =
                    shop.tell(sender, message, sender.sign(secret, unix_now() + seconds, message));
                INFO(sender.path << " " << answer.body);
                CHECK(answer.status == 200);
                CHECK(shop.kept(sender, message.id) == 1);
            }
}

TEST_CASE("54: what is signed but no message is refused, and never a failure of the shop") {
    auto& shop = webhook_shop();
    const std::string deep(10'000, '[');
    for (const auto& sender : senders())
        for (const std::string& body : {std::string("{}"), std::string("[]"), std::string("\"\""),
                                        deep, std::string(R"({"id":"a","type":"a","type":"b"})"),
                                        std::string(R"({"id":"a","type":1e400})"),
                                        std::string(R"({"id":"a","type":"\ud800"})"),
                                        std::string(R"({"id":"a","type":"\u0000"})"),
                                        std::string("{\"id\":\"a\",\"type\":\"\xff\"}")}) {
            const Message message{"a", body};
            const auto answer = shop.tell(sender, message, sender.headers(message));
            INFO(sender.path << " " << body.substr(0, 60) << " " << answer.body);
            CHECK(answer.status == 400);
            CHECK(answer.headers.at("content-type") == "application/problem+json");
        }
}

TEST_CASE("54: nobody signs for a provider that tells nothing, or that there is none of") {
    auto& shop = webhook_shop();
    for (const auto* path : {"/v1/payments/webhooks/bank_transfer", "/v1/payments/webhooks/other",
                             "/v1/shipping/webhooks/manual", "/v1/shipping/webhooks/other"}) {
        auto sender = senders().front();
        sender.path = path;
        for (const auto* secret : {"", "whsec_simulator"}) {
            const auto message = sender.of_unknown_type();
            const auto answer =
                shop.tell(sender, message, sender.sign(secret, unix_now(), message));
            INFO(path << " " << answer.body);
            CHECK((answer.status == 400 || answer.status == 404));
        }
    }
}

}  // namespace kontor::test
