#include "platform/core/result.hpp"

#include <boost/throw_exception.hpp>

namespace kontor::platform {

namespace {

std::string describe(const Error& error) {
    std::string text = error.code + ": " + error.message;
    for (const auto& problem : error.problems)
        text.append("; ").append(problem.pointer).append(" ").append(problem.detail);
    return text;
}

}  // namespace

UnexpectedError::UnexpectedError(const Error& error) : std::logic_error(describe(error)) {}

void throw_exception_from_error(const Error& error, const boost::source_location& location) {
    boost::throw_with_location(UnexpectedError(error), location);
}

}  // namespace kontor::platform
