#include "checkout/personal_data.hpp"

namespace kontor::checkout {

using namespace platform;

namespace {

class PurchaseData final : public PersonalData {
public:
    explicit PurchaseData(Database& database) : database_(database) {}

    std::vector<PersonalRecords> copy_of(const Person&) override { return {}; }

    void forget(const Person& person) override {
        database_.transact([&](Tx& tx) {
            tx.run(
                "update checkout.purchase set email = 'forgotten@forgotten.invalid', vat_id = null,"
                " guest_token_hash = '',"
                " shipping_address = case when shipping_address is not null then"
                "  jsonb_build_object('name', '-', 'line1', '-', 'city', '-', 'postal_code', '-',"
                "   'country', shipping_address->>'country') end,"
                " billing_address = jsonb_build_object('name', '-', 'line1', '-', 'city', '-',"
                "  'postal_code', '-', 'country', billing_address->>'country')"
                " where customer = $1",
                person.account);
        });
    }

private:
    Database& database_;
};

}  // namespace

std::unique_ptr<PersonalData> make_personal_data(Database& database) {
    return std::make_unique<PurchaseData>(database);
}

}  // namespace kontor::checkout
