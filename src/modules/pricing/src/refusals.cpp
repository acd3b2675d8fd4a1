#include "refusals.hpp"

namespace kontor::pricing {
namespace {

using namespace platform;

std::string below_minimum(const Refusal& refusal, platform::Currency currency) {
    return "The goods it is for come to " + to_text(Money{refusal.found, currency}) +
           ", and it asks for " + to_text(Money{refusal.wanted, currency}) + ".";
}

std::string too_few_pieces(const Refusal& refusal) {
    return "It asks for " + std::to_string(refusal.wanted) +
           " pieces of the goods it is for, and " + std::to_string(refusal.found) + " are there.";
}

}  // namespace

std::string to_text(const Refusal& refusal, const Promotion& promotion,
                    platform::Currency currency) {
    const auto& conditions = promotion.conditions;
    const auto code = std::string(currency.code());
    switch (refusal.why) {
        case Why::not_begun:
            return "It begins at " + to_rfc3339(*conditions.starts_at) + ".";
        case Why::ended:
            return "It ended at " + to_rfc3339(*conditions.ends_at) + ".";
        case Why::other_group:
            return "It is for customers of certain groups only.";
        case Why::not_first_order:
            return "It is for a first order only.";
        case Why::no_goods:
            return "None of the goods it is for are there.";
        case Why::no_minimum_in_currency:
            return "It has no minimum in " + code + ".";
        case Why::below_minimum:
            return below_minimum(refusal, currency);
        case Why::too_few_pieces:
            return too_few_pieces(refusal);
        case Why::no_amount_in_currency:
            return "It has no amount in " + code + ".";
        case Why::no_shipping:
            return "No shipping has been chosen yet.";
        case Why::nothing_left:
            return "Nothing is left that it could lower.";
        case Why::less_than_a_unit:
            return "What it gives is less than the smallest coin.";
        case Why::after_exclusive:
            return "\"" + refusal.other->name + "\" was applied and allows none after it.";
        case Why::outdone:
            return "It cannot be combined with \"" + refusal.other->name +
                   "\", which gives at least as much.";
    }
    return {};
}

}  // namespace kontor::pricing
