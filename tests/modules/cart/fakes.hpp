// Stands for the modules that a cart calls: what they say is set by the test.
#pragma once

#include "inventory/inventory.hpp"
#include "shared/unasked_catalog.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>

namespace kontor::cart {

inline const auto eur = platform::Currency::parse("EUR").value();
inline const auto usd = platform::Currency::parse("USD").value();

class FakeCatalog final : public test::UnaskedCatalog {
public:
    catalog::SellableVariant add(const std::string& sku, std::int64_t price,
                                 platform::Currency currency = eur) {
        const std::lock_guard lock(mutex_);
        catalog::SellableVariant variant{catalog::VariantId::make(),
                                         catalog::ProductId::make(),
                                         sku,
                                         "The " + sku,
                                         platform::Money{price, currency},
                                         250,
                                         true};
        variants_.push_back(variant);
        return variant;
    }
    template <class Change>
    void change(const std::string& sku, Change change) {
        const std::lock_guard lock(mutex_);
        for (auto& variant : variants_)
            if (variant.sku == sku) change(variant);
    }
    void reprice(const std::string& sku, std::int64_t price) {
        change(sku, [&](catalog::SellableVariant& variant) { variant.price->amount = price; });
    }
    // Runs before each answer to many: what others do in the meantime.

    platform::Result<catalog::SellableVariant> sellable(const std::string& sku_or_id,
                                                        platform::Currency currency) override {
        const std::lock_guard lock(mutex_);
        for (const auto& variant : variants_)
            if (variant.sku == sku_or_id || variant.id.text() == sku_or_id)
                return in(currency, variant);
        return platform::Error{platform::ErrorKind::not_found, "catalog.no_such_variant", "No."};
    }
    void forget_sellable() override {}
    std::vector<catalog::SellableVariant> sellable(const std::vector<catalog::VariantId>& wanted,
                                                   platform::Currency currency) override {
        std::vector<catalog::SellableVariant> found;
        {
            const std::lock_guard lock(mutex_);
            for (const auto& variant : variants_)
                for (const auto& id : wanted)
                    if (variant.id == id) found.push_back(in(currency, variant));
        }
        return found;
    }

private:
    static catalog::SellableVariant in(platform::Currency currency,
                                       catalog::SellableVariant variant) {
        if (variant.price && variant.price->currency != currency) variant.price.reset();
        return variant;
    }

    std::mutex mutex_;
    std::vector<catalog::SellableVariant> variants_;
};

class FakeInventory final : public inventory::Inventory {
public:
    std::map<catalog::VariantId, std::int64_t> on_sale;

    std::vector<inventory::Quantity> available(
        const std::vector<catalog::VariantId>& variants) override {
        std::vector<inventory::Quantity> answer;
        for (const auto& variant : variants)
            answer.push_back(
                {variant, on_sale.contains(variant) ? on_sale.at(variant) : 1'000'000});
        return answer;
    }

    void introduce(const std::vector<inventory::NewItem>&) override { refuse(); }
    platform::Result<inventory::StockItem> stock(const std::string&) override { refuse(); }
    platform::Result<inventory::StockItem> adjust(const std::string&,
                                                  const inventory::Adjustment&) override {
        refuse();
    }
    std::vector<platform::Result<bool>> count(const std::vector<inventory::Count>&,
                                              const std::string&) override {
        refuse();
    }
    std::vector<inventory::StockItem> stock_of(const std::vector<catalog::VariantId>&) override {
        refuse();
    }
    platform::Result<> reserve(const platform::Uuid&, const std::vector<inventory::Quantity>&,
                               platform::Time, const std::optional<std::string>&) override {
        refuse();
    }
    void release(const platform::Uuid&) override { refuse(); }
    platform::Result<> allocate(const platform::Uuid&, const std::vector<inventory::Quantity>&,
                                const std::optional<std::string>&) override {
        refuse();
    }
    void deallocate(const platform::Uuid&) override { refuse(); }
    std::vector<inventory::Quantity> backordered(const platform::Uuid&) override { refuse(); }
    platform::Result<> take_back(const platform::Uuid&, const std::vector<inventory::ReturnedItem>&,
                                 const std::optional<std::string>&) override {
        refuse();
    }
    std::size_t release_expired() override { refuse(); }
    std::vector<platform::Violation> check() override { refuse(); }

private:
    [[noreturn]] static void refuse() { throw std::logic_error("a cart does not ask this"); }
};

}  // namespace kontor::cart
