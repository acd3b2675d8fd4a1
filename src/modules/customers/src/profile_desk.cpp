#include "customers/personal_module.hpp"
#include "profile_store.hpp"

#include <chrono>

namespace kontor::customers {

using namespace platform;

namespace {

constexpr int first_year = 1900;

std::optional<int> number_of(std::string_view digits) {
    if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    int number = 0;
    for (const char digit : digits) number = number * 10 + (digit - '0');
    return number;
}

std::optional<std::chrono::sys_days> day_of(std::string_view text) {
    using namespace std::chrono;
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year_number = number_of(text.substr(0, 4));
    const auto month_number = number_of(text.substr(5, 2));
    const auto day_number = number_of(text.substr(8, 2));
    if (!year_number || !month_number || !day_number || *year_number < first_year)
        return std::nullopt;
    const year_month_day date{year(*year_number), month(static_cast<unsigned>(*month_number)),
                              day(static_cast<unsigned>(*day_number))};
    if (!date.ok()) return std::nullopt;
    return sys_days(date);
}

Error birthday_to_come() {
    const std::string message = "A birthday is in the past.";
    return {ErrorKind::invalid,
            "customers.birthday_to_come",
            message,
            {{"/birthday", "range", message}}};
}

template <class T, class Kept>
void apply(const Change<T>& change, std::optional<Kept>& kept) {
    if (!change) return;
    kept.reset();
    if (change->value) kept = *change->value;
}

Profile profile_of(auth::User user, store::ProfileRow row) {
    return {user.id,
            std::move(user.email),
            std::move(user.name),
            user.role,
            user.created_at,
            user.email_verified,
            std::move(row.phone),
            std::move(row.birthday),
            std::move(row.company),
            std::move(row.tax_id)};
}

class ProfileDesk final : public Profiles {
public:
    ProfileDesk(Database& database, const Clock& clock, auth::Auth& auth, auth::Accounts& accounts,
                const Sealer& sealer)
        : database_(database), clock_(clock), auth_(auth), accounts_(accounts), sealer_(sealer) {}

    Result<Profile> profile(const auth::UserId& customer) override {
        auto user = auth_.user(customer);
        if (!user) return user.error();
        return profile_of(*std::move(user), database_.read([&](Reader& reader) {
            return store::profile(reader, sealer_, customer);
        }));
    }

    Result<Profile> change(const auth::UserId& customer, const ProfileChange& change) override {
        if (change.birthday && change.birthday->value &&
            day_of(change.birthday->value->value()).value() > clock_.now())
            return birthday_to_come();
        return database_.together([&]() -> Result<Profile> {
            if (const auto held = auth_.hold(customer); !held) return held.error();
            const auto renamed = rename(customer, change);
            if (!renamed) return renamed.error();
            return profile_of(*renamed, database_.transact([&](Tx& tx) {
                auto row = store::lock_profile(tx, sealer_, customer, clock_.now());
                apply(change.phone, row.phone);
                apply(change.birthday, row.birthday);
                apply(change.company, row.company);
                apply(change.tax_id, row.tax_id);
                store::write_profile(tx, sealer_, customer, row, clock_.now());
                return row;
            }));
        });
    }

private:
    Result<auth::User> rename(const auth::UserId& customer, const ProfileChange& change) {
        if (!change.name) return auth_.user(customer);
        std::optional<std::string> name;
        apply(change.name, name);
        return accounts_.rename(customer, name);
    }

    Database& database_;
    const Clock& clock_;
    auth::Auth& auth_;
    auth::Accounts& accounts_;
    const Sealer& sealer_;
};

}  // namespace

bool BirthdayRule::normalise(const std::string& text) {
    return day_of(text).has_value();
}

std::unique_ptr<Profiles> make_profiles(Database& database, const Clock& clock, auth::Auth& auth,
                                        auth::Accounts& accounts, const Sealer& sealer) {
    return std::make_unique<ProfileDesk>(database, clock, auth, accounts, sealer);
}

}  // namespace kontor::customers
