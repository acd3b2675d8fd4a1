#include "carrier.hpp"

#include "platform/client/client.hpp"
#include "platform/http/request.hpp"
#include "platform/json/json.hpp"
#include "platform/security/webhooks.hpp"

#include <charconv>
#include <limits>
#include <stdexcept>

namespace kontor::notifications {

namespace {

using platform::IncomingAnswer;

constexpr std::chrono::seconds deadline{15};
constexpr std::chrono::seconds longest_pause = std::chrono::hours(24);

// What a provider is sent.
struct Parcel {
    std::string id;  // the same over all attempts
    Channel channel{};
    std::string kind;
    std::string to;
    std::optional<std::string> title;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Parcel, (), (id, channel, kind, to, title, text))

// Seconds only: a date would need the other's clock.
std::chrono::seconds retry_after(const IncomingAnswer& answer) {
    const auto header = platform::http::find_header(answer.headers, "Retry-After");
    long seconds = 0;
    if (header) std::from_chars(header->data(), header->data() + header->size(), seconds);
    return std::clamp(std::chrono::seconds(seconds), std::chrono::seconds(0), longest_pause);
}

// 4xx is about this message, but for those that ask for another time, and for a login that is the
// operator's to correct.
Outcome::Kind kind_of(int status) {
    if (status >= 200 && status < 300) return Outcome::Kind::sent;
    if (status == 408 || status == 425) return Outcome::Kind::deferred;
    const bool is_for_all = status == 401 || status == 403 || status == 407 || status == 429;
    if (is_for_all || status < 400 || status >= 500) return Outcome::Kind::server_away;
    return Outcome::Kind::refused;
}

Outcome outcome_of(const IncomingAnswer& answer) {
    constexpr int gone = 410;
    const auto kind = kind_of(answer.status);
    if (kind == Outcome::Kind::sent) return {};
    return {kind, "The provider answered " + std::to_string(answer.status) + ".",
            retry_after(answer), answer.status == gone};
}

class HttpCarrier final : public Carrier {
public:
    HttpCarrier(Channel channel, const ProviderConfig& provider, std::string key,
                const platform::Clock& clock)
        : channel_(channel),
          url_(provider.url),
          key_(std::move(key)),
          clock_(clock),
          client_({.name = std::string(platform::enum_name(channel)) + " provider",
                   // The pause between attempts is the lane's.
                   .failures_to_open = std::numeric_limits<int>::max()}) {}

    Outcome send(const store::Claimed& message, const std::stop_token& stop) override {
        auto request = request_of(message);
        request.stop = stop;
        const auto answer = client_.send(request);
        if (answer) return outcome_of(*answer);
        const auto error = answer.error();
        return {error.code == "client.interrupted" ? Outcome::Kind::interrupted
                                                   : Outcome::Kind::server_away,
                error.message};
    }

private:
    platform::OutgoingRequest request_of(const store::Claimed& message) const {
        Parcel parcel{message.id.text(), channel_, message.kind,
                      message.recipient, {},       message.text};
        if (!message.subject.empty()) parcel.title = message.subject;
        auto body = platform::json::write(parcel);
        const auto now = platform::unix_seconds(clock_.now());
        auto signature = platform::webhook_signature(key_, parcel.id, now, body);
        return {.method = "POST",
                .url = url_,
                .headers = {{"Content-Type", "application/json"},
                            {"webhook-id", parcel.id},
                            {"webhook-timestamp", now},
                            {"webhook-signature", std::move(signature)}},
                .body = std::move(body),
                .deadline = deadline,
                .largest_answer = 64 << 10};
    }

    const Channel channel_;
    const std::string url_;
    const std::string key_;
    const platform::Clock& clock_;
    platform::HttpClient client_;
};

}  // namespace

std::unique_ptr<Carrier> make_http_carrier(Channel channel, const ProviderConfig& provider,
                                           const platform::Clock& clock) {
    const auto key = platform::webhook_key(provider.secret);
    if (!key || key->size() > 64)
        throw std::invalid_argument(
            "mail." + std::string(platform::enum_name(channel)) +
            ".secret must be whsec_ and the base64 of 24 to 64 random bytes, "
            "such as printf whsec_; openssl rand -base64 32 prints");
    return std::make_unique<HttpCarrier>(channel, provider, *key, clock);
}

}  // namespace kontor::notifications
