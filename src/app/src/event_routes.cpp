#include "app/routes.hpp"

#include <boost/json.hpp>

namespace kontor::app {

using platform::EventAdministration;
using platform::EventId;
using platform::ParkedState;
using platform::Result;
using namespace platform::http;

namespace {

struct EventPath {
    EventId event;
};
BOOST_DESCRIBE_STRUCT(EventPath, (), (event))

struct DeadEvent {
    EventId id;
    std::string name;
    std::string subscription;
    platform::Uuid key;
    std::int64_t attempts = 0;
    std::string last_error;
    boost::json::value payload;
};
BOOST_DESCRIBE_STRUCT(DeadEvent, (), (id, name, subscription, key, attempts, last_error, payload))

Page<DeadEvent> dead_events(const EventAdministration& events) {
    Page<DeadEvent> page;
    for (auto& event : events.parked(ParkedState::dead, 100))
        page.data.push_back({event.id, std::move(event.name), std::move(event.subscription),
                             event.key, event.attempts, std::move(event.last_error),
                             boost::json::parse(event.payload)});
    return page;
}

}  // namespace

void add_event_routes(Router& router, EventAdministration& events) {
    router.add(Route(Method::get, "/v1/admin/events/dead", "list_dead_events",
                     "Events that failed for good, at most a hundred")
                   .by(Access::staff("events.read"))
                   .tag("Events (staff)"),
               [&events](const Call<>&) -> Result<Page<DeadEvent>> { return dead_events(events); });

    router.add(Route(Method::post, "/v1/admin/events/dead/{event}/retry", "retry_dead_event",
                     "Hands a dead event to its subscription again")
                   .by(Access::staff("events.write"))
                   .tag("Events (staff)"),
               [&events](const Call<EventPath>& call) -> Result<> {
                   return events.retry(call.path.event, std::nullopt);
               });

    router.add(Route(Method::post, "/v1/admin/events/dead/{event}/discard", "discard_dead_event",
                     "Gives a dead event up; those waiting behind it go on")
                   .by(Access::staff("events.write"))
                   .tag("Events (staff)"),
               [&events](const Call<EventPath>& call) -> Result<> {
                   return events.discard(call.path.event, std::nullopt);
               });
}

}  // namespace kontor::app
