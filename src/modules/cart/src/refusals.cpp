#include "refusals.hpp"

namespace kontor::cart {

using platform::Error;
using platform::ErrorKind;

namespace {

std::string pointer_to(const AddItem& item) {
    return item.sku ? "/sku" : "/variant_id";
}

}  // namespace

Error no_such_cart() {
    return {ErrorKind::not_found, "cart.no_such_cart",
            "There is no cart with this id, or it is not yours."};
}

Error no_such_item() {
    return {ErrorKind::not_found, "cart.no_such_item", "The cart has no item with this id."};
}

Error no_such_coupon() {
    return {ErrorKind::not_found, "cart.no_such_coupon", "The cart has no coupon with this code."};
}

Error too_many_coupons(std::size_t most) {
    const auto message =
        "A cart takes at most " + std::to_string(most) + " coupons. Remove one first.";
    return {ErrorKind::invalid, "cart.too_many_coupons", message, {{"/code", "range", message}}};
}

Error not_active(CartStatus status) {
    return {ErrorKind::conflict, "cart.not_active",
            "The cart is " + std::string(platform::enum_name(status)) +
                " and cannot be changed any more. Create a new one."};
}

Error completion_in_progress() {
    return {ErrorKind::conflict,
            "completion_in_progress",
            "The cart is being bought at this moment. Wait for the outcome.",
            {},
            {{"retry_after", std::int64_t{1}}}};
}

Error no_current_cart() {
    return {ErrorKind::not_found, "cart.no_current_cart",
            "You have no cart at the moment. Create one by POST /v1/carts."};
}

Error merged_into(const CartId& target) {
    return {ErrorKind::gone,
            "cart.merged",
            "This cart became part of another one when its shopper signed in. Use that one.",
            {},
            {{"merged_into", target.text()}, {"link", "/v1/carts/" + target.text()}}};
}

Error cart_changed(const platform::Money& current_total) {
    return {ErrorKind::conflict,
            "cart_changed",
            "The total is no longer the one expected: show it to the customer and ask again.",
            {},
            {{"current_total", current_total}}};
}

Error empty_cart() {
    return {ErrorKind::invalid, "cart.empty", "The cart is empty. Put something into it first."};
}

Error sku_or_variant() {
    return {ErrorKind::invalid, "cart.sku_or_variant",
            "Name what to add by exactly one of sku and variant_id."};
}

Error changed_meanwhile() {
    return {ErrorKind::precondition_failed, "cart.changed_meanwhile",
            "The cart was changed after it had been read. Read it again, then repeat the change."};
}

Error no_such_variant(const AddItem& item) {
    const std::string message = "Nothing of this " + pointer_to(item).substr(1) + " is sold here.";
    return {ErrorKind::invalid,
            "cart.no_such_variant",
            message,
            {{pointer_to(item), "unknown", message}}};
}

Error not_sold_in(platform::Currency currency, const AddItem& item) {
    const auto message = "It has no price in " + std::string(currency.code()) +
                         ", the currency of this cart. Use a cart of another currency.";
    return {ErrorKind::invalid,
            "cart.not_sold_in_currency",
            message,
            {{pointer_to(item), "currency", message}}};
}

Error item_unavailable(const std::vector<platform::Problem>& problems) {
    return {ErrorKind::conflict, "cart.item_unavailable",
            "The cart has items that are not sold any more. Remove them.", problems};
}

}  // namespace kontor::cart
