#include "auth/link_events.hpp"
#include "cart/events.hpp"
#include "customers/consent_events.hpp"
#include "inventory/events.hpp"
#include "post_office.hpp"

using namespace kontor;
using namespace kontor::notifications;

namespace {

cart::CartAbandoned abandoned(const std::string& email,
                              const std::optional<auth::UserId>& customer = {}) {
    return {cart::CartId::make(), customer, email, {}, {}};
}

std::string token_in(const std::string& url) {
    return url.substr(url.rfind('/') + 1);
}

platform::EmailAddress address(const std::string& text) {
    return *platform::EmailAddress::accept(text);
}

std::vector<DeviceToken> devices(const std::vector<std::string>& tokens) {
    std::vector<DeviceToken> accepted;
    for (const auto& token : tokens) accepted.push_back(*DeviceToken::accept(token));
    return accepted;
}

}  // namespace

TEST_CASE("marketing comes to customers who consent, and to nobody else") {
    PostOffice office;
    const auto ada = office.auth.add("ada@example.org");
    const auto bob = office.auth.add("bob@example.org");
    office.consents.unwilling = {bob};
    office.announce(abandoned("ada@example.org", ada), abandoned("bob@example.org", bob),
                    abandoned("guest@example.org"));
    REQUIRE_EQ(office.letters().size(), 1);
    CHECK_EQ(office.letters()[0].recipient, "ada@example.org");
    auto& correspondence = office.notifications->correspondence();
    CHECK(correspondence.preferences(ada)->kinds.at("review_request"));
    CHECK_FALSE(correspondence.preferences(bob)->kinds.at("review_request"));
    CHECK(correspondence.preferences(bob)->kinds.at("back_in_stock"));
    CHECK_EQ(correspondence.change(bob, {.kinds = {{{"cart_abandoned", true}}}}).error().code,
             "notifications.consent_required");
    CHECK(correspondence.change(bob, {.kinds = {{{"cart_abandoned", false}}}}).has_value());
}

TEST_CASE("what waits to be sent when the consent is withdrawn is not sent") {
    PostOffice office;
    const auto ada = office.auth.add("ada@example.org");
    const auto bob = office.auth.add("bob@example.org");
    office.announce(abandoned("ada@example.org", ada), abandoned("bob@example.org", bob),
                    customers::ConsentChanged{ada, customers::Purpose::marketing_push, false},
                    customers::ConsentChanged{bob, customers::Purpose::marketing_email, false});
    office.notifications->send_due();
    const auto failed = office.notifications->list({.status = MessageStatus::failed});
    REQUIRE_EQ(failed.size(), 1);
    CHECK_EQ(failed[0].recipient, "bob@example.org");
}

TEST_CASE("who unsubscribed from a kind is not written about it, in whatever case the address is") {
    PostOffice office;
    auto& correspondence = office.notifications->correspondence();
    const auto ada = office.auth.add("ada@example.org");
    const auto bob = office.auth.add("bob@example.org");
    const auto url = correspondence.unsubscribe_url({"Ada@Example.org", "cart_abandoned"});
    CHECK(url.starts_with("https://shop.example/v1/unsubscribe/"));
    const auto ended = correspondence.unsubscribe(token_in(url), {}).value();
    CHECK_EQ(ended.kind, "cart_abandoned");
    REQUIRE(correspondence.unsubscribe(token_in(url), {}).has_value());
    office.announce(abandoned("ada@example.org", ada), abandoned("bob@example.org", bob));
    REQUIRE_EQ(office.letters().size(), 1);
    CHECK_EQ(office.letters()[0].recipient, "bob@example.org");
}

TEST_CASE("a customer's link withdraws the consent, with where that came from") {
    PostOffice office;
    const auto ada = office.auth.add("ada@example.org");
    office.announce(abandoned("ada@example.org", ada));
    auto& correspondence = office.notifications->correspondence();
    const auto token =
        token_in(correspondence.unsubscribe_url({"ada@example.org", "cart_abandoned", ada}));
    CHECK_EQ(correspondence.subscription(token)->customer, ada);
    REQUIRE(
        correspondence.unsubscribe(token, {"unsubscribe link", "192.0.2.7", "Mail/1"}).has_value());
    CHECK(office.consents.unwilling.contains(ada));
    CHECK_EQ(office.consents.circumstances.address, "192.0.2.7");
    office.notifications->send_due();
    const auto failed = office.notifications->list({.status = MessageStatus::failed});
    REQUIRE_EQ(failed.size(), 1);
    CHECK_EQ(failed[0].last_error, "The recipient has unsubscribed.");
    // Whose account is gone follows an old link in vain, and in peace.
    const auto gone = auth::UserId::make();
    office.consents.unwilling.insert(gone);
    CHECK(correspondence
              .unsubscribe(token_in(correspondence.unsubscribe_url(
                               {"gone@example.org", "cart_abandoned", gone})),
                           {})
              .has_value());
}

