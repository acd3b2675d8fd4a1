#include "address_store.hpp"

#include "platform/db/json_column.hpp"

namespace kontor::customers::store {

using namespace platform;

namespace {

using AddressColumn = JsonColumn<shipping::Address>;

struct Row {
    AddressId id;
    std::optional<std::string> label;
    AddressColumn address;
    bool default_shipping = false;
    bool default_billing = false;
};
BOOST_DESCRIBE_STRUCT(Row, (), (id, label, address, default_shipping, default_billing))

BookedAddress booked(Row row) {
    return {row.id, std::move(row.label), std::move(row.address.value), row.default_shipping,
            row.default_billing};
}

}  // namespace

void lock_book(Tx& tx, const auth::UserId& customer) {
    tx.defer("select pg_advisory_xact_lock(hashtextextended('address book ' || $1::text, 0))",
             customer);
}

std::vector<BookedAddress> addresses(Reader& reader, const auth::UserId& customer,
                                     const AddressFilter& filter) {
    std::vector<BookedAddress> found;
    for (auto& row : reader.all<Row>(
             "select id, label, address, default_shipping, default_billing from customers.address"
             " where customer = $1 and ($2::uuid is null or id > $2) order by id limit $3",
             customer, filter.after, filter.limit))
        found.push_back(booked(std::move(row)));
    return found;
}

std::optional<BookedAddress> address(Reader& reader, const auth::UserId& customer,
                                     const AddressId& id) {
    auto row = reader.one<Row>(
        "select id, label, address, default_shipping, default_billing from customers.address"
        " where id = $2 and customer = $1",
        customer, id);
    if (!row) return std::nullopt;
    return booked(*std::move(row));
}

std::int64_t count_addresses(Reader& reader, const auth::UserId& customer) {
    return *reader.one<std::int64_t>("select count(*) from customers.address where customer = $1",
                                     customer);
}

void clear_default_shipping(Tx& tx, const auth::UserId& customer) {
    tx.defer(
        "update customers.address set default_shipping = false"
        " where customer = $1 and default_shipping",
        customer);
}

void clear_default_billing(Tx& tx, const auth::UserId& customer) {
    tx.defer(
        "update customers.address set default_billing = false"
        " where customer = $1 and default_billing",
        customer);
}

void insert_address(Tx& tx, const auth::UserId& customer, const BookedAddress& address, Time now) {
    tx.defer(
        "insert into customers.address"
        " (id, customer, label, address, default_shipping, default_billing, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        address.id, customer, address.label, AddressColumn{address.address},
        address.default_shipping, address.default_billing, now);
}

void update_address(Tx& tx, const BookedAddress& address) {
    tx.defer(
        "update customers.address"
        " set label = $2, address = $3, default_shipping = $4, default_billing = $5 where id = $1",
        address.id, address.label, AddressColumn{address.address}, address.default_shipping,
        address.default_billing);
}

bool remove_address(Tx& tx, const auth::UserId& customer, const AddressId& id) {
    return tx.run("delete from customers.address where id = $2 and customer = $1", customer, id) ==
           1;
}

}  // namespace kontor::customers::store
