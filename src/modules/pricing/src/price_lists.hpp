#pragma once

#include "price_list_store.hpp"
#include "pricing/config.hpp"
#include "pricing/module.hpp"

#include <functional>

namespace kontor::pricing {

// What staff do with price lists. Thread-safe.
class PriceLists {
public:
    // Refuses when what is there is not what the change was made from.
    using Unchanged = std::function<platform::Result<>(const PriceList&)>;

    PriceLists(const Backing& backing, Currencies currencies)
        : backing_(backing), currencies_(std::move(currencies)) {}

    // Refuses pricing.bad_price_list (invalid).
    platform::Result<PriceList> create(const PriceListBody& body) const;
    // Refuses pricing.no_such_price_list (not_found), pricing.bad_price_list.
    platform::Result<PriceList> replace(const PriceListId& id, const PriceListBody& body,
                                        const Unchanged& unchanged) const;
    platform::Result<> remove(const PriceListId& id, const Unchanged& unchanged) const;
    platform::Result<PriceList> find(const PriceListId& id) const;
    // Newest first.
    std::vector<PriceList> list(const std::optional<PriceListId>& after, std::size_t limit) const;

    // Adds prices, or replaces those of the same variant, currency and quantity; all or nothing.
    // Refuses pricing.no_such_price_list, pricing.bad_entries (invalid).
    platform::Result<> put(const PriceListId& id, const std::vector<EntryBody>& entries) const;
    // Without a currency or quantity: of every one. Refuses pricing.no_such_price_list,
    // pricing.no_such_entry (not_found).
    platform::Result<> remove(const PriceListId& id, const catalog::VariantId& variant,
                              const std::optional<platform::Currency>& currency,
                              const std::optional<std::int64_t>& min_quantity) const;
    // Refuses pricing.no_such_price_list.
    platform::Result<std::vector<ListedPrice>> prices(const PriceListId& id,
                                                      const std::optional<ListedPlace>& after,
                                                      std::size_t limit) const;

private:
    platform::Result<> check(const PriceListBody& body) const;
    platform::Result<std::vector<ListedPrice>> resolve(const std::vector<EntryBody>& entries) const;

    Backing backing_;
    Currencies currencies_;
};

}  // namespace kontor::pricing
