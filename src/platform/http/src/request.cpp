#include "platform/http/request.hpp"

#include "request_id.hpp"
#include "text.hpp"

#include "platform/security/random.hpp"

#include <algorithm>
#include <array>

namespace kontor::platform::http {
namespace {

bool is_request_id(std::string_view text) {
    return text.size() >= 8 && text.size() <= 64 && std::ranges::all_of(text, [](char letter) {
               return is_letter_or_digit(letter) || letter == '-' || letter == '_';
           });
}

void write_hex(char* out, std::uint64_t number) {
    for (int shift = 60; shift >= 0; shift -= 4)
        *out++ = "0123456789abcdef"[(number >> shift) & 15];
}

Error not_while_impersonating() {
    return {ErrorKind::forbidden, "http.not_while_impersonating",
            "This guards the account or is final: only its owner may, not a member of staff who "
            "acts as them."};
}

Error not_for_keys() {
    return {ErrorKind::forbidden, "http.not_for_keys",
            "This takes a person: sign in. An API key acts for the shop, not for anybody."};
}

}  // namespace

std::string_view method_name(Method method) {
    constexpr std::array<std::string_view, 5> names{"GET", "POST", "PUT", "PATCH", "DELETE"};
    return names[static_cast<std::size_t>(method)];
}

std::optional<std::string_view> find_header(const Headers& headers, std::string_view name) {
    for (const auto& [candidate, value] : headers)
        if (equal_ignoring_case(candidate, name)) return value;
    return std::nullopt;
}

bool Caller::may(std::string_view permission) const {
    return std::ranges::find(permissions, permission) != permissions.end();
}

std::string Caller::scope() const {
    switch (kind) {
        case Kind::guest:
            return "guest:" + guest_token_hash;
        case Kind::customer:
        case Kind::staff:
            if (key) return "key:" + to_string(*key);
            if (impersonator && user)
                return "user:" + to_string(*user) + " by:" + to_string(*impersonator);
            return user ? "user:" + to_string(*user) : "session:" + session;
        case Kind::anonymous:
            break;
    }
    return "anonymous:" + address;
}

std::string Caller::account() const {
    if (key) return to_string(*key);
    if (impersonator) return to_string(*impersonator);
    return user ? to_string(*user) : session;
}

Result<> in_person(const Caller& caller) {
    if (caller.key) return not_for_keys();
    if (caller.impersonator) return not_while_impersonating();
    return {};
}

std::string etag_of(std::string_view body) {
    return '"' + fingerprint(body) + '"';
}

bool names_etag(std::string_view list, std::string_view etag) {
    if (etag.starts_with("W/")) etag.remove_prefix(2);
    while (!list.empty()) {
        const auto comma = list.find(',');
        auto candidate = trimmed(list.substr(0, comma));
        if (candidate.starts_with("W/")) candidate.remove_prefix(2);
        if (candidate == etag || candidate == "*") return true;
        list = comma == list.npos ? std::string_view{} : list.substr(comma + 1);
    }
    return false;
}

Result<> match_etag(const Request& request, std::string_view body) {
    const auto wanted = find_header(request.headers, "If-Match");
    if (!wanted || names_etag(*wanted, etag_of(body))) return {};
    return Error{ErrorKind::precondition_failed, "http.precondition_failed",
                 "This is no longer as If-Match describes it: read it again, then repeat the "
                 "change."};
}

RequestId make_request_id() {
    thread_local const std::uint64_t prefix = random_number();
    thread_local std::uint64_t counter = 0;
    RequestId id;
    write_hex(id.data(), prefix);
    write_hex(id.data() + 16, ++counter);
    return id;
}

std::string new_request_id() {
    const auto id = make_request_id();
    return {id.data(), id.size()};
}

std::string request_id_of(const Headers& headers) {
    const auto shown = find_header(headers, "X-Request-Id");
    return shown && is_request_id(*shown) ? std::string(*shown) : new_request_id();
}

}  // namespace kontor::platform::http
