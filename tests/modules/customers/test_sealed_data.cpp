#include "club.hpp"

using namespace kontor;
using namespace kontor::customers;

namespace {

const std::string street = "17 Whispering Lane";
const std::string phone = "+49 40 5550199";
const std::string tax_id = "DE987654321";

NewAddress address() {
    NewAddress made;
    made.address.name = line<1, 200>("Ada Buyer");
    made.address.line1 = line<1, 200>(street);
    made.address.city = line<1, 120>("Hamburg");
    made.address.postal_code = line<1, 20>("20457");
    made.address.country = *platform::CountryCode::accept("DE");
    made.address.phone = line<3, 40>(phone);
    return made;
}

struct Sealed : Club {
    // Every row of the tables with personal data, as a dump has them.
    std::string dump() {
        return shared().superuser().read([](platform::Reader& reader) {
            return *reader.one<std::string>(
                "select coalesce(string_agg(t, ''), '') from"
                " (select a::text as t from customers.address a"
                "  union all select p::text from customers.profile p) rows");
        });
    }
    std::vector<std::string> heads() {
        return shared().superuser().read([](platform::Reader& reader) {
            return reader.all<std::string>(
                "select distinct substring(s from '^v1[.][^.]+[.]') from"
                " (select sealed as s from customers.address"
                "  union all select phone from customers.profile"
                "  union all select tax_id from customers.profile) rows where s is not null");
        });
    }
    void change(const std::string& sql) {
        shared().superuser().transact([&](platform::Tx& tx) { tx.run(sql); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Sealed, "the tables tell no street, telephone number or tax id") {
    const auto ada = somebody();
    const auto kept = addresses->add(ada, address()).value();
    CHECK(kept.address.line1.value() == street);
    CHECK(addresses->address(ada, kept.id).value().address.phone->value() == phone);

    ProfileChange said;
    said.phone = platform::change_to(line<3, 40>(phone));
    said.tax_id = platform::change_to(line<4, 40>(tax_id));
    CHECK(profiles->change(ada, said).value().phone == phone);
    CHECK(profiles->profile(ada).value().tax_id == tax_id);

    const auto all = dump();
    CHECK(all.find(ada.text()) == std::string::npos);
    for (const auto& secret : {street, phone, tax_id, std::string("Ada Buyer")})
        CHECK(all.find(secret) == std::string::npos);
}

TEST_CASE_FIXTURE(Sealed, "an address that was moved to another row does not open there") {
    const auto ada = somebody();
    const auto first = addresses->add(ada, address()).value();
    const auto second = addresses->add(ada, address()).value();
    shared().superuser().transact([&](platform::Tx& tx) {
        tx.run(
            "update customers.address set sealed ="
            " (select sealed from customers.address where id = $1) where id = $2",
            first.id, second.id);
    });
    CHECK(addresses->address(ada, first.id).has_value());
    CHECK_THROWS_AS((void)addresses->address(ada, second.id), std::runtime_error);
    CHECK(addresses->remove(ada, second.id).has_value());
}

TEST_CASE_FIXTURE(Sealed, "what was kept before is sealed, and under a new key sealed anew") {
    const auto ada = somebody();
    const auto kept = addresses->add(ada, address()).value();
    change(
        "update customers.address set sealed = null, address ="
        " '{\"name\":\"Ada Buyer\",\"line1\":\"17 Whispering Lane\",\"city\":\"Hamburg\","
        "\"postal_code\":\"20457\",\"country\":\"DE\"}' where id = '" +
        platform::to_string(kept.id.uuid()) + "'");
    CHECK(addresses->address(ada, kept.id).value().address.line1.value() == street);
    CHECK(seal_personal_data(tables, sealer) == 1);
    CHECK(dump().find(street) == std::string::npos);
    CHECK(addresses->address(ada, kept.id).value().address.line1.value() == street);

    const platform::Sealer renewed(
        {{"anew", std::string(32, 'n')}, {"club", std::string(32, 'c')}});
    CHECK(seal_personal_data(tables, renewed) > 0);
    CHECK(seal_personal_data(tables, renewed) == 0);
    CHECK(heads() == std::vector<std::string>{"v1.anew."});
    const platform::Sealer only({{"anew", std::string(32, 'n')}});
    CHECK(make_address_book(tables, clock, *accounts, only)
              ->address(ada, kept.id)
              .value()
              .address.line1.value() == street);
    CHECK(seal_personal_data(tables, platform::Sealer({{"club", std::string(32, 'c')},
                                                       {"anew", std::string(32, 'n')}})) > 0);
}
