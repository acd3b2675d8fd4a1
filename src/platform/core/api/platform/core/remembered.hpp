// What was read lately, until somebody says that it has changed.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

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

    // Likewise of several in no particular order, with one read for all that is not remembered:
    // read(missing) answers pairs of what was asked for and its value.
    template <class Asked, class KeyOf, class Read>
    std::vector<Value> get_all(const std::vector<Asked>& asked, KeyOf&& key_of, Read&& read) {
        std::vector<Value> found;
        std::vector<Asked> missing;
        std::uint64_t before = 0;
        {
            const std::scoped_lock lock(mutex_);
            for (const auto& one : asked)
                if (const auto known = values_.find(key_of(one)); known != values_.end())
                    found.push_back(known->second);
                else
                    missing.push_back(one);
            before = changes_;
        }
        if (missing.empty()) return found;
        for (auto& [one, value] : read(missing)) {
            keep(key_of(one), value, before);
            found.push_back(std::move(value));
        }
        return found;
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
