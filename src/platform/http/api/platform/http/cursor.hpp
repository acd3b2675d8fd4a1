#pragma once

#include "platform/core/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::platform::http {

// Opaque, signed cursors of lists: the sort, a fingerprint of the filters and
// the last row's keys, in base64url with a MAC. Thread-safe.
class Cursors {
public:
    explicit Cursors(std::string secret) : secret_(std::move(secret)) {}

    // context names the sort and every filter; keys are the last row's sort key and id.
    std::string write(std::string_view context, const std::vector<std::string>& keys) const;

    // Refuses http.bad_cursor (malformed): forged, damaged, or from another sort or filter.
    Result<std::vector<std::string>> read(std::string_view context, std::string_view cursor,
                                          std::size_t key_count) const;

private:
    std::string secret_;
};

}  // namespace kontor::platform::http
