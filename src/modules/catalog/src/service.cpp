#include "service.hpp"

#include "intake.hpp"
#include "store.hpp"

#include <tuple>

namespace kontor::catalog {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

Error no_such_product(const std::string& name) {
    return {ErrorKind::not_found, "catalog.no_such_product", "there is no product " + name};
}

Error no_such_variant(const std::string& name) {
    return {ErrorKind::not_found, "catalog.no_such_variant", "there is no variant " + name};
}

std::vector<inventory::NewItem> stock_of(const std::vector<Draft>& drafts,
                                         const std::vector<std::optional<Error>>& refusals) {
    std::vector<inventory::NewItem> items;
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        if (refusals[index]) continue;
        const auto& variants = drafts[index].product.variants;
        for (std::size_t place = 0; place < variants.size(); ++place)
            items.push_back({variants[place].id, variants[place].sku, drafts[index].stocks[place]});
    }
    return items;
}

// Several that create the same at the same time: each time one of them succeeds, and the others
// find it taken when they try again.
template <class Work>
auto again_when_taken(Work work) {
    constexpr int attempts = 16;
    for (int attempt = 1;; ++attempt) {
        try {
            return work();
        } catch (const platform::StatementError& error) {
            if (!error.unique_violation() || attempt == attempts) throw;
        }
    }
}

using Siblings = std::map<std::optional<CategoryId>, std::vector<store::CategoryRow>>;

std::vector<CategoryNode> children_of(const std::optional<CategoryId>& parent,
                                      const Siblings& siblings) {
    std::vector<CategoryNode> nodes;
    if (const auto rows = siblings.find(parent); rows != siblings.end())
        for (const auto& row : rows->second)
            nodes.push_back({row.id, row.slug, row.name, children_of(row.id, siblings)});
    return nodes;
}

// An answer for each request, in order; take answers, for each draft, why it was refused.
template <class Take>
std::vector<Result<ProductId>> answer_all(const std::vector<NewProduct>& requests,
                                          platform::Time now, Take take) {
    std::vector<Result<ProductId>> answers;
    std::vector<Draft> drafts;
    std::vector<std::size_t> places;
    for (const auto& request : requests) {
        auto draft = draft_of(request, now);
        if (draft) {
            answers.emplace_back(draft->product.id);
            places.push_back(answers.size() - 1);
            drafts.push_back(*std::move(draft));
        } else {
            answers.emplace_back(draft.error());
        }
    }
    const auto refusals = take(drafts);
    for (std::size_t index = 0; index < refusals.size(); ++index)
        if (refusals[index]) answers[places[index]] = *refusals[index];
    return answers;
}

}  // namespace

platform::Time Service::now() const {
    return std::chrono::floor<std::chrono::milliseconds>(clock_.now());
}

std::vector<std::optional<Error>> Service::keep(std::vector<Draft>& drafts) {
    const auto as_given = drafts;
    auto refusals = again_when_taken([&] {
        return database_.transact([&](Tx& tx) {
            drafts = as_given;
            return take_in(tx, events_, drafts);
        });
    });
    // The event does this too; done here as well, whoever asks next finds the stock.
    inventory_.introduce(stock_of(drafts, refusals));
    return refusals;
}

std::vector<std::optional<Error>> Service::only_check(std::vector<Draft>& drafts) {
    std::vector<std::optional<Error>> refusals;
    // Written and rolled back, so that whatever would refuse them does.
    std::ignore = database_.transact([&](Tx& tx) -> Result<> {
        refusals = take_in(tx, events_, drafts);
        return Error{ErrorKind::conflict, "catalog.only_checked", "nothing was to be kept"};
    });
    return refusals;
}

Result<Product> Service::create(const NewProduct& request) {
    auto draft = draft_of(request, now());
    if (!draft) return draft.error();
    std::vector<Draft> drafts{*std::move(draft)};
    const auto refusals = keep(drafts);
    if (refusals.front()) return *refusals.front();
    return std::move(drafts.front().product);
}

std::vector<Result<ProductId>> Service::create_all(const std::vector<NewProduct>& requests) {
    return answer_all(requests, now(), [this](auto& drafts) { return keep(drafts); });
}

std::vector<Result<>> Service::check_all(const std::vector<NewProduct>& requests) {
    std::vector<Result<>> answers;
    for (const auto& answer :
         answer_all(requests, now(), [this](auto& drafts) { return only_check(drafts); }))
        answers.push_back(answer ? Result<>() : Result<>(answer.error()));
    return answers;
}

Result<Product> Service::product(const std::string& id_or_slug) {
    auto found = database_.read([&](Reader& reader) {
        const auto id = ProductId::parse(id_or_slug);
        return id ? store::product(reader, *id) : store::product_by_slug(reader, id_or_slug);
    });
    if (!found) return no_such_product(id_or_slug);
    return *std::move(found);
}

std::vector<Product> Service::products(const std::vector<ProductId>& ids) {
    return database_.read([&](Reader& reader) { return store::products(reader, ids); });
}

std::vector<Product> Service::list(const ProductFilter& filter) {
    return database_.read([&](Reader& reader) { return store::list(reader, filter); });
}

std::vector<ProductId> Service::ids_after(const std::optional<ProductId>& after,
                                          std::size_t limit) {
    return database_.read([&](Reader& reader) { return store::ids_after(reader, after, limit); });
}

Result<SellableVariant> Service::sellable(const std::string& sku_or_id,
                                          platform::Currency currency) {
    auto found = database_.read([&](Reader& reader) -> std::optional<SellableVariant> {
        const auto id = VariantId::parse(sku_or_id);
        if (!id) return store::sellable_by_sku(reader, sku_or_id, currency);
        auto variants = store::sellable(reader, {*id}, currency);
        if (variants.empty()) return std::nullopt;
        return std::move(variants.front());
    });
    if (!found) return no_such_variant(sku_or_id);
    return *std::move(found);
}

std::vector<SellableVariant> Service::sellable(const std::vector<VariantId>& variants,
                                               platform::Currency currency) {
    if (variants.empty()) return {};
    return database_.read(
        [&](Reader& reader) { return store::sellable(reader, variants, currency); });
}

std::vector<CategoryNode> Service::categories() {
    Siblings siblings;
    for (auto& row : database_.read([](Reader& reader) { return store::all_categories(reader); }))
        siblings[row.parent].push_back(std::move(row));
    return children_of(std::nullopt, siblings);
}

}  // namespace kontor::catalog
