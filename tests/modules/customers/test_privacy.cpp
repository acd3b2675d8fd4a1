#include "club.hpp"
#include "customers/erasure_events.hpp"

#include <boost/json/parse.hpp>

#include <functional>
#include <future>

using namespace kontor;
using namespace kontor::customers;
using platform::Person;

namespace {

constexpr auto password = "a walk in the wet grass";

// Somebody else's part, who may have something against it.
struct Part final : platform::PersonalData {
    std::vector<platform::PersonalRecords> copy_of(const Person& person) override {
        while_copied();
        return {{"parcels", "[\"" + person.email + "\"]"}};
    }
    std::vector<platform::Obstacle> obstacles(const Person&) override { return against; }
    void forget(const Person& person) override {
        if (fails) throw std::runtime_error("the parcels are out of reach");
        forgotten.push_back(person.email);
    }
    std::vector<platform::Obstacle> against;
    std::function<void()> while_copied = [] {};
    bool fails = false;
    std::vector<std::string> forgotten;
};

struct Archive : Club {
    Archive() {
        shared().superuser().transact([](platform::Tx& tx) {
            tx.run("delete from customers.erasure");  // of the tests before
        });
        parts.push_back(auth::make_personal_data({auth_tables, events, clock, config}));
        parts.push_back(
            make_personal_data(tables, events, {*addresses, *profiles, *consents, *wishes}));
        parts.push_back(std::make_unique<Part>());
        ProfileChange change;
        change.name = platform::change_to(line<1, 200>("Ada of " + mark));
        change.phone = platform::change_to(line<3, 40>("phone of " + mark));
        REQUIRE(profiles->change(ada, change).has_value());
        REQUIRE(wishes->add(ada, catalog::ProductId::make(), {}).has_value());
        REQUIRE(consents
                    ->decide(ada, Purpose::terms, {true, text<1, 60>("1"), {}},
                             {"customer", "address of " + mark, "Browser of " + mark})
                    .has_value());
        REQUIRE(customers->join(new_group().id, ada).has_value());
    }
    Part& part() { return static_cast<Part&>(*parts.back()); }
    auth::Bearer bearer() { return {ada, session, ""}; }
    platform::Result<> erase(const std::string& typed = password, bool give_up = false) {
        return privacy->erase_own(bearer(), {text<1, 1024>(typed), {}, give_up});
    }
    // Whether somebody else would have to wait to forget her.
    bool is_locked() {
        return std::async(
                   std::launch::async,
                   [&] {
                       try {
                           shared().superuser().transact([&](platform::Tx& tx) {
                               tx.run(
                                   "select from auth.user_account where id = $1 for update nowait",
                                   ada);
                           });
                           return false;
                       } catch (const platform::StatementError&) {
                           return true;
                       }
                   })
            .get();
    }
    // In how many rows of all tables of both modules the words are.
    std::int64_t rows_with(const std::string& words) {
        return shared().superuser().read([&](platform::Reader& reader) {
            std::int64_t found = 0;
            for (const auto& table :
                 reader.all<std::string>("select schemaname || '.' || tablename from pg_tables"
                                         " where schemaname in ('auth', 'customers')"))
                found += *reader.one<std::int64_t>(
                    "select count(*) from " + table + " t where position($1 in t::text) > 0",
                    words);
            return found;
        });
    }

    const auth::UserId ada = somebody();
    const auth::SessionId session = shared().superuser().read([this](platform::Reader& reader) {
        return reader.one<auth::SessionId>("select id from auth.session where account = $1", ada)
            .value();
    });
    const std::string mark = ada.text();
    const std::string email = accounts->user(ada)->email;
    PersonalDataOfAll parts;
    std::unique_ptr<Privacy> privacy =
        make_privacy(tables, events, clock, *accounts, *directory, parts);
};

}  // namespace

