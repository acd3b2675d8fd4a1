#include "customers/erasure_events.hpp"
#include "customers/personal_module.hpp"
#include "erasure_store.hpp"

namespace kontor::customers {

using namespace platform;

namespace {

Error staff_account() {
    return {ErrorKind::forbidden, "customers.staff_account",
            "This account works for the shop. Once an admin has given it the role customer it "
            "can be closed."};
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

// Longer than facts are kept that handlers may have yet to read.
constexpr auto followed_for = std::chrono::days(60);

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

    // Nobody is forgotten half-way.
    Result<std::string> copy_of(const auth::UserId& customer) override {
        return database_.together([&]() -> Result<std::string> {
            if (const auto held = auth_.hold(customer); !held) return held.error();
            const auto user = auth_.user(customer);
            if (!user) return user.error();
            const auto person = person_of(*user);
            std::string document = R"({"exported_at":)" + json::write(clock_.now());
            for (const auto& part : parts_)
                for (const auto& records : part->copy_of(person))
                    document += ",\"" + records.subject + "\":" + records.json;
            return document + "}";
        });
    }

    Result<> erase_own(const auth::Bearer& bearer, const ErasureRequest& request) override {
        const auto user = auth_.user(bearer.user);
        if (!user) return user.error();
        if (user->is_staff()) return staff_account();
        auth::Proof proof;
        if (request.current_password) proof.current_password = *request.current_password;
        if (request.code) proof.code = *request.code;
        if (const auto proven = accounts_.prove(bearer, proof); !proven) return proven.error();
        const bool gives_up_credit = request.give_up_credit.value_or(false);
        return erase(gives_up_credit, [&] { return accounts_.lock_own(bearer); });
    }

    Result<> erase(const auth::UserId& customer, bool give_up_credit) override {
        return erase(give_up_credit, [&] { return accounts_.lock_customer(customer); });
    }

    std::size_t forget_again() override {
        std::size_t count = 0;
        while (forget_one_again()) ++count;
        return count;
    }

private:
    template <class Lock>
    Result<> erase(bool gives_up_credit, const Lock& lock) {
        return database_.together([&]() -> Result<> {
            const Result<auth::User> user = lock();
            if (!user) return user.error();
            auto person = person_of(*user);
            person.waives = gives_up_credit;
            if (const auto left = obstacles(person); !left.empty()) return not_yet(left);
            for (const auto& part : parts_) part->forget(person);
            database_.transact([&](Tx& tx) {
                store::insert_erasure(tx, {user->id, gives_up_credit, clock_.now()});
                events_.publish(tx, CustomerErased{user->id});
            });
            return {};
        });
    }

    std::vector<Obstacle> obstacles(const Person& person) {
        std::vector<Obstacle> left;
        for (const auto& part : parts_)
            for (auto& obstacle : part->obstacles(person))
                if (!person.waives || !obstacle.can_be_waived) left.push_back(std::move(obstacle));
        return left;
    }

    bool is_under_way(const Person& person) {
        const auto left = obstacles(person);
        return !std::ranges::all_of(left, &Obstacle::can_be_waived);
    }

    // What came meanwhile is done first, and forgotten then: a purchase that was paid is delivered.
    bool forget_one_again() {
        const auto now = clock_.now();
        const auto due = database_.transact([&](Tx& tx) { return store::take_due(tx, now); });
        if (!due) return false;
        database_.together([&] {
            Person person{due->customer.uuid(), ""};
            person.waives = due->waived;
            if (is_under_way(person)) return;
            for (const auto& part : parts_) part->forget(person);
            if (now - due->erased_at > followed_for)
                database_.transact([&](Tx& tx) { store::remove_erasure(tx, due->customer); });
        });
        return true;
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
