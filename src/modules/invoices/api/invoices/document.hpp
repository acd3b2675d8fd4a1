// What stands on an invoice, frozen when it was issued.
#pragma once

#include "orders/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::invoices {

enum class Kind { invoice, credit_note };
BOOST_DESCRIBE_ENUM(Kind, invoice, credit_note)

// Who sells, as the configuration said then; or who buys.
struct Party {
    std::string name;
    std::vector<std::string> address;
    std::optional<std::string> vat_id{};
    std::optional<std::string> email{};
};
BOOST_DESCRIBE_STRUCT(Party, (), (name, address, vat_id, email))

// All that is taxed at one rate.
struct TaxSum {
    std::string name;
    std::int64_t rate_ppm = 0;
    platform::Money net;
    platform::Money tax;
};
BOOST_DESCRIBE_STRUCT(TaxSum, (), (name, rate_ppm, net, tax))

// sum: an amount given back for no goods in particular.
enum class LineKind { item, shipping, restocking_fee, sum };
BOOST_DESCRIBE_ENUM(LineKind, item, shipping, restocking_fee, sum)

// kind, item_id and taxes are not in documents of before they were kept.
struct Line {
    std::optional<std::string> sku{};  // none: no article
    std::string title;
    std::int64_t quantity = 1;
    platform::Money unit_price;
    platform::Money discount;
    platform::Money total;  // what is paid for it, or given back; negative: kept of that
    std::vector<std::int64_t> rates_ppm{};
    std::optional<LineKind> kind{};
    std::optional<orders::OrderItemId> item_id{};
    std::optional<std::vector<TaxSum>> taxes{};  // one per rate
};
BOOST_DESCRIBE_STRUCT(Line, (),
                      (sku, title, quantity, unit_price, discount, total, rates_ppm, kind, item_id,
                       taxes))

struct Document {
    Kind kind = Kind::invoice;
    std::string number;
    platform::Time issued_at;
    orders::OrderId order;
    std::string order_number;
    platform::Time ordered_at;
    Party seller;
    Party buyer;
    std::vector<Line> lines;
    platform::Money net;
    platform::Money tax;
    platform::Money total;
    std::vector<TaxSum> taxes;
    bool prices_include_tax = true;
    bool reverse_charge = false;            // the buyer owes the tax
    std::optional<std::string> corrects{};  // of a credit note: the invoice's number
    std::optional<std::string> reason{};    // of a credit note
};
BOOST_DESCRIBE_STRUCT(Document, (),
                      (kind, number, issued_at, order, order_number, ordered_at, seller, buyer,
                       lines, net, tax, total, taxes, prices_include_tax, reverse_charge, corrects,
                       reason))

}  // namespace kontor::invoices