TEST_CASE("what a customer chose goes along to a new address") {
    PostOffice office;
    auto& correspondence = office.notifications->correspondence();
    const auto ada = office.auth.add("ada@example.org");
    const auto variant = office.catalog.add("Teapot");
    REQUIRE(correspondence.change(ada, {.kinds = {{{"cart_abandoned", false}}}}).has_value());
    REQUIRE(
        correspondence
            .unsubscribe(
                token_in(correspondence.unsubscribe_url({"ada@example.org", "review_request"})), {})
            .has_value());
    REQUIRE(
        correspondence.tell_when_back(variant, address("ada@example.org"), ada, "en").has_value());
    office.announce(auth::AddressChanged{ada, "lovelace@example.org", "ada@example.org", {}});
    const auto count = [&](const std::string& table) {
        return office.made.superuser().read([&](platform::Reader& reader) {
            return *reader.one<std::int64_t>("select count(*) from " + table +
                                             " t where position('ada@' in t::text) > 0");
        });
    };
    CHECK_EQ(count("notifications.unsubscribed"), 0);
    CHECK_EQ(count("notifications.back_in_stock_question"), 0);
    CHECK_FALSE(correspondence.preferences(ada)->kinds.at("cart_abandoned"));
    CHECK_FALSE(correspondence.preferences(ada)->kinds.at("review_request"));
    office.announce(inventory::BackInStock{variant, 5});
    CHECK_EQ(office.letters().back().recipient, "lovelace@example.org");
}

TEST_CASE("a link is good for its address and kind only, and for this shop") {
    PostOffice office;
    auto& correspondence = office.notifications->correspondence();
    const auto url = correspondence.unsubscribe_url({"ada@example.org", "cart_abandoned"});
    const auto meant = correspondence.subscription(token_in(url)).value();
    CHECK_EQ(meant.email, "ada@example.org");
    CHECK_EQ(meant.kind, "cart_abandoned");
    auto forged = token_in(url);
    forged[10] = forged[10] == 'A' ? 'B' : 'A';
    CHECK_EQ(correspondence.subscription(forged).error().code, "notifications.bad_link");
    // Mail about orders cannot be switched off, not even with a link that is signed.
    CHECK_EQ(
        correspondence
            .unsubscribe(token_in(correspondence.unsubscribe_url({"a@b.example", "welcome"})), {})
            .error()
            .code,
        "notifications.bad_link");
    office.shop.secret = "another secret";
    const auto elsewhere = office.open_branch({});
    CHECK_EQ(elsewhere->correspondence().subscription(token_in(url)).error().code,
             "notifications.bad_link");
}

TEST_CASE("what a customer switches off and on again is one with the links") {
    PostOffice office;
    auto& correspondence = office.notifications->correspondence();
    const auto customer = office.auth.add("ada@example.org");
    REQUIRE(correspondence.change(customer, {.kinds = {{{"cart_abandoned", false}}}}).has_value());
    office.announce(abandoned("ada@example.org", customer));
    CHECK(office.letters().empty());
    const auto on = correspondence.change(customer, {.kinds = {{{"cart_abandoned", true}}}});
    CHECK(on->kinds.at("cart_abandoned"));
    office.announce(abandoned("ada@example.org", customer));
    CHECK_EQ(office.letters().size(), 1);
    CHECK_EQ(correspondence.preferences(auth::UserId::make()).error().code, "auth.no_such_user");
}

TEST_CASE("a device is one customer's, and there are not too many") {
    PostOffice office;
    auto& correspondence = office.notifications->correspondence();
    const auto ada = office.auth.add("ada@example.org");
    const auto bob = office.auth.add("bob@example.org");
    REQUIRE(correspondence.change(ada, {.devices = devices({"phone", "tablet"})}).has_value());
    REQUIRE(correspondence.change(bob, {.devices = devices({"tablet"})}).has_value());
    CHECK_EQ(correspondence.preferences(ada)->devices, devices({"phone"}));
    CHECK_EQ(correspondence.preferences(bob)->devices, devices({"tablet"}));
    REQUIRE(correspondence.change(ada, {.sms = true}).has_value());
    CHECK_EQ(correspondence.preferences(ada)->devices, devices({"phone"}));
    const std::vector<DeviceToken> many(Correspondence::most_devices + 1,
                                        *DeviceToken::accept("one"));
    CHECK_EQ(correspondence.change(ada, {.devices = many}).error().code,
             "notifications.too_many_devices");
}

