#include "invoices/personal_data.hpp"
#include "platform/core/time.hpp"
#include "platform/json/json.hpp"

namespace kontor::invoices {

using namespace platform;

namespace {

constexpr std::size_t page = 200;

struct Document {
    orders::OrderId order_id;
    std::string kind;
    std::string number;
    Time issued_at;
    Money total;
};
BOOST_DESCRIBE_STRUCT(Document, (), (order_id, kind, number, issued_at, total))

class DocumentData final : public PersonalData {
public:
    DocumentData(Database& database, orders::Orders& orders)
        : database_(database), orders_(orders) {}

    std::vector<PersonalRecords> copy_of(const Person& person) override {
        const auto ids = orders_of(auth::UserId(person.account));
        const auto documents = database_.read([&](Reader& reader) {
            return reader.all<Document>(
                "select order_id, kind, number, issued_at, total as total_amount,"
                " currency as total_currency from invoices.document"
                " where order_id = any($1) order by issued_at, number",
                ids);
        });
        return {{"invoices", json::write(documents)}};
    }

    void forget(const Person&) override {}

private:
    std::vector<orders::OrderId> orders_of(const auth::UserId& customer) {
        orders::OrderFilter filter;
        filter.customer = customer;
        filter.limit = page;
        std::vector<orders::OrderId> ids;
        while (true) {
            const auto orders = orders_.list(filter);
            for (const auto& order : orders) ids.push_back(order.id);
            if (orders.size() < page) return ids;
            filter.after = ids.back();
        }
    }

    Database& database_;
    orders::Orders& orders_;
};

}  // namespace

std::unique_ptr<PersonalData> make_personal_data(Database& database, orders::Orders& orders) {
    return std::make_unique<DocumentData>(database, orders);
}

}  // namespace kontor::invoices
