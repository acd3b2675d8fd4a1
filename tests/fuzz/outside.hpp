// What every reader of outside bytes is held to. A file here says in try_bytes() what one of them
// promises for any input; libFuzzer, or main() of corpus.cpp, calls it.
#pragma once

#include "platform/core/result.hpp"

#include <string_view>

namespace kontor::fuzz {

// Must return for any bytes. Whatever it throws is a finding.
void try_bytes(std::string_view bytes);

// Throws std::logic_error, which is a finding, where it does not hold.
void require(bool holds, const char* promise);

// That a client can be told of this refusal: its problem document is strict JSON.
void require_tellable(const platform::Error& error);

// Takes a line off the input, without its end; all of it where there is but one.
std::string_view take_line(std::string_view& input);

}  // namespace kontor::fuzz
