#pragma once

#include "platform/core/result.hpp"

#include <string>

namespace kontor::platform::http {

// Whether a server could speak TLS with these files now; key_file: as ServerOptions has it. Refuses
// http.bad_certificate (invalid), and says which file is wrong.
Result<> check_certificate_files(const std::string& certificate_file, const std::string& key_file);

}  // namespace kontor::platform::http
