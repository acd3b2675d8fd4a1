#include "platform/audit/audit_log.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace kontor::platform;
using kontor::test::TestDatabase;

namespace {

// Its chain is one's own.
struct Shop {
    TestDatabase tables{{"auth"}};
    Database database = tables.database("platform");
    AuditLog log{database};

    void add(const std::string& action, const std::string& target = "prod_1") {
        AuditEntry entry;
        entry.actor_kind = "staff";
        entry.action = action;
        entry.targets = {target};
        log.add(entry);
    }
    void add_many(int count) {
        for (int i = 0; i < count; ++i) add("update_product", "prod_" + std::to_string(i));
        log.chain();
    }
    // As somebody who owns the database, and knows of the triggers.
    void tamper(const std::string& sql) {
        tables.superuser().transact([&](Tx& tx) {
            tx.run("set local session_replication_role = replica");
            tx.run(sql);
        });
    }
    std::string first_break() {
        const auto found = log.verify();
        return found.breaks.empty() ? "" : found.breaks.front();
    }
    std::string refusal(const std::string& role, const std::string& sql) {
        try {
            Database(tables.pool(), role).transact([&](Tx& tx) { tx.run(sql); });
        } catch (const StatementError& error) {
            return error.sqlstate();
        }
        return "";
    }
};

const std::string insufficient_privilege = "42501";

}  // namespace

TEST_CASE("no bytes that a client sends keep an entry from being kept") {
    Shop shop;
    AuditEntry entry;
    entry.actor_kind = "anonymous";
    entry.action = "log_in";
    entry.user_agent = "\xff\r\n" + std::string(500, 'x');
    std::string incompressible;
    for (int part = 0; part < 500; ++part) incompressible += to_string(new_uuid());
    entry.targets = {incompressible, "\xc3("};
    shop.log.add(entry);
    const auto kept = shop.log.find({}).at(0);
    CHECK(kept.user_agent == "???" + std::string(297, 'x'));
    CHECK(kept.targets.at(0) == incompressible.substr(0, 200));
    CHECK(kept.targets.at(1) == "?(");
}

TEST_CASE("an entry is kept as it was given, with the time of the database") {
    Shop shop;
    AuditEntry entry;
    entry.actor_kind = "staff";
    entry.actor = new_uuid();
    entry.role = "admin";
    entry.impersonator = new_uuid();
    entry.action = "update_product";
    entry.targets = {"prod_1", "a,\"b\""};
    entry.status = 409;
    entry.code = "catalog.sku_taken";
    entry.address = "203.0.113.7";
    entry.user_agent = "Browser/1";
    entry.request_id = "request-1";
    entry.before = R"({"price": 1})";
    shop.log.add(entry);
    const auto found = shop.log.find({});
    REQUIRE(found.size() == 1);
    const auto& kept = found.front();
    CHECK(kept.actor == entry.actor);
    CHECK(kept.role == "admin");
    CHECK(kept.impersonator == entry.impersonator);
    CHECK(kept.targets == entry.targets);
    CHECK(kept.status == 409);
    CHECK(kept.code == entry.code);
    CHECK(kept.address == "203.0.113.7");
    CHECK(kept.user_agent == "Browser/1");
    CHECK(kept.request_id == "request-1");
    CHECK(kept.before == entry.before);
    CHECK_FALSE(kept.after);
    CHECK(kept.at > SystemClock().now() - std::chrono::minutes(1));
}

TEST_CASE("an entry is found by who, what, on what and when, the newest first") {
    Shop shop;
    shop.add("create_product", "prod_1");
    shop.add("update_product", "prod_1");
    shop.add("update_product", "prod_2");
    CHECK(shop.log.find({.action = "update_product"}).size() == 2);
    CHECK(shop.log.find({.target = "prod_1"}).size() == 2);
    CHECK(shop.log.find({.action = "update_product", .target = "prod_1"}).size() == 1);
    CHECK(shop.log.find({.actor = new_uuid()}).empty());
    CHECK(shop.log.find({.from = SystemClock().now() + std::chrono::hours(1)}).empty());
    CHECK(shop.log.find({.to = SystemClock().now() - std::chrono::hours(1)}).empty());
    const auto newest = shop.log.find({.rows = 2});
    REQUIRE(newest.size() == 2);
    CHECK(newest.front().targets.front() == "prod_2");
    const auto rest = shop.log.find({.before_number = newest.back().number});
    REQUIRE(rest.size() == 1);
    CHECK(rest.front().action == "create_product");
}

