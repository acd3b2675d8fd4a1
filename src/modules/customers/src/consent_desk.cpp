#include "consent_store.hpp"
#include "customers/consent_events.hpp"
#include "customers/personal_module.hpp"
#include "held_account.hpp"

namespace kontor::customers {

using namespace platform;

namespace {

constexpr std::array purposes{Purpose::marketing_email, Purpose::marketing_sms,
                              Purpose::marketing_push, Purpose::terms};

Error text_version_required() {
    const std::string message = "Say which version of the text was agreed to.";
    return {ErrorKind::invalid,
            "customers.text_version_required",
            message,
            {{"/text_version", "required", message}}};
}

Error terms_stand() {
    return {ErrorKind::conflict, "customers.terms_stand",
            "The account stands on these terms. Who does not agree to them any more closes it: "
            "DELETE /v1/me."};
}

Consent decided(const std::vector<Consent>& consents, Purpose purpose) {
    const auto found = std::ranges::find(consents, purpose, &Consent::purpose);
    return found == consents.end() ? Consent{purpose, false, {}, {}} : *found;
}

bool says(const Consent& consent, const Decision& decision) {
    if (!consent.decided_at || consent.granted != decision.granted) return false;
    return !decision.granted || consent.text_version == decision.text_version->value();
}

std::optional<std::string> text_of(const std::optional<Text<1, 60>>& text) {
    if (!text) return std::nullopt;
    return text->value();
}

class ConsentDesk final : public Consents {
public:
    ConsentDesk(Database& database, EventLog& events, const Clock& clock, auth::Auth& auth)
        : database_(database), events_(events), clock_(clock), auth_(auth) {}

    std::vector<Consent> consents(const auth::UserId& customer) override {
        const auto last =
            database_.read([&](Reader& reader) { return store::consents(reader, customer); });
        std::vector<Consent> all;
        for (const auto purpose : purposes) all.push_back(decided(last, purpose));
        return all;
    }

    Result<Consent> decide(const auth::UserId& customer, Purpose purpose, const Decision& decision,
                           const Circumstances& circumstances) override {
        if (decision.granted && !decision.text_version) return text_version_required();
        return write_of(customer, auth_, database_, [&](Tx& tx) -> Result<Consent> {
            store::lock_consents(tx, customer);
            const auto before = decided(store::consents(tx, customer), purpose);
            if (says(before, decision)) return before;
            if (purpose == Purpose::terms && !decision.granted && before.granted)
                return terms_stand();
            const ConsentEntry entry{ConsentId::make(),
                                     purpose,
                                     decision.granted,
                                     text_of(decision.text_version),
                                     text_of(decision.source),
                                     circumstances.actor,
                                     circumstances.address,
                                     circumstances.user_agent.substr(0, 500),
                                     std::chrono::floor<std::chrono::milliseconds>(clock_.now())};
            store::append(tx, customer, entry);
            events_.publish(tx, ConsentChanged{customer, purpose, decision.granted});
            return Consent{purpose, entry.granted, entry.text_version, entry.at};
        });
    }

    std::vector<ConsentEntry> history(const auth::UserId& customer,
                                      const ConsentFilter& filter) override {
        return database_.read(
            [&](Reader& reader) { return store::history(reader, customer, filter); });
    }

    std::vector<auth::UserId> willing(Purpose purpose,
                                      const std::vector<auth::UserId>& customers) override {
        return database_.read(
            [&](Reader& reader) { return store::willing(reader, purpose, customers); });
    }

private:
    Database& database_;
    EventLog& events_;
    const Clock& clock_;
    auth::Auth& auth_;
};

}  // namespace

std::unique_ptr<Consents> make_consents(Database& database, EventLog& events, const Clock& clock,
                                        auth::Auth& auth) {
    return std::make_unique<ConsentDesk>(database, events, clock, auth);
}

}  // namespace kontor::customers
