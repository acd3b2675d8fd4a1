// What a carrier tells the shop, or somebody in its name.
#include "carrier.hpp"
#include "outside.hpp"

#include "platform/security/webhooks.hpp"
#include "shipping/freight.hpp"

namespace {

using namespace kontor;
using fuzz::require;

constexpr auto secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const platform::Time now{std::chrono::seconds(1'700'000'000)};

struct Stopped final : platform::Clock {
    platform::Time now() const override { return ::now; }
};

}  // namespace

// Three lines are the headers, the rest the body: as it came, and signed with the shop's key.
void kontor::fuzz::try_bytes(std::string_view bytes) {
    static const Stopped clock;
    static const auto carrier = shipping::http_carrier(
        {.name = "carrier", .url = "http://127.0.0.1:1", .secret = secret}, clock);
    static const auto key = *platform::webhook_key(secret);
    shipping::WebhookHeaders headers;
    for (auto* header : {&headers.id, &headers.timestamp, &headers.signature})
        *header = take_line(bytes);
    const std::string body(bytes);
    std::ignore = platform::webhook_key(headers.signature);
    const auto made_up = carrier->open_webhook(headers, body, ::now);
    if (!made_up) require_tellable(made_up.error());

    headers.timestamp = platform::unix_seconds(::now);
    headers.signature = platform::webhook_signature(key, headers.id, headers.timestamp, body);
    const auto message = carrier->open_webhook(headers, body, ::now);
    if (!message)
        require_tellable(message.error());
    else
        require(message->id == headers.id && !message->type.empty(), "a message is of a kind");
    if (message && message->news)
        require(!message->news->tracking_number.empty(), "news are of a parcel");
    require(!carrier->open_webhook(headers, body + " ", ::now), "another body is not signed");
}
