#include "program.hpp"
#include "support/http_probe.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <memory>

namespace kontor::test {

namespace {

std::string new_key() {
    auto key = run({"keys", "make"}).out;
    key.pop_back();
    return key;
}

// Several processes of one shop, restarted one after the other with other keys.
struct Shop {
    TestDatabase database;
    TemporaryDirectory directory;

    Environment with(const std::string& keys) const {
        return {{"KONTOR_DATABASE_DSN", database.dsn()}, {"KONTOR_SEALING_KEYS", keys}};
    }
    std::unique_ptr<Program> serve(const std::string& keys) const {
        return std::make_unique<Program>(
            std::vector<std::string>{"serve", "--port", "0", "--data", directory.path().string()},
            with(keys));
    }
    void restart(std::unique_ptr<Program>& process, const std::string& keys) const {
        process->signal(SIGTERM);
        REQUIRE(process->wait().status == 0);
        process = serve(keys);
        REQUIRE_NOTHROW(process->address());
    }
    Finished reseal(const std::string& keys) const { return run({"keys", "reseal"}, with(keys)); }
};

// A customer who keeps an address and a telephone number with one process and reads it with the
// other.
class Customer {
public:
    explicit Customer(Program& shop) {
        const auto registered =
            HttpProbe(shop.address())
                .post("/v1/auth/register",
                      R"({"email":"ada@example.org","password":"tea at half four"})");
        REQUIRE(registered.status == 201);
        token_ = registered.text("/access_token");
    }
    void keep(Program& shop, const std::string& city) const {
        REQUIRE(probe(shop)
                    .post("/v1/me/addresses", R"({"address":{"name":"Ada","line1":"Quay 1",)"
                                              R"("city":")" +
                                                  city +
                                                  R"(","postal_code":"53111","country":"DE"}})")
                    .status == 201);
    }
    void give(Program& shop, const std::string& phone) const {
        REQUIRE(probe(shop).patch("/v1/me", R"({"phone":")" + phone + "\"}").status == 200);
    }
    bool reads(Program& shop, const std::string& city) const {
        return probe(shop).get("/v1/me/addresses").body.find(city) != std::string::npos;
    }

private:
    HttpProbe probe(Program& shop) const {
        HttpProbe made(shop.address());
        made.always_send("Authorization", "Bearer " + token_);
        return made;
    }
    std::string token_;
};

// Whoever answers the telephone.
class Staff {
public:
    Staff(const Shop& shop, const std::string& keys, Program& program) {
        REQUIRE(run({"user", "create", "--email", "staff@example.org", "--role", "admin"},
                    shop.with(keys), "tea at half four\n")
                    .status == 0);
        const auto signed_in =
            HttpProbe(program.address())
                .post("/v1/auth/login",
                      R"({"email":"staff@example.org","password":"tea at half four"})");
        REQUIRE(signed_in.status == 200);
        token_ = signed_in.text("/access_token");
    }
    bool finds(Program& shop, const std::string& phone) const {
        HttpProbe probe(shop.address());
        probe.always_send("Authorization", "Bearer " + token_);
        const auto found = probe.get("/v1/admin/customers?phone=" + phone);
        REQUIRE(found.status == 200);
        return found.body.find("ada@example.org") != std::string::npos;
    }

private:
    std::string token_;
};

}  // namespace

TEST_CASE("a database of one's own needs a key, and goes on with no other one") {
    TestDatabase database;
    const auto look = [&](const std::string& keys) {
        return run({"doctor"},
                   {{"KONTOR_DATABASE_DSN", database.dsn()}, {"KONTOR_SEALING_KEYS", keys}});
    };
    const auto without = look("");
    CHECK(without.status == 1);
    CHECK(without.err.find("kontor keys make") != std::string::npos);
    CHECK(look("nonsense").status == 1);

    const auto first = new_key();
    const auto second = new_key();
    CHECK(first != second);
    CHECK(look(first).status == 0);
    const auto with_another = look(second);
    CHECK(with_another.status == 1);
    CHECK(with_another.err.find("sealed under the key " + first.substr(0, first.find(':'))) !=
          std::string::npos);
    CHECK(with_another.err.find(first.substr(first.find(':'))) == std::string::npos);

    const auto both = second + "," + first;
    CHECK(look(both).status == 0);
    const auto sealed = run({"keys", "reseal"}, {{"KONTOR_DATABASE_DSN", database.dsn()},
                                                 {"KONTOR_SEALING_KEYS", both}});
    CHECK(sealed.status == 0);
    CHECK(sealed.out.find("all under the key " + second.substr(0, second.find(':'))) !=
          std::string::npos);
    CHECK(look(second).status == 0);
    CHECK(look(first).status == 1);
}

TEST_CASE("keys are exchanged in two steps while two processes read what the other seals") {
    const Shop shop;
    const auto old_key = new_key();
    const auto key = new_key();
    const auto old_first = old_key + "," + key;
    const auto new_first = key + "," + old_key;
    const auto old_id = old_key.substr(0, old_key.find(':'));
    REQUIRE(run({"migrate"}, shop.with(old_key)).status == 0);
    auto one = shop.serve(old_key);
    auto two = shop.serve(old_key);
    const Customer customer(*one);
    const Staff staff(shop, old_key, *one);
    customer.keep(*two, "Altona");
    customer.give(*two, "0040-1");
    const auto is_found = [&](const std::string& phone) {
        for (auto* process : {one.get(), two.get()}) CHECK(staff.finds(*process, phone));
    };
    is_found("00401");

    // At once it would not do: the other one could not read what this one seals.
    auto hasty = shop.serve(new_first);
    const auto refused = hasty->wait();
    CHECK(refused.status == 1);
    CHECK(refused.err.find("does not have the key") != std::string::npos);
    CHECK(refused.err.find(key.substr(key.find(':'))) == std::string::npos);

    shop.restart(one, old_first);
    customer.keep(*one, "Barmbek");
    CHECK(customer.reads(*two, "Barmbek"));
    is_found("00401");
    CHECK(shop.reseal(new_first).status == 1);
    shop.restart(two, old_first);

    shop.restart(one, new_first);
    customer.keep(*one, "Curslack");
    customer.keep(*two, "Duvenstedt");
    is_found("00401");
    customer.give(*one, "0040-2");
    is_found("00402");
    CHECK_FALSE(staff.finds(*two, "00401"));
    for (auto* process : {one.get(), two.get()})
        for (const auto* city : {"Altona", "Barmbek", "Curslack", "Duvenstedt"})
            CHECK(customer.reads(*process, city));

    const auto too_early = shop.reseal(new_first);
    CHECK(too_early.status == 1);
    CHECK(too_early.err.find("seals with the key " + old_id + " still") != std::string::npos);
    shop.restart(two, new_first);
    CHECK(shop.reseal(new_first).status == 0);
    is_found("00402");

    shop.restart(one, key);
    customer.keep(*one, "Eilbek");
    is_found("00402");
    for (auto* process : {one.get(), two.get()})
        for (const auto* city : {"Altona", "Barmbek", "Curslack", "Duvenstedt", "Eilbek"})
            CHECK(customer.reads(*process, city));
    CHECK(shop.serve(old_key)->wait().status == 1);
}

}  // namespace kontor::test