TEST_CASE_FIXTURE(Archive, "a copy holds every module's part in one document") {
    const auto copy = boost::json::parse(privacy->copy_of(ada).value());
    CHECK(copy.at_pointer("/profile/name") == boost::json::string("Ada of " + mark));
    CHECK(copy.at_pointer("/consents/0/address") == boost::json::string("address of " + mark));
    CHECK(copy.at("wish_list").as_array().size() == 1);
    CHECK(copy.at("groups").as_array().size() == 1);
    CHECK(copy.at("sessions").as_array().size() == 1);
    CHECK(copy.at("addresses").as_array().empty());
    CHECK(copy.at_pointer("/parcels/0") == boost::json::string(email));
    CHECK(refusal_of(privacy->copy_of(auth::UserId::make())) == "auth.no_such_user");
}

TEST_CASE_FIXTURE(Archive, "who is erased is nowhere any more, and cannot sign in") {
    const auto signed_in = accounts->login({text<1, 254>(email), text<1, 1024>(password)}).value();
    REQUIRE(accounts->identify(signed_in.access_token).has_value());
    CHECK(rows_with(email) > 0);
    REQUIRE(erase().has_value());
    CHECK(part().forgotten == std::vector{email});
    CHECK(rows_with("of " + mark) == 0);
    CHECK(rows_with(email) == 0);
    CHECK(refusal_of(accounts->login({text<1, 254>(email), text<1, 1024>(password)})) ==
          "invalid_credentials");
    CHECK(refusal_of(accounts->refresh(signed_in.refresh_token)) == "invalid_grant");
    accounts->look_for_ended_sessions();
    CHECK(refusal_of(accounts->identify(signed_in.access_token)) == "auth.invalid_token");
    CHECK(refusal_of(records->record(ada)) == "auth.no_such_user");
    CHECK(records->list({.q = ada.text()}).empty());
    CHECK(customers->groups_of(ada).empty());
    CHECK(wishes->wishes(ada, {}).empty());
}

TEST_CASE_FIXTURE(Archive, "the fact of it holds an id and nothing else") {
    REQUIRE(erase().has_value());
    const auto payload = shared().superuser().read([&](platform::Reader& reader) {
        return reader
            .one<std::string>(
                "select payload::text from platform.event where key = $1 and name = $2", ada,
                CustomerErased::name)
            .value();
    });
    CHECK(payload == R"({"customer":")" + ada.text() + "\"}");
}

TEST_CASE_FIXTURE(Archive, "a wrong password erases nobody") {
    CHECK(refusal_of(erase("a walk in the dry grass")) == "auth.wrong_password");
    CHECK(accounts->user(ada)->email == email);
    CHECK(part().forgotten.empty());
}

TEST_CASE_FIXTURE(Archive, "what stands in the way is told, and nothing is forgotten") {
    part().against = {{"orders.under_way", "Wait for order 1.", false},
                      {"payments.credit_left", "Spend it.", true}};
    const auto refused = erase();
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "customers.not_yet");
    CHECK(refused.error().problems.size() == 2);
    CHECK(erase(password, true).error().problems.size() == 1);
    CHECK(rows_with("Ada of " + mark) > 0);
    part().against.erase(part().against.begin());
    CHECK(refusal_of(privacy->erase(ada, false)) == "customers.not_yet");
    CHECK(privacy->erase(ada, true).has_value());
    CHECK(refusal_of(privacy->erase(ada, true)) == "auth.no_such_user");
}

TEST_CASE_FIXTURE(Archive, "when one module fails to forget, none has forgotten") {
    part().fails = true;
    CHECK_THROWS(privacy->erase(ada, false));
    CHECK(rows_with("Ada of " + mark) > 0);
    CHECK(accounts->login({text<1, 254>(email), text<1, 1024>(password)}).has_value());
}

TEST_CASE_FIXTURE(Archive, "nobody is forgotten while something of them is written") {
    tables.together([&] {
        REQUIRE(accounts->hold(ada).has_value());
        CHECK(is_locked());
    });
    CHECK_FALSE(is_locked());
    tables.together([&] {
        REQUIRE(directory->lock_customer(ada).has_value());
        CHECK(is_locked());
    });
}

