#include "club.hpp"
#include "platform/json/json.hpp"
#include "platform/security/random.hpp"
#include "staff_routes.hpp"

#include <boost/json/parse.hpp>

using namespace kontor;
using namespace kontor::customers;
using namespace kontor::platform::http;

namespace {

// A number that nobody else in the club has.
std::string new_number() {
    static std::atomic<int> count = 5'550'000;
    return "+4940" + std::to_string(++count);
}

std::string spaced(const std::string& number) {
    return "00" + number.substr(1, 2) + " (" + number.substr(3, 2) + ") " + number.substr(5, 3) +
           "-" + number.substr(8);
}

NewAddress address_with(const std::string& phone) {
    NewAddress made;
    made.address.name = line<1, 200>("Ada Buyer");
    made.address.line1 = line<1, 200>("17 Quay");
    made.address.city = line<1, 120>("Hamburg");
    made.address.postal_code = line<1, 20>("20457");
    made.address.country = *platform::CountryCode::accept("DE");
    if (!phone.empty()) made.address.phone = line<3, 40>(phone);
    return made;
}

struct Switchboard : Club {
    void give(const auth::UserId& customer, const std::string& phone) {
        ProfileChange said;
        said.phone = platform::change_to(line<3, 40>(phone));
        REQUIRE(profiles->change(customer, said).has_value());
    }
    std::vector<auth::UserId> found(const std::string& written, CustomerRecords& by) {
        std::vector<auth::UserId> ids;
        for (const auto& customer : by.list({.phone = platform::DialledNumber::accept(written)}))
            ids.push_back(customer.id);
        return ids;
    }
    std::vector<auth::UserId> found(const std::string& written) { return found(written, *records); }
    std::vector<std::string> indexes() {
        return shared().superuser().read([](platform::Reader& reader) {
            return reader.all<std::string>(
                "select phone_index from customers.profile where phone_index <> ''"
                " union all select phone_index from customers.address where phone_index <> ''");
        });
    }
    void change(const std::string& sql) {
        shared().superuser().transact([&](platform::Tx& tx) { tx.run(sql); });
    }

    using Ids = std::vector<auth::UserId>;
    const std::string number = new_number();
    const auth::UserId ada = somebody();
};

// The list over HTTP.
struct Reception : Switchboard {
    Reception() {
        caller.kind = Caller::Kind::staff;
        caller.user = platform::new_uuid();
        caller.permissions = {"customers.read"};
        add_staff_routes(router, *records, *privacy, Cursors("secret"));
    }
    Response ask(const std::string& query) {
        return router.handle(
            {Method::get, "/v1/admin/customers?" + query, {{"Host", "shop.example"}}, {}, {}});
    }
    boost::json::value json(const std::string& query) {
        const auto answer = ask(query);
        REQUIRE_MESSAGE(answer.status == 200, answer.body);
        return boost::json::parse(answer.body);
    }
    std::string encoded() const { return "%2B" + number.substr(1); }

    Caller caller;
    PersonalDataOfAll parts;
    std::unique_ptr<Privacy> privacy =
        make_privacy(tables, events, clock, *accounts, *directory, parts);
    Router router{
        {.version = "1",
         .authenticate = [this](const Request&) -> platform::Result<Caller> { return caller; }}};
};

}  // namespace

TEST_CASE_FIXTURE(Switchboard, "a customer is found by the number, however either is written") {
    give(ada, spaced(number));
    CHECK(found(number) == Ids{ada});
    CHECK(found(spaced(number)) == Ids{ada});
    CHECK(found(new_number()).empty());
    give(ada, "  " + number);
    CHECK(found(number) == Ids{ada});
}

TEST_CASE_FIXTURE(Switchboard, "customers are found by the numbers in their address books, too") {
    const auto bob = somebody();
    REQUIRE(addresses->add(ada, address_with(number)).has_value());
    REQUIRE(addresses->add(ada, address_with(spaced(number))).has_value());
    give(ada, number);
    REQUIRE(addresses->add(bob, address_with(spaced(number))).has_value());
    REQUIRE(addresses->add(somebody(), address_with("")).has_value());
    CHECK(found(number) == Ids{bob, ada});
}

TEST_CASE_FIXTURE(Switchboard, "who gives another number is found by that one alone") {
    const auto other = new_number();
    give(ada, number);
    give(ada, other);
    CHECK(found(number).empty());
    CHECK(found(other) == Ids{ada});
    ProfileChange cleared;
    cleared.phone = platform::Nullable<platform::Line<3, 40>>{};
    REQUIRE(profiles->change(ada, cleared).has_value());
    CHECK(found(other).empty());

    const auto book = addresses->add(ada, address_with(number)).value();
    AddressChange changed;
    changed.address = address_with(other).address;
    REQUIRE(addresses->change(ada, book.id, changed).has_value());
    CHECK(found(number).empty());
    CHECK(found(other) == Ids{ada});
    changed.address = address_with("").address;
    REQUIRE(addresses->change(ada, book.id, changed).has_value());
    CHECK(found(other).empty());
}

TEST_CASE_FIXTURE(Switchboard, "what is no number is found by none, and looked at once") {
    give(ada, "ask my sister");
    REQUIRE(addresses->add(ada, address_with("none, sorry")).has_value());
    change("update customers.profile set phone_index = null where customer = '" +
           to_string(ada.uuid()) + "'");
    CHECK(seal_personal_data(tables, sealer) == 1);
    CHECK(seal_personal_data(tables, sealer) == 0);
}

