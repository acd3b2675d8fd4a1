#include "platform/http/call.hpp"

#include "platform/http/router.hpp"

namespace kontor::platform::http::detail {

Error no_such_path() {
    return {ErrorKind::not_found, "http.not_found",
            "Nothing has this address. Check the path and the ids in it."};
}

Error body_missing() {
    return {ErrorKind::malformed, "http.body_required",
            "The request has no body. Send a JSON object with Content-Type: application/json."};
}

Response json_response(int status, std::string body, Headers headers) {
    headers.emplace_back("Content-Type", "application/json");
    return {status, std::move(headers), std::move(body)};
}

const std::string* QueryReader::take(std::string_view name) {
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        if (parameters_[i].first != name) continue;
        taken_[i] = true;
        return &parameters_[i].second;
    }
    return nullptr;
}

void QueryReader::take_prefixed(std::string_view prefix, PrefixedParameters& values) {
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        const auto& [name, value] = parameters_[i];
        if (!name.starts_with(prefix) || name.size() == prefix.size()) continue;
        taken_[i] = true;
        values.emplace(name.substr(prefix.size()), value);
    }
}

void QueryReader::complain(std::string_view name, Complaint complaint) {
    if (!complaint.any()) return;
    problems_.push_back(
        {"/query/" + std::string(name), std::move(complaint.code),
         "The query parameter \"" + std::string(name) + "\" must be " + complaint.expected + "."});
}

Result<> QueryReader::finish() const {
    std::vector<Problem> unknown;
    for (std::size_t i = 0; i < parameters_.size(); ++i)
        if (!taken_[i])
            unknown.push_back({"/query/" + parameters_[i].first, "unknown_parameter",
                               "This address takes no query parameter of that name."});
    if (!unknown.empty())
        return Error{ErrorKind::malformed, "http.unknown_parameter",
                     "The query has parameters that this address does not take.",
                     std::move(unknown)};
    if (!problems_.empty())
        return Error{ErrorKind::invalid, "http.invalid_query",
                     "The query has values that this address does not take.", problems_};
    return {};
}

}  // namespace kontor::platform::http::detail
