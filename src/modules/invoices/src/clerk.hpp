// Issues documents, inside the transaction of whoever asks for them.
#pragma once

#include "invoices/module.hpp"
#include "series.hpp"
#include "store.hpp"

namespace kontor::invoices {

class Clerk {
public:
    Clerk(const platform::Clock& clock, orders::Snapshots& orders, const Config& config)
        : clock_(clock),
          orders_(orders),
          config_(config),
          invoices_(config.invoice_series),
          credit_notes_(config.credit_note_series) {}

    // The first invoices of the orders that have none.
    void invoice(platform::Tx& tx, const std::vector<orders::OrderId>& orders) const;
    // The invoice of before is taken back and another stands for what is ordered now. Nothing where
    // there is no invoice yet, or it says the same.
    void correct(platform::Tx& tx, const orders::OrderId& order, const platform::Uuid& edit) const;
    // What went back, as far as the order's invoice is not taken back already.
    void credit(platform::Tx& tx, const orders::OrderId& order, const platform::Uuid& refund,
                const platform::Money& amount, const std::string& reason) const;

private:
    struct Draft {
        Document document;
        platform::Uuid cause;
    };
    void number(platform::Tx& tx, const Numbering& numbering, std::vector<Draft> drafts) const;

    const platform::Clock& clock_;
    orders::Snapshots& orders_;
    Config config_;
    Numbering invoices_;
    Numbering credit_notes_;
};

}  // namespace kontor::invoices
