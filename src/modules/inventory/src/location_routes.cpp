#include "routes.hpp"

namespace kontor::inventory {

using platform::Result;
using namespace platform::http;

namespace {

struct LocationPath {
    std::string location;  // its code
};
BOOST_DESCRIBE_STRUCT(LocationPath, (), (location))

}  // namespace

void add_location_routes(Router& router, Locations& locations) {
    router.add(staff_route(Method::get, "locations", "list_locations",
                           "Where goods lie; the one that is sold from first comes first"),
               [&locations](const Call<>&) -> Result<Page<Location>> {
                   return Page<Location>{locations.list(), {}};
               });
    router.add(staff_route(Method::post, "locations", "create_location", "A place for goods")
                   .may_answer(409, "inventory.location_taken"),
               [&locations](const Call<Nothing, NewLocation>& call) {
                   auto answer = created(locations.create(call.body));
                   if (answer)
                       answer->headers = {{"Location", "/v1/admin/locations/" + answer->body.code}};
                   return answer;
               });
    router.add(staff_route(Method::get, "locations/{location}", "show_location", "One place"),
               [&locations](const Call<LocationPath>& call) {
                   return locations.find(call.path.location);
               });
    router.add(staff_route(Method::patch, "locations/{location}", "change_location",
                           "Renames a place, moves it in the order, or stops selling from it"),
               [&locations](const Call<LocationPath, LocationChange>& call) {
                   return locations.change(call.path.location, call.body);
               });
    router.add(staff_route(Method::del, "locations/{location}", "remove_location",
                           "Gives up a place where nothing lies any more")
                   .may_answer(409, "inventory.location_in_use, inventory.last_location"),
               [&locations](const Call<LocationPath>& call) {
                   return locations.remove(call.path.location);
               });
}

}  // namespace kontor::inventory
