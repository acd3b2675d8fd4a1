#pragma once

#include <optional>
#include <string>

namespace kontor::shipping {

// What a constrained text says, if it is given.
std::optional<std::string> text_of(const auto& text) {
    if (!text) return std::nullopt;
    return text->value();
}

}  // namespace kontor::shipping
