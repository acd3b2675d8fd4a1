#pragma once

#include "platform/core/result.hpp"

namespace kontor::returns {

inline platform::Error no_such_return() {
    return {platform::ErrorKind::not_found, "returns.no_such_return", "There is no such return."};
}

inline std::string at(std::string_view list, std::size_t index, std::string_view member) {
    return "/" + std::string(list) + "/" + std::to_string(index) + "/" + std::string(member);
}

// Something is wrong with one place of what was asked.
inline platform::Error refusal(platform::ErrorKind kind, std::string code, std::string message,
                               std::string pointer) {
    const auto what = kind == platform::ErrorKind::conflict ? "conflict" : "invalid";
    platform::Error error{kind, std::move(code), message, {}, {}};
    error.problems.push_back({std::move(pointer), what, std::move(message)});
    return error;
}

inline platform::Error invalid(std::string code, std::string message, std::string pointer) {
    return refusal(platform::ErrorKind::invalid, std::move(code), std::move(message),
                   std::move(pointer));
}

inline platform::Error conflict(std::string code, std::string message, std::string pointer) {
    return refusal(platform::ErrorKind::conflict, std::move(code), std::move(message),
                   std::move(pointer));
}

}  // namespace kontor::returns
