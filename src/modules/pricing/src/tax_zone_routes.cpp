#include "platform/http/router.hpp"
#include "routes.hpp"

namespace kontor::pricing {

using platform::Result;
using namespace platform::http;

namespace {

struct ZonePath {
    TaxZoneId zone;
};
BOOST_DESCRIBE_STRUCT(ZonePath, (), (zone))

const char* const home_needed = "pricing.home_zone_needed";

}  // namespace

void add_tax_zone_routes(Router& router, const TaxZones& zones) {
    router.add(staff_route(Method::get, "tax-zones", "list_tax_zones",
                           "Every tax zone, the home zone first"),
               [zones](const Call<>&) -> Result<Page<TaxZone>> {
                   return Page<TaxZone>{zones.list(), {}};
               });
    router.add(staff_route(Method::post, "tax-zones", "create_tax_zone",
                           "A tax zone: the countries and regions that goods are taxed alike in")
                   .describe("Without any, the tax of the configuration holds everywhere. Prices "
                             "that contain tax contain that of the home zone. Where goods are sent "
                             "to no zone, they are not taxed."),
               [zones](const Call<Nothing, TaxZoneBody>& call) {
                   return created(zones.create(call.body), "/v1/admin/tax-zones");
               });
    router.add(staff_route(Method::get, "tax-zones/{zone}", "show_tax_zone", "A tax zone"),
               [zones](const Call<ZonePath>& call) { return zones.find(call.path.zone); });
    router.add(staff_route(Method::put, "tax-zones/{zone}", "replace_tax_zone",
                           "Writes a tax zone anew; rates that stay the same keep their ids")
                   .may_answer(409, home_needed)
                   .matches_etag(),
               [zones](const Call<ZonePath, TaxZoneBody>& call) {
                   return zones.replace(call.path.zone, call.body, same_as_seen(call.request));
               });
    router.add(staff_route(Method::del, "tax-zones/{zone}", "remove_tax_zone", "Removes a tax zone")
                   .may_answer(409, home_needed)
                   .matches_etag(),
               [zones](const Call<ZonePath>& call) {
                   return zones.remove(call.path.zone, same_as_seen(call.request));
               });
}

}  // namespace kontor::pricing
