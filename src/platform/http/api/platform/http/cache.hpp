#pragma once

#include "platform/http/request.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::platform::http {

class RouteMetrics;

// Answers of cached routes, serialised with their ETag, found by target and, where
// that is not the default, language: Languages::cache_key. Bounded in bytes, least
// recently used first out. Concurrent misses of one key run the handler once. Thread-safe.
class ResponseCache {
public:
    explicit ResponseCache(std::size_t max_bytes);
    ~ResponseCache();

    struct Entry {
        std::string etag;
        Headers headers;
        std::string body;
        std::string wire;  // status line and headers up to, not including, per-request ones
        std::string wire_not_modified;    // the same for 304
        RouteMetrics* metrics = nullptr;  // where giving it is counted
    };

    // Cheap enough for an I/O thread: a hash and a shared pointer.
    std::shared_ptr<const Entry> find(std::string_view target) const;

    // Drops every answer that depends on the tag. An answer whose making began before the drop
    // is not kept.
    void drop(std::string_view tag);
    void clear();

    struct Statistics {
        std::size_t bytes = 0;
        std::size_t entries = 0;
        std::uint64_t hits = 0;
        std::uint64_t misses = 0;  // answers that had to be made
        std::uint64_t dropped = 0;
    };
    Statistics statistics() const;

    struct Made {
        Response response;
        std::vector<std::string> tags;
        RouteMetrics* metrics = nullptr;
    };

    // The answer that is kept, or else the one that make() gives, which is kept when it is a 200.
    // Of concurrent calls for one target one makes and the others wait; when it throws, gives
    // another status or is overtaken by a drop, one of those waiting makes next.
    Response answer(const std::string& target, const std::function<Made()>& make);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::platform::http
