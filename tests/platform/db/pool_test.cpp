#include "two_schemas.hpp"

#include <future>
#include <semaphore>
#include <thread>

using namespace kontor::platform;
using namespace kontor::test;

namespace {

// Something in whose hands a pool's only connection is until it is let go.
class Holder {
public:
    explicit Holder(TwoSchemas& shop)
        : thread_([this, &shop] {
              shop.north.read([&](Reader&) {
                  holding_.release();
                  let_go_.acquire();
              });
          }) {
        holding_.acquire();
    }
    void let_go() {
        let_go_.release();
        thread_.join();
    }

private:
    std::binary_semaphore holding_{0};
    std::binary_semaphore let_go_{0};
    std::thread thread_;
};

void wait_until(const std::function<bool()>& condition) {
    while (!condition()) std::this_thread::yield();
}

}  // namespace

TEST_CASE("a lease that does not come in time is refused, and leaves the queue") {
    TwoSchemas shop({.size = 1, .lease_timeout = std::chrono::milliseconds(5)});
    Holder holder(shop);
    CHECK_THROWS_WITH_AS(shop.north_jars(), doctest::Contains("all 1 are in use"),
                         DatabaseUnavailable);
    CHECK(shop.pool.statistics().timeouts == 1);
    CHECK(shop.pool.statistics().waiting == 0);
    holder.let_go();
    CHECK(shop.north_jars() == 0);
    CHECK(shop.pool.statistics().open == 1);
}

TEST_CASE("who came first is served first") {
    TwoSchemas shop({.size = 1, .lease_timeout = std::chrono::minutes(1)});
    Holder holder(shop);
    std::mutex mutex;
    std::vector<int> served;
    std::vector<std::thread> waiting;
    for (std::size_t number = 0; number < 5; ++number) {
        waiting.emplace_back([&, number] {
            shop.north.read([&](Reader&) {
                const std::lock_guard lock(mutex);
                served.push_back(static_cast<int>(number));
            });
        });
        wait_until([&] { return shop.pool.statistics().waiting == number + 1; });
    }
    holder.let_go();
    for (auto& thread : waiting) thread.join();
    CHECK(served == std::vector{0, 1, 2, 3, 4});
}

TEST_CASE("one thread after the other uses one connection; many at once use many") {
    TwoSchemas shop({.size = 4});
    for (int time = 0; time < 10; ++time) shop.north_jars();
    CHECK(shop.pool.statistics().open == 1);
    std::vector<std::thread> threads;
    for (int number = 0; number < 16; ++number)
        threads.emplace_back([&, number] {
            for (int time = 0; time < 20; ++time) {
                shop.north.transact([&](Tx& tx) {
                    tx.defer(insert_north, number * 100 + time,
                             std::to_string(number * 100 + time));
                });
                shop.south_jars();
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(shop.north_jars() == 320);
    CHECK(shop.pool.statistics().open <= 4);
    CHECK(shop.pool.statistics().leased == 0);
}

TEST_CASE("nobody sees an error when all connections are ended again and again") {
    TwoSchemas shop({.size = 4});
    std::vector<std::future<void>> work;
    for (int number = 0; number < 4; ++number)
        work.push_back(std::async(std::launch::async, [&, number] {
            for (int time = 0; time < 50; ++time) {
                const int id = number * 100 + time;
                shop.north.transact([&](Tx& tx) {
                    tx.run("select count(*) from north.jar");
                    tx.run(insert_north, id, std::to_string(id));
                    tx.one<int>("select filled from north.jar where id = $1", id);
                });
                shop.south_jars();
            }
        }));
    for (auto& each : work) CHECK_NOTHROW(each.get());
    for (int time = 0; time < 3; ++time) {
        shop.north_jars();
        shop.end_all_connections();
        CHECK_NOTHROW(
            shop.north.transact([](Tx& tx) { tx.run("update north.jar set filled = 1"); }));
    }
    CHECK(shop.north_jars() == 200);
}

TEST_CASE("a connection that has lived for long is replaced") {
    TwoSchemas shop({.size = 1, .max_lifetime = std::chrono::minutes(0)});
    const auto backend = [&] {
        return *shop.north.read(
            [](Reader& reader) { return reader.one<int>("select pg_backend_pid()"); });
    };
    CHECK(backend() != backend());
}

TEST_CASE("a server that cannot be reached is reported by name") {
    Pool pool({.dsn = "host=/nonexistent user=kontor dbname=shop"});
    Database database(pool, "kontor_north");
    CHECK_THROWS_WITH_AS(pool.check(), doctest::Contains("/nonexistent"), DatabaseUnavailable);
    CHECK_THROWS_AS(database.transact([](Tx&) {}), DatabaseUnavailable);
    CHECK_THROWS_AS(database.read([](Reader&) {}), DatabaseUnavailable);
    CHECK(pool.statistics().leased == 0);
}

TEST_CASE("a connection string that cannot be read is refused at once") {
    CHECK_THROWS_WITH_AS(Pool({.dsn = "hots=localhost"}), doctest::Contains("hots"),
                         std::invalid_argument);
}

TEST_CASE("a connection has the settings that the rest relies on, and those of its own string") {
    EmptyDatabase empty;
    Pool pool({.dsn = empty.dsn() + " options='-c work_mem=3MB'",
               .statement_timeout = std::chrono::milliseconds(1234)});
    Database login(pool, "");
    const auto setting = [&](std::string_view name) {
        return *login.read([&](Reader& reader) {
            return reader.one<std::string>("select current_setting($1)", name);
        });
    };
    CHECK(setting("client_encoding") == "UTF8");
    CHECK(setting("statement_timeout") == "1234ms");
    CHECK(setting("TimeZone") == "UTC");
    CHECK(setting("DateStyle").starts_with("ISO"));
    CHECK(setting("search_path").empty());
    CHECK(setting("application_name") == "kontor");
    CHECK(setting("work_mem") == "3MB");
    pool.check();
}
