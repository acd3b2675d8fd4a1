#include "consent_store.hpp"
#include "customers/events.hpp"
#include "customers/personal_module.hpp"
#include "profile_store.hpp"
#include "store.hpp"
#include "wish_store.hpp"

namespace kontor::customers {

using namespace platform;

namespace {

constexpr std::size_t everything = 100'000;

class CustomerData final : public PersonalData {
public:
    CustomerData(Database& database, EventLog& events, const OwnRecords& own)
        : database_(database), events_(events), own_(own) {}

    std::vector<PersonalRecords> copy_of(const Person& person) override {
        const auth::UserId customer(person.account);
        const auto groups =
            database_.read([&](Reader& reader) { return store::groups_with(reader, customer); });
        return {{"profile", json::write(own_.profiles.profile(customer).value())},
                {"addresses", json::write(own_.addresses.addresses(customer, {{}, everything}))},
                {"groups", json::write(groups)},
                {"consents", json::write(own_.consents.history(customer, {{}, everything}))},
                {"wish_list", json::write(own_.wishes.wishes(customer, {{}, everything}))}};
    }

    void forget(const Person& person) override {
        const auth::UserId customer(person.account);
        database_.transact([&](Tx& tx) {
            store::remove_profile(tx, customer);
            store::remove_consents(tx, customer);
            store::remove_wishes(tx, customer);
            tx.defer("delete from customers.address where customer = $1", customer);
            if (tx.run("delete from customers.membership where customer = $1", customer) > 0)
                events_.publish(tx, GroupsChanged{customer});
        });
    }

private:
    Database& database_;
    EventLog& events_;
    const OwnRecords own_;
};

}  // namespace

std::unique_ptr<PersonalData> make_personal_data(Database& database, EventLog& events,
                                                 const OwnRecords& own) {
    return std::make_unique<CustomerData>(database, events, own);
}

}  // namespace kontor::customers
