// What a handler is given and what it gives back.
#pragma once

#include "platform/core/describe.hpp"
#include "platform/http/request.hpp"
#include "platform/json/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace kontor::platform::http {

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

// A request that has found its route and shown who it comes from.
struct RawCall {
    const Request& request;
    const Caller& caller;
    std::vector<std::pair<std::string, std::string>> path;   // decoded
    std::vector<std::pair<std::string, std::string>> query;  // decoded, no name twice
    std::string language{};                                  // of the shop's, the one to answer in
    mutable std::vector<std::string> cache_tags{};
};

// Path, Body and Query are described structs. Path's and Query's members are ids, text,
// constrained types, numbers, enums and optionals of these. A path that does not parse is 404, a
// query 400 for an unknown or repeated name and 422 for a bad value, a body 400 or 422. A member
// that is not optional is required. A Query with a member `std::map<std::string, std::string>
// attr` takes any name that begins with "attr.", under what follows it. A Body may also be RawBody
// or a Form (form.hpp).
template <class Path = Nothing, class Body = Nothing, class Query = Nothing>
struct Call {
    using PathType = Path;
    using BodyType = Body;
    using QueryType = Query;

    const Request& request;
    const Caller& caller;
    Path path;
    Body body;
    Query query;
    const RawCall& raw;
    // Of the shop's languages the one that Accept-Language asks for, else the default.
    const std::string& language = raw.language;

    // The cached answer is dropped when this tag is: "product:prod_01j9...".
    void depends_on(std::string tag) const { raw.cache_tags.push_back(std::move(tag)); }
};

// An answer with a status of its own. Answer<204> has no body.
template <int Status, class T = Nothing>
struct Answer {
    static constexpr int status = Status;
    using BodyType = T;
    T body{};
    Headers headers{};
};

// What was made, if it was.
template <class T>
Result<Answer<201, T>> created(Result<T> made) {
    if (!made) return made.error();
    return Answer<201, T>{*std::move(made)};
}

// The same, found from now on below this path by its id.
template <class T>
Result<Answer<201, T>> created(Result<T> made, const std::string& below) {
    auto answer = created(std::move(made));
    if (answer) answer->headers = {{"Location", below + "/" + answer->body.id.text()}};
    return answer;
}

// For If-Match: what is there must be what the caller has seen.
inline auto same_as_seen(const Request& request) {
    return [&request](const auto& state) { return match_etag(request, json::write(state)); };
}

// What read() answers, where If-Match names its ETag; nothing, and nothing read, without If-Match.
// Refuses http.precondition_failed.
template <class Read, class State = typename std::invoke_result_t<Read>::value_type>
Result<std::optional<State>> matched(const Request& request, Read read) {
    if (!find_header(request.headers, "If-Match")) return std::optional<State>{};
    auto state = read();
    if (!state) return state.error();
    if (const auto same = match_etag(request, json::write(*state)); !same) return same.error();
    return std::optional(*std::move(state));
}

// A list: {"data": [...], "next_cursor": "..." or null}.
template <class T>
struct Page {
    std::vector<T> data;
    json::Nullable<std::string> next_cursor;
    BOOST_DESCRIBE_CLASS(Page, (), (data, next_cursor), (), ())
};

// The whole body's bytes, for routes with raw_body().
struct RawBody {
    std::string bytes;
};

}  // namespace kontor::platform::http
