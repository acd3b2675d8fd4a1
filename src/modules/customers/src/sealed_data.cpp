#include "address_store.hpp"
#include "customers/module.hpp"
#include "platform/db/resealing.hpp"
#include "profile_store.hpp"

namespace kontor::customers {

using platform::SealedColumn;
using platform::Tx;

namespace {

const SealedColumn columns[] = {
    {"customers.address", "sealed", "id",
     [](const platform::Uuid& id) { return store::context_of(AddressId(id)); }},
    {"customers.profile", "phone", "customer", store::phone_context},
    {"customers.profile", "tax_id", "customer", store::tax_id_context},
};

}  // namespace

std::size_t seal_personal_data(platform::Database& database, const platform::Sealer& sealer) {
    std::size_t count = 0;
    while (const auto plain =
               database.transact([&](Tx& tx) { return store::seal_plain_addresses(tx, sealer); }))
        count += plain;
    for (const auto& column : columns) count += platform::reseal(database, sealer, column);
    return count;
}

}  // namespace kontor::customers
