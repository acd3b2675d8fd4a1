#include "survey.hpp"

#include <doctest/doctest.h>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>

namespace kontor::test {

namespace {

namespace bj = boost::json;

// Line breaks, what some readers take for one, and what becomes one where bytes are cut off.
const std::vector<std::string> in_addresses{
    "x%0d%0aStolen49:%201",  "x%0aStolen49:%201",       "x%0dStolen49:%201",
    "x%C2%85Stolen49:%201",  "x%E2%80%A8Stolen49:%201", "x%E5%98%8D%E5%98%8AStolen49:%201",
    "%0d%0a%0d%0a%3Chtml%3E"};
const std::vector<std::string> in_texts{
    "x\r\nStolen49: 1",   "x\nStolen49: 1",           "x\rStolen49: 1", "x\u0085Stolen49: 1",
    "x\u2028Stolen49: 1", "x\u560d\u560aStolen49: 1", "\r\n\r\n<html>"};
const std::vector<std::string> in_headers{"x%0d%0aStolen49: 1", "x\\r\\nStolen49: 1",
                                          "x\u2028Stolen49: 1", "x\u560d\u560aStolen49: 1",
                                          "x\u0085Stolen49: 1"};

// Whatever the shop may say in a header.
const std::set<std::string> known{"access-control-allow-origin",
                                  "access-control-expose-headers",
                                  "allow",
                                  "cache-control",
                                  "connection",
                                  "content-disposition",
                                  "content-language",
                                  "content-length",
                                  "content-security-policy",
                                  "content-type",
                                  "date",
                                  "etag",
                                  "idempotent-replayed",
                                  "location",
                                  "ratelimit-limit",
                                  "ratelimit-remaining",
                                  "ratelimit-reset",
                                  "referrer-policy",
                                  "retry-after",
                                  "vary",
                                  "www-authenticate",
                                  "x-content-type-options",
                                  "x-request-id"};

bool is_one_line(const std::string& value) {
    return std::ranges::none_of(value,
                                [](unsigned char byte) { return byte < ' ' || byte == 0x7f; });
}

// Asks for one operation with something that breaks lines in one place after the other.
class Breaker {
public:
    explicit Breaker(const Operation& operation)
        : operation_(operation), probe_(survey_.entitled(operation)) {
        probe_.keep_connection();
    }

    void in_path() {
        for (const auto& parameter : operation_.path_parameters)
            for (int i = 0; i < 3; ++i) {
                const auto& text = next(in_addresses);
                auto changed = operation_;
                const auto name = "{" + parameter.name + "}";
                changed.path.replace(changed.path.find(name), name.size(), text);
                std::erase_if(changed.path_parameters,
                              [&](const Parameter& one) { return one.name == parameter.name; });
                ask(survey_.path_of(changed), survey_.body_of(operation_));
            }
    }
    void in_query() {
        const auto path = survey_.path_of(operation_);
        for (const auto& parameter : operation_.query_parameters)
            ask(path.substr(0, path.find('?')) + "?" + parameter.name + "=" + next(in_addresses),
                survey_.body_of(operation_));
    }
    void in_headers_of_request() {
        const auto path = Survey::strange_path_of(operation_);
        const auto body = survey_.body_of(operation_);
        for (const auto& names : std::vector<std::set<std::string>>{
                 {"Accept-Language", "If-None-Match", "Origin", "User-Agent", "X-Forwarded-For",
                  "X-Request-Id", "traceparent"},
                 {"Guest-Token", "If-Match", "Publishable-Key"},
                 {"Idempotency-Key"}}) {
            Headers headers;
            for (const auto& name : names) headers[name] = next(in_headers);
            ask(path, body, headers);
        }
    }
    void in_body() {
        if (operation_.body == nullptr) return;
        const auto whole = survey_.contract().whole_example(
            *operation_.body, [&](const std::string& prefix) { return survey_.id_of(prefix); });
        const auto path = survey_.path_of(operation_);
        for (int place = 0;; ++place) {
            auto broken = whole;
            int left = place;
            if (!put(broken, left, next(in_texts))) return;
            ask(path, bj::serialize(broken));
        }
    }

    inline static std::size_t asked = 0;

private:
    static const std::string& next(const std::vector<std::string>& texts) {
        return texts[asked % texts.size()];
    }

    // In the place of the text that so many come before. Whether there is one.
    static bool put(bj::value& value, int& left, const std::string& text) {
        if (value.is_string()) {
            if (left-- > 0) return false;
            value = text;
            return true;
        }
        if (value.is_array())
            for (auto& item : value.as_array())
                if (put(item, left, text)) return true;
        if (value.is_object())
            for (auto& [name, member] : value.as_object())
                if (put(member, left, text)) return true;
        return false;
    }

    void ask(const std::string& path, const std::string& body, const Headers& headers = {}) {
        const auto answer = Survey::send(probe_, operation_, path, body, headers);
        ++asked;
        for (const auto& [name, value] : answer.headers) {
            INFO(operation_.method << " " << path << " " << body.substr(0, 1'000) << " -> "
                                   << answer.status << " " << name << ": " << value);
            CHECK(known.contains(name));
            CHECK(is_one_line(value));
        }
    }

    const Operation& operation_;
    const Survey& survey_ = Survey::shared();
    HttpProbe probe_;
};

}  // namespace

TEST_CASE("49: line breaks in whatever any address takes give its answer no header of theirs") {
    const auto& survey = Survey::shared();
    for (const auto& operation : survey.operations()) {
        Breaker breaker(operation);
        breaker.in_path();
        breaker.in_query();
        breaker.in_headers_of_request();
        breaker.in_body();
    }
    MESSAGE("requests: " << Breaker::asked);
    CHECK(Breaker::asked > 2'000);
    for (const auto& head : open_shop().heads_of_letters())
        CHECK(head.find("\nStolen49") == std::string::npos);
}

}  // namespace kontor::test