TEST_CASE_FIXTURE(Archive, "nobody is forgotten while a copy is made, and there is none after") {
    bool was_locked = false;
    part().while_copied = [&] { was_locked = is_locked(); };
    REQUIRE(privacy->copy_of(ada).has_value());
    CHECK(was_locked);
    CHECK_FALSE(is_locked());
    REQUIRE(erase().has_value());
    CHECK(refusal_of(privacy->copy_of(ada)) == "auth.no_such_user");
}

TEST_CASE_FIXTURE(Archive, "of whom the shop forgot nothing is written any more") {
    REQUIRE(erase().has_value());
    ProfileChange change;
    change.phone = platform::change_to(line<3, 40>("phone of " + mark));
    CHECK(refusal_of(profiles->change(ada, change)) == "auth.no_such_user");
    NewAddress address;
    address.label = line<1, 60>("house of " + mark);
    CHECK(refusal_of(addresses->add(ada, address)) == "auth.no_such_user");
    CHECK(refusal_of(wishes->add(ada, catalog::ProductId::make(), {})) == "auth.no_such_user");
    CHECK(refusal_of(consents->decide(ada, Purpose::terms, {true, text<1, 60>("1"), {}}, {})) ==
          "auth.no_such_user");
    CHECK(refusal_of(customers->join(new_group().id, ada)) == "customers.no_such_customer");
    CHECK(refusal_of(accounts->user(ada)) == "auth.no_such_user");
    CHECK(refusal_of(accounts->hold(ada)) == "auth.no_such_user");
    CHECK(rows_with("of " + mark) == 0);
}

TEST_CASE_FIXTURE(Archive, "what was kept of somebody since is forgotten again") {
    REQUIRE(erase().has_value());
    const auto keep_late = [&] {
        shared().superuser().transact([&](platform::Tx& tx) {
            tx.run(
                "insert into customers.profile (customer, company, updated_at)"
                " values ($1, 'late of ' || $2::text, now())",
                ada, mark);
        });
    };
    keep_late();
    CHECK(privacy->forget_again() == 1);
    CHECK(rows_with("late of " + mark) == 0);
    CHECK(part().forgotten == std::vector<std::string>{email, ""});
    keep_late();
    CHECK(privacy->forget_again() == 0);
    clock.advance(std::chrono::minutes(2));
    part().against = {{"orders.under_way", "Wait.", false}};
    CHECK(privacy->forget_again() == 1);
    CHECK(rows_with("late of " + mark) == 1);
    part().against = {{"payments.store_credit_left", "Spend it.", true}};
    clock.advance(std::chrono::minutes(10));
    CHECK(privacy->forget_again() == 1);
    CHECK(rows_with("late of " + mark) == 0);
}

TEST_CASE_FIXTURE(Archive, "whom the shop forgot it follows for sixty days, longer while it must") {
    REQUIRE(erase().has_value());
    clock.advance(std::chrono::days(61));
    part().against = {{"orders.under_way", "Wait.", false}};
    CHECK(privacy->forget_again() == 1);
    clock.advance(std::chrono::days(2));
    part().against.clear();
    CHECK(privacy->forget_again() == 1);
    clock.advance(std::chrono::days(2));
    CHECK(privacy->forget_again() == 0);
}

TEST_CASE_FIXTURE(Archive, "one who cannot be forgotten again keeps no other from it") {
    REQUIRE(erase().has_value());
    REQUIRE(privacy->erase(somebody(), false).has_value());
    part().fails = true;
    CHECK_THROWS(privacy->forget_again());
    part().fails = false;
    CHECK(privacy->forget_again() == 1);
}

TEST_CASE_FIXTURE(Archive, "staff cannot erase themselves as customers do") {
    auth::Registration registration;
    registration.email = platform::EmailAddress::accept("staff-member@example.org").value();
    registration.password = text<1, 1024>("a walk in the wet grass at noon");
    const auto staff = accounts->create_user(registration, auth::roles::staff).value();
    CHECK(refusal_of(privacy->erase_own({staff.id, auth::SessionId::make(), ""},
                                        {registration.password, {}, {}})) ==
          "customers.staff_account");
    CHECK(refusal_of(privacy->erase(staff.id, true)) == "auth.no_such_user");
}
