#include "framing.hpp"

#include "text.hpp"

#include <algorithm>

namespace kontor::platform::http {
namespace {

namespace beast = boost::beast;

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 18 && std::ranges::all_of(text, is_digit);
}

Error bad_framing(std::string message) {
    return {ErrorKind::malformed, "http.bad_framing", std::move(message)};
}

}  // namespace

bool has_body(const HeaderFacts& facts) {
    return facts.transfer_encodings != 0 ||
           facts.content_length.find_first_not_of('0') != facts.content_length.npos;
}

HeaderFacts facts_of(const ReceivedRequest& request) {
    using beast::http::field;
    constexpr std::string_view request_id = "X-Request-Id";
    constexpr std::string_view forwarded_for = "X-Forwarded-For";
    HeaderFacts facts;
    for (const auto& header : request) {
        const auto value = view(header.value());
        switch (header.name()) {
            case field::host:
                ++facts.hosts, facts.host = value;
                break;
            case field::content_length:
                ++facts.content_lengths, facts.content_length = value;
                break;
            case field::transfer_encoding:
                ++facts.transfer_encodings, facts.transfer_encoding = value;
                break;
            case field::authorization:
                facts.has_authorization = true;
                break;
            case field::accept:
                facts.accept = value;
                break;
            case field::accept_language:
                if (facts.accept_languages++ == 0) facts.accept_language = value;
                break;
            case field::accept_encoding:
                if (facts.accept_encoding.empty()) facts.accept_encoding = value;
                break;
            case field::expect:
                facts.expect = value;
                break;
            case field::if_none_match:
                facts.if_none_match = value;
                break;
            case field::origin:
                facts.origin = value;
                break;
            case field::unknown:
                if (equal_ignoring_case(view(header.name_string()), request_id))
                    facts.request_id = value;
                else if (equal_ignoring_case(view(header.name_string()), forwarded_for))
                    facts.has_forwarded_for = true;
                break;
            default:
                break;
        }
    }
    return facts;
}

bool has_folded_line(std::string_view lines) {
    return lines.find("\n ") != lines.npos || lines.find("\n\t") != lines.npos;
}

std::optional<Error> framing_error(const ReceivedRequest& request, const HeaderFacts& facts) {
    if (facts.hosts != 1 || !is_host(facts.host))
        return bad_framing("A request must have exactly one Host header with a host in it.");
    if (facts.content_lengths > 1 ||
        (facts.content_lengths == 1 && !is_number(facts.content_length)))
        return bad_framing("Content-Length must come once and be a number.");
    if (facts.transfer_encodings == 0) return std::nullopt;
    if (facts.content_lengths != 0)
        return bad_framing("A request must not have both Content-Length and Transfer-Encoding.");
    if (facts.transfer_encodings > 1 || facts.transfer_encoding != "chunked")
        return bad_framing("The only Transfer-Encoding taken here is: chunked.");
    if (request.version() != 11) return bad_framing("Transfer-Encoding is for HTTP/1.1 only.");
    return std::nullopt;
}

}  // namespace kontor::platform::http
