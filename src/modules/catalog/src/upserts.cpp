// Imports that may meet what is there already.
#include "catalog/events.hpp"
#include "intake.hpp"
#include "refusals.hpp"
#include "service.hpp"
#include "slugs.hpp"
#include "store.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace kontor::catalog {

using namespace platform;

namespace {

Error given_twice(const Product& product) {
    return {ErrorKind::conflict, "catalog.given_twice",
            "the product '" + product.slug + "' was given before in the same import"};
}

// Which of the products that there are drafts mean, and whose each SKU is.
class Known {
public:
    Known(Tx& tx, const std::vector<Draft>& drafts) {
        std::vector<std::string> slugs, skus;
        for (const auto& draft : drafts) {
            if (draft.slug_is_given) slugs.push_back(draft.product.slug);
            for (const auto& variant : draft.product.variants) skus.push_back(variant.sku);
        }
        products_ = store::products_for_update(tx, slugs, skus);
        for (const auto& product : products_) {
            for (const auto& placed : slugs_of(product)) by_slug_.emplace(placed.slug, &product);
            for (const auto& variant : product.variants) owners_.emplace(variant.sku, product.id);
            by_id_.emplace(product.id, &product);
        }
    }

    const Product* find(const Draft& draft) const {
        if (draft.slug_is_given) {
            const auto found = by_slug_.find(draft.product.slug);
            return found == by_slug_.end() ? nullptr : found->second;
        }
        const auto owner = owners_.find(draft.product.variants.front().sku);
        return owner == owners_.end() ? nullptr : by_id_.at(owner->second);
    }

    // Nothing where they are, or become, the product's own.
    std::optional<Error> claim_skus(const Product& product) {
        for (std::size_t place = 0; place < product.variants.size(); ++place) {
            const auto& sku = product.variants[place].sku;
            if (owners_.emplace(sku, product.id).first->second != product.id)
                return sku_taken(sku, at("/variants", place) + "/sku");
        }
        return std::nullopt;
    }

private:
    std::vector<Product> products_;
    std::unordered_map<std::string, const Product*> by_slug_;
    std::unordered_map<std::string, ProductId> owners_;
    std::map<ProductId, const Product*> by_id_;
};

// Drafts with their places in the request, and, where they replace a product, that one.
struct Batch {
    std::vector<std::size_t> places;
    std::vector<Draft> drafts;
    std::vector<const Product*> before;
    Refusals refusals;

