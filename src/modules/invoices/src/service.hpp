#pragma once

#include "clerk.hpp"

namespace kontor::invoices {

class Service final : public Invoices {
public:
    Service(platform::Database& database, Clerk clerk)
        : database_(database), clerk_(std::move(clerk)) {}

    platform::Result<Invoice> issue(const orders::OrderId& order) override;
    std::vector<Invoice> invoices_of(const orders::OrderId& order) override;
    std::vector<orders::OrderId> uninvoiced(const std::vector<orders::OrderId>& orders) override;
    platform::Result<Invoice> invoice(const orders::OrderId& order,
                                      const std::string& number) override;
    std::vector<Invoice> list(const InvoiceFilter& filter) override;
    std::vector<platform::Violation> check() override;

private:
    platform::Database& database_;
    Clerk clerk_;
};

}  // namespace kontor::invoices
