// Which documents have a word, and whether in their title.
#pragma once

#include <cstdint>
#include <vector>

namespace kontor::search {

using DocumentNumber = std::uint32_t;

// Documents in ascending order as the gaps between them, a byte or two each.
class Postings {
public:
    void add(DocumentNumber document, bool in_title);
    std::uint32_t size() const { return size_; }
    std::size_t bytes() const { return bytes_.capacity(); }
    void shrink() { bytes_.shrink_to_fit(); }

private:
    friend class PostingsCursor;
    std::vector<std::uint8_t> bytes_;
    DocumentNumber next_ = 0;  // the least that may come
    std::uint32_t size_ = 0;
};

// Where a word is: what only describes goods is kept apart, as it is most of all and tells least.
struct WordPlaces {
    Postings named;      // in the title or the attributes
    Postings described;  // in the description and nowhere else
    std::uint32_t documents() const { return named.size() + described.size(); }
};

// Walks them; what it walks must neither change nor go.
class PostingsCursor {
public:
    explicit PostingsCursor(const Postings& postings)
        : place_(postings.bytes_.data()), end_(place_ + postings.bytes_.size()) {
        next();
    }

    bool done() const { return done_; }
    DocumentNumber document() const { return document_; }
    bool in_title() const { return in_title_; }
    void next() {
        if (place_ == end_) {
            done_ = true;
            return;
        }
        std::uint64_t code = *place_ & 0x7f;
        for (int shift = 7; (*place_++ & 0x80) != 0; shift += 7)
            code |= static_cast<std::uint64_t>(*place_ & 0x7f) << shift;
        document_ = following_ + static_cast<DocumentNumber>(code >> 1);
        following_ = document_ + 1;
        in_title_ = (code & 1) != 0;
    }

private:
    const std::uint8_t* place_;
    const std::uint8_t* end_;
    DocumentNumber following_ = 0;
    DocumentNumber document_ = 0;
    bool in_title_ = false;
    bool done_ = false;
};

}  // namespace kontor::search
