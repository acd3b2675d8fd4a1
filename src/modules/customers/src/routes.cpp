#include "address_routes.hpp"
#include "customers/module.hpp"
#include "platform/http/counted_paging.hpp"

namespace kontor::customers {

using platform::Result;
using namespace platform::http;

namespace {

struct GroupPath {
    GroupId group;
};
BOOST_DESCRIBE_STRUCT(GroupPath, (), (group))

struct MemberPath {
    GroupId group;
    auth::UserId customer;
};
BOOST_DESCRIBE_STRUCT(MemberPath, (), (group, customer))

struct GroupBody {
    platform::Text<1, 100> name;
};
BOOST_DESCRIBE_STRUCT(GroupBody, (), (name))

Result<CountedPage<Group>> list_groups(Customers& customers, const Cursors& cursors,
                                       const CountedQuery& query) {
    const auto read = [&](const auto& after, std::size_t rows) {
        return customers.groups({after, rows});
    };
    return CountedPaging(cursors, "customer groups", query).by_id(&Group::id, read);
}

Result<CountedPage<Member>> list_members(Customers& customers, const Cursors& cursors,
                                         const GroupId& group, const CountedQuery& query) {
    const auto read = [&](const auto& after, std::size_t rows) {
        return customers.members(group, {after, rows});
    };
    return CountedPaging(cursors, "members of " + group.text(), query)
        .by_id(&Member::customer, read);
}

Route group_route(Method method, std::string path, std::string operation, std::string summary) {
    return Route(method, "/v1/admin/customer-groups" + std::move(path), std::move(operation),
                 std::move(summary))
        .by_staff_of("customers")
        .tag("Customers (staff)");
}

void add_group_routes(Router& router, Customers& customers, const Cursors& cursors) {
    const std::string taken = "customers.name_taken: there is a group with this name";
    router.add(group_route(Method::get, "", "list_customer_groups", "Groups, oldest first"),
               [&customers, cursors](const Call<Nothing, Nothing, CountedQuery>& call) {
                   return list_groups(customers, cursors, call.query);
               });
    router.add(group_route(Method::post, "", "create_customer_group", "A new group")
                   .describe("Price lists and promotions may be for a group only.")
                   .may_answer(409, taken),
               [&customers](const Call<Nothing, GroupBody>& call) {
                   return created(customers.create_group(call.body.name));
               });
    router.add(group_route(Method::patch, "/{group}", "rename_customer_group", "Rename a group")
                   .may_answer(409, taken),
               [&customers](const Call<GroupPath, GroupBody>& call) {
                   return customers.rename_group(call.path.group, call.body.name);
               });
    router.add(group_route(Method::del, "/{group}", "remove_customer_group",
                           "Remove a group; its members stay customers"),
               [&customers](const Call<GroupPath>& call) {
                   return customers.remove_group(call.path.group);
               });
}

}  // namespace

void add_routes(Router& router, Customers& customers, AddressBook& addresses,
                const std::string& cursor_secret) {
    const Cursors cursors(cursor_secret);
    add_address_routes(router, addresses, cursors);
    add_group_routes(router, customers, cursors);
    router.add(group_route(Method::get, "/{group}/members", "list_customer_group_members",
                           "Who is in a group"),
               [&customers, cursors](const Call<GroupPath, Nothing, CountedQuery>& call) {
                   return list_members(customers, cursors, call.path.group, call.query);
               });
    router.add(group_route(Method::put, "/{group}/members/{customer}", "add_customer_group_member",
                           "Put a customer into a group"),
               [&customers](const Call<MemberPath>& call) {
                   return customers.join(call.path.group, call.path.customer);
               });
    router.add(group_route(Method::del, "/{group}/members/{customer}",
                           "remove_customer_group_member", "Take a customer out of a group"),
               [&customers](const Call<MemberPath>& call) {
                   return customers.leave(call.path.group, call.path.customer);
               });
}

}  // namespace kontor::customers
