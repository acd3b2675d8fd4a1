// Refusals are values: Result<T> carries an Error that a caller is expected to handle.
// Failures (the database is gone, an invariant is broken) are exceptions.
#pragma once

#include "platform/core/money.hpp"

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kontor::platform {

// What a refusal means to a caller; the HTTP edge maps each kind to one status.
enum class ErrorKind {
    malformed,            // 400
    unauthenticated,      // 401
    payment_refused,      // 402
    forbidden,            // 403
    not_found,            // 404
    method_not_allowed,   // 405
    not_acceptable,       // 406
    conflict,             // 409
    gone,                 // 410
    precondition_failed,  // 412
    too_large,            // 413
    unsupported_media,    // 415
    invalid,              // 422
    too_many_requests,    // 429
    unavailable,          // 503
};
BOOST_DESCRIBE_ENUM(ErrorKind, malformed, unauthenticated, payment_refused, forbidden, not_found,
                    method_not_allowed, not_acceptable, conflict, gone, precondition_failed,
                    too_large, unsupported_media, invalid, too_many_requests, unavailable)

// One complaint about one place of the input.
struct Problem {
    std::string pointer;  // RFC 6901, "" for the whole document
    std::string code;     // stable: "required", "too_long", "unknown_field", ...
    std::string detail;   // for a person: what is wrong and what would be right
};
BOOST_DESCRIBE_STRUCT(Problem, (), (pointer, code, detail))

// A member that a refusal adds to its problem document, such as available or current_total.
using DetailValue = std::variant<std::int64_t, std::string, Money, std::vector<std::string>>;

struct Error {
    ErrorKind kind = ErrorKind::invalid;
    std::string code;     // stable, per module: "catalog.sku_taken"
    std::string message;  // for a person: what is wrong, where, what to do
    std::vector<Problem> problems{};
    std::vector<std::pair<std::string, DetailValue>> details{};
};

// What Result::value() throws when a caller insists on a value that is not there.
class UnexpectedError : public std::logic_error {
public:
    explicit UnexpectedError(const Error& error);
};

[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location&);

template <class T = void>
using Result = boost::system::result<T, Error>;

}  // namespace kontor::platform
