// What a basket costs.
#include "codes.hpp"
#include "destination.hpp"
#include "service.hpp"

#include <algorithm>
#include <iterator>

namespace kontor::pricing {

using platform::Reader;

namespace {

bool is_within_period(const Conditions& conditions, platform::Time now) {
    return (!conditions.starts_at || *conditions.starts_at <= now) &&
           (!conditions.ends_at || now < *conditions.ends_at);
}

std::vector<std::string> kept_codes(const std::vector<std::string>& typed) {
    std::vector<std::string> codes;
    for (const auto& code : typed)
        if (auto kept = normalised(code); std::ranges::find(codes, kept) == codes.end())
            codes.push_back(std::move(kept));
    return codes;
}

std::optional<std::string> why_void(const store::Standing* standing, const PromotionRule* rule) {
    if (!standing || !rule || !rule->active) return "There is no such coupon any more.";
    if (standing->is_redeemed) return std::nullopt;
    if (standing->is_coupon_used_up() || standing->is_used_up())
        return "It has been used as often as it may be.";
    if (standing->is_used_up_by_customer()) return "You have used it as often as one customer may.";
    return std::nullopt;
}

const store::Standing* standing_of(const std::vector<store::Standing>& standings,
                                   const std::string& code) {
    const auto found = std::ranges::find(standings, std::optional(code), &store::Standing::code);
    return found == standings.end() ? nullptr : &*found;
}

bool is_available(const std::vector<store::Standing>& standings, const PromotionRule& rule) {
    if (!rule.has_limit()) return true;
    const auto found = std::ranges::find_if(standings, [&](const store::Standing& standing) {
        return standing.promotion == rule.promotion.id && !standing.coupon;
    });
    return found != standings.end() &&
           (found->is_redeemed || (!found->is_used_up() && !found->is_used_up_by_customer()));
}

}  // namespace

std::vector<std::string> keys_of(const Customer& customer, const std::string& secret) {
    std::vector<std::string> keys;
    if (customer.id) keys.push_back(key_of(*customer.id));
    if (auto email = key_of(customer.email, secret); !email.empty())
        keys.push_back(std::move(email));
    return keys;
}

std::vector<store::Standing> Service::standings(const RuleBook& book, const QuoteRequest& request) {
    store::Asking asking{
        {}, kept_codes(request.coupons), keys_of(request.customer, book.secret), request.purchase};
    for (const auto& rule : book.promotions) {
        const auto& conditions = rule.promotion.conditions;
        if (rule.active && rule.automatic && rule.is_counted() &&
            is_within_period(conditions, clock_.now()))
            asking.promotions.push_back(rule.promotion.id);
    }
    std::erase_if(asking.codes, [](const std::string& code) { return !is_coupon_code(code); });
    if (asking.promotions.empty() && asking.codes.empty()) return {};
    return database_.read([&](Reader& reader) { return store::standings(reader, asking); });
}

Service::Offer Service::offer_to(const QuoteRequest& request, Rules::Known& book) {
    const auto standings = this->standings(*book, request);
    // A coupon of a promotion that another process has just made.
    if (std::ranges::any_of(standings, [&](const store::Standing& standing) {
            return !book->promotion(standing.promotion);
        })) {
        rules_.forget();
        book = rules_.get();
    }
    Offer offer;
    for (const auto& rule : book->promotions)
        if (rule.active && rule.automatic &&
            is_within_period(rule.promotion.conditions, clock_.now()) &&
            is_available(standings, rule))
            offer.promotions.push_back(rule.promotion);
    for (const auto& code : kept_codes(request.coupons)) {
        const auto* standing = standing_of(standings, code);
        const auto* rule = standing ? book->promotion(standing->promotion) : nullptr;
        auto reason = why_void(standing, rule);
        if (!reason && std::ranges::find(offer.promotions, rule->promotion.id, &Promotion::id) !=
                           offer.promotions.end())
            reason = "What it gives is given already.";
        if (reason) {
            offer.void_coupons.push_back({code, *reason});
        } else {
            offer.promotions.push_back(rule->promotion);
            offer.promotions.back().code = code;
        }
    }
    offer.first_order = std::ranges::none_of(standings, &store::Standing::has_ordered);
    return offer;
}

Buyer Service::buyer_of(const QuoteRequest& request, const Offer& offer) {
    const bool groups_matter = std::ranges::any_of(
        offer.promotions,
        [](const Promotion& promotion) { return !promotion.conditions.groups.empty(); });
    Buyer buyer{{}, offer.first_order};
    if (groups_matter && request.customer.id)
        buyer.groups = customers_.groups_of(*request.customer.id);
    return buyer;
}

Quote Service::quote(const QuoteRequest& request, bool with_steps) {
    auto book = rules_.get();
    auto offer = offer_to(request, book);
    auto buyer = buyer_of(request, offer);
    Snapshot snapshot{
        request.currency,
        {},
        request.freight,
        std::move(offer.promotions),
        taxation_of(*book, config_, {request.country, request.region, request.vat_id}),
        std::move(buyer),
        clock_.now()};
    if (snapshot.freight) snapshot.freight->tax_class = config_.shipping_tax_class;
    for (const auto& line : request.lines)
        snapshot.goods.push_back({line.line, line.product, line.categories, line.tax_class,
                                  line.quantity, line.unit_price, line.price_list});
    Quote quote;
    quote.calculation = calculate(snapshot, with_steps ? &quote.steps : nullptr);
    quote.idle_coupons = std::move(offer.void_coupons);
    std::ranges::copy(quote.calculation.idle_coupons, std::back_inserter(quote.idle_coupons));
    return quote;
}

}  // namespace kontor::pricing
