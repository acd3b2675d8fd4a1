#include "routes.hpp"
#include "zones.hpp"

namespace kontor::shipping {

using platform::Result;
using namespace platform::http;

namespace {

struct ZonePath {
    platform::Slug zone;
};
BOOST_DESCRIBE_STRUCT(ZonePath, (), (zone))

struct MethodPath {
    platform::Slug zone;
    platform::Slug method;
};
BOOST_DESCRIBE_STRUCT(MethodPath, (), (zone, method))

Route zone_route(Method method, const std::string& path, std::string operation,
                 std::string summary) {
    return Route(method, "/v1/admin/shipping/zones" + path, std::move(operation),
                 std::move(summary))
        .by_staff_of("shipping")
        .tag("Shipping (staff)");
}

}  // namespace

void add_zone_routes(Router& router, const Backing& backing) {
    const Zones zones(backing);
    router.add(
        zone_route(Method::get, "", "list_shipping_zones",
                   "Where goods are sent, by which methods, and what that costs"),
        [zones](const Call<>&) -> Result<Page<Zone>> { return Page<Zone>{zones.list(), {}}; });
    router.add(zone_route(Method::get, "/{zone}", "show_shipping_zone", "One zone"),
               [zones](const Call<ZonePath>& call) { return zones.find(call.path.zone); });
    router.add(zone_route(Method::put, "/{zone}", "put_shipping_zone",
                          "Makes a zone or writes it anew; it keeps its methods")
                   .describe("A place belongs to the zones that name it most closely: by the "
                             "longest beginning of its postal code, by its region, by its country, "
                             "and at last to those that are everywhere."),
               [zones](const Call<ZonePath, ZoneBody>& call) {
                   return zones.put(call.path.zone, call.body);
               });
    router.add(zone_route(Method::del, "/{zone}", "remove_shipping_zone",
                          "Removes a zone with its methods"),
               [zones](const Call<ZonePath>& call) { return zones.remove(call.path.zone); });
    router.add(
        zone_route(Method::put, "/{zone}/methods/{method}", "put_shipping_method",
                   "Makes a method of a zone or writes it anew, with its rates")
            .describe("The rate is that of the last step whose from is reached by the weight "
                      "in grams, the subtotal in minor units or the number of pieces. Where "
                      "a carrier has told its own price for the service, that counts."),
        [zones](const Call<MethodPath, MethodBody>& call) {
            return zones.put_method(call.path.zone, call.path.method, call.body);
        });
    router.add(zone_route(Method::del, "/{zone}/methods/{method}", "remove_shipping_method",
                          "Removes a method of a zone"),
               [zones](const Call<MethodPath>& call) {
                   return zones.remove_method(call.path.zone, call.path.method);
               });
}

}  // namespace kontor::shipping
