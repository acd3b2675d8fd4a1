#include "customers/personal_module.hpp"
#include "held_account.hpp"
#include "wish_store.hpp"

namespace kontor::customers {

using namespace platform;

namespace {

Error too_many_wishes() {
    return {ErrorKind::conflict, "customers.too_many_wishes",
            "There are " + std::to_string(WishList::most_wishes) +
                " wishes on the list already. Remove one first."};
}

Error no_such_wish() {
    return {ErrorKind::not_found, "customers.no_such_wish", "There is no such wish of yours."};
}

class WishDesk final : public WishList {
public:
    WishDesk(Database& database, const Clock& clock, auth::Auth& auth)
        : database_(database), clock_(clock), auth_(auth) {}

    std::vector<Wish> wishes(const auth::UserId& customer, const WishFilter& filter) override {
        return database_.read(
            [&](Reader& reader) { return store::wishes(reader, customer, filter); });
    }

    Result<Wish> add(const auth::UserId& customer, const catalog::ProductId& product,
                     const std::optional<catalog::VariantId>& variant) override {
        const Wish wish{WishId::make(), product, variant,
                        std::chrono::floor<std::chrono::milliseconds>(clock_.now())};
        return write_of(customer, auth_, database_, [&](Tx& tx) -> Result<Wish> {
            const auto before = store::lock_and_count_wishes(tx, customer);
            auto kept = store::insert_wish(tx, customer, wish);
            if (kept.id == wish.id && before >= most_wishes) return too_many_wishes();
            return kept;
        });
    }

    Result<> remove(const auth::UserId& customer, const WishId& id) override {
        return database_.transact([&](Tx& tx) -> Result<> {
            if (!store::remove_wish(tx, customer, id)) return no_such_wish();
            return {};
        });
    }

private:
    Database& database_;
    const Clock& clock_;
    auth::Auth& auth_;
};

}  // namespace

std::unique_ptr<WishList> make_wish_list(Database& database, const Clock& clock, auth::Auth& auth) {
    return std::make_unique<WishDesk>(database, clock, auth);
}

}  // namespace kontor::customers
