// What Stripe tells the shop, or somebody in its name.
#include "outside.hpp"
#include "signature.hpp"
#include "stripe_protocol.hpp"

#include <array>

namespace {

using namespace kontor::payments;
using kontor::fuzz::require;

const kontor::platform::Time now{std::chrono::seconds(1'700'000'000)};
const std::array<std::string, 2> secrets{"whsec_new", "whsec_old"};

}  // namespace

// The first line is the header with the signature, the rest the body.
void kontor::fuzz::try_bytes(std::string_view bytes) {
    const std::string header(take_line(bytes));
    const std::string body(bytes);
    const auto good = sign_webhook(secrets.back(), now, body);
    require(is_signed(secrets, good, body, now), "what is signed is taken");
    require(!is_signed(secrets, good, body + "x", now), "another body is not");
    require(is_signed(secrets, "v1=0," + good + "," + header, body, now) ||
                header.find("t=") != header.npos,
            "other signatures beside a good one do no harm");
    const auto event = stripe::read_event(body);
    if (!event) {
        require_tellable(event.error());
        return;
    }
    require(!event->id.empty() && event->id.size() <= 255, "an event has an id");
    require(!event->reference || stripe::is_reference(*event->reference),
            "a reference may stand in a path");
}