    void add(std::size_t place, Draft draft, const Product* product) {
        places.push_back(place);
        drafts.push_back(std::move(draft));
        before.push_back(product);
        refusals.emplace_back();
    }
};

// What stays of the product that there is.
void take_over(Draft& draft, const Product& before) {
    auto& product = draft.product;
    product.id = before.id;
    product.slug = before.slug;
    product.created_at = before.created_at;
    product.updated_at = before.updated_at;
    for (auto& variant : product.variants) {
        const auto known = std::ranges::find(before.variants, variant.sku, &Variant::sku);
        if (known != before.variants.end()) variant.id = known->id;
    }
}

void announce(Tx& tx, platform::EventLog& events, const Product& before, const Draft& draft) {
    const auto& after = draft.product;
    for (std::size_t place = 0; place < after.variants.size(); ++place) {
        const auto& variant = after.variants[place];
        const auto old = std::ranges::find(before.variants, variant.id, &Variant::id);
        if (old == before.variants.end())
            events.publish(tx,
                           VariantAdded{after.id, variant.id, variant.sku, draft.stocks[place]});
        else
            announce_prices(tx, events, after.id, *old, variant);
    }
    for (const auto& variant : before.variants)
        if (std::ranges::find(after.variants, variant.id, &Variant::id) == after.variants.end())
            events.publish(tx, VariantRemoved{after.id, variant.id, variant.sku});
    events.publish(tx, ProductChanged{after.id});
}

// Answers which have become something else; those are written and announced.
std::vector<bool> replace(Tx& tx, platform::EventLog& events, Batch& batch, Known& known,
                          platform::Time now) {
    std::vector<bool> changed(batch.drafts.size());
    std::vector<const Product*> written, with_other_variants, elsewhere;
    refuse_unfit_attributes(tx, batch.drafts, batch.refusals);
    auto categories = find_categories(tx, batch.drafts, batch.refusals);
    for (std::size_t index = 0; index < batch.drafts.size(); ++index) {
        const auto& product = batch.drafts[index].product;
        auto& refusal = batch.refusals[index];
        if (!refusal) refusal = known.claim_skus(product);
        if (refusal) continue;
        if (auto moved = change_slugs(tx, SlugKind::product, product.id.uuid(),
                                      slugs_of(*batch.before[index]), slugs_of(product));
            !moved)
            refusal = moved.error();
    }
    settle_categories(tx, events, std::move(categories), batch.drafts, batch.refusals);
    for (std::size_t index = 0; index < batch.drafts.size(); ++index) {
        auto& product = batch.drafts[index].product;
        const auto& before = *batch.before[index];
        if (batch.refusals[index] || product == before) continue;
        touch(product, now);
        changed[index] = true;
        written.push_back(&product);
        if (product.variants != before.variants) with_other_variants.push_back(&product);
        if (product.categories != before.categories) elsewhere.push_back(&product);
        announce(tx, events, before, batch.drafts[index]);
    }
    store::update(tx, written);
    store::replace_variants(tx, with_other_variants);
    store::replace_categories(tx, elsewhere);
    return changed;
}

struct Outcomes {
    std::vector<Result<Upserted>> answers;
    std::vector<inventory::NewItem> stock;
};

void note_stock(Outcomes& outcomes, const Draft& draft, const Product* before) {
    for (std::size_t place = 0; place < draft.product.variants.size(); ++place) {
        const auto& variant = draft.product.variants[place];
        if (!before ||
            std::ranges::find(before->variants, variant.id, &Variant::id) == before->variants.end())
            outcomes.stock.push_back({variant.id, variant.sku, draft.stocks[place]});
    }
}

void note(Outcomes& outcomes, const Batch& batch, const std::vector<bool>& changed) {
    for (std::size_t index = 0; index < batch.drafts.size(); ++index) {
        auto& answer = outcomes.answers[batch.places[index]];
        if (batch.refusals[index]) {
            answer = *batch.refusals[index];
            continue;
        }
        const auto& draft = batch.drafts[index];
        const auto* before = batch.before[index];
        const auto outcome = !before          ? Upsert::created
                             : changed[index] ? Upsert::changed
                                              : Upsert::unchanged;
        answer = Upserted{draft.product.id, outcome};
        if (outcome != Upsert::unchanged) note_stock(outcomes, draft, before);
    }
}

// Kept in the transaction, whatever becomes of it.
Outcomes upsert(Tx& tx, platform::EventLog& events, std::vector<Draft> drafts,
                const std::vector<std::size_t>& places, Outcomes outcomes, platform::Time now) {
    Known known(tx, drafts);
    Batch created, replaced;
    std::set<ProductId> seen;
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        auto& draft = drafts[index];
        const auto* before = known.find(draft);
        if (before && !seen.insert(before->id).second) {
            outcomes.answers[places[index]] = given_twice(*before);
            continue;
        }
        if (before) take_over(draft, *before);
        (before ? replaced : created).add(places[index], std::move(draft), before);
    }
    created.refusals = take_in(tx, events, created.drafts);
    for (std::size_t index = 0; index < created.drafts.size(); ++index)
        if (!created.refusals[index]) known.claim_skus(created.drafts[index].product);
    const auto changed = replace(tx, events, replaced, known, now);
    note(outcomes, created, {});
    note(outcomes, replaced, changed);
    return outcomes;
}

}  // namespace

std::vector<Result<Upserted>> Service::upsert(const std::vector<NewProduct>& requests,
                                              bool is_kept) {
    const auto pictures = pictures_of(requests);
    Outcomes begun;
    std::vector<Draft> drafts;
    std::vector<std::size_t> places;
    for (const auto& request : requests) {
        auto draft = draft_of(request, pictures, now());
        begun.answers.emplace_back(draft ? Result<Upserted>(Upserted{}) : draft.error());
        if (!draft) continue;
        places.push_back(begun.answers.size() - 1);
        drafts.push_back(*std::move(draft));
    }
    Outcomes outcomes;
    again_when_taken([&] {
        // Written and rolled back, so that whatever would refuse them does.
        std::ignore = database_.transact([&](Tx& tx) -> Result<> {
            outcomes = catalog::upsert(tx, events_, drafts, places, begun, now());
            if (is_kept) return {};
            return Error{ErrorKind::conflict, "catalog.only_checked", "nothing was to be kept"};
        });
    });
    if (is_kept && !outcomes.stock.empty()) inventory_.introduce(outcomes.stock);
    return std::move(outcomes.answers);
}

std::vector<Result<Upserted>> Service::upsert_all(const std::vector<NewProduct>& requests) {
    return upsert(requests, true);
}

std::vector<Result<Upsert>> Service::check_upserts(const std::vector<NewProduct>& requests) {
    std::vector<Result<Upsert>> answers;
    for (const auto& answer : upsert(requests, false))
        answers.push_back(answer ? Result<Upsert>(answer->outcome)
                                 : Result<Upsert>(answer.error()));
    return answers;
}

}  // namespace kontor::catalog
