// Refuses every question: derive from it and answer those that are asked.
#pragma once

#include "catalog/catalog.hpp"

#include <stdexcept>

namespace kontor::test {

class UnaskedCatalog : public catalog::Catalog {
public:
    platform::Result<catalog::Product> create(const catalog::NewProduct&) override { refuse(); }
    std::vector<platform::Result<catalog::ProductId>> create_all(
        const std::vector<catalog::NewProduct>&) override {
        refuse();
    }
    std::vector<platform::Result<>> check_all(const std::vector<catalog::NewProduct>&) override {
        refuse();
    }
    std::vector<platform::Result<catalog::Upserted>> upsert_all(
        const std::vector<catalog::NewProduct>&) override {
        refuse();
    }
    std::vector<platform::Result<catalog::Upsert>> check_upserts(
        const std::vector<catalog::NewProduct>&) override {
        refuse();
    }
    platform::Result<catalog::Product> change(const catalog::ProductId&,
                                              const catalog::ProductChange&) override {
        refuse();
    }
    platform::Result<catalog::Product> change_variant(const catalog::VariantId&,
                                                      const catalog::VariantChange&) override {
        refuse();
    }
    platform::Result<catalog::Product> add_variant(const catalog::ProductId&,
                                                   const catalog::NewVariant&) override {
        refuse();
    }
    platform::Result<catalog::Product> remove_variant(
        const catalog::VariantId&, const std::optional<platform::Time>&) override {
        refuse();
    }
    platform::Result<> remove(const catalog::ProductId&,
                              const std::optional<platform::Time>&) override {
        refuse();
    }
    platform::Result<catalog::Product> product(const std::string&) override { refuse(); }
    platform::Result<catalog::ResolvedProduct> resolve(const std::string&) override { refuse(); }
    std::vector<catalog::Product> products(const std::vector<catalog::ProductId>&) override {
        refuse();
    }
    std::vector<catalog::Product> list(const catalog::ProductFilter&) override { refuse(); }
    std::vector<catalog::ProductId> ids_after(const std::optional<catalog::ProductId>&,
                                              std::size_t) override {
        refuse();
    }
    platform::Result<catalog::SellableVariant> sellable(const std::string&,
                                                        platform::Currency) override {
        refuse();
    }
    std::vector<catalog::SellableVariant> sellable(const std::vector<catalog::VariantId>&,
                                                   platform::Currency) override {
        refuse();
    }
    std::vector<catalog::SellableVariant> remembered_sellable(
        const std::vector<catalog::VariantId>& variants, platform::Currency currency) override {
        return sellable(variants, currency);
    }
    void forget_sellable() override { refuse(); }
    std::vector<catalog::Category> categories() override { refuse(); }
    std::vector<catalog::Attribute> attributes() override { refuse(); }
    std::size_t keep_schedule() override { refuse(); }

private:
    [[noreturn]] static void refuse() { throw std::logic_error("nobody asks the catalogue this"); }
};

}  // namespace kontor::test
