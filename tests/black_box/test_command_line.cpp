#include "program.hpp"

#include "support/http_probe.hpp"
#include "support/test_database.hpp"

#include <signal.h>

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <sstream>

namespace kontor::test {

namespace {

bool is_one_line(const std::string& text) {
    return text.ends_with('\n') && std::ranges::count(text, '\n') == 1;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
}

Environment with(const std::string& dsn) {
    return {{"KONTOR_DATABASE_DSN", dsn}};
}

// Refused with one line on standard error that says this.
void check_refused(const Finished& finished, std::string_view reason) {
    INFO(finished.err);
    CHECK(finished.status == 1);
    CHECK(finished.err.starts_with("kontor: "));
    CHECK(is_one_line(finished.err));
    CHECK(contains(finished.err, reason));
}

}  // namespace

TEST_CASE("help is everywhere and ends with status 0") {
    const std::vector<std::vector<std::string>> commands{{},
                                                         {"up"},
                                                         {"serve"},
                                                         {"migrate"},
                                                         {"reindex"},
                                                         {"doctor"},
                                                         {"config", "check"},
                                                         {"user", "create"},
                                                         {"orders", "show"},
                                                         {"import", "products"},
                                                         {"events", "tail"},
                                                         {"events", "replay"},
                                                         {"signing-keys", "rotate"}};
    for (auto arguments : commands) {
        arguments.push_back("--help");
        const auto finished = run(arguments);
        CHECK(finished.status == 0);
        CHECK(contains(finished.out, "Usage: kontor"));
        CHECK(finished.err.empty());
    }
}

TEST_CASE("wrong usage ends with status 2 and says what is wrong") {
    CHECK(run({}).status == 2);
    const auto unknown = run({"frobnicate"});
    CHECK(unknown.status == 2);
    CHECK(contains(unknown.err, "'frobnicate' is not a command"));
    CHECK(run({"up", "--port", "many"}).status == 2);
    CHECK(run({"import", "products"}).status == 2);
    CHECK(run({"import", "products", "goods.xls"}).status == 2);
    CHECK(run({"user", "create", "--email", "a@example.org", "--role", "Emperor"}).status == 2);
}

TEST_CASE("an unknown key of the configuration is named, with those that are known") {
    const TemporaryDirectory directory;
    const auto file = directory.write("kontor.yaml", "http:\n  prot: 8080\n");
    const auto finished = run({"--config", file, "config", "check"});
    check_refused(finished, "http.prot");
    CHECK(contains(finished.err, "port"));
    check_refused(run({"config", "check"}, {{"KONTOR_HTTP_PORT", "many"}}), "KONTOR_HTTP_PORT");
    CHECK(run({"config", "check"}, {{"KONTOR_HTTP_PORT", "8081"}}).status == 0);
}

TEST_CASE("a configuration that a shop could not be opened with is not called good") {
    const TemporaryDirectory directory;
    const auto nonsense = directory.write("nonsense", "nothing of the kind");
    const std::vector<std::pair<Environment, std::string>> cases{
        {{{"KONTOR_HTTP_TLS_KEY", nonsense}}, "http.tls.certificate"},
        {{{"KONTOR_HTTP_TLS_CERTIFICATE", nonsense}}, "TLS cannot be spoken with " + nonsense},
        {{{"KONTOR_SEALING_KEY_FILE", nonsense}}, nonsense},
        {{{"KONTOR_SEALING_KEYS", "nonsense"}}, "sealing.keys"},
        {{{"KONTOR_AUTH_RESET_PAGE", "javascript:alert(1)//"}}, "auth.reset_page"},
        {{{"KONTOR_HTTP_WORKERS", "0"}}, "a whole number from 1 to 1024"},
    };
    const auto data = (directory.path() / "var").string();
    for (const auto& [environment, complaint] : cases) {
        CAPTURE(complaint);
        check_refused(run({"--data", data, "config", "check"}, environment), complaint);
    }
    check_refused(run({"--data", data, "up", "--port", "0"}, cases.front().first),
                  "http.tls.certificate");
    CHECK_FALSE(std::filesystem::exists(data));
}

TEST_CASE("a database that cannot be reached is one clear line") {
    check_refused(run({"serve"}, with("host=/nowhere dbname=shop")), "/nowhere");
    check_refused(run({"doctor"}, with("this is no connection string")), "connection string");
}

TEST_CASE("a command for a shop that is not there says so and creates nothing") {
    const TemporaryDirectory directory;
    const auto data = directory.path() / "var";
    check_refused(run({"--data", data.string(), "doctor"}), "there is no shop in");
    CHECK_FALSE(std::filesystem::exists(data));
}

TEST_CASE("serving waits for the migrations, which migrate applies once") {
    const EmptyDatabase database;
    const auto environment = with(database.dsn());
    check_refused(run({"serve", "--port", "0"}, environment), "run kontor migrate");
    check_refused(run({"doctor"}, environment), "run kontor migrate");

    const auto pending = run({"migrate", "--check", "--json"}, environment);
    check_refused(pending, "pending");
    const auto names = boost::json::parse(pending.out).as_array();
    CHECK(names.front() == "platform/0001_let_modules_in");

    const auto applied = run({"migrate"}, environment);
    CHECK(applied.status == 0);
    CHECK(std::ranges::count(applied.out, '\n') == std::ptrdiff_t(names.size()));
    CHECK(run({"migrate"}, environment).out == "nothing to do\n");
    CHECK(run({"migrate", "--check"}, environment).status == 0);
}

TEST_CASE("a database of another version of the program is not touched") {
    TestDatabase database;
    const auto environment = with(database.dsn());
    const auto tell = [&](const std::string& sql) {
        database.superuser().transact([&](platform::Tx& tx) { tx.run(sql); });
    };
    tell("update platform.migration set checksum = 'x' where schema = 'cart'");
    for (const auto* command : {"serve", "migrate", "doctor"})
        check_refused(run({command}, environment), "migrations/cart/0001");
    tell("delete from platform.migration where schema = 'cart'");
    tell("insert into platform.migration values ('catalog', 9999, 'future', 'x')");
    for (const auto* command : {"serve", "migrate", "doctor"})
        check_refused(run({command}, environment), "newer version");
}

TEST_CASE("a login that may not create roles is told what to grant") {
    const EmptyDatabase database;
    const std::string role = database.name() + "_clerk";
    platform::Pool pool({.dsn = database.dsn(), .size = 1});
    platform::Database superuser(pool, "");
    const auto execute = [&](const std::string& sql) {
        superuser.read([&](platform::Reader& reader) { reader.execute(sql, {}); });
    };
    execute("create role " + role + " login");
    auto dsn = database.dsn();
    dsn.replace(dsn.find("user="), dsn.find(' ', dsn.find("user=")) - dsn.find("user="),
                "user=" + role);

    const auto finished = run({"migrate"}, with(dsn));
    CHECK(finished.status == 1);
    CHECK(contains(finished.err,
                   "grant create on database " + database.name() + " to " + role + ";"));

    std::istringstream told(finished.err.substr(finished.err.find('\n') + 1));
    for (std::string statement; std::getline(told, statement);) execute(statement);
    const auto applied = run({"migrate"}, with(dsn));
    INFO(applied.err);
    CHECK(applied.status == 0);
    const TemporaryDirectory data;
    Program program({"serve", "--port", "0", "--data", data.path().string()}, with(dsn));
    CHECK(HttpProbe(program.address()).get("/readyz").status == 200);
    program.signal(SIGTERM);
    CHECK(program.wait().status == 0);
    execute("drop owned by " + role);
    execute("drop role " + role);
}

TEST_CASE("an account is made with a password from standard input") {
    const TestDatabase database;
    const auto environment = with(database.dsn());
    const std::vector<std::string> command{"user",   "create", "--email", "ada@example.org",
                                           "--role", "admin",  "--json"};
    const auto made = run(command, environment, "a long enough password\n");
    REQUIRE(made.status == 0);
    CHECK(boost::json::parse(made.out).at("role") == "admin");
    check_refused(run(command, environment, "a long enough password\n"), "kontor user set-role");
    check_refused(run({"user", "create", "--email", "bob@example.org"}, environment, "short\n"),
                  "assword");
    check_refused(run({"user", "create", "--email", "nobody"}, environment, "long enough\n"),
                  "'nobody'");
}

TEST_CASE("what the shop tells about itself can be read by a program") {
    const TestDatabase database;
    const auto environment = with(database.dsn());
    const auto healthy = run({"doctor", "--json"}, environment);
    CHECK(healthy.status == 0);
    CHECK(boost::json::parse(healthy.out).as_array().empty());
    CHECK(run({"events", "lag", "--json"}, environment).status == 0);
    CHECK(run({"events", "dead", "--json"}, environment).out == "[]\n");
    check_refused(run({"events", "retry", "nonsense"}, environment), "'nonsense'");
    check_refused(run({"orders", "show", "K-1"}, environment), "order");
    CHECK(contains(run({"reindex", "search"}, environment).out, "indexed 0 products"));
    const auto version = run({"--version"});
    CHECK(version.status == 0);
    CHECK(version.out.starts_with("kontor " KONTOR_VERSION));
    CHECK(run({"version"}).out == version.out);
}

}  // namespace kontor::test
