#pragma once

#include <array>

namespace kontor::platform::http {

// Unique without a lock or a system call: a random number of the thread and a count.
using RequestId = std::array<char, 32>;
RequestId make_request_id();

}  // namespace kontor::platform::http
