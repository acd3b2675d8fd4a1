#pragma once

#include "catalog/catalog.hpp"
#include "intake.hpp"
#include "inventory/inventory.hpp"
#include "platform/core/remembered.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"

#include <functional>

namespace kontor::catalog {

class Service final : public Catalog {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            inventory::Inventory& inventory, media::Media* media)
        : database_(database),
          events_(events),
          clock_(clock),
          inventory_(inventory),
          media_(media) {}

    platform::Result<Product> create(const NewProduct& product) override;
    std::vector<platform::Result<ProductId>> create_all(
        const std::vector<NewProduct>& products) override;
    std::vector<platform::Result<>> check_all(const std::vector<NewProduct>& products) override;
    std::vector<platform::Result<Upserted>> upsert_all(
        const std::vector<NewProduct>& products) override;
    std::vector<platform::Result<Upsert>> check_upserts(
        const std::vector<NewProduct>& products) override;
    platform::Result<Product> change(const ProductId& id, const ProductChange& change) override;
    platform::Result<Product> change_variant(const VariantId& id,
                                             const VariantChange& change) override;
    platform::Result<Product> add_variant(const ProductId& id, const NewVariant& variant) override;
    platform::Result<Product> remove_variant(
        const VariantId& id, const std::optional<platform::Time>& unchanged_since) override;
    platform::Result<> remove(const ProductId& id,
                              const std::optional<platform::Time>& unchanged_since) override;

    platform::Result<Product> product(const std::string& id_or_slug) override;
    platform::Result<ResolvedProduct> resolve(const std::string& id_or_slug) override;
    std::vector<Product> products(const std::vector<ProductId>& ids) override;
    std::vector<Product> list(const ProductFilter& filter) override;
    std::vector<ProductId> ids_after(const std::optional<ProductId>& after,
                                     std::size_t limit) override;

    platform::Result<SellableVariant> sellable(const std::string& sku_or_id,
                                               platform::Currency currency) override;
    std::vector<SellableVariant> sellable(const std::vector<VariantId>& variants,
                                          platform::Currency currency) override;
    std::vector<SellableVariant> remembered_sellable(const std::vector<VariantId>& variants,
                                                     platform::Currency currency) override;
    void forget_sellable() override { known_.forget_all(); }

    std::vector<Category> categories() override;
    std::vector<Attribute> attributes() override;
    std::size_t keep_schedule() override;

private:
    // In milliseconds, so that a time that was answered in JSON compares equal.
    platform::Time now() const;
    Pictures pictures_of(const std::vector<NewImage>& images);
    Pictures pictures_of(const std::vector<NewProduct>& products);
    Refusals keep(std::vector<Draft>& drafts);
    Refusals only_check(std::vector<Draft>& drafts);
    std::vector<platform::Result<Upserted>> upsert(const std::vector<NewProduct>& products,
                                                   bool is_kept);

    // change(tx, product, its variant) answers whether there is something to write.
    platform::Result<Product> with_variant(
        const VariantId& id, const std::optional<platform::Time>& unchanged_since,
        const std::function<platform::Result<bool>(platform::Tx&, Product&,
                                                   std::vector<Variant>::iterator)>& change);
    void keep_variants(platform::Tx& tx, Product& product);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    inventory::Inventory& inventory_;
    media::Media* media_;
    // By currency and then SKU or id.
    platform::Remembered<std::string, SellableVariant> known_{10'000};
};

}  // namespace kontor::catalog
