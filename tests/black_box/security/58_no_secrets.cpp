#include "keys.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

namespace kontor::test {

namespace {

const std::string card = "4242424242424242";

// Every row of every table, as whoever gets hold of a copy of the database has them.
std::string dump() {
    auto database = open_shop().database().superuser();
    return database.read([](platform::Reader& reader) {
        const auto tables = reader.all<std::string>(
            "select c.oid::regclass::text from pg_class c join pg_namespace n"
            " on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not like 'pg\\_%'"
            " and n.nspname <> 'information_schema'");
        std::string rows;
        for (const auto& table : tables)
            rows +=
                reader
                    .one<std::string>("select coalesce(string_agg(t::text, chr(10)), '') from " +
                                      table + " t")
                    .value();
        return rows;
    });
}

std::string signature_of(const std::string& token) {
    return token.substr(token.rfind('.') + 1);
}

}  // namespace

TEST_CASE("58: neither the log nor the database knows a secret that it was told or has given") {
    std::vector<std::string> secrets{card, "Bearer ", "tea at half four"};
    const auto keep = [&](const std::string& secret) {
        REQUIRE(secret.size() > 7);
        secrets.push_back(secret);
    };
    const CarefulMember member("secretive58");
    keep(member_password);
    keep(member.setup_key);
    keep(member.refresh_token);
    keep(signature_of(member.access_token));
    for (const auto& code : member.recovery_codes) keep(std::string(code.as_string()));
    const auto challenge = member.challenge();
    keep(challenge);
    keep(Forger().seed());
    keep(signature_of(meet(challenge, member.code(1)).text("/access_token")));
    (void)log_in(member.email, "a wrong guess 58");
    keep("a wrong guess 58");
    (void)refresh(member.refresh_token);
    (void)me_with("not a token but a secret 58");
    keep("not a token but a secret 58");

    const auto key = new_key(R"("secret","scopes":["orders.read"])");
    CHECK(key.probe.get("/v1/admin/orders").status == 200);
    keep(key.secret);

    const auto stranger = open_shop().stranger();
    REQUIRE(stranger.post("/v1/auth/forgot-password", R"({"email":")" + member.email + R"("})")
                .status == 202);
    keep(open_shop().token_for(member.email, "reset-password"));

    const auto cart = open_shop().cart();
    keep(cart.token);
    cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})");
    const auto bought = open_shop().buy(cart);
    CHECK(bought.status == 201);
    for (const auto* member_of_payment : {"token", "card", "number"})
        (void)cart.guest.post(
            "/v1/orders",
            R"({"cart_id":")" + cart.id +
                R"(","email":"g@example.org","payment":{"provider":"simulator",")" +
                member_of_payment + R"(":")" + card + R"("}})",
            {{"Idempotency-Key", "pan-58-" + std::string(member_of_payment)}});
    keep("pan-58-token");

    const auto rows = dump();
    const auto log = open_shop().log();
    REQUIRE(rows.find(member.email) != std::string::npos);
    for (const auto& secret : secrets) {
        CAPTURE(secret);
        CHECK(rows.find(secret) == std::string::npos);
        CHECK(log.find(secret) == std::string::npos);
    }
}

TEST_CASE("58: whatever a client calls itself, a line of the log is one object") {
    const auto stranger = open_shop().stranger();
    for (const std::string name : {R"(x"} {"level":"error","message":"forged58)",
                                   R"(x\r\n{"message":"forged58"})", "x\x7f\x1b[2Jforged58"})
        (void)stranger.get("/v1/me", {{"User-Agent", name}, {"X-Request-Id", name}});
    const auto log = open_shop().log();
    std::size_t begin = 0;
    while (begin < log.size()) {
        const auto end = std::min(log.find('\n', begin), log.size());
        boost::system::error_code error;
        const auto line = boost::json::parse(log.substr(begin, end - begin), error);
        CHECK_FALSE(error);
        if (!error)
            CHECK(boost::json::serialize(line.at("message")).find("forged58") == std::string::npos);
        begin = end + 1;
    }
}

}  // namespace kontor::test
