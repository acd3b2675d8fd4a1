#include "service.hpp"

#include "attribute_store.hpp"
#include "category_store.hpp"
#include "intake.hpp"
#include "refusals.hpp"
#include "slugs.hpp"
#include "store.hpp"
#include "tree.hpp"

#include <tuple>

namespace kontor::catalog {

using namespace platform;

namespace {

std::string known_key(const std::string& sku_or_id, platform::Currency currency) {
    return std::string(currency.code()) + sku_or_id;
}

std::vector<inventory::NewItem> stock_of(const std::vector<Draft>& drafts,
                                         const Refusals& refusals) {
    std::vector<inventory::NewItem> items;
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        if (refusals[index]) continue;
        const auto& variants = drafts[index].product.variants;
        for (std::size_t place = 0; place < variants.size(); ++place)
            items.push_back({variants[place].id, variants[place].sku, drafts[index].stocks[place]});
    }
    return items;
}

// An answer for each request, in order; take answers, for each draft, why it was refused.
template <class Take>
std::vector<Result<ProductId>> answer_all(const std::vector<NewProduct>& requests,
                                          const Pictures& pictures, platform::Time now, Take take) {
    std::vector<Result<ProductId>> answers;
    std::vector<Draft> drafts;
    std::vector<std::size_t> places;
    for (const auto& request : requests) {
        auto draft = draft_of(request, pictures, now);
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

Pictures Service::pictures_of(const std::vector<NewImage>& images) {
    Pictures pictures;
    const auto ids = media_of(images);
    if (ids.empty() || !media_) return pictures;
    for (auto& asset : media_->assets(ids)) pictures.emplace(asset.id, std::move(asset));
    return pictures;
}

Pictures Service::pictures_of(const std::vector<NewProduct>& products) {
    std::vector<NewImage> images;
    for (const auto& product : products)
        if (product.images)
            for (const auto& image : *product.images)
                if (image.media_id) images.push_back(image);
    return pictures_of(images);
}

Refusals Service::keep(std::vector<Draft>& drafts) {
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

Refusals Service::only_check(std::vector<Draft>& drafts) {
    Refusals refusals;
    // Written and rolled back, so that whatever would refuse them does.
    std::ignore = database_.transact([&](Tx& tx) -> Result<> {
        refusals = take_in(tx, events_, drafts);
        return Error{ErrorKind::conflict, "catalog.only_checked", "nothing was to be kept"};
    });
    return refusals;
}

Result<Product> Service::create(const NewProduct& request) {
    auto draft = draft_of(request, pictures_of(std::vector{request}), now());
    if (!draft) return draft.error();
    std::vector<Draft> drafts{*std::move(draft)};
    const auto refusals = keep(drafts);
    if (refusals.front()) return *refusals.front();
    return std::move(drafts.front().product);
}

std::vector<Result<ProductId>> Service::create_all(const std::vector<NewProduct>& requests) {
    return answer_all(requests, pictures_of(requests), now(),
                      [this](auto& drafts) { return keep(drafts); });
}

std::vector<Result<>> Service::check_all(const std::vector<NewProduct>& requests) {
    std::vector<Result<>> answers;
    for (const auto& answer : answer_all(requests, pictures_of(requests), now(),
                                         [this](auto& drafts) { return only_check(drafts); }))
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

Result<ResolvedProduct> Service::resolve(const std::string& id_or_slug) {
    auto found = product(id_or_slug);
    if (!found) return found.error();
    const bool is_current = ProductId::parse(id_or_slug) || has_slug(*found, id_or_slug);
    return ResolvedProduct{*std::move(found), !is_current};
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
    const auto read = [&](Reader& reader) -> std::optional<SellableVariant> {
        const auto id = VariantId::parse(sku_or_id);
        if (!id) return store::sellable_by_sku(reader, sku_or_id, currency);
        auto variants = store::sellable(reader, {*id}, currency);
        if (variants.empty()) return std::nullopt;
        return std::move(variants.front());
    };
    auto found = known_.get(known_key(sku_or_id, currency), [&] { return database_.read(read); });
    if (!found) return no_such_variant(sku_or_id);
    return *std::move(found);
}

std::vector<SellableVariant> Service::sellable(const std::vector<VariantId>& variants,
                                               platform::Currency currency) {
    if (variants.empty()) return {};
    return database_.read(
        [&](Reader& reader) { return store::sellable(reader, variants, currency); });
}

std::vector<SellableVariant> Service::remembered_sellable(const std::vector<VariantId>& variants,
                                                          platform::Currency currency) {
    const auto read = [&](const std::vector<VariantId>& missing) {
        std::vector<std::pair<VariantId, SellableVariant>> found;
        for (auto& variant : sellable(missing, currency)) found.emplace_back(variant.id, variant);
        return found;
    };
    const auto key_of = [&](const VariantId& id) { return known_key(id.text(), currency); };
    return known_.get_all(variants, key_of, read);
}

std::vector<Category> Service::categories() {
    return database_.read([](Reader& reader) { return store::categories(reader); });
}

std::vector<Attribute> Service::attributes() {
    return database_.read([](Reader& reader) { return store::attributes(reader); });
}

}  // namespace kontor::catalog
