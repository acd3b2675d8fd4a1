#include "contract.hpp"
#include "open_shop.hpp"
#include "raw_listener.hpp"

#include <doctest/doctest.h>
#include <boost/json/value.hpp>

#include <map>

namespace kontor::test {

namespace {

bool is_telling(const std::string& member) {
    for (const std::string word :
         {"url", "uri", "link", "href", "host", "domain", "callback", "webhook", "endpoint",
          "redirect", "return_to", "proxy", "source", "feed", "canonical"})
        if (member.find(word) != std::string::npos) return true;
    return false;
}

// Only sounds like it: where a consent came from, where goods come from.
const std::set<std::pair<std::string, std::string>> no_addresses{{"decide_consent", "source"},
                                                                 {"create_transfer", "source"}};
// Where the browser goes: one of the pages that the configuration names.
const std::set<std::pair<std::string, std::string>> configured{
    {"start_provider_sign_in", "return_to"}, {"start_connecting_provider", "return_to"}};
// Taken, kept, and shown to browsers; the shop itself opens none. Tried below.
const std::set<std::pair<std::string, std::string>> only_shown{
    {"create_product", "url"},          {"change_product", "url"},
    {"create_product", "canonical"},    {"change_product", "canonical"},
    {"create_category", "canonical"},   {"change_category", "canonical"},
    {"create_collection", "canonical"}, {"change_collection", "canonical"}};

// What means this machine, or one beside it.
std::vector<std::string> inside_addresses(std::uint16_t port) {
    std::vector<std::string> all;
    for (const std::string host : {"127.0.0.1",
                                   "127.1",
                                   "127.0.0.1.",
                                   "2130706433",
                                   "0x7f000001",
                                   "0x7f.1",
                                   "0177.0.0.1",
                                   "017700000001",
                                   "0.0.0.0",
                                   "0",
                                   "[::1]",
                                   "[::]",
                                   "[::ffff:127.0.0.1]",
                                   "[fd00::1]",
                                   "[fe80::1]",
                                   "localhost",
                                   "LOCALHOST",
                                   "localhost.",
                                   "a.localhost",
                                   "10.0.0.1",
                                   "172.16.0.1",
                                   "192.168.0.1",
                                   "169.254.169.254",
                                   "2852039166",
                                   "100.64.0.1",
                                   "metadata.google.internal",
                                   "printer.local",
                                   "router.home.arpa",
                                   "intranet",
                                   "example.org@127.0.0.1",
                                   "127.0.0.1#.example.org",
                                   "127.0.0.1%2f.example.org",
                                   "%31%32%37.0.0.1",
                                   "\u0661\u0662\u0667.0.0.1",
                                   "\uff11\uff12\uff17.0.0.1",
                                   "127\u30020\u30020\u30021"})
        for (const std::string scheme : {"http://", "https://", "HTTP://"})
            all.push_back(scheme + host + ":" + std::to_string(port) + "/a.jpg");
    for (const std::string address : {"gopher://127.0.0.1/", "file:///etc/passwd", "//127.0.0.1/",
                                      "ftp://127.0.0.1/", "http:127.0.0.1", "http:///127.0.0.1"})
        all.push_back(address);
    return all;
}

Answer product_with(const std::string& members) {
    return open_shop().staff().post("/v1/admin/products",
                                    R"({"title":"T",)" + members + R"(,"variants":[{"sku":")" +
                                        platform::to_string(platform::new_uuid()) +
                                        R"(","prices":[{"amount":1,"currency":"EUR"}]}]})");
}

}  // namespace

TEST_CASE("56: every address that a body or a parameter takes is known, and none is called") {
    const Contract contract(open_shop().stranger().get("/openapi.json").json());
    std::size_t members = 0;
    for (const auto& operation : contract.operations()) {
        const auto check = [&](const std::string& member) {
            ++members;
            INFO(operation.method << " " << operation.path << " (" << operation.id << ") takes "
                                  << member);
            CHECK((!is_telling(member) || no_addresses.contains({operation.id, member}) ||
                   configured.contains({operation.id, member}) ||
                   only_shown.contains({operation.id, member})));
        };
        for (const auto& parameter : operation.query_parameters) check(parameter.name);
        for (const auto& parameter : operation.path_parameters) check(parameter.name);
        if (operation.body == nullptr) continue;
        contract.for_each_member(*operation.body, check);
        contract.for_each_schema(*operation.body, [&](const boost::json::object& schema) {
            const auto* format = schema.if_contains("format");
            const bool is_address = format != nullptr &&
                                    (*format == "uri" || *format == "url" || *format == "hostname");
            INFO(operation.id);
            CHECK_FALSE(is_address);
        });
    }
    CHECK(members > 500);
}

TEST_CASE("56: an address that leads inside is refused, in whatever spelling, and never called") {
    const RawListener inside;
    for (const auto& address : inside_addresses(inside.port()))
        for (const auto& members : {R"("images":[{"url":")" + address + R"("}])",
                                    R"("seo":{"canonical":")" + address + R"("})"}) {
            const auto answer = product_with(members);
            INFO(members << " -> " << answer.body);
            CHECK(answer.status == 422);
            CHECK(answer.headers.at("content-type") == "application/problem+json");
        }
    for (const auto& [path, name] : std::map<std::string, std::string>{
             {"/v1/admin/categories", "name"}, {"/v1/admin/collections", "title"}})
        for (const auto& address : inside_addresses(inside.port())) {
            const auto answer = open_shop().staff().post(
                path, R"({")" + name + R"(":"T","seo":{"canonical":")" + address + R"("}})");
            INFO(path << " " << address << " -> " << answer.body);
            CHECK(answer.status == 422);
        }
    CHECK_FALSE(inside.was_called());
}

TEST_CASE("56: nor is one that a name hides: what is taken is shown, not fetched") {
    // Names that resolve to this machine, as a rebinding server would have them.
    const RawListener inside;
    const auto port = std::to_string(inside.port());
    for (const std::string host : {"localtest.me", "127.0.0.1.nip.io", "a.example.org"}) {
        const auto address = "http://" + host + ":" + port + "/a.jpg";
        const auto made = product_with(R"("images":[{"url":")" + address + R"("}])");
        CHECK(made.status == 201);
        const auto shown = open_shop().staff().get("/v1/admin/products/" + made.text("/id"));
        CHECK(shown.text("/images/0/url") == address);
    }
    CHECK_FALSE(inside.was_called());
}

}  // namespace kontor::test