TEST_CASE_FIXTURE(Switchboard, "who is forgotten is found no more") {
    give(ada, number);
    REQUIRE(addresses->add(ada, address_with(number)).has_value());
    const auto before = indexes().size();
    auto part = make_personal_data(tables, events, {*addresses, *profiles, *consents, *wishes});
    part->forget({ada.uuid(), ""});
    CHECK(found(number).empty());
    CHECK(indexes().size() == before - 2);
}

TEST_CASE_FIXTURE(Switchboard, "what was kept before numbers were found is found after the job") {
    give(ada, number);
    const auto bob = somebody();
    REQUIRE(addresses->add(bob, address_with(number)).has_value());
    change("update customers.profile set phone_index = null");
    change("update customers.address set phone_index = null");
    // And before addresses were sealed.
    const auto cleo = somebody();
    const auto plain = addresses->add(cleo, address_with(number)).value();
    change("update customers.address set sealed = null, phone_index = null, address = '" +
           platform::json::write(plain.address) + "' where id = '" + to_string(plain.id.uuid()) +
           "'");
    CHECK(found(number).empty());
    CHECK(seal_personal_data(tables, sealer) >= 3);
    CHECK(found(number) == Ids{cleo, bob, ada});
    CHECK(seal_personal_data(tables, sealer) == 0);
}

TEST_CASE_FIXTURE(Switchboard, "customers are found in every step in which keys are exchanged") {
    const platform::SealingKey former{"club", std::string(32, 'c')};
    const platform::SealingKey latter{"anew", std::string(32, 'n')};
    const platform::Sealer old_first({former, latter});
    const platform::Sealer new_first({latter, former});
    const platform::Sealer only({latter});
    const auto found_with = [&](const platform::Sealer& keys) {
        return found(number, *make_records(tables, *directory, *profiles, *consents, keys));
    };
    const auto bob = somebody();
    const auto cleo = somebody();
    const auto dora = somebody();
    const Ids all{dora, cleo, bob, ada};
    const auto in_profile = [&](const platform::Sealer& keys, const auth::UserId& customer) {
        ProfileChange said;
        said.phone = platform::change_to(line<3, 40>(number));
        const auto with_keys = make_profiles(tables, clock, *accounts, *directory, keys);
        REQUIRE(with_keys->change(customer, said).has_value());
    };
    const auto in_book = [&](const platform::Sealer& keys, const auth::UserId& customer) {
        const auto with_keys = make_address_book(tables, clock, *accounts, keys);
        REQUIRE(with_keys->add(customer, address_with(number)).has_value());
    };
    in_profile(old_first, ada);
    in_book(old_first, bob);
    in_profile(new_first, cleo);
    in_book(new_first, dora);
    for (const auto* keys : {&old_first, &new_first}) CHECK(found_with(*keys) == all);
    seal_personal_data(tables, new_first);
    CHECK(found_with(only) == all);
    CHECK(found_with(sealer).empty());
    // For the tests that come after.
    seal_personal_data(tables, old_first);
    CHECK(found_with(sealer) == all);
}

TEST_CASE_FIXTURE(Switchboard, "an index tells nothing to whom has no key") {
    give(ada, number);
    REQUIRE(addresses->add(ada, address_with(number)).has_value());
    const auto all = indexes();
    for (const auto& text : {number, number.substr(1)}) {
        std::string hash;
        for (std::size_t i = 0; i < 64; i += 2)
            hash +=
                static_cast<char>(std::stoi(platform::sha256_hex(text).substr(i, 2), nullptr, 16));
        for (const auto& bytes : {hash, platform::hmac_sha256("", text),
                                  platform::hmac_sha256("customers.profile.phone", text)})
            for (const auto& guess : {platform::to_base64url(bytes), platform::to_hex(bytes)})
                CHECK(std::ranges::find(all, guess) == all.end());
    }
    // Nor that a profile and an address have the same.
    CHECK(std::ranges::count(all, sealer.blind_index(number, "customers.profile.phone")) == 1);
    CHECK(std::ranges::count(all, sealer.blind_index(number, "customers.address.phone")) == 1);
}

TEST_CASE_FIXTURE(Reception, "staff finds callers page by page, and with the other filters") {
    const auto bob = somebody();
    for (const auto& customer : {ada, bob}) give(customer, number);
    const auto first = json("phone=" + encoded() + "&limit=1&include=total");
    CHECK(first.at("total") == 2);
    CHECK(first.at_pointer("/data/0/id") == boost::json::string(bob.text()));
    const std::string cursor(first.at("next_cursor").as_string());
    const auto second = json("phone=" + encoded() + "&limit=1&cursor=" + cursor);
    CHECK(second.at_pointer("/data/0/id") == boost::json::string(ada.text()));
    CHECK(second.at("next_cursor").is_null());
    CHECK(ask("limit=1&cursor=" + cursor).status == 400);
    CHECK(ask("phone=110&limit=1&cursor=" + cursor).status == 400);

    const auto email = accounts->user(ada).value().email;
    const auto both = json("phone=" + encoded() + "&q=" + email);
    REQUIRE(both.at("data").as_array().size() == 1);
    CHECK(both.at_pointer("/data/0/id") == boost::json::string(ada.text()));
    CHECK(json("phone=" + encoded() + "&q=zzz").at("data").as_array().empty());
    CHECK(json("phone=110&include=total").at("total") == 0);
}

TEST_CASE_FIXTURE(Reception, "what is no number is refused by the name of the parameter") {
    for (const std::string wrong :
         {"", "11", "Ada", "%2B49%2B40", "+49405550199", "40%205550199%20ext.%207"}) {
        CAPTURE(wrong);
        const auto refused = ask("phone=" + wrong);
        REQUIRE(refused.status == 422);
        CHECK(boost::json::parse(refused.body).at_pointer("/errors/0/pointer") == "/query/phone");
    }
}
