#include "cart/ids.hpp"
#include "cart/personal_data.hpp"
#include "platform/core/time.hpp"
#include "platform/json/json.hpp"

namespace kontor::cart {

using namespace platform;

namespace {

struct CartLine {
    CartId cart;
    std::string status;
    Time updated_at;
    std::optional<std::string> email;
    std::string sku;
    std::string title;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(CartLine, (), (cart, status, updated_at, email, sku, title, quantity))

class CartData final : public PersonalData {
public:
    explicit CartData(Database& database) : database_(database) {}

    std::vector<PersonalRecords> copy_of(const Person& person) override {
        const auto lines = database_.read([&](Reader& reader) {
            return reader.all<CartLine>(
                "select c.id as cart, c.status, c.updated_at, c.email, l.sku, l.title, l.quantity"
                " from cart.cart c join cart.line l on l.cart = c.id where c.customer = $1"
                " order by c.id desc, l.id",
                person.account);
        });
        return {{"carts", json::write(lines)}};
    }

    void forget(const Person& person) override {
        database_.transact([&](Tx& tx) {
            tx.defer(
                "delete from cart.cart where customer = $1 and status in ('active', 'abandoned')",
                person.account);
            tx.defer("update cart.cart set email = null where customer = $1", person.account);
        });
    }

private:
    Database& database_;
};

}  // namespace

std::unique_ptr<PersonalData> make_personal_data(Database& database) {
    return std::make_unique<CartData>(database);
}

}  // namespace kontor::cart
