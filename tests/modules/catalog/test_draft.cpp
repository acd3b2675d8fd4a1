#include "checks.hpp"
#include "draft.hpp"
#include "parts.hpp"
#include "shop.hpp"

using namespace kontor::catalog;
using namespace kontor::catalog::test;

namespace {

const kontor::platform::Time now{};

std::string variant(const std::string& more) {
    return R"({"title":"T","variants":[{"sku":"x","prices":[{"amount":1,"currency":"EUR"}],)" +
           more + "}]}";
}

// Sizes S and M, in blue and red.
std::string shirts(const std::string& more) {
    std::string variants;
    for (const std::string options :
         {R"({"size":"M","colour":"red"})", R"({"size":"S","colour":"red"})",
          R"({"size":"S","colour":"blue"})"})
        variants += (variants.empty() ? "" : ",") + std::string(R"({"sku":")") +
                    std::to_string(variants.size()) + R"(","options":)" + options +
                    R"(,"prices":[{"amount":1,"currency":"EUR"}]})";
    return R"({"title":"T","variants":[)" + variants + "]" + more + "}";
}

kontor::platform::Result<Draft> draft(const std::string& json, const Pictures& pictures = {}) {
    return draft_of(request(json), pictures, now);
}

}  // namespace

TEST_CASE("a slug that is taken gets the first number that is free") {
    CHECK(free_slug("lamp", {}) == "lamp");
    CHECK(free_slug("lamp", {"lamp", "lamp-3"}) == "lamp-2");
    CHECK(free_slug("lamp", {"lamp", "lamp-2", "lamp-3"}) == "lamp-4");
}

TEST_CASE("a category that is only named by its slug gets a name from it") {
    CHECK(name_of_slug("science-fiction") == "Science fiction");
    CHECK(name_of_slug("4k") == "4k");
}

TEST_CASE("a barcode that is a GTIN has the right last digit") {
    for (const auto* code : {"4006381333931", "036000291452", "96385074", "10012345000017",
                             "ABC-123", "12345", "123456789"})
        CHECK_MESSAGE(draft(variant(R"("barcode":")" + std::string(code) + "\"")).has_value(),
                      code);
    for (const auto* code : {"4006381333932", "036000291453", "96385075", "10012345000018",
                             "4006381333913", "4006381 33393"}) {
        const auto refused = draft(variant(R"("barcode":")" + std::string(code) + "\""));
        CHECK_MESSAGE(code_of(refused) == "catalog.bad_barcode", code);
        CHECK(pointer_of(refused) == "/variants/0/barcode");
    }
}

TEST_CASE("options are asked for in the order given, and else as variants bring them") {
    using Options = std::vector<Option>;
    const Options usual{{"colour", {"red", "blue"}}, {"size", {"M", "S"}}};
    CHECK(draft(shirts(""))->product.options == usual);
    const Options wanted{{"size", {"S", "M"}}, {"colour", {"red", "blue"}}};
    CHECK(draft(shirts(R"(,"options":[{"name":"size","values":["S","M"]}])"))->product.options ==
          wanted);
    const auto refused = draft(shirts(R"(,"options":[{"name":"size","values":["L","S","S"]},
                                            {"name":"weight","values":[]}])"));
    CHECK(code_of(refused) == "catalog.bad_option");
    CHECK(pointers_of(refused) == std::vector<std::string>{"/options/0/values/0",
                                                           "/options/0/values/2",
                                                           "/options/1/name"});
}

TEST_CASE("two variants cannot be the same choice") {
    const auto refused = draft(R"({"title":"T","variants":[
        {"sku":"a","options":{"size":"S"},"prices":[{"amount":1,"currency":"EUR"}]},
        {"sku":"b","options":{"size":"S"},"prices":[{"amount":1,"currency":"EUR"}]}]})");
    CHECK(code_of(refused) == "catalog.options_twice");
    CHECK(pointer_of(refused) == "/variants/1/options");
}

