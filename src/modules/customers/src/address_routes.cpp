#include "address_routes.hpp"

#include "platform/http/counted_paging.hpp"

namespace kontor::customers {

using platform::Result;
using namespace platform::http;

namespace {

constexpr auto changed_meanwhile = "http.precondition_failed, customers.address_changed_meanwhile";

struct AddressPath {
    AddressId address;
};
BOOST_DESCRIBE_STRUCT(AddressPath, (), (address))

auth::UserId customer_of(const Caller& caller) {
    return auth::UserId(*caller.user);
}

Route address_route(Method method, std::string path, std::string operation, std::string summary) {
    return Route(method, "/v1/me/addresses" + std::move(path), std::move(operation),
                 std::move(summary))
        .by(Access::customer())
        .tag("Address book");
}

Result<CountedPage<BookedAddress>> list_addresses(AddressBook& addresses, const Cursors& cursors,
                                                  const auth::UserId& customer,
                                                  const CountedQuery& query) {
    const auto read = [&](const auto& after, std::size_t rows) {
        return addresses.addresses(customer, {after, rows});
    };
    return CountedPaging(cursors, "addresses of " + customer.text(), query)
        .by_id(&BookedAddress::id, read);
}

Result<BookedAddress> change(AddressBook& addresses, const Call<AddressPath, AddressChange>& call) {
    const auto customer = customer_of(call.caller);
    const auto seen =
        matched(call.request, [&] { return addresses.address(customer, call.path.address); });
    if (!seen) return seen.error();
    return addresses.change(customer, call.path.address, call.body, *seen);
}

Result<> remove(AddressBook& addresses, const Call<AddressPath>& call) {
    const auto customer = customer_of(call.caller);
    const auto seen =
        matched(call.request, [&] { return addresses.address(customer, call.path.address); });
    if (!seen) return seen.error();
    return addresses.remove(customer, call.path.address, *seen);
}

}  // namespace

void add_address_routes(Router& router, AddressBook& addresses, const Cursors& cursors) {
    router.add(address_route(Method::get, "", "list_addresses", "The address book, oldest first"),
               [&addresses, cursors](const Call<Nothing, Nothing, CountedQuery>& call) {
                   return list_addresses(addresses, cursors, customer_of(call.caller), call.query);
               });
    router.add(address_route(Method::post, "", "add_address", "A new address")
                   .describe("The first one is the default for shipping and for billing, unless it "
                             "says otherwise. One that is made the default takes the place of the "
                             "one before.")
                   .may_answer(409, "customers.too_many_addresses: there are 50 already"),
               [&addresses](const Call<Nothing, NewAddress>& call) {
                   return created(addresses.add(customer_of(call.caller), call.body),
                                  "/v1/me/addresses");
               });
    router.add(address_route(Method::get, "/{address}", "get_address", "One address"),
               [&addresses](const Call<AddressPath>& call) {
                   return addresses.address(customer_of(call.caller), call.path.address);
               });
    router.add(address_route(Method::patch, "/{address}", "change_address", "Change an address")
                   .describe("The address itself is replaced as a whole.")
                   .may_answer(412, changed_meanwhile)
                   .matches_etag(),
               [&addresses](const Call<AddressPath, AddressChange>& call) {
                   return change(addresses, call);
               });
    router.add(address_route(Method::del, "/{address}", "remove_address",
                             "Remove an address; what was ordered keeps it")
                   .may_answer(412, changed_meanwhile)
                   .matches_etag(),
               [&addresses](const Call<AddressPath>& call) { return remove(addresses, call); });
}

}  // namespace kontor::customers
