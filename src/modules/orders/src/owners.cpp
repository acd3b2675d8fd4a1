#include "orders/module.hpp"
#include "refusals.hpp"
#include "store.hpp"

namespace kontor::orders {

namespace {

class OwnerReader final : public Owners {
public:
    explicit OwnerReader(platform::Database& database) : database_(database) {}

    platform::Result<auth::Shopper> owner_of(const OrderId& order) override {
        const auto row =
            database_.read([&](platform::Reader& reader) { return store::select(reader, order); });
        if (!row) return no_such_order();
        return row->owner;
    }

    std::vector<PlacedOrder> placed_after(const std::optional<OrderId>& after,
                                          std::size_t limit) override {
        return database_.read(
            [&](platform::Reader& reader) { return store::placed_after(reader, after, limit); });
    }

private:
    platform::Database& database_;
};

}  // namespace

std::unique_ptr<Owners> make_owners(platform::Database& database) {
    return std::make_unique<OwnerReader>(database);
}

}  // namespace kontor::orders
