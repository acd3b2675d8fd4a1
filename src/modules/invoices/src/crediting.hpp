// From an invoice to what stands on a credit note of it. Pure.
#pragma once

#include "invoices/document.hpp"
#include "orders/refunds.hpp"

namespace kontor::invoices {

// What is still to be corrected of an invoice, after these credit notes of it.
platform::Money remaining(const Document& invoice, const std::vector<Document>& credit_notes);

// What a refund gives back, as lines of the invoice. None where it is an amount, or about goods
// that the invoice does not know.
std::vector<Line> refunded_lines(const Document& invoice, const std::vector<Document>& credit_notes,
                                 const orders::OrderRefund& refund);
// What another invoice's credit note lists, as lines of this one. None where it is an amount, or
// about goods that this invoice knows otherwise.
std::vector<Line> carried_lines(const Document& invoice, const std::vector<Document>& credit_notes,
                                const Document& other);
// Whatever of the invoice's lines was not given back.
std::vector<Line> remaining_lines(const Document& invoice,
                                  const std::vector<Document>& credit_notes);

// An amount of at most what remains. With these lines and their taxes where they come to the
// amount, else as one sum with its part of each tax that is left. All of an invoice gives back all
// of each of its taxes, however it was divided.
Document draft_credit_note(const Document& invoice, const std::vector<Document>& credit_notes,
                           const platform::Money& amount, const std::string& reason,
                           std::vector<Line> lines);

}  // namespace kontor::invoices
