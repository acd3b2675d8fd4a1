#include "carrier.hpp"
#include "signature.hpp"

#include "platform/client/client.hpp"
#include "platform/http/request.hpp"
#include "platform/json/json.hpp"

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

    Outcome send(const store::Claimed& message) override {
        const auto answer = client_.send(request_of(message));
        if (!answer) return Outcome::later(answer.error().message);
        if (answer->status >= 200 && answer->status < 300) return {};
        const auto why = "The provider answered " + std::to_string(answer->status) + ".";
        const bool is_busy = answer->status == 429 || answer->status == 503;
        const bool is_final = answer->status >= 400 && answer->status < 500;
        if (is_busy || !is_final) return Outcome::later(why, retry_after(*answer), is_busy);
        return Outcome::refused(why, answer->status == 410);
    }

private:
    platform::OutgoingRequest request_of(const store::Claimed& message) const {
        Parcel parcel{message.id.text(), channel_, message.kind,
                      message.recipient, {},       message.text};
        if (!message.subject.empty()) parcel.title = message.subject;
        auto body = platform::json::write(parcel);
        const auto now = clock_.now();
        return {.method = "POST",
                .url = url_,
                .headers = {{"Content-Type", "application/json"},
                            {"webhook-id", parcel.id},
                            {"webhook-timestamp", unix_seconds(now)},
                            {"webhook-signature", webhook_signature(key_, parcel.id, now, body)}},
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
    const auto key = webhook_key(provider.secret);
    if (!key)
        throw std::invalid_argument(
            "mail." + std::string(platform::enum_name(channel)) +
            ".secret must be whsec_ and the base64 of 24 to 64 random bytes, "
            "such as printf whsec_; openssl rand -base64 32 prints");
    return std::make_unique<HttpCarrier>(channel, provider, *key, clock);
}

}  // namespace kontor::notifications
