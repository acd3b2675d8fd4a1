#include "platform/storage/storage.hpp"

#include <algorithm>
#include <stdexcept>

namespace kontor::platform {
namespace {

constexpr std::size_t longest_key = 512;

bool is_plain(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '.';
}

bool is_segment(std::string_view text) {
    return !text.empty() && text.front() != '.' && std::ranges::all_of(text, is_plain);
}

bool is_key(std::string_view key) {
    if (key.size() > longest_key) return false;
    for (auto slash = key.find('/'); slash != key.npos; slash = key.find('/')) {
        if (!is_segment(key.substr(0, slash))) return false;
        key.remove_prefix(slash + 1);
    }
    return is_segment(key);
}

}  // namespace

void check_storage_key(std::string_view key) {
    if (!is_key(key)) throw std::invalid_argument("not a key of a storage");
}

}  // namespace kontor::platform