TEST_CASE("an image is one of the web, or a path of the shop, or a picture that there is") {
    const auto image = [](const std::string& member) {
        return variant(R"("title":"t")").insert(1, R"("images":[{)" + member + "}],");
    };
    for (const auto* url : {"https://example.org/a.jpg", "HTTP://Example.ORG:8080?a@b",
                            "/media/a.jpg", "https://xn--9ca.fr#a", "https://1.0.a_b.example./"})
        CHECK_MESSAGE(draft(image(R"("url":")" + std::string(url) + "\"")).has_value(), url);
    for (const auto* url : {"javascript:alert(1)",
                            "data:image/svg+xml,x",
                            "//example.org/a.jpg",
                            "a.jpg",
                            "/\\\\example.org",
                            "https://a b",
                            " https://a.b",
                            "ftp://a.b",
                            "jAvAsCrIpT:x",
                            "https://a",
                            "http://127.1",
                            "http://a.0x7f",
                            "http://[::1]",
                            "https://a@b.c",
                            "https://a.b:",
                            "https://a.b:x",
                            "http://localhost.",
                            "http://a.internal:80/",
                            "https://",
                            "https://.",
                            "https://a..",
                            "https://\xc3\xa9.fr"}) {
        const auto refused = draft(image(R"("url":")" + std::string(url) + "\""));
        CHECK_MESSAGE(code_of(refused) == "catalog.bad_image", url);
        CHECK(pointer_of(refused) == "/images/0/url");
    }
    CHECK(code_of(draft(image(R"("alt":"nothing")"))) == "catalog.bad_image");
    const auto id = kontor::media::MediaId::make();
    const auto named = image(R"("media_id":")" + id.text() + "\"");
    CHECK(code_of(draft(named)) == "catalog.no_such_media");
    CHECK(pointer_of(draft(named)) == "/images/0/media_id");
    kontor::media::Asset asset;
    asset.id = id;
    asset.url = "/media/a.jpg";
    asset.width = 3;
    CHECK(draft(named, {{id, asset}})->product.images[0].width == 3);
}

TEST_CASE("translations are named by language and are as well-behaved as the original") {
    const auto refused = draft(variant(R"("title":"t")").insert(1, R"("translations":{
        "de":{"title":"Titel"},"DE-at":{"title":"x"},"german":{"title":"x"},
        "fr":{"seo":{"canonical":"javascript:x"}}},)"));
    CHECK(code_of(refused) == "catalog.bad_language");
    CHECK(pointers_of(refused) == std::vector<std::string>{"/translations/DE-at",
                                                           "/translations/fr/seo/canonical",
                                                           "/translations/german"});
}

TEST_CASE("what is scheduled has a time, and ends after it began") {
    const auto scheduled = [](const std::string& more) {
        return code_of(draft(variant(R"("title":"t")").insert(1, more)));
    };
    CHECK(scheduled(R"("status":"scheduled",)") == "catalog.no_publish_at");
    CHECK(scheduled(R"("publish_at":"2030-01-01T00:00:00Z",
                       "unpublish_at":"2030-01-01T00:00:00Z",)") == "catalog.bad_schedule");
    CHECK(scheduled(R"("status":"scheduled","publish_at":"2030-01-01T00:00:00Z",
                       "unpublish_at":"2030-02-01T00:00:00Z",)")
              .empty());
    const auto unnamed =
        draft(variant(R"("title":"t")").insert(1, R"("publish_at":"2030-01-01T00:00:00Z",)"));
    CHECK(unnamed->product.status == Status::scheduled);
}

TEST_CASE("numbers of attributes are those that JSON keeps exactly") {
    const auto with = [](const std::string& number) {
        return draft(variant(R"("stock":1)").insert(1, R"("attributes":{"a/b":)" + number + "},"));
    };
    for (const auto* number :
         {"9007199254740991", "-9007199254740991", "9007199254740991.0", "0.1"})
        CHECK_MESSAGE(with(number).has_value(), number);
    for (const auto* number :
         {"9007199254740992", "-9007199254740992", "9007199254740993.0", "9223372036854775807",
          "9223372036854775808", "1e20", "-1e20", "100000000000000000000", "1e308"}) {
        const auto refused = with(number);
        CHECK_MESSAGE(code_of(refused) == "catalog.bad_attribute", number);
        CHECK(pointer_of(refused) == "/attributes/a~1b");
    }
}
