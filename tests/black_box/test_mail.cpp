#include "program.hpp"
#include "smtp_sink.hpp"

#include "support/test_database.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <map>
#include <set>

namespace kontor::test {

namespace {

constexpr int messages = 60;
constexpr int kills = 3;
constexpr int connections = 4;

void write_messages(TestDatabase& database, int count, const std::string& name) {
    database.superuser().transact([&](platform::Tx& tx) {
        tx.run(
            "with written as (insert into notifications.message (id, event_id, channel, kind,"
            "  recipient, subject, text, html, message_id, created_at)"
            " select id, id, 'email', 'welcome', $2 || n || '@example.org', 'Welcome', 'Hello',"
            "  '<p>Hello</p>', id || '@shop.example', now()"
            "  from (select gen_random_uuid() as id, n from generate_series(1, $1::integer) n) "
            "given"
            "  returning id)"
            " insert into notifications.outgoing (message_id, channel, next_attempt_at)"
            " select id, 'email', now() from written",
            count, name);
    });
}

std::int64_t count(TestDatabase& database, const std::string& sql) {
    return database.superuser().read(
        [&](platform::Reader& reader) { return *reader.one<std::int64_t>(sql); });
}

// What was being sent waits for its claim to end: not here.
void end_claims(TestDatabase& database) {
    database.superuser().transact([](platform::Tx& tx) {
        tx.run(
            "update notifications.outgoing set next_attempt_at = now() where status = 'sending'");
    });
}

// Recipients by Message-ID, as often as each arrived.
class Postbox {
public:
    explicit Postbox(SmtpSink& sink) : sink_(sink) {}

    std::string take() {
        const auto message = sink_.next_message();
        const std::string to(message.at("to").as_string());
        ++arrived_;
        recipients_[std::string(message.at("id").as_string())].insert(to);
        return to;
    }
    int arrived() const { return arrived_; }
    const std::map<std::string, std::set<std::string>>& recipients() const { return recipients_; }

private:
    SmtpSink& sink_;
    int arrived_ = 0;
    std::map<std::string, std::set<std::string>> recipients_;
};

}  // namespace

TEST_CASE("killed while it sends, the shop loses no mail, and what comes twice is one message") {
    TestDatabase database;
    const TemporaryDirectory data;
    SmtpSink sink;
    Postbox postbox(sink);
    const Environment environment{{"KONTOR_DATABASE_DSN", database.dsn()},
                                  {"KONTOR_MAIL_SMTP_URL", sink.url()}};
    const std::vector<std::string> up{"up", "--port", "0", "--data", data.path().string()};
    write_messages(database, messages, "ada");
    for (int kill = 0; kill < kills; ++kill) {
        Program program(up, environment);
        for (int i = 0; i < messages / (kills + 2); ++i) postbox.take();
        program.signal(SIGKILL);
        program.wait();
        end_claims(database);
    }

    Program program(up, environment);
    REQUIRE(eventually(
        [&] { return count(database, "select count(*) from notifications.outgoing") == 0; }));
    write_messages(database, 1, "last");
    while (postbox.take() != "last1@example.org") {
    }
    program.signal(SIGTERM);
    CHECK(program.wait().status == 0);

    CHECK(postbox.recipients().size() == messages + 1);
    for (const auto& [id, recipients] : postbox.recipients()) CHECK(recipients.size() == 1);
    CHECK(postbox.arrived() - (messages + 1) <= kills * connections);
    CHECK(count(database, "select count(*) from notifications.message where sent_at is null") == 0);
}

TEST_CASE("the log says that the mail server is away, once, and where links lead if nobody said") {
    TestDatabase database;
    const TemporaryDirectory data;
    const std::vector<std::string> up{"up", "--port", "0", "--data", data.path().string()};
    Environment environment{{"KONTOR_DATABASE_DSN", database.dsn()},
                            {"KONTOR_MAIL_SMTP_URL", "smtp://127.0.0.1:1"}};
    const std::string of_links = "mail goes out with links that customers may not be able to open";
    const std::string of_server = "no messages are taken for the moment";
    write_messages(database, 1, "ada");
    Program program(up, environment);
    CHECK(eventually([&] {
        return count(database, "select sum(attempts)::bigint from notifications.outgoing") > 1;
    }));
    program.signal(SIGTERM);
    const auto log = program.wait().err;
    CHECK(log.find(of_links) != std::string::npos);
    const auto told = log.find(of_server);
    CHECK(told != std::string::npos);
    CHECK(log.find(of_server, told + 1) == std::string::npos);

    environment["KONTOR_MAIL_SHOP_URL"] = "https://www.shop.example";
    Program with_address(up, environment);
    (void)with_address.address();
    with_address.signal(SIGTERM);
    CHECK(with_address.wait().err.find(of_links) == std::string::npos);
}

TEST_CASE("a message is shown without being sent") {
    const TestDatabase database;
    const Environment environment{{"KONTOR_DATABASE_DSN", database.dsn()}};
    const auto shown =
        run({"messages", "preview", "order_placed", "--locale", "de", "--text"}, environment);
    CHECK(shown.status == 0);
    CHECK(shown.out.find("Vielen Dank für Ihre Bestellung 100042") != std::string::npos);
    CHECK(shown.out.find("<") == std::string::npos);
    const auto html = run({"messages", "preview", "welcome", "--html"}, environment);
    CHECK(html.out.starts_with("<!doctype html>"));
    const auto wrong = run({"messages", "preview", "welcom"}, environment);
    CHECK(wrong.status == 1);
    CHECK(wrong.err.find("there are welcome, ") != std::string::npos);
    CHECK(run({"messages", "preview", "order_placed", "--order", "1"}, environment).status == 1);
    CHECK(run({"messages", "preview", "welcome", "--html", "--text"}, environment).status == 2);
}

TEST_CASE("a template of the shop with something wrong in it keeps the shop from opening") {
    const TestDatabase database;
    const TemporaryDirectory data;
    data.write("welcome.en.text.mustache", "Hello {{nmae}}");
    const auto refused = run({"up", "--port", "0", "--data", data.path().string()},
                             {{"KONTOR_DATABASE_DSN", database.dsn()},
                              {"KONTOR_MAIL_TEMPLATE_DIRECTORY", data.path().string()}});
    CHECK(refused.status == 1);
    CHECK(refused.err.find("names 'nmae', which does not exist here; there are email") !=
          std::string::npos);
}

}  // namespace kontor::test
