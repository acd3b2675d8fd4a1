#include "local_server.hpp"
#include "platform/security/webhooks.hpp"
#include "post_office.hpp"

#include <boost/json/parse.hpp>

#include <mutex>

using namespace kontor;
using namespace kontor::notifications;

namespace {

const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

struct Received {
    std::map<std::string, std::string> headers;  // names in lower case
    std::string raw;
    boost::json::object body;
};

Received parse(const std::string& request) {
    Received received;
    const auto end = request.find("\r\n\r\n");
    received.raw = request.substr(end + 4);
    received.body = boost::json::parse(received.raw).as_object();
    for (auto line = request.find("\r\n") + 2; line < end;) {
        const auto next = request.find("\r\n", line);
        const auto colon = request.find(": ", line);
        auto name = request.substr(line, colon - line);
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        received.headers[name] = request.substr(colon + 2, next - colon - 2);
        line = next + 2;
    }
    return received;
}

// Answers as it is told, and remembers what it was asked.
class Provider {
public:
    std::string url() const { return server_.url("/send"); }
    void answer(std::string status, std::string headers = "") {
        const std::lock_guard lock(mutex_);
        answer_ = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n" + headers + "\r\n";
    }
    std::vector<Received> received() {
        const std::lock_guard lock(mutex_);
        return received_;
    }

private:
    std::mutex mutex_;
    std::string answer_ = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
    std::vector<Received> received_;
    LocalServer server_{[this](const std::string& request) {
        const std::lock_guard lock(mutex_);
        received_.push_back(parse(request));
        return answer_;
    }};
};

struct Shopfront : PostOffice {
    explicit Shopfront(const std::string& sms = "", const std::string& push = "")
        : PostOffice({.sms = {sms, secret}, .push = {push, secret}}) {
        customer = auth.add("ada@example.org");
    }
    void prefer(const PreferenceChange& change) {
        REQUIRE(notifications->correspondence().change(customer, change).has_value());
    }
    void order() {
        const auto& made = orders.add("ada@example.org");
        announce(orders::OrderPlaced{
            made.id, made.number, made.email, made.totals.total, {}, customer, {}});
    }
    Message sms() { return notifications->list({.channel = Channel::sms}).at(0); }

    auth::UserId customer;
    PreferenceChange by_phone{.phone = platform::change_to(*TelephoneNumber::accept("+4930123456")),
                              .sms = true};
};

}  // namespace

