// Facts, written in the transaction that makes them true.
#pragma once

#include "platform/core/describe.hpp"
#include "platform/core/id.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/json/json.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::platform {

// A fact is a described struct with a name; its first member is the id of the aggregate that it
// is about, which is the key that order is kept by:
//     struct PriceChanged {
//         static constexpr std::string_view name = "catalog.price_changed.v1";
//         ProductId product; Money before; Money after;
//     };
template <class E>
concept Fact = Described<E> && requires {
    { E::name } -> std::convertible_to<std::string_view>;
};

template <Fact E>
const Uuid& key_of(const E& fact) {
    using Members = boost::describe::describe_members<E, boost::describe::mod_public>;
    constexpr auto first = boost::mp11::mp_front<Members>::pointer;
    return (fact.*first).uuid();
}

// What a committed transaction announced, for hints in this process.
struct Announcement {
    std::string name;
    Uuid key;
    std::string payload;  // JSON
};

class EventLog {
public:
    EventLog();
    ~EventLog();
    EventLog(const EventLog&) = delete;

    // Appends the fact to platform.event with the commit of the caller's transaction: one statement
    // for all that the transaction announces, and no round trip. The log gives each fact the next
    // version of its key, and in taking it locks the key until the commit, so that ids are in order
    // and versions without a gap within a key.
    template <Fact E>
    void publish(Tx& tx, const E& fact) {
        append(tx, {std::string(E::name), key_of(fact), json::write(fact)});
    }
    template <Fact E>
    void publish_all(Tx& tx, const std::vector<E>& facts) {
        for (const auto& fact : facts) publish(tx, fact);
    }

    // Calls listener on the publishing thread after each commit that announced something. For
    // hints that may be lost (drop a cached answer, wake the dispatcher): never for business.
    // The listener must be quick and must not throw. Thread-safe; there is no unsubscribing.
    void on_committed(std::function<void(std::span<const Announcement>)> listener);

private:
    void append(Tx& tx, Announcement fact);

    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::platform
