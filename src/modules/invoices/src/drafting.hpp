// From an order to what stands on its invoice, and on a credit note of it. Pure.
#pragma once

#include "invoices/document.hpp"
#include "invoices/module.hpp"

namespace kontor::invoices {

// Without kind of number and time, which are given last.
Document draft_invoice(const orders::Order& order, const Config& config);

// What is still to be corrected of an invoice, after these credit notes of it.
platform::Money remaining(const Document& invoice, const std::vector<Document>& credit_notes);

// An amount of at most what remains, with its share of each tax: counted over all credit notes of
// the invoice floor(tax * credited / total), so that a whole invoice gives back its whole tax.
Document draft_credit_note(const Document& invoice, const std::vector<Document>& credit_notes,
                           const platform::Money& amount, const std::string& reason);

// The buyer owes the tax in their country: a number for it was shown, and nothing was charged.
bool is_reverse_charge(const orders::Order& order);

}  // namespace kontor::invoices