TEST_CASE("a secret is whsec_ and base64 of 24 to 64 bytes") {
    PostOffice office;
    for (const auto* wrong :
         {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_not base64!", "whsec_"})
        CHECK_THROWS_AS(office.open_branch({.sms = {"http://127.0.0.1:1", wrong}}),
                        std::invalid_argument);
}

TEST_CASE("text messages go to the provider, signed, to who wants them") {
    Provider provider;
    Shopfront shop(provider.url());
    shop.order();
    CHECK_EQ(shop.letters().size(), 1);
    shop.prefer(shop.by_phone);
    shop.order();
    shop.notifications->send_due();
    REQUIRE_EQ(provider.received().size(), 1);
    const auto received = provider.received()[0];
    CHECK_EQ(received.body.at("to").as_string(), "+4930123456");
    CHECK_EQ(received.body.at("channel").as_string(), "sms");
    CHECK_EQ(received.body.at("kind").as_string(), "order_placed");
    CHECK_EQ(received.body.at("text").as_string(),
             "Kontor: thank you for your order 100042 over €24.90.");
    CHECK_EQ(received.headers.at("webhook-id"), shop.sms().id.text());
    CHECK_EQ(received.headers.at("webhook-id"), received.body.at("id").as_string());
    CHECK_EQ(received.headers.at("webhook-timestamp"), platform::unix_seconds(shop.clock.now()));
    CHECK_EQ(received.headers.at("webhook-signature"),
             platform::webhook_signature(*platform::webhook_key(secret), shop.sms().id.text(),
                                         platform::unix_seconds(shop.clock.now()), received.raw));
    CHECK_EQ(shop.sms().status, MessageStatus::sent);
}

TEST_CASE("push messages go to every device, and a device that is gone is forgotten") {
    Provider provider;
    Shopfront shop("", provider.url());
    shop.prefer({.devices = {{*DeviceToken::accept("a"), *DeviceToken::accept("b")}}});
    provider.answer("410 Gone");
    shop.order();
    shop.notifications->send_due();
    REQUIRE_EQ(provider.received().size(), 2);
    CHECK_EQ(provider.received()[0].body.at("title").as_string(), "Your order 100042 at Kontor");
    for (const auto& message : shop.notifications->list({.channel = Channel::push}))
        CHECK_EQ(message.status, MessageStatus::failed);
    CHECK(shop.notifications->correspondence().preferences(shop.customer)->devices.empty());
    shop.prefer({.push = false, .devices = {{*DeviceToken::accept("a")}}});
    shop.order();
    shop.notifications->send_due();
    CHECK_EQ(provider.received().size(), 2);
}

TEST_CASE("what the provider refuses has failed") {
    Provider provider;
    Shopfront shop(provider.url());
    shop.prefer(shop.by_phone);
    for (const auto* answer :
         {"400 Bad Request", "404 Not Found", "410 Gone", "422 Unprocessable Content"}) {
        CAPTURE(answer);
        provider.answer(answer);
        shop.order();
        shop.notifications->send_due();
        CHECK_EQ(shop.sms().status, MessageStatus::failed);
    }
}

TEST_CASE("what the provider cannot do now is tried again") {
    Provider provider;
    Shopfront shop(provider.url());
    shop.prefer(shop.by_phone);
    for (const auto* answer :
         {"500 Oh", "502 Bad Gateway", "429 Too Many Requests", "401 Unauthorized", "403 Forbidden",
          "408 Request Timeout", "302 Found\r\nLocation: http://127.0.0.1:1/"}) {
        CAPTURE(answer);
        provider.answer(answer);
        shop.order();
        shop.notifications->send_due();
        CHECK_EQ(shop.sms().status, MessageStatus::queued);
        provider.answer("204 No Content");
        shop.clock.advance(std::chrono::seconds(10));
        shop.notifications->send_due();
        CHECK_EQ(shop.sms().status, MessageStatus::sent);
        const auto received = provider.received();
        const auto& last = received.at(received.size() - 1).headers;
        const auto& first = received.at(received.size() - 2).headers;
        CHECK_EQ(first.at("webhook-id"), last.at("webhook-id"));
        CHECK_NE(first.at("webhook-timestamp"), last.at("webhook-timestamp"));
    }
}

TEST_CASE("a device that is gone holds up no other, a provider in trouble is left alone") {
    Provider provider;
    Shopfront shop("", provider.url());
    std::size_t asked = 0;
    for (const auto& [answer, attempts] :
         {std::pair("404 Not Found", 3), std::pair("410 Gone", 3), std::pair("500 Oh", 1)}) {
        CAPTURE(answer);
        shop.prefer({.devices = {{*DeviceToken::accept("a"), *DeviceToken::accept("b"),
                                  *DeviceToken::accept("c")}}});
        provider.answer(answer);
        shop.order();
        shop.notifications->send_due();
        CHECK_EQ(provider.received().size() - asked, attempts);
        asked = provider.received().size();
    }
}

TEST_CASE("a provider that asks for a pause gets it, for all messages") {
    Provider provider;
    Shopfront shop(provider.url());
    shop.prefer(shop.by_phone);
    provider.answer("429 Too Many Requests", "Retry-After: 120\r\n");
    shop.order();
    shop.order();
    shop.notifications->send_due();
    CHECK_EQ(provider.received().size(), 1);
    provider.answer("202 Accepted");
    shop.clock.advance(std::chrono::seconds(119));
    shop.notifications->send_due();
    CHECK_EQ(provider.received().size(), 1);
    shop.clock.advance(std::chrono::seconds(1));
    shop.notifications->send_due();
    CHECK_EQ(provider.received().size(), 3);
}
