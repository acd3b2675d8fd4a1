#include "platform/events/log_tail.hpp"

#include "platform/telemetry/log.hpp"

#include "bell.hpp"
#include "store.hpp"

#include <thread>
#include <utility>

namespace kontor::platform {

namespace {

namespace store = events::store;

// Who is further behind than this has a gap.
constexpr std::size_t most_events = 10'000;
constexpr std::uint64_t most_transactions = 1'000'000;

std::vector<Announcement> announcements(std::vector<Delivery> deliveries) {
    std::vector<Announcement> facts;
    facts.reserve(deliveries.size());
    for (auto& delivery : deliveries)
        facts.push_back({std::move(delivery.name), delivery.key, std::move(delivery.payload)});
    return facts;
}

// How many had begun: the second number of a snapshot, such as 10:20:10,14. In another cluster they
// are counted anew.
std::uint64_t transactions_of(const std::string& snapshot) {
    return std::stoull(snapshot.substr(snapshot.find(':') + 1));
}

}  // namespace

struct LogTail::State {
    void look();
    void begin_anew();
    void run(const std::stop_token& stop);

    Database& own;
    store::Reader reader;
    OnFacts on_facts;
    OnGap on_gap;
    std::chrono::milliseconds poll;
    SystemClock clock{};
    std::optional<std::string> read_up_to{};
    bool is_well = true;
    events::Bell bell{};
    std::jthread thread{};
};

// The end is taken first: what is committed after it will be read, and whoever reads the database
// after on_gap sees what was committed before.
void LogTail::State::begin_anew() {
    auto end = store::newest_snapshot(own);
    on_gap();
    read_up_to = std::move(end);
}

void LogTail::State::look() {
    if (!read_up_to) return begin_anew();
    auto window = store::read_window(own, reader, {*read_up_to, std::nullopt, 0}, most_transactions,
                                     clock.now(), most_events);
    const bool has_gap = window.bounded || window.events.deliveries.size() == most_events ||
                         transactions_of(window.target) < transactions_of(*read_up_to);
    if (has_gap) return begin_anew();
    read_up_to = std::move(window.target);
    const auto facts = announcements(std::move(window.events.deliveries));
    if (!facts.empty()) on_facts(facts);
}

void LogTail::State::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        try {
            look();
            is_well = true;
        } catch (const std::exception& error) {
            if (std::exchange(is_well, false))
                log::warning("the event log cannot be followed; it is tried again until it can",
                             {{"error", error.what()}});
        }
        bell.rest(stop, poll);
    }
}

LogTail::LogTail(Database& own, std::vector<std::string> names, OnFacts on_facts, OnGap on_gap,
                 std::chrono::milliseconds poll)
    : state_(new State{own,
                       {"", std::move(names), false, {}, ""},
                       std::move(on_facts),
                       std::move(on_gap),
                       poll}) {}

LogTail::~LogTail() {
    stop();
}

void LogTail::start() {
    state_->thread = std::jthread([this](const std::stop_token& stop) { state_->run(stop); });
}

void LogTail::stop() {
    state_->thread = {};
}

void LogTail::step() {
    if (state_->thread.joinable()) throw std::logic_error("step() is not for a tail that runs");
    state_->look();
}

}  // namespace kontor::platform
