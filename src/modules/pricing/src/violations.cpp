#include "service.hpp"

namespace kontor::pricing {

using platform::Reader;
using platform::Violation;

namespace {

struct Miscount {
    std::string subject;
    std::int64_t used = 0;
    std::int64_t rows = 0;
};
BOOST_DESCRIBE_STRUCT(Miscount, (), (subject, used, rows))

void report(const std::vector<Miscount>& miscounts, const std::string& what,
            std::vector<Violation>& violations) {
    for (const auto& [subject, used, rows] : miscounts)
        violations.push_back(
            {"P1 what was used is what was redeemed", what + subject,
             "counted " + std::to_string(used) + ", redeemed " + std::to_string(rows)});
}

}  // namespace

std::vector<Violation> Service::check() {
    std::vector<Violation> violations;
    database_.read([&](Reader& reader) {
        report(reader.all<Miscount>(
                   "select id::text as subject, used, rows from pricing.promotion p,"
                   " lateral (select count(*) as rows from pricing.redemption"
                   "  where promotion = p.id) r where limit_total is not null and used <> rows"),
               "promotion ", violations);
        report(reader.all<Miscount>(
                   "select code as subject, used, rows from pricing.coupon c,"
                   " lateral (select count(*) as rows from pricing.redemption"
                   "  where coupon = c.id) r where limit_total is not null and used <> rows"),
               "coupon ", violations);
    });
    return violations;
}

}  // namespace kontor::pricing
