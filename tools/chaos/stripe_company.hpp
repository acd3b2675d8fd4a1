#pragma once

#include "books.hpp"
#include "program.hpp"

namespace kontor::chaos {

// A payment company that speaks Stripe's API (tests/support/stripe), as a process of its own with
// books of its own, which are only ever added to. Its messages come twice, in any order, some
// before the answer that they are about, some half a second late.
class StripeCompany {
public:
    StripeCompany();

    // For the shop, that is to pay by it.
    test::Environment environment() const;
    // Where its messages go from now on.
    void report_to(const std::string& shop) const;
    std::vector<Taken> books() const;

private:
    std::filesystem::path file() const { return directory_.path() / "books.jsonl"; }

    test::TemporaryDirectory directory_;
    test::Program company_;
    std::string url_;
};

}  // namespace kontor::chaos
