#include "profile_store.hpp"

#include "telephones/telephone_store.hpp"

namespace kontor::customers::store {

using namespace platform;

namespace {

ProfileRow opened(ProfileRow row, const Sealer& sealer, const Uuid& customer) {
    if (row.phone) row.phone = sealer.opened(*row.phone, phone_context(customer));
    if (row.tax_id) row.tax_id = sealer.opened(*row.tax_id, tax_id_context(customer));
    return row;
}

ProfileRow sealed(ProfileRow row, const Sealer& sealer, const Uuid& customer) {
    if (row.phone) row.phone = sealer.seal(*row.phone, phone_context(customer));
    if (row.tax_id) row.tax_id = sealer.seal(*row.tax_id, tax_id_context(customer));
    return row;
}

}  // namespace

std::string phone_context(const Uuid& customer) {
    return "customers.profile.phone:" + to_string(customer);
}

std::string tax_id_context(const Uuid& customer) {
    return "customers.profile.tax_id:" + to_string(customer);
}

ProfileRow profile(Reader& reader, const Sealer& sealer, const auth::UserId& customer) {
    auto row = reader.one<ProfileRow>(
        "select phone, birthday::text as birthday, company, tax_id from customers.profile"
        " where customer = $1",
        customer);
    return row ? opened(*std::move(row), sealer, customer.uuid()) : ProfileRow{};
}

ProfileRow lock_profile(Tx& tx, const Sealer& sealer, const auth::UserId& customer, Time now) {
    tx.defer(
        "insert into customers.profile (customer, updated_at) values ($1, $2)"
        " on conflict do nothing",
        customer, now);
    auto row = tx.one<ProfileRow>(
        "select phone, birthday::text as birthday, company, tax_id from customers.profile"
        " where customer = $1 for update",
        customer);
    return opened(std::move(row).value(), sealer, customer.uuid());
}

void write_profile(Tx& tx, const Sealer& sealer, const auth::UserId& customer,
                   const ProfileRow& plain, Time now) {
    const auto row = sealed(plain, sealer, customer.uuid());
    std::optional<std::string> phone_index;
    if (plain.phone) phone_index = index_of_profile(sealer, *plain.phone);
    tx.defer(
        "update customers.profile set phone = $2, birthday = $3::date, company = $4, tax_id = $5,"
        " updated_at = $6, phone_index = $7 where customer = $1",
        customer, row.phone, row.birthday, row.company, row.tax_id, now, phone_index);
}

void remove_profile(Tx& tx, const auth::UserId& customer) {
    tx.defer("delete from customers.profile where customer = $1", customer);
}

}  // namespace kontor::customers::store