TEST_CASE("a deed that is rolled back leaves no entry, whatever module's it is") {
    Shop shop;
    auto module = shop.tables.database("auth");
    const auto act = [&](bool succeeds) {
        return module.transact([&](Tx& tx) -> Result<> {
            AuditEntry entry;
            entry.actor_kind = "staff";
            entry.action = "a_deed";
            AuditLog::add(tx, entry);
            if (!succeeds) return Error{ErrorKind::conflict, "no", "no"};
            return {};
        });
    };
    CHECK_FALSE(act(false).has_value());
    CHECK(shop.log.find({}).empty());
    CHECK(act(true).has_value());
    CHECK(shop.log.find({}).size() == 1);
}

TEST_CASE("the roles of the shop add entries and read them, and nothing else") {
    Shop shop;
    shop.add_many(1);
    for (const auto* statement :
         {"update platform.audit_entry set action = 'x'", "delete from platform.audit_entry",
          "truncate platform.audit_entry", "update platform.audit_link set hash = 'x'",
          "delete from platform.audit_link",
          "insert into platform.audit_entry (actor_kind, action, at) values ('staff', 'x', now())",
          "insert into platform.audit_entry (actor_kind, action, number) overriding system value"
          " values ('staff', 'x', 5)"}) {
        CAPTURE(statement);
        CHECK(shop.refusal("kontor_platform", statement) == insufficient_privilege);
        CHECK(shop.refusal("kontor_auth", statement) == insufficient_privilege);
    }
    CHECK(shop.refusal("kontor_auth", "select from platform.audit_entry") ==
          insufficient_privilege);
    for (const auto* table : {"platform.audit_entry", "platform.audit_link"}) {
        CHECK(shop.refusal("", std::string("delete from ") + table) == insufficient_privilege);
        CHECK(shop.refusal("", std::string("truncate ") + table) == insufficient_privilege);
    }
}

TEST_CASE("a chain that nobody touched holds") {
    Shop shop;
    CHECK(shop.log.chain() == 0);
    CHECK_FALSE(shop.log.head());
    shop.add_many(5);
    shop.add("update_product");
    auto found = shop.log.verify();
    CHECK(found.breaks.empty());
    CHECK_FALSE(found.is_end_checked);
    CHECK(found.entries == 5);
    CHECK(found.waiting == 1);
    const auto head = shop.log.head();
    REQUIRE(head);
    CHECK(head->position == 5);
    CHECK(found.head.hash == head->hash);
    CHECK(shop.log.chain() == 1);
    found = shop.log.verify(head);
    CHECK(found.breaks.empty());
    CHECK(found.is_end_checked);
    CHECK(found.entries == 6);
}

TEST_CASE("whatever is changed, removed or put in afterwards breaks the chain there") {
    const auto broken_by = [](const std::string& sql) {
        Shop shop;
        shop.add_many(6);
        shop.tamper(sql);
        return shop.first_break();
    };
    for (const auto* column : {"action = 'x'", "targets = '{x}'", "status = 1", "actor_kind = ''",
                               "address = 'x'", "at = at + interval '1 microsecond'",
                               "after = '{}'", "role = 'x'", "request_id = 'x'", "code = 'x'"})
        CHECK(broken_by(std::string("update platform.audit_entry set ") + column +
                        " where number = 3") == "entry 3 was changed, or the link before it");
    CHECK(broken_by("delete from platform.audit_entry where number = 3") == "entry 3 was removed");
    CHECK(broken_by("delete from platform.audit_link where entry in (3, 4)") ==
          "links 3 to 4 were removed");
    CHECK(broken_by("update platform.audit_link set hash = 'x' where entry = 3") ==
          "entry 3 was changed, or the link before it");
    CHECK(broken_by("update platform.audit_link set entry = 103 where entry = 3") ==
          "entry 103 was removed");
}

