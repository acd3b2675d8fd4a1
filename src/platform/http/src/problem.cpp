#include "problem.hpp"

#include <boost/json.hpp>

#include <optional>

namespace kontor::platform::http {
namespace {

boost::json::value to_json(const DetailValue& detail) {
    return std::visit(
        []<class T>(const T& value) -> boost::json::value {
            if constexpr (std::is_same_v<T, Money>)
                return {{"amount", value.amount}, {"currency", value.currency.code()}};
            else
                return boost::json::value_from(value);
        },
        detail);
}

// Refusals repeat what was sent, of whatever length. They are for people: the beginning says what
// is wrong, the end what to do.
std::string shortened(const std::string& text) {
    constexpr std::size_t most = 1000;
    constexpr std::size_t end = 300;
    if (text.size() <= most) return text;
    const auto is_inside = [&](std::size_t place) {
        return (static_cast<unsigned char>(text[place]) & 0xC0) == 0x80;
    };
    auto cut = most - end;
    while (is_inside(cut)) --cut;
    auto go_on = text.size() - end;
    while (go_on < text.size() && is_inside(go_on)) ++go_on;
    return text.substr(0, cut) + "…" + text.substr(go_on);
}

boost::json::array to_json(const std::vector<Problem>& problems) {
    boost::json::array errors;
    for (const auto& problem : problems)
        errors.push_back({{"pointer", shortened(problem.pointer)},
                          {"code", problem.code},
                          {"detail", shortened(problem.detail)}});
    return errors;
}

// What the refusal itself says, or a guess where there has to be something.
std::optional<std::int64_t> seconds_to_wait(const Error& error, int status) {
    for (const auto& [name, value] : error.details)
        if (const auto* seconds = std::get_if<std::int64_t>(&value);
            seconds && name == "retry_after")
            return *seconds;
    if (status == 429 || status == 503) return 1;
    return std::nullopt;
}

}  // namespace

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::malformed:
            return 400;
        case ErrorKind::unauthenticated:
            return 401;
        case ErrorKind::payment_refused:
            return 402;
        case ErrorKind::forbidden:
            return 403;
        case ErrorKind::not_found:
            return 404;
        case ErrorKind::method_not_allowed:
            return 405;
        case ErrorKind::not_acceptable:
            return 406;
        case ErrorKind::conflict:
            return 409;
        case ErrorKind::gone:
            return 410;
        case ErrorKind::precondition_failed:
            return 412;
        case ErrorKind::too_large:
            return 413;
        case ErrorKind::unsupported_media:
            return 415;
        case ErrorKind::invalid:
            return 422;
        case ErrorKind::too_many_requests:
            return 429;
        case ErrorKind::unavailable:
            return 503;
    }
    return 500;
}

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 301:
            return "Moved Permanently";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 402:
            return "Payment Required";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Status";
    }
}

Error method_not_allowed(const std::string& allowed) {
    return {ErrorKind::method_not_allowed, "http.method_not_allowed",
            "This address takes only these methods: " + allowed + "."};
}

Error too_many_requests(const Allowance& allowance) {
    return {ErrorKind::too_many_requests,
            "http.too_many_requests",
            "No more than " + std::to_string(allowance.limit) +
                " requests of this kind are taken from you for the time being. Send this one "
                "again after retry_after seconds.",
            {},
            {{"retry_after", static_cast<std::int64_t>(allowance.reset)}}};
}

Response problem_response(const Error& error, std::string_view request_id) {
    return problem_with_status(status_of(error.kind), error, request_id);
}

Response problem_with_status(int status, const Error& error, std::string_view request_id) {
    boost::json::object problem{{"type", "about:blank"}, {"title", reason_of(status)},
                                {"status", status},      {"detail", shortened(error.message)},
                                {"code", error.code},    {"request_id", request_id}};
    if (!error.problems.empty()) problem["errors"] = to_json(error.problems);
    for (const auto& [name, value] : error.details) problem[name] = to_json(value);

    Response response{status, {{"Content-Type", "application/problem+json"}}, {}};
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (const auto seconds = seconds_to_wait(error, status)) {
        problem["retry_after"] = *seconds;
        response.headers.emplace_back("Retry-After", std::to_string(*seconds));
    }
    response.body = boost::json::serialize(problem);
    return response;
}

}  // namespace kontor::platform::http
