#include "payments/personal_data.hpp"
#include "platform/json/json.hpp"

namespace kontor::payments {

using namespace platform;

namespace {

// 19.90 EUR as 1990 EUR cents would read badly; currencies differ in their digits.
std::string amount_of(const Money& money) {
    return std::to_string(money.amount) + " " + std::string(money.currency.code()) +
           " in minor units";
}

class PaymentData final : public PersonalData {
public:
    PaymentData(Database& database, const Clock& clock, PaymentMethods& methods,
                StoreCredit& credit)
        : database_(database), clock_(clock), methods_(methods), credit_(credit) {}

    std::vector<PersonalRecords> copy_of(const Person& person) override {
        const auth::UserId customer(person.account);
        return {{"payment_methods", json::write(methods_.methods_of(customer))},
                {"store_credit", json::write(credit_.accounts_of(customer))}};
    }

    std::vector<Obstacle> obstacles(const Person& person) override {
        std::vector<Obstacle> obstacles;
        for (const auto& account : credit_.accounts_of(auth::UserId(person.account)))
            if (account.balance.amount > 0)
                obstacles.push_back({"payments.store_credit_left",
                                     "There is store credit of " + amount_of(account.balance) +
                                         ". Spend it, or say give_up_credit.",
                                     true});
        return obstacles;
    }

    void forget(const Person& person) override {
        if (person.waives) give_up_credit(auth::UserId(person.account));
        database_.transact([&](Tx& tx) {
            tx.defer(
                "update payments.method set forgotten_at = $2, label = '-' where customer = $1"
                " and forgotten_at is null",
                person.account, clock_.now());
            tx.defer("delete from payments.payer where customer = $1", person.account);
            tx.defer(
                "update payments.stored_value set email = null, note = null"
                " where customer = $1 or lower(email) = $2",
                person.account, person.confirmed_email);
        });
    }

private:
    void give_up_credit(const auth::UserId& customer) {
        for (const auto& account : credit_.accounts_of(customer))
            if (account.balance.amount > 0)
                credit_
                    .grant({customer,
                            {-account.balance.amount, account.balance.currency},
                            "given up with the account",
                            "customer:" + customer.text(),
                            new_uuid()})
                    .value();
    }

    Database& database_;
    const Clock& clock_;
    PaymentMethods& methods_;
    StoreCredit& credit_;
};

}  // namespace

std::unique_ptr<PersonalData> make_personal_data(Database& database, const Clock& clock,
                                                 PaymentMethods& methods, StoreCredit& credit) {
    return std::make_unique<PaymentData>(database, clock, methods, credit);
}

}  // namespace kontor::payments
