#include "address_store.hpp"
#include "customers/module.hpp"
#include "platform/db/resealing.hpp"
#include "platform/json/json.hpp"
#include "profile_store.hpp"
#include "telephones/telephone_store.hpp"

namespace kontor::customers {

using platform::SealedColumn;
using platform::Tx;

namespace {

std::vector<SealedColumn> columns(const platform::Sealer& sealer) {
    const auto address_context = [](const platform::Uuid& id) {
        return store::context_of(AddressId(id));
    };
    const auto index_of_phone = [&sealer](const std::string& phone) {
        return store::index_of_profile(sealer, phone);
    };
    const auto index_of_address = [&sealer](const std::string& address) {
        return store::index_of_address(sealer,
                                       platform::json::read<shipping::Address>(address).value());
    };
    return {
        {"customers.address", "sealed", "id", address_context, "phone_index", index_of_address},
        {"customers.profile", "phone", "customer", store::phone_context, "phone_index",
         index_of_phone},
        {"customers.profile", "tax_id", "customer", store::tax_id_context},
    };
}

}  // namespace

std::size_t seal_personal_data(platform::Database& database, const platform::Sealer& sealer) {
    std::size_t count = 0;
    while (const auto plain =
               database.transact([&](Tx& tx) { return store::seal_plain_addresses(tx, sealer); }))
        count += plain;
    for (const auto& column : columns(sealer)) count += platform::reseal(database, sealer, column);
    return count;
}

}  // namespace kontor::customers
