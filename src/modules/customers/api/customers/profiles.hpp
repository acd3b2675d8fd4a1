#pragma once

#include "auth/auth.hpp"
#include "platform/core/line.hpp"
#include "platform/core/nullable.hpp"
#include "platform/core/result.hpp"

namespace kontor::customers {

// A day that exists, not before 1900.
struct BirthdayRule {
    static constexpr std::string_view broken = "format";
    static constexpr std::string_view format = "date";

    static bool normalise(const std::string& text);
    static std::string rule() { return "a day such as 1969-07-20, not before 1900"; }
};
using Birthday = platform::ConstrainedText<BirthdayRule>;

struct Profile {
    auth::UserId id;
    std::string email;
    std::optional<std::string> name;
    std::string role{auth::roles::customer};
    platform::Time created_at;
    bool email_verified = false;
    std::optional<std::string> phone;
    std::optional<Birthday> birthday;
    std::optional<std::string> company;
    std::optional<std::string> tax_id;
};
BOOST_DESCRIBE_STRUCT(Profile, (),
                      (id, email, name, role, created_at, email_verified, phone, birthday, company,
                       tax_id))

struct ProfileChange {
    platform::Change<platform::Line<1, 200>> name{};
    platform::Change<platform::Line<3, 40>> phone{};
    platform::Change<Birthday> birthday{};
    platform::Change<platform::Line<1, 200>> company{};
    platform::Change<platform::Line<4, 40>> tax_id{};
};
BOOST_DESCRIBE_STRUCT(ProfileChange, (), (name, phone, birthday, company, tax_id))

// What customers say of themselves; what they want to be told, and in which language, is their
// message preferences. Thread-safe.
class Profiles {
public:
    virtual ~Profiles() = default;

    // Both refuse auth.no_such_user.
    virtual platform::Result<Profile> profile(const auth::UserId& customer) = 0;
    // Refuses customers.birthday_to_come (invalid).
    virtual platform::Result<Profile> change(const auth::UserId& customer,
                                             const ProfileChange& change) = 0;
};

}  // namespace kontor::customers
