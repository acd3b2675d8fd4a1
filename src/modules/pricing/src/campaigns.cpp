#include "campaigns.hpp"

#include "campaign_checks.hpp"
#include "codes.hpp"
#include "complaints.hpp"
#include "platform/audit/deed.hpp"
#include "platform/security/random.hpp"
#include "pricing/events.hpp"

#include <set>

namespace kontor::pricing {

using namespace platform;

namespace {

// Nothing that people take for another: no 0 and O, no 1 and I. 32, so that a letter is five bits.
constexpr std::string_view alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::size_t letters_of_a_number = 12;
constexpr std::int64_t usual_length = 12;

Error no_such_promotion() {
    return {ErrorKind::not_found, "pricing.no_such_promotion", "There is no such promotion."};
}

Error no_such_coupon() {
    return {ErrorKind::not_found, "pricing.no_such_coupon",
            "The promotion has no coupon with this code."};
}

Error code_taken(const std::string& code) {
    return {ErrorKind::conflict,
            "pricing.code_taken",
            "There is a coupon with the code " + code + " already. Choose another code.",
            {{"/code", "taken", "must be a code that no coupon has"}}};
}

Campaign campaign_of(const PromotionId& id, const CampaignBody& body, platform::Time created_at,
                     platform::Time updated_at) {
    const auto number = [](const auto& limit) {
        return limit ? std::optional(limit->value()) : std::nullopt;
    };
    return {id,
            body.name,
            body.active.value_or(true),
            body.automatic.value_or(true),
            body.priority ? body.priority->value() : 0,
            body.exclusive.value_or(false),
            body.stackable.value_or(true),
            benefit_of(body.benefit),
            conditions_of(body.conditions.value_or(ConditionsBody{})),
            number(body.limit_total),
            number(body.limit_per_customer),
            0,
            created_at,
            updated_at};
}

std::string random_code(const std::string& prefix, std::int64_t length) {
    std::string code = prefix;
    std::uint64_t bits = 0;
    for (std::int64_t i = 0; i < length; ++i) {
        if (i % letters_of_a_number == 0) bits = platform::random_number();
        code += alphabet[bits % alphabet.size()];
        bits /= alphabet.size();
    }
    return code;
}

Result<> check(const CouponsBody& body) {
    Complaints complaints;
    complaints.unless(body.code.has_value() != body.count.has_value(), "", "code_or_count",
                      "must have exactly one of code and count");
    if (body.code) {
        complaints.unless(is_coupon_code(normalised(body.code->value())), "/code", "format",
                          "must consist of letters, digits, hyphens and underscores");
        complaints.unless(!body.prefix, "/prefix", "contradiction", "must be left out beside code");
        complaints.unless(!body.length, "/length", "contradiction", "must be left out beside code");
    }
    if (body.prefix && !body.prefix->value().empty())
        complaints.unless(is_coupon_code(normalised(body.prefix->value())), "/prefix", "format",
                          "must consist of letters, digits, hyphens and underscores");
    return complaints.result("pricing.bad_coupons");
}

}  // namespace

Result<Campaign> Campaigns::create(const CampaignBody& body) const {
    if (auto checked = check(body, currencies_, backing_.catalog, backing_.customers); !checked)
        return checked.error();
    const auto now = backing_.clock.now();
    const auto campaign = campaign_of(PromotionId::make(), body, now, now);
    backing_.database.transact([&](Tx& tx) {
        store::insert(tx, campaign);
        backing_.events.publish(tx, RulesChanged{});
    });
    return campaign;
}

Result<Campaign> Campaigns::replace(const PromotionId& id, const CampaignBody& body,
                                    const Unchanged& unchanged) const {
    if (auto checked = check(body, currencies_, backing_.catalog, backing_.customers); !checked)
        return checked.error();
    return backing_.database.transact([&](Tx& tx) -> Result<Campaign> {
        const auto before = store::campaign_for_update(tx, id);
        if (!before) return no_such_promotion();
        if (auto same = unchanged(*before); !same) return same.error();
        auto campaign = campaign_of(id, body, before->created_at, backing_.clock.now());
        campaign.used = before->used;
        store::update(tx, campaign);
        if (campaign.limit_total && !before->limit_total) store::count_uses(tx, id);
        backing_.events.publish(tx, RulesChanged{});
        audit::changed(*before, campaign);
        return campaign;
    });
}

Result<> Campaigns::remove(const PromotionId& id, const Unchanged& unchanged) const {
    return backing_.database.transact([&](Tx& tx) -> Result<> {
        const auto before = store::campaign_for_update(tx, id);
        if (!before) return no_such_promotion();
        if (auto same = unchanged(*before); !same) return same.error();
        store::remove(tx, id);
        backing_.events.publish(tx, RulesChanged{});
        audit::removed(*before);
        return {};
    });
}

Result<Campaign> Campaigns::find(const PromotionId& id) const {
    auto campaign =
        backing_.database.read([&](Reader& reader) { return store::campaign(reader, id); });
    if (!campaign) return no_such_promotion();
    return *std::move(campaign);
}

std::vector<Campaign> Campaigns::list(const std::optional<PromotionId>& after,
                                      std::size_t limit) const {
    return backing_.database.read(
        [&](Reader& reader) { return store::campaigns(reader, after, limit); });
}

Result<std::int64_t> Campaigns::add_coupons(const PromotionId& id, const CouponsBody& body) const {
    if (auto checked = check(body); !checked) return checked.error();
    const auto now = backing_.clock.now();
    const auto limit = body.limit ? std::optional(body.limit->value()) : std::nullopt;
    return backing_.database.transact([&](Tx& tx) -> Result<std::int64_t> {
        if (!store::keep(tx, id)) return no_such_promotion();
        if (body.code) {
            const auto code = normalised(body.code->value());
            if (store::insert_coupons(tx, id, {code}, limit, now) == 0) return code_taken(code);
            return 1;
        }
        const auto prefix = body.prefix ? normalised(body.prefix->value()) : "";
        const auto length = body.length ? body.length->value() : usual_length;
        // One that exists already is as unlikely as a guess.
        for (auto missing = body.count->value(); missing > 0;) {
            std::set<std::string> codes;
            while (codes.size() < static_cast<std::size_t>(missing))
                codes.insert(random_code(prefix, length));
            missing -=
                store::insert_coupons(tx, id, {codes.begin(), codes.end()}, limit.value_or(1), now);
        }
        return body.count->value();
    });
}

Result<std::vector<Coupon>> Campaigns::coupons(const PromotionId& id,
                                               const std::optional<CouponId>& after,
                                               std::size_t limit) const {
    if (auto found = find(id); !found) return found.error();
    return backing_.database.read(
        [&](Reader& reader) { return store::coupons(reader, id, after, limit); });
}

Result<> Campaigns::remove_coupon(const PromotionId& id, const std::string& code) const {
    return backing_.database.transact([&](Tx& tx) -> Result<> {
        if (store::remove_coupon(tx, id, normalised(code)) == 0) return no_such_coupon();
        return {};
    });
}

}  // namespace kontor::pricing
