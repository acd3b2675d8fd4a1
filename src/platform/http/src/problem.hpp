#pragma once

#include "platform/http/request.hpp"

namespace kontor::platform::http {

// A problem document under a status that no ErrorKind has: the server's own refusals, and 500.
Response problem_with_status(int status, const Error& error, std::string_view request_id);

}  // namespace kontor::platform::http
