#pragma once

#include "auth/ids.hpp"
#include "customers/purpose.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/id.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

namespace kontor::customers {

using ConsentId = platform::Id<"cons">;

struct Consent {
    Purpose purpose{};
    bool granted = false;
    std::optional<std::string> text_version;   // that was read
    std::optional<platform::Time> decided_at;  // none: never asked, which is no
};
BOOST_DESCRIBE_STRUCT(Consent, (), (purpose, granted, text_version, decided_at))

struct Decision {
    bool granted = false;
    std::optional<platform::Text<1, 60>> text_version;
    std::optional<platform::Text<1, 60>> source;  // where it was asked for: "checkout"
};
BOOST_DESCRIBE_STRUCT(Decision, (), (granted, text_version, source))

// Who decided, and from where.
struct Circumstances {
    std::string actor;    // "customer:user_..."
    std::string address;  // of the network, or ""
    std::string user_agent;
};

struct ConsentEntry {
    ConsentId id;
    Purpose purpose{};
    bool granted = false;
    std::optional<std::string> text_version;
    std::optional<std::string> source;
    std::string actor;
    std::string address;
    std::string user_agent;
    platform::Time at;
};
BOOST_DESCRIBE_STRUCT(ConsentEntry, (),
                      (id, purpose, granted, text_version, source, actor, address, user_agent, at))

struct ConsentFilter {
    std::optional<ConsentId> after{};  // newest first; the last entry of the page before
    std::size_t limit = 20;
};

// What customers agreed to: every decision is kept, the last one of a purpose counts. Thread-safe.
class Consents {
public:
    virtual ~Consents() = default;

    // One of each purpose.
    virtual std::vector<Consent> consents(const auth::UserId& customer) = 0;
    // The same as before: no change. Refuses customers.text_version_required (invalid) where a
    // consent names no text, customers.terms_stand (conflict): who does not agree any more closes
    // the account.
    virtual platform::Result<Consent> decide(const auth::UserId& customer, Purpose purpose,
                                             const Decision& decision,
                                             const Circumstances& circumstances) = 0;
    virtual std::vector<ConsentEntry> history(const auth::UserId& customer,
                                              const ConsentFilter& filter) = 0;
    // Those of the customers who consent.
    virtual std::vector<auth::UserId> willing(Purpose purpose,
                                              const std::vector<auth::UserId>& customers) = 0;
};

}  // namespace kontor::customers
