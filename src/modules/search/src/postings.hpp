// Which documents have a word, and where in them.
#pragma once

#include <cstdint>
#include <vector>

namespace kontor::search {

using DocumentNumber = std::uint32_t;

enum class Field : std::uint8_t { title, attributes, description };

// Documents in ascending order as the gaps between them, a byte or two each.
class Postings {
public:
    void add(DocumentNumber document, Field field);
    std::uint32_t size() const { return size_; }
    std::size_t bytes() const { return bytes_.capacity(); }
    void shrink() { bytes_.shrink_to_fit(); }

private:
    friend class PostingsCursor;
    std::vector<std::uint8_t> bytes_;
    DocumentNumber next_ = 0;  // the least that may come
    std::uint32_t size_ = 0;
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
    Field field() const { return field_; }
    void next() {
        if (place_ == end_) {
            done_ = true;
            return;
        }
        std::uint64_t code = *place_ & 0x7f;
        for (int shift = 7; (*place_++ & 0x80) != 0; shift += 7)
            code |= static_cast<std::uint64_t>(*place_ & 0x7f) << shift;
        document_ = following_ + static_cast<DocumentNumber>(code >> 2);
        following_ = document_ + 1;
        field_ = static_cast<Field>(code & 3);
    }

private:
    const std::uint8_t* place_;
    const std::uint8_t* end_;
    DocumentNumber following_ = 0;
    DocumentNumber document_ = 0;
    Field field_ = Field::title;
    bool done_ = false;
};

}  // namespace kontor::search
