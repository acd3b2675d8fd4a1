#include "answers.hpp"
#include "belongings.hpp"
#include "members.hpp"

#include <doctest/doctest.h>
#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <boost/json/value.hpp>

namespace kontor::test {

namespace {

using Operations = std::set<std::string>;

// Of a name's words, such as those of cost_price. What tells of one is a credential, or guards one.
const std::set<std::string> words_of_credentials{
    "password", "passphrase", "secret", "token",   "tokens",    "key",       "keys",
    "totp",     "otp",        "hash",   "salt",    "seed",      "private",   "credential",
    "recovery", "session",    "auth",   "signing", "signature", "challenge", "seal",
    "sealed",   "qr",         "pin",    "cvc",     "card"};
// What goods cost the shop, and what it has to do with others.
const std::set<std::string> words_of_the_shop{"cost",   "costs",     "margin",   "margins",
                                              "profit", "wholesale", "supplier", "internal",
                                              "note",   "notes",     "markup",   "commission"};

bool has_word(const std::string& name, const std::set<std::string>& words) {
    std::vector<std::string> parts;
    boost::split(parts, name, boost::is_any_of("_"));
    return std::ranges::any_of(parts, [&](const auto& part) { return words.contains(part); });
}

// Every name that tells of a credential, and the operations that answer it, each to whom it is for.
const Operations sign_ins{"accept_invitation", "finish_provider_sign_in", "login",
                          "login_with_code",   "refresh_session",         "register_customer"};
const std::map<std::string, Operations>& credentials_answered() {
    static const auto all = [] {
        auto with_impersonation = sign_ins;
        with_impersonation.insert("impersonate_customer");
        return std::map<std::string, Operations>{
            // Who signs in, or acts as somebody, gets what to show from then on.
            {"access_token", with_impersonation},
            {"token_type", with_impersonation},
            {"refresh_token", sign_ins},
            // The browser that begins a sign-in elsewhere keeps what ends it.
            {"sign_in_token", {"start_provider_sign_in", "start_connecting_provider"}},
            // Shown once, to who begins a second factor, and as a picture.
            {"setup_key", {"begin_second_factor"}},
            {"qr_code", {"begin_second_factor"}},
            {"recovery_codes", {"confirm_second_factor", "renew_recovery_codes"}},
            {"recovery_codes_left", {"get_second_factor"}},  // how many
            // Shown once, to who makes the key.
            {"key", {"create_api_key", "list_dead_events"}},  // the other names an event's subject
            {"secret", {"create_api_key"}},
            {"api_key", {"list_audit_log"}},        // the id of one
            {"session", {"impersonate_customer"}},  // the id of one
        };
    }();
    return all;
}

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

TEST_CASE(
    "32: the contract has no credentials but those on a short list, each where it is meant to be") {
    const Contract contract(open_shop().stranger().get("/openapi.json").json());
    std::map<std::string, Operations> found;
    std::size_t members = 0;
    for (const auto& operation : contract.operations())
        for (const auto* answer : operation.answers)
            contract.for_each_member(*answer, [&](const std::string& member) {
                ++members;
                // What a guest shows: 32_declared_members.cpp sees it answered once.
                if (member == "guest_token") return;
                if (has_word(member, words_of_credentials)) found[member].insert(operation.id);
            });
    CHECK(members > 1000);
    for (const auto& [name, operations] : found) {
        INFO(name);
        const auto expected = credentials_answered().find(name);
        REQUIRE(expected != credentials_answered().end());
        for (const auto& operation : operations) {
            INFO(operation);
            CHECK(expected->second.contains(operation));
        }
        CHECK(operations.size() == expected->second.size());
    }
    CHECK(found.size() == credentials_answered().size());
}

TEST_CASE(
    "32: what goods cost the shop is in no answer, nor what staff note in one that others get") {
    const Contract contract(open_shop().stranger().get("/openapi.json").json());
    for (const auto& operation : contract.operations())
        for (const auto* answer : operation.answers)
            contract.for_each_member(*answer, [&](const std::string& member) {
                INFO(operation.id << " answers " << member);
                const bool is_of_staff = operation.is_for_staff() && member == "note";
                CHECK((!has_word(member, words_of_the_shop) || is_of_staff));
            });
}

TEST_CASE("32: who signs in, and who guards an account, is answered what the contract declares") {
    const auto try_out = [](const std::string& operation, const Answer& answer) {
        INFO(operation << " " << answer.body);
        REQUIRE(answer.status < 300);
        check_members(operation, answer);
        CHECK(checked_operations().contains(operation));
        return answer;
    };
    const auto member = new_member("signs32");
    const auto signed_in = try_out("login", log_in(member.email));
    try_out("refresh_session", refresh(signed_in.text("/refresh_token")));
    const std::string proof = R"({"current_password":")" + member_password + "\"";
    const auto begun = try_out("begin_second_factor", member.probe.post("/v1/me/mfa", proof + "}"));
    const auto code = [&](int steps) { return app_code(begun.text("/setup_key"), steps); };
    try_out("confirm_second_factor",
            member.probe.post("/v1/me/mfa/confirm", R"({"code":")" + code(-1) + R"("})"));
    const auto challenged = log_in(member.email);
    CHECK(challenged.text("/code") == "mfa_required");
    check_members("login", challenged);
    try_out("login_with_code", meet(challenged.text("/mfa_token"), code(0)));
    for (const auto* path : {"/v1/me/mfa", "/v1/me", "/v1/me/sessions", "/v1/me/export"}) {
        const auto seen = member.probe.get(path);
        CHECK(seen.status == 200);
        CHECK(seen.body.find(begun.text("/setup_key")) == std::string::npos);
        CHECK(seen.body.find(signed_in.text("/refresh_token")) == std::string::npos);
    }
}

TEST_CASE("32: what a gift card is spent with is told once, to who issues it") {
    const auto& staff = open_shop().staff();
    const auto issued = staff.post(
        "/v1/admin/gift-cards", R"({"amount":{"amount":500,"currency":"EUR"},"note":"32"})",
        {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
    REQUIRE_MESSAGE(issued.status == 201, issued.body);
    const auto code = issued.text("/code");
    const auto card = "/v1/admin/gift-cards/" + issued.text("/id");
    for (const auto& seen : {staff.get(card), staff.get("/v1/admin/gift-cards"),
                             staff.post(card + "/disable", "{}")}) {
        INFO(seen.body);
        CHECK(seen.status == 200);
        CHECK(seen.body.find(code) == std::string::npos);
        CHECK(seen.body.find(R"("code":)") == std::string::npos);
    }
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
            CHECK_FALSE(has_word(member, words_of_credentials));
            CHECK_FALSE(has_word(member, words_of_the_shop));
        }
    }
}

}  // namespace kontor::test
