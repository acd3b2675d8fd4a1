#include "app/routes.hpp"

namespace kontor::app {

using platform::EventAdministration;
using platform::EventId;
using platform::ParkedEvent;
using platform::ParkedState;
using platform::Result;
using namespace platform::http;

namespace {

struct EventPath {
    EventId event;
};
BOOST_DESCRIBE_STRUCT(EventPath, (), (event))

}  // namespace

void add_event_routes(Router& router, EventAdministration& events) {
    router.add(Route(Method::get, "/v1/admin/events/dead", "list_dead_events",
                     "Events that failed for good, at most a hundred")
                   .by(Access::staff("events.read"))
                   .tag("Events (staff)"),
               [&events](const Call<>&) -> Result<Page<ParkedEvent>> {
                   return Page<ParkedEvent>{events.parked(ParkedState::dead, 100), {}};
               });

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
