#include "cart/personal_data.hpp"
#include "app/wiring.hpp"
#include "checkout/personal_data.hpp"
#include "invoices/personal_data.hpp"
#include "notifications/personal_data.hpp"
#include "orders/personal_data.hpp"
#include "payments/personal_data.hpp"
#include "recommendations/personal_data.hpp"
#include "returns/personal_data.hpp"
#include "reviews/personal_data.hpp"

namespace kontor::app {

namespace {

// Facts of a customer, which say until then who it was.
class FactsTold final : public platform::PersonalData {
public:
    FactsTold(platform::EventAdministration& events, orders::Orders& orders)
        : events_(events), orders_(orders) {}

    std::vector<platform::PersonalRecords> copy_of(const platform::Person&) override { return {}; }

    void forget(const platform::Person& person) override {
        const auth::UserId customer(person.account);
        std::vector<platform::Uuid> keys{person.account};
        std::vector<std::string> ids{customer.text()};
        orders::OrderFilter filter;
        filter.customer = customer;
        filter.limit = page;
        while (true) {
            const auto orders = orders_.list(filter);
            for (const auto& order : orders) {
                keys.push_back(order.id.uuid());
                ids.push_back(order.id.text());
            }
            if (orders.size() < page) break;
            filter.after = orders.back().id;
        }
        events_.mark_forgotten(keys, ids, person.confirmed_email);
    }

private:
    static constexpr std::size_t page = 200;

    platform::EventAdministration& events_;
    orders::Orders& orders_;
};

}  // namespace

customers::PersonalDataOfAll personal_data_of(Modules& modules, Databases& databases,
                                              platform::EventLog& events,
                                              const platform::Clock& clock,
                                              const auth::Config& config,
                                              const platform::Sealer& sealer) {
    customers::PersonalDataOfAll parts;
    parts.push_back(
        customers::make_personal_data(databases.customers, events,
                                      {*modules.addresses, *modules.personal.profiles,
                                       *modules.personal.consents, *modules.personal.wishes}));
    parts.push_back(cart::make_personal_data(databases.cart));
    parts.push_back(orders::make_personal_data(
        {databases.orders, events, clock, *modules.orders, *modules.payments, *modules.shipping}));
    parts.push_back(invoices::make_personal_data(databases.invoices, *modules.orders, clock));
    parts.push_back(checkout::make_personal_data(databases.checkout));
    parts.push_back(returns::make_personal_data(databases.returns, *modules.returns));
    parts.push_back(payments::make_personal_data(
        databases.payments, clock, *modules.payment_methods, *modules.stored_value.store_credit));
    parts.push_back(reviews::make_personal_data(databases.reviews, *modules.reviews));
    parts.push_back(recommendations::make_personal_data(databases.recommendations));
    parts.push_back(notifications::make_personal_data(
        databases.notifications, modules.notifications->correspondence(), sealer));
    parts.push_back(std::make_unique<FactsTold>(modules.events, *modules.orders));
    parts.push_back(auth::make_personal_data({databases.auth, events, clock, config}));
    return parts;
}

}  // namespace kontor::app
