#include "postings.hpp"

namespace kontor::search {

void Postings::add(DocumentNumber document, bool in_title) {
    auto code = static_cast<std::uint64_t>(document - next_) << 1 | (in_title ? 1 : 0);
    for (; code >= 0x80; code >>= 7) bytes_.push_back(static_cast<std::uint8_t>(code | 0x80));
    bytes_.push_back(static_cast<std::uint8_t>(code));
    next_ = document + 1;
    ++size_;
}

}  // namespace kontor::search