TEST_CASE("without a telephone number there are no text messages") {
    PostOffice office;
    auto& correspondence = office.notifications->correspondence();
    const auto ada = office.auth.add("ada@example.org");
    REQUIRE(correspondence
                .change(ada, {.phone = platform::change_to(*TelephoneNumber::accept("+4930123456")),
                              .sms = true})
                ->sms);
    CHECK_FALSE(correspondence.change(ada, {.phone = platform::Nullable<TelephoneNumber>{}})->sms);
}

TEST_CASE(
    "telephone numbers are sealed, also those of before that, and sealed anew under a new key") {
    PostOffice office;
    auto& correspondence = office.notifications->correspondence();
    const auto ada = office.auth.add("ada@example.org");
    const auto kept = [&] {
        return office.made.superuser().read([](platform::Reader& reader) {
            return *reader.one<std::string>("select phone from notifications.preference");
        });
    };
    const auto number = [&] { return correspondence.preferences(ada)->phone.value->value(); };
    PreferenceChange change{.phone = platform::change_to(*TelephoneNumber::accept("+4930123456"))};
    REQUIRE(correspondence.change(ada, change).has_value());
    CHECK(office.sealer.is_current(kept()));
    CHECK_EQ(number(), "+4930123456");

    office.forge("update notifications.preference set phone = '+4940765432'");
    CHECK_EQ(number(), "+4940765432");
    CHECK_EQ(seal_personal_data(office.database, office.sealer), 1);
    CHECK(office.sealer.is_current(kept()));
    CHECK_EQ(number(), "+4940765432");

    const platform::Sealer newer({platform::make_sealing_key(), office.sealing_key});
    CHECK_EQ(seal_personal_data(office.database, newer), 1);
    CHECK(newer.is_current(kept()));
    CHECK_EQ(seal_personal_data(office.database, newer), 0);
}

TEST_CASE("telephone numbers are those of E.164") {
    CHECK(TelephoneNumber::accept("+4930123456"));
    for (const auto* wrong : {"", "+", "4930123456", "+0930123456", "+49 30 123", "+123456",
                              "+1234567890123456", "+49301234x6"})
        CHECK_FALSE(TelephoneNumber::accept(wrong));
}

TEST_CASE("who asked is told once when an article is back, in the language asked in") {
    PostOffice office({}, "en");
    auto& correspondence = office.notifications->correspondence();
    const auto variant = office.catalog.add("Teapot");
    const auto other = office.catalog.add("Kettle");
    REQUIRE(
        correspondence.tell_when_back(variant, address("Ada@example.org"), {}, "de").has_value());
    REQUIRE(
        correspondence.tell_when_back(variant, address("ada@example.org"), {}, "en").has_value());
    REQUIRE(correspondence.tell_when_back(other, address("ada@example.org"), {}, "en").has_value());
    office.announce(inventory::BackInStock{variant, 5});
    office.announce(inventory::BackInStock{variant, 5});
    REQUIRE_EQ(office.letters().size(), 1);
    const auto letter = office.letters()[0];
    CHECK_EQ(letter.recipient, "Ada@example.org");
    CHECK_EQ(letter.subject, "Teapot ist wieder da bei Kontor");
    CHECK(letter.text.find("12,90") != std::string::npos);
    CHECK(letter.text.find("/v1/unsubscribe/") != std::string::npos);
}

TEST_CASE("an address has so many open questions and no more, and none once it unsubscribed") {
    PostOffice office;
    auto& correspondence = office.notifications->correspondence();
    const auto open = [&] {
        return office.made.superuser().read([](platform::Reader& reader) {
            return *reader.one<std::int64_t>(
                "select count(*) from notifications.back_in_stock_question");
        });
    };
    for (std::int64_t i = 0; i < Correspondence::most_waiting + 5; ++i)
        REQUIRE(
            correspondence
                .tell_when_back(office.catalog.add("Teapot"), address("ada@example.org"), {}, "en")
                .has_value());
    CHECK_EQ(open(), Correspondence::most_waiting);
    REQUIRE(
        correspondence
            .unsubscribe(
                token_in(correspondence.unsubscribe_url({"ada@example.org", "back_in_stock"})), {})
            .has_value());
    CHECK_EQ(open(), 0);
    const auto variant = office.catalog.add("Kettle");
    REQUIRE(
        correspondence.tell_when_back(variant, address("ADA@example.org"), {}, "en").has_value());
    CHECK_EQ(open(), 0);
    REQUIRE(
        correspondence.tell_when_back(variant, address("bob@example.org"), {}, "en").has_value());
    office.clock.advance(std::chrono::days(200));
    CHECK_EQ(correspondence.forget_old_questions(), 1);
}
