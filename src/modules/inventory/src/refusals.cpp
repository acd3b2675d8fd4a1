#include "refusals.hpp"

namespace kontor::inventory {

using platform::Error;
using platform::ErrorKind;

Error no_such_sku(const std::string& sku) {
    return {ErrorKind::not_found, "inventory.no_such_sku", "there is no SKU '" + sku + "'"};
}

Error no_such_sku(const std::string& sku, const std::string& at) {
    return {ErrorKind::invalid,
            "inventory.no_such_sku",
            "there is no SKU '" + sku + "'",
            {{at, "unknown", "the SKU of a variant of the catalogue"}}};
}

Error sku_given_twice(const std::string& sku, const std::string& at) {
    return {ErrorKind::invalid,
            "inventory.sku_given_twice",
            "the SKU '" + sku + "' is given twice",
            {{at, "twice", "each SKU once"}}};
}

Error no_such_location(const std::string& code, const std::string& at) {
    return {ErrorKind::invalid,
            "inventory.no_such_location",
            "there is no location '" + code + "'",
            {{at, "not_one_of", "the code of a location, such as main"}}};
}

Error delta_or_on_hand() {
    return {ErrorKind::invalid,
            "inventory.delta_or_on_hand",
            "give either delta, by how much the stock changes, or on_hand, what was counted",
            {{"/delta", "required", "exactly one of delta and on_hand"}}};
}

Error negative_stock(const StockLevel& level, std::int64_t delta) {
    return {ErrorKind::conflict,
            "inventory.negative_stock",
            "there are " + std::to_string(level.on_hand) + " on hand, which " +
                std::to_string(delta) + " would make less than nothing: give on_hand after a count",
            {},
            {{"on_hand", level.on_hand}}};
}

Error counted_less_than_nothing() {
    return {ErrorKind::invalid,
            "inventory.negative_stock",
            "there cannot be less than nothing on hand",
            {{"/on_hand", "range", "a whole number from 0"}}};
}

Error counted_twice(const std::string& sku) {
    return {ErrorKind::invalid,
            "inventory.counted_twice",
            "the SKU '" + sku + "' is given twice for the same location",
            {{"/sku", "twice", "one count for each SKU and location"}}};
}

}  // namespace kontor::inventory
