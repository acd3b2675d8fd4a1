#include "addressing.hpp"

namespace kontor::checkout {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using shipping::Address;

namespace {

Error address_or_id(const std::string& member) {
    const auto message = "Give " + member + " or " + member + "_id, and not both.";
    return {
        ErrorKind::invalid, "checkout.address_or_id", message, {{"/" + member, "one_of", message}}};
}

Error no_such_address(const std::string& member) {
    const std::string message = "There is no address with this id in your address book.";
    return {ErrorKind::invalid,
            "checkout.no_such_address",
            message,
            {{"/" + member + "_id", "unknown", message}}};
}

Result<std::optional<Address>> chosen(customers::AddressBook& book, const auth::Shopper& shopper,
                                      const std::optional<Address>& given,
                                      const std::optional<customers::AddressId>& id,
                                      const std::string& member) {
    if (!id) return given;
    if (given) return address_or_id(member);
    if (!shopper.customer) return no_such_address(member);
    auto found = book.address(*shopper.customer, *id);
    if (!found) return no_such_address(member);
    return std::optional(std::move(found->address));
}

}  // namespace

Result<ChosenAddresses> chosen_addresses(customers::AddressBook& book, const auth::Shopper& shopper,
                                         const GivenAddresses& given) {
    auto shipping = chosen(book, shopper, given.shipping, given.shipping_id, "shipping_address");
    if (!shipping) return shipping.error();
    auto billing = chosen(book, shopper, given.billing, given.billing_id, "billing_address");
    if (!billing) return billing.error();
    return ChosenAddresses{*std::move(shipping), *std::move(billing)};
}

Result<> set_addresses(store::Row& row, customers::AddressBook& book, const GivenAddresses& given) {
    auto chosen = chosen_addresses(book, row.owner(), given);
    if (!chosen) return chosen.error();
    if (!chosen->shipping && !chosen->billing) return address_or_id("shipping_address");
    row.billing_address.value = chosen->billing ? *chosen->billing : *chosen->shipping;
    if (chosen->shipping) row.shipping_address.emplace(*std::move(chosen->shipping));
    return {};
}

}  // namespace kontor::checkout
