#include "orders/module.hpp"
#include "store.hpp"

namespace kontor::orders {

namespace {

class SnapshotReader final : public Snapshots {
public:
    explicit SnapshotReader(platform::Database& database) : database_(database) {}

    std::vector<Order> orders_of(const std::vector<OrderId>& ids) override {
        std::vector<Order> orders;
        for (auto& row : database_.read(
                 [&](platform::Reader& reader) { return store::select_all(reader, ids); }))
            orders.push_back(std::move(row.order));
        return orders;
    }

private:
    platform::Database& database_;
};

}  // namespace

std::unique_ptr<Snapshots> make_snapshots(platform::Database& database) {
    return std::make_unique<SnapshotReader>(database);
}

}  // namespace kontor::orders
