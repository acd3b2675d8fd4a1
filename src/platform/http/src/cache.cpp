#include "platform/http/cache.hpp"

#include "wire.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace kontor::platform::http {
namespace {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
        return std::hash<std::string_view>{}(text);
    }
};

using EntryPointer = std::shared_ptr<const ResponseCache::Entry>;

struct Kept {
    std::string target;
    std::vector<std::string> tags;
    EntryPointer entry;
    std::size_t bytes = 0;
};

// Least recently used last. Has its own lock, so that I/O threads rarely meet.
class Shard {
public:
    EntryPointer find(std::string_view target) {
        const std::lock_guard lock(mutex_);
        const auto found = by_target_.find(target);
        if (found == by_target_.end()) return nullptr;
        order_.splice(order_.begin(), order_, found->second);
        return found->second->entry;
    }

    void insert(Kept kept) {
        const std::lock_guard lock(mutex_);
        bytes_ += kept.bytes;
        order_.push_front(std::move(kept));
        by_target_.emplace(order_.front().target, order_.begin());
    }

    std::optional<Kept> take(std::string_view target) {
        const std::lock_guard lock(mutex_);
        const auto found = by_target_.find(target);
        if (found == by_target_.end()) return std::nullopt;
        return remove(found->second);
    }

    std::optional<Kept> take_oldest_beyond(std::size_t max_bytes) {
        const std::lock_guard lock(mutex_);
        if (bytes_ <= max_bytes) return std::nullopt;
        return remove(std::prev(order_.end()));
    }

    void add_to(ResponseCache::Statistics& statistics) {
        const std::lock_guard lock(mutex_);
        statistics.bytes += bytes_;
        statistics.entries += order_.size();
    }

private:
    Kept remove(std::list<Kept>::iterator place) {
        auto kept = std::move(*place);
        by_target_.erase(std::string_view(kept.target));
        order_.erase(place);
        bytes_ -= kept.bytes;
        return kept;
    }

    std::mutex mutex_;
    std::list<Kept> order_;
    boost::unordered_flat_map<std::string, std::list<Kept>::iterator, TextHash, std::equal_to<>>
        by_target_;
    std::size_t bytes_ = 0;
};

std::size_t size_of(const Kept& kept) {
    constexpr std::size_t overhead = 512;  // nodes of the list, the map and the index
    const auto& entry = *kept.entry;
    std::size_t bytes = overhead + 2 * kept.target.size() + entry.body.size() + entry.wire.size() +
                        entry.wire_not_modified.size();
    for (const auto& [name, value] : entry.headers) bytes += name.size() + value.size();
    for (const auto& tag : kept.tags) bytes += tag.size() + kept.target.size() + overhead;
    return bytes;
}

EntryPointer entry_of(const ResponseCache::Made& made) {
    const auto& response = made.response;
    auto entry = std::make_shared<ResponseCache::Entry>();
    entry->metrics = made.metrics;
    entry->etag = find_header(response.headers, "ETag").value_or("");
    entry->headers = response.headers;
    entry->body = response.body;
    Headers not_modified;
    for (const auto& header : response.headers)
        if (!is_about_body(header.first)) not_modified.push_back(header);
    entry->wire_not_modified = wire_head(304, not_modified);
    entry->wire = wire_head(200, response.headers) +
                  "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    return entry;
}

// One making of an answer that others wait for.
struct Flight {
    std::mutex mutex;
    std::condition_variable landed;
    bool done = false;
    EntryPointer entry;  // none: it was not kept, and one of those waiting makes next
};

}  // namespace

struct ResponseCache::State {
    static constexpr std::size_t shard_count = 8;
    static constexpr std::size_t drop_slots = 4096;

    explicit State(std::size_t bytes) : shard_bytes(bytes / shard_count) {}

    Shard& shard_of(std::string_view target) { return shards[TextHash{}(target) % shard_count]; }

    std::uint64_t& last_drop_of(std::string_view tag) {
        return last_drops[TextHash{}(tag) % drop_slots];
    }

    // Called with the index locked.
    void unlink(const Kept& kept) {
        for (const auto& tag : kept.tags) {
            const auto found = targets_by_tag.find(tag);
            if (found == targets_by_tag.end()) continue;
            found->second.erase(kept.target);
            if (found->second.empty()) targets_by_tag.erase(found);
        }
    }

    EntryPointer keep(const std::string& target, const Made& made, std::uint64_t began);
    std::shared_ptr<Flight> join(const std::string& target, bool& leads);
    void land(const std::string& target, Flight& flight, EntryPointer entry);
    std::optional<Response> lead(const std::string& target, Flight& flight,
                                 const std::function<Made()>& make);

    const std::size_t shard_bytes;
    std::array<Shard, shard_count> shards;

    // Taken before a shard's lock, never after.
    std::mutex index;
    std::unordered_map<std::string, std::unordered_set<std::string>> targets_by_tag;
    // When a tag was last dropped. Tags share slots, so that this stays bounded: meeting another's
    // drop only means that an answer is made once more.
    std::uint64_t drops = 0;
    std::uint64_t last_clear = 0;
    std::array<std::uint64_t, drop_slots> last_drops{};

