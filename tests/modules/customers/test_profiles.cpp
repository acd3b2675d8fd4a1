#include "club.hpp"

using namespace kontor;
using namespace kontor::customers;
using platform::change_to;

TEST_CASE_FIXTURE(Club, "a profile begins with what the account knows") {
    const auto ada = somebody();
    const auto profile = profiles->profile(ada).value();
    CHECK(profile.id == ada);
    CHECK(profile.email.ends_with("@example.org"));
    CHECK_FALSE(profile.name);
    CHECK_FALSE(profile.phone);
    CHECK(refusal_of(profiles->profile(auth::UserId::make())) == "auth.no_such_user");
}

TEST_CASE_FIXTURE(Club, "a change leaves what it does not name, and null clears") {
    const auto ada = somebody();
    ProfileChange change;
    change.name = change_to(line<1, 200>("Ada"));
    change.phone = change_to(line<3, 40>("+49 30 123456"));
    change.birthday = change_to(Birthday::accept("1969-07-20").value());
    change.company = change_to(line<1, 200>("Engines Ltd"));
    change.tax_id = change_to(line<4, 40>("DE123456789"));
    const auto changed = profiles->change(ada, change).value();
    CHECK(changed.name == "Ada");
    CHECK(changed.birthday->value() == "1969-07-20");

    ProfileChange next;
    next.phone = platform::Nullable<platform::Line<3, 40>>{};
    next.company = change_to(line<1, 200>("Looms Ltd"));
    CHECK_FALSE(profiles->change(ada, next)->phone);
    const auto profile = profiles->profile(ada).value();
    CHECK(profile.name == "Ada");
    CHECK_FALSE(profile.phone);
    CHECK(profile.company == "Looms Ltd");
    CHECK(profile.tax_id == "DE123456789");
    CHECK(accounts->user(ada)->name == "Ada");
}

TEST_CASE_FIXTURE(Club, "nobody was born tomorrow, nor on a day that does not exist") {
    const auto ada = somebody();
    ProfileChange change;
    change.name = change_to(line<1, 200>("Ada"));
    change.birthday = change_to(Birthday::accept("2026-02-01").value());
    CHECK(refusal_of(profiles->change(ada, change)) == "customers.birthday_to_come");
    CHECK_FALSE(profiles->profile(ada)->name);
    for (const std::string day : {"1999-02-29", "1899-12-31", "1999-13-01", "1999-1-1", "today", "",
                                  "19990101", "1999-01-01T00:00:00Z", "+999-01-01"})
        CHECK_FALSE(Birthday::accept(day));
    CHECK(Birthday::accept("2000-02-29"));
}

TEST_CASE_FIXTURE(Club, "a change for nobody leaves nothing behind") {
    ProfileChange change;
    change.phone = change_to(line<3, 40>("+49 30 123456"));
    CHECK(refusal_of(profiles->change(auth::UserId::make(), change)) == "auth.no_such_user");
}
