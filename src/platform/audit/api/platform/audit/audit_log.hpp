// Who did what to what, when and from where: kept for ever, changed by nobody.
#pragma once

#include "platform/core/time.hpp"
#include "platform/core/uuid.hpp"
#include "platform/db/database.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kontor::platform {

struct AuditEntry {
    // staff, customer, guest, anonymous, api_key, operator (the command line)
    std::string actor_kind{};
    std::optional<Uuid> actor{};
    std::string role{};
    std::optional<Uuid> impersonator{};
    std::string action{};  // the operation's id: "update_product"
    std::vector<std::string> targets{};
    int status = 200;  // as HTTP has it; a refusal is kept as well
    std::optional<std::string> code{};
    std::string address{};
    std::string user_agent{};
    std::string request_id{};
    std::optional<std::string> before{};  // JSON
    std::optional<std::string> after{};
    // Given by the log.
    std::int64_t number = 0;
    Time at{};
};
BOOST_DESCRIBE_STRUCT(AuditEntry, (),
                      (actor_kind, actor, role, impersonator, action, targets, status, code,
                       address, user_agent, request_id, before, after, number, at))

// Everything that is given must fit.
struct AuditQuery {
    std::optional<Uuid> actor{};  // or impersonator
    std::optional<std::string> action{};
    std::optional<std::string> target{};
    std::optional<Time> from{};
    std::optional<Time> to{};  // exclusive
    std::optional<std::int64_t> before_number{};
    std::size_t rows = 20;
};

// Where the chain ended at some time. Kept elsewhere, it shows whether the end was cut off since.
struct AuditHead {
    std::int64_t position = 0;
    std::string hash{};
};
BOOST_DESCRIBE_STRUCT(AuditHead, (), (position, hash))

struct Verification {
    std::int64_t entries = 0;  // of the chain, from the first on, that are as they were
    std::int64_t waiting = 0;  // not in the chain yet
    AuditHead head{};
    std::vector<std::string> breaks{};  // where it is not as it was; the first ones
    bool is_end_checked = false;        // against a head that was kept elsewhere
};
BOOST_DESCRIBE_STRUCT(Verification, (), (entries, waiting, head, breaks, is_end_checked))

// Thread-safe. The database is that of role kontor_platform; entries are added in any role.
class AuditLog {
public:
    explicit AuditLog(Database& database) : database_(database) {}

    // Committed with the deed, or not at all. No round trip of its own.
    static void add(Tx& tx, const AuditEntry& entry);
    // For what is no deed of a transaction, such as a refusal. Half a second of these may be lost
    // with the power.
    void add(const AuditEntry& entry) const;

    // The newest first.
    std::vector<AuditEntry> find(const AuditQuery& query) const;

    // Takes entries that are not in the chain yet into it. How many. For a job: one process at a
    // time. It remembers up to where no entry can come any more, because whatever ran when those
    // were seen has ended, and looks at later ones alone.
    std::size_t chain();
    // Lets the next chain() look at the last hundred thousand once more: a statement that had its
    // number but no transaction yet may have been passed over.
    void look_again();
    std::optional<AuditHead> head() const;

    // Reads all of it; also whether the chain went through anchor.
    Verification verify(const std::optional<AuditHead>& anchor = std::nullopt) const;

    Database& database() const { return database_; }

private:
    // Entries up to a number, which are all there once every transaction before one has ended.
    struct Seen {
        std::int64_t number = 0;
        std::int64_t before = 0;
    };

    Database& database_;
    std::mutex mutex_;
    std::int64_t settled_ = 0;
    std::optional<Seen> seen_{};
};

}  // namespace kontor::platform
