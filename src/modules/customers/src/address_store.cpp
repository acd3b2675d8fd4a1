#include "address_store.hpp"

#include "platform/db/json_column.hpp"
#include "platform/db/row_count.hpp"
#include "telephones/telephone_store.hpp"

namespace kontor::customers::store {

using namespace platform;

namespace {

using AddressColumn = JsonColumn<shipping::Address>;

struct Row {
    AddressId id;
    std::optional<std::string> label;
    std::optional<std::string> sealed;     // the address as JSON
    std::optional<AddressColumn> address;  // of one that is not sealed yet
    bool default_shipping = false;
    bool default_billing = false;
};
BOOST_DESCRIBE_STRUCT(Row, (), (id, label, sealed, address, default_shipping, default_billing))

struct PlainRow {
    AddressId id;
    AddressColumn address;
};
BOOST_DESCRIBE_STRUCT(PlainRow, (), (id, address))

BookedAddress booked(Row row, const Sealer& sealer) {
    auto address =
        row.sealed
            ? json::read<shipping::Address>(sealer.opened(*row.sealed, context_of(row.id))).value()
            : std::move(row.address.value().value);
    return {row.id, std::move(row.label), std::move(address), row.default_shipping,
            row.default_billing};
}

std::string sealed(const Sealer& sealer, const AddressId& id, const shipping::Address& address) {
    return sealer.seal(json::write(address), context_of(id));
}

}  // namespace

void lock_book(Tx& tx, const auth::UserId& customer) {
    tx.defer("select pg_advisory_xact_lock(hashtextextended('address book ' || $1::text, 0))",
             customer);
}

std::string context_of(const AddressId& id) {
    return "customers.address:" + to_string(id.uuid());
}

std::vector<BookedAddress> addresses(Reader& reader, const Sealer& sealer,
                                     const auth::UserId& customer, const AddressFilter& filter) {
    std::vector<BookedAddress> found;
    for (auto& row :
         listed<Row>(reader,
                     "select id, label, sealed, address, default_shipping, default_billing"
                     " from customers.address"
                     " where customer = $1 and ($2::uuid is null or id > $2) order by id limit $3",
                     customer, filter.after, filter.limit))
        found.push_back(booked(std::move(row), sealer));
    return found;
}

std::optional<BookedAddress> address(Reader& reader, const Sealer& sealer,
                                     const auth::UserId& customer, const AddressId& id) {
    auto row = reader.one<Row>(
        "select id, label, sealed, address, default_shipping, default_billing"
        " from customers.address"
        " where id = $2 and customer = $1",
        customer, id);
    if (!row) return std::nullopt;
    return booked(*std::move(row), sealer);
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

void insert_address(Tx& tx, const Sealer& sealer, const auth::UserId& customer,
                    const BookedAddress& address, Time now) {
    tx.defer(
        "insert into customers.address"
        " (id, customer, label, sealed, default_shipping, default_billing, created_at, phone_index)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        address.id, customer, address.label, sealed(sealer, address.id, address.address),
        address.default_shipping, address.default_billing, now,
        index_of_address(sealer, address.address));
}

void update_address(Tx& tx, const Sealer& sealer, const BookedAddress& address) {
    tx.defer(
        "update customers.address"
        " set label = $2, sealed = $3, address = null, default_shipping = $4, default_billing = $5,"
        " phone_index = $6 where id = $1",
        address.id, address.label, sealed(sealer, address.id, address.address),
        address.default_shipping, address.default_billing,
        index_of_address(sealer, address.address));
}

bool remove_address(Tx& tx, const auth::UserId& customer, const AddressId& id) {
    return tx.run("delete from customers.address where id = $2 and customer = $1", customer, id) ==
           1;
}

std::size_t seal_plain_addresses(Tx& tx, const Sealer& sealer) {
    const auto rows = tx.all<PlainRow>(
        "select id, address from customers.address where address is not null"
        " order by id limit 500 for update");
    std::vector<AddressId> ids;
    std::vector<std::string> texts;
    std::vector<std::string> indexes;
    for (const auto& row : rows) {
        ids.push_back(row.id);
        texts.push_back(sealed(sealer, row.id, row.address.value));
        indexes.push_back(index_of_address(sealer, row.address.value));
    }
    tx.defer(
        "update customers.address kept set sealed = anew.sealed, address = null,"
        " phone_index = anew.phone_index"
        " from unnest($1::uuid[], $2::text[], $3::text[]) anew(id, sealed, phone_index)"
        " where kept.id = anew.id",
        ids, texts, indexes);
    return rows.size();
}

}  // namespace kontor::customers::store
