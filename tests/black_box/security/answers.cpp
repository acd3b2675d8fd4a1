#include "answers.hpp"

#include "open_shop.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

const Contract& contract() {
    static const Contract shops(open_shop().stranger().get("/openapi.json").json());
    return shops;
}

const std::set<std::string>& declared_names() {
    static const auto names = [] {
        std::set<std::string> all;
        for (const auto& operation : contract().operations())
            for (const auto* answer : operation.answers)
                contract().for_each_member(*answer,
                                           [&](const std::string& name) { all.insert(name); });
        return all;
    }();
    return names;
}

// What a refusal says beside the members of every one (RFC 9457, 3.2).
const std::set<std::string> of_refusals{"allowed",    "amount_due",    "available",  "balance",
                                        "coupon",     "current_total", "expires_in", "from",
                                        "item_id",    "link",          "mfa_token",  "pieces",
                                        "refundable", "returnable",    "sku",        "to"};

// Where the contract leaves it open what there is: what a customer takes away, public keys, things
// as they were and became. All has names that other answers have, but for these.
const std::map<std::string, std::set<std::string>> open_answers{
    {"export_me",
     {"addresses",
      "back_in_stock",
      "back_in_stock_questions",
      "cart_abandoned",
      "carts",
      "client",
      "exported_at",
      "invitations",
      "invoices",
      "message_preferences",
      "messages",
      "payment_methods",
      "product",
      "review_request",
      "reviews",
      "sessions",
      "sign_in_providers",
      "store_credit",
      "votes",
      "wish_list"}},
    {"get_signing_keys", {"keys", "kty", "crv", "x", "alg", "use", "kid"}},
    {"list_audit_log", {}},
    {"list_dead_events", {}}};

bool is_expected(const Operation& operation, int status, const Undeclared& member) {
    if (status >= 400) return of_refusals.contains(member.name);
    const auto open = open_answers.find(operation.id);
    return member.is_open && open != open_answers.end() &&
           (open->second.contains(member.name) || declared_names().contains(member.name));
}

// A guest is told once what to show: with what it opens.
const std::set<std::string> tell_guests{"create_cart", "place_order", "complete_checkout"};

std::set<std::string>& checked() {
    static std::set<std::string> operations;
    return operations;
}

}  // namespace

void check_members(const Operation& operation, const Answer& answer) {
    const auto type = answer.headers.find("content-type");
    if (type == answer.headers.end() || type->second.find("json") == std::string::npos) return;
    const auto schema = operation.schemas.find(answer.status);
    if (schema == operation.schemas.end()) return;  // every_operation.cpp looks at the status
    if (answer.status < 300) checked().insert(operation.id);
    if (answer.body.find(R"("guest_token":)") != std::string::npos)
        CHECK_MESSAGE(tell_guests.contains(operation.id), operation.id << " tells a guest's token");
    for (const auto& member : contract().undeclared(*schema->second, answer.json())) {
        INFO(operation.method << " " << operation.path << " (" << operation.id << ") answers "
                              << answer.status << " with " << member.pointer);
        CHECK(is_expected(operation, answer.status, member));
    }
}

void check_members(const std::string& operation, const Answer& answer) {
    const auto& all = contract().operations();
    const auto found = std::ranges::find(all, operation, &Operation::id);
    REQUIRE_MESSAGE(found != all.end(), operation);
    check_members(*found, answer);
}

const std::set<std::string>& checked_operations() {
    return checked();
}

}  // namespace kontor::test
