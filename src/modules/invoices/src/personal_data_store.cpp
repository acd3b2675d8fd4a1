#include "invoices/personal_data.hpp"
#include "platform/core/time.hpp"
#include "platform/json/json.hpp"

#include <algorithm>

namespace kontor::invoices {

using namespace platform;

namespace {

constexpr std::size_t page = 200;
// As long as the facts are kept that invoices are written about. Older orders without one are of
// before there were any.
constexpr auto still_to_be_written = std::chrono::days(30);

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
    DocumentData(Database& database, orders::Orders& orders, const Clock& clock)
        : database_(database), orders_(orders), clock_(clock) {}

    std::vector<PersonalRecords> copy_of(const Person& person) override {
        std::vector<orders::OrderId> ids;
        for_each_order(person, [&](const orders::Order& order) { ids.push_back(order.id); });
        const auto documents = database_.read([&](Reader& reader) {
            return reader.all<Document>(
                "select order_id, kind, number, issued_at, total as total_amount,"
                " currency as total_currency from invoices.document"
                " where order_id = any($1) order by issued_at, number",
                ids);
        });
        return {{"invoices", json::write(documents)}};
    }

    // An invoice says who bought: it is written first.
    std::vector<Obstacle> obstacles(const Person& person) override {
        std::vector<orders::Order> paid;
        const auto since = clock_.now() - still_to_be_written;
        for_each_order(person, [&](const orders::Order& order) {
            if (is_paid(order) && order.created_at > since) paid.push_back(order);
        });
        std::vector<Obstacle> obstacles;
        for (const auto& order : without_invoice(paid))
            obstacles.push_back({"invoices.not_written",
                                 "Order " + order.number + " (" + order.id.text() +
                                     ") is paid, and its invoice is not written yet. Try again in "
                                     "a minute.",
                                 false});
        return obstacles;
    }

    void forget(const Person&) override {}

private:
    static bool is_paid(const orders::Order& order) {
        using enum orders::PaymentState;
        const auto state = order.payment_status;
        return state == paid || state == overcharged || state == partially_refunded;
    }

    std::vector<orders::Order> without_invoice(std::vector<orders::Order> orders) {
        if (orders.empty()) return orders;
        std::vector<orders::OrderId> ids;
        for (const auto& order : orders) ids.push_back(order.id);
        const auto invoiced = database_.read([&](Reader& reader) {
            return reader.all<orders::OrderId>(
                "select order_id from invoices.document where order_id = any($1)"
                " and kind = 'invoice'",
                ids);
        });
        std::erase_if(orders, [&](const orders::Order& order) {
            return std::ranges::find(invoiced, order.id) != invoiced.end();
        });
        return orders;
    }

    void for_each_order(const Person& person, const auto& visit) {
        orders::OrderFilter filter;
        filter.customer = auth::UserId(person.account);
        filter.limit = page;
        while (true) {
            const auto orders = orders_.list(filter);
            for (const auto& order : orders) visit(order);
            if (orders.size() < page) return;
            filter.after = orders.back().id;
        }
    }

    Database& database_;
    orders::Orders& orders_;
    const Clock& clock_;
};

}  // namespace

std::unique_ptr<PersonalData> make_personal_data(Database& database, orders::Orders& orders,
                                                 const Clock& clock) {
    return std::make_unique<DocumentData>(database, orders, clock);
}

}  // namespace kontor::invoices
