#include "store.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::customers::store {

using namespace platform;
namespace db = platform::db;

bool insert_group(Tx& tx, const Group& group, Time now) {
    return tx.run(
               "insert into customers.customer_group (id, name, created_at) values ($1, $2, $3)"
               " on conflict (lower(name)) do nothing",
               group.id, group.name, now) == 1;
}

std::optional<Group> group(Reader& reader, const GroupId& id) {
    return reader.one<Group>(
        "select id, name,"
        "   (select count(*) from customers.membership m where m.customer_group = g.id) as members"
        " from customers.customer_group g where id = $1",
        id);
}

std::optional<Group> rename_group(Tx& tx, const GroupId& id, const std::string& name) {
    return tx.one<Group>(
        "update customers.customer_group g set name = $2 where id = $1"
        " returning id, name,"
        "   (select count(*) from customers.membership m where m.customer_group = g.id) as members",
        id, name);
}

bool remove_group(Tx& tx, const GroupId& id) {
    return tx.run("delete from customers.customer_group where id = $1", id) == 1;
}

std::vector<Group> groups(Reader& reader, const GroupFilter& filter) {
    return listed<Group>(
        reader,
        "select id, name,"
        "   (select count(*) from customers.membership m where m.customer_group = g.id) as members"
        " from customers.customer_group g where $1::uuid is null or id > $1 order by id limit $2",
        filter.after, filter.limit);
}

// A group that is removed at the same time does not exist once its row can be locked.
Change add_member(Tx& tx, const GroupId& group, const auth::UserId& customer, Time now) {
    return *tx.one<Change>(
        "with found as ("
        "  select id from customers.customer_group where id = $1 for key share),"
        " added as ("
        "  insert into customers.membership (customer, customer_group, joined_at)"
        "  select $2::uuid, id, $3::timestamptz from found on conflict do nothing returning 1)"
        " select exists (select from found) as group_exists, exists (select from added) as changed",
        group, customer, now);
}

Change remove_member(Tx& tx, const GroupId& group, const auth::UserId& customer) {
    return *tx.one<Change>(
        "with removed as ("
        "  delete from customers.membership where customer_group = $1 and customer = $2"
        "  returning 1)"
        " select exists (select from customers.customer_group where id = $1) as group_exists,"
        "   exists (select from removed) as changed",
        group, customer);
}

std::optional<std::vector<Member>> members(Reader& reader, const GroupId& group,
                                           const MemberFilter& filter) {
    const std::vector arguments{db::encode(group), db::encode(filter.after),
                                db::encode(filter.limit)};
    if (counted(reader,
                "select from customers.membership where customer_group = $1"
                " and ($2::uuid is null or customer > $2) limit $3",
                arguments))
        return std::vector<Member>{};
    const auto rows = reader.execute(
        "select m.customer, m.joined_at from customers.customer_group g"
        " left join lateral ("
        "   select customer, joined_at from customers.membership"
        "   where customer_group = g.id and ($2::uuid is null or customer > $2)"
        "   order by customer limit $3) m on true"
        " where g.id = $1 order by m.customer",
        arguments);
    if (rows.size() == 0) return std::nullopt;
    std::vector<Member> found;
    for (std::size_t row = 0; row < rows.size(); ++row)
        if (rows.cell(row, 0)) found.push_back(db::read_row<Member>(rows, row));
    return found;
}

std::vector<GroupId> groups_of(Reader& reader, const auth::UserId& customer) {
    return reader.all<GroupId>(
        "select customer_group from customers.membership where customer = $1"
        " order by customer_group",
        customer);
}

std::vector<Group> groups_with(Reader& reader, const auth::UserId& customer) {
    return reader.all<Group>(
        "select id, name,"
        "   (select count(*) from customers.membership m where m.customer_group = g.id) as members"
        " from customers.customer_group g where id in"
        "   (select customer_group from customers.membership where customer = $1) order by id",
        customer);
}

}  // namespace kontor::customers::store
