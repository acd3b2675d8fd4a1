#include "languages.hpp"
#include "sample_api.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

using namespace sample;

namespace {

std::string header(const Response& response, std::string_view name) {
    return std::string(find_header(response.headers, name).value_or(""));
}

struct Fixture {
    std::atomic<int> made{0};
    ResponseCache cache{1 << 20};
    Router router;

    explicit Fixture(LanguageList list = languages({"en", "de"}))
        : router(
              {.version = "1", .authenticate = {}, .cache = &cache, .languages = std::move(list)}) {
        add_routes(router, made);
    }

    Response greet(const std::string& wanted, Headers headers = {}) {
        headers.emplace_back("Accept-Language", wanted);
        return router.handle({Method::get, "/v1/greeting", std::move(headers), "", ""});
    }
};

}  // namespace

TEST_CASE("a shop has at least one language, and each once") {
    const auto tag = [](const char* text) { return LanguageTag::accept(text).value(); };
    CHECK(LanguageList().value() == std::vector{tag("en")});
    CHECK_FALSE(LanguageList::accept({}));
    CHECK_FALSE(LanguageList::accept({tag("de"), tag("en"), tag("DE")}));
    CHECK(LanguageList::accept({tag("de"), tag("de-AT")}));
    CHECK_FALSE(LanguageList::accept(std::vector<LanguageTag>(33)));
}

TEST_CASE("the language is negotiated by quality, then by order") {
    const Languages shop(languages({"en", "de", "fr-CH", "pt", "pt-BR"}));
    const auto wanted = [&](const std::string& header) { return shop.negotiate(header); };
    CHECK(wanted("") == "en");
    CHECK(wanted("de") == "de");
    CHECK(wanted("DE") == "de");
    CHECK(wanted("de-AT") == "de");
    CHECK(wanted("de-Latn-AT-1996") == "de");
    CHECK(wanted("den") == "en");
    CHECK(wanted("fr") == "fr-CH");
    CHECK(wanted("fr-FR") == "en");
    CHECK(wanted("pt") == "pt");
    CHECK(wanted("pt-BR") == "pt-BR");
    CHECK(wanted("pt-PT") == "pt");
    CHECK(wanted("it, de;q=0.5, fr;q=0.7") == "fr-CH");
    CHECK(wanted("de;q=0.7,fr;q=0.7") == "de");
    CHECK(wanted("fr;q=0.7,de;q=0.7") == "fr-CH");
    CHECK(wanted("de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7") == "de");
    CHECK(wanted("  de ; q=0.9 ,, en;Q=0.95") == "en");
    CHECK(wanted("it") == "en");
}

TEST_CASE("a star is any language that the header does not name") {
    const Languages shop(languages({"en", "de", "fr"}));
    CHECK(shop.negotiate("*") == "en");
    CHECK(shop.negotiate("en;q=0, *") == "de");
    CHECK(shop.negotiate("*;q=0.1, fr;q=0.2") == "fr");
    CHECK(shop.negotiate("en;q=0.1, *;q=0.5") == "de");
    CHECK(shop.negotiate("*;q=0") == "en");
    CHECK(shop.negotiate("de;q=0") == "en");
}

TEST_CASE("a header that cannot be read asks for the default") {
    const Languages shop(languages({"en", "de"}));
    for (const auto* header :
         {"de;q=2", "de;q=1.001", "de;q=0.1234", "de;q", "de;q=", "de;x=1", "de_AT", "de;q=0.5;q=1",
          "de;q=-1", "d\xc3\xa9", "de;q=a", "de fr", "de,;", "de;q=0x1"})
        CHECK_MESSAGE(shop.negotiate(header) == "en", header);
    CHECK(shop.negotiate(std::string(16'000, ',') + "de") == "de");
    CHECK(shop.negotiate(std::string(16'000, 'd')) == "en");
}

TEST_CASE_FIXTURE(Fixture, "a localised answer is in the language asked for, and says so") {
    const auto german = greet("de-AT");
    CHECK(german.body.find("Guten Tag") != std::string::npos);
    CHECK(header(german, "Content-Language") == "de");
    CHECK(header(german, "Vary") == "Accept-Language");
    const auto other = greet("it");
    CHECK(other.body.find("Good day") != std::string::npos);
    CHECK(header(other, "Content-Language") == "en");
    const auto known = greet("de", {{"If-None-Match", header(german, "ETag")}});
    CHECK(known.status == 304);
    CHECK(header(known, "Vary") == "Accept-Language");
    const auto plain = router.handle({Method::get, "/v1/books", {}, "", ""});
    CHECK(header(plain, "Content-Language").empty());
    CHECK(header(plain, "Vary").empty());
}

TEST_CASE_FIXTURE(Fixture, "answers are kept for each language and dropped together") {
    greet("de");
    greet("de-CH, en;q=0.5");
    greet("en");
    greet("");
    CHECK(made == 2);
    CHECK(cache.statistics().entries == 2);
    cache.drop("greeting");
    CHECK(cache.statistics().entries == 0);
}

TEST_CASE("one language makes one answer, whatever is asked for") {
    Fixture shop(languages({"de"}));
    const auto answer = shop.greet("en");
    CHECK(header(answer, "Content-Language") == "de");
    CHECK(header(answer, "Vary").empty());
    shop.greet("fr;q=0.3");
    shop.greet("not ; readable");
    CHECK(shop.made == 1);
    CHECK(shop.cache.find("/v1/greeting") != nullptr);
}

TEST_CASE_FIXTURE(Fixture, "the document says which answers have languages") {
    const auto document = boost::json::parse(router.openapi()).as_object();
    const auto& localised = document.at("paths").at("/v1/greeting").at("get");
    CHECK(localised.at("parameters").as_array().back().at("name") == "Accept-Language");
    CHECK(localised.at("responses").at("200").at("headers").as_object().contains("Vary"));
    CHECK(
        localised.at("responses").at("304").at("headers").as_object().contains("Content-Language"));
    const auto& other = document.at("paths").at("/v1/plain").at("get");
    CHECK(other.at("parameters").as_array().empty());
}
