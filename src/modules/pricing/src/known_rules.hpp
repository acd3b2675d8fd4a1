#pragma once

#include "platform/db/database.hpp"
#include "rule_book.hpp"

#include <memory>
#include <mutex>

namespace kontor::pricing {

// The rule book, read when it is first asked for and again after it was forgotten. Thread-safe.
class KnownRules {
public:
    using Book = std::shared_ptr<const RuleBook>;

    explicit KnownRules(platform::Database& database) : database_(database) {}

    Book book();
    void forget();

private:
    platform::Database& database_;
    std::mutex mutex_;
    std::uint64_t changes_ = 1;
    std::uint64_t known_ = 0;  // the changes that the book contains
    Book book_;
};

}  // namespace kontor::pricing
