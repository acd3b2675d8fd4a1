// Issues documents, inside the transaction of whoever asks for them.
#pragma once

#include "invoices/module.hpp"
#include "payments/events.hpp"
#include "series.hpp"
#include "store.hpp"

namespace kontor::invoices {

class Clerk {
public:
    Clerk(const platform::Clock& clock, const Files& files, const Config& config)
        : clock_(clock),
          orders_(files.orders),
          refunds_(files.refunds),
          config_(config),
          invoices_(config.invoice_series),
          credit_notes_(config.credit_note_series) {}

    // The first invoices of the orders that have none, and what went back of them before.
    void invoice(platform::Tx& tx, const std::vector<orders::OrderId>& orders) const;
    // What is left of the invoice of before is taken back, and another stands for what is ordered
    // now, less what went back already. Nothing where there is no invoice yet, or it says the same.
    void correct(platform::Tx& tx, const orders::OrderId& order, const platform::Uuid& edit) const;
    // The order is given up: what is left of its invoice is taken back.
    void take_back(platform::Tx& tx, const orders::OrderId& order, const std::string& reason) const;
    // A refund, as a whole with the first of its parts that went back, as far as the order's
    // invoice is not taken back already, and no further than money goes back: what a provider
    // refuses is credited when it goes back after all, in this way or in another. Kept until there
    // is an invoice, where there is none yet.
    void credit(platform::Tx& tx, const payments::PaymentRefunded& part) const;

private:
    struct Draft {
        Document document;
        platform::Uuid cause;
    };
    std::vector<Document> number(platform::Tx& tx, const Numbering& numbering,
                                 std::vector<Draft> drafts) const;
    void carry_standing(platform::Tx& tx, const Document& invoice,
                        const std::vector<orders::OrderRefund>& refunds) const;
    // What went back on the invoice of before is credited on the one that replaces it.
    void carry_over(platform::Tx& tx, const Document& invoice,
                    const std::vector<Document>& credit_notes) const;

    const platform::Clock& clock_;
    orders::Snapshots& orders_;
    orders::Refunds& refunds_;
    Config config_;
    Numbering invoices_;
    Numbering credit_notes_;
};

}  // namespace kontor::invoices
