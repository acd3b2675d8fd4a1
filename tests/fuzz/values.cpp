// Single values that carry their own rule.
#include "outside.hpp"

#include "platform/core/constrained.hpp"
#include "platform/core/id.hpp"
#include "platform/core/line.hpp"
#include "platform/core/money.hpp"
#include "platform/core/time.hpp"
#include "platform/core/uuid.hpp"
#include "platform/http/network.hpp"

namespace {

using namespace kontor::platform;
using kontor::fuzz::require;

template <Constrained T>
void accept_twice(const std::string& text) {
    const auto value = T::accept(text);
    if (!value) return;
    const auto again = T::accept(value->value());
    require(again && again->value() == value->value(), "what was accepted is accepted as it is");
}

}  // namespace

void kontor::fuzz::try_bytes(std::string_view bytes) {
    const std::string text(bytes);
    accept_twice<EmailAddress>(text);
    accept_twice<CountryCode>(text);
    accept_twice<LanguageTag>(text);
    accept_twice<Slug>(text);
    accept_twice<Text<1, 20>>(text);
    accept_twice<Line<1, 20>>(text);
    accept_twice<http::Network>(text);
    const auto slug = Slug::from_title(text);
    require(slug.empty() || Slug::accept(slug), "a slug made from a title is one");
    if (const auto email = EmailAddress::accept(text))
        require(email->value().find_first_of("\r\n \"<>,;") == std::string::npos,
                "an address is nothing that a letter's header could take for more");
    if (const auto time = parse_rfc3339(text)) {
        const auto shown = to_rfc3339(*time);
        const auto again = parse_rfc3339(shown);
        require(again && to_rfc3339(*again) == shown, "a time that is written can be read");
    }
    if (const auto id = Id<"book">::parse(text))
        require(id->text() == text, "ids have one spelling");
    if (const auto uuid = parse_uuid(text))
        require(parse_uuid(to_string(*uuid)) == uuid, "a UUID is the same again");
    if (const auto currency = Currency::parse(text))
        require(currency->code() == text, "a currency is its code");
    if (const auto address = http::NetworkAddress::parse(text))
        require(http::NetworkAddress::parse(address->text()) == address,
                "a network address is the same again");
}
