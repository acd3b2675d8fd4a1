#include "staff_routes.hpp"

#include "platform/http/counted_paging.hpp"

namespace kontor::customers {

using platform::Result;
using namespace platform::http;

namespace {

struct CustomerPath {
    auth::UserId customer;
};
BOOST_DESCRIBE_STRUCT(CustomerPath, (), (customer))

struct CustomerQuery {
    std::optional<platform::Text<1, 200>> q;
    std::optional<platform::DialledNumber> phone;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(CustomerQuery, (), (q, phone, limit, cursor, include))

struct StaffErasure {
    std::optional<bool> give_up_credit;
};
BOOST_DESCRIBE_STRUCT(StaffErasure, (), (give_up_credit))

Result<CountedPage<CustomerSummary>> list(CustomerRecords& records, const Cursors& cursors,
                                          const CustomerQuery& query) {
    CustomerFilter filter{.phone = query.phone};
    if (query.q) filter.q = query.q->value();
    const auto read = [&](const auto& after, std::size_t rows) {
        filter.after = after;
        filter.limit = rows;
        return records.list(filter);
    };
    return CountedPaging(cursors, "customers " + filters_of(query), query)
        .by_id(&CustomerSummary::id, read);
}

}  // namespace

void add_staff_routes(Router& router, CustomerRecords& records, Privacy& privacy,
                      const Cursors& cursors) {
    const std::string tag = "Customers (staff)";
    router.add(Route(Method::get, "/v1/admin/customers", "list_customers",
                     "Customers and what they bought, the newest first")
                   .describe("q: part of the address or of the name. phone: a number that they "
                             "gave in the profile or with an address of their book, however it is "
                             "written; nobody has verified it. Counts follow orders and payments "
                             "within seconds.")
                   .by_staff_of("customers")
                   .tag(tag),
               [&records, cursors](const Call<Nothing, Nothing, CustomerQuery>& call) {
                   return list(records, cursors, call.query);
               });
    router.add(
        Route(Method::get, "/v1/admin/customers/{customer}", "get_customer",
              "A customer: profile, purchases, returns, groups, consents")
            .by_staff_of("customers")
            .tag(tag),
        [&records](const Call<CustomerPath>& call) { return records.record(call.path.customer); });
    router.add(Route(Method::del, "/v1/admin/customers/{customer}", "erase_customer",
                     "Close a customer's account, and forget who it was")
                   .describe("For somebody who asks for it by another way than the account.")
                   .by(Access::staff("customers.erase"))
                   .tag(tag)
                   .may_answer(409,
                               "customers.not_yet: something is under way, or store credit is "
                               "left"),
               [&privacy](const Call<CustomerPath, StaffErasure>& call) {
                   return privacy.erase(call.path.customer,
                                        call.body.give_up_credit.value_or(false));
               });
}

}  // namespace kontor::customers
