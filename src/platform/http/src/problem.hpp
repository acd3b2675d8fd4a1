#pragma once

#include "platform/http/request.hpp"

namespace kontor::platform::http {

// For an address that has routes, but none for this method.
Error too_many_requests(const Allowance& allowance);
Error method_not_allowed(const std::string& allowed);

// A problem document under a status that no ErrorKind has: the server's own refusals, and 500.
Response problem_with_status(int status, const Error& error, std::string_view request_id);

}  // namespace kontor::platform::http
