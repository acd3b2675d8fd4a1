#include "telephones/telephone_store.hpp"

namespace kontor::customers::store {

using namespace platform;

namespace {

constexpr std::string_view profile_field = "customers.profile.phone";
constexpr std::string_view address_field = "customers.address.phone";

std::string index_of(const Sealer& sealer, std::string phone, std::string_view field) {
    phone.erase(0, phone.find_first_not_of(' '));
    const auto number = DialledNumber::accept(std::move(phone));
    return number ? sealer.blind_index(number->value(), field) : "";
}

}  // namespace

std::string index_of_profile(const Sealer& sealer, const std::string& phone) {
    return index_of(sealer, phone, profile_field);
}

std::string index_of_address(const Sealer& sealer, const shipping::Address& address) {
    return address.phone ? index_of(sealer, address.phone->value(), address_field) : "";
}

std::vector<auth::UserId> customers_with(Reader& reader, const Sealer& sealer,
                                         const DialledNumber& number) {
    return reader.all<auth::UserId>(
        "select customer from customers.profile where phone_index <> '' and phone_index = any($1)"
        " union"
        " select customer from customers.address where phone_index <> '' and phone_index = any($2)",
        sealer.blind_indexes(number.value(), profile_field),
        sealer.blind_indexes(number.value(), address_field));
}

}  // namespace kontor::customers::store
