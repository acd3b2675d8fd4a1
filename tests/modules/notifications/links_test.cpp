#include "auth/invitation_events.hpp"
#include "auth/link_events.hpp"
#include "post_office.hpp"

using namespace kontor;
using namespace kontor::notifications;

namespace {

// Without the line breaks of quoted-printable.
std::string joined(std::string mail) {
    for (auto soft = mail.find("=\r\n"); soft != std::string::npos; soft = mail.find("=\r\n"))
        mail.erase(soft, 3);
    return mail;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

auth::PasswordResetRequested forgotten(const PostOffice& office, const std::string& name = "Ada") {
    return {auth::UserId::make(),
            "ada@example.org",
            name,
            auth::LinkId::make(),
            office.clock.now() + std::chrono::hours(1),
            "de"};
}

}  // namespace

TEST_CASE("a letter with a link is kept with the link's id and sent with its token") {
    PostOffice office({.time_zone = "Europe/Berlin"});
    const auto fact = forgotten(office);
    office.announce(fact);
    REQUIRE_EQ(office.letters().size(), 1);
    const auto letter = office.letters()[0];
    CHECK_EQ(letter.kind, "password_reset");
    CHECK_EQ(letter.recipient, "ada@example.org");
    CHECK_EQ(letter.locale, "de");
    const auto token = office.links.token(fact.link);
    const auto page = "https://shop.example.org/password_reset?token=";
    for (const auto& part : {letter.text, letter.html}) {
        CHECK(has(part, page + fact.link.text()));
        CHECK_FALSE(has(part, token));
    }
    CHECK_EQ(office.notifications->send_due(), 1);
    const auto mail = joined(office.spool.files().at(0));
    CHECK(has(mail, token));
    CHECK_FALSE(has(mail, fact.link.text()));
    const auto kept = office.notifications->message(office.message().id).value();
    CHECK(has(kept.text, fact.link.text()));
    CHECK_FALSE(has(kept.text + kept.html, token));
}

TEST_CASE("a letter that is sent once more has its token too") {
    PostOffice office;
    const auto fact = forgotten(office);
    office.announce(fact);
    office.notifications->send_due();
    REQUIRE(office.notifications->resend(office.message().id).has_value());
    CHECK_EQ(office.notifications->send_due(), 1);
    for (const auto& mail : office.spool.files())
        CHECK(has(joined(mail), office.links.token(fact.link)));
}

TEST_CASE("who is named like somebody else's link is not sent its token") {
    PostOffice office;
    const auto victim = auth::LinkId::make();
    office.announce(forgotten(office, victim.text()));
    office.notifications->send_due();
    const auto mail = joined(office.spool.files().at(0));
    CHECK(has(mail, victim.text()));
    CHECK_FALSE(has(mail, office.links.token(victim)));
}

TEST_CASE("an address is verified by a letter to it") {
    PostOffice office;
    const auto fact = forgotten(office);
    office.announce(auth::AddressVerificationRequested{fact.user, fact.email, "", fact.link,
                                                       fact.expires_at, std::nullopt});
    REQUIRE_EQ(office.letters().size(), 1);
    CHECK_EQ(office.letters()[0].kind, "address_verification");
    CHECK_EQ(office.letters()[0].locale, "en");
    CHECK(has(office.letters()[0].text, "address_verification?token=" + fact.link.text()));
}

TEST_CASE("a change of address is confirmed at the new one and told at the old one") {
    PostOffice office;
    const auto some = forgotten(office);
    auth::AddressChangeRequested fact{
        some.user, some.email, "new@example.org", "Ada", some.link, some.expires_at, "en"};
    office.announce(fact);
    auto letters = office.letters();
    REQUIRE_EQ(letters.size(), 2);
    std::ranges::sort(letters, {}, &Row::kind);
    CHECK_EQ(letters[0].kind, "address_change");
    CHECK_EQ(letters[0].recipient, "new@example.org");
    CHECK(has(letters[0].text, "confirm that new@example.org"));
    CHECK(has(letters[0].text, some.link.text()));
    CHECK_EQ(letters[1].kind, "address_change_notice");
    CHECK_EQ(letters[1].recipient, "ada@example.org");
    CHECK(has(letters[1].text, "from ada@example.org to new@example.org"));
    CHECK(has(letters[1].text, "\"forgot password\" at "));
    CHECK_FALSE(has(letters[1].text, some.link.text()));

    fact.link.reset();
    fact.new_email = "taken@example.org";
    office.announce(fact);
    REQUIRE_EQ(office.letters().size(), 3);
    for (const auto& letter : office.letters()) CHECK_NE(letter.recipient, "taken@example.org");
}

TEST_CASE("whose address was changed is told at the one before") {
    PostOffice office;
    office.announce(
        auth::AddressChanged{auth::UserId::make(), "new@example.org", "ada@example.org", "Ada"});
    REQUIRE_EQ(office.letters().size(), 1);
    const auto letter = office.letters()[0];
    CHECK_EQ(letter.kind, "address_changed");
    CHECK_EQ(letter.recipient, "ada@example.org");
    CHECK(has(letter.text, "Hello Ada"));
    CHECK(has(letter.text, "is now new@example.org"));
}

TEST_CASE("who would register once more is sent a link for a forgotten password") {
    PostOffice office;
    const auto some = forgotten(office);
    office.announce(
        auth::AccountRemembered{some.user, some.email, "Ada", some.link, some.expires_at, "en"});
    REQUIRE_EQ(office.letters().size(), 1);
    const auto letter = office.letters()[0];
    CHECK_EQ(letter.kind, "account_remembered");
    CHECK_EQ(letter.recipient, "ada@example.org");
    CHECK(has(letter.text, "password_reset?token=" + some.link.text()));
}

TEST_CASE("a new password and a second factor are told of") {
    PostOffice office;
    const auto user = auth::UserId::make();
    office.announce(auth::PasswordChanged{user, "ada@example.org", "Ada", "en"});
    for (const bool is_enabled : {true, false})
        office.announce(
            auth::SecondFactorChanged{user, "ada@example.org", "Ada", "en", is_enabled});
    const auto letters = office.letters();
    REQUIRE_EQ(letters.size(), 3);
    for (const auto& letter : letters) {
        CHECK_EQ(letter.recipient, "ada@example.org");
        CHECK(has(letter.text, "Was it not you?"));
    }
    const auto told = [&](const std::string& kind, const std::string& text) {
        return std::ranges::any_of(letters, [&](const auto& letter) {
            return letter.kind == kind && has(letter.text, text);
        });
    };
    CHECK(told("password_changed", "was changed"));
    CHECK(told("second_factor_changed", "takes a code"));
    CHECK(told("second_factor_changed", "the password alone"));
}

TEST_CASE("whoever is invited to work here is sent the link of the invitation, account or not") {
    PostOffice office;
    const auto id = auth::InvitationId::make();
    office.announce(auth::StaffInvited{id, "grace@example.org", "Grace", "support",
                                       office.clock.now() + std::chrono::days(7), "de"});
    REQUIRE_EQ(office.letters().size(), 1);
    const auto letter = office.letters()[0];
    CHECK_EQ(letter.kind, "staff_invitation");
    CHECK_EQ(letter.recipient, "grace@example.org");
    CHECK_EQ(letter.locale, "de");
    const auto link = auth::LinkId(id.uuid());
    for (const auto& part : {letter.text, letter.html})
        CHECK(has(part, "https://shop.example.org/staff_invitation?token=" + link.text()));
    CHECK_EQ(office.notifications->send_due(), 1);
    CHECK(has(joined(office.spool.files().at(0)), office.links.token(link)));
}

TEST_CASE("a provider that an account is signed in to with is told of") {
    PostOffice office;
    for (const bool is_connected : {true, false})
        office.announce(auth::SignInProviderChanged{auth::UserId::make(), "ada@example.org", "Ada",
                                                    "en", "Example ID", is_connected});
    const auto letters = office.letters();
    REQUIRE_EQ(letters.size(), 2);
    for (const auto& letter : letters) CHECK_EQ(letter.kind, "sign_in_provider_changed");
    CHECK(has(letters[0].text, "with Example ID from now on"));
    CHECK(has(letters[0].text, "disconnect Example ID"));
    CHECK(has(letters[1].text, "with Example ID no longer"));
}
