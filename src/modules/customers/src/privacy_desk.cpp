#include "customers/erasure_events.hpp"
#include "customers/personal_module.hpp"

namespace kontor::customers {

using namespace platform;

namespace {

Error staff_account() {
    return {ErrorKind::forbidden, "customers.staff_account",
            "This account works for the shop. An administrator closes it."};
}

Error not_yet(const std::vector<Obstacle>& obstacles) {
    Error error{ErrorKind::conflict,
                "customers.not_yet",
                "The account cannot be erased yet; each problem says what to do first.",
                {},
                {}};
    for (const auto& obstacle : obstacles)
        error.problems.push_back({"", obstacle.code, obstacle.what_to_do});
    return error;
}

Person person_of(const auth::User& user) {
    Person person{user.id.uuid(), user.email};
    if (user.email_verified) person.confirmed_email = user.email;
    return person;
}

class PrivacyDesk final : public Privacy {
public:
    PrivacyDesk(Database& database, EventLog& events, const Clock& clock, auth::Auth& auth,
                auth::Accounts& accounts, const PersonalDataOfAll& parts)
        : database_(database),
          events_(events),
          clock_(clock),
          auth_(auth),
          accounts_(accounts),
          parts_(parts) {}

    Result<std::string> copy_of(const auth::UserId& customer) override {
        const auto user = auth_.user(customer);
        if (!user) return user.error();
        const auto person = person_of(*user);
        std::string document = R"({"exported_at":)" + json::write(clock_.now());
        for (const auto& part : parts_)
            for (const auto& records : part->copy_of(person))
                document += ",\"" + records.subject + "\":" + records.json;
        return document + "}";
    }

    Result<> erase_own(const auth::Bearer& bearer, const ErasureRequest& request) override {
        const auto user = auth_.user(bearer.user);
        if (!user) return user.error();
        if (user->is_staff()) return staff_account();
        auth::Proof proof;
        if (request.current_password) proof.current_password = *request.current_password;
        if (request.code) proof.code = *request.code;
        if (const auto proven = accounts_.prove(bearer, proof); !proven) return proven.error();
        return erase(bearer.user, request.give_up_credit.value_or(false));
    }

    Result<> erase(const auth::UserId& customer, bool give_up_credit) override {
        return database_.together([&]() -> Result<> {
            const auto user = accounts_.customer(customer);
            if (!user) return user.error();
            const auto person = person_of(*user);
            if (const auto left = obstacles(person, give_up_credit); !left.empty())
                return not_yet(left);
            for (const auto& part : parts_) part->forget(person);
            database_.transact([&](Tx& tx) { events_.publish(tx, CustomerErased{customer}); });
            return {};
        });
    }

private:
    std::vector<Obstacle> obstacles(const Person& person, bool waives) {
        std::vector<Obstacle> left;
        for (const auto& part : parts_)
            for (auto& obstacle : part->obstacles(person))
                if (!waives || !obstacle.can_be_waived) left.push_back(std::move(obstacle));
        return left;
    }

    Database& database_;
    EventLog& events_;
    const Clock& clock_;
    auth::Auth& auth_;
    auth::Accounts& accounts_;
    const PersonalDataOfAll& parts_;
};

}  // namespace

std::unique_ptr<Privacy> make_privacy(Database& database, EventLog& events, const Clock& clock,
                                      auth::Auth& auth, auth::Accounts& accounts,
                                      const PersonalDataOfAll& parts) {
    return std::make_unique<PrivacyDesk>(database, events, clock, auth, accounts, parts);
}

}  // namespace kontor::customers
