#pragma once

#include <string_view>

namespace kontor::catalog {

// https://host.example/..., http://host.example/... or /a/path, for others to open: the shop never
// does. No scheme that runs anything, no //host in disguise, and no host but one that the internet
// knows by a name: no number in whatever spelling, no name that means something inside only.
bool is_address(std::string_view text);

}  // namespace kontor::catalog
