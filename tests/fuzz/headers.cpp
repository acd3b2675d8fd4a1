// What headers of a request say, each given the same text.
#include "content_coding.hpp"
#include "outside.hpp"
#include "target.hpp"
#include "wire.hpp"

#include "platform/http/network.hpp"
#include "platform/http/origin.hpp"
#include "platform/http/router.hpp"
#include "platform/telemetry/trace.hpp"

#include <algorithm>

namespace {

using namespace kontor::platform;
using namespace kontor::platform::http;
using kontor::fuzz::require;

constexpr std::string_view long_answer = "A text that is long enough to be worth compressing. ";

struct Shop {
    Languages languages{list()};
    Networks proxies{*Network::accept("10.0.0.0/8"), *Network::accept("fd00::/8")};
    Router router{in_languages()};

    Shop() {
        router.add(Route(Method::post, "/v1/texts", "text", "Says much")
                       .localised()
                       .idempotency(IdempotencyKey::optional),
                   [](const Call<Nothing, RawBody>& call) -> Result<std::string> {
                       std::string text;
                       while (text.size() < 2000) text.append(long_answer);
                       return text + call.language;
                   });
        router.add(Route(Method::get, "/v1/texts", "read", "Says little").localised(),
                   [](const Call<>& call) -> Result<std::string> { return call.language; });
    }

    static RouterOptions in_languages() {
        RouterOptions options;
        options.languages = list();
        return options;
    }

    static LanguageList list() {
        std::vector<LanguageTag> tags;
        for (const auto* tag : {"en", "de", "de-AT", "zh-Hant"})
            tags.push_back(*LanguageTag::accept(tag));
        return *LanguageList::accept(std::move(tags));
    }
};

void answer_with(const Shop& shop, const std::string& name, const std::string& value) {
    const Headers headers{{"Content-Type", "application/json"}, {name, value}};
    for (const auto method : {Method::get, Method::post}) {
        const auto answer = shop.router.handle({method, "/v1/texts", headers, "x"});
        require(answer.status < 500, "no header is a failure of the shop");
        const auto head = wire_head(answer.status, answer.headers);
        const auto lines = std::count(head.begin(), head.end(), '\n');
        require(lines == std::ptrdiff_t(answer.headers.size()) + 1, "a header is one line");
    }
}

void find_client(const Shop& shop, const std::string& text) {
    const auto client = client_behind(shop.proxies, "10.1.2.3", text);
    const auto address = NetworkAddress::parse(client);
    require(address && address->text() == client, "a client is an address, in one spelling");
    require(client_behind(shop.proxies, "192.0.2.1", text) == "192.0.2.1",
            "who is not trusted speaks for nobody");
}

}  // namespace

void kontor::fuzz::try_bytes(std::string_view bytes) {
    static const Shop shop;
    const std::string text(bytes);
    for (const auto* name : {"Accept", "Accept-Language", "Accept-Encoding", "If-None-Match",
                             "If-Match", "Content-Type", "Idempotency-Key", "X-Request-Id",
                             "traceparent", "Authorization", "Guest-Token"})
        answer_with(shop, name, text);
    find_client(shop, text);

    const auto& language = shop.languages.negotiate(text);
    require(std::ranges::any_of(Shop::list().value(),
                                [&](const auto& tag) { return tag.value() == language; }),
            "the language is one of the shop's");
    require(!accepts("", "application/json"), "nothing is not anything");
    require(names_etag(text + ", \"one\"", "\"one\""), "a list names what is in it");
    const auto trace = child_traceparent(text);
    require(trace.size() == 55, "a traceparent has its length");
    const auto id = request_id_of({{"X-Request-Id", text}});
    require(id.size() >= 8 && id.size() <= 64 && id.find_first_of("\r\n \"") == id.npos,
            "an id of a request is a token");
    if (const auto origin = Origin::accept(text))
        require(origin->value() == text, "an origin is what it was");
}
