// A value that is read as a whole from somewhere slow, until somebody says that it has changed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

namespace kontor::platform {

// Read when it is first asked for. For many values, each with its key, see Remembered. Thread-safe.
template <class Value>
class Latest {
public:
    using Known = std::shared_ptr<const Value>;

    // read is called on the threads of those who ask, by several at once where it has just changed:
    // nobody waits for another's reading, for who waited inside a transaction would keep the
    // connection that the other needs. What it throws goes to who asked; the next one asks again.
    explicit Latest(std::function<Value()> read) : read_(std::move(read)) {}

    // As it was after all changes told of before the call, or later.
    Known get() {
        std::uint64_t changes = 0;
        {
            const std::scoped_lock lock(mutex_);
            if (changes_known_ == changes_) return known_;
            changes = changes_;
        }
        auto value = std::make_shared<const Value>(read_());
        const std::scoped_lock lock(mutex_);
        if (changes_known_ < changes) {
            changes_known_ = changes;
            known_ = value;
        }
        return value;
    }

    // The same for a value that grows old by itself: what is_over(value) is read again.
    template <class IsOver>
    Known get_unless(IsOver&& is_over) {
        auto value = get();
        if (!is_over(*value)) return value;
        forget();
        return get();
    }

    // What was read last, whether or not it has changed since; nothing before the first time.
    Known known() const {
        const std::scoped_lock lock(mutex_);
        return known_;
    }

    // It has changed.
    void forget() {
        const std::scoped_lock lock(mutex_);
        ++changes_;
    }

private:
    const std::function<Value()> read_;
    mutable std::mutex mutex_;
    std::uint64_t changes_ = 1;
    std::uint64_t changes_known_ = 0;  // those that known_ contains
    Known known_;
};

}  // namespace kontor::platform
