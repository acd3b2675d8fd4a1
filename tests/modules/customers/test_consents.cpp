#include "club.hpp"
#include "customers/consent_events.hpp"

using namespace kontor;
using namespace kontor::customers;

namespace {

struct Registry : Club {
    const auth::UserId ada = somebody();

    platform::Result<Consent> decide(Purpose purpose, bool granted,
                                     const std::string& version = "2026-01") {
        Decision decision{granted, {}, text<1, 60>("checkout")};
        if (!version.empty()) decision.text_version = text<1, 60>(version);
        clock.advance(std::chrono::seconds(1));
        return consents->decide(ada, purpose, decision,
                                {"customer:" + ada.text(), "192.0.2.7", "Browser/7"});
    }
    Consent now(Purpose purpose) {
        const auto all = consents->consents(ada);
        return *std::ranges::find(all, purpose, &Consent::purpose);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Registry, "nobody consents before they were asked") {
    const auto all = consents->consents(ada);
    CHECK(all.size() == 4);
    for (const auto& consent : all) {
        CHECK_FALSE(consent.granted);
        CHECK_FALSE(consent.decided_at);
    }
}

TEST_CASE_FIXTURE(Registry, "the last decision counts, and every one is kept with its origin") {
    REQUIRE(decide(Purpose::marketing_email, true).has_value());
    REQUIRE(decide(Purpose::marketing_email, false, "").has_value());
    CHECK_FALSE(now(Purpose::marketing_email).granted);
    const auto history = consents->history(ada, {});
    REQUIRE(history.size() == 2);
    CHECK_FALSE(history[0].granted);
    CHECK(history[1].granted);
    CHECK(history[1].text_version == "2026-01");
    CHECK(history[1].source == "checkout");
    CHECK(history[1].actor == "customer:" + ada.text());
    CHECK(history[1].address == "192.0.2.7");
    CHECK(history[1].user_agent == "Browser/7");
    CHECK(history[0].at - history[1].at == std::chrono::seconds(1));
}

TEST_CASE_FIXTURE(Registry, "the same decision again is no decision, a newer text is one") {
    const auto before = facts_about(ada.uuid());
    const auto first = decide(Purpose::terms, true).value();
    CHECK(decide(Purpose::terms, true)->decided_at == first.decided_at);
    CHECK(consents->history(ada, {}).size() == 1);
    CHECK(facts_about(ada.uuid()) == before + 1);
    REQUIRE(decide(Purpose::terms, true, "2026-02").has_value());
    CHECK(now(Purpose::terms).text_version == "2026-02");
    CHECK(facts_about(ada.uuid()) == before + 2);
}

TEST_CASE_FIXTURE(Registry, "a consent names its text, and terms stand with the account") {
    CHECK(refusal_of(decide(Purpose::marketing_sms, true, "")) ==
          "customers.text_version_required");
    REQUIRE(decide(Purpose::terms, true).has_value());
    CHECK(refusal_of(decide(Purpose::terms, false, "")) == "customers.terms_stand");
    CHECK(now(Purpose::terms).granted);
}

TEST_CASE_FIXTURE(Registry, "of many customers those who consent are told") {
    const auto bob = somebody();
    REQUIRE(decide(Purpose::marketing_push, true).has_value());
    CHECK(consents->willing(Purpose::marketing_push, {ada, bob}) == std::vector{ada});
    CHECK(consents->willing(Purpose::marketing_sms, {ada, bob}).empty());
    REQUIRE(decide(Purpose::marketing_push, false, "").has_value());
    CHECK(consents->willing(Purpose::marketing_push, {ada, bob}).empty());
}

TEST_CASE_FIXTURE(Registry, "a decision cannot be changed afterwards, not even by the module") {
    REQUIRE(decide(Purpose::terms, true).has_value());
    CHECK_THROWS_AS(tables.transact([&](platform::Tx& tx) {
        tx.run("update customers.consent set granted = false where customer = $1", ada);
    }),
                    platform::StatementError);
}
