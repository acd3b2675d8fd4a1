// From an order to what stands on its invoice. Pure.
#pragma once

#include "invoices/document.hpp"
#include "invoices/module.hpp"

namespace kontor::invoices {

// Without kind of number and time, which are given last.
Document draft_invoice(const orders::Order& order, const Config& config);

// The buyer owes the tax in their country: a number for it was shown, and nothing was charged.
bool is_reverse_charge(const orders::Order& order);

}  // namespace kontor::invoices
