#include "known_rules.hpp"

#include "rule_store.hpp"

namespace kontor::pricing {

// Nobody waits for another's reading: who waited inside a transaction would keep the connection
// that the other needs.
KnownRules::Book KnownRules::book() {
    std::uint64_t changes = 0;
    {
        const std::lock_guard lock(mutex_);
        if (known_ == changes_) return book_;
        changes = changes_;
    }
    auto fresh = std::make_shared<const RuleBook>(
        database_.read([](platform::Reader& reader) { return store::rule_book(reader); }));
    const std::lock_guard lock(mutex_);
    if (known_ < changes) {
        known_ = changes;
        book_ = fresh;
    }
    return fresh;
}

void KnownRules::forget() {
    const std::lock_guard lock(mutex_);
    ++changes_;
}

}  // namespace kontor::pricing