    std::mutex flights_mutex;
    std::unordered_map<std::string, std::shared_ptr<Flight>> flights;

    std::atomic<std::uint64_t> hits{0};
    std::atomic<std::uint64_t> misses{0};
    std::atomic<std::uint64_t> dropped{0};
};

// Nothing when the answer is no 200, or a drop overtook its making.
EntryPointer ResponseCache::State::keep(const std::string& target, const Made& made,
                                        std::uint64_t began) {
    if (made.response.status != 200) return nullptr;
    Kept kept{target, made.tags, entry_of(made)};
    kept.bytes = size_of(kept);
    auto entry = kept.entry;
    const std::lock_guard lock(index);
    if (last_clear > began) return nullptr;
    for (const auto& tag : made.tags)
        if (last_drop_of(tag) > began) return nullptr;
    if (kept.bytes > shard_bytes) return nullptr;
    auto& shard = shard_of(target);
    if (const auto earlier = shard.take(target)) unlink(*earlier);
    for (const auto& tag : kept.tags) targets_by_tag[tag].insert(target);
    shard.insert(std::move(kept));
    while (const auto oldest = shard.take_oldest_beyond(shard_bytes)) unlink(*oldest);
    return entry;
}

std::shared_ptr<Flight> ResponseCache::State::join(const std::string& target, bool& leads) {
    const std::lock_guard lock(flights_mutex);
    auto& flight = flights[target];
    leads = !flight;
    if (leads) flight = std::make_shared<Flight>();
    return flight;
}

void ResponseCache::State::land(const std::string& target, Flight& flight, EntryPointer entry) {
    {
        const std::lock_guard lock(flights_mutex);
        flights.erase(target);
    }
    const std::lock_guard lock(flight.mutex);
    flight.entry = std::move(entry);
    flight.done = true;
    flight.landed.notify_all();
}

// Nothing when the answer has been kept since this call missed it.
std::optional<Response> ResponseCache::State::lead(const std::string& target, Flight& flight,
                                                   const std::function<Made()>& make) {
    std::uint64_t began = 0;
    {
        const std::lock_guard lock(index);
        began = drops;
    }
    if (auto entry = shard_of(target).find(target)) {
        land(target, flight, std::move(entry));
        return std::nullopt;
    }
    misses.fetch_add(1, std::memory_order_relaxed);
    try {
        auto made = make();
        land(target, flight, keep(target, made, began));
        return std::move(made.response);
    } catch (...) {
        land(target, flight, nullptr);
        throw;
    }
}

ResponseCache::ResponseCache(std::size_t max_bytes) : state_(std::make_unique<State>(max_bytes)) {}
ResponseCache::~ResponseCache() = default;

std::shared_ptr<const ResponseCache::Entry> ResponseCache::find(std::string_view target) const {
    auto entry = state_->shard_of(target).find(target);
    if (entry) state_->hits.fetch_add(1, std::memory_order_relaxed);
    return entry;
}

Response ResponseCache::answer(const std::string& target, const std::function<Made()>& make) {
    while (true) {
        auto entry = find(target);
        if (!entry) {
            bool leads = false;
            const auto flight = state_->join(target, leads);
            if (leads)
                if (auto response = state_->lead(target, *flight, make))
                    return *std::move(response);
            std::unique_lock lock(flight->mutex);
            flight->landed.wait(lock, [&] { return flight->done; });
            entry = flight->entry;
        }
        if (entry) return {200, entry->headers, entry->body};
    }
}

void ResponseCache::drop(std::string_view tag) {
    const std::lock_guard lock(state_->index);
    state_->last_drop_of(tag) = ++state_->drops;
    const auto found = state_->targets_by_tag.find(std::string(tag));
    if (found == state_->targets_by_tag.end()) return;
    const auto targets = std::move(found->second);
    state_->targets_by_tag.erase(found);
    for (const auto& target : targets) {
        const auto kept = state_->shard_of(target).take(target);
        if (!kept) continue;
        state_->unlink(*kept);
        state_->dropped.fetch_add(1, std::memory_order_relaxed);
    }
}

void ResponseCache::clear() {
    const std::lock_guard lock(state_->index);
    state_->last_clear = ++state_->drops;
    for (auto& shard : state_->shards)
        while (const auto kept = shard.take_oldest_beyond(0)) state_->unlink(*kept);
}

ResponseCache::Statistics ResponseCache::statistics() const {
    Statistics statistics;
    for (auto& shard : state_->shards) shard.add_to(statistics);
    statistics.hits = state_->hits.load(std::memory_order_relaxed);
    statistics.misses = state_->misses.load(std::memory_order_relaxed);
    statistics.dropped = state_->dropped.load(std::memory_order_relaxed);
    return statistics;
}

}  // namespace kontor::platform::http
