// What was read lately, until somebody says that it has changed.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace kontor::platform {

// Bounded: where it is full, an old value makes room for a new one. Thread-safe; nothing is locked
// while a value is read.
template <class Key, class Value, class Hash = std::hash<Key>>
class Remembered {
public:
    explicit Remembered(std::size_t most) : most_(most) {}

    // The value that is remembered, or what read() answers. That is remembered unless something was
    // forgotten since read() began, or it is nothing.
    template <class Read>
    auto get(const Key& key, Read&& read) -> decltype(read()) {
        std::uint64_t before = 0;
        {
            const std::scoped_lock lock(mutex_);
            if (const auto found = values_.find(key); found != values_.end()) return found->second;
            before = changes_;
        }
        auto value = read();
        if (is_something(value)) keep(key, value, before);
        return value;
    }

    void forget(const Key& key) {
        const std::scoped_lock lock(mutex_);
        ++changes_;
        values_.erase(key);
    }

    void forget_all() {
        const std::scoped_lock lock(mutex_);
        ++changes_;
        values_.clear();
    }

private:
    static bool is_something(const Value&) { return true; }
    static bool is_something(const std::optional<Value>& value) { return value.has_value(); }
    static const Value& of(const Value& value) { return value; }
    static const Value& of(const std::optional<Value>& value) { return *value; }

    template <class Outcome>
    void keep(const Key& key, const Outcome& value, std::uint64_t before) {
        const std::scoped_lock lock(mutex_);
        if (changes_ != before) return;
        if (values_.size() >= most_ && !values_.contains(key)) values_.erase(values_.begin());
        values_.insert_or_assign(key, of(value));
    }

    const std::size_t most_;
    std::mutex mutex_;
    std::uint64_t changes_ = 0;
    std::unordered_map<Key, Value, Hash> values_;
};

}  // namespace kontor::platform
