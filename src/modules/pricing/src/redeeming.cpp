// Coupons and promotions that may be used a limited number of times.
#include "codes.hpp"
#include "service.hpp"

#include <algorithm>

namespace kontor::pricing {

using namespace platform;

namespace {

Error no_such_coupon() {
    const std::string message = "There is no such coupon. Check how the code is written.";
    return {ErrorKind::invalid, "pricing.no_such_coupon", message, {{"/code", "unknown", message}}};
}

Error coupon_used_up(const std::string& code, bool by_customer) {
    return {ErrorKind::conflict,
            "pricing.coupon_used_up",
            by_customer ? "You have used the coupon " + code + " as often as one customer may."
                        : "The coupon " + code + " has been used as often as it may be.",
            {},
            {{"coupon", code}}};
}

Error promotion_used_up(const std::string& name) {
    return {ErrorKind::conflict, "pricing.promotion_used_up",
            "\"" + name +
                "\" has been used as often as it may be: the total is no longer the one "
                "shown. Show the new one to the customer."};
}

Error not_valid_now(const std::string& detail) {
    return {ErrorKind::conflict, "pricing.coupon_not_valid_now", detail};
}

Error not_for_customer(const std::string& code) {
    const auto message =
        "The coupon " + code + " is for certain customers only, and you are not signed in as one.";
    return {ErrorKind::invalid,
            "pricing.coupon_not_for_customer",
            message,
            {{"/code", "not_allowed", message}},
            {{"coupon", code}}};
}

Result<> check_period(const Conditions& conditions, platform::Time now) {
    if (conditions.starts_at && now < *conditions.starts_at)
        return not_valid_now("This coupon is valid from " +
                             platform::to_rfc3339(*conditions.starts_at) + " on.");
    if (conditions.ends_at && *conditions.ends_at <= now)
        return not_valid_now("This coupon was valid until " +
                             platform::to_rfc3339(*conditions.ends_at) + ".");
    return {};
}

Error used_up(const Discount& discount, bool by_customer) {
    return discount.code ? coupon_used_up(*discount.code, by_customer)
                         : promotion_used_up(discount.name);
}

}  // namespace

Result<std::string> Service::coupon(const std::string& typed, const Customer& customer) {
    const auto code = normalised(typed);
    if (!is_coupon_code(code)) return no_such_coupon();
    auto book = rules_.get();
    const auto standings = database_.read([&](Reader& reader) {
        return store::standings(reader, {{}, {code}, keys_of(customer, book->secret), {}});
    });
    if (standings.empty()) return no_such_coupon();
    const auto& standing = standings.front();
    if (!book->promotion(standing.promotion)) {
        rules_.forget();
        book = rules_.get();
    }
    const auto* rule = book->promotion(standing.promotion);
    if (!rule) return no_such_coupon();
    if (!rule->active) return not_valid_now("This coupon is not valid at present.");
    if (auto valid = check_period(rule->promotion.conditions, clock_.now()); !valid)
        return valid.error();
    if (!is_open_to(customer, rule->promotion.conditions.groups)) return not_for_customer(code);
    if (standing.is_coupon_used_up() || standing.is_used_up()) return coupon_used_up(code, false);
    if (standing.is_used_up_by_customer()) return coupon_used_up(code, true);
    return code;
}

bool Service::is_open_to(const Customer& customer, const std::vector<customers::GroupId>& groups) {
    if (groups.empty()) return true;
    if (!customer.id) return false;
    const auto own = customers_.groups_of(*customer.id);
    return std::ranges::find_first_of(own, groups) != own.end();
}

Result<> Service::redeem(const Uuid& purchase, const std::vector<Discount>& discounts,
                         const Customer& customer) {
    const auto book = rules_.get();
    std::vector<Discount> counted;
    std::ranges::copy_if(discounts, std::back_inserter(counted), [&](const Discount& discount) {
        const auto* rule = book->promotion(discount.promotion);
        return discount.code || !rule || rule->is_counted();
    });
    if (counted.empty()) return {};
    std::ranges::sort(counted, {}, &Discount::promotion);
    return database_.transact([&](Tx& tx) {
        return count(tx, *book, purchase, counted, keys_of(customer, book->secret));
    });
}

Result<> Service::count(Tx& tx, const RuleBook& book, const Uuid& purchase,
                        const std::vector<Discount>& discounts,
                        const std::vector<std::string>& customer) {
    const auto is_for_first_order = [&](const Discount& discount) {
        const auto* rule = book.promotion(discount.promotion);
        return rule && rule->promotion.conditions.first_order;
    };
    if (std::ranges::any_of(discounts, is_for_first_order))
        store::claim_first_order(tx, customer, purchase);
    store::Asking asking{{}, {}, customer, purchase};
    for (const auto& discount : discounts)
        if (discount.code)
            asking.codes.push_back(*discount.code);
        else
            asking.promotions.push_back(discount.promotion);
    store::lock_counters(tx, asking);
    const auto standings = store::standings(tx, asking);
    for (const auto& discount : discounts) {
        const auto found = std::ranges::find_if(standings, [&](const store::Standing& standing) {
            return standing.promotion == discount.promotion && standing.code == discount.code;
        });
        if (found == standings.end()) return used_up(discount, false);
        if (found->is_redeemed) continue;
        if (found->has_ordered && is_for_first_order(discount)) return used_up(discount, true);
        if (found->is_used_up() || found->is_coupon_used_up()) return used_up(discount, false);
        if (found->is_used_up_by_customer()) return used_up(discount, true);
        store::redeem(tx, {purchase, discount.promotion, found->coupon, customer}, clock_.now());
    }
    return {};
}

void Service::release(const Uuid& purchase) {
    database_.transact([&](Tx& tx) { store::release(tx, {purchase}, false); });
}

}  // namespace kontor::pricing
