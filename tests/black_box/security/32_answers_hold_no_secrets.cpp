#include "belongings.hpp"
#include "contract.hpp"

#include <doctest/doctest.h>
#include <boost/json/value.hpp>

#include <array>

namespace kontor::test {

namespace {

constexpr std::array<std::string_view, 12> tell_tale{
    "password", "passphrase", "secret", "totp",        "hash",     "salt",
    "seed",     "cost_price", "margin", "private_key", "internal", "guest_token_hash"};

bool is_telling(std::string_view member) {
    return std::ranges::any_of(
        tell_tale, [&](std::string_view word) { return member.find(word) != member.npos; });
}

// Shown once, to whom they are for: the operation and the member.
const std::set<std::pair<std::string, std::string>> shown_on_purpose{
    {"begin_second_factor", "secret"}, {"create_api_key", "secret"}};

// Members anywhere in the answer.
void collect(const boost::json::value& value, std::set<std::string>& members) {
    if (value.is_array())
        for (const auto& one : value.as_array()) collect(one, members);
    if (!value.is_object()) return;
    for (const auto& [name, member] : value.as_object()) {
        members.insert(std::string(name));
        collect(member, members);
    }
}

}  // namespace

TEST_CASE("32: no answer has a member that could hold a secret") {
    const Contract contract(open_shop().stranger().get("/openapi.json").json());
    std::size_t members = 0;
    for (const auto& operation : contract.operations())
        for (const auto* answer : operation.answers)
            contract.for_each_member(*answer, [&](const std::string& member) {
                ++members;
                INFO(operation.method << " " << operation.path << " (" << operation.id
                                      << ") answers " << member);
                CHECK((!is_telling(member) || shown_on_purpose.contains({operation.id, member})));
            });
    CHECK(members > 1000);
}

TEST_CASE("32: what is really answered holds none either") {
    Belongings abe("abe32@example.org");
    abe.acquire();
    const auto& staff = open_shop().staff();
    std::vector<Answer> answers;
    for (const std::string path : {"/v1/me", "/v1/me/export", "/v1/me/sessions", "/v1/me/addresses",
                                   "/v1/me/payment-methods", "/v1/orders", "/v1/me/consents"})
        answers.push_back(abe.probe.get(path));
    for (const auto& path :
         {"/v1/admin/customers/" + abe.ids.at("user"), std::string("/v1/admin/customers?q=abe32"),
          "/v1/admin/orders/" + abe.ids.at("ord"), std::string("/v1/admin/messages")})
        answers.push_back(staff.get(path));
    for (const auto& answer : answers) {
        INFO(answer.body);
        CHECK(answer.status == 200);
        CHECK(answer.body.find("$argon2id$") == std::string::npos);
        CHECK(answer.body.find("a quiet canal") == std::string::npos);
        std::set<std::string> members;
        collect(answer.json(), members);
        for (const auto& member : members) {
            INFO(member);
            CHECK_FALSE(is_telling(member));
        }
    }
}

}  // namespace kontor::test
