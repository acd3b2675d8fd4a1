#pragma once

#include "pricing/pricing.hpp"

#include <stdexcept>

namespace kontor::test {

// Price rules of which only a few things are asked: those that a test overrides.
class UnaskedPricing : public pricing::Pricing {
public:
    std::vector<std::optional<pricing::UnitPrice>> unit_prices(
        const std::vector<pricing::AskedPrice>&, platform::Currency,
        const pricing::Customer&) override {
        refuse();
    }
    std::vector<pricing::ShownPrice> shown(const std::vector<pricing::AskedPrice>&,
                                           platform::Currency) override {
        refuse();
    }
    pricing::Quote quote(const pricing::QuoteRequest&, bool) override { refuse(); }
    platform::Result<std::string> coupon(const std::string&, const pricing::Customer&) override {
        refuse();
    }
    platform::Result<> redeem(const platform::Uuid&, const std::vector<pricing::Discount>&,
                              const pricing::Customer&) override {
        refuse();
    }
    void release(const platform::Uuid&) override { refuse(); }
    void refresh() override { refuse(); }
    std::vector<platform::Violation> check() override { refuse(); }

private:
    [[noreturn]] static void refuse() { throw std::logic_error("prices are not asked this here"); }
};

}  // namespace kontor::test