TEST_CASE("an entry with a time long past that is put in later is noticed") {
    Shop shop;
    shop.add_many(3);
    shop.tamper(
        "insert into platform.audit_entry (actor_kind, action, at)"
        " values ('staff', 'refund_order', now() - interval '3 days')");
    CHECK(shop.log.chain() == 1);
    CHECK(shop.first_break().starts_with("entry 4 was put in later: it says "));
    Shop another;
    another.add_many(1);
    another.tamper(
        "select setval(pg_get_serial_sequence('platform.audit_entry', 'number'), 200000)");
    another.add_many(1);
    another.tamper(
        "insert into platform.audit_entry (number, actor_kind, action) overriding system value"
        " values (5, 'staff', 'x')");
    CHECK(another.log.chain() == 0);
    CHECK(another.first_break() == "entry 5 was put in later: it is in no link");
}

TEST_CASE("with a head kept elsewhere it is noticed that the end was cut off or written anew") {
    Shop shop;
    shop.add_many(5);
    const auto kept = shop.log.head();
    shop.tamper("delete from platform.audit_link where position > 3");
    shop.tamper("delete from platform.audit_entry where number > 3");
    CHECK(shop.log.verify().breaks.empty());
    CHECK(shop.log.verify(kept).breaks ==
          std::vector<std::string>{"the chain ends at 3, before the link 5 that was kept: its end "
                                   "was removed"});
    shop.add_many(2);
    CHECK(shop.log.verify().breaks.empty());
    CHECK(shop.log.verify(kept).breaks ==
          std::vector<std::string>{"link 5 is not the one that was kept"});
}

TEST_CASE("an entry that commits late is taken into the chain, however late that is") {
    Shop shop;
    auto slow = shop.tables.database("auth");
    shop.add_many(1);
    slow.transact([&](Tx& tx) {
        AuditEntry entry;
        entry.actor_kind = "staff";
        entry.action = "a_long_deed";
        AuditLog::add(tx, entry);
        (void)tx.one<std::int64_t>("select 1");  // sends it
        const std::jthread others([&] {
            for (int i = 0; i < 5; ++i) {
                shop.add("update_product");
                CHECK(shop.log.chain() == 1);
            }
        });
    });
    CHECK(shop.log.chain() == 1);
    const auto found = shop.log.verify();
    CHECK(found.entries == 7);
    CHECK(found.breaks.empty());
}

TEST_CASE("what is settled is not looked at again every time") {
    Shop shop;
    shop.add_many(5);
    // As soon as the transactions have ended that others run beside this.
    const auto is_settled = [&] {
        shop.tamper("delete from platform.audit_link where entry = 5");
        return shop.log.chain() == 0;
    };
    int looks = 0;
    while (!is_settled()) REQUIRE(++looks < 2000);
    shop.add("update_product");
    CHECK(shop.log.chain() == 1);
    shop.log.look_again();
    CHECK(shop.log.chain() == 1);
}

TEST_CASE("entries that commit while the chain is made are all taken into it, each once") {
    Shop shop;
    constexpr int writers = 4;
    constexpr int each = 50;
    {
        std::vector<std::jthread> threads;
        std::atomic<int> left{writers};
        for (int writer = 0; writer < writers; ++writer)
            threads.emplace_back([&] {
                for (int i = 0; i < each; ++i) shop.add("update_product");
                --left;
            });
        while (left > 0) shop.log.chain();
    }
    shop.log.chain();
    const auto found = shop.log.verify();
    CHECK(found.breaks.empty());
    CHECK(found.entries == writers * each);
    CHECK(found.waiting == 0);
}
